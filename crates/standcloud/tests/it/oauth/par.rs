//! Pushed authorization requests (RFC 9126).

use super::code_flow::{
    AUTHORIZATION, CHALLENGE, HARDPY, PAR, hardpy_request, pushed, register, send, web_request,
};
use crate::support::TestApp;
use crate::support::browser::without_cookies;
use crate::support::test_app::{empty, get};

/// R-34, case 85: what HardPy 0.10 to 0.12 sends.
#[tokio::test]
async fn r_34_a_request_is_pushed() {
    for app in TestApp::each().await {
        let answer = send(&app, PAR, &hardpy_request(&[])).await;
        assert_eq!(answer.code(), 201, "{answer}");
        let json = answer.json();
        let members: Vec<&String> = json.as_object().unwrap().keys().collect();
        assert_eq!(members, ["expires_in", "request_uri"]);
        assert_eq!(json["expires_in"], 300);
        let request_uri = json["request_uri"].as_str().unwrap();
        let prefix = "urn:ietf:params:oauth:request_uri:scar_";
        assert_eq!(request_uri.strip_prefix(prefix).unwrap().len(), 43);
        assert_eq!(answer.header("cache-control"), "no-store");
        assert_eq!(answer.header("pragma"), "no-cache");
        assert_eq!(answer.header("content-type"), "application/json");
        let again = send(&app, PAR, &hardpy_request(&[])).await.json();
        assert_ne!(again["request_uri"], json["request_uri"]);
    }
}

/// cases 86, 87 and 105.
#[tokio::test]
async fn what_may_not_be_asked_is_refused_at_once() {
    let long = "x".repeat(129);
    for app in TestApp::each().await {
        for (change, error) in [
            (
                ("request_uri", "urn:ietf:params:oauth:request_uri:x"),
                "invalid_request",
            ),
            (("request", "eyJ.x.y"), "invalid_request"),
            (("code_challenge", ""), "invalid_request"),
            (("code_challenge_method", ""), "invalid_request"),
            (("code_challenge_method", "plain"), "invalid_request"),
            (("code_challenge", &CHALLENGE[1..]), "invalid_request"),
            (("code_challenge", &long), "invalid_request"),
            (
                (
                    "code_challenge",
                    "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM=",
                ),
                "invalid_request",
            ),
            (("redirect_uri", ""), "invalid_request"),
            (
                ("redirect_uri", "http://localhost:43681/oauth2/callback"),
                "invalid_request",
            ),
            (
                ("redirect_uri", "https://evil.example/oauth2/callback"),
                "invalid_request",
            ),
            (
                ("redirect_uri", "http://127.0.0.1:43681/other"),
                "invalid_request",
            ),
            (("response_type", ""), "invalid_request"),
            (("response_type", "token"), "unsupported_response_type"),
            (("response_type", "id_token"), "unsupported_response_type"),
            (("response_mode", "form_post"), "invalid_request"),
            (("scope", "openid"), "invalid_scope"),
            (("scope", "report:read"), "invalid_scope"),
            (
                ("audience", "https://evil.example/hardpy/api/v1"),
                "invalid_target",
            ),
        ] {
            let answer = send(&app, PAR, &hardpy_request(&[change])).await;
            assert_eq!(answer.code(), 400, "{change:?}: {answer}");
            let json = answer.json();
            assert_eq!(json["error"], error, "{change:?}: {answer}");
            assert!(!json["error_description"].as_str().unwrap().is_empty());
            assert_eq!(answer.header("location"), "");
        }
        let now = app.app.clock.now();
        let waiting = app.app.store.count_waiting_authorization_requests(now);
        assert_eq!(waiting.await.unwrap(), 0);
    }
}

