//! Why runs failed, for lists. The words are in the raw reports only, so of each page the reports of the
//! failed runs are read; very large ones are left out, and their run shows the name of the case alone.

use std::collections::HashMap;

use serde::Serialize;
use standcloud_columns::RunStatus;
use standcloud_report::{Case, Module, ParseLimits, Report, Status, parse};
use standcloud_store::{OrganisationId, RunNumber, RunSummary};
use utoipa::ToSchema;

use crate::app::App;
use crate::web_api::problem::Problem;

pub const REPORT_BYTES_MAX: u64 = 2 << 20;
const MESSAGE_CHARS_MAX: usize = 500;

/// The case that a run failed in.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct UnitFailure {
    pub module_id: String,
    pub module_name: Option<String>,
    pub case_id: String,
    pub case_name: Option<String>,
    /// Its beginning when it is long.
    pub message: Option<String>,
}

/// Of those runs that failed.
pub(super) async fn first_failures(
    app: &App,
    organisation: OrganisationId,
    runs: &[RunSummary],
) -> Result<HashMap<RunNumber, UnitFailure>, Problem> {
    let mut failures: HashMap<RunNumber, UnitFailure> = runs
        .iter()
        .filter(|run| matches!(run.status, RunStatus::Failed | RunStatus::Error))
        .filter_map(|run| Some((run.run_number, named_failure(run)?)))
        .collect();
    let numbers: Vec<RunNumber> = failures.keys().copied().collect();
    let reports = app
        .store
        .list_small_reports(organisation, &numbers, REPORT_BYTES_MAX)
        .await?;
    let limits = app.config.limits.parse();
    let explained = tokio::task::spawn_blocking(move || {
        for (number, report) in reports {
            if let Some(failure) = failures.get_mut(&number) {
                explain(failure, &report.body, &limits);
            }
        }
        failures
    });
    explained
        .await
        .map_err(|_| Problem::unavailable("The question was interrupted. Try again."))
}

fn named_failure(run: &RunSummary) -> Option<UnitFailure> {
    let (module_id, case_id) = run.failing_step.clone()?;
    Some(UnitFailure {
        module_id,
        module_name: None,
        case_id,
        case_name: None,
        message: None,
    })
}

fn explain(failure: &mut UnitFailure, body: &[u8], limits: &ParseLimits) {
    let Ok(report) = parse(body, limits) else {
        return;
    };
    if let Some((module, case)) = find_case(&report, failure) {
        failure.module_name = Some(module.name.clone());
        failure.case_name = Some(case.name.clone());
        failure.message = message(case);
    }
}

/// The named case, unless the stand blames one that passed: then the first that did not pass.
fn find_case<'r>(report: &'r Report, failure: &UnitFailure) -> Option<(&'r Module, &'r Case)> {
    let modules = report.modules.iter();
    let cases = modules.flat_map(|module| module.cases.iter().map(move |case| (module, case)));
    cases
        .clone()
        .find(|(module, case)| module.id == failure.module_id && case.id == failure.case_id)
        .or_else(|| cases.clone().find(|(_, case)| has_failed(case.status)))
}

fn has_failed(status: Status) -> bool {
    matches!(status, Status::Failed | Status::Error)
}

/// A case may explain itself in its messages only.
pub fn message(case: &Case) -> Option<String> {
    let text = case.assertion_message.as_ref().or(case.messages.last())?;
    match text.char_indices().nth(MESSAGE_CHARS_MAX) {
        Some((end, _)) => Some(format!("{}…", text.get(..end)?)),
        None => Some(text.clone()),
    }
}
