//! Settings of an organisation.

use axum::http::Method;
use serde_json::json;

use crate::support::people::{ANN, MAX};
use crate::support::{Browser, TestApp};

const SETTINGS: &str = "/api/v1/org/demo/settings";

#[tokio::test]
async fn an_admin_changes_them_and_the_audit_says_what() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let admin = Browser::signed_in(&app, ANN).await;
        let mut body = admin.api_get(SETTINGS).await.json();
        let zones = body["time_zones"].as_array().unwrap();
        assert!(zones.contains(&json!("Asia/Tokyo")), "{body}");
        body["name"] = json!(" Werk É ");
        body["time_zone"] = json!("Asia/Tokyo");
        body["day_start_minutes"] = json!(390);
        body["members_may_approve"] = json!(true);
        body["silent_after_minutes"] = json!(60);
        let answer = admin.api_send(Method::PUT, SETTINGS, &body).await;
        assert_eq!(answer.code(), 204, "{answer}");
        let settings = app.app.store.organisation_settings(app.organisation).await;
        let settings = settings.unwrap().unwrap();
        assert_eq!(settings.name, "Werk É");
        assert_eq!(
            (settings.time_zone.as_str(), settings.day_start_minutes),
            ("Asia/Tokyo", 390)
        );
        assert!(settings.members_may_approve && !settings.admins_need_second_factor);
        let events = app.audit_events("organisation.settings").await;
        assert_eq!(
            events[0].detail,
            "name: demo to Werk É; time zone: UTC to Asia/Tokyo; day start: 00:00 to 06:30; \
             members may connect stands: no to yes; stands are silent after: 480 min to 60 min"
        );
    }
}

#[tokio::test]
async fn what_is_wrong_changes_nothing() {
    let app = TestApp::sqlite().await.with_people().await;
    let admin = Browser::signed_in(&app, ANN).await;
    let right = admin.api_get(SETTINGS).await.json();
    for (field, value, expected) in [
        ("name", json!(""), "Give the organisation a name"),
        ("time_zone", json!("Mars/Base"), "Choose a time zone"),
        (
            "day_start_minutes",
            json!(1440),
            "Write the start of the day",
        ),
        (
            "silent_after_minutes",
            json!(0),
            "Choose after how long a stand is silent",
        ),
    ] {
        let mut body = right.clone();
        body[field] = value;
        let answer = admin.api_send(Method::PUT, SETTINGS, &body).await;
        assert_eq!(answer.code(), 422, "{answer}");
        assert_eq!(answer.json()["field"], field);
        assert!(answer.text().contains(expected), "{answer}");
    }
    let member = Browser::signed_in(&app, MAX).await;
    assert_eq!(member.api_get(SETTINGS).await.code(), 403);
    let answer = member.api_send(Method::PUT, SETTINGS, &right).await;
    assert_eq!(answer.code(), 403, "{answer}");
    app.app.clock.advance_seconds(16 * 60);
    let answer = admin.api_send(Method::PUT, SETTINGS, &right).await;
    assert_eq!(answer.json()["code"], "sign_in_again", "R-67: {answer}");
    let settings = app.app.store.organisation_settings(app.organisation).await;
    assert_eq!(settings.unwrap().unwrap().name, "demo");
    assert!(app.audit_events("organisation.settings").await.is_empty());
}
