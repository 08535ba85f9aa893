//! A code becomes tokens, once (RFC 6749 §4.1.3).

use serde_json::Value;

use super::code_flow::{
    CALLBACK, HARDPY, SCOPE, TOKEN, VERIFIER, WEB_CALLBACK, address, assert_noted, changed, decide,
    parameter, parameters_of, pushed, register, send, web_request,
};
use crate::support::people::ANN;
use crate::support::test_app::{RUNS, empty, get, with_key};
use crate::support::{Answer, Browser, TestApp};

const ACCEPT: &[(&str, &str)] = &[("decision", "accept")];

/// case 95: HardPy 0.10 to 0.12 as it goes; its token is good for both APIs.
#[tokio::test]
async fn r_33_a_code_becomes_tokens() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let code = hardpy_code(&app).await;
        let answer = exchange(&app, &code, &[]).await;
        assert_eq!(answer.code(), 200, "{answer}");
        assert_eq!(answer.header("cache-control"), "no-store");
        let json = answer.json();
        let mut members: Vec<&String> = json.as_object().unwrap().keys().collect();
        members.sort();
        let expected = [
            "access_token",
            "expires_in",
            "refresh_token",
            "scope",
            "token_type",
        ];
        assert_eq!(members, expected);
        assert_eq!(json["scope"], SCOPE);
        assert_eq!(json["expires_in"], 3600);
        for path in ["/hardpy/api/v1/test_run", RUNS] {
            assert_eq!(use_token(&app, &json, path).await, 200, "{path}");
        }
        assert_noted(&app, "token.issue", 1).await;
        // HardPy 0.12 refreshes with an address that was never registered.
        let refresh = json["refresh_token"].as_str().unwrap();
        let fields = [
            ("grant_type", "refresh_token"),
            ("client_id", HARDPY),
            ("refresh_token", refresh),
            ("redirect_uri", "http://localhost/oauth2/callback"),
        ];
        assert_eq!(send(&app, TOKEN, &fields).await.code(), 200);
    }
}

/// R-33, case 96.
#[tokio::test]
async fn r_33_a_code_that_comes_again_ends_what_it_gave() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let code = hardpy_code(&app).await;
        let tokens = exchange(&app, &code, &[]).await.json();
        assert_eq!(use_token(&app, &tokens, RUNS).await, 200);
        assert_invalid_grant(&exchange(&app, &code, &[]).await);
        assert_eq!(use_token(&app, &tokens, RUNS).await, 401);
        let refresh = tokens["refresh_token"].as_str().unwrap();
        let fields = [
            ("grant_type", "refresh_token"),
            ("client_id", HARDPY),
            ("refresh_token", refresh),
        ];
        assert_invalid_grant(&send(&app, TOKEN, &fields).await);
        assert_noted(&app, "code.reuse", 1).await;
    }
}

/// cases 97, 98, 100 and 101: a wrong presentation burns the code, and its grant ends.
#[tokio::test]
async fn r_31_a_wrong_presentation_burns_the_code() {
    let other_verifier = "x".repeat(43);
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let (other_client, _) = register(&app, app.organisation, |draft| {
            draft.kind = standcloud::oauth::registration::ProgramKind::Public;
        })
        .await;
        for change in [
            ("code_verifier", other_verifier.as_str()),
            ("code_verifier", ""),
            ("redirect_uri", "http://127.0.0.1:43682/oauth2/callback"),
            ("redirect_uri", ""),
            ("client_id", &other_client),
        ] {
            let code = hardpy_code(&app).await;
            assert_invalid_grant(&exchange(&app, &code, &[change]).await);
            assert_invalid_grant(&exchange(&app, &code, &[]).await);
            let grants = app
                .app
                .store
                .list_grants(app.organisation, 1)
                .await
                .unwrap();
            assert!(grants[0].revoked.is_some(), "{change:?}");
        }
        assert_noted(&app, "code.refuse", 5).await;
        let code = hardpy_code(&app).await;
        app.app.clock.advance_seconds(60);
        assert_invalid_grant(&exchange(&app, &code, &[]).await);
    }
}

