//! `test_run`: runs, one run, its failed cases. The shapes are StandCloud's public ones, which
//! HardPy's reader hands through to its users.

use axum::Json;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use serde::Serialize;
use serde_json::value::RawValue;
use standcloud_report::{Case, Comparison, MeasuredValue, Measurement, Module, Status, parse};
use standcloud_store::{OrganisationId, RunId};
use utoipa::ToSchema;
use uuid::Uuid;

use super::filters::{ParameterNames, read_query};
use super::run_query::{FoundRun, Picked, fill_in, find_runs};
use super::text::{clock_duration, rfc3339, status_icon, status_word};
use crate::app::App;
use crate::auth::{Audience, ClientAddress, Scope, authenticate};
use crate::error::ApiError;

const NAMES: ParameterNames = ParameterNames {
    attempt: "number_of_attempt",
    stop_time: "stop_time",
};

/// One test run.
#[derive(Debug, Serialize, ToSchema)]
pub struct TestRun {
    pub test_run_id: Uuid,
    /// The report's `name`.
    pub test_plan_name: String,
    pub serial_number: Option<String>,
    pub part_number: String,
    /// `PASS`, `FAIL`, `ERROR`, `STOPPED`, `SKIPPED`, `RUN` or `READY`.
    #[schema(example = "PASS")]
    pub status: &'static str,
    pub status_icon: &'static str,
    /// The how-manyth run of this unit in this test plan and process, by run time.
    pub number_of_attempt: i64,
    /// RFC 3339, UTC.
    #[schema(example = "2026-11-22T16:51:19Z")]
    pub start_time: Option<String>,
    pub stop_time: Option<String>,
    /// Hours, minutes and seconds.
    #[schema(example = "00:12:34")]
    pub duration: Option<String>,
    pub test_stand_name: String,
    pub test_stand_hw_id: String,
    /// The artifact of the run, as reported.
    #[schema(value_type = Object)]
    pub test_run_artifact: Box<RawValue>,
    /// `test_stand.info`, as reported.
    #[schema(value_type = Object)]
    pub test_stand_info: Box<RawValue>,
    /// `dut.info`, as reported.
    #[schema(value_type = Object)]
    pub dut_info: Box<RawValue>,
}

/// One case that did not pass.
#[derive(Debug, Serialize, ToSchema)]
pub struct FailedCase {
    pub module_id: String,
    pub module_name: String,
    pub case_id: String,
    pub case_name: String,
    /// `FAIL` or `ERROR`.
    pub status: &'static str,
    /// RFC 3339, UTC.
    pub start_time: Option<String>,
    pub stop_time: Option<String>,
    pub attempt: u32,
    /// Why it failed.
    pub assertion_msg: Option<String>,
    /// What the test wrote meanwhile.
    pub msg: Vec<String>,
    pub measurements: Vec<FailedCaseMeasurement>,
}

/// A measurement of a failed case with its limits.
#[derive(Debug, Serialize, ToSchema)]
pub struct FailedCaseMeasurement {
    pub name: Option<String>,
    /// A number or a text.
    #[schema(value_type = Object)]
    pub value: serde_json::Value,
    pub unit: Option<String>,
    /// How it was compared, such as `gele` (from lower to upper limit, both included).
    pub operation: Option<&'static str>,
    #[schema(value_type = Object)]
    pub comparison_value: serde_json::Value,
    pub lower_limit: Option<f64>,
    pub upper_limit: Option<f64>,
    pub result: Option<bool>,
}

