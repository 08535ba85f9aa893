//! A device begins a login.

use axum::http::Request;
use standcloud_store::{NewOAuthClient, UnixMicros};

use super::flow::{
    CLIENT, DEVICE, HARDPY, INTEGRATION, Node, SCOPE, Tokens, assert_refused, form_request,
};
use crate::support::TestApp;
use crate::support::test_app::from_address;

/// all six members, in the types that HardPy needs.
#[tokio::test]
async fn r_19_a_login_begins() {
    for test in TestApp::each().await {
        let node = Node::of(&test);
        let body = format!("{CLIENT}&{SCOPE}&audience={HARDPY}");
        let answer = node.form(DEVICE, &body).await;
        assert_eq!(answer.code(), 200, "{answer}");
        assert_eq!(answer.header("cache-control"), "no-store");
        assert_eq!(answer.header("pragma"), "no-cache");
        assert_eq!(answer.header("content-type"), "application/json");
        let json = answer.json();
        assert_eq!(json.as_object().unwrap().len(), 6);
        assert_eq!(json["interval"].as_u64(), Some(5));
        assert_eq!(json["expires_in"].as_u64(), Some(330));
        let device_code = json["device_code"].as_str().unwrap();
        assert!(device_code.starts_with("scdc_") && device_code.len() == 48);
        let user_code = json["user_code"].as_str().unwrap();
        let is_letter = |letter: char| "BCDFGHJKLMNPQRSTVWXZ".contains(letter);
        let (left, right) = user_code.split_once('-').unwrap();
        assert!(left.len() == 4 && right.len() == 4, "{user_code}");
        assert!(left.chars().chain(right.chars()).all(is_letter));
        let uri = "https://localhost:8443/auth/consent/openid/device-authorization";
        assert_eq!(json["verification_uri"], uri);
        let complete = json["verification_uri_complete"].as_str().unwrap();
        let with_proof = format!("{uri}?user_code={user_code}&p=");
        assert!(complete.starts_with(&with_proof), "{complete}");
        assert!(complete.len() < 100);
        let event = &node.events("device.start", 0).await;
        assert!(event.is_empty(), "no organisation knows of it yet");
    }
}

/// with the setting the code is nowhere in the link, which HardPy still needs.
#[tokio::test]
async fn r_19_the_link_may_hold_no_code() {
    let test = TestApp::sqlite_with(|config| config.auth.code_in_link = false).await;
    let answer = Node::of(&test).form(DEVICE, CLIENT).await;
    let json = answer.json();
    assert_eq!(json["verification_uri_complete"], json["verification_uri"]);
}

/// the link names the address that the stand has used, if it is one of ours.
#[tokio::test]
async fn r_12_the_link_follows_the_known_host() {
    let test =
        TestApp::sqlite_with(|config| config.also_known_as = vec!["10.0.0.5:8443".to_owned()])
            .await;
    let node = Node::of(&test);
    for (host, expected) in [
        ("10.0.0.5:8443", "https://10.0.0.5:8443/auth/"),
        ("evil.example", "https://localhost:8443/auth/"),
    ] {
        let mut request = form_request(DEVICE, CLIENT);
        request.headers_mut().insert("host", host.parse().unwrap());
        let answer = node.send(request).await;
        let uri = answer.json()["verification_uri"]
            .as_str()
            .unwrap()
            .to_owned();
        assert!(uri.starts_with(expected), "{uri}");
    }
}

#[tokio::test]
async fn r_08_the_client_must_be_known_and_have_the_grant() {
    for test in TestApp::each().await {
        let node = Node::of(&test);
        for id in ["code-only", "disabled"] {
            let new = NewOAuthClient {
                client_id: id.to_owned(),
                organisation: test.organisation,
                name: id.to_owned(),
                secret_sha256: None,
                grant_types: "authorization_code refresh_token".to_owned(),
                scopes: "report:read".to_owned(),
                redirect_uris: String::new(),
                created_by: None,
                created: UnixMicros(1),
            };
            node.app.store.add_oauth_client(&new).await.unwrap();
        }
        let now = node.app.clock.now();
        let disabled = node
            .app
            .store
            .disable_oauth_client(test.organisation, "disabled", now);
        assert!(disabled.await.unwrap());
        for (body, status, error) in [
            ("", 400, "invalid_request"),
            ("client_id=", 400, "invalid_request"),
            ("client_id=unknown", 401, "invalid_client"),
            ("client_id=disabled", 401, "invalid_client"),
            ("client_id=code-only", 400, "unauthorized_client"),
        ] {
            let answer = node.form(DEVICE, body).await;
            assert_refused(&answer, status, error);
            assert!(!answer.headers.contains_key("www-authenticate"), "{body}");
        }
    }
}

/// a public client that proves something is not that client.
#[tokio::test]
async fn r_08_a_public_client_sends_no_secret() {
    let test = TestApp::sqlite().await;
    let node = Node::of(&test);
    let answer = node
        .form(DEVICE, &format!("{CLIENT}&client_secret=x"))
        .await;
    assert_refused(&answer, 401, "invalid_client");
    assert!(!answer.headers.contains_key("www-authenticate"));
    for value in ["Basic aGFyZHB5LXJlcG9ydC11cGxvYWRlcjp4", "Bearer x"] {
        let mut request = form_request(DEVICE, CLIENT);
        let headers = request.headers_mut();
        headers.insert("authorization", value.parse().unwrap());
        let answer = node.send(request).await;
        assert_refused(&answer, 401, "invalid_client");
        assert!(answer.header("www-authenticate").starts_with("Basic "));
    }
}

