//! What a test plan measures: the way to every other question about measurements.

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use standcloud_report::identifier_text;
use standcloud_store::{Series, SeriesKind};
use utoipa::{IntoParams, ToSchema};

use super::analyst::Analyst;
use crate::app::App;
use crate::web_api::body::QueryOf;
use crate::web_api::problem::{Problem, ProblemBody};

/// More measurements of one plan are not looked at.
pub const SERIES_MAX: u32 = 10_000;

/// Which plan.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct MeasurementsOfPlan {
    /// Name of the test plan.
    pub plan: String,
}

/// What the values of a measurement are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MeasurementKindView {
    Number,
    Text,
    /// How long a step took, in whole seconds.
    StepDuration,
}

/// One measurement of a test plan, over all its runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct MeasurementView {
    /// Names the measurement in other questions.
    pub series: u32,
    pub kind: MeasurementKindView,
    pub plan: String,
    /// Id of the module.
    pub module: String,
    /// Id of the case.
    pub case: String,
    /// Empty for an unnamed measurement, which is known by its position.
    pub name: String,
    /// In the case, from 0; only of unnamed measurements.
    pub position: Option<u32>,
    /// How many of the same name come before in the case.
    pub occurrence: u32,
    /// Empty when the stand gave none.
    pub unit: String,
}

/// List the measurements of a test plan
///
/// For everybody in the organisation. At most 10,000, in the order in which they were first seen.
#[utoipa::path(
    get, path = "/api/v1/org/{slug}/analysis/measurements", tag = "Analysis",
    params(("slug" = String, Path), MeasurementsOfPlan),
    responses(
        (status = 200, body = Vec<MeasurementView>),
        (status = 401, body = ProblemBody, description = "Nobody is signed in"),
        (status = 404, body = ProblemBody, description = "Not your organisation, or no such plan"),
    ),
)]
pub async fn list_measurements(
    State(app): State<App>,
    analyst: Analyst,
    QueryOf(wanted): QueryOf<MeasurementsOfPlan>,
) -> Result<Json<Vec<MeasurementView>>, Problem> {
    let organisation = analyst.organisation_id();
    let name = identifier_text(&wanted.plan);
    let plan = app.store.find_plan_ids(organisation, &name).await?;
    let plan = plan.first().copied().ok_or_else(Problem::not_found)?;
    let series = app
        .store
        .list_series_of_plan(organisation, plan, SERIES_MAX);
    Ok(Json(series.await?.into_iter().map(Into::into).collect()))
}

impl From<SeriesKind> for MeasurementKindView {
    fn from(kind: SeriesKind) -> Self {
        match kind {
            SeriesKind::Number => Self::Number,
            SeriesKind::Text => Self::Text,
            SeriesKind::StepDuration => Self::StepDuration,
        }
    }
}

impl From<Series> for MeasurementView {
    fn from(series: Series) -> Self {
        Self {
            series: series.id,
            kind: series.kind.into(),
            plan: series.plan,
            module: series.module,
            case: series.case,
            name: series.name,
            position: series.position,
            occurrence: series.occurrence,
            unit: series.unit,
        }
    }
}
