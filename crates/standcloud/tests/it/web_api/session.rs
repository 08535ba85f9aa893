//! Who is signed in.

use axum::body::Body;
use axum::http::Method;
use serde_json::json;

use crate::support::people::{ANN, MAX};
use crate::support::{Browser, TestApp};

#[tokio::test]
async fn the_session_names_the_person_and_the_organisations() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        app.add_organisation("foreign").await;
        let browser = Browser::signed_in(&app, MAX).await;
        let session = browser.api_get("/api/v1/session").await.json();
        assert_eq!(session["email"], MAX);
        assert_eq!(
            session["organisations"],
            json!([{
                "slug": "demo", "name": "demo", "role": "member", "time_zone": "UTC",
                "day_start_minutes": 0, "is_demo": false, "picture_version": null,
            }])
        );
        assert_eq!(session["demo"], json!(null));
    }
}

#[tokio::test]
async fn answers_say_how_long_they_took() {
    let app = TestApp::sqlite().await;
    let answer = Browser::new(&app).api_get("/api/v1/session").await;
    let timing = answer.header("server-timing");
    let milliseconds = timing.strip_prefix("total;dur=").map(str::parse::<f64>);
    assert!(matches!(milliseconds, Some(Ok(_))), "{timing}");
}

#[tokio::test]
async fn who_is_not_signed_in_is_told_so() {
    let app = TestApp::sqlite().await.with_people().await;
    let answer = Browser::new(&app).api_get("/api/v1/session").await;
    assert_eq!(answer.code(), 401, "{answer}");
    assert_eq!(answer.header("content-type"), "application/problem+json");
    assert_eq!(answer.json()["code"], "sign_in");
    let browser = Browser::signed_in(&app, ANN).await;
    let unknown = browser.api_get("/api/v1/nothing").await;
    assert_eq!(
        (unknown.code(), &unknown.json()["code"]),
        (404, &json!("not_found"))
    );
    let refused = browser
        .api_send_bytes(Method::POST, "/api/v1/session", "text/plain", Body::empty())
        .await;
    assert_eq!(refused.code(), 405, "{refused}");
}
