//! R-60, case 54: forms that somebody else's page sends in a person's name.

use axum::http::request::Builder;

use crate::support::browser::{ORIGIN, encoded, form_post};
use crate::support::people::{ANN, MAX, PASSWORD};
use crate::support::{Answer, Browser, TestApp};

const AGAIN: &str = "/auth/sign-in/again";

async fn confirm(browser: &Browser<'_>, request: Builder, csrf: &str) -> Answer {
    browser
        .send(request, encoded(&[("csrf", csrf), ("password", PASSWORD)]))
        .await
}

#[tokio::test]
async fn r_60_a_form_needs_the_token_of_its_own_session() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let browser = Browser::signed_in(&app, ANN).await;
        browser.open(AGAIN).await;
        let token = browser.csrf();
        let stranger = Browser::signed_in(&app, MAX).await;
        stranger.open(AGAIN).await;
        let foreign = stranger.csrf();
        let before_session = Browser::new(&app);
        before_session.open("/auth/sign-in").await;
        let before = before_session.csrf();
        for wrong in [
            "",
            "0",
            &foreign,
            &before,
            &token[..62],
            &token.replace(&token[..1], "x"),
        ] {
            let request = form_post(AGAIN).header("origin", ORIGIN);
            let answer = confirm(&browser, request, wrong).await;
            assert_eq!(answer.code(), 403, "{wrong}");
        }
        let request = form_post(AGAIN).header("origin", ORIGIN);
        assert_eq!(confirm(&browser, request, &token).await.code(), 303);
    }
}

#[tokio::test]
async fn r_60_a_form_must_come_from_a_page_of_this_server() {
    let app = TestApp::sqlite().await.with_people().await;
    let browser = Browser::signed_in(&app, ANN).await;
    browser.open(AGAIN).await;
    let token = browser.csrf();
    for (name, value) in [
        ("origin", "https://evil.example"),
        ("origin", "null"),
        ("origin", "http://localhost:8443"),
        ("origin", "https://localhost:8444"),
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("sec-fetch-site", "none"),
    ] {
        let answer = confirm(&browser, form_post(AGAIN).header(name, value), &token).await;
        assert_eq!(answer.code(), 403, "{name}: {value}");
    }
    // A browser that says nothing is old; the token decides.
    assert_eq!(
        confirm(&browser, form_post(AGAIN), &token).await.code(),
        303
    );
}

/// Login CSRF: nobody is signed in as the attacker.
#[tokio::test]
async fn r_60_the_sign_in_form_has_a_token_too() {
    let app = TestApp::sqlite().await.with_people().await;
    let attacker = Browser::new(&app);
    attacker.open("/auth/sign-in").await;
    let token = attacker.csrf();
    let victim = Browser::new(&app);
    victim.open("/auth/sign-in").await;
    let own = victim.csrf();
    let fields = |csrf| encoded(&[("csrf", csrf), ("email", ANN), ("password", PASSWORD)]);
    let request = || form_post("/auth/sign-in").header("origin", ORIGIN);
    assert_eq!(victim.send(request(), fields(&token)).await.code(), 403);
    assert_eq!(victim.cookie("__Host-sc_session"), None);
    assert_eq!(victim.send(request(), fields(&own)).await.code(), 303);
}

#[tokio::test]
async fn only_forms_are_taken_and_only_reasonable_ones() {
    let app = TestApp::sqlite().await.with_people().await;
    let browser = Browser::new(&app);
    browser.open("/auth/sign-in").await;
    let csrf = browser.csrf();
    let json = crate::support::post("/auth/sign-in").header("origin", ORIGIN);
    assert_eq!(browser.send(json, "{}".into()).await.code(), 400);
    let large = "x".repeat(65 << 10);
    let fields = encoded(&[("csrf", &csrf), ("email", &large)]);
    assert_eq!(
        browser
            .send(form_post("/auth/sign-in"), fields)
            .await
            .code(),
        413
    );
    let zero = encoded(&[("csrf", &csrf), ("email", "a\0b")]);
    assert_eq!(
        browser.send(form_post("/auth/sign-in"), zero).await.code(),
        400
    );
    let many: Vec<(&str, &str)> = (0..201).map(|_| ("a", "b")).collect();
    assert_eq!(
        browser
            .send(form_post("/auth/sign-in"), encoded(&many))
            .await
            .code(),
        400
    );
}

/// looking changes nothing.
#[tokio::test]
async fn r_60_signing_out_needs_a_form() {
    let app = TestApp::sqlite().await.with_people().await;
    let browser = Browser::signed_in(&app, ANN).await;
    assert_eq!(browser.get("/auth/sign-out").await.code(), 405);
    assert_eq!(browser.get(AGAIN).await.code(), 200);
    let fields = [("password", PASSWORD), ("return_to", AGAIN)];
    let shown = browser.submit_and_follow(AGAIN, &fields).await;
    assert_eq!(shown.code(), 200, "still signed in: {shown}");
}
