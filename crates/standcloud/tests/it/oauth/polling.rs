//! A device waits for its approval.

use super::flow::{CLIENT, HEALTH, Node, TOKEN, Tokens, assert_refused, poll_body};
use crate::support::TestApp;

/// a login from beginning to end, with exactly the members that fit into a keyring.
#[tokio::test]
async fn r_20_an_approved_login_gets_its_tokens_once() {
    for test in TestApp::each().await {
        let node = Node::of(&test);
        let login = node.begin().await;
        node.app.clock.advance_seconds(3);
        assert!(node.approve(&login).await);
        node.app.clock.advance_seconds(2);
        let answer = node.poll(&login).await;
        assert_eq!(answer.code(), 200, "{answer}");
        assert_eq!(answer.header("cache-control"), "no-store");
        assert_eq!(answer.header("pragma"), "no-cache");
        assert!(answer.body.len() <= 900);
        let json = answer.json();
        assert_eq!(json.as_object().unwrap().len(), 5);
        assert_eq!(json["token_type"], "bearer");
        assert_eq!(json["expires_in"].as_u64(), Some(3600));
        assert_eq!(json["scope"], "offline_access authelia.bearer.authz");
        let tokens = Tokens::of(&answer);
        assert!(tokens.access.starts_with("scat_") && tokens.access.len() == 48);
        assert!(tokens.refresh.starts_with("scrt_") && tokens.refresh.len() == 48);
        assert_eq!(node.health(&tokens.access).await, 200);
        let issued = node.events("token.issue", 1).await;
        assert_eq!(issued[0].subject, "line 1");
        assert!(issued[0].actor.starts_with("grant:"));
    }
}

/// whoever presents a code that was used has a copy, so nothing of it stays good.
#[tokio::test]
async fn r_21_a_code_that_comes_back_ends_what_was_given_out() {
    for test in TestApp::each().await {
        let node = Node::of(&test);
        let login = node.begin().await;
        node.approve(&login).await;
        let tokens = Tokens::of(&node.poll(&login).await);
        assert_eq!(node.health(&tokens.access).await, 200);
        node.app.clock.advance_seconds(5);
        assert_refused(&node.poll(&login).await, 400, "invalid_grant");
        assert_eq!(node.health(&tokens.access).await, 401);
        assert_refused(&node.refresh(&tokens.refresh).await, 400, "invalid_grant");
        assert_refused(&node.poll(&login).await, 400, "invalid_grant");
        node.events("token.reuse", 1).await;
    }
}

///
#[tokio::test]
async fn r_22_slow_down_only_for_who_is_much_too_early() {
    for test in TestApp::each().await {
        let node = Node::of(&test);
        let login = node.begin().await;
        assert_refused(&node.poll(&login).await, 400, "authorization_pending");
        for (seconds, error) in [
            (1, "slow_down"),
            (3, "slow_down"),
            (4, "authorization_pending"),
            (0, "slow_down"),
            (5, "authorization_pending"),
        ] {
            node.app.clock.advance_seconds(seconds);
            assert_refused(&node.poll(&login).await, 400, error);
        }
    }
}

/// HardPy does not become slower, and must never starve for it.
#[tokio::test]
async fn r_22_sixty_polls_of_hardpy_never_meet_slow_down() {
    let test = TestApp::sqlite().await;
    let node = Node::of(&test);
    let login = node.begin().await;
    for round in 0..60 {
        // Between 4 and 6 seconds: whole ones are harsher than the half second of the network.
        node.app.clock.advance_seconds([5, 4, 6][round % 3]);
        assert_refused(&node.poll(&login).await, 400, "authorization_pending");
    }
}

#[tokio::test]
async fn r_22_who_is_always_too_early_can_still_do_it_right() {
    for test in TestApp::each().await {
        let node = Node::of(&test);
        let login = node.begin().await;
        node.approve(&login).await;
        node.app.clock.advance_seconds(1);
        let first = node.begin().await;
        assert_refused(&node.poll(&first).await, 400, "authorization_pending");
        node.approve(&first).await;
        for _ in 0..20 {
            node.app.clock.advance_seconds(2);
            assert_refused(&node.poll(&first).await, 400, "slow_down");
        }
        node.app.clock.advance_seconds(5);
        Tokens::of(&node.poll(&first).await);
        Tokens::of(&node.poll(&login).await);
    }
}

/// HardPy polls on after a refusal, so it goes on being told.
#[tokio::test]
async fn r_21_a_denial_is_told_for_ten_minutes() {
    for test in TestApp::each().await {
        let node = Node::of(&test);
        let login = node.begin().await;
        node.deny(&login).await;
        for _ in 0..12 {
            assert_refused(&node.poll(&login).await, 400, "access_denied");
            node.app.clock.advance_seconds(60);
        }
        assert!(!node.approve(&login).await, "the first decision stands");
    }
}

#[tokio::test]
async fn r_21_an_old_code_is_told_from_an_unknown_one() {
    for test in TestApp::each().await {
        let node = Node::of(&test);
        let login = node.begin().await;
        node.app.clock.advance_seconds(329);
        assert_refused(&node.poll(&login).await, 400, "authorization_pending");
        node.app.clock.advance_seconds(2);
        assert_refused(&node.poll(&login).await, 400, "expired_token");
        assert!(!node.approve(&login).await);
        node.app.clock.advance_seconds(599);
        assert_refused(&node.poll(&login).await, 400, "expired_token");
    }
}

