//! All runs of a unit, over all plans and stands.

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use standcloud_store::{OrganisationId, RunNumber, RunOrder, RunPlace, RunSummary, UnixMicros};
use utoipa::ToSchema;
use uuid::Uuid;

use super::UnitQuery;
use super::failures::{UnitFailure, first_failures};
use crate::api::text::rfc3339;
use crate::app::App;
use crate::web_api::body::QueryOf;
use crate::web_api::caller::InOrganisation;
use crate::web_api::problem::{Problem, ProblemBody};
use crate::web_api::run_status::RunStatusView;

const PAGE_RUNS_DEFAULT: u32 = 25;
const PAGE_RUNS_MAX: u32 = 50;

/// One run in a list of runs of one unit.
#[derive(Debug, Serialize, ToSchema)]
pub struct UnitRun {
    pub run_id: Uuid,
    pub plan: String,
    pub process: Option<String>,
    pub status: RunStatusView,
    /// It counts in no figure.
    pub voided: bool,
    /// The how-manyth of its unit in its plan and process.
    pub attempt: i64,
    /// Its start, else its stop, else when it was received.
    pub run_at: Option<String>,
    pub duration_ms: Option<i64>,
    pub stand_name: String,
    pub stand_number: Option<i64>,
    pub operator: Option<String>,
    pub batch: Option<String>,
    pub revision: Option<String>,
    pub error_code: Option<i64>,
    /// Where it failed, if it failed.
    pub failure: Option<UnitFailure>,
}

/// One page of them.
#[derive(Debug, Serialize, ToSchema)]
pub struct UnitRuns {
    pub runs: Vec<UnitRun>,
    /// To be sent as `after` for the next page; nothing on the last one.
    pub next: Option<String>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum UnitRunOrder {
    #[default]
    Newest,
    Oldest,
}

#[derive(Debug, Clone, Deserialize)]
pub struct UnitRunsQuery {
    part: String,
    serial: String,
    #[serde(default)]
    order: UnitRunOrder,
    after: Option<String>,
    limit: Option<u32>,
}

/// List the runs of a unit
///
/// Over all plans and stands, voided ones as well. For everybody in the organisation.
#[utoipa::path(
    get, path = "/api/v1/org/{slug}/units/runs", tag = "Units",
    params(
        ("slug" = String, Path),
        ("part" = String, Query, description = "Part number"),
        ("serial" = String, Query, description = "Serial number"),
        ("order" = inline(Option<UnitRunOrder>), Query, description = "`newest` first by default"),
        ("after" = Option<String>, Query, description = "`next` of the page before"),
        ("limit" = Option<u32>, Query, description = "25 by default, at most 50"),
    ),
    responses(
        (status = 200, body = UnitRuns),
        (status = 401, body = ProblemBody, description = "Nobody is signed in"),
        (status = 404, body = ProblemBody, description = "No report names this unit"),
    ),
)]
pub async fn list_unit_runs(
    State(app): State<App>,
    caller: InOrganisation,
    QueryOf(query): QueryOf<UnitRunsQuery>,
) -> Result<Json<UnitRuns>, Problem> {
    let named = UnitQuery {
        part: query.part,
        serial: query.serial,
    };
    let unit = named.find(&app, &caller).await?;
    let after = query.after.as_deref().map(read_place).transpose()?;
    let order = match query.order {
        UnitRunOrder::Newest => RunOrder::NewestFirst,
        UnitRunOrder::Oldest => RunOrder::OldestFirst,
    };
    let limit = query.limit.unwrap_or(PAGE_RUNS_DEFAULT);
    let limit = limit.clamp(1, PAGE_RUNS_MAX);
    let organisation = caller.organisation();
    // One more than asked for tells whether there is another page.
    let numbers = app
        .store
        .list_unit_runs(organisation, unit.id, order, after, limit + 1)
        .await?;
    let shown = limit as usize;
    let has_more = numbers.len() > shown;
    let runs: Vec<RunNumber> = numbers.into_iter().take(shown).collect();
    let summaries = app.store.list_runs(organisation, &runs).await?;
    let next = summaries.last().filter(|_| has_more).map(place_text);
    Ok(Json(UnitRuns {
        runs: unit_runs(&app, organisation, summaries).await?,
        next,
    }))
}

/// Adds why those that failed did so.
pub(super) async fn unit_runs(
    app: &App,
    organisation: OrganisationId,
    runs: Vec<RunSummary>,
) -> Result<Vec<UnitRun>, Problem> {
    let mut failures = first_failures(app, organisation, &runs).await?;
    let with_failure = runs.into_iter().map(|run| {
        let failure = failures.remove(&run.run_number);
        UnitRun {
            failure,
            ..UnitRun::from(run)
        }
    });
    Ok(with_failure.collect())
}

impl From<RunSummary> for UnitRun {
    fn from(run: RunSummary) -> Self {
        Self {
            run_id: run.run_id.0,
            plan: run.plan,
            process: run.process,
            status: run.status.into(),
            voided: run.voided,
            attempt: run.attempt,
            run_at: rfc3339(run.run_time),
            duration_ms: run.duration_ms,
            stand_name: run.stand_name,
            stand_number: run.stand_number,
            operator: run.operator,
            batch: run.batch,
            revision: run.revision,
            error_code: run.error_code,
            failure: None,
        }
    }
}

fn place_text(run: &RunSummary) -> String {
    format!("{}.{}", run.run_time.0, run.run_number.0)
}

fn read_place(text: &str) -> Result<RunPlace, Problem> {
    let numbers = text.split_once('.').and_then(|(time, number)| {
        let (time, number) = (time.parse().ok()?, number.parse().ok()?);
        Some((UnixMicros(time), RunNumber(number)))
    });
    let (run_time, run_number) = numbers.ok_or_else(|| {
        Problem::invalid(
            "after",
            "This is not the end of a page. Start from the first one.",
        )
    })?;
    Ok(RunPlace {
        run_time,
        run_number,
    })
}