/// List test runs
///
/// Newest first. Parameters are the scalar fields of the answer; `start_time_from`, `start_time_to`,
/// `stop_time_from`, `stop_time_to`; `limit` and `offset`. Any other name is a key of `dut.info`, such
/// as `firmware_version=1.2.3`. A parameter given twice means "either". Voided runs are left out.
#[utoipa::path(
    get, path = "/integration/api/v1/test_run", tag = "Read",
    params(
        ("part_number" = Option<String>, Query), ("serial_number" = Option<String>, Query),
        ("status" = Option<String>, Query, description = "`pass`, `fail`, `error`, `stopped`, `skipped`, `run`, `ready`; HardPy's own words too"),
        ("test_plan_name" = Option<String>, Query), ("test_stand_name" = Option<String>, Query),
        ("test_stand_hw_id" = Option<String>, Query), ("number_of_attempt" = Option<u32>, Query),
        ("duration" = Option<String>, Query, description = "`00:12:34`, `PT50S` or seconds"),
        ("start_time" = Option<String>, Query), ("start_time_from" = Option<String>, Query), ("start_time_to" = Option<String>, Query),
        ("stop_time" = Option<String>, Query), ("stop_time_from" = Option<String>, Query), ("stop_time_to" = Option<String>, Query),
        ("limit" = Option<usize>, Query, description = "100 by default"), ("offset" = Option<usize>, Query),
    ),
    responses((status = 200, body = Vec<TestRun>), (status = 401, description = "No valid credential"),
        (status = 403, description = "The credential lacks the scope report:read"),
        (status = 422, description = "A parameter has the wrong type")),
    security(("bearer" = []), ("api_key" = [])),
)]
pub async fn list_test_runs(
    State(app): State<App>,
    address: ClientAddress,
    audience: Audience,
    headers: HeaderMap,
    Query(parameters): Query<Vec<(String, String)>>,
) -> Result<Json<Vec<TestRun>>, ApiError> {
    let principal = authenticate(&app, &headers, address, audience, Scope::ReportRead).await?;
    let query = read_query(&app, principal.organisation, NAMES, parameters).await?;
    let found = find_runs(&app, principal.organisation, query, Picked::Every).await?;
    Ok(Json(found.into_iter().map(TestRun::from).collect()))
}

/// Show one test run
#[utoipa::path(
    get, path = "/integration/api/v1/test_run/{test_run_id}", tag = "Read",
    params(("test_run_id" = Uuid, Path)),
    responses((status = 200, body = TestRun), (status = 401, description = "No valid credential"),
        (status = 404, description = "No such run in this organisation"),
        (status = 422, description = "The id is not a UUID")),
    security(("bearer" = []), ("api_key" = [])),
)]
pub async fn lookup_test_run(
    State(app): State<App>,
    address: ClientAddress,
    audience: Audience,
    headers: HeaderMap,
    id: RunIdPath,
) -> Result<Json<TestRun>, ApiError> {
    let principal = authenticate(&app, &headers, address, audience, Scope::ReportRead).await?;
    let run = app
        .store
        .lookup_run(principal.organisation, read_run_id(id)?)
        .await?;
    let run = run.ok_or_else(no_such_run)?;
    let found = fill_in(&app, principal.organisation, vec![run]).await?;
    found
        .into_iter()
        .next()
        .map(|found| Json(TestRun::from(found)))
        .ok_or_else(no_such_run)
}

/// List the failed cases of a run
#[utoipa::path(
    get, path = "/integration/api/v1/test_run/{test_run_id}/failed_case", tag = "Read",
    params(("test_run_id" = Uuid, Path)),
    responses((status = 200, body = Vec<FailedCase>), (status = 401, description = "No valid credential"),
        (status = 404, description = "No such run in this organisation")),
    security(("bearer" = []), ("api_key" = [])),
)]
pub async fn list_failed_cases(
    State(app): State<App>,
    address: ClientAddress,
    audience: Audience,
    headers: HeaderMap,
    id: RunIdPath,
) -> Result<Json<Vec<FailedCase>>, ApiError> {
    let principal = authenticate(&app, &headers, address, audience, Scope::ReportRead).await?;
    let body = report_body(&app, principal.organisation, read_run_id(id)?).await?;
    let report = parse(&body, &app.config.limits.parse())
        .map_err(|problems| ApiError::invalid_body(&problems))?;
    let failed = report.modules.iter().flat_map(|module| {
        let cases = module.cases.iter().filter(|case| has_failed(case.status));
        cases.map(move |case| failed_case(module, case))
    });
    Ok(Json(failed.collect()))
}