#[tokio::test]
async fn r_19_an_approval_that_nobody_fetched_in_time_is_over() {
    let test = TestApp::sqlite().await;
    let node = Node::of(&test);
    let login = node.begin().await;
    node.approve(&login).await;
    node.app.clock.advance_seconds(331);
    assert_refused(&node.poll(&login).await, 400, "expired_token");
}

#[tokio::test]
async fn r_21_a_code_belongs_to_its_client() {
    for test in TestApp::each().await {
        let node = Node::of(&test);
        let login = node.begin().await;
        node.approve(&login).await;
        let body =
            poll_body(&login.device_code).replace("hardpy-report-uploader", "standcloud-cli");
        assert_refused(&node.form(TOKEN, &body).await, 400, "invalid_grant");
        Tokens::of(&node.poll(&login).await);
    }
}

#[tokio::test]
async fn r_21_what_is_no_device_code_is_not_taken() {
    for test in TestApp::each().await {
        let node = Node::of(&test);
        let login = node.begin().await;
        for wrong in [
            login.user_code.as_str(),
            "x",
            "scdc_0000000000000000000000000000000000000000000",
            &login.device_code.replace("scdc_", "scat_"),
        ] {
            assert_refused(
                &node.form(TOKEN, &poll_body(wrong)).await,
                400,
                "invalid_grant",
            );
        }
        assert_refused(
            &node.form(TOKEN, &poll_body("")).await,
            400,
            "invalid_request",
        );
    }
}

/// who tries codes is slowed down in JSON; a right code never is.
#[tokio::test]
async fn r_21_who_tries_codes_is_slowed_down_and_nobody_else() {
    let test = TestApp::sqlite_with(|config| config.limits.wrong_keys_per_minute = 3).await;
    let node = Node::of(&test);
    let login = node.begin().await;
    for _ in 0..3 {
        let answer = node.form_from("192.0.2.1", TOKEN, &poll_body("x")).await;
        assert_refused(&answer, 400, "invalid_grant");
    }
    let answer = node.form_from("192.0.2.1", TOKEN, &poll_body("x")).await;
    assert_refused(&answer, 429, "temporarily_unavailable");
    assert!(!answer.header("retry-after").is_empty());
    let body = poll_body(&login.device_code);
    let answer = node.form_from("192.0.2.1", TOKEN, &body).await;
    assert_refused(&answer, 400, "authorization_pending");
}

/// whoever approved and then lost the rights has approved nothing.
#[tokio::test]
async fn r_49_an_approval_ends_with_the_rights_of_its_person() {
    for test in TestApp::each().await {
        let node = Node::of(&test);
        let login = node.begin().await;
        let decision = standcloud_store::DeviceDecision::Approve {
            organisation: standcloud_store::OrganisationId(99),
            grant_name: "foreign".to_owned(),
        };
        node.decide(&login, &decision).await;
        assert_refused(&node.poll(&login).await, 400, "access_denied");
    }
}

/// A restart, or another server, in the middle of a login changes nothing.
#[tokio::test]
async fn r_20_a_login_survives_a_restart_and_another_node() {
    for test in TestApp::each().await {
        let first = Node::of(&test);
        let second = Node::another(&test, 21).await;
        let login = first.begin().await;
        assert_refused(&second.poll(&login).await, 400, "authorization_pending");
        second.approve(&login).await;
        let restarted = Node::another(&test, 22).await;
        restarted.app.clock.advance_seconds(5);
        let tokens = Tokens::of(&restarted.poll(&login).await);
        for node in [&first, &second, &restarted] {
            assert_eq!(node.bearer(HEALTH, &tokens.access).await.code(), 200);
        }
    }
}

/// The consent page says when the terminal asked last; polls themselves write nothing.
#[tokio::test]
async fn r_25_the_last_poll_is_known_to_other_nodes_a_second_later() {
    for test in TestApp::each().await {
        let node = Node::of(&test);
        let login = node.begin().await;
        node.poll(&login).await;
        node.app.oauth.polls.write(&node.app.store).await;
        let code = standcloud::oauth::UserCode::parse(&login.user_code).unwrap();
        let now = node.app.clock.now();
        let found = node
            .app
            .store
            .find_device_login(code.hmac(&node.app.server_keys), now);
        assert_eq!(found.await.unwrap().unwrap().last_poll, Some(now));
        let other = Node::another(&test, 23).await;
        other.app.clock.advance_seconds(1);
        assert_refused(&other.poll(&login).await, 400, "slow_down");
    }
}

///
#[tokio::test]
async fn r_79_polls_are_counted_by_their_answer() {
    let test = TestApp::sqlite().await;
    let node = Node::of(&test);
    let login = node.begin().await;
    node.poll(&login).await;
    node.poll(&login).await;
    node.form(
        TOKEN,
        &format!("{CLIENT}&grant_type=refresh_token&refresh_token=x"),
    )
    .await;
    let figures = node.app.metrics.render(0, 0);
    for line in [
        "standcloud_authorization_total{event=\"device_login_started\"} 1",
        "standcloud_authorization_total{event=\"poll_pending\"} 1",
        "standcloud_authorization_total{event=\"poll_slow_down\"} 1",
        "standcloud_authorization_total{event=\"refresh_unknown\"} 1",
    ] {
        assert!(figures.contains(line), "{line}: {figures}");
    }
}
