//! R-46, R-47, R-50, R-51, R-53: how a credential comes, and what is said about a bad one.

use axum::http::request::Builder;
use standcloud::auth::key_format::ApiKeyText;
use standcloud::clock::Randomness;

use crate::support::test_app::{RUNS, empty};
use crate::support::{Answer, TestApp, assert_answer, get};

async fn ask(app: &TestApp, request: impl FnOnce(Builder) -> Builder) -> Answer {
    app.send(empty(request(get(RUNS)))).await
}

#[tokio::test]
async fn r_53_a_key_is_taken_as_bearer_and_as_x_api_key_in_any_case() {
    for app in TestApp::each().await {
        let key = app.key.as_str();
        for (name, value) in [
            ("authorization", format!("Bearer {key}")),
            ("Authorization", format!("bearer {key}")),
            ("AUTHORIZATION", format!("BEARER {key}")),
            ("x-api-key", key.to_owned()),
            ("X-API-KEY", key.to_owned()),
            ("X-Api-Key", key.to_owned()),
        ] {
            let answer = ask(&app, |request| request.header(name, &value)).await;
            assert_eq!(answer.code(), 200, "{name}: {answer}");
        }
    }
}

#[tokio::test]
async fn r_46_the_same_key_in_both_headers_is_one_credential() {
    let app = TestApp::sqlite().await;
    let bearer = format!("Bearer {}", app.key);
    let answer = ask(&app, |request| {
        request
            .header("authorization", &bearer)
            .header("x-api-key", &app.key)
    })
    .await;
    assert_eq!(answer.code(), 200, "{answer}");
}

#[tokio::test]
async fn r_46_two_different_credentials_are_not_guessed_at() {
    let app = TestApp::sqlite().await;
    let other = app.add_key("report:read", |_| {}).await;
    let bearer = format!("Bearer {}", app.key);
    let answer = ask(&app, |request| {
        request
            .header("authorization", &bearer)
            .header("x-api-key", &other)
    })
    .await;
    assert_answer!(answer, @r#"
    400
    www-authenticate: Bearer realm="standcloud", error="invalid_request"
    {"detail":"two different credentials in one request"}
    "#);
    let answer = ask(&app, |request| {
        request
            .header("x-api-key", &app.key)
            .header("x-api-key", &other)
            .header("x-api-key", &app.key)
    })
    .await;
    assert_eq!(answer.code(), 400, "{answer}");
}

#[tokio::test]
async fn r_46_no_credential_is_asked_for_one_without_an_error_code() {
    let app = TestApp::sqlite().await;
    let answer = ask(&app, |request| request).await;
    assert_answer!(answer, @r#"
    401
    www-authenticate: Bearer realm="standcloud"
    {"detail":"no credential: send an API key as 'Authorization: Bearer …' or 'X-API-KEY: …'"}
    "#);
}

#[tokio::test]
async fn r_46_bearer_without_a_token_is_a_bad_request() {
    let app = TestApp::sqlite().await;
    for value in ["Bearer", "Bearer ", "bearer"] {
        let answer = ask(&app, |request| request.header("authorization", value)).await;
        assert_answer!(answer, @r#"
        400
        www-authenticate: Bearer realm="standcloud", error="invalid_request"
        {"detail":"'Authorization: Bearer' without a token"}
        "#);
    }
}

#[tokio::test]
async fn r_46_only_one_space_stands_between_scheme_and_token() {
    let app = TestApp::sqlite().await;
    for separator in ["  ", "\t", " \t", ""] {
        let value = format!("Bearer{separator}{}", app.key);
        let answer = ask(&app, |request| request.header("authorization", &value)).await;
        assert_answer!(answer, @r#"
        401
        www-authenticate: Bearer realm="standcloud", error="invalid_token"
        {"detail":"the credential is not valid (any more)"}
        "#);
    }
}

#[tokio::test]
async fn r_46_tokens_in_query_or_form_are_ignored() {
    let app = TestApp::sqlite().await;
    for path in [
        format!("{RUNS}?access_token={}", app.key),
        format!("{RUNS}?api_key={}", app.key),
        format!("{RUNS}?x-api-key={}", app.key),
    ] {
        let answer = app.send(empty(get(&path))).await;
        assert_eq!(answer.code(), 401, "{path}: {answer}");
        assert!(!answer.text().contains(&app.key));
    }
    let form = format!("access_token={}", app.key);
    let request = axum::http::Request::post("/hardpy/api/v1/test_report")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(form.into())
        .unwrap();
    assert_eq!(app.send(request).await.code(), 401);
}

#[tokio::test]
async fn a_netrc_entry_is_explained() {
    let app = TestApp::sqlite().await;
    for value in ["Basic dXNlcjpwYXNz", "basic dXNlcjpwYXNz", "Basic"] {
        let answer = ask(&app, |request| request.header("authorization", value)).await;
        assert_answer!(answer, @r#"
        401
        www-authenticate: Bearer realm="standcloud"
        {"detail":"Basic authentication is not accepted; if you did not ask for it, a ~/.netrc entry for this host replaces the key: remove it"}
        "#);
    }
}

#[tokio::test]
async fn r_50_a_cookie_never_lets_anybody_in() {
    let app = TestApp::sqlite().await;
    let cookie = format!("__Host-sc_session={0}; access_token={0}", app.key);
    let answer = ask(&app, |request| request.header("cookie", &cookie)).await;
    assert_eq!(answer.code(), 401, "{answer}");
}

/// R-47 and R-51: whoever tries keys learns nothing from the answer.
#[tokio::test]
async fn r_47_every_bad_credential_gets_the_same_answer() {
    for app in TestApp::each().await {
        let mut wrong_checksum = app.key.clone();
        let last = wrong_checksum.pop().unwrap();
        wrong_checksum.push(if last == 'x' { 'y' } else { 'x' });
        let unknown = ApiKeyText::generate(&Randomness::from_seed(99));
        let forged = forged_secret(&app.key);
        for bad in [
            "garbage",
            "sck_",
            "scat_0123456789",
            &wrong_checksum,
            unknown.reveal(),
            &forged,
            &format!("{} x", app.key),
            &"x".repeat(10_000),
        ] {
            let answer = ask(&app, |request| request.header("x-api-key", bad)).await;
            assert_answer!(answer, @r#"
            401
            www-authenticate: Bearer realm="standcloud", error="invalid_token"
            {"detail":"the credential is not valid (any more)"}
            "#);
        }
    }
}

#[tokio::test]
async fn a_header_that_is_no_text_is_refused() {
    let app = TestApp::sqlite().await;
    for name in ["authorization", "x-api-key"] {
        let answer = ask(&app, |request| {
            request.header(name, &b"Bearer \xff\xfe"[..])
        })
        .await;
        assert_eq!(answer.code(), 401, "{answer}");
    }
}

/// The public id of a real key with another secret and the checksum that fits.
fn forged_secret(key: &str) -> String {
    let other = ApiKeyText::generate(&Randomness::from_seed(98));
    let body = format!("{}{}", &key[..16], &other.reveal()[16..48]);
    let alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    let mut rest = crc32fast::hash(body.as_bytes()) as usize;
    let mut checksum = String::new();
    for _ in 0..6 {
        checksum.insert(0, alphabet.as_bytes()[rest % 62].into());
        rest /= 62;
    }
    let forged = body + &checksum;
    assert!(ApiKeyText::parse(&forged).is_some());
    forged
}
