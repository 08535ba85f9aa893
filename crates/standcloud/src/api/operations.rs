//! What those who run the server ask: is it alive, is it ready, how is it doing.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::app::App;
use crate::auth::{Audience, ClientAddress, authenticate_if_given};
use crate::config::MetricsAccess;
use crate::error::ApiError;

/// Check that the server answers
///
/// Exactly the two bytes `{}`: HardPy compares the text. Without a credential it is 200 as well; a
/// bad one is 401, which is how a stand finds out that its key has ended.
#[utoipa::path(
    get, path = "/hardpy/api/v1/healthcheck", tag = "HardPy",
    responses((status = 200, description = "`{}`"), (status = 401, description = "Bad credential")),
    security((), ("bearer" = []), ("api_key" = [])),
)]
pub async fn check_health(
    State(app): State<App>,
    address: ClientAddress,
    audience: Audience,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    authenticate_if_given(&app, &headers, address, audience).await?;
    Ok(([(header::CONTENT_TYPE, "application/json")], "{}").into_response())
}

/// The process runs.
pub async fn is_alive() -> &'static str {
    "ok\n"
}

/// The process can do its work: the database answers.
pub async fn is_ready(State(app): State<App>) -> Result<&'static str, ApiError> {
    app.store.ping().await?;
    Ok("ready\n")
}

/// OpenMetrics text. Who may read it is a setting; to others it does not exist.
pub async fn show_metrics(
    State(app): State<App>,
    address: ClientAddress,
) -> Result<Response, ApiError> {
    let is_allowed = match app.config.metrics {
        MetricsAccess::Everyone => true,
        MetricsAccess::Loopback => address.0.is_loopback(),
        MetricsAccess::Off => false,
    };
    if !is_allowed {
        return Err(ApiError::new(
            StatusCode::NOT_FOUND,
            "there is nothing at this address",
        ));
    }
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    let text = app
        .metrics
        .render(app.facts.memory_bytes(), app.values.memory_bytes());
    Ok(([(header::CONTENT_TYPE, kind)], text).into_response())
}
