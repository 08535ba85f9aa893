//! The runs of units that were tested more than once.

use std::collections::HashMap;

use standcloud_columns::{
    Bounds, Facts, Filter, IdSet, RunOutline, RunPosition, RunStatus, StatusSet, TooManyRuns,
    Verdict, run_outlines,
};

use crate::analysis::shares::ShareView;

/// All of them are in memory at once.
const RUNS_MAX: usize = 1_000_000;

#[derive(Debug)]
pub struct Repeats {
    of_run: HashMap<i64, RepeatedRun>,
    /// With at least two tests.
    pub units: u64,
    /// Repeats that came after a test that did not pass, of all repeats.
    pub after_failure: ShareView,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RepeatedRun {
    pub unit: u32,
    pub stand: u32,
    /// In the order of time, which is not that of the numbers where a report came late.
    pub position: RunPosition,
}

impl Repeats {
    /// Of one plan. Stopped and skipped runs are no tests, and have few values anyway.
    pub fn find(facts: &Facts, filter: &Filter, plan: u32) -> Result<Self, TooManyRuns> {
        let tests = Filter {
            plans: Some(IdSet::from_iter([plan])),
            statuses: tests_of(filter.statuses),
            ..filter.clone()
        };
        let again = Filter {
            attempts: Bounds {
                min: Some(filter.attempts.min.unwrap_or(2).max(2)),
                ..filter.attempts
            },
            ..tests.clone()
        };
        let again = run_outlines(facts, &again, RUNS_MAX)?;
        let units: IdSet = (again.iter().map(|run| run.unit))
            .filter(|unit| *unit != 0)
            .filter(|unit| {
                tests
                    .units
                    .as_ref()
                    .is_none_or(|asked| asked.contains(*unit))
            })
            .collect();
        let of_units = Filter {
            units: Some(units),
            ..tests
        };
        Ok(Self::of(run_outlines(facts, &of_units, RUNS_MAX)?))
    }

    pub fn of_run(&self, run_number: i64) -> Option<RepeatedRun> {
        self.of_run.get(&run_number).copied()
    }

    pub fn runs(&self) -> u64 {
        u64::try_from(self.of_run.len()).unwrap_or(u64::MAX)
    }

    fn of(mut runs: Vec<RunOutline>) -> Self {
        runs.sort_unstable_by_key(|run| (run.unit, run.position));
        let mut of_run = HashMap::new();
        let (mut units, mut repeats, mut after_failure) = (0, 0, 0);
        let by_unit = runs.chunk_by(|run, next| run.unit == next.unit);
        for of_unit in by_unit.filter(|of_unit| of_unit.len() > 1) {
            units += 1;
            of_run.extend(of_unit.iter().map(|run| {
                let repeated = RepeatedRun {
                    unit: run.unit,
                    stand: run.stand,
                    position: run.position,
                };
                (run.position.run_number, repeated)
            }));
            for (before, _) in of_unit.iter().zip(of_unit.iter().skip(1)) {
                repeats += 1;
                after_failure += u64::from(before.status.verdict() == Verdict::NotPassed);
            }
        }
        Self {
            of_run,
            units,
            after_failure: ShareView::of(after_failure, repeats),
        }
    }
}

fn tests_of(statuses: StatusSet) -> StatusSet {
    RunStatus::ALL
        .into_iter()
        .filter(|status| status.verdict() != Verdict::NotATest && statuses.contains(*status))
        .collect()
}
