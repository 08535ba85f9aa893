//! Access tokens at the APIs.

use standcloud::auth::secret_text::{SecretKind, SecretText};
use standcloud_store::{GrantKind, NewGrant, NewTokens};

use super::flow::{HEALTH, Node, Tokens};
use crate::support::test_app::{empty, post, with_key};
use crate::support::{TestApp, get, run_of};

/// a stand that logged in uploads, reads, and is told by the health check that it may.
#[tokio::test]
async fn r_48_a_login_opens_both_apis() {
    for test in TestApp::each().await {
        let node = Node::of(&test);
        let tokens = node.log_in().await;
        let answer = node.bearer(HEALTH, &tokens.access).await;
        assert_eq!((answer.code(), answer.text()), (200, "{}"));
        let upload = with_key(post("/hardpy/api/v1/test_report"), &tokens.access);
        let answer = node.send(upload.body(run_of("1").into()).unwrap()).await;
        assert_eq!(answer.code(), 201, "{answer}");
        let runs = node
            .bearer("/integration/api/v1/test_run", &tokens.access)
            .await;
        assert_eq!(runs.each("id").len(), 1);
        let own = node
            .bearer("/integration/api/v1/credential", &tokens.access)
            .await;
        assert!(
            own.json()["principal"]
                .as_str()
                .unwrap()
                .starts_with("grant:")
        );
    }
}

/// every bad token gets the same answer.
#[tokio::test]
async fn r_47_bad_tokens_are_all_alike() {
    for test in TestApp::each().await {
        let node = Node::of(&test);
        let expired = node.log_in().await;
        node.app.clock.advance_seconds(3600);
        let tokens = node.log_in().await;
        let login = node.begin().await;
        let mut answers = Vec::new();
        for bad in [
            expired.access.as_str(),
            &tokens.refresh,
            &login.device_code,
            "scat_0000000000000000000000000000000000000000000",
            "scat_",
            "garbage",
        ] {
            let answer = node.bearer("/hardpy/api/v1/test_run", bad).await;
            assert_eq!(answer.code(), 401, "{bad}");
            assert_eq!(node.health(bad).await, 401, "{bad}");
            answers.push(answer.to_string());
        }
        answers.dedup();
        assert_eq!(answers.len(), 1, "{answers:?}");
        assert!(answers[0].contains("Bearer realm=\"standcloud\", error=\"invalid_token\""));
    }
}

///
#[tokio::test]
async fn r_46_the_header_is_read_as_for_keys() {
    let test = TestApp::sqlite().await;
    let node = Node::of(&test);
    let token = node.log_in().await.access;
    for (value, status) in [
        (format!("bearer {token}"), 200),
        (format!("BEARER {token}"), 200),
        (format!("Bearer  {token}"), 401),
        (format!("Bearer\t{token}"), 401),
        ("Bearer".to_owned(), 400),
    ] {
        let request = get(HEALTH).header("authorization", &value);
        assert_eq!(node.send(empty(request)).await.code(), status, "{value}");
    }
    let query = format!("/hardpy/api/v1/test_run?access_token={token}");
    assert_eq!(node.send(empty(get(&query))).await.code(), 401);
    let both = with_key(get(HEALTH), &token).header("x-api-key", &test.key);
    assert_eq!(node.send(empty(both)).await.code(), 400);
}

///
#[tokio::test]
async fn r_50_a_token_in_a_cookie_is_nothing() {
    let test = TestApp::sqlite().await;
    let node = Node::of(&test);
    let token = node.log_in().await.access;
    let cookie = format!("access_token={token}; __Host-sc_session={token}");
    let request = get("/hardpy/api/v1/test_run").header("cookie", cookie);
    assert_eq!(node.send(empty(request)).await.code(), 401);
}

/// an API refuses tokens that are not for it; R-46: and tokens that may not do this.
#[tokio::test]
async fn r_40_a_token_is_good_for_its_audience_and_scope() {
    for test in TestApp::each().await {
        let node = Node::of(&test);
        let token = add_token(&node, "integration", "report:read").await;
        let read = node.bearer("/integration/api/v1/test_run", &token).await;
        assert_eq!(read.code(), 200, "{read}");
        for path in [
            HEALTH,
            "/hardpy/api/v1/test_run",
            "/StandCloudAPIMode.HARDPY/api/v1/test_run",
        ] {
            let answer = node.bearer(path, &token).await;
            assert_eq!(answer.code(), 401, "{path}");
            assert!(answer.header("www-authenticate").contains("invalid_token"));
        }
        let token = add_token(&node, "hardpy", "report:read").await;
        let upload = with_key(post("/hardpy/api/v1/test_report"), &token);
        let answer = node.send(upload.body(run_of("1").into()).unwrap()).await;
        assert_eq!(answer.code(), 403);
        let challenge = answer.header("www-authenticate");
        assert!(challenge.contains("error=\"insufficient_scope\", scope=\"report:write\""));
    }
}

