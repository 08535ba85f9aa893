//! All measurements of a case that has very many.

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use standcloud_report::{Measurement, Report, parse};
use utoipa::{IntoParams, ToSchema};

use super::measurement::RunMeasurement;
use super::path::{RunPath, no_such_run};
use crate::app::App;
use crate::web_api::body::QueryOf;
use crate::web_api::caller::InOrganisation;
use crate::web_api::problem::{Problem, ProblemBody};

const PAGE: usize = 1_000;

/// Which of them.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct MeasurementsQuery {
    /// Id of the module.
    module: String,
    /// Id of the case.
    case: String,
    /// How many come before.
    #[serde(default)]
    offset: usize,
}

/// At most 1,000 measurements of one case.
#[derive(Debug, Serialize, ToSchema)]
pub struct RunMeasurements {
    pub measurements: Vec<RunMeasurement>,
    /// Of the case.
    pub total: usize,
}

/// List the measurements of a case
///
/// For members of the organisation; the page of a run holds the first few thousand.
#[utoipa::path(
    get, path = "/api/v1/org/{slug}/runs/{run_id}/measurements", tag = "Test runs",
    params(("slug" = String, Path), ("run_id" = Uuid, Path), MeasurementsQuery),
    responses(
        (status = 200, body = RunMeasurements),
        (status = 401, body = ProblemBody),
        (status = 404, body = ProblemBody, description = "No such run or case"),
    ),
)]
pub async fn list_run_measurements(
    State(app): State<App>,
    caller: InOrganisation,
    RunPath(run_id): RunPath,
    QueryOf(query): QueryOf<MeasurementsQuery>,
) -> Result<Json<RunMeasurements>, Problem> {
    let stored = app
        .store
        .lookup_report(caller.organisation(), run_id)
        .await?;
    let body = stored.ok_or_else(no_such_run)?.body;
    let limits = app.config.limits.parse();
    let read = move || {
        let report = parse(&body, &limits).ok()?;
        let all = measurements_of(&report, &query)?;
        Some(RunMeasurements {
            measurements: all
                .iter()
                .skip(query.offset)
                .take(PAGE)
                .map(RunMeasurement::from)
                .collect(),
            total: all.len(),
        })
    };
    let page = tokio::task::spawn_blocking(read).await;
    let page = page.map_err(|_| Problem::unavailable("Reading was interrupted. Try again."))?;
    page.map(Json).ok_or_else(no_such_run)
}

fn measurements_of<'r>(report: &'r Report, query: &MeasurementsQuery) -> Option<&'r [Measurement]> {
    let module = report
        .modules
        .iter()
        .find(|module| module.id == query.module)?;
    let case = module.cases.iter().find(|case| case.id == query.case)?;
    Some(&case.measurements)
}