#[tokio::test]
async fn r_41_scopes_are_those_of_the_client() {
    let test = TestApp::sqlite().await;
    let node = Node::of(&test);
    for scope in ["foo", "openid", "report:write", "offline_access+foo"] {
        let answer = node.form(DEVICE, &format!("{CLIENT}&scope={scope}")).await;
        assert_refused(&answer, 400, "invalid_scope");
    }
}

/// what is not asked for is the default set.
#[tokio::test]
async fn r_40_a_login_that_asks_for_nothing_gets_the_default() {
    for test in TestApp::each().await {
        let node = Node::of(&test);
        let json = node.form(DEVICE, CLIENT).await.json();
        let login = super::flow::Login {
            device_code: json["device_code"].as_str().unwrap().to_owned(),
            user_code: json["user_code"].as_str().unwrap().to_owned(),
        };
        node.approve(&login).await;
        let answer = node.poll(&login).await;
        assert_eq!(
            answer.json()["scope"],
            "offline_access authelia.bearer.authz"
        );
        let tokens = Tokens::of(&answer);
        for path in [
            "/hardpy/api/v1/healthcheck",
            "/integration/api/v1/healthcheck",
        ] {
            assert_eq!(
                node.bearer(path, &tokens.access).await.code(),
                200,
                "{path}"
            );
        }
    }
}

#[tokio::test]
async fn r_40_only_our_own_apis_are_targets() {
    let test = TestApp::sqlite().await;
    let node = Node::of(&test);
    for (target, is_right) in [
        (format!("audience={INTEGRATION}"), true),
        (format!("resource={HARDPY}"), true),
        (format!("resource={HARDPY}&resource={INTEGRATION}"), true),
        (format!("audience={HARDPY}&audience={INTEGRATION}"), true),
        (
            "audience=https://LOCALHOST:8443//hardpy/api/v1".to_owned(),
            true,
        ),
        ("audience=https://evil/hardpy/api/v1".to_owned(), false),
        (format!("audience={HARDPY}&resource=https://evil/"), false),
        (format!("resource={HARDPY}%23x"), false),
        ("resource=/hardpy/api/v1".to_owned(), false),
    ] {
        let answer = node.form(DEVICE, &format!("{CLIENT}&{target}")).await;
        if is_right {
            assert_eq!(answer.code(), 200, "{target}: {answer}");
        } else {
            assert_refused(&answer, 400, "invalid_target");
        }
    }
}

///
#[tokio::test]
async fn r_29_an_address_begins_ten_logins_in_a_minute() {
    for test in TestApp::each().await {
        let node = Node::of(&test);
        for _ in 0..10 {
            assert_eq!(
                node.form_from("192.0.2.1", DEVICE, CLIENT).await.code(),
                200
            );
        }
        let answer = node.form_from("192.0.2.1", DEVICE, CLIENT).await;
        assert_refused(&answer, 429, "temporarily_unavailable");
        assert_eq!(answer.header("retry-after"), "6");
        let spoofed = Request::post(DEVICE)
            .header("content-type", "application/x-www-form-urlencoded")
            .header("x-forwarded-for", "192.0.2.77");
        let spoofed = from_address(spoofed, "192.0.2.1")
            .body(CLIENT.into())
            .unwrap();
        assert_eq!(node.send(spoofed).await.code(), 429);
        assert_eq!(
            node.form_from("192.0.2.2", DEVICE, CLIENT).await.code(),
            200
        );
        node.app.clock.advance_seconds(6);
        assert_eq!(
            node.form_from("192.0.2.1", DEVICE, CLIENT).await.code(),
            200
        );
    }
}

/// logins that wait are bounded per address and in all; the server's memory of them is a row.
#[tokio::test]
async fn r_29_waiting_logins_are_bounded() {
    let limited = TestApp::each_with(|config| {
        config.limits.device_logins_per_minute = 1000;
        config.limits.device_logins_per_address = 2;
        config.limits.device_logins = 3;
    });
    for test in limited.await {
        let node = Node::of(&test);
        for (address, status) in [
            ("192.0.2.1", 200),
            ("192.0.2.1", 200),
            ("192.0.2.1", 429),
            ("192.0.2.2", 200),
            ("192.0.2.3", 429),
        ] {
            let answer = node.form_from(address, DEVICE, CLIENT).await;
            assert_eq!(answer.code(), status, "{address}: {answer}");
        }
        node.app.clock.advance_seconds(331);
        assert_eq!(
            node.form_from("192.0.2.1", DEVICE, CLIENT).await.code(),
            200
        );
    }
}

/// an Admin may say from where stands log in.
#[tokio::test]
async fn r_27_logins_begin_in_the_networks_of_the_setting() {
    let test = TestApp::sqlite_with(|config| {
        config.auth.device_networks = vec!["192.0.2.0/24".parse().unwrap()];
    })
    .await;
    let node = Node::of(&test);
    assert_eq!(
        node.form_from("192.0.2.9", DEVICE, CLIENT).await.code(),
        200
    );
    let answer = node.form_from("198.51.100.1", DEVICE, CLIENT).await;
    assert_refused(&answer, 400, "access_denied");
}
