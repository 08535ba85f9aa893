//! At which steps one side fails more often than the other.

use std::collections::{BTreeMap, HashMap};

use standcloud_columns::{
    Bucket, Calendar, Dimension, Facts, Filter, GroupError, Grouping, group_by,
};
use standcloud_stats::correct_for_many;

use super::shares::{difference_of, verdict_of};
use super::sides::Sides;
use super::views::StepDifferenceView;
use crate::analysis::analyst::Analyst;
use crate::analysis::behind::RunsBehind;
use crate::app::App;
use crate::web_api::problem::Problem;
use crate::web_api::run_status::RunStatusView;

const STEPS_MAX: usize = 100;

/// Failed runs of both sides by step, and the tests that each side had.
#[derive(Debug, Default)]
pub(super) struct FailedSteps {
    by_step: BTreeMap<u32, (u64, u64)>,
    tests_a: u64,
    tests_b: u64,
}

impl FailedSteps {
    pub(super) fn count(facts: &Facts, a: &Filter, b: &Filter) -> Result<Self, GroupError> {
        let by_step = Grouping::new(Calendar::utc(), Bucket::None, [Dimension::FailingStep]);
        let mut found = Self::default();
        for group in group_by(facts, a, &by_step)? {
            found.tests_a += group.passed + group.not_passed;
            if let Some(step) = group.key().filter(|_| group.not_passed > 0) {
                found.by_step.entry(step).or_default().0 = group.not_passed;
            }
        }
        for group in group_by(facts, b, &by_step)? {
            found.tests_b += group.passed + group.not_passed;
            if let Some(step) = group.key().filter(|_| group.not_passed > 0) {
                found.by_step.entry(step).or_default().1 = group.not_passed;
            }
        }
        Ok(found)
    }

    /// How many steps failed on either side.
    pub(super) fn len(&self) -> usize {
        self.by_step.len()
    }

    /// The surest difference first.
    pub(super) async fn views(
        self,
        app: &App,
        analyst: &Analyst,
        sides: &Sides,
    ) -> Result<Vec<StepDifferenceView>, Problem> {
        let tests = (self.tests_a, self.tests_b);
        let compared = self.by_step.into_iter().map(|(step, (a, b))| {
            let difference = difference_of((a, tests.0), (b, tests.1));
            (step, difference)
        });
        let mut compared: Vec<_> = compared.collect();
        let p_values: Vec<f64> = compared
            .iter()
            .map(|(_, difference)| difference.p_value.unwrap_or(1.0))
            .collect();
        for ((_, difference), corrected) in compared.iter_mut().zip(correct_for_many(&p_values)) {
            let p_value = difference.p_value.map(|_| corrected);
            difference.verdict = verdict_of(difference.difference, p_value);
        }
        let mut compared: Vec<_> = compared
            .into_iter()
            .zip(correct_for_many(&p_values))
            .collect();
        compared.sort_by(|((_, one), _), ((_, two), _)| {
            let p_value = |share: &super::views::ShareDifferenceView| share.p_value.unwrap_or(1.0);
            let size =
                |share: &super::views::ShareDifferenceView| share.difference.unwrap_or(0.0).abs();
            p_value(one)
                .total_cmp(&p_value(two))
                .then(size(two).total_cmp(&size(one)))
        });
        compared.truncate(STEPS_MAX);
        let ids: Vec<u32> = compared.iter().map(|((step, _), _)| *step).collect();
        let names = app.store.list_step_names(analyst.organisation_id(), &ids);
        let names: HashMap<u32, _> = names
            .await?
            .into_iter()
            .filter_map(|name| Some((u32::try_from(name.id).ok()?, name)))
            .collect();
        let runs = |filter, step| {
            RunsBehind::of(filter)
                .with(|filter| filter.step = vec![step])
                .statuses(&[RunStatusView::Failed, RunStatusView::Error])
                .query()
        };
        let views = compared
            .into_iter()
            .filter_map(|((step, failed), corrected)| {
                let name = names.get(&step)?;
                Some(StepDifferenceView {
                    step,
                    plan: name.plan.clone(),
                    module: name.module.clone(),
                    case: name.case.clone(),
                    p_corrected: failed.p_value.map(|_| corrected),
                    failed,
                    runs_a: runs(&sides.a, step),
                    runs_b: runs(&sides.b, step),
                })
            });
        Ok(views.collect())
    }
}
