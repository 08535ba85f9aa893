//! R-48: HardPy compares the body as text, and reads a bad key out of a 401.

use crate::support::test_app::{empty, with_key};
use crate::support::{TestApp, assert_answer, get, post};

const PATHS: [&str; 3] = [
    "/hardpy/api/v1/healthcheck",
    "/integration/api/v1/healthcheck",
    "/StandCloudAPIMode.HARDPY/api/v1/healthcheck",
];

#[tokio::test]
async fn r_48_the_body_is_exactly_two_bytes() {
    for app in TestApp::each().await {
        for path in PATHS {
            for request in [get(path), with_key(get(path), &app.key)] {
                let answer = app.send(empty(request)).await;
                assert_eq!(answer.code(), 200, "{path}: {answer}");
                assert_eq!(answer.body.as_ref(), b"{}", "{path}");
                assert_eq!(answer.header("content-type"), "application/json");
                assert_eq!(answer.header("cache-control"), "no-store");
            }
        }
    }
}

#[tokio::test]
async fn r_48_a_key_without_any_right_to_read_may_check() {
    let app = TestApp::sqlite().await;
    let key = app.add_key("report:write", |_| {}).await;
    let answer = app.send(empty(with_key(get(PATHS[0]), &key))).await;
    assert_eq!(answer.code(), 200, "{answer}");
}

#[tokio::test]
async fn r_48_a_bad_credential_is_401_though_none_is_needed() {
    for app in TestApp::each().await {
        for path in PATHS {
            let answer = app.send(empty(with_key(get(path), "garbage"))).await;
            assert_answer!(answer, @r#"
            401
            www-authenticate: Bearer realm="standcloud", error="invalid_token"
            {"detail":"the credential is not valid (any more)"}
            "#);
        }
    }
}

#[tokio::test]
async fn a_post_is_told_what_the_address_takes() {
    let app = TestApp::sqlite().await;
    for path in PATHS {
        assert_answer!(app.send(empty(post(path))).await, @r#"
        405
        allow: GET,HEAD
        {"detail":"this address does not take this method"}
        "#);
    }
}

/// RFC 9110 §9.3.2: HEAD is GET without the body. Monitoring programs use it.
#[tokio::test]
async fn head_answers_as_get_without_a_body() {
    let app = TestApp::sqlite().await;
    for path in PATHS {
        let answer = app.send(empty(get(path).method("HEAD"))).await;
        assert_eq!((answer.code(), answer.body.len()), (200, 0), "{path}");
    }
}
