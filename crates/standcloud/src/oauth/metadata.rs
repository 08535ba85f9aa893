//! What a client may know of this server before it asks for anything (RFC 8414, R-15, R-16).

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::{GrantType, OauthScope};
use crate::app::App;

/// Below the origin; the issuer has no slash at its end.
const ISSUER_PATH: &str = "/auth";

/// The issuer under which a caller knows this server.
pub fn issuer(app: &App, headers: &HeaderMap) -> String {
    app.origins.of_request(headers) + ISSUER_PATH
}

/// `GET /.well-known/oauth-authorization-server/auth` (the path goes behind, RFC 8414 §3.1) and
/// `GET /auth/.well-known/oauth-authorization-server`; anybody, also pages of other origins.
pub async fn show_metadata(State(app): State<App>, headers: HeaderMap) -> Response {
    let document = document(&app.origins.of_request(&headers));
    let allow_all = [(
        header::ACCESS_CONTROL_ALLOW_ORIGIN,
        HeaderValue::from_static("*"),
    )];
    (allow_all, Json(document)).into_response()
}

fn document(origin: &str) -> Value {
    let endpoint = |name: &str| format!("{origin}/auth/api/oidc/{name}");
    let secrets = ["client_secret_basic", "client_secret_post"];
    let with_public = ["none", "client_secret_basic", "client_secret_post"];
    json!({
        "issuer": format!("{origin}{ISSUER_PATH}"),
        "authorization_endpoint": endpoint("authorization"),
        "token_endpoint": endpoint("token"),
        "device_authorization_endpoint": endpoint("device-authorization"),
        "pushed_authorization_request_endpoint": endpoint("pushed-authorization-request"),
        "revocation_endpoint": endpoint("revocation"),
        "introspection_endpoint": endpoint("introspection"),
        "service_documentation": format!("{origin}/integration/api/v1/docs"),
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": GrantType::ALL.map(GrantType::as_str),
        "scopes_supported": OauthScope::ALL.map(OauthScope::as_str),
        "code_challenge_methods_supported": ["S256"],
        "token_endpoint_auth_methods_supported": with_public,
        "revocation_endpoint_auth_methods_supported": with_public,
        "introspection_endpoint_auth_methods_supported": secrets,
        "authorization_response_iss_parameter_supported": true,
        "require_pushed_authorization_requests": false,
        "ui_locales_supported": ["en"],
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    ///
    #[test]
    fn every_list_has_something_in_it() {
        let document = document("https://stand.example");
        assert_eq!(document["issuer"], "https://stand.example/auth");
        for (name, value) in document.as_object().unwrap() {
            assert!(
                value.as_array().is_none_or(|list| !list.is_empty()),
                "{name}"
            );
        }
    }
}
