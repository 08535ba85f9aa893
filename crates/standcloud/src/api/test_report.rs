//! `POST /hardpy/api/v1/test_report`: a stand uploads the report of one test run.
//!
//! The contract is HardPy's: 201 and nothing else is success. Whatever happens, the answer comes
//! within `limits.answer_seconds` of the last byte, because a stand that waits 20 s in vain loses the
//! report.

use std::time::Duration;

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use serde::Serialize;
use standcloud_store::{Outcome, QuarantineOutcome};
use tokio::time::{Instant, timeout, timeout_at};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::App;
use crate::auth::{Audience, ClientAddress, Scope, authenticate};
use crate::body::{discard_rest, receive_json};
use crate::error::ApiError;
use crate::ingest::{IngestError, run_id_of};
use crate::submission::{Submission, SubmissionError, quarantine, submit};

/// The answer to an upload.
#[derive(Debug, Serialize, ToSchema)]
pub struct UploadedReport {
    /// Identifies the test run from now on. The same report sent again has the same id.
    pub test_run_id: Uuid,
}

/// How the report came, for the record.
#[derive(Debug, Clone, Copy)]
pub struct UploadSource(pub &'static str);

/// Upload a test report
///
/// Stores the report of one test run. 201 means that it is on disk. The same report sent again,
/// also with another `id` or `rev`, is answered 201 with the first id and stored once.
#[utoipa::path(
    post, path = "/hardpy/api/v1/test_report", tag = "HardPy",
    request_body(content = Object, content_type = "application/json",
        description = "The run document of HardPy 0.10 and later"),
    responses(
        (status = 201, description = "On disk", body = UploadedReport),
        (status = 401, description = "No valid credential"),
        (status = 403, description = "The credential lacks the scope report:write"),
        (status = 413, description = "Larger than the server allows"),
        (status = 422, description = "Not a valid report; kept in quarantine"),
        (status = 503, description = "Not stored now; send it again later"),
    ),
    security(("bearer" = []), ("api_key" = [])),
)]
pub async fn add_test_report(
    State(app): State<App>,
    address: ClientAddress,
    audience: Audience,
    source: Option<Extension<UploadSource>>,
    headers: HeaderMap,
    mut body: Body,
) -> Result<Response, ApiError> {
    let source = source.map_or("hardpy", |source| source.0.0);
    let outcome = upload(&app, &headers, (address, audience), source, &mut body).await;
    // After 408 there is nobody to wait for.
    if let Err(refusal) = &outcome
        && refusal.status() != StatusCode::REQUEST_TIMEOUT
    {
        discard_rest(&app, &headers, &mut body).await;
    }
    outcome
}

async fn upload(
    app: &App,
    headers: &HeaderMap,
    (address, audience): (ClientAddress, Audience),
    source: &'static str,
    body: &mut Body,
) -> Result<Response, ApiError> {
    let patience = Duration::from_secs(app.config.limits.answer_seconds);
    let asked = Instant::now();
    let authentication = authenticate(app, headers, address, audience, Scope::ReportWrite);
    let authenticated = timeout(patience, authentication).await;
    let principal = authenticated.map_err(|_| busy(app))??;
    // The last byte may have come meanwhile, so this time is taken off the rest.
    let patience = patience.saturating_sub(asked.elapsed());
    let body = receive_json(app, headers, body).await?;
    let submission = Submission {
        organisation: principal.organisation,
        principal: principal.name,
        source,
        received: app.clock.now(),
        body: body.bytes.clone(),
    };
    let outcome = timeout_at(body.received + patience, store(app, &submission)).await;
    outcome.map_err(|_| busy(app))?.map(created)
}

fn busy(app: &App) -> ApiError {
    app.metrics.upload("unavailable");
    ApiError::unavailable("the database is busy; send the report again later")
}

/// HardPy reads the status only; our own client counts duplicates by the header.
fn created(outcome: Outcome) -> Response {
    let word = match outcome {
        Outcome::Stored { .. } => "stored",
        Outcome::Duplicate { .. } => "duplicate",
    };
    let answer = UploadedReport {
        test_run_id: run_id_of(outcome).0,
    };
    (
        StatusCode::CREATED,
        [("standcloud-outcome", word)],
        Json(answer),
    )
        .into_response()
}

async fn store(app: &App, submission: &Submission) -> Result<Outcome, ApiError> {
    match submit(app, submission).await {
        Ok(outcome) => Ok(outcome),
        Err(SubmissionError::Ingest(error)) => {
            app.metrics.upload("unavailable");
            Err(match error {
                IngestError::Failed => {
                    ApiError::new(StatusCode::INTERNAL_SERVER_ERROR, error.to_string())
                }
                _ => ApiError::unavailable(error.to_string()),
            })
        }
        Err(SubmissionError::Invalid(problems)) => {
            app.metrics.upload("invalid");
            match quarantine(app, submission, &problems).await? {
                QuarantineOutcome::Resolved(run_id) => Ok(Outcome::Duplicate { run_id }),
                QuarantineOutcome::Kept | QuarantineOutcome::Full => {
                    Err(ApiError::invalid_body(&problems))
                }
            }
        }
    }
}
