//! The runs before and after, for leafing through them.

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use standcloud_columns::{FactRow, Facts, Filter, RunPosition, newest_first_after, next_newer};
use standcloud_store::{OrganisationId, RunNumber, RunSummary};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::path::{RunPath, instant_text, no_such_run};
use crate::app::App;
use crate::web_api::body::QueryOf;
use crate::web_api::caller::InOrganisation;
use crate::web_api::problem::{Problem, ProblemBody};
use crate::web_api::run_status::RunStatusView;

/// Among which runs.
#[derive(Debug, Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum NeighboursWithin {
    #[default]
    All,
    /// Of the same test plan.
    Plan,
    /// Of the same stand.
    Stand,
    /// Of the same part.
    Part,
    /// Of the same unit.
    Unit,
}

/// Which neighbours.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct NeighboursQuery {
    #[serde(default)]
    #[param(inline)]
    within: NeighboursWithin,
}

/// By run time; voided runs are skipped.
#[derive(Debug, Serialize, ToSchema)]
pub struct RunNeighbours {
    /// The one before.
    pub older: Option<RunNeighbour>,
    /// The one after.
    pub newer: Option<RunNeighbour>,
}

/// Enough to say where a step leads.
#[derive(Debug, Serialize, ToSchema)]
pub struct RunNeighbour {
    pub id: Uuid,
    pub status: RunStatusView,
    pub plan: String,
    pub part_number: String,
    pub serial_number: Option<String>,
    pub time: Option<String>,
}

/// Show the runs before and after
///
/// For members of the organisation.
#[utoipa::path(
    get, path = "/api/v1/org/{slug}/runs/{run_id}/neighbours", tag = "Test runs",
    params(("slug" = String, Path), ("run_id" = Uuid, Path), NeighboursQuery),
    responses(
        (status = 200, body = RunNeighbours),
        (status = 401, body = ProblemBody),
        (status = 404, body = ProblemBody, description = "No such run in this organisation"),
    ),
)]
pub async fn show_run_neighbours(
    State(app): State<App>,
    caller: InOrganisation,
    RunPath(run_id): RunPath,
    QueryOf(query): QueryOf<NeighboursQuery>,
) -> Result<Json<RunNeighbours>, Problem> {
    let organisation = caller.organisation();
    let run = app.store.lookup_run(organisation, run_id).await?;
    let number = run.ok_or_else(no_such_run)?.run_number;
    let facts = app.facts.snapshot(organisation).await?;
    let row = facts.find(number.0).ok_or_else(no_such_run)?;
    // A scan of millions of runs must not hold up the requests of a whole thread.
    let pick = tokio::task::spawn_blocking(move || pick(&facts, &row, query.within));
    let (older, newer) = pick
        .await
        .map_err(|_| Problem::unavailable("The question was interrupted. Try again."))?;
    Ok(Json(RunNeighbours {
        older: find(&app, organisation, older).await?,
        newer: find(&app, organisation, newer).await?,
    }))
}

fn pick(
    facts: &Facts,
    row: &FactRow,
    within: NeighboursWithin,
) -> (Option<RunPosition>, Option<RunPosition>) {
    let only = |id: u32| Some([id].into_iter().collect());
    let filter = match within {
        NeighboursWithin::All => Filter::default(),
        NeighboursWithin::Plan => Filter {
            plans: only(row.plan),
            ..Filter::default()
        },
        NeighboursWithin::Stand => Filter {
            stands: only(row.stand),
            ..Filter::default()
        },
        NeighboursWithin::Part => Filter {
            parts: only(row.part),
            ..Filter::default()
        },
        NeighboursWithin::Unit => Filter {
            units: only(row.unit),
            ..Filter::default()
        },
    };
    let here = RunPosition {
        time_us: row.time_us,
        run_number: row.run_number,
    };
    let older = newest_first_after(facts, &filter, Some(here), 1)
        .first()
        .copied();
    (older, next_newer(facts, &filter, here))
}

async fn find(
    app: &App,
    organisation: OrganisationId,
    position: Option<RunPosition>,
) -> Result<Option<RunNeighbour>, Problem> {
    let Some(position) = position else {
        return Ok(None);
    };
    let number = RunNumber(position.run_number);
    let runs = app.store.list_runs(organisation, &[number]).await?;
    Ok(runs.into_iter().next().map(RunNeighbour::from))
}

impl From<RunSummary> for RunNeighbour {
    fn from(run: RunSummary) -> Self {
        Self {
            id: run.run_id.0,
            status: run.status.into(),
            plan: run.plan,
            part_number: run.part_number,
            serial_number: run.serial_number,
            time: instant_text(Some(run.run_time.0)),
        }
    }
}
