//! The page of API keys.

use crate::support::browser::words;
use crate::support::people::ANN;
use crate::support::test_app::{empty, with_key};
use crate::support::{Answer, Browser, TestApp, get};

const PAGE: &str = "/auth/o/demo/keys";
const HEALTH: &str = "/hardpy/api/v1/healthcheck";

const NEW: [(&str, &str); 4] = [
    ("name", "FCT 1"),
    ("scope", "report:write"),
    ("networks", ""),
    ("life", "1 year"),
];

/// The key that a page shows once.
fn shown(answer: &Answer) -> String {
    let text = answer.text();
    let at = text
        .find("sck_")
        .unwrap_or_else(|| panic!("no key: {answer}"));
    text[at..at + 54].to_owned()
}

async fn status(app: &TestApp, key: &str) -> u16 {
    app.send(empty(with_key(get(HEALTH), key))).await.code()
}

/// it is shown once, works at once, and uploads only unless more was ticked.
#[tokio::test]
async fn r_52_a_key_is_shown_once() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let browser = Browser::signed_in(&app, ANN).await;
        browser.get(PAGE).await;
        let answer = browser.submit(PAGE, &NEW).await;
        assert_eq!(answer.code(), 200, "{answer}");
        let key = shown(&answer);
        assert!(words(&answer).contains("[stand_cloud]"), "{answer}");
        assert_eq!(status(&app, &key).await, 200);
        let reads = app
            .send(empty(with_key(get("/integration/api/v1/test_run"), &key)))
            .await;
        assert_eq!(reads.code(), 403, "{reads}");
        let list = browser.get(PAGE).await;
        assert!(words(&list).contains("FCT 1"), "{list}");
        assert!(
            !list.text().contains(&key[16..]),
            "the list shows the secret"
        );
        assert_eq!(app.audit_events("key.create").await.len(), 1);
    }
}

/// both work for a week.
#[tokio::test]
async fn r_54_a_rotated_key_works_for_a_week() {
    let app = TestApp::sqlite().await.with_people().await;
    let browser = Browser::signed_in(&app, ANN).await;
    browser.get(PAGE).await;
    let old = shown(&browser.submit(PAGE, &NEW).await);
    browser.get(PAGE).await;
    let rotate = format!("{PAGE}/rotate");
    let fields = [("key", &old[4..16])];
    let answer = browser.submit(&rotate, &fields).await;
    let new = shown(&answer);
    assert_ne!(new, old);
    app.app.clock.advance_seconds(4);
    for key in [&old, &new] {
        assert_eq!(status(&app, key).await, 200);
    }
    app.app.clock.advance_seconds(7 * 86_400);
    assert_eq!(status(&app, &old).await, 401);
    assert_eq!(status(&app, &new).await, 200);
}

/// Revoking asks first, and ends the key within five seconds.
#[tokio::test]
async fn a_key_is_revoked_after_a_question() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let browser = Browser::signed_in(&app, ANN).await;
        browser.get(PAGE).await;
        let key = shown(&browser.submit(PAGE, &NEW).await);
        let question = browser.get(&format!("{PAGE}/{}/revoke", &key[4..16])).await;
        assert!(words(&question).contains("cannot be undone"), "{question}");
        assert_eq!(status(&app, &key).await, 200);
        let answer = browser.submit(&format!("{PAGE}/revoke"), &[]).await;
        assert_eq!(answer.code(), 303, "{answer}");
        app.app.clock.advance_seconds(5);
        assert_eq!(status(&app, &key).await, 401);
        assert_eq!(app.audit_events("key.revoke").await.len(), 1);
    }
}

/// Bad input is told, and nothing is made.
#[tokio::test]
async fn what_makes_no_key_is_told() {
    let app = TestApp::sqlite().await.with_people().await;
    let browser = Browser::signed_in(&app, ANN).await;
    for (name, value, told) in [
        ("name", " ", "Give the key a name"),
        ("scope", "", "Tick what the key may do"),
        ("scope", "admin:all", "Tick what the key may do"),
        ("networks", "hall 2", "is no network"),
        ("life", "forever", "Choose when the key ends"),
    ] {
        let mut fields = NEW.to_vec();
        fields.retain(|(found, _)| *found != name);
        fields.push((name, value));
        browser.get(PAGE).await;
        let answer = browser.submit(PAGE, &fields).await;
        assert!(words(&answer).contains(told), "{name}={value}: {answer}");
    }
    assert!(app.audit_events("key.create").await.is_empty());
}
