//! The ways in of a person, and where the old addresses lead.

use crate::support::browser::words;
use crate::support::people::MAX;
use crate::support::{Browser, TestApp};

const ACCOUNT: &str = "/auth/account";

#[tokio::test]
async fn the_first_page_is_the_web_app() {
    let app = TestApp::sqlite().await.with_people().await;
    let browser = Browser::signed_in(&app, MAX).await;
    for path in ["/auth", "/auth/"] {
        let answer = browser.get(path).await;
        let found = (answer.code(), answer.header("location"));
        assert_eq!(found, (303, "/"), "{path}");
    }
}

#[tokio::test]
async fn the_ways_in_are_listed() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let browser = Browser::signed_in(&app, MAX).await;
        let page = browser.get(ACCOUNT).await;
        assert!(words(&page).contains("Second step"), "{page}");
        assert!(words(&page).contains("Passkeys"), "{page}");
        let stranger = Browser::new(&app).get(ACCOUNT).await;
        let asked = "/auth/sign-in?return_to=%2Fauth%2Faccount";
        assert_eq!(stranger.header("location"), asked, "{stranger}");
    }
}

#[tokio::test]
async fn old_addresses_lead_to_the_web_app() {
    let app = TestApp::sqlite().await.with_people().await;
    let browser = Browser::new(&app);
    for (old, new) in [
        ("stands", "stands"),
        ("members", "members"),
        ("keys", "keys"),
        ("applications", "applications"),
        ("audit", "audit"),
        ("settings", "general"),
    ] {
        let answer = browser.get(&format!("/auth/o/demo/{old}")).await;
        assert_eq!(answer.code(), 303, "{answer}");
        let expected = format!("/o/demo/organisation/{new}");
        assert_eq!(answer.header("location"), expected);
    }
    for path in [
        "/auth/o/demo/nothing",
        "/auth/o/..%2F..%2Fevil/keys",
        "/auth/o/a%0d%0ab/keys",
        "/auth/o/%5Cevil.example/keys",
    ] {
        let answer = browser.get(path).await;
        assert_eq!(answer.code(), 404, "{path}: {answer}");
    }
}
