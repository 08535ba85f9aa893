//! Everything that the page of a run shows.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use standcloud_report::{details, parse};
use standcloud_store::{RunSummary, StoredReport};
use utoipa::ToSchema;
use uuid::Uuid;

use super::path::{RunPath, instant_text, no_such_run};
use super::report::RunReport;
use super::voiding::RunVoid;
use crate::app::App;
use crate::web_api::caller::InOrganisation;
use crate::web_api::problem::{Problem, ProblemBody};
use crate::web_api::run_status::RunStatusView;

/// A test run.
#[derive(Debug, Serialize, ToSchema)]
pub struct RunPage {
    pub id: Uuid,
    /// Its place in the order in which reports were accepted.
    pub run_number: i64,
    pub plan: String,
    pub status: RunStatusView,
    /// Set while the run is left out of every figure.
    pub void: Option<RunVoid>,
    pub part_number: String,
    pub revision: Option<String>,
    pub serial_number: Option<String>,
    /// The how-manyth run of this unit in this test plan and process.
    pub attempt: i64,
    pub batch: Option<String>,
    pub process: Option<String>,
    pub operator: Option<String>,
    pub error_code: Option<i64>,
    pub stand: RunStand,
    pub start: Option<String>,
    pub stop: Option<String>,
    pub duration_ms: Option<i64>,
    pub received: Option<String>,
    /// How it came: `upload`, `demo`, …
    pub source: String,
    /// Who sent it.
    pub principal: String,
    /// Of the raw report.
    pub size_bytes: usize,
    /// Not there when the raw report cannot be read any more.
    pub report: Option<RunReport>,
}

/// Where it was tested.
#[derive(Debug, Serialize, ToSchema)]
pub struct RunStand {
    /// Of the stand's page.
    pub id: Option<u32>,
    pub name: String,
    pub number: Option<i64>,
    pub hardware_id: String,
}

/// Show a test run
///
/// For members of the organisation.
#[utoipa::path(
    get, path = "/api/v1/org/{slug}/runs/{run_id}", tag = "Test runs",
    params(("slug" = String, Path), ("run_id" = Uuid, Path)),
    responses(
        (status = 200, body = RunPage),
        (status = 401, body = ProblemBody),
        (status = 404, body = ProblemBody, description = "No such run in this organisation"),
    ),
)]
pub async fn show_run(
    State(app): State<App>,
    caller: InOrganisation,
    RunPath(run_id): RunPath,
) -> Result<Json<RunPage>, Problem> {
    let organisation = caller.organisation();
    let run = app.store.lookup_run(organisation, run_id).await?;
    let run = run.ok_or_else(no_such_run)?;
    let stored = app.store.lookup_report(organisation, run_id).await?;
    let stored = stored.ok_or_else(no_such_run)?;
    let void = app.store.lookup_void(organisation, run_id).await?;
    let facts = app.facts.snapshot(organisation).await?;
    let stand_id = facts.find(run.run_number.0).map(|row| row.stand);
    let mut page = RunPage::new(run, &stored, stand_id);
    page.void = void.map(RunVoid::from);
    page.report = read_report(&app, stored).await?;
    Ok(Json(page))
}

/// Large reports take a while, which must not hold up the requests of a whole thread.
async fn read_report(app: &App, stored: StoredReport) -> Result<Option<RunReport>, Problem> {
    let limits = app.config.limits.parse();
    let read = move || {
        let report = parse(&stored.body, &limits).ok()?;
        let details = details(&stored.body, &limits).ok()?;
        Some(RunReport::new(&report, details))
    };
    let task = tokio::task::spawn_blocking(read);
    task.await
        .map_err(|_| Problem::unavailable("Reading the report was interrupted. Try again."))
}

impl RunPage {
    fn new(run: RunSummary, stored: &StoredReport, stand_id: Option<u32>) -> Self {
        Self {
            id: run.run_id.0,
            run_number: run.run_number.0,
            plan: run.plan,
            status: run.status.into(),
            void: None,
            part_number: run.part_number,
            revision: run.revision,
            serial_number: run.serial_number,
            attempt: run.attempt,
            batch: run.batch,
            process: run.process,
            operator: run.operator,
            error_code: run.error_code,
            stand: RunStand {
                id: stand_id.filter(|id| *id != 0),
                name: run.stand_name,
                number: run.stand_number,
                hardware_id: run.stand_hardware_id,
            },
            start: instant_text(run.start.map(|instant| instant.0)),
            stop: instant_text(run.stop.map(|instant| instant.0)),
            duration_ms: run.duration_ms,
            received: instant_text(Some(run.received.0)),
            source: stored.source.clone(),
            principal: stored.principal.clone(),
            size_bytes: stored.body.len(),
            report: None,
        }
    }
}
