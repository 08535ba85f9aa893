//! Refreshing.

use super::flow::{CLIENT, HARDPY, INTEGRATION, Node, TOKEN, Tokens, assert_refused};
use crate::support::TestApp;

const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;

#[tokio::test]
async fn r_36_a_refresh_gives_a_new_pair_and_leaves_the_old_access_token() {
    for test in TestApp::each().await {
        let node = Node::of(&test);
        let old = node.log_in().await;
        node.app.clock.advance_seconds(HOUR - 30);
        let answer = node.refresh(&old.refresh).await;
        let new = Tokens::of(&answer);
        assert_eq!(answer.json().as_object().unwrap().len(), 5);
        assert_eq!(answer.json()["expires_in"].as_u64(), Some(3600));
        assert_ne!((&new.access, &new.refresh), (&old.access, &old.refresh));
        for token in [&old.access, &new.access] {
            assert_eq!(node.health(token).await, 200);
        }
        node.app.clock.advance_seconds(31);
        assert_eq!(node.health(&old.access).await, 401, "its own hour is over");
        assert_eq!(node.health(&new.access).await, 200);
        node.events("token.refresh", 1).await;
    }
}

/// HardPy 0.12 with an empty keyring sends no token, and always a redirect address that fits nothing.
#[tokio::test]
async fn r_03_a_refresh_without_a_token_or_with_too_much() {
    let test = TestApp::sqlite().await;
    let node = Node::of(&test);
    let body = format!("{CLIENT}&grant_type=refresh_token");
    assert_refused(&node.form(TOKEN, &body).await, 400, "invalid_request");
    let tokens = node.log_in().await;
    let more = "&redirect_uri=http%3A%2F%2Flocalhost%2Foauth2%2Fcallback";
    Tokens::of(&node.refresh_with(&tokens.refresh, more).await);
}

/// HardPy asks for the API of its mode and uses the token for both.
#[tokio::test]
async fn r_40_one_login_of_hardpy_is_good_for_both_apis() {
    for test in TestApp::each().await {
        let node = Node::of(&test);
        let tokens = node.log_in().await;
        let more = format!("&audience={INTEGRATION}");
        let tokens = Tokens::of(&node.refresh_with(&tokens.refresh, &more).await);
        for path in ["/hardpy/api/v1/test_run", "/integration/api/v1/test_run"] {
            assert_eq!(
                node.bearer(path, &tokens.access).await.code(),
                200,
                "{path}"
            );
        }
    }
}

/// a refusal of what is asked for does not use the token up.
#[tokio::test]
async fn r_37_nothing_more_than_was_granted() {
    for test in TestApp::each().await {
        let node = Node::of(&test);
        let tokens = node.log_in().await;
        for (more, error) in [
            ("&audience=https://evil/hardpy/api/v1", "invalid_target"),
            ("&resource=https://localhost:8443/x", "invalid_target"),
            ("&scope=offline_access+report:read", "invalid_scope"),
            ("&scope=openid", "invalid_scope"),
        ] {
            let answer = node.refresh_with(&tokens.refresh, more).await;
            assert_refused(&answer, 400, error);
        }
        let body = format!(
            "client_id=standcloud-cli&grant_type=refresh_token&refresh_token={}",
            tokens.refresh
        );
        assert_refused(&node.form(TOKEN, &body).await, 400, "invalid_grant");
        node.app.clock.advance_seconds(61);
        let more = format!("&audience={HARDPY}");
        Tokens::of(&node.refresh_with(&tokens.refresh, &more).await);
        node.events("token.refresh", 1).await;
    }
}

#[tokio::test]
async fn r_37_a_narrower_scope_is_for_that_token_alone() {
    for test in TestApp::each().await {
        let node = Node::of(&test);
        let tokens = node.log_in().await;
        let more = "&scope=offline_access";
        let answer = node.refresh_with(&tokens.refresh, more).await;
        assert_eq!(answer.json()["scope"], "offline_access");
        let narrow = Tokens::of(&answer);
        let runs = "/integration/api/v1/test_run";
        assert_eq!(node.bearer(runs, &narrow.access).await.code(), 403);
        let wide = Tokens::of(&node.refresh(&narrow.refresh).await);
        assert_eq!(node.bearer(runs, &wide.access).await.code(), 200);
    }
}

