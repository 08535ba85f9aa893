//! What the web app sends, within limits, and refused in the web app's words.

use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use http_body_util::{BodyExt, Limited};
use serde::de::DeserializeOwned;

use super::problem::Problem;
use crate::app::App;

const BODY_BYTES_MAX: usize = 256 << 10;

/// A JSON body of at most 256 KiB.
#[derive(Debug, Clone)]
pub struct JsonBody<T>(pub T);

/// Query parameters; what does not fit is 422.
#[derive(Debug, Clone)]
pub struct QueryOf<T>(pub T);

/// The parts of the path, by name; what cannot be one names nothing: 404.
#[derive(Debug, Clone)]
pub struct PathOf<T>(pub T);

impl<T: DeserializeOwned> FromRequest<App> for JsonBody<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &App) -> Result<Self, Problem> {
        let Ok(body) = Limited::new(request.into_body(), BODY_BYTES_MAX)
            .collect()
            .await
        else {
            return Err(Problem::too_large("That is too much text. Shorten it."));
        };
        let parsed = serde_json::from_slice(&body.to_bytes());
        parsed
            .map(Self)
            .map_err(|error| Problem::invalid("body", error.to_string()))
    }
}

impl<T: DeserializeOwned> FromRequestParts<App> for QueryOf<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let query = axum::extract::Query::from_request_parts(parts, app).await;
        query
            .map(|axum::extract::Query(found)| Self(found))
            .map_err(|error| Problem::invalid("query", error.body_text()))
    }
}

impl<T: DeserializeOwned + Send> FromRequestParts<App> for PathOf<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let path = axum::extract::Path::from_request_parts(parts, app).await;
        path.map(|axum::extract::Path(found)| Self(found))
            .map_err(|_| Problem::not_found())
    }
}
