//! What is done to every request below `/auth/api/oidc`: an answer in time and in OAuth's form.

use std::time::Duration;

use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tokio::time::timeout;

use super::error::forbid_storing;
use super::{OauthError, OauthErrorCode};

/// HardPy gives up a poll after its interval of 5 s, with a traceback.
const ANSWER_TIME: Duration = Duration::from_secs(4);

/// Ends what takes too long, and keeps every answer out of caches and frames.
pub async fn guard(request: Request, next: Next) -> Response {
    let answered = timeout(ANSWER_TIME, next.run(request)).await;
    let mut response = answered.unwrap_or_else(|_| {
        OauthError::unavailable("The server is busy. Try again later.").into_response()
    });
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