/// R-36 (a): three processes of one stand refresh at once.
#[tokio::test]
async fn r_36_processes_that_refresh_at_once_all_go_on() {
    for test in TestApp::each().await {
        let (node, other) = (Node::of(&test), Node::another(&test, 31).await);
        let tokens = node.log_in().await;
        node.app.clock.advance_seconds(HOUR);
        let (one, two, three) = tokio::join!(
            node.refresh(&tokens.refresh),
            other.refresh(&tokens.refresh),
            node.refresh(&tokens.refresh),
        );
        let pairs = [one, two, three].map(|answer| Tokens::of(&answer));
        for pair in &pairs {
            assert_eq!(node.health(&pair.access).await, 200);
        }
        node.events("token.refresh_race", 2).await;
        // HardPy writes the two items one after the other: those of two siblings may end up together.
        node.use_token(&pairs[0].access).await;
        Tokens::of(&node.refresh(&pairs[1].refresh).await);
        assert_eq!(node.health(&pairs[0].access).await, 200);
    }
}

/// R-36 (a): within the minute, five times.
#[tokio::test]
async fn r_36_the_overlap_has_an_end() {
    for test in TestApp::each().await {
        let node = Node::of(&test);
        let tokens = node.log_in().await;
        let mut newest = Tokens::of(&node.refresh(&tokens.refresh).await);
        node.app.clock.advance_seconds(60);
        for _ in 0..5 {
            newest = Tokens::of(&node.refresh(&tokens.refresh).await);
        }
        assert_refused(&node.refresh(&tokens.refresh).await, 400, "invalid_grant");
        assert_eq!(
            node.health(&newest.access).await,
            200,
            "nobody is logged out"
        );
        Tokens::of(&node.refresh(&newest.refresh).await);
    }
}

/// R-36 (b): an answer was lost on its way, so nobody has ever used what was in it.
#[tokio::test]
async fn r_36_a_lost_answer_can_be_asked_for_again() {
    for test in TestApp::each().await {
        let node = Node::of(&test);
        let tokens = node.log_in().await;
        let lost = Tokens::of(&node.refresh(&tokens.refresh).await);
        node.app.clock.advance_seconds(2 * DAY);
        let found = Tokens::of(&node.refresh(&tokens.refresh).await);
        assert_eq!(node.health(&lost.access).await, 401);
        assert_eq!(node.health(&found.access).await, 200);
        // Another process finds it lost at the same moment.
        let sibling = Tokens::of(&node.refresh(&tokens.refresh).await);
        assert_eq!(node.health(&sibling.access).await, 200);
        Tokens::of(&node.refresh(&found.refresh).await);
        // Who has the lost answer after all is not the stand.
        assert_refused(&node.refresh(&lost.refresh).await, 400, "invalid_grant");
        node.app.clock.advance_seconds(5);
        assert_eq!(node.health(&found.access).await, 401);
        node.events("token.reuse", 1).await;
    }
}

/// R-36 (c): somebody has a copy.
#[tokio::test]
async fn r_36_reuse_ends_the_family() {
    for test in TestApp::each().await {
        let node = Node::of(&test);
        let old = node.log_in().await;
        let new = Tokens::of(&node.refresh(&old.refresh).await);
        node.use_token(&new.access).await;
        node.app.clock.advance_seconds(61);
        assert_refused(&node.refresh(&old.refresh).await, 400, "invalid_grant");
        assert_refused(&node.refresh(&new.refresh).await, 400, "invalid_grant");
        node.app.clock.advance_seconds(5);
        for token in [&old.access, &new.access] {
            assert_eq!(node.health(token).await, 401);
        }
        let events = node.events("token.reuse", 1).await;
        assert_eq!(events[0].result.as_str(), "refused");
        assert_eq!(events[0].subject, "line 1");
        for token in [&old, &new] {
            let text = format!("{events:?}");
            assert!(!text.contains(&token.refresh) && !text.contains(&token.access));
        }
    }
}

#[tokio::test]
async fn r_36_a_successor_that_refreshed_counts_as_used() {
    for test in TestApp::each().await {
        let node = Node::of(&test);
        let first = node.log_in().await;
        let second = Tokens::of(&node.refresh(&first.refresh).await);
        Tokens::of(&node.refresh(&second.refresh).await);
        node.app.clock.advance_seconds(61);
        assert_refused(&node.refresh(&first.refresh).await, 400, "invalid_grant");
        node.events("token.reuse", 1).await;
    }
}

