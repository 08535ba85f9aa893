//! cases 65 and 132: what every answer below `/auth` tells the browser.

use crate::support::browser::{encoded, form_post, without_cookies};
use crate::support::people::ANN;
use crate::support::{Answer, Browser, TestApp, get};
use axum::body::Body;

fn assert_headers(answer: &Answer, what: &str) {
    let policy = answer.header("content-security-policy");
    for part in [
        "default-src 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "object-src 'none'",
        "form-action 'self' http://127.0.0.1:*",
    ] {
        assert!(policy.contains(part), "{what}: {policy}");
    }
    assert!(!policy.contains("unsafe"), "{what}: {policy}");
    for (name, value) in [
        ("x-frame-options", "DENY"),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-opener-policy", "same-origin"),
    ] {
        assert_eq!(answer.header(name), value, "{what}: {name}");
    }
}

#[tokio::test]
async fn r_61_every_page_and_every_error_forbids_frames_and_foreign_content() {
    let app = TestApp::sqlite().await.with_people().await;
    let browser = Browser::signed_in(&app, ANN).await;
    let wrong_form = browser
        .send(form_post("/auth/sign-in"), Body::empty())
        .await;
    let too_large = "x".repeat(65 << 10);
    let too_large = encoded(&[("csrf", too_large.as_str())]);
    for (what, code, answer) in [
        ("page", 200, without_cookies(&app, "/auth/sign-in").await),
        ("signed in", 200, browser.get("/auth/sign-in/again").await),
        (
            "redirect",
            303,
            without_cookies(&app, "/auth/sign-in/again").await,
        ),
        (
            "not found",
            404,
            without_cookies(&app, "/auth/nothing").await,
        ),
        (
            "method",
            405,
            browser.send(get("/auth/sign-out"), Body::empty()).await,
        ),
        ("forged", 403, wrong_form),
        (
            "too large",
            413,
            browser.send(form_post("/auth/sign-in"), too_large).await,
        ),
    ] {
        assert_eq!(answer.code(), code, "{what}");
        assert_headers(&answer, what);
        assert_eq!(answer.header("cache-control"), "no-store", "{what}");
    }
    let style = without_cookies(&app, "/auth/assets/portal.css").await;
    assert_eq!(style.code(), 200);
    assert_headers(&style, "style");
}

/// a browser that was told so once would refuse a self-signed certificate for a year.
#[tokio::test]
async fn r_62_hsts_only_with_a_certificate_that_browsers_trust() {
    let own = TestApp::sqlite().await;
    let page = without_cookies(&own, "/auth/sign-in").await;
    assert_eq!(page.header("strict-transport-security"), "");
    let proxied = TestApp::sqlite_with(|config| {
        config.plain_http = true;
        config.behind_proxy = true;
        config.public_url = Some("https://stands.plant.example".to_owned());
    })
    .await;
    let page = without_cookies(&proxied, "/auth/sign-in").await;
    assert_eq!(page.header("strict-transport-security"), "max-age=31536000");
}

/// no page asks anything of another server.
#[tokio::test]
async fn r_62_nothing_comes_from_elsewhere() {
    let app = TestApp::sqlite().await;
    let page = without_cookies(&app, "/auth/sign-in").await;
    assert!(!page.text().contains("http"), "{page}");
    let style = without_cookies(&app, "/auth/assets/portal.css").await;
    assert!(!style.text().contains("url(") && !style.text().contains("@import"));
}

/// what a client sends is shown as text.
#[tokio::test]
async fn r_64_what_was_typed_is_escaped() {
    let app = TestApp::sqlite().await;
    let browser = Browser::new(&app);
    let typed = "<script>alert(1)</script>\"'@x";
    let answer = browser.try_password(typed, "wrong").await;
    assert_eq!(answer.code(), 401);
    assert!(!answer.text().contains("<script>"), "{answer}");
    assert!(
        answer
            .text()
            .contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot;")
    );
}
