//! Invented histories and filters: mostly small ids, so that filters hit something, with now and
//! then a large one, so that columns have to be widened.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use super::reference::Reference;
use crate::{Bounds, FactRow, Facts, Filter, IdSet, RunStatus, StatusSet, VoidedRuns};

/// 2025-03-29, 00:00 UTC: the clock is changed in Europe in the following night.
pub(super) const BASE_US: i64 = 1_743_206_400_000_000;
const HOUR_US: i64 = 3_600_000_000;

/// The same rows in both forms.
#[derive(Clone, Debug)]
pub(super) struct History {
    pub(super) facts: Facts,
    pub(super) reference: Reference,
}

/// Which run number a row gets, told apart from the row because it depends on the rows before.
#[derive(Clone, Debug)]
enum Number {
    After(i64),
    Known(prop::sample::Index),
    Between(prop::sample::Index),
}

pub(super) fn histories() -> impl Strategy<Value = History> {
    let calls = vec(vec((numbers(), fact_rows()), 0..30), 0..8);
    let sizes = (1_usize..24, largest_ids(), attempt_stretches());
    (sizes, calls).prop_map(|((rows_per_segment, largest_id, stretch), calls)| {
        let facts = Facts::with_rows_per_segment(rows_per_segment);
        let mut history = History {
            facts,
            reference: Reference::default(),
        };
        for call in calls {
            let mut rows = numbered(&history.reference, call);
            for row in &mut rows {
                cap_ids(row, largest_id);
            }
            history.reference.apply(&rows);
            let renumbered = history.reference.number_attempts(stretch);
            history.facts.apply(with_attempts(rows, renumbered));
        }
        history
    })
}

impl History {
    pub(super) fn with_rows_per_segment(rows: usize) -> Self {
        Self {
            facts: Facts::with_rows_per_segment(rows),
            reference: Reference::default(),
        }
    }

    pub(super) fn apply(&mut self, rows: Vec<FactRow>) {
        self.reference.apply(&rows);
        self.facts.apply(rows);
    }
}

/// A run of which nothing is known.
pub(super) fn plain_row() -> FactRow {
    FactRow {
        run_number: 1,
        time_us: 0,
        duration_ms: None,
        status: RunStatus::Passed,
        voided: false,
        attempt: 1,
        plan: 0,
        part: 0,
        revision: 0,
        unit: 0,
        stand: 0,
        batch: 0,
        process: 0,
        operator: 0,
        error_code: None,
        failing_step: 0,
        tag_set: 0,
    }
}

fn numbered(reference: &Reference, call: Vec<(Number, FactRow)>) -> Vec<FactRow> {
    let known: Vec<i64> = reference.rows.keys().copied().collect();
    let mut next = known.last().copied().unwrap_or(0);
    let mut rows: Vec<FactRow> = Vec::new();
    for (number, mut row) in call {
        row.run_number = match number {
            Number::Known(index) if !known.is_empty() => *index.get(&known),
            Number::Between(index) if !known.is_empty() => index.get(&known) - 1,
            Number::After(gap) => {
                next = next.saturating_add(gap);
                next
            }
            Number::Known(_) | Number::Between(_) => {
                next = next.saturating_add(1);
                next
            }
        };
        rows.push(row);
    }
    // New rows need not come in order either.
    let shift = reference.rows.len() % 3 % rows.len().max(1);
    rows.rotate_left(shift);
    rows
}

/// The store gives all that a commit has renumbered in one call.
fn with_attempts(mut rows: Vec<FactRow>, renumbered: Vec<FactRow>) -> Vec<FactRow> {
    for changed in renumbered {
        let given = rows
            .iter()
            .rposition(|row| row.run_number == changed.run_number);
        match given {
            Some(index) => rows[index] = changed,
            None => rows.push(changed),
        }
    }
    rows
}

/// Attempts are small numbers, but their column must hold any.
fn attempt_stretches() -> impl Strategy<Value = u32> {
    prop::sample::select(vec![1, 1, 300, 1 << 30])
}

/// One large id changes how all are counted, so that some histories must have none.
fn largest_ids() -> impl Strategy<Value = u32> {
    prop::sample::select(vec![4, 400, 80_000, u32::MAX])
}

