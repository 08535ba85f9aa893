//! Giving a token back: R-44.

use super::flow::{CLIENT, Node, REVOCATION, Tokens, assert_refused};
use crate::support::TestApp;

async fn revoke(node: &Node, parameters: &str) {
    let answer = node
        .form(REVOCATION, &format!("{CLIENT}&{parameters}"))
        .await;
    assert_eq!((answer.code(), answer.text()), (200, ""), "{answer}");
    assert_eq!(answer.header("cache-control"), "no-store");
}

#[tokio::test]
async fn r_44_a_refresh_token_ends_with_its_family_whatever_the_hint() {
    for test in TestApp::each().await {
        let node = Node::of(&test);
        for hint in [
            "",
            "&token_type_hint=refresh_token",
            "&token_type_hint=access_token",
            "&token_type_hint=something",
        ] {
            let first = node.log_in().await;
            let second = Tokens::of(&node.refresh(&first.refresh).await);
            revoke(&node, &format!("token={}{hint}", first.refresh)).await;
            for tokens in [&first, &second] {
                assert_eq!(node.health(&tokens.access).await, 401, "{hint}");
                assert_refused(&node.refresh(&tokens.refresh).await, 400, "invalid_grant");
            }
        }
        node.events("token.revoke", 4).await;
    }
}

#[tokio::test]
async fn r_44_an_access_token_ends_alone() {
    for test in TestApp::each().await {
        let node = Node::of(&test);
        let tokens = node.log_in().await;
        revoke(&node, &format!("token={}", tokens.access)).await;
        assert_eq!(node.health(&tokens.access).await, 401);
        let next = Tokens::of(&node.refresh(&tokens.refresh).await);
        assert_eq!(node.health(&next.access).await, 200);
    }
}

/// no oracle: the unknown and the foreign look like success.
#[tokio::test]
async fn r_44_unknown_and_foreign_tokens_are_200_and_nothing_happens() {
    for test in TestApp::each().await {
        let node = Node::of(&test);
        let tokens = node.log_in().await;
        for unknown in [
            "x",
            "scrt_0000000000000000000000000000000000000000000",
            &test.key,
        ] {
            revoke(&node, &format!("token={unknown}")).await;
        }
        for token in [&tokens.access, &tokens.refresh] {
            let body = format!("client_id=standcloud-cli&token={token}");
            assert_eq!(node.form(REVOCATION, &body).await.code(), 200);
        }
        assert_eq!(node.health(&tokens.access).await, 200);
        Tokens::of(&node.refresh(&tokens.refresh).await);
        let answer = node.form(REVOCATION, CLIENT).await;
        assert_refused(&answer, 400, "invalid_request");
    }
}
