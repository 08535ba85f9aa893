//! What a caller is told when something is wrong, in one shape.
//!
//! `{"detail": …}` as HardPy's users know it: a text, or for a body that does not validate the list
//! of `{"loc", "msg", "type"}`. Messages for the caller say what to do; what only the operator
//! should know goes to the log, once, here.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use standcloud_report::Problems;
use standcloud_store::StoreError;

/// A refusal.
#[derive(Debug)]
pub struct ApiError {
    status: StatusCode,
    detail: Value,
    challenge: Option<String>,
    retry_after_seconds: Option<u32>,
    internal: Option<StoreError>,
}

impl ApiError {
    pub fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        Self {
            status,
            detail: Value::String(detail.into()),
            challenge: None,
            retry_after_seconds: None,
            internal: None,
        }
    }

    /// 422 with what is wrong with the body.
    pub fn invalid_body(problems: &Problems) -> Self {
        Self::unprocessable(serde_json::to_value(problems).unwrap_or(Value::Null))
    }

    /// 422 with a list of places and reasons.
    pub fn unprocessable(detail: Value) -> Self {
        Self {
            detail,
            ..Self::new(StatusCode::UNPROCESSABLE_ENTITY, "")
        }
    }

    /// 422 for one query parameter.
    pub fn invalid_query(parameter: &str, message: impl Into<String>) -> Self {
        Self::unprocessable(json!([{
            "loc": ["query", parameter], "msg": message.into(), "type": "value_error",
        }]))
    }

    /// 503: nothing was lost, come back later.
    pub fn unavailable(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, detail).with_retry_after(5)
    }

    /// The `WWW-Authenticate` header.
    #[must_use]
    pub fn with_challenge(mut self, challenge: String) -> Self {
        self.challenge = Some(challenge);
        self
    }

    #[must_use]
    pub fn with_retry_after(mut self, seconds: u32) -> Self {
        self.retry_after_seconds = Some(seconds);
        self
    }

    pub fn status(&self) -> StatusCode {
        self.status
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        let refusal = if error.is_temporary() {
            Self::unavailable("the database does not answer; try again later")
        } else {
            Self::new(
                StatusCode::INTERNAL_SERVER_ERROR,
                "internal error; the server's log says more",
            )
        };
        Self {
            internal: Some(error),
            ..refusal
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        if let Some(error) = &self.internal {
            tracing::error!(status = self.status.as_u16(), %error, "a request failed");
        }
        let mut response = (self.status, Json(json!({ "detail": self.detail }))).into_response();
        let headers = response.headers_mut();
        if let Some(challenge) = self
            .challenge
            .and_then(|text| HeaderValue::from_str(&text).ok())
        {
            headers.insert(header::WWW_AUTHENTICATE, challenge);
        }
        if let Some(seconds) = self.retry_after_seconds {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}
