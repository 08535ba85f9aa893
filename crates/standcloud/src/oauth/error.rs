//! What a client of the authorization server is told when something is wrong (RFC 6749 §5.2).
//!
//! HardPy takes any JSON with `error` for "not yet" and ends with a traceback on anything else, so
//! there is no other shape of refusal here, and a description is always there: it is all that the
//! person at the stand gets to see.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;
use standcloud_store::StoreError;

/// The codes of RFC 6749 §4.1.2.1 and §5.2, RFC 8628 §3.5, RFC 7009 §2.2.1 and RFC 8707 §2.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OauthErrorCode {
    AccessDenied,
    AuthorizationPending,
    ExpiredToken,
    InvalidClient,
    InvalidGrant,
    InvalidRequest,
    InvalidScope,
    InvalidTarget,
    ServerError,
    SlowDown,
    TemporarilyUnavailable,
    UnauthorizedClient,
    UnsupportedGrantType,
    UnsupportedResponseType,
}

impl OauthErrorCode {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::AccessDenied => "access_denied",
            Self::AuthorizationPending => "authorization_pending",
            Self::ExpiredToken => "expired_token",
            Self::InvalidClient => "invalid_client",
            Self::InvalidGrant => "invalid_grant",
            Self::InvalidRequest => "invalid_request",
            Self::InvalidScope => "invalid_scope",
            Self::InvalidTarget => "invalid_target",
            Self::ServerError => "server_error",
            Self::SlowDown => "slow_down",
            Self::TemporarilyUnavailable => "temporarily_unavailable",
            Self::UnauthorizedClient => "unauthorized_client",
            Self::UnsupportedGrantType => "unsupported_grant_type",
            Self::UnsupportedResponseType => "unsupported_response_type",
        }
    }

    fn status(self) -> StatusCode {
        match self {
            Self::InvalidClient => StatusCode::UNAUTHORIZED,
            Self::ServerError => StatusCode::INTERNAL_SERVER_ERROR,
            Self::TemporarilyUnavailable => StatusCode::SERVICE_UNAVAILABLE,
            _ => StatusCode::BAD_REQUEST,
        }
    }
}

/// A refusal. Boxed, because it travels in the results of functions that seldom refuse.
#[derive(Debug)]
pub struct OauthError(Box<Refusal>);

#[derive(Debug)]
struct Refusal {
    code: OauthErrorCode,
    status: StatusCode,
    description: String,
    challenge: Option<&'static str>,
    retry_after_seconds: Option<u32>,
    internal: Option<StoreError>,
}

impl OauthError {
    pub fn new(code: OauthErrorCode, description: impl Into<String>) -> Self {
        Self(Box::new(Refusal {
            code,
            status: code.status(),
            description: description.into(),
            challenge: None,
            retry_after_seconds: None,
            internal: None,
        }))
    }

    pub fn invalid_request(description: impl Into<String>) -> Self {
        Self::new(OauthErrorCode::InvalidRequest, description)
    }

    pub fn invalid_grant(description: impl Into<String>) -> Self {
        Self::new(OauthErrorCode::InvalidGrant, description)
    }

    pub fn invalid_client(description: impl Into<String>) -> Self {
        Self::new(OauthErrorCode::InvalidClient, description)
    }

    /// 503: nothing was changed, come back later.
    pub fn unavailable(description: impl Into<String>) -> Self {
        Self::new(OauthErrorCode::TemporarilyUnavailable, description).with_retry_after(5)
    }

    /// 429 with a body that HardPy survives.
    pub fn too_many_requests(description: impl Into<String>, retry_after_seconds: u32) -> Self {
        Self::new(OauthErrorCode::TemporarilyUnavailable, description)
            .with_status(StatusCode::TOO_MANY_REQUESTS)
            .with_retry_after(retry_after_seconds)
    }

    #[must_use]
    pub fn with_status(mut self, status: StatusCode) -> Self {
        self.0.status = status;
        self
    }

    #[must_use]
    pub fn with_retry_after(mut self, seconds: u32) -> Self {
        self.0.retry_after_seconds = Some(seconds);
        self
    }

    /// The `WWW-Authenticate` header; only for a request that used `Authorization`.
    #[must_use]
    pub fn with_basic_challenge(mut self) -> Self {
        self.0.challenge = Some("Basic realm=\"standcloud\"");
        self
    }

    pub fn code(&self) -> OauthErrorCode {
        self.0.code
    }

    /// The fault of the database behind it, for an answer that is not in OAuth's form.
    pub fn into_internal(self) -> Option<StoreError> {
        self.0.internal
    }

    /// In the characters that RFC 6749 allows.
    pub fn description(&self) -> String {
        plain(&self.0.description)
    }
}

impl From<StoreError> for OauthError {
    fn from(error: StoreError) -> Self {
        let mut refusal = if error.is_temporary() {
            Self::unavailable("The database does not answer. Try again later.")
        } else {
            Self::new(
                OauthErrorCode::ServerError,
                "Internal error. The server's log says more.",
            )
        };
        refusal.0.internal = Some(error);
        refusal
    }
}

impl IntoResponse for OauthError {
    fn into_response(self) -> Response {
        if let Some(error) = &self.0.internal {
            tracing::error!(status = self.0.status.as_u16(), %error, "a request failed");
        }
        let body = json!({
            "error": self.0.code.as_str(),
            "error_description": self.description(),
        });
        let mut response = (self.0.status, Json(body)).into_response();
        let headers = response.headers_mut();
        forbid_storing(headers);
        if let Some(challenge) = self.0.challenge {
            let value = HeaderValue::from_static(challenge);
            headers.insert(header::WWW_AUTHENTICATE, value);
        }
        if let Some(seconds) = self.0.retry_after_seconds {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

/// Tokens must not stay in any cache (RFC 6749 §5.1).
pub fn forbid_storing(headers: &mut axum::http::HeaderMap) {
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::PRAGMA, HeaderValue::from_static("no-cache"));
}

/// %x20-21 / %x23-5B / %x5D-7E (RFC 6749 §5.2).
fn plain(text: &str) -> String {
    text.chars()
        .map(|letter| match letter {
            '"' => '\'',
            '\\' => '/',
            ' '..='~' => letter,
            _ => '?',
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    ///
    #[test]
    fn a_description_has_the_allowed_characters_only() {
        let error = OauthError::invalid_request("a \"b\" \\ é\n~");
        assert_eq!(error.description(), "a 'b' / ??~");
    }

    ///
    #[test]
    fn a_refusal_has_the_status_of_its_code() {
        for (code, status) in [
            (OauthErrorCode::InvalidClient, 401),
            (OauthErrorCode::InvalidGrant, 400),
            (OauthErrorCode::AccessDenied, 400),
            (OauthErrorCode::TemporarilyUnavailable, 503),
            (OauthErrorCode::ServerError, 500),
        ] {
            let response = OauthError::new(code, "x").into_response();
            assert_eq!(response.status().as_u16(), status);
            assert_eq!(response.headers()[header::CACHE_CONTROL], "no-store");
            assert_eq!(response.headers()[header::PRAGMA], "no-cache");
            assert!(!response.headers().contains_key(header::WWW_AUTHENTICATE));
        }
    }
}
