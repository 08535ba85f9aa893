//! The attempts of a unit around one of its runs.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::runs::{UnitRun, unit_runs};
use crate::app::App;
use crate::web_api::caller::InOrganisation;
use crate::web_api::problem::{Problem, ProblemBody};
use crate::web_api::run::path::{RunPath, no_such_run};

const ATTEMPTS_EACH_SIDE: u32 = 12;

/// The runs of the same unit in the same plan and process.
#[derive(Debug, Serialize, ToSchema)]
pub struct UnitAttempts {
    pub part_number: String,
    /// Without one the run belongs to no unit and is alone.
    pub serial_number: Option<String>,
    /// By run time, at most twelve before and after this one; voided ones as well.
    pub runs: Vec<UnitRun>,
    pub total: u64,
    /// The last one before this that is not voided.
    pub previous_run_id: Option<Uuid>,
}

/// List the attempts of a run's unit
///
/// For everybody in the organisation.
#[utoipa::path(
    get, path = "/api/v1/org/{slug}/runs/{run_id}/attempts", tag = "Units",
    params(("slug" = String, Path), ("run_id" = Uuid, Path)),
    responses(
        (status = 200, body = UnitAttempts),
        (status = 401, body = ProblemBody, description = "Nobody is signed in"),
        (status = 404, body = ProblemBody, description = "No such run in this organisation"),
    ),
)]
pub async fn list_attempts(
    State(app): State<App>,
    caller: InOrganisation,
    RunPath(run_id): RunPath,
) -> Result<Json<UnitAttempts>, Problem> {
    let organisation = caller.organisation();
    let run = app.store.lookup_run(organisation, run_id).await?;
    let run = run.ok_or_else(no_such_run)?;
    let attempts = app
        .store
        .list_attempts(organisation, run.run_number, ATTEMPTS_EACH_SIDE)
        .await?;
    let summaries = app.store.list_runs(organisation, &attempts.runs).await?;
    let earlier = summaries
        .iter()
        .take_while(|other| other.run_number != run.run_number);
    let previous = earlier.filter(|other| !other.voided).last();
    let previous_run_id = previous.map(|other| other.run_id.0);
    Ok(Json(UnitAttempts {
        part_number: run.part_number,
        serial_number: run.serial_number,
        runs: unit_runs(&app, organisation, summaries).await?,
        total: attempts.total,
        previous_run_id,
    }))
}
