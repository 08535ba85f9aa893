//! What is wrong is told in OAuth's form, whatever it is.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};

use axum::body::Body;
use axum::http::{Method, Request};
use bytes::Bytes;
use hyper::body::Frame;

use super::flow::{CLIENT, DEVICE, Node, REVOCATION, TOKEN, assert_refused, form_request};
use crate::support::TestApp;

const FORM: &str = "application/x-www-form-urlencoded";

fn request(method: Method, path: &str, kind: &str, body: impl Into<Body>) -> Request<Body> {
    let mut request = Request::builder().method(method).uri(path);
    if !kind.is_empty() {
        request = request.header("content-type", kind);
    }
    request.body(body.into()).unwrap()
}

#[tokio::test]
async fn r_01_only_post_is_taken_and_unknown_addresses_are_told() {
    let test = TestApp::sqlite().await;
    let node = Node::of(&test);
    for path in [DEVICE, TOKEN, REVOCATION, "/auth/api/oidc/introspection"] {
        for method in [Method::GET, Method::PUT, Method::DELETE, Method::OPTIONS] {
            let answer = node.send(request(method, path, FORM, CLIENT)).await;
            assert_refused(&answer, 405, "invalid_request");
            assert_eq!(answer.header("allow"), "POST");
        }
    }
    for path in [
        "/auth/api/oidc/x",
        "/auth/api/oidc/token/",
        "/auth/api/oidc/jwks",
    ] {
        let answer = node.form(path, CLIENT).await;
        assert_refused(&answer, 404, "invalid_request");
    }
}

#[tokio::test]
async fn r_02_only_forms_in_utf_8_are_taken() {
    let test = TestApp::sqlite().await;
    let node = Node::of(&test);
    for (kind, is_right) in [
        (FORM, true),
        ("application/x-www-form-urlencoded; charset=UTF-8", true),
        ("Application/X-WWW-Form-Urlencoded;charset=\"utf-8\"", true),
        ("application/x-www-form-urlencoded; charset=latin1", false),
        ("application/json", false),
        ("text/plain", false),
        ("multipart/form-data; boundary=x", false),
        ("", false),
    ] {
        let answer = node.send(request(Method::POST, DEVICE, kind, CLIENT)).await;
        if is_right {
            assert_eq!(answer.code(), 200, "{kind}: {answer}");
        } else {
            assert_refused(&answer, 400, "invalid_request");
        }
    }
    let answer = node.form(DEVICE, &format!("{CLIENT}&x=%ff")).await;
    assert_refused(&answer, 400, "invalid_request");
}

/// an address is written to logs.
#[tokio::test]
async fn r_02_secrets_in_the_address_are_refused() {
    let test = TestApp::sqlite().await;
    let node = Node::of(&test);
    for (path, body) in [
        (format!("{DEVICE}?{CLIENT}"), ""),
        (format!("{TOKEN}?device_code=x"), "client_id=x"),
        (format!("{TOKEN}?refresh_token=x"), "client_id=x"),
        (format!("{TOKEN}?code=x"), "client_id=x"),
        (format!("{REVOCATION}?token=x"), CLIENT),
    ] {
        assert_refused(&node.form(&path, body).await, 400, "invalid_request");
    }
}

#[tokio::test]
async fn r_03_what_is_sent_twice_is_refused_and_the_unknown_is_ignored() {
    let test = TestApp::sqlite().await;
    let node = Node::of(&test);
    for body in [
        format!("{CLIENT}&{CLIENT}"),
        format!("{CLIENT}&client_id=other"),
        format!("{CLIENT}&scope=offline_access&scope=offline_access"),
        format!("{CLIENT}&unknown=1&unknown=1"),
    ] {
        assert_refused(&node.form(DEVICE, &body).await, 400, "invalid_request");
    }
    let body = format!("{CLIENT}&redirect_uri=http://localhost/x&unknown=1&empty=");
    assert_eq!(node.form(DEVICE, &body).await.code(), 200);
}

#[tokio::test]
async fn r_06_bodies_and_values_are_bounded() {
    let test = TestApp::sqlite().await;
    let node = Node::of(&test);
    let large = format!("{CLIENT}&x={}", "x".repeat(17 << 10));
    assert_refused(&node.form(DEVICE, &large).await, 413, "invalid_request");
    for body in [
        format!("{CLIENT}&x={}", "x".repeat(4097)),
        format!(
            "{CLIENT}&grant_type=refresh_token&refresh_token={}",
            "x".repeat(513)
        ),
        format!("{CLIENT}&x=%00"),
        format!("{CLIENT}&scope=offline_access%0d%0a"),
        format!("{CLIENT}&{}", "a&".repeat(40)),
    ] {
        assert_refused(&node.form(TOKEN, &body).await, 400, "invalid_request");
    }
}

