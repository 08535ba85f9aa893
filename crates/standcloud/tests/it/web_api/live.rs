//! News as it happens.

use std::time::Duration;

use axum::body::{Body, BodyDataStream};
use futures_util::StreamExt;
use standcloud::auth::secret_text::{SecretKind, SecretText};
use standcloud::portal::SignedIn;
use standcloud::router::router;
use standcloud_store::{RunId, UnixMicros};
use tower::ServiceExt;

use crate::support::people::ANN;
use crate::support::{Browser, TestApp, get, run_of};

const PATIENCE: Duration = Duration::from_secs(5);

/// A page that follows the organisation "demo".
async fn follow(app: &TestApp, browser: &Browser<'_>) -> BodyDataStream {
    let request = browser.request(get("/api/v1/org/demo/live"));
    let answer = router(&app.app)
        .oneshot(request.body(Body::empty()).unwrap())
        .await
        .unwrap();
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.headers()["content-type"], "text/event-stream");
    assert_eq!(answer.headers()["x-accel-buffering"], "no");
    answer.into_body().into_data_stream()
}

/// The number of the next event; `None` when the stream has ended.
async fn next_change(events: &mut BodyDataStream) -> Option<i64> {
    let chunk = tokio::time::timeout(PATIENCE, events.next());
    let chunk = chunk.await.unwrap()?.unwrap();
    let text = String::from_utf8(chunk.to_vec()).unwrap();
    let data = text
        .strip_prefix("event: change\ndata: {\"next_change\":")
        .unwrap_or_else(|| panic!("{text}"));
    Some(data.trim_end().trim_end_matches('}').parse().unwrap())
}

#[tokio::test]
async fn a_page_hears_of_each_upload() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let browser = Browser::signed_in(&app, ANN).await;
        let mut events = follow(&app, &browser).await;
        let begin = next_change(&mut events).await.unwrap();
        app.stored(run_of("SN-1")).await;
        let first = next_change(&mut events).await.unwrap();
        assert!(first > begin);
        app.stored(run_of("SN-2")).await;
        assert!(next_change(&mut events).await.unwrap() > first);
        app.app.live.stop();
        assert_eq!(next_change(&mut events).await, None, "the server stops");
    }
}

/// What another server or the command line has done is found in the database.
#[tokio::test]
async fn a_page_hears_of_what_others_have_changed() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let run = app.stored(run_of("SN-1")).await;
        let run = RunId(run.parse().unwrap());
        let browser = Browser::signed_in(&app, ANN).await;
        let mut events = follow(&app, &browser).await;
        let begin = next_change(&mut events).await.unwrap();
        let store = &app.app.store;
        let voided = store.void_run(app.organisation, run, "a try", "ann", UnixMicros(1));
        assert_eq!(voided.await.unwrap(), Some(true));
        app.app.live.look(store).await.unwrap();
        assert!(next_change(&mut events).await.unwrap() > begin);
    }
}

/// A stream asks this every minute.
#[tokio::test]
async fn a_session_that_has_ended_is_known_to_have_ended() {
    let app = TestApp::sqlite().await.with_people().await;
    let browser = Browser::signed_in(&app, ANN).await;
    let cookie = browser.cookie("__Host-sc_session").unwrap();
    let secret = SecretText::parse(SecretKind::Session, &cookie).unwrap();
    let lookup = || SignedIn::lookup(&app.app, secret.sha256());
    let signed_in = lookup().await.unwrap().expect("a session");
    assert!(signed_in.member_of("demo").is_ok());
    let store = &app.app.store;
    store.end_sessions(signed_in.user.id, None).await.unwrap();
    assert!(lookup().await.unwrap().is_none());
}

#[tokio::test]
async fn others_hear_nothing() {
    let app = TestApp::sqlite().await.with_people().await;
    app.add_organisation("foreign").await;
    let anybody = Browser::new(&app).api_get("/api/v1/org/demo/live").await;
    assert_eq!(anybody.code(), 401, "{anybody}");
    let browser = Browser::signed_in(&app, ANN).await;
    let foreign = browser.api_get("/api/v1/org/foreign/live").await;
    assert_eq!(foreign.code(), 404, "{foreign}");
}
