//! Where a run went wrong.

use serde::Serialize;
use standcloud_report::{Case, Module, Report, StepKey};
use utoipa::ToSchema;

use crate::web_api::run_status::RunStatusView;

/// A case that did not pass.
#[derive(Debug, Serialize, ToSchema)]
pub struct RunFailure {
    pub module_id: String,
    /// Not there when the report blames a case that it does not hold.
    pub module_name: Option<String>,
    pub case_id: String,
    pub case_name: Option<String>,
    pub status: Option<RunStatusView>,
    pub message: Option<String>,
}

/// The case that the stand itself blames.
pub(super) fn caused_failure(report: &Report) -> Option<RunFailure> {
    let key = report.caused_failure.as_ref()?;
    let found = all_cases(report).find(|(module, case)| is_named(key, module, case));
    Some(found.map_or_else(|| unknown_case(key), failure))
}

/// The first case in the order of the report that did not pass.
pub(super) fn first_failure(report: &Report) -> Option<RunFailure> {
    failed_cases(report).next().map(failure)
}

pub(super) fn count_failed_cases(report: &Report) -> usize {
    failed_cases(report).count()
}

fn failed_cases(report: &Report) -> impl Iterator<Item = (&Module, &Case)> {
    all_cases(report).filter(|(_, case)| RunStatusView::from(case.status).has_failed())
}

fn all_cases(report: &Report) -> impl Iterator<Item = (&Module, &Case)> {
    let modules = report.modules.iter();
    modules.flat_map(|module| module.cases.iter().map(move |case| (module, case)))
}

fn is_named(key: &StepKey, module: &Module, case: &Case) -> bool {
    module.id == key.module && case.id == key.case
}

fn unknown_case(key: &StepKey) -> RunFailure {
    RunFailure {
        module_id: key.module.clone(),
        module_name: None,
        case_id: key.case.clone(),
        case_name: None,
        status: None,
        message: None,
    }
}

fn failure((module, case): (&Module, &Case)) -> RunFailure {
    RunFailure {
        module_id: module.id.clone(),
        module_name: Some(module.name.clone()),
        case_id: case.id.clone(),
        case_name: Some(case.name.clone()),
        status: Some(case.status.into()),
        // A case may explain itself in its messages only.
        message: case
            .assertion_message
            .clone()
            .or_else(|| case.messages.last().cloned()),
    }
}
