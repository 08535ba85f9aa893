//! A person's own account.

use axum::http::Method;
use serde_json::{Value, json};

use crate::support::people::{ANN, MAX, PASSWORD};
use crate::support::{Browser, TestApp};

const PROFILE: &str = "/api/v1/profile";
const CHANGE: &str = "/api/v1/profile/password";
const SESSIONS: &str = "/api/v1/profile/sessions";
const NEW_PASSWORD: &str = "nine copper spoons rattle";

#[tokio::test]
async fn a_name_is_changed_and_shown() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let browser = Browser::signed_in(&app, MAX).await;
        let change = json!({"name": " Max É "});
        let answer = browser.api_send(Method::PATCH, PROFILE, &change).await;
        assert_eq!(answer.code(), 204, "{answer}");
        let profile = browser.api_get(PROFILE).await.json();
        assert_eq!(profile["name"], "Max É");
        assert_eq!(profile["email"], MAX);
        assert_eq!(
            profile["ways_in"],
            json!({
                "has_password": true, "password_length_min": 15, "has_second_factor": false,
                "recovery_codes_left": 0, "passkey_count": 0, "offers_single_sign_on": false,
                "single_sign_ons": [],
            })
        );
        let long = json!({"name": "x".repeat(101)});
        let answer = browser.api_send(Method::PATCH, PROFILE, &long).await;
        assert_eq!(answer.code(), 422, "{answer}");
        assert_eq!(app.person(MAX).await.name, "Max É");
        let nobody = Browser::new(&app);
        assert_eq!(nobody.api_get(PROFILE).await.code(), 401);
        let answer = nobody.api_send(Method::PATCH, PROFILE, &change).await;
        assert_eq!(answer.code(), 401, "{answer}");
    }
}

fn passwords(present: &str, new: &str) -> Value {
    json!({"present": present, "new": new})
}

/// a new password ends all other sessions, and this one gets a new id.
#[tokio::test]
async fn r_59_changing_the_password_ends_all_other_sessions() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let other = Browser::signed_in(&app, MAX).await;
        let browser = Browser::signed_in(&app, MAX).await;
        let before = browser.cookie("__Host-sc_session").unwrap();
        let body = passwords(PASSWORD, NEW_PASSWORD);
        let answer = browser.api_send(Method::PUT, CHANGE, &body).await;
        assert_eq!(answer.code(), 204, "{answer}");
        assert_ne!(browser.cookie("__Host-sc_session").unwrap(), before);
        assert_eq!(browser.api_get(PROFILE).await.code(), 200);
        assert_eq!(other.api_get(PROFILE).await.code(), 401);
        for (password, code) in [(PASSWORD, 401), (NEW_PASSWORD, 303)] {
            let answer = Browser::new(&app).try_password(MAX, password).await;
            assert_eq!(answer.code(), code, "{answer}");
        }
        assert_eq!(app.audited("password.change").await.len(), 1);
    }
}

/// with a new password the stands may be signed out too.
#[tokio::test]
async fn r_37_a_changed_password_signs_out_stands_when_asked() {
    let app = TestApp::sqlite().await.with_people().await;
    let max = app.person(MAX).await.id;
    app.add_stand(max, "Stand 7").await;
    let browser = Browser::signed_in(&app, MAX).await;
    let held = async || {
        let now = app.app.clock.now();
        let held = app.app.store.holdings(app.organisation, max, now).await;
        held.unwrap().grants.len()
    };
    let body = passwords(PASSWORD, NEW_PASSWORD);
    browser.api_send(Method::PUT, CHANGE, &body).await;
    assert_eq!(held().await, 1, "not unless it is asked for");
    let mut body = passwords(NEW_PASSWORD, PASSWORD);
    body["sign_out_stands"] = json!(true);
    let answer = browser.api_send(Method::PUT, CHANGE, &body).await;
    assert_eq!(answer.code(), 204, "{answer}");
    assert_eq!(held().await, 0);
}

/// 15 characters without a second factor, no easy ones; R-58: guessing is slowed down here too.
#[tokio::test]
async fn r_57_a_bad_password_is_not_taken() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let browser = Browser::signed_in(&app, MAX).await;
        for (present, new, field, expected) in [
            (
                "wrong wrong wrong",
                NEW_PASSWORD,
                "present",
                "The present password is wrong",
            ),
            (PASSWORD, "fourteen chars", "new", "at least 15 characters"),
            (PASSWORD, "max@demo.example max", "new", "easy to guess"),
        ] {
            let body = passwords(present, new);
            let answer = browser.api_send(Method::PUT, CHANGE, &body).await;
            assert_eq!(answer.code(), 422, "{answer}");
            assert_eq!(answer.json()["field"], field);
            assert!(answer.text().contains(expected), "{expected}: {answer}");
        }
        for _ in 0..5 {
            let body = passwords("wrong wrong wrong", NEW_PASSWORD);
            browser.api_send(Method::PUT, CHANGE, &body).await;
        }
        let body = passwords(PASSWORD, NEW_PASSWORD);
        let answer = browser.api_send(Method::PUT, CHANGE, &body).await;
        assert_eq!(answer.code(), 429, "{answer}");
        assert_ne!(answer.header("retry-after"), "");
        app.app.clock.advance_seconds(3600);
        let unchanged = Browser::new(&app).try_password(MAX, PASSWORD).await;
        assert_eq!(unchanged.code(), 303, "{unchanged}");
    }
}

/// the list of sessions, ending one, and "log out everywhere".
#[tokio::test]
async fn r_59_own_sessions_are_listed_and_ended() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let here = Browser::signed_in(&app, MAX).await;
        let there = Browser::at(&app, "198.51.100.3");
        there.sign_in(MAX).await;
        let stranger = Browser::signed_in(&app, ANN).await;
        let profile = here.api_get(PROFILE).await.json();
        let sessions = profile["sessions"].as_array().unwrap();
        assert_eq!(sessions.len(), 2, "{profile}");
        let other = sessions.iter().find(|one| one["is_this"] == false).unwrap();
        assert_eq!(other["ip"], "198.51.100.3");
        let store = &app.app.store;
        let foreign = store.list_sessions(app.person(ANN).await.id).await.unwrap();
        let foreign = format!("{SESSIONS}/{}", foreign[0].public_id);
        let answer = here.api_send(Method::DELETE, &foreign, &Value::Null).await;
        assert_eq!(answer.code(), 404, "{answer}");
        assert_eq!(
            stranger.api_get(PROFILE).await.code(),
            200,
            "not theirs to end"
        );
        let one = format!("{SESSIONS}/{}", other["id"].as_str().unwrap());
        let answer = here.api_send(Method::DELETE, &one, &Value::Null).await;
        assert_eq!(answer.code(), 204, "{answer}");
        assert_eq!(there.api_get(PROFILE).await.code(), 401);
        assert_eq!(here.api_get(PROFILE).await.code(), 200);
        for browser in [&there, &Browser::new(&app)] {
            browser.sign_in(MAX).await;
        }
        let answer = here.api_send(Method::DELETE, SESSIONS, &Value::Null).await;
        assert_eq!(answer.code(), 204, "{answer}");
        assert_eq!(there.api_get(PROFILE).await.code(), 401);
        let left = store.list_sessions(app.person(MAX).await.id).await.unwrap();
        assert_eq!(left.len(), 1);
    }
}
