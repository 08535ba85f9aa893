//! What stands said about the latest failures of a step.

use std::collections::HashMap;

use serde::Serialize;
use standcloud_report::{Case, ParseLimits, Report, parse};
use standcloud_store::{RunNumber, StepName, StoredReport};
use utoipa::ToSchema;

use super::pattern::pattern_of;
use crate::analysis::analyst::Analyst;
use crate::analysis::question::compute;
use crate::app::App;
use crate::web_api::problem::Problem;
use crate::web_api::unit::failures::{REPORT_BYTES_MAX, message};

/// Of one step; more are rare ones.
const PATTERNS_MAX: usize = 3;

/// What several runs said in nearly the same words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FailureMessageView {
    /// As the latest of these runs said it.
    pub text: String,
    /// With `#` for each number.
    pub pattern: String,
    /// Of the runs that were looked at.
    pub count: u64,
}

/// What is known of a step from its latest failures.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StepWords {
    /// As the latest report calls them.
    pub module_name: Option<String>,
    pub case_name: Option<String>,
    /// The usual ones first.
    pub messages: Vec<FailureMessageView>,
    /// How many runs were looked at.
    pub looked_at: u64,
}

/// A step and its latest failed runs, the latest first.
#[derive(Debug, Clone)]
pub struct LatestFailures {
    pub step: StepName,
    pub runs: Vec<RunNumber>,
}

/// In the order of the steps. The caller bounds how many runs there are.
pub async fn words_of_steps(
    app: &App,
    analyst: &Analyst,
    steps: Vec<LatestFailures>,
) -> Result<Vec<StepWords>, Problem> {
    let organisation = analyst.organisation_id();
    let numbers: Vec<RunNumber> = steps.iter().flat_map(|step| &step.runs).copied().collect();
    let reports = app
        .store
        .list_small_reports(organisation, &numbers, REPORT_BYTES_MAX)
        .await?;
    let limits = app.config.limits.parse();
    compute(move || {
        let words = steps.iter().map(|step| words_of(step, &reports, &limits));
        words.collect()
    })
    .await
}

fn words_of(
    step: &LatestFailures,
    reports: &HashMap<RunNumber, StoredReport>,
    limits: &ParseLimits,
) -> StepWords {
    let mut words = StepWords::default();
    let stored = step.runs.iter().filter_map(|number| reports.get(number));
    for report in stored.filter_map(|report| parse(&report.body, limits).ok()) {
        words.looked_at += 1;
        let Some((module_name, case)) = find_case(&report, &step.step) else {
            continue;
        };
        words.module_name.get_or_insert(module_name);
        words.case_name.get_or_insert_with(|| case.name.clone());
        if let Some(text) = message(case) {
            words.add(text);
        }
    }
    // The sort is stable: of equally usual ones the latest stays first.
    words
        .messages
        .sort_by_key(|message| std::cmp::Reverse(message.count));
    words.messages.truncate(PATTERNS_MAX);
    words
}

impl StepWords {
    fn add(&mut self, text: String) {
        let pattern = pattern_of(&text);
        let mut known = self.messages.iter_mut();
        if let Some(message) = known.find(|message| message.pattern == pattern) {
            message.count += 1;
        } else {
            self.messages.push(FailureMessageView {
                text,
                pattern,
                count: 1,
            });
        }
    }
}

fn find_case<'r>(report: &'r Report, step: &StepName) -> Option<(String, &'r Case)> {
    let mut modules = report.modules.iter();
    let module = modules.find(|module| module.id == step.module)?;
    let case = module.cases.iter().find(|case| case.id == step.case)?;
    Some((module.name.clone(), case))
}
