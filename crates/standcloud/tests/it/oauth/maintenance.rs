//! What has ended is forgotten, and not too early: R-78.

use standcloud::maintenance::tidy_up;

use super::flow::{Node, Tokens, assert_refused};
use crate::support::TestApp;

const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;

/// after the time in which HardPy may still ask, a code is as unknown as any.
#[tokio::test]
async fn r_78_old_codes_are_forgotten() {
    for test in TestApp::each().await {
        let node = Node::of(&test);
        let (waiting, denied) = (node.begin().await, node.begin().await);
        node.deny(&denied).await;
        node.app.clock.advance_seconds(331 + 600);
        tidy_up(&node.app).await.unwrap();
        assert_refused(&node.poll(&waiting).await, 400, "expired_token");
        assert_refused(&node.poll(&denied).await, 400, "access_denied");
        node.app.clock.advance_seconds(2 * HOUR);
        assert_eq!(tidy_up(&node.app).await.unwrap(), 2);
        for login in [&waiting, &denied] {
            assert_refused(&node.poll(login).await, 400, "invalid_grant");
        }
    }
}

/// A token that was used must still give a copy away, however tidy the tables are.
#[tokio::test]
async fn r_36_tidying_up_does_not_hide_that_a_token_was_used() {
    for test in TestApp::each().await {
        let node = Node::of(&test);
        let old = node.log_in().await;
        let new = Tokens::of(&node.refresh(&old.refresh).await);
        node.use_token(&new.access).await;
        node.app.clock.advance_seconds(2 * DAY);
        tidy_up(&node.app).await.unwrap();
        assert_refused(&node.refresh(&old.refresh).await, 400, "invalid_grant");
        assert_refused(&node.refresh(&new.refresh).await, 400, "invalid_grant");
        node.events("token.reuse", 1).await;
    }
}

#[tokio::test]
async fn r_78_a_login_that_goes_on_keeps_what_it_needs() {
    for test in TestApp::each().await {
        let node = Node::of(&test);
        let mut tokens = node.log_in().await;
        for _ in 0..40 {
            node.use_token(&tokens.access).await;
            node.app.clock.advance_seconds(5 * DAY);
            tidy_up(&node.app).await.unwrap();
            tokens = Tokens::of(&node.refresh(&tokens.refresh).await);
        }
        let grants = node.app.store.list_grants(node.organisation, 10).await;
        assert_eq!(grants.unwrap().len(), 1);
        node.app.clock.advance_seconds(130 * DAY);
        tidy_up(&node.app).await.unwrap();
        let grants = node.app.store.list_grants(node.organisation, 10).await;
        assert!(grants.unwrap().is_empty());
    }
}

/// The keyring of a stand may not work: then its login is never used, and nobody has its tokens.
#[tokio::test]
async fn r_28_a_login_that_is_never_used_ends() {
    for test in TestApp::each().await {
        let node = Node::of(&test);
        let (used, unused) = (node.log_in().await, node.log_in().await);
        node.use_token(&used.access).await;
        node.app.clock.advance_seconds(HOUR + 1);
        tidy_up(&node.app).await.unwrap();
        Tokens::of(&node.refresh(&used.refresh).await);
        assert_refused(&node.refresh(&unused.refresh).await, 400, "invalid_grant");
    }
}
