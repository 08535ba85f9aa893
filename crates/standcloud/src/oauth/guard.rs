//! What is done to every request below `/auth/api/oidc`: an answer in time and in OAuth's form, and
//! to pages of other origins only if they are configured.

use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tokio::time::timeout;

use super::error::forbid_storing;
use super::{OauthError, OauthErrorCode};
use crate::app::App;

/// HardPy gives up a poll after its interval of 5 s, with a traceback.
const ANSWER_TIME: Duration = Duration::from_secs(4);

/// Ends what takes too long, and keeps every answer out of caches and frames.
pub async fn guard(State(app): State<App>, request: Request, next: Next) -> Response {
    let origin = allowed_origin(&app, &request);
    let is_preflight = origin.is_some() && request.method() == Method::OPTIONS;
    let mut response = if is_preflight {
        StatusCode::NO_CONTENT.into_response()
    } else {
        let answered = timeout(ANSWER_TIME, next.run(request)).await;
        answered.unwrap_or_else(|_| {
            OauthError::unavailable("The server is busy. Try again later.").into_response()
        })
    };
    let headers = response.headers_mut();
    forbid_storing(headers);
    // The authorization endpoint shows people a page when it cannot tell the program.
    let is_page = headers
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if !is_page {
        headers.insert(
            header::CONTENT_SECURITY_POLICY,
            HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'"),
        );
    }
    if let Some(origin) = origin {
        allow_origin(headers, origin);
    }
    response
}

pub async fn not_found() -> OauthError {
    OauthError::invalid_request("There is nothing at this address.")
        .with_status(StatusCode::NOT_FOUND)
}

/// axum adds the header `Allow`.
pub async fn method_not_allowed() -> OauthError {
    OauthError::invalid_request("This address does not take this method.")
        .with_status(StatusCode::METHOD_NOT_ALLOWED)
}

/// For a panic: HardPy must be able to read this too.
pub fn internal_error() -> Response {
    let description = "Internal error. The server's log says more.";
    OauthError::new(OauthErrorCode::ServerError, description).into_response()
}

/// The origin of a page that may read the answer: a configured one, and never where a person
/// decides, nor where only servers ask.
fn allowed_origin(app: &App, request: &Request) -> Option<HeaderValue> {
    let origin = request.headers().get(header::ORIGIN)?;
    let endpoint = request.uri().path().rsplit('/').next();
    let is_for_pages = matches!(
        endpoint,
        Some("token" | "device-authorization" | "pushed-authorization-request" | "revocation")
    );
    let text = origin.to_str().ok()?;
    let is_configured = app
        .config
        .auth
        .cors_origins
        .iter()
        .any(|known| known == text);
    (is_for_pages && is_configured).then(|| origin.clone())
}

/// Without credentials: cookies are of no use here.
fn allow_origin(headers: &mut HeaderMap, origin: HeaderValue) {
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    let fixed: [(HeaderName, &'static str); 3] = [
        (header::ACCESS_CONTROL_ALLOW_METHODS, "POST"),
        (
            header::ACCESS_CONTROL_ALLOW_HEADERS,
            "content-type, authorization",
        ),
        (header::VARY, "origin"),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
}