/// rights are those of now.
#[tokio::test]
async fn r_49_a_token_ends_with_the_account_of_its_person() {
    for test in TestApp::each().await {
        let node = Node::of(&test);
        let tokens = node.log_in().await;
        assert_eq!(node.health(&tokens.access).await, 200);
        let (person, now) = (node.person().await, node.app.clock.now());
        let disabled = node.app.store.disable_user(person, now).await;
        disabled.unwrap();
        node.app.clock.advance_seconds(5);
        assert_eq!(node.health(&tokens.access).await, 401);
    }
}

/// on every node, within five seconds.
#[tokio::test]
async fn r_38_a_revoked_token_ends_within_five_seconds_on_every_node() {
    for test in TestApp::each().await {
        let (node, other) = (Node::of(&test), Node::another(&test, 41).await);
        let tokens = node.log_in().await;
        for node in [&node, &other] {
            assert_eq!(node.health(&tokens.access).await, 200);
        }
        let body = format!("client_id=hardpy-report-uploader&token={}", tokens.refresh);
        let answer = node.form(super::flow::REVOCATION, &body).await;
        assert_eq!(answer.code(), 200, "{answer}");
        assert_eq!(
            node.health(&tokens.access).await,
            401,
            "at once where it was revoked"
        );
        node.app.clock.advance_seconds(5);
        assert_eq!(other.health(&tokens.access).await, 401);
    }
}

/// The list of stands shows the last use; noting it costs a write a minute, not one per call.
#[tokio::test]
async fn r_28_the_last_use_of_a_login_is_noted() {
    for test in TestApp::each().await {
        let node = Node::of(&test);
        let tokens = node.log_in().await;
        node.app.clock.advance_seconds(10);
        let used = node.app.clock.now();
        node.use_token(&tokens.access).await;
        for _ in 0..500 {
            let grants = node.app.store.list_grants(node.organisation, 1).await;
            if grants.unwrap()[0].last_used == Some(used) {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        let grants = node.app.store.list_grants(node.organisation, 1).await;
        let grant = grants.unwrap().remove(0);
        assert_eq!(grant.last_used, Some(used));
        assert_eq!(grant.last_used_ip.as_deref(), Some("127.0.0.1"));
    }
}

/// A token that no login of HardPy would get.
async fn add_token(node: &Node, audiences: &str, scope: &str) -> String {
    let now = node.app.clock.now();
    let access = SecretText::generate(SecretKind::AccessToken, &node.app.randomness);
    let far = standcloud_store::UnixMicros(now.0 + 3_600_000_000);
    let grant = NewGrant {
        id: node.app.randomness.uuid(now),
        organisation: node.organisation,
        user: None,
        client_id: "program".to_owned(),
        kind: GrantKind::ClientCredentials,
        name: "program".to_owned(),
        scope: scope.to_owned(),
        audiences: audiences.to_owned(),
        created: now,
        created_ip: String::new(),
        user_agent: String::new(),
        absolute_expiry: far,
        idle_expiry: far,
    };
    let tokens = NewTokens {
        access_sha256: access.sha256(),
        access_expires: far,
        scope: scope.to_owned(),
        audiences: audiences.to_owned(),
        refresh_sha256: None,
        created: now,
    };
    let added = node.app.store.add_grant_with_tokens(&grant, &tokens).await;
    added.unwrap();
    access.reveal().to_owned()
}

/// in records a login of a stand can never be taken for a person, a key or a program.
#[tokio::test]
async fn r_42_the_principal_of_a_token_is_its_grant() {
    let test = TestApp::sqlite().await;
    let node = Node::of(&test);
    let tokens: Tokens = node.log_in().await;
    let own = node
        .bearer("/integration/api/v1/credential", &tokens.access)
        .await;
    let grants = node
        .app
        .store
        .list_grants(node.organisation, 1)
        .await
        .unwrap();
    assert_eq!(own.json()["principal"], format!("grant:{}", grants[0].id));
}