fn cap_ids(row: &mut FactRow, largest_id: u32) {
    let ids = [
        &mut row.plan,
        &mut row.part,
        &mut row.revision,
        &mut row.unit,
        &mut row.stand,
        &mut row.batch,
        &mut row.process,
        &mut row.operator,
        &mut row.failing_step,
        &mut row.tag_set,
    ];
    for id in ids {
        *id = largest_id.min(*id);
    }
    row.error_code = row.error_code.map(|code| largest_id.min(code));
}

fn numbers() -> impl Strategy<Value = Number> {
    prop_oneof![
        20 => (1_i64..4).prop_map(Number::After),
        1 => (1_i64..100_000).prop_map(Number::After),
        1 => (1_i64..1 << 40).prop_map(Number::After),
        6 => any::<prop::sample::Index>().prop_map(Number::Known),
        2 => any::<prop::sample::Index>().prop_map(Number::Between),
    ]
}

prop_compose! {
    pub(super) fn fact_rows()(
        time_us in times(),
        duration_ms in option::of(ids()),
        status in statuses(),
        voided in prop::bool::weighted(0.1),
        attempt in prop_oneof![Just(1_u32), 1_u32..5, any::<u32>()],
        ids in prop::array::uniform10(ids()),
        error_code in option::of(ids()),
    ) -> FactRow {
        let [plan, part, revision, unit, stand, batch, process, operator, failing_step, tag_set] = ids;
        FactRow {
            run_number: 0, time_us, duration_ms, status, voided, attempt, plan, part, revision, unit,
            stand, batch, process, operator, error_code, failing_step, tag_set,
        }
    }
}

prop_compose! {
    pub(super) fn filters()(
        from_us in rarely(times()),
        to_us in rarely(times()),
        statuses in prop_oneof![3 => Just(StatusSet::default()), 2 => status_sets()],
        voided in prop_oneof![
            3 => Just(VoidedRuns::Exclude), 3 => Just(VoidedRuns::Include), 1 => Just(VoidedRuns::Only)
        ],
        attempts in bounds(),
        first_tests in prop::bool::weighted(0.15),
        durations_ms in bounds(),
        ids in prop::array::uniform10(rarely(id_sets())),
        error_codes in rarely(id_sets()),
    ) -> Filter {
        let [plans, parts, revisions, units, stands, batches, processes, operators, failing_steps,
            tag_sets] = ids;
        Filter {
            from_us, to_us, statuses, voided, attempts, first_tests, durations_ms, plans, parts, revisions, units,
            stands, batches, processes, operators, failing_steps, tag_sets, error_codes,
        }
    }
}

/// Unlikely enough that some rows pass a filter of 18 conditions.
fn rarely<S: Strategy>(strategy: S) -> impl Strategy<Value = Option<S::Value>>
where
    S::Value: Clone,
{
    option::weighted(0.15, strategy)
}

fn bounds() -> impl Strategy<Value = Bounds> {
    (rarely(ids()), rarely(ids())).prop_map(|(min, max)| Bounds { min, max })
}

fn id_sets() -> impl Strategy<Value = IdSet> {
    vec(ids(), 0..6).prop_map(|ids| ids.into_iter().collect())
}

fn status_sets() -> impl Strategy<Value = StatusSet> {
    vec(statuses(), 0..5).prop_map(|statuses| statuses.into_iter().collect())
}

fn statuses() -> impl Strategy<Value = RunStatus> {
    prop::sample::select(RunStatus::ALL.to_vec())
}

pub(super) fn ids() -> impl Strategy<Value = u32> {
    prop_oneof![
        60 => 0_u32..5,
        4 => 0_u32..400,
        2 => 0_u32..80_000,
        1 => any::<u32>(),
        1 => Just(u32::MAX),
    ]
}

/// Coarse, so that run times are often equal; now and then a clock is wildly wrong.
pub(super) fn times() -> impl Strategy<Value = i64> {
    prop_oneof![
        60 => (0_i64..60).prop_map(|hours| BASE_US + hours * HOUR_US),
        2 => (0_i64..5_000).prop_map(|hours| BASE_US - hours * HOUR_US),
        1 => any::<i64>(),
        1 => prop::sample::select(vec![i64::MIN, i64::MAX, 0]),
    ]
}
