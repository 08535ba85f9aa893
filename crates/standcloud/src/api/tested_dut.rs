//! `tested_dut`: the last run of every unit.

use axum::Json;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use serde::Serialize;
use serde_json::value::RawValue;
use utoipa::ToSchema;

use super::filters::{ParameterNames, read_query};
use super::run_query::{FoundRun, Picked, find_runs};
use super::test_run::raw_json;
use super::text::{iso_duration, rfc3339, status_icon, status_word};
use crate::app::App;
use crate::auth::{Audience, ClientAddress, Scope, authenticate};
use crate::error::ApiError;

const NAMES: ParameterNames = ParameterNames {
    attempt: "attempt_count",
    stop_time: "finish_time",
};

/// A unit and its last run.
#[derive(Debug, Serialize, ToSchema)]
pub struct TestedDut {
    pub test_plan_name: String,
    pub serial_number: Option<String>,
    pub part_number: String,
    /// `pass`, `fail`, `error`, `stopped`, `skipped`, `run` or `ready`.
    #[schema(example = "pass")]
    pub status: String,
    pub status_icon: &'static str,
    /// How often the unit ran in this test plan and process.
    pub attempt_count: i64,
    /// RFC 3339, UTC.
    pub start_time: Option<String>,
    pub finish_time: Option<String>,
    /// ISO 8601.
    #[schema(example = "PT50S")]
    pub duration: Option<String>,
    pub test_stand_name: String,
    pub test_stand_hw_id: String,
    #[schema(value_type = Object)]
    pub dut_info: Box<RawValue>,
    #[schema(value_type = Object)]
    pub test_stand_info: Box<RawValue>,
    #[schema(value_type = Object)]
    pub test_run_artifact: Box<RawValue>,
}

/// List tested units
///
/// Takes the last run of each unit first and filters then, so `status=fail` lists the units that are
/// bad now. Parameters as for test runs, with `attempt_count` and `finish_time`. Runs without a serial
/// number have no unit.
#[utoipa::path(
    get, path = "/integration/api/v1/tested_dut", tag = "Read",
    params(
        ("part_number" = Option<String>, Query), ("serial_number" = Option<String>, Query),
        ("status" = Option<String>, Query), ("test_plan_name" = Option<String>, Query),
        ("test_stand_name" = Option<String>, Query), ("test_stand_hw_id" = Option<String>, Query),
        ("attempt_count" = Option<u32>, Query), ("duration" = Option<String>, Query),
        ("start_time" = Option<String>, Query), ("start_time_from" = Option<String>, Query), ("start_time_to" = Option<String>, Query),
        ("finish_time" = Option<String>, Query), ("finish_time_from" = Option<String>, Query), ("finish_time_to" = Option<String>, Query),
        ("limit" = Option<usize>, Query, description = "100 by default"), ("offset" = Option<usize>, Query),
    ),
    responses((status = 200, body = Vec<TestedDut>), (status = 401, description = "No valid credential"),
        (status = 422, description = "A parameter has the wrong type")),
    security(("bearer" = []), ("api_key" = [])),
)]
pub async fn list_tested_duts(
    State(app): State<App>,
    address: ClientAddress,
    audience: Audience,
    headers: HeaderMap,
    Query(parameters): Query<Vec<(String, String)>>,
) -> Result<Json<Vec<TestedDut>>, ApiError> {
    let principal = authenticate(&app, &headers, address, audience, Scope::ReportRead).await?;
    let query = read_query(&app, principal.organisation, NAMES, parameters).await?;
    let found = find_runs(&app, principal.organisation, query, Picked::LastOfUnit).await?;
    Ok(Json(found.into_iter().map(TestedDut::from).collect()))
}

impl From<FoundRun> for TestedDut {
    fn from(found: FoundRun) -> Self {
        let FoundRun { run, free_form } = found;
        Self {
            test_plan_name: run.plan,
            serial_number: run.serial_number,
            part_number: run.part_number,
            status: status_word(run.status).to_ascii_lowercase(),
            status_icon: status_icon(run.status),
            attempt_count: run.attempt,
            start_time: run.start.and_then(rfc3339),
            finish_time: run.stop.and_then(rfc3339),
            duration: run.duration_ms.map(iso_duration),
            test_stand_name: run.stand_name,
            test_stand_hw_id: run.stand_hardware_id,
            dut_info: raw_json(free_form.dut_info),
            test_stand_info: raw_json(free_form.stand_info),
            test_run_artifact: raw_json(free_form.artifact),
        }
    }
}
