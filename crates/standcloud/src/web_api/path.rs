//! What the path names, refused in the web app's words: an id that is none names nothing.

use std::str::FromStr;

use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;

use super::problem::Problem;
use crate::app::App;

/// The last parameter of the path. The organisation's `{slug}` before it is the caller's.
#[derive(Debug, Clone)]
pub struct LastOfPath<T>(pub T);

impl<T: FromStr + Send> FromRequestParts<App> for LastOfPath<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let params = RawPathParams::from_request_parts(parts, app).await;
        let params = params.map_err(|_| Problem::not_found())?;
        let last = params.iter().last();
        last.and_then(|(_, value)| value.parse().ok())
            .map(Self)
            .ok_or_else(Problem::not_found)
    }
}