/// What stands in the place of the id. Text that is not UTF-8 is as wrong as any other.
pub(super) type RunIdPath = Result<Path<String>, PathRejection>;

pub(super) fn read_run_id(path: RunIdPath) -> Result<RunId, ApiError> {
    let text = path.map(|Path(text)| text).unwrap_or_default();
    let id = Uuid::parse_str(&text).map_err(|_| {
        let detail = serde_json::json!([{
            "loc": ["path", "test_run_id"], "msg": "must be a UUID", "type": "uuid_parsing",
        }]);
        ApiError::unprocessable(detail)
    })?;
    Ok(RunId(id))
}

pub(super) async fn report_body(
    app: &App,
    organisation: OrganisationId,
    run_id: RunId,
) -> Result<Vec<u8>, ApiError> {
    let report = app.store.lookup_report(organisation, run_id).await?;
    report.map(|report| report.body).ok_or_else(no_such_run)
}

fn no_such_run() -> ApiError {
    ApiError::new(StatusCode::NOT_FOUND, "there is no such test run")
}

fn has_failed(status: Status) -> bool {
    matches!(status, Status::Failed | Status::Error)
}

/// The texts come from the report reader, which only ever writes JSON objects.
pub(super) fn raw_json(text: String) -> Box<RawValue> {
    RawValue::from_string(text).unwrap_or_default()
}

impl From<FoundRun> for TestRun {
    fn from(found: FoundRun) -> Self {
        let FoundRun { run, free_form } = found;
        Self {
            test_run_id: run.run_id.0,
            test_plan_name: run.plan,
            serial_number: run.serial_number,
            part_number: run.part_number,
            status: status_word(run.status),
            status_icon: status_icon(run.status),
            number_of_attempt: run.attempt,
            start_time: run.start.and_then(rfc3339),
            stop_time: run.stop.and_then(rfc3339),
            duration: run.duration_ms.map(clock_duration),
            test_stand_name: run.stand_name,
            test_stand_hw_id: run.stand_hardware_id,
            test_run_artifact: raw_json(free_form.artifact),
            test_stand_info: raw_json(free_form.stand_info),
            dut_info: raw_json(free_form.dut_info),
        }
    }
}

fn failed_case(module: &Module, case: &Case) -> FailedCase {
    let instant = |micros: Option<i64>| micros.map(standcloud_store::UnixMicros).and_then(rfc3339);
    FailedCase {
        module_id: module.id.clone(),
        module_name: module.name.clone(),
        case_id: case.id.clone(),
        case_name: case.name.clone(),
        status: if case.status == Status::Error {
            "ERROR"
        } else {
            "FAIL"
        },
        start_time: instant(case.start_time_us),
        stop_time: instant(case.stop_time_us),
        attempt: case.attempt,
        assertion_msg: case.assertion_message.clone(),
        msg: case.messages.clone(),
        measurements: case.measurements.iter().map(measurement).collect(),
    }
}

fn measurement(measurement: &Measurement) -> FailedCaseMeasurement {
    FailedCaseMeasurement {
        name: measurement.name.clone(),
        value: match &measurement.value {
            MeasuredValue::Number(number) => (*number).into(),
            MeasuredValue::Text(text) => text.clone().into(),
        },
        unit: measurement.unit.clone(),
        operation: measurement
            .limits
            .operation
            .map(standcloud_report::Operation::as_str),
        comparison_value: match &measurement.limits.comparison {
            None => serde_json::Value::Null,
            Some(Comparison::Number(number)) => (*number).into(),
            Some(Comparison::Text(text)) => text.clone().into(),
        },
        lower_limit: measurement.limits.lower,
        upper_limit: measurement.limits.upper,
        result: measurement.result,
    }
}
