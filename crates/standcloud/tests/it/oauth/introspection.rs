//! Asking about tokens: R-45.

use axum::http::Request;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::json;
use standcloud::auth::secret_text::{SecretKind, SecretText};
use standcloud_store::{NewOAuthClient, OrganisationId, UnixMicros};

use super::flow::{CLIENT, INTROSPECTION, Node, assert_refused};
use crate::support::{Answer, TestApp};

#[tokio::test]
async fn r_45_a_public_client_or_nobody_learns_nothing() {
    let test = TestApp::sqlite().await;
    let node = Node::of(&test);
    let tokens = node.log_in().await;
    for body in [
        format!("token={}", tokens.access),
        format!("{CLIENT}&token={}", tokens.access),
        format!("{CLIENT}&client_secret=x&token={}", tokens.access),
        format!("client_id=unknown&client_secret=x&token={}", tokens.access),
    ] {
        let answer = node.form(INTROSPECTION, &body).await;
        assert_refused(&answer, 401, "invalid_client");
    }
}

#[tokio::test]
async fn r_45_a_confidential_client_learns_about_tokens_of_its_organisation() {
    for test in TestApp::each().await {
        let node = Node::of(&test);
        let program = add_client(&node, "program", node.organisation).await;
        let foreign = add_client(&node, "foreign", OrganisationId(99)).await;
        let tokens = node.log_in().await;
        let answer = ask(&node, "program", &program, &tokens.access).await;
        assert_eq!(answer.code(), 200, "{answer}");
        let now = node.app.clock.now().0 / 1_000_000;
        let expected = json!({
            "active": true,
            "scope": "offline_access authelia.bearer.authz",
            "client_id": "hardpy-report-uploader",
            "token_type": "bearer",
            "iss": "https://localhost:8443/auth",
            "aud": ["https://localhost:8443/hardpy/api/v1",
                "https://localhost:8443/integration/api/v1"],
            "sub": node.person().await.to_string(),
            "iat": now,
            "exp": now + 3600,
        });
        assert_eq!(answer.json(), expected);
        let inactive = json!({ "active": false });
        for (client, secret, token) in [
            ("foreign", &foreign, tokens.access.as_str()),
            ("program", &program, &tokens.refresh),
            ("program", &program, "x"),
        ] {
            let answer = ask(&node, client, secret, token).await;
            assert_eq!((answer.code(), answer.json()), (200, inactive.clone()));
        }
        node.app.clock.advance_seconds(3600);
        let answer = ask(&node, "program", &program, &tokens.access).await;
        assert_eq!(answer.json(), inactive, "expired");
    }
}

async fn add_client(node: &Node, id: &str, organisation: OrganisationId) -> String {
    let secret = SecretText::generate(SecretKind::ClientSecret, &node.app.randomness);
    let new = NewOAuthClient {
        client_id: id.to_owned(),
        organisation,
        name: id.to_owned(),
        secret_sha256: Some(secret.sha256()),
        grant_types: "client_credentials".to_owned(),
        scopes: "report:read".to_owned(),
        redirect_uris: String::new(),
        created_by: None,
        created: UnixMicros(1),
    };
    node.app.store.add_oauth_client(&new).await.unwrap();
    secret.reveal().to_owned()
}

async fn ask(node: &Node, client: &str, secret: &str, token: &str) -> Answer {
    let basic = BASE64_STANDARD.encode(format!("{client}:{secret}"));
    let request = Request::post(INTROSPECTION)
        .header("content-type", "application/x-www-form-urlencoded")
        .header("authorization", format!("Basic {basic}"));
    let body = format!("token={token}");
    node.send(request.body(body.into()).unwrap()).await
}
