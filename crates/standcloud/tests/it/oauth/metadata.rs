//! What the server tells about itself.

use super::flow::{Node, form_request};
use crate::support::test_app::empty;
use crate::support::{TestApp, get};

const PATHS: [&str; 2] = [
    "/.well-known/oauth-authorization-server/auth",
    "/auth/.well-known/oauth-authorization-server",
];

#[tokio::test]
async fn r_15_the_document_is_at_both_addresses() {
    let test = TestApp::sqlite().await;
    let node = Node::of(&test);
    for path in PATHS {
        let request = get(path).header("origin", "https://any.example");
        let answer = node.send(empty(request)).await;
        assert_eq!(answer.code(), 200, "{path}: {answer}");
        assert_eq!(answer.header("content-type"), "application/json");
        assert_eq!(answer.header("access-control-allow-origin"), "*", "R-13");
        assert!(
            !answer
                .headers
                .contains_key("access-control-allow-credentials")
        );
        assert_eq!(answer.json()["issuer"], "https://localhost:8443/auth");
        let refused = node.send(form_request(path, "")).await;
        assert_eq!(refused.code(), 405);
    }
    let openid = "/auth/.well-known/openid-configuration";
    assert_eq!(
        node.send(empty(get(openid))).await.code(),
        404,
        "OpenID Connect is off"
    );
}

#[tokio::test]
async fn r_16_it_says_what_is_true() {
    let test = TestApp::sqlite().await;
    let node = Node::of(&test);
    let json = node.send(empty(get(PATHS[0]))).await.json();
    for (member, expected) in [
        ("code_challenge_methods_supported", vec!["S256"]),
        ("response_types_supported", vec!["code"]),
        (
            "grant_types_supported",
            vec![
                "urn:ietf:params:oauth:grant-type:device_code",
                "authorization_code",
                "refresh_token",
                "client_credentials",
            ],
        ),
        (
            "token_endpoint_auth_methods_supported",
            vec!["none", "client_secret_basic", "client_secret_post"],
        ),
    ] {
        assert_eq!(json[member], serde_json::json!(expected), "{member}");
    }
    assert_eq!(json["authorization_response_iss_parameter_supported"], true);
    for (member, value) in json.as_object().unwrap() {
        let is_empty = value.as_array().is_some_and(Vec::is_empty);
        assert!(!is_empty, "{member}");
        if let Some(path) = endpoint_path(member, value) {
            let answer = node.form(&path, "").await;
            assert_ne!(answer.code(), 404, "{member}");
        }
    }
}

fn endpoint_path(member: &str, value: &serde_json::Value) -> Option<String> {
    let url = value.as_str().filter(|_| member.ends_with("_endpoint"))?;
    Some(
        url.strip_prefix("https://localhost:8443")
            .unwrap()
            .to_owned(),
    )
}

/// whoever reaches the server by another of its names gets that name as the issuer.
#[tokio::test]
async fn r_16_the_issuer_follows_the_known_host() {
    let test =
        TestApp::sqlite_with(|config| config.also_known_as = vec!["10.0.0.5:8443".to_owned()])
            .await;
    let node = Node::of(&test);
    for (host, issuer) in [
        ("10.0.0.5:8443", "https://10.0.0.5:8443/auth"),
        ("evil.example", "https://localhost:8443/auth"),
    ] {
        let answer = node.send(empty(get(PATHS[0]).header("host", host))).await;
        assert_eq!(answer.json()["issuer"], issuer);
    }
}
