//! Counting failures over the facts.

use std::collections::HashMap;

use standcloud_columns::{
    Bucket, Calendar, Dimension, Facts, Filter, Group, GroupError, Grouping, IdSet, RunStatus,
    Span, StatusSet, Trends, count, count_trends, group_by, newest_first, spans_by,
};

use super::OtherStepsView;
use crate::analysis::grouping::GroupBy;
use crate::web_api::history::{HistoryBucket, Periods, periods_of, shown_range};
use crate::web_api::run_range::TimeSpan;

/// Of one step; the rest says little.
const SPLIT_MAX: usize = 50;

/// What is to be counted.
#[derive(Debug, Clone)]
pub(super) struct FailureQuestion {
    pub(super) filter: Filter,
    pub(super) calendar: Calendar,
    pub(super) span: TimeSpan,
    pub(super) now_us: i64,
    pub(super) limit: usize,
    pub(super) split: Option<GroupBy>,
    pub(super) bucket: Option<HistoryBucket>,
    /// How many of the latest failures of each step are told.
    pub(super) messages: usize,
}

/// All that the facts know about it.
#[derive(Debug, Clone)]
pub(super) struct CountedFailures {
    pub(super) tests: u64,
    pub(super) not_passed: u64,
    pub(super) without_step: u64,
    pub(super) steps: Vec<CountedStep>,
    pub(super) others: OtherStepsView,
    pub(super) bucket: HistoryBucket,
    pub(super) starts: Vec<i64>,
}

