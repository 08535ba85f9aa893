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

/// A refusal. Boxed, because it travels in the results of functions that seldom refuse.
#[derive(Debug)]
pub struct ApiError(Box<Refusal>);

#[derive(Debug)]
struct Refusal {
    status: StatusCode,
    detail: Value,
    challenge: Option<String>,
    retry_after_seconds: Option<u32>,
    internal: Option<StoreError>,
}

impl ApiError {
    pub fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        Self::with_detail(status, Value::String(detail.into()))
    }

    fn with_detail(status: StatusCode, detail: Value) -> Self {
        Self(Box::new(Refusal {
            status,
            detail,
            challenge: None,
            retry_after_seconds: None,
            internal: None,
        }))
    }

    /// 422 with what is wrong with the body.
    pub fn invalid_body(problems: &Problems) -> Self {
        Self::unprocessable(serde_json::to_value(problems).unwrap_or(Value::Null))
    }

    /// 422 with a list of places and reasons.
    pub fn unprocessable(detail: Value) -> Self {
        Self::with_detail(StatusCode::UNPROCESSABLE_ENTITY, detail)
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
        self.0.challenge = Some(challenge);
        self
    }

    #[must_use]
    pub fn with_retry_after(mut self, seconds: u32) -> Self {
        self.0.retry_after_seconds = Some(seconds);
        self
    }

    pub fn status(&self) -> StatusCode {
        self.0.status
    }

    /// The detail as one sentence, for those who are answered in another form.
    pub fn into_text(self) -> String {
        match self.0.detail {
            Value::String(text) => text,
            Value::Array(problems) => {
                let messages = problems.iter().filter_map(|problem| {
                    problem
                        .get("msg")
                        .and_then(Value::as_str)
                        .map(str::to_owned)
                });
                messages.collect::<Vec<_>>().join("; ")
            }
            other => other.to_string(),
        }
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        let mut refusal = if error.is_temporary() {
            Self::unavailable("the database does not answer; try again later")
        } else {
            Self::new(
                StatusCode::INTERNAL_SERVER_ERROR,
                "internal error; the server's log says more",
            )
        };
        refusal.0.internal = Some(error);
        refusal
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let refusal = *self.0;
        if let Some(error) = &refusal.internal {
            tracing::error!(status = refusal.status.as_u16(), %error, "a request failed");
        }
        let body = Json(json!({ "detail": refusal.detail }));
        let mut response = (refusal.status, body).into_response();
        let headers = response.headers_mut();
        let challenge = refusal
            .challenge
            .and_then(|text| HeaderValue::from_str(&text).ok());
        if let Some(challenge) = challenge {
            headers.insert(header::WWW_AUTHENTICATE, challenge);
        }
        if let Some(seconds) = refusal.retry_after_seconds {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}
