//! Pictures of stands and of the organisation.

use axum::body::Body;
use axum::http::Method;

use super::{STANDS, app_with_stand, assert_walled};
use crate::support::people::{ANN, MAX};
use crate::support::test_app::get;
use crate::support::{Answer, Browser, TestApp, run_of};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n and pixels";
const OWN: &str = "/api/v1/org/demo/picture";

async fn put(browser: &Browser<'_>, path: &str, bytes: &[u8]) -> Answer {
    let body = Body::from(bytes.to_vec());
    browser
        .api_send_bytes(Method::PUT, path, "image/svg+xml", body)
        .await
}

async fn remove(browser: &Browser<'_>, path: &str) -> Answer {
    browser
        .api_send_bytes(Method::DELETE, path, "text/plain", Body::empty())
        .await
}

#[tokio::test]
async fn a_picture_is_set_shown_and_removed() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        app.stored(run_of("1")).await;
        let browser = Browser::signed_in(&app, MAX).await;
        for path in [format!("{STANDS}/1/picture"), OWN.to_owned()] {
            assert_eq!(browser.api_get(&path).await.code(), 404);
            let set = put(&browser, &path, PNG).await;
            assert_eq!(set.code(), 200, "{set}");
            let shown = browser.api_get(&path).await;
            assert_eq!((shown.code(), &shown.body[..]), (200, PNG));
            assert_eq!(shown.header("content-type"), "image/png", "the bytes tell");
            assert_eq!(shown.header("x-content-type-options"), "nosniff");
            assert!(shown.header("content-security-policy").contains("sandbox"));
            let tag = shown.header("etag").to_owned();
            let again = get(&path).header("if-none-match", &tag);
            let again = browser.send(again, Body::empty()).await;
            assert_eq!((again.code(), again.body.len()), (304, 0));
            app.app.clock.advance_seconds(1);
            put(&browser, &path, b"\xff\xd8\xff\xe0 other pixels").await;
            let changed = browser.api_get(&path).await;
            assert_eq!(changed.header("content-type"), "image/jpeg");
            assert_ne!(changed.header("etag"), tag);
            assert_eq!(remove(&browser, &path).await.code(), 204);
            assert_eq!(remove(&browser, &path).await.code(), 204);
            assert_eq!(browser.api_get(&path).await.code(), 404);
        }
        let noted = app.audited("stand.picture").await;
        assert_eq!(noted, ["changed", "changed", "removed"]);
        assert_eq!(app.audited("organisation.picture").await.len(), 3);
    }
}

#[tokio::test]
async fn the_list_tells_the_version_of_a_picture() {
    let app = app_with_stand().await;
    let browser = Browser::signed_in(&app, MAX).await;
    let path = format!("{STANDS}/1/picture");
    let set = put(&browser, &path, PNG).await.json();
    let list = browser.api_get(STANDS).await.json();
    assert_eq!(list["stands"][0]["picture_version"], set["version"]);
}

#[tokio::test]
async fn what_is_no_picture_is_refused() {
    let app = app_with_stand().await;
    let browser = Browser::signed_in(&app, ANN).await;
    let path = format!("{STANDS}/1/picture");
    for bytes in [
        b"<svg xmlns='http://www.w3.org/2000/svg'/>".as_slice(),
        b"GIF89a",
        b"",
    ] {
        let refused = put(&browser, &path, bytes).await;
        assert_eq!(refused.code(), 422, "{refused}");
    }
    let mut large = PNG.to_vec();
    large.resize((2 << 20) + 1, 0);
    let refused = put(&browser, &path, &large).await;
    assert_eq!(
        (refused.code(), &refused.json()["code"]),
        (413, &"too_large".into())
    );
    large.truncate(2 << 20);
    assert_eq!(put(&browser, &path, &large).await.code(), 200);
    let unknown = put(&browser, &format!("{STANDS}/7/picture"), PNG).await;
    assert_eq!(unknown.code(), 404);
    assert_walled(&app, &path).await;
    let foreign = put(&browser, "/api/v1/org/foreign/picture", PNG).await;
    assert_eq!(foreign.code(), 404, "{foreign}");
}