#[derive(Debug, Clone)]
pub(super) struct CountedStep {
    pub(super) step: u32,
    pub(super) count: u64,
    pub(super) first_us: Option<i64>,
    pub(super) last_us: Option<i64>,
    /// Run numbers, the latest first.
    pub(super) latest: Vec<i64>,
    /// One count for each period.
    pub(super) trend: Vec<u64>,
    pub(super) split: Vec<CountedPart>,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct CountedPart {
    pub(super) key: Option<u32>,
    pub(super) failed: u64,
    /// Of the step's plan.
    pub(super) tests: u64,
}

pub(super) fn count_failures(
    facts: &Facts,
    question: &FailureQuestion,
) -> Result<CountedFailures, GroupError> {
    let filter = &question.filter;
    let failing = failing_filter(filter);
    let calendar = &question.calendar;
    let shown = shown_range(facts, filter, question.span, calendar, question.now_us);
    let periods = periods_of(&failing, calendar, shown, question.bucket);
    let mut found = Vec::new();
    let mut without_step = 0;
    for span in spans_by(facts, &failing, &Calendar::utc(), Dimension::FailingStep)? {
        match span.key {
            Some(step) => found.push((step, span)),
            None => without_step += span.runs,
        }
    }
    let not_passed = without_step + found.iter().map(|(_, span)| span.runs).sum::<u64>();
    found.sort_by_key(|(step, span)| (std::cmp::Reverse(span.runs), *step));
    let rest = found.split_off(question.limit.min(found.len()));
    let others = OtherStepsView {
        steps: u64::try_from(rest.len()).unwrap_or(u64::MAX),
        count: rest.iter().map(|(_, span)| span.runs).sum(),
    };
    let mut splits = Splits::count(facts, question, &failing)?;
    let trends = trends(facts, question, &failing, &periods, &found)?;
    let steps = found.into_iter().zip(trends);
    let steps = steps.map(|((step, span), trend)| CountedStep {
        step,
        count: span.runs,
        first_us: Some(span.first_us),
        last_us: Some(span.last_us),
        latest: latest_runs(facts, &failing, step, question.messages),
        trend,
        split: splits.of_step(step),
    });
    let steps = steps.collect();
    Ok(CountedFailures {
        tests: not_passed + count_passed(facts, filter),
        not_passed,
        without_step,
        steps,
        others,
        bucket: periods.bucket,
        starts: periods.starts,
    })
}

/// Run numbers, the latest first.
fn latest_runs(facts: &Facts, failing: &Filter, step: u32, limit: usize) -> Vec<i64> {
    if limit == 0 {
        return Vec::new();
    }
    let of_step = Filter {
        failing_steps: Some(IdSet::from_iter([step])),
        ..failing.clone()
    };
    let latest = newest_first(facts, &of_step, 0, limit);
    latest.iter().map(|run| run.run_number).collect()
}

/// Those of the asked runs that did not pass.
fn failing_filter(filter: &Filter) -> Filter {
    let failing = [RunStatus::Failed, RunStatus::Error];
    let asked = failing
        .into_iter()
        .filter(|status| filter.statuses.contains(*status));
    Filter {
        statuses: asked.collect::<StatusSet>(),
        ..filter.clone()
    }
}

fn count_passed(facts: &Facts, filter: &Filter) -> u64 {
    let is_asked = filter.statuses.contains(RunStatus::Passed);
    let passed = Filter {
        statuses: is_asked.then_some(RunStatus::Passed).into_iter().collect(),
        ..filter.clone()
    };
    u64::try_from(count(facts, &passed)).unwrap_or(u64::MAX)
}

fn groups(
    facts: &Facts,
    filter: &Filter,
    dimensions: &[Dimension],
) -> Result<Vec<Group>, GroupError> {
    let dimensions = dimensions.iter().copied();
    group_by(
        facts,
        filter,
        &Grouping::new(Calendar::utc(), Bucket::None, dimensions),
    )
}

/// Failures of each step in every period.
fn trends(
    facts: &Facts,
    question: &FailureQuestion,
    failing: &Filter,
    periods: &Periods,
    steps: &[(u32, Span)],
) -> Result<Vec<Vec<u64>>, GroupError> {
    let keys: Vec<u32> = steps.iter().map(|(step, _)| *step).collect();
    let trends = Trends {
        calendar: &question.calendar,
        dimension: Dimension::FailingStep,
        keys: &keys,
        edges_us: &periods.edges_us(),
    };
    count_trends(facts, failing, &trends)
}

/// Failures by step and by what was asked for, and the tests that they are of.
struct Splits {
    /// Step, plan, key.
    failed: Vec<([Option<u32>; 3], u64)>,
    /// Of plan and key.
    tests: HashMap<(Option<u32>, Option<u32>), u64>,
}

impl Splits {
    fn count(
        facts: &Facts,
        question: &FailureQuestion,
        failing: &Filter,
    ) -> Result<Self, GroupError> {
        let Some(by) = question.split.map(GroupBy::dimension) else {
            return Ok(Self {
                failed: Vec::new(),
                tests: HashMap::new(),
            });
        };
        let failed = groups(
            facts,
            failing,
            &[Dimension::FailingStep, Dimension::Plan, by],
        )?;
        // All tests, also when only failed ones were asked for: a share of failures is of tests.
        let all = Filter {
            statuses: StatusSet::default(),
            failing_steps: None,
            ..question.filter.clone()
        };
        let tests = groups(facts, &all, &[Dimension::Plan, by])?;
        let tests = tests.iter().map(|group| {
            let [plan, key, _] = group.keys;
            ((plan, key), group.passed + group.not_passed)
        });
        Ok(Self {
            failed: failed
                .iter()
                .map(|group| (group.keys, group.runs))
                .collect(),
            tests: tests.collect(),
        })
    }

    /// The most failures first.
    fn of_step(&mut self, step: u32) -> Vec<CountedPart> {
        let of_step = self
            .failed
            .iter()
            .filter(|(keys, _)| keys.first() == Some(&Some(step)));
        let parts = of_step.map(|([_, plan, key], failed)| CountedPart {
            key: *key,
            failed: *failed,
            tests: self.tests.get(&(*plan, *key)).copied().unwrap_or(*failed),
        });
        let mut parts: Vec<CountedPart> = parts.collect();
        parts.sort_by_key(|part| (std::cmp::Reverse(part.failed), part.key));
        parts.truncate(SPLIT_MAX);
        parts
    }
}
