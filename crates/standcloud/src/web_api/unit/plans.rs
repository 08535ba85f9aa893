//! How a unit stands in each plan and process.

use std::collections::BTreeMap;

use serde::Serialize;
use standcloud_columns::{RunStatus, Verdict};
use standcloud_store::{OrganisationId, RunNumber, RunSummary, Unit, UnitPlan};
use utoipa::ToSchema;

use super::runs::{UnitRun, unit_runs};
use crate::app::App;
use crate::web_api::problem::Problem;

/// Whether a unit is good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum UnitVerdict {
    /// The last test passed; of a unit: in every plan.
    Passed,
    /// The last test did not pass; of a unit: in at least one plan.
    Failed,
    /// No run was a test: they were stopped or skipped, or there are none.
    NotTested,
}

/// The unit in one plan and process. Voided runs count for nothing here.
#[derive(Debug, Serialize, ToSchema)]
pub struct UnitPlanView {
    pub verdict: UnitVerdict,
    /// Whether the first test passed; nothing without a test.
    pub first_pass: Option<bool>,
    /// Runs that are not voided, stopped and skipped ones as well.
    pub attempts: u64,
    /// The last run that was a test, else the last run.
    pub last_run: UnitRun,
}

#[derive(Default)]
struct Group {
    attempts: u64,
    tests: Option<(RunNumber, RunNumber)>,
    others: Option<RunNumber>,
}

/// The plan with the newest run first.
pub(super) async fn plan_views(
    app: &App,
    organisation: OrganisationId,
    unit: &Unit,
) -> Result<Vec<UnitPlanView>, Problem> {
    let groups = group(&app.store.list_unit_plans(organisation, unit.id).await?);
    let lasts: Vec<RunNumber> = groups.iter().filter_map(Group::last).collect();
    let firsts: Vec<RunNumber> = groups.iter().filter_map(Group::first_test).collect();
    let mut lasts = app.store.list_runs(organisation, &lasts).await?;
    let firsts = app.store.list_runs(organisation, &firsts).await?;
    lasts.sort_by_key(|run| std::cmp::Reverse((run.run_time, run.run_number)));
    let of_run = |run: &RunSummary| {
        groups
            .iter()
            .find(|group| group.last() == Some(run.run_number))
    };
    let facts: Vec<_> = lasts
        .iter()
        .map(|last| {
            let group = of_run(last);
            let first = group.and_then(Group::first_test);
            let first = firsts.iter().find(|run| Some(run.run_number) == first);
            let attempts = group.map_or(1, |group| group.attempts);
            (
                verdict(last.status),
                first.map(|run| passed(run.status)),
                attempts,
            )
        })
        .collect();
    let runs = unit_runs(app, organisation, lasts).await?;
    let views = runs
        .into_iter()
        .zip(facts)
        .map(|(last_run, fact)| UnitPlanView {
            verdict: fact.0,
            first_pass: fact.1,
            attempts: fact.2,
            last_run,
        });
    Ok(views.collect())
}

/// Of all plans together.
pub(super) fn overall(plans: &[UnitPlanView]) -> UnitVerdict {
    let has = |verdict| plans.iter().any(|plan| plan.verdict == verdict);
    if has(UnitVerdict::Failed) {
        UnitVerdict::Failed
    } else if has(UnitVerdict::Passed) {
        UnitVerdict::Passed
    } else {
        UnitVerdict::NotTested
    }
}

impl Group {
    fn last(&self) -> Option<RunNumber> {
        self.tests.map(|(_, last)| last).or(self.others)
    }

    fn first_test(&self) -> Option<RunNumber> {
        self.tests.map(|(first, _)| first)
    }
}

fn group(rows: &[UnitPlan]) -> Vec<Group> {
    let mut groups: BTreeMap<(i64, i64), Group> = BTreeMap::new();
    for row in rows {
        let group = groups.entry((row.plan, row.process)).or_default();
        group.attempts += row.runs;
        if row.is_test {
            group.tests = Some((row.first, row.last));
        } else {
            group.others = Some(row.last);
        }
    }
    groups.into_values().collect()
}

fn verdict(status: RunStatus) -> UnitVerdict {
    match status.verdict() {
        Verdict::Pass => UnitVerdict::Passed,
        Verdict::NotPassed => UnitVerdict::Failed,
        Verdict::NotATest => UnitVerdict::NotTested,
    }
}

fn passed(status: RunStatus) -> bool {
    status.verdict() == Verdict::Pass
}
