//! Taking a run out of every figure, and bringing it back.

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use standcloud_store::UnixMicros;
use utoipa::ToSchema;
use uuid::Uuid;

use super::path::{RunPath, instant_text, no_such_run};
use crate::app::App;
use crate::web_api::body::JsonBody;
use crate::web_api::caller::InOrganisation;
use crate::web_api::problem::{Problem, ProblemBody};

const REASON_LENGTH_MAX: usize = 500;

/// Why a run is voided.
#[derive(Debug, Serialize, ToSchema)]
pub struct RunVoid {
    pub reason: String,
    /// `user:` and an e-mail address.
    pub by: String,
    pub at: Option<String>,
}

impl From<(String, String, UnixMicros)> for RunVoid {
    fn from((reason, by, at): (String, String, UnixMicros)) -> Self {
        Self {
            reason,
            by,
            at: instant_text(Some(at.0)),
        }
    }
}

/// Why, in a few words.
#[derive(Debug, Deserialize, ToSchema)]
pub struct ReasonBody {
    /// At most 500 letters.
    pub reason: String,
}

/// How it is now.
#[derive(Debug, Serialize, ToSchema)]
pub struct RunVoidState {
    pub void: Option<RunVoid>,
}

/// Void a test run
///
/// It stays visible and leaves every figure; later attempts of the unit are counted anew. For
/// members of the organisation; it is written to the audit log.
#[utoipa::path(
    post, path = "/api/v1/org/{slug}/runs/{run_id}/void", tag = "Test runs",
    params(("slug" = String, Path), ("run_id" = Uuid, Path)),
    request_body = ReasonBody,
    responses(
        (status = 200, body = RunVoidState),
        (status = 401, body = ProblemBody),
        (status = 404, body = ProblemBody, description = "No such run in this organisation"),
        (status = 409, body = ProblemBody, description = "It was voided before"),
        (status = 422, body = ProblemBody, description = "No reason was given"),
    ),
)]
pub async fn void_run(
    State(app): State<App>,
    caller: InOrganisation,
    RunPath(run_id): RunPath,
    JsonBody(body): JsonBody<ReasonBody>,
) -> Result<Json<RunVoidState>, Problem> {
    let reason = read_reason(&body)?;
    let (organisation, actor) = (caller.organisation(), caller.actor());
    let now = app.clock.now();
    let done = app
        .store
        .void_run(organisation, run_id, reason, &actor, now)
        .await?;
    if !done.ok_or_else(no_such_run)? {
        return Err(Problem::conflict(
            "This run is voided already. Reload the page to see why.",
        ));
    }
    note(&app, "run.void", &caller, run_id.0, reason).await;
    let void = app.store.lookup_void(organisation, run_id).await?;
    Ok(Json(RunVoidState {
        void: void.map(RunVoid::from),
    }))
}

/// Bring a voided test run back
///
/// For members of the organisation; it is written to the audit log.
#[utoipa::path(
    post, path = "/api/v1/org/{slug}/runs/{run_id}/restore", tag = "Test runs",
    params(("slug" = String, Path), ("run_id" = Uuid, Path)),
    request_body = ReasonBody,
    responses(
        (status = 200, body = RunVoidState),
        (status = 401, body = ProblemBody),
        (status = 404, body = ProblemBody, description = "No such run in this organisation"),
        (status = 409, body = ProblemBody, description = "It is not voided"),
        (status = 422, body = ProblemBody, description = "No reason was given"),
    ),
)]
pub async fn restore_run(
    State(app): State<App>,
    caller: InOrganisation,
    RunPath(run_id): RunPath,
    JsonBody(body): JsonBody<ReasonBody>,
) -> Result<Json<RunVoidState>, Problem> {
    let reason = read_reason(&body)?;
    let (organisation, actor) = (caller.organisation(), caller.actor());
    let now = app.clock.now();
    let done = app
        .store
        .restore_run(organisation, run_id, reason, &actor, now)
        .await?;
    if !done.ok_or_else(no_such_run)? {
        return Err(Problem::conflict(
            "This run is not voided any more. Reload the page.",
        ));
    }
    note(&app, "run.restore", &caller, run_id.0, reason).await;
    Ok(Json(RunVoidState { void: None }))
}

fn read_reason(body: &ReasonBody) -> Result<&str, Problem> {
    let reason = body.reason.trim();
    if reason.is_empty() {
        return Err(Problem::invalid(
            "reason",
            "Say why, so that others understand it later.",
        ));
    }
    if reason.chars().count() > REASON_LENGTH_MAX || reason.contains('\0') {
        let detail = format!("The reason may have at most {REASON_LENGTH_MAX} letters.");
        return Err(Problem::invalid("reason", detail));
    }
    Ok(reason)
}

async fn note(app: &App, action: &str, caller: &InOrganisation, run_id: Uuid, reason: &str) {
    caller
        .note(app, action)
        .subject(&run_id.to_string())
        .detail(reason)
        .write(app)
        .await;
}
