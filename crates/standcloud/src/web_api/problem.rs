//! What the web app is told when something is wrong: problem details (RFC 9457), with a code that the
//! program can tell apart and a sentence that a person can read.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use standcloud_store::StoreError;
use utoipa::ToSchema;

use crate::error::ApiError;
use crate::passwords::Busy;
use crate::portal::PageError;

/// Why something was not done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ProblemCode {
    /// Nobody is signed in, or not completely.
    SignIn,
    /// The last proof that the person is there is too old for this.
    SignInAgain,
    /// The organisation asks its Admins for a second factor.
    SecondFactorNeeded,
    /// Others may.
    Forbidden,
    /// The request was not made by a page of this server, or for another session.
    OutOfDate,
    NotFound,
    /// What was sent cannot be right; `field` says which part.
    Invalid,
    /// Somebody was quicker, or the name is taken.
    Conflict,
    TooLarge,
    TooMany,
    /// The database is away, or there is too much to do: try again.
    Unavailable,
    Internal,
}

/// The body of every refusal.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ProblemBody {
    pub status: u16,
    pub code: ProblemCode,
    /// For people: what happened, and what to do.
    pub detail: String,
    /// The part of the request that was wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
}

/// A refusal.
#[derive(Debug)]
pub struct Problem(Box<Parts>);

#[derive(Debug)]
struct Parts {
    status: StatusCode,
    body: ProblemBody,
    retry_after_seconds: Option<u32>,
}

impl Problem {
    pub fn new(status: StatusCode, code: ProblemCode, detail: impl Into<String>) -> Self {
        Self(Box::new(Parts {
            status,
            body: ProblemBody {
                status: status.as_u16(),
                code,
                detail: detail.into(),
                field: None,
            },
            retry_after_seconds: None,
        }))
    }

    /// 404. Also for what belongs to others.
    pub fn not_found() -> Self {
        let detail = "This does not exist, or it is not for you.";
        Self::new(StatusCode::NOT_FOUND, ProblemCode::NotFound, detail)
    }

    /// 403, with a sentence that says who may.
    pub fn forbidden(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, ProblemCode::Forbidden, detail)
    }

    /// 422 for one part of the request.
    pub fn invalid(field: impl Into<String>, detail: impl Into<String>) -> Self {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        let mut problem = Self::new(status, ProblemCode::Invalid, detail);
        problem.0.body.field = Some(field.into());
        problem
    }

    /// 409: somebody was quicker, or the name is taken.
    pub fn conflict(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, ProblemCode::Conflict, detail)
    }

    /// 413.
    pub fn too_large(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, ProblemCode::TooLarge, detail)
    }

    /// 429.
    pub fn too_many(detail: impl Into<String>, seconds: u32) -> Self {
        let status = StatusCode::TOO_MANY_REQUESTS;
        Self::new(status, ProblemCode::TooMany, detail).with_retry_after(seconds)
    }

    /// 503: nothing was lost, come back later.
    pub fn unavailable(detail: impl Into<String>) -> Self {
        let status = StatusCode::SERVICE_UNAVAILABLE;
        Self::new(status, ProblemCode::Unavailable, detail).with_retry_after(5)
    }

    /// 500; `cause` goes to the log only.
    pub fn internal(cause: &str) -> Self {
        tracing::error!(cause, "a request of the web app failed");
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            ProblemCode::Internal,
            "Something went wrong in the server; its log says more.",
        )
    }

    #[must_use]
    pub fn with_retry_after(mut self, seconds: u32) -> Self {
        self.0.retry_after_seconds = Some(seconds);
        self
    }

    pub fn status(&self) -> StatusCode {
        self.0.status
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        if error.is_temporary() {
            tracing::error!(%error, "a request of the web app failed");
            return Self::unavailable("The database does not answer. Try again in a few seconds.");
        }
        Self::internal(&error.to_string())
    }
}

impl From<Busy> for Problem {
    fn from(_: Busy) -> Self {
        Self::unavailable("The server is very busy. Try again in a few seconds.")
    }
}

/// For what the web app shares with the read API.
impl From<ApiError> for Problem {
    fn from(error: ApiError) -> Self {
        let status = error.status();
        let code = match status {
            StatusCode::NOT_FOUND => ProblemCode::NotFound,
            StatusCode::SERVICE_UNAVAILABLE => ProblemCode::Unavailable,
            StatusCode::PAYLOAD_TOO_LARGE => ProblemCode::TooLarge,
            StatusCode::UNPROCESSABLE_ENTITY => ProblemCode::Invalid,
            _ => ProblemCode::Internal,
        };
        Self::new(status, code, error.into_text())
    }
}

/// For what the web app shares with the pages of signing in.
impl From<PageError> for Problem {
    fn from(error: PageError) -> Self {
        let sign_in = |code, detail| Self::new(StatusCode::UNAUTHORIZED, code, detail);
        match error {
            PageError::SignIn(_) | PageError::SecondFactor(_) => sign_in(
                ProblemCode::SignIn,
                "Your session has ended. Sign in again.",
            ),
            PageError::SignInAgain(_) => Self::new(
                StatusCode::FORBIDDEN,
                ProblemCode::SignInAgain,
                "Confirm that it is you: sign in again.",
            ),
            PageError::SecondFactorNeeded => Self::new(
                StatusCode::FORBIDDEN,
                ProblemCode::SecondFactorNeeded,
                "This organisation asks its Admins for a second factor. Set one up in your profile.",
            ),
            PageError::NotFound => Self::not_found(),
            PageError::Forbidden(detail) => Self::forbidden(detail),
            PageError::OutOfDate => Self::new(
                StatusCode::FORBIDDEN,
                ProblemCode::OutOfDate,
                "This page is out of date. Reload it and try again.",
            ),
            PageError::BadRequest(detail) => Self::invalid("request", detail),
            PageError::Conflict(detail) => Self::conflict(detail),
            PageError::TooLarge => Self::too_large("That is too large."),
            PageError::TooMany { message, seconds } => Self::too_many(message, seconds),
            PageError::Busy => Self::from(Busy),
            PageError::Store(error) => Self::from(*error),
            PageError::Internal(cause) => Self::internal(&cause),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let parts = *self.0;
        let mut response = (parts.status, Json(parts.body)).into_response();
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        );
        if let Some(seconds) = parts.retry_after_seconds {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}