/// an endless body is cut off, and only a little of it is ever held.
#[tokio::test]
async fn r_06_an_endless_body_is_cut_off() {
    let test = TestApp::sqlite().await;
    let node = Node::of(&test);
    let taken = Arc::new(AtomicUsize::new(0));
    let body = Body::new(EndlessBody(Arc::clone(&taken)));
    let answer = node.send(request(Method::POST, TOKEN, FORM, body)).await;
    assert_refused(&answer, 413, "invalid_request");
    assert!(taken.load(Ordering::Relaxed) < 100);
}

struct EndlessBody(Arc<AtomicUsize>);

impl hyper::body::Body for EndlessBody {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, std::io::Error>>> {
        self.0.fetch_add(1, Ordering::Relaxed);
        Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(&[b'x'; 4096])))))
    }
}

/// a body that does not come must not hold the answer up.
#[tokio::test]
async fn r_07_an_answer_comes_within_four_seconds() {
    let test = TestApp::sqlite().await;
    let node = Node::of(&test);
    let started = tokio::time::Instant::now();
    let answer = node
        .send(request(Method::POST, TOKEN, FORM, Body::new(SilentBody)))
        .await;
    assert_refused(&answer, 503, "temporarily_unavailable");
    assert_eq!(answer.header("retry-after"), "5");
    assert!(started.elapsed().as_millis() < 5000);
}

struct SilentBody;

impl hyper::body::Body for SilentBody {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, std::io::Error>>> {
        Poll::Pending
    }
}

/// HardPy reads a refusal as JSON or dies, so the database being away is one more of them.
#[tokio::test]
async fn r_04_a_database_that_is_away_is_told_in_json() {
    for test in TestApp::each().await {
        let node = Node::of(&test);
        let login = node.begin().await;
        node.app.store.close().await;
        let refused = [
            node.form(DEVICE, CLIENT).await,
            node.poll(&login).await,
            node.refresh("scrt_0000000000000000000000000000000000000000000")
                .await,
        ];
        for answer in &refused {
            assert_refused(answer, 503, "temporarily_unavailable");
        }
        let again = Node::another(&test, 9).await;
        again.app.clock.advance_seconds(5);
        assert_refused(&again.poll(&login).await, 400, "authorization_pending");
    }
}

/// no page of another origin reads an answer unless it is configured.
#[tokio::test]
async fn r_13_other_origins_get_nothing_by_default() {
    let test = TestApp::sqlite().await;
    let node = Node::of(&test);
    for path in [DEVICE, TOKEN, REVOCATION, "/auth/api/oidc/authorization"] {
        for method in [Method::OPTIONS, Method::POST] {
            let mut request = request(method, path, FORM, CLIENT);
            let headers = request.headers_mut();
            headers.insert("origin", "https://evil.example".parse().unwrap());
            let answer = node.send(request).await;
            let allowed = "access-control-allow-origin";
            assert!(!answer.headers.contains_key(allowed), "{path}: {answer}");
        }
    }
}

#[tokio::test]
async fn r_13_a_configured_origin_may_ask_without_credentials() {
    let origin = "https://tool.example";
    let test = TestApp::sqlite_with(|config| {
        config.auth.cors_origins = vec!["https://tool.example".to_owned()];
    })
    .await;
    let node = Node::of(&test);
    for (method, path, status) in [
        (Method::OPTIONS, TOKEN, 204),
        (Method::POST, DEVICE, 200),
        (Method::POST, TOKEN, 400),
    ] {
        let mut request = request(method, path, FORM, CLIENT);
        let headers = request.headers_mut();
        headers.insert("origin", origin.parse().unwrap());
        let answer = node.send(request).await;
        assert_eq!(answer.code(), status, "{answer}");
        assert_eq!(answer.header("access-control-allow-origin"), origin);
        let credentials = "access-control-allow-credentials";
        assert!(!answer.headers.contains_key(credentials));
    }
}

/// what RFC 9700 forbids does not exist.
#[tokio::test]
async fn r_10_passwords_and_unknown_grants_are_not_taken() {
    let test = TestApp::sqlite().await;
    let node = Node::of(&test);
    for (grant_type, error) in [
        (
            "grant_type=password&username=a&password=b",
            "unsupported_grant_type",
        ),
        ("grant_type=implicit", "unsupported_grant_type"),
        ("grant_type=device_code", "unsupported_grant_type"),
        ("grant_type=client_credentials", "unauthorized_client"),
        ("", "invalid_request"),
        ("grant_type=", "invalid_request"),
        (
            "grant_type=refresh_token&grant_type=refresh_token",
            "invalid_request",
        ),
    ] {
        let answer = node
            .send(form_request(TOKEN, &format!("{CLIENT}&{grant_type}")))
            .await;
        assert_refused(&answer, 400, error);
    }
}