/// the sibling that the stand has kept goes on, the others end.
#[tokio::test]
async fn r_36_unused_siblings_end_when_one_is_used_after_the_window() {
    for test in TestApp::each().await {
        let node = Node::of(&test);
        let first = node.log_in().await;
        let unused = Tokens::of(&node.refresh(&first.refresh).await);
        let kept = Tokens::of(&node.refresh(&first.refresh).await);
        node.app.clock.advance_seconds(61);
        let next = Tokens::of(&node.refresh(&kept.refresh).await);
        assert_eq!(node.health(&unused.access).await, 401);
        assert_eq!(node.health(&next.access).await, 200);
        assert_refused(&node.refresh(&unused.refresh).await, 400, "invalid_grant");
    }
}

#[tokio::test]
async fn r_37_an_idle_login_ends_and_a_used_one_ends_after_a_year() {
    for test in TestApp::each().await {
        let node = Node::of(&test);
        let idle = node.log_in().await;
        node.app.clock.advance_seconds(31 * DAY);
        assert_refused(&node.refresh(&idle.refresh).await, 400, "invalid_grant");
        let mut tokens = node.log_in().await;
        for _ in 0..12 {
            node.app.clock.advance_seconds(29 * DAY);
            tokens = Tokens::of(&node.refresh(&tokens.refresh).await);
        }
        node.app.clock.advance_seconds(17 * DAY);
        assert_refused(&node.refresh(&tokens.refresh).await, 400, "invalid_grant");
    }
}

/// the last access token ends with the login, and is never one that HardPy cannot use.
#[tokio::test]
async fn r_37_the_last_token_is_not_longer_than_the_login() {
    let test = TestApp::sqlite_with(|config| config.auth.stand_absolute_days = 1).await;
    let node = Node::of(&test);
    let tokens = node.log_in().await;
    node.app.clock.advance_seconds(DAY - 400);
    let answer = node.refresh(&tokens.refresh).await;
    assert_eq!(answer.json()["expires_in"].as_u64(), Some(400));
    let tokens = Tokens::of(&answer);
    node.app.clock.advance_seconds(101);
    assert_refused(&node.refresh(&tokens.refresh).await, 400, "invalid_grant");
}

#[tokio::test]
async fn r_37_only_a_refresh_token_refreshes() {
    for test in TestApp::each().await {
        let node = Node::of(&test);
        let login = node.begin().await;
        let tokens = node.log_in().await;
        for wrong in [
            tokens.access.as_str(),
            &login.device_code,
            &test.key,
            "scrt_0000000000000000000000000000000000000000000",
            &tokens.access.replace("scat_", "scrt_"),
        ] {
            assert_refused(&node.refresh(wrong).await, 400, "invalid_grant");
        }
        Tokens::of(&node.refresh(&tokens.refresh).await);
    }
}

#[tokio::test]
async fn r_37_a_revoked_stand_does_not_refresh() {
    for test in TestApp::each().await {
        let node = Node::of(&test);
        let tokens = node.log_in().await;
        let grants = node.app.store.list_grants(node.organisation, 10).await;
        let grant = grants.unwrap()[0].id;
        let now = node.app.clock.now();
        let revoked = node
            .app
            .store
            .revoke_grant(node.organisation, grant, "lost", now);
        assert!(revoked.await.unwrap());
        assert_refused(&node.refresh(&tokens.refresh).await, 400, "invalid_grant");
    }
}

/// disabling a person ends their stands.
#[tokio::test]
async fn r_37_a_disabled_person_does_not_refresh() {
    for test in TestApp::each().await {
        let node = Node::of(&test);
        let tokens = node.log_in().await;
        let (person, now) = (node.person().await, node.app.clock.now());
        let ended = node
            .app
            .store
            .revoke_grants_of_user(person, "disabled", now);
        ended.await.unwrap();
        assert_refused(&node.refresh(&tokens.refresh).await, 400, "invalid_grant");
    }
}

/// HardPy refreshes before every call once its token has ended.
#[tokio::test]
async fn r_36_twenty_refreshes_in_a_row_succeed() {
    for test in TestApp::each().await {
        let node = Node::of(&test);
        let mut tokens = node.log_in().await;
        node.app.clock.advance_seconds(HOUR);
        for _ in 0..20 {
            tokens = Tokens::of(&node.refresh(&tokens.refresh).await);
            assert_eq!(node.health(&tokens.access).await, 200);
        }
    }
}
