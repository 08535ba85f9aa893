//! What a person sees when a page cannot be shown: what happened, and the way on.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use maud::html;
use standcloud_store::StoreError;

use super::ReturnTo;
use super::page::bare_page;
use super::web_app;
use crate::passwords::Busy;

/// Why a page is not shown.
#[derive(Debug)]
pub enum PageError {
    /// Nobody is signed in: to the sign-in page, and back here afterwards.
    SignIn(ReturnTo),
    /// The second factor is still missing.
    SecondFactor(ReturnTo),
    /// An Admin of an organisation that asks its Admins for a second factor has signed in without.
    SecondFactorNeeded,
    /// Signed in too long ago for this.
    SignInAgain(ReturnTo),
    /// 404. Also for what belongs to others.
    NotFound,
    /// 403, with a sentence that says who may.
    Forbidden(String),
    /// 403: the form was not made for this browser, or comes from another page.
    OutOfDate,
    /// 400, with a sentence.
    BadRequest(String),
    /// 409, with a sentence: somebody was quicker.
    Conflict(String),
    /// 413.
    TooLarge,
    /// 429, with a sentence.
    TooMany { message: String, seconds: u32 },
    /// 503: too much at once.
    Busy,
    /// The database is away, or something is broken.
    Store(Box<StoreError>),
    /// 500 that is no database's fault, with a sentence for the log.
    Internal(String),
}

impl PageError {
    /// The same, but whoever has to sign in first is led to `page` afterwards.
    #[must_use]
    pub fn leading_to(self, page: &str) -> Self {
        let page = || ReturnTo::parse(page);
        match self {
            Self::SignIn(_) => Self::SignIn(page()),
            Self::SecondFactor(_) => Self::SecondFactor(page()),
            Self::SignInAgain(_) => Self::SignInAgain(page()),
            other => other,
        }
    }
}

impl From<StoreError> for PageError {
    fn from(error: StoreError) -> Self {
        Self::Store(Box::new(error))
    }
}

impl From<Busy> for PageError {
    fn from(_: Busy) -> Self {
        Self::Busy
    }
}

impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        let retry_after = match &self {
            Self::TooMany { seconds, .. } => Some(*seconds),
            Self::Busy => Some(5),
            Self::Store(error) if error.is_temporary() => Some(5),
            _ => None,
        };
        let mut response = match self {
            Self::SignIn(here) => return Redirect::to(&here.sign_in_path()).into_response(),
            Self::SecondFactor(here) => {
                return Redirect::to(&here.with_path("/auth/second-factor")).into_response();
            }
            Self::SecondFactorNeeded => {
                return Redirect::to("/auth/account/second-factor?needed=1").into_response();
            }
            Self::SignInAgain(here) => {
                return Redirect::to(&here.with_path("/auth/sign-in/again")).into_response();
            }
            other => other.into_page(),
        };
        if let Some(seconds) = retry_after {
            let headers = response.headers_mut();
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

impl PageError {
    fn into_page(self) -> Response {
        let (status, title, message) = match self {
            Self::NotFound => (
                StatusCode::NOT_FOUND,
                "There is nothing here",
                "The page does not exist, or it is not for you.".to_owned(),
            ),
            Self::Forbidden(message) => (StatusCode::FORBIDDEN, "Not allowed", message),
            Self::OutOfDate => (
                StatusCode::FORBIDDEN,
                "This page is out of date",
                "Nothing was changed. Go back, reload the page and try again. If it happens \
                 again, the address in the browser's bar may not be one that this server knows; \
                 its operator can add it (also_known_as)."
                    .to_owned(),
            ),
            Self::BadRequest(message) => (StatusCode::BAD_REQUEST, "That did not work", message),
            Self::Conflict(message) => (StatusCode::CONFLICT, "Already decided", message),
            Self::TooLarge => (
                StatusCode::PAYLOAD_TOO_LARGE,
                "Too much text",
                "Nothing was changed. Shorten the text and try again.".to_owned(),
            ),
            Self::TooMany { message, .. } => {
                (StatusCode::TOO_MANY_REQUESTS, "Please wait", message)
            }
            Self::Busy => (
                StatusCode::SERVICE_UNAVAILABLE,
                "Very busy",
                "Many people are signing in at once. Try again in a few seconds.".to_owned(),
            ),
            Self::Store(error) if error.is_temporary() => {
                tracing::error!(%error, "a page could not be shown");
                (
                    StatusCode::SERVICE_UNAVAILABLE,
                    "The database does not answer",
                    "Nothing was changed. Try again in a few seconds; if it goes on, tell whoever \
                     runs this server."
                        .to_owned(),
                )
            }
            Self::Store(error) => internal(&error.to_string()),
            Self::Internal(message) => internal(&message),
            // Redirects are answered before.
            Self::SignIn(_)
            | Self::SecondFactor(_)
            | Self::SecondFactorNeeded
            | Self::SignInAgain(_) => internal("redirect"),
        };
        let body = html! {
            h1 { (title) }
            p { (message) }
            p { a href=(web_app::START) { "Go to the start page" } }
        };
        bare_page(status, title, &body)
    }
}

fn internal(message: &str) -> (StatusCode, &'static str, String) {
    tracing::error!(message, "a page could not be shown");
    (
        StatusCode::INTERNAL_SERVER_ERROR,
        "Something went wrong",
        "This is a fault of the server; its log says more.".to_owned(),
    )
}
