//! The tree of modules and cases.

use serde::Serialize;
use standcloud_report::{Artifact, Case, CaseDetails, Group, Module, ModuleDetails};
use utoipa::ToSchema;

use super::budget::Budget;
use super::chart::RunChart;
use super::measurement::RunMeasurement;
use super::path::instant_text;
use crate::web_api::run_status::RunStatusView;

const MESSAGES_MAX: usize = 200;

/// The part of the test plan that a step belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum StepGroup {
    Setup,
    Main,
    Teardown,
}

/// A module: usually one file of the test plan.
#[derive(Debug, Serialize, ToSchema)]
pub struct RunModule {
    pub id: String,
    pub name: String,
    pub group: StepGroup,
    pub status: RunStatusView,
    pub start: Option<String>,
    pub stop: Option<String>,
    pub duration_ms: Option<i64>,
    pub artifact: Option<RunArtifact>,
    pub cases: Vec<RunCase>,
}

/// A case: usually one function of the test plan.
#[derive(Debug, Serialize, ToSchema)]
pub struct RunCase {
    pub id: String,
    pub name: String,
    pub group: StepGroup,
    pub status: RunStatusView,
    pub start: Option<String>,
    pub stop: Option<String>,
    pub duration_ms: Option<i64>,
    pub attempt: u32,
    /// Why it failed.
    pub assertion_message: Option<String>,
    /// What the test wrote meanwhile.
    pub messages: Vec<String>,
    /// In the report.
    pub message_count: usize,
    /// The first of them; the others can be asked for.
    pub measurements: Vec<RunMeasurement>,
    /// In the report.
    pub measurement_count: usize,
    pub chart: Option<RunChart>,
    pub artifact: Option<RunArtifact>,
}

/// What the test plan attached.
#[derive(Debug, Serialize, ToSchema)]
pub struct RunArtifact {
    /// As JSON text; not there when it is too large for the page: the raw report has it.
    pub json: Option<String>,
    pub size_bytes: usize,
}

impl RunModule {
    pub(super) fn new(module: &Module, details: ModuleDetails, budget: &mut Budget) -> Self {
        let mut of_cases = details.cases.into_iter();
        let mut cases = Vec::with_capacity(module.cases.len());
        for case in &module.cases {
            let details = of_cases.next().unwrap_or_default();
            if budget.takes_case() {
                cases.push(RunCase::new(case, details, budget));
            }
        }
        Self {
            id: module.id.clone(),
            name: module.name.clone(),
            group: module.group.into(),
            status: module.status.into(),
            start: instant_text(module.start_time_us),
            stop: instant_text(module.stop_time_us),
            duration_ms: duration_ms(module.start_time_us, module.stop_time_us),
            artifact: RunArtifact::new(details.artifact, budget),
            cases,
        }
    }
}

impl RunCase {
    fn new(case: &Case, details: CaseDetails, budget: &mut Budget) -> Self {
        let shown = budget.take_measurements(case.measurements.len());
        let points_max = budget.points_of_series();
        Self {
            id: case.id.clone(),
            name: case.name.clone(),
            group: case.group.into(),
            status: case.status.into(),
            start: instant_text(case.start_time_us),
            stop: instant_text(case.stop_time_us),
            duration_ms: duration_ms(case.start_time_us, case.stop_time_us),
            attempt: case.attempt,
            assertion_message: case.assertion_message.clone(),
            messages: case.messages.iter().take(MESSAGES_MAX).cloned().collect(),
            message_count: case.messages.len(),
            measurements: case
                .measurements
                .iter()
                .take(shown)
                .map(RunMeasurement::from)
                .collect(),
            measurement_count: case.measurements.len(),
            chart: details.chart.map(|chart| RunChart::new(chart, points_max)),
            artifact: RunArtifact::new(details.artifact, budget),
        }
    }
}

impl RunArtifact {
    pub(super) fn new(artifact: Option<Artifact>, budget: &mut Budget) -> Option<Self> {
        let json = artifact?.json;
        let size_bytes = json.len();
        Some(Self {
            json: budget.takes_artifact(size_bytes).then_some(json),
            size_bytes,
        })
    }
}

impl From<Group> for StepGroup {
    fn from(group: Group) -> Self {
        match group {
            Group::Setup => Self::Setup,
            Group::Main => Self::Main,
            Group::Teardown => Self::Teardown,
        }
    }
}

/// A clock that was set back makes no duration.
fn duration_ms(start_us: Option<i64>, stop_us: Option<i64>) -> Option<i64> {
    let microseconds = stop_us?.checked_sub(start_us?)?;
    (microseconds >= 0).then_some(microseconds / 1000)
}
