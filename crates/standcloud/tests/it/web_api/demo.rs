//! The demo: made once, looked at by everybody, changed by nobody, renewed when it is old.

use axum::http::Method;
use serde_json::{Value, json};
use standcloud::config::DemoMode;
use standcloud::demo::{self, WantedDemo};

use crate::support::people::{ANN, MAX};
use crate::support::{Browser, TestApp};

const DEMO: &str = "/api/v1/demo";
const DAY_SECONDS: i64 = 86_400;

/// Small sample data, complete.
async fn with_demo(app: TestApp, runs: u64) -> TestApp {
    let wanted = WantedDemo {
        runs,
        seed: 7,
        end_us: app.app.clock.now().0,
    };
    demo::fill_now(&app.app, wanted, 16, |_| ()).await.unwrap();
    app
}

async fn switch_on(browser: &Browser<'_>) -> Value {
    let answer = browser.api_send(Method::POST, DEMO, &json!({})).await;
    assert_eq!(answer.code(), 202, "{answer}");
    answer.json()
}

#[tokio::test]
async fn the_switch_makes_it_once_and_everybody_sees_it() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let (ann, max) = (
            Browser::signed_in(&app, ANN).await,
            Browser::signed_in(&app, MAX).await,
        );
        assert_eq!(ann.api_get(DEMO).await.json(), json!({"state": "none"}));
        let begun = switch_on(&ann).await;
        assert_eq!(begun["state"], "filling", "{begun}");
        assert_eq!(begun["total"], 4000);
        let again = switch_on(&max).await;
        assert_eq!(
            (&again["state"], &again["slug"]),
            (&begun["state"], &begun["slug"])
        );
        let session = max.api_get("/api/v1/session").await.json();
        assert_eq!(session["demo"]["slug"], "sample-factory");
        assert_eq!(session["demo"]["role"], "member");
        assert_eq!(session["organisations"].as_array().unwrap().len(), 1);
        app.app.demo_work.stop().await;
    }
}

#[tokio::test]
async fn it_is_filled_renewed_after_a_day_and_the_old_rows_are_removed() {
    for app in TestApp::each().await {
        let app = with_demo(app.with_people().await, 60).await;
        let browser = Browser::signed_in(&app, MAX).await;
        let ready = switch_on(&browser).await;
        assert_eq!(
            (&ready["state"], &ready["runs"]),
            (&json!("ready"), &json!(60))
        );
        assert_eq!(ready["seed"], 7);
        assert!(
            ready["to"].as_str().unwrap() <= "2026-11-22T12:00:00Z",
            "{ready}"
        );
        let old = app
            .app
            .store
            .find_demo_organisation()
            .await
            .unwrap()
            .unwrap();
        let facts = app.app.facts.snapshot(old.id).await.unwrap();
        assert_eq!(facts.len(), 60);

        app.app.clock.advance_seconds(DAY_SECONDS + 1);
        let browser = Browser::signed_in(&app, MAX).await;
        assert_eq!(switch_on(&browser).await["state"], "filling");
        app.app.demo_work.stop().await;
        let new = app
            .app
            .store
            .find_demo_organisation()
            .await
            .unwrap()
            .unwrap();
        assert_eq!(new.slug, old.slug);
        assert_ne!(new.id, old.id);
        let retired = app.app.store.list_retired_demos().await.unwrap();
        assert_eq!(retired, [old.id]);
    }
}

#[tokio::test]
async fn work_that_was_cut_off_is_gone_on_with() {
    let app = TestApp::sqlite().await.with_people().await;
    let app = with_demo(app, 20).await;
    app.app.clock.advance_seconds(DAY_SECONDS + 1);
    let browser = Browser::signed_in(&app, MAX).await;
    switch_on(&browser).await;
    app.app.demo_work.stop().await;
    assert!(
        !demo::take_over(&app.app).await.unwrap(),
        "it may still live"
    );
    app.app.clock.advance_seconds(61);
    assert!(demo::take_over(&app.app).await.unwrap());
    let ready = browser.api_get(DEMO).await.json();
    assert_eq!(
        (&ready["state"], &ready["runs"]),
        (&json!("ready"), &json!(4000))
    );
    assert_eq!(app.app.store.list_retired_demos().await.unwrap(), []);
}

#[tokio::test]
async fn a_server_may_not_offer_it_or_show_it_first() {
    let app = TestApp::sqlite_with(|config| config.demo = DemoMode::Off).await;
    let app = with_demo(app.with_people().await, 5).await;
    let browser = Browser::signed_in(&app, ANN).await;
    assert_eq!(browser.api_get(DEMO).await.json(), json!({"state": "off"}));
    let answer = browser.api_send(Method::POST, DEMO, &json!({})).await;
    assert_eq!(answer.code(), 404, "{answer}");
    let session = browser.api_get("/api/v1/session").await.json();
    assert_eq!(session["demo"], Value::Null);
    assert_eq!(session["demo_is_offered"], false);

    let app = TestApp::sqlite_with(|config| config.demo = DemoMode::First).await;
    let app = app.with_people().await;
    let browser = Browser::signed_in(&app, ANN).await;
    let session = browser.api_get("/api/v1/session").await.json();
    assert_eq!(session["demo_is_first"], true);
}

#[tokio::test]
async fn who_is_not_signed_in_gets_nothing_and_a_forged_switch_does_nothing() {
    let app = TestApp::sqlite().await.with_people().await;
    let stranger = Browser::new(&app);
    assert_eq!(stranger.api_get(DEMO).await.code(), 401);
    let answer = stranger.api_send(Method::POST, DEMO, &json!({})).await;
    assert_eq!(answer.code(), 401, "{answer}");
    let browser = Browser::signed_in(&app, ANN).await;
    let forged = axum::http::Request::builder()
        .method(Method::POST)
        .uri(DEMO)
        .header("sec-fetch-site", "cross-site");
    let answer = browser.send(forged, axum::body::Body::empty()).await;
    assert_eq!(answer.code(), 403, "{answer}");
    assert_eq!(browser.api_get(DEMO).await.json(), json!({"state": "none"}));
}

#[tokio::test]
async fn no_key_no_member_no_program_and_no_invitation_gets_in() {
    for app in TestApp::each().await {
        let app = with_demo(app.with_people().await, 5).await;
        let sample = app
            .app
            .store
            .find_demo_organisation()
            .await
            .unwrap()
            .unwrap();
        let key = standcloud_store::NewApiKey {
            organisation: sample.id,
            public_id: "abcdefabcdef".to_owned(),
            name: "stand".to_owned(),
            owner: None,
            secret_sha256: [0; 32],
            scopes: "report:read".to_owned(),
            allowed_networks: String::new(),
            created: app.app.clock.now(),
            expires: None,
        };
        let error = app.app.store.add_api_key(&key).await.unwrap_err();
        assert!(error.to_string().contains("only be looked at"), "{error}");
        assert_eq!(
            app.app.store.list_members(sample.id).await.unwrap().len(),
            0
        );
        let browser = Browser::signed_in(&app, ANN).await;
        for section in [
            "members",
            "connected-stands",
            "own-membership",
            "invitations",
            "api-keys",
            "applications",
            "audit",
            "settings",
        ] {
            let answer = browser
                .api_get(&format!("/api/v1/org/sample-factory/{section}"))
                .await;
            assert_eq!(answer.code(), 404, "{section}: {answer}");
        }
        assert_eq!(
            app.runs("limit=100").await.json(),
            json!([]),
            "the real one is empty"
        );
    }
}