/// a confidential client must prove itself here as well (RFC 9126 §2).
#[tokio::test]
async fn r_09_a_confidential_client_proves_itself() {
    for app in TestApp::each().await {
        let (id, secret) = register(&app, app.organisation, |_| {}).await;
        let secret = secret.unwrap();
        for (given, code) in [("", 401), ("sccs_wrong", 401), (secret.as_str(), 201)] {
            let change = [("client_secret", given)];
            let answer = send(&app, PAR, &web_request(&id, &change)).await;
            assert_eq!(answer.code(), code, "{given}: {answer}");
        }
        let change = [("client_secret", secret.as_str())];
        let answer = send(&app, PAR, &hardpy_request(&change)).await;
        assert_eq!(
            answer.code(),
            401,
            "R-08: a public client with a secret: {answer}"
        );
        let answer = send(&app, PAR, &hardpy_request(&[("client_id", "nobody")])).await;
        assert_eq!(
            (answer.code(), answer.json()["error"].as_str()),
            (401, Some("invalid_client"))
        );
    }
}

///
#[tokio::test]
async fn only_a_form_in_a_post_is_taken() {
    for app in TestApp::each().await {
        let answer = without_cookies(&app, PAR).await;
        assert_eq!(
            (answer.code(), answer.header("allow")),
            (405, "POST"),
            "{answer}"
        );
        assert_eq!(answer.json()["error"], "invalid_request");
        let mut twice = hardpy_request(&[]);
        twice.push(("client_id", HARDPY));
        let answer = send(&app, PAR, &twice).await;
        assert_eq!(
            (answer.code(), answer.json()["error"].as_str()),
            (400, Some("invalid_request"))
        );
        let in_query = format!("{PAR}?code=x");
        let answer = send(&app, &in_query, &hardpy_request(&[])).await;
        assert_eq!(answer.code(), 400, "{answer}");
    }
}

/// case 89: nothing but the right client with a request that waits gets on.
#[tokio::test]
async fn r_34_a_wrong_request_uri_is_an_error_page_without_a_redirect() {
    for app in TestApp::each().await {
        let address = pushed(&app, &[]).await;
        let unknown = address.replace("scar_", "scar_0");
        let foreign = address.replace(HARDPY, "standcloud-cli");
        let nobody = address.replace(HARDPY, "nobody");
        let nameless = address.replace("client_id", "client");
        let not_pushed = format!("{AUTHORIZATION}?client_id={HARDPY}");
        for wrong in [&unknown, &foreign, &nobody, &nameless, &not_pushed] {
            let answer = without_cookies(&app, wrong).await;
            assert_eq!(
                (answer.code(), answer.header("location")),
                (400, ""),
                "{wrong}"
            );
            assert!(answer.header("content-type").starts_with("text/html"));
            let policy = answer.header("content-security-policy");
            assert!(policy.contains("frame-ancestors 'none'"), "{policy}");
        }
        let answer = without_cookies(&app, &address).await;
        assert_eq!(answer.code(), 303, "{answer}");
        app.app.clock.advance_seconds(300);
        let answer = without_cookies(&app, &address).await;
        assert_eq!(
            (answer.code(), answer.header("location")),
            (400, ""),
            "expired"
        );
    }
}

/// R-13, case 131: pages of others may not call it.
#[tokio::test]
async fn r_13_no_origin_is_allowed() {
    let app = TestApp::sqlite().await;
    let request = get(AUTHORIZATION).header("origin", "https://evil.example");
    let answer = app.send(empty(request)).await;
    assert_eq!(answer.header("access-control-allow-origin"), "");
}

/// R-29 for this endpoint: one address cannot fill the memory of the server.
#[tokio::test]
async fn r_29_an_address_may_begin_sixty_a_minute() {
    let app = TestApp::sqlite().await;
    for _ in 0..60 {
        assert_eq!(send(&app, PAR, &hardpy_request(&[])).await.code(), 201);
    }
    let answer = send(&app, PAR, &hardpy_request(&[])).await;
    assert_eq!(answer.code(), 429, "{answer}");
    assert_eq!(answer.json()["error"], "temporarily_unavailable");
    assert_eq!(answer.header("retry-after"), "1");
    app.app.clock.advance_seconds(1);
    assert_eq!(send(&app, PAR, &hardpy_request(&[])).await.code(), 201);
}