/// R-31, case 98: what cannot be a verifier is the author's mistake and burns nothing.
#[tokio::test]
async fn r_31_a_text_that_is_no_verifier_is_an_invalid_request() {
    let (short, long) = ("x".repeat(42), "x".repeat(129));
    let plus = format!("{}+", "x".repeat(43));
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let code = hardpy_code(&app).await;
        for wrong in [&short, &long, &plus] {
            let answer = exchange(&app, &code, &[("code_verifier", wrong)]).await;
            assert_eq!(answer.code(), 400, "{answer}");
            assert_eq!(answer.json()["error"], "invalid_request", "{answer}");
        }
        let answer = exchange(&app, &code, &[("code", "")]).await;
        assert_eq!(answer.json()["error"], "invalid_request", "{answer}");
        for unknown in [
            "nonsense",
            "scac_0000000000000000000000000000000000000000000",
        ] {
            assert_invalid_grant(&exchange(&app, unknown, &[]).await);
        }
        assert_eq!(exchange(&app, &code, &[]).await.code(), 200);
    }
}

/// what was ended between the yes and the tokens stays ended.
#[tokio::test]
async fn a_grant_that_ended_meanwhile_gives_no_tokens() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let code = hardpy_code(&app).await;
        let store = &app.app.store;
        let grant = store.list_grants(app.organisation, 1).await.unwrap()[0].id;
        let now = app.app.clock.now();
        store
            .revoke_grant(app.organisation, grant, "test", now)
            .await
            .unwrap();
        assert_invalid_grant(&exchange(&app, &code, &[]).await);
    }
}

/// a web application proves itself; its token may do what it was registered for.
#[tokio::test]
async fn r_09_a_web_application_needs_its_secret_for_the_code() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let (id, secret) = register(&app, app.organisation, |_| {}).await;
        let browser = Browser::signed_in(&app, ANN).await;
        let answer = decide(&browser, &address(&web_request(&id, &[])), ACCEPT).await;
        let code = parameter(&parameters_of(&answer, WEB_CALLBACK), "code");
        let with_secret = |secret: &str| {
            let change = [
                ("client_id", id.as_str()),
                ("redirect_uri", WEB_CALLBACK),
                ("client_secret", secret),
            ];
            let fields = token_request(&code, &change);
            let owned = fields
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value.to_owned()));
            owned.collect::<Vec<_>>()
        };
        for (given, expected) in [
            ("", 401),
            ("sccs_wrong", 401),
            (secret.as_deref().unwrap(), 200),
        ] {
            let fields = with_secret(given);
            let fields: Vec<_> = fields
                .iter()
                .map(|(name, value)| (name.as_str(), value.as_str()))
                .collect();
            let answer = send(&app, TOKEN, &fields).await;
            assert_eq!(answer.code(), expected, "{given}: {answer}");
            if expected == 200 {
                let json = answer.json();
                assert_eq!(json["scope"], "offline_access report:read");
                assert_eq!(use_token(&app, &json, RUNS).await, 200);
            }
        }
    }
}

/// R-10, case 105: no password grant and no client credentials for HardPy.
#[tokio::test]
async fn r_10_other_grants_are_refused() {
    let app = TestApp::sqlite().await;
    for (grant_type, error) in [
        ("password", "unsupported_grant_type"),
        ("implicit", "unsupported_grant_type"),
        ("client_credentials", "unauthorized_client"),
    ] {
        let fields = [("grant_type", grant_type), ("client_id", HARDPY)];
        let answer = send(&app, TOKEN, &fields).await;
        let found = (
            answer.code(),
            answer.json()["error"].as_str().unwrap().to_owned(),
        );
        assert_eq!(found, (400, error.to_owned()), "{answer}");
    }
}

/// A fresh code of HardPy, which Ann has let in.
async fn hardpy_code(app: &TestApp) -> String {
    let browser = Browser::signed_in(app, ANN).await;
    let answer = decide(&browser, &pushed(app, &[]).await, ACCEPT).await;
    parameter(&parameters_of(&answer, CALLBACK), "code")
}

async fn exchange(app: &TestApp, code: &str, change: &[(&str, &str)]) -> Answer {
    send(app, TOKEN, &token_request(code, change)).await
}

fn token_request<'a>(code: &'a str, change: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    changed(
        &[
            ("grant_type", "authorization_code"),
            ("client_id", HARDPY),
            ("code_verifier", VERIFIER),
            ("code", code),
            ("redirect_uri", CALLBACK),
        ],
        change,
    )
}

fn assert_invalid_grant(answer: &Answer) {
    assert_eq!(answer.code(), 400, "{answer}");
    assert_eq!(answer.json()["error"], "invalid_grant", "{answer}");
    assert!(
        !answer.json()["error_description"]
            .as_str()
            .unwrap()
            .is_empty()
    );
}

/// The status of a call with the access token of a token answer.
pub(super) async fn use_token(app: &TestApp, tokens: &Value, path: &str) -> u16 {
    let token = tokens["access_token"].as_str().unwrap();
    app.send(empty(with_key(get(path), token))).await.code()
}
