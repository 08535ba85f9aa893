//! The raw report of a run, byte for byte as the stand sent it.

use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};

use super::test_run::{RunIdPath, read_run_id, report_body};
use crate::app::App;
use crate::auth::{Audience, ClientAddress, Scope, authenticate};
use crate::error::ApiError;

/// Download the raw report
///
/// The body exactly as it was uploaded.
#[utoipa::path(
    get, path = "/integration/api/v1/test_run/{test_run_id}/report", tag = "Read",
    params(("test_run_id" = uuid::Uuid, Path)),
    responses((status = 200, description = "The report", content_type = "application/json"),
        (status = 401, description = "No valid credential"),
        (status = 404, description = "No such run in this organisation")),
    security(("bearer" = []), ("api_key" = [])),
)]
pub async fn show_report(
    State(app): State<App>,
    address: ClientAddress,
    audience: Audience,
    headers: HeaderMap,
    id: RunIdPath,
) -> Result<Response, ApiError> {
    let principal = authenticate(&app, &headers, address, audience, Scope::ReportRead).await?;
    let run_id = read_run_id(id)?;
    let body = report_body(&app, principal.organisation, run_id).await?;
    let disposition = format!("inline; filename=\"{run_id}.json\"");
    let headers = [
        (header::CONTENT_TYPE, "application/json".to_owned()),
        (header::CONTENT_DISPOSITION, disposition),
    ];
    Ok((headers, body).into_response())
}
