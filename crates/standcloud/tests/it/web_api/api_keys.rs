//! API keys: made, shown once, rotated, revoked.

use axum::http::Method;
use serde_json::{Value, json};

use crate::support::people::{ANN, MAX};
use crate::support::test_app::{empty, with_key};
use crate::support::{Answer, Browser, TestApp, get};

const KEYS: &str = "/api/v1/org/demo/api-keys";
const HEALTH: &str = "/hardpy/api/v1/healthcheck";

fn new_key() -> Value {
    json!({"name": " FCT 1 ", "scopes": ["report_write"], "networks": "", "life_days": 365})
}

async fn made(browser: &Browser<'_>) -> String {
    let answer = browser.api_send(Method::POST, KEYS, &new_key()).await;
    key_of(&answer)
}

fn key_of(answer: &Answer) -> String {
    assert_eq!(answer.code(), 201, "{answer}");
    answer.json()["key"].as_str().unwrap().to_owned()
}

async fn status(app: &TestApp, key: &str) -> u16 {
    app.send(empty(with_key(get(HEALTH), key))).await.code()
}

/// it is shown once, works at once, and does only what was chosen.
#[tokio::test]
async fn r_52_a_key_is_shown_once() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let browser = Browser::signed_in(&app, ANN).await;
        let answer = browser.api_send(Method::POST, KEYS, &new_key()).await;
        let key = key_of(&answer);
        assert_eq!(answer.json()["name"], "FCT 1");
        assert_eq!(answer.json()["address"], "localhost:8443");
        assert_eq!(status(&app, &key).await, 200);
        let reads = app
            .send(empty(with_key(get("/integration/api/v1/test_run"), &key)))
            .await;
        assert_eq!(reads.code(), 403, "{reads}");
        let list = browser.api_get(KEYS).await;
        let keys = list.json();
        let listed = keys.as_array().unwrap().iter();
        let listed: Vec<&Value> = listed.filter(|view| view["name"] == "FCT 1").collect();
        assert_eq!(listed.len(), 1, "{list}");
        assert_eq!(listed[0]["id"], key[4..16]);
        assert_eq!(listed[0]["scopes"], json!(["report_write"]));
        assert_eq!(listed[0]["state"], "active");
        assert_eq!(listed[0]["expires"], "2027-11-22T12:00:00Z");
        assert!(!list.text().contains(&key[16..]), "the secret is not there");
        assert_eq!(app.audit_events("key.create").await.len(), 1);
    }
}

/// both work for a week.
#[tokio::test]
async fn r_54_a_rotated_key_works_for_a_week() {
    let app = TestApp::sqlite().await.with_people().await;
    let browser = Browser::signed_in(&app, ANN).await;
    let old = made(&browser).await;
    let rotate = format!("{KEYS}/{}/rotate", &old[4..16]);
    let answer = browser.api_send(Method::POST, &rotate, &json!({})).await;
    let new = key_of(&answer);
    assert_eq!(answer.json()["old_until"], "2026-11-29T12:00:00Z");
    assert_ne!(new, old);
    let twice = browser.api_send(Method::POST, &rotate, &json!({})).await;
    assert_eq!(twice.code(), 409, "{twice}");
    app.app.clock.advance_seconds(4);
    for key in [&old, &new] {
        assert_eq!(status(&app, key).await, 200);
    }
    app.app.clock.advance_seconds(7 * 86_400);
    assert_eq!(status(&app, &old).await, 401);
    assert_eq!(status(&app, &new).await, 200);
}

/// Revoking ends the key within five seconds.
#[tokio::test]
async fn a_key_is_revoked() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let browser = Browser::signed_in(&app, ANN).await;
        let key = made(&browser).await;
        let address = format!("{KEYS}/{}", &key[4..16]);
        let answer = browser
            .api_send(Method::DELETE, &address, &Value::Null)
            .await;
        assert_eq!(answer.code(), 204, "{answer}");
        app.app.clock.advance_seconds(5);
        assert_eq!(status(&app, &key).await, 401);
        let list = browser.api_get(KEYS).await.json();
        let revoked = list.as_array().unwrap().iter();
        let revoked = revoked.filter(|view| view["state"] == "revoked").count();
        assert_eq!(revoked, 1, "{list}");
        assert_eq!(app.audit_events("key.revoke").await.len(), 1);
    }
}

/// Bad input is told with its field, and nothing is made.
#[tokio::test]
async fn what_makes_no_key_is_told() {
    let app = TestApp::sqlite().await.with_people().await;
    let browser = Browser::signed_in(&app, ANN).await;
    for (field, value, told) in [
        ("name", json!(" "), "Give the key a name"),
        ("scopes", json!([]), "Choose what the key may do"),
        ("networks", json!("hall 2"), "is no network"),
        ("life_days", json!(0), "between 1 and"),
    ] {
        let mut new = new_key();
        new[field] = value;
        let answer = browser.api_send(Method::POST, KEYS, &new).await;
        assert_eq!(answer.code(), 422, "{answer}");
        assert_eq!(answer.json()["field"], field, "{answer}");
        assert!(answer.text().contains(told), "{answer}");
    }
    let mut unknown = new_key();
    unknown["scopes"] = json!(["admin_all"]);
    let answer = browser.api_send(Method::POST, KEYS, &unknown).await;
    assert_eq!(answer.code(), 422, "{answer}");
    assert!(app.audit_events("key.create").await.is_empty());
}

/// Members, and Admins who signed in long ago, make and end no keys.
#[tokio::test]
async fn r_67_only_an_admin_who_has_just_signed_in_changes_keys() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let nobody = Browser::new(&app);
        assert_eq!(nobody.api_get(KEYS).await.code(), 401);
        let member = Browser::signed_in(&app, MAX).await;
        assert_eq!(member.api_get(KEYS).await.code(), 403);
        let answer = member.api_send(Method::POST, KEYS, &new_key()).await;
        assert_eq!(answer.code(), 403, "{answer}");
        let admin = Browser::signed_in(&app, ANN).await;
        let key = made(&admin).await;
        app.app.clock.advance_seconds(16 * 60);
        assert_eq!(admin.api_get(KEYS).await.code(), 200, "looking is free");
        for (method, path) in [
            (Method::POST, KEYS.to_owned()),
            (Method::POST, format!("{KEYS}/{}/rotate", &key[4..16])),
            (Method::DELETE, format!("{KEYS}/{}", &key[4..16])),
        ] {
            let answer = admin.api_send(method, &path, &new_key()).await;
            assert_eq!(answer.code(), 403, "{answer}");
            assert_eq!(answer.json()["code"], "sign_in_again", "{answer}");
        }
        assert_eq!(status(&app, &key).await, 200);
    }
}
