//! Which run is the first test of its unit, and at which test the unit passed.
//!
//! Problem: a unit belongs to the period, stand and batch of its first test in its plan and process, even
//! when the retest happens elsewhere a week later, so no filter may be applied before first tests are
//! found; and "attempt 1" is not the first test when that run was stopped. Choice: a column that holds
//! the outcome of the unit at its first test and nothing at all other runs, so that every yield is a
//! count of one column. What an appended run says about its unit is nearly always known at once;
//! other units are remembered and settled together, in one pass over the columns of units.
//! Consequence: yields of periods add up, and a row costs one byte.

use std::sync::Arc;

use rayon::prelude::*;

use super::row::{is_voided, status_of_state};
use super::{FactRow, Facts, Field, NarrowValue, RunPosition, Segment, Verdict, with_values};
use crate::filter::IdSet;

/// Stored as this number. All but the first and the last are of a unit's first test.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum FirstTest {
    /// Not a test, voided, or not the first of its unit in this plan and process.
    #[default]
    No = 0,
    PassedAtFirst = 1,
    PassedAtSecond = 2,
    PassedAtThird = 3,
    PassedLater = 4,
    NeverPassed = 5,
    /// A test of no known unit, which can be in no yield of units.
    WithoutUnit = 6,
}

/// All that the outcomes of units depend on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Test {
    pub(super) unit: u32,
    plan: u32,
    process: u32,
    time_us: i64,
    attempt: u32,
    passed: bool,
}

/// A test of a unit that is being settled, and where it stands.
struct Placed {
    key: (u32, u64, u64),
    position: RunPosition,
    segment: usize,
    row: usize,
    passed: bool,
    stored: u8,
}

impl FirstTest {
    /// Of a stored code: the first test of a known unit.
    pub(crate) fn is_of_a_unit(code: u8) -> bool {
        (Self::PassedAtFirst.code()..=Self::NeverPassed.code()).contains(&code)
    }

    pub(crate) fn code(self) -> u8 {
        self as u8
    }

    /// `index` is the place of the first passed test among all tests of the unit.
    fn of_first_pass(index: Option<usize>) -> Self {
        match index {
            None => Self::NeverPassed,
            Some(0) => Self::PassedAtFirst,
            Some(1) => Self::PassedAtSecond,
            Some(2) => Self::PassedAtThird,
            Some(_) => Self::PassedLater,
        }
    }
}

impl Test {
    /// `None` for what is not a test of a known unit.
    pub(super) fn of(row: &FactRow) -> Option<Self> {
        let passed = passed_test(row)?;
        (row.unit != 0).then_some(Self {
            unit: row.unit,
            plan: row.plan,
            process: row.process,
            time_us: row.time_us,
            attempt: row.attempt,
            passed,
        })
    }

    /// Attempts count all runs that are not voided, so nothing comes before attempt 1.
    pub(super) fn is_known_to_be_first(&self) -> bool {
        self.attempt == 1
    }
}

/// What a row says when nothing is known of the unit's other runs.
pub(super) fn alone(row: &FactRow) -> FirstTest {
    let Some(passed) = passed_test(row) else {
        return FirstTest::No;
    };
    match Test::of(row) {
        None => FirstTest::WithoutUnit,
        Some(test) if test.is_known_to_be_first() => FirstTest::of_first_pass(passed.then_some(0)),
        Some(_) => FirstTest::No,
    }
}

/// Finds the first tests of these units anew.
pub(super) fn settle(facts: &mut Facts, units: &IdSet) {
    let segments = facts.segments.par_iter().enumerate();
    let placed = segments.map(|(index, segment)| tests_of(segment, index, units));
    let mut tests: Vec<Placed> = placed.flatten_iter().collect();
    tests.par_sort_unstable_by_key(|test| (test.key, test.position));
    for of_unit in tests.chunk_by(|one, other| one.key == other.key) {
        let first_pass = of_unit.iter().position(|test| test.passed);
        let outcome = FirstTest::of_first_pass(first_pass).code();
        for (index, test) in of_unit.iter().enumerate() {
            let wanted = if index == 0 { outcome } else { 0 };
            // Only what changes is written, because that can copy a segment.
            if test.stored != wanted
                && let Some(segment) = facts.segments.get_mut(test.segment)
            {
                Arc::make_mut(segment).set_first_test(test.row, wanted);
            }
        }
    }
}

fn tests_of(segment: &Segment, index: usize, units: &IdSet) -> Vec<Placed> {
    let mut tests = Vec::new();
    let unit_column = segment.column(Field::Unit);
    let range = unit_column.range().zip(units.range());
    let overlaps = range.is_some_and(|((low, high), (first, last))| {
        low <= u64::from(last) && u64::from(first) <= high
    });
    if !overlaps {
        return tests;
    }
    with_values!(unit_column, values => {
        for (row, unit) in values.iter().enumerate() {
            let unit = u32::try_from(unit.to_u64()).unwrap_or(0);
            if unit != 0 && units.contains(unit) {
                tests.extend(placed(segment, index, row, unit));
            }
        }
    });
    tests
}

fn placed(segment: &Segment, index: usize, row: usize, unit: u32) -> Option<Placed> {
    let state = *segment.states().get(row)?;
    let passed = passed_state(state)?;
    let plan = segment.column(Field::Plan).get(row)?;
    let process = segment.column(Field::Process).get(row)?;
    Some(Placed {
        key: (unit, plan, process),
        position: segment.position(row)?,
        segment: index,
        row,
        passed,
        stored: *segment.first_tests().get(row)?,
    })
}

fn passed_test(row: &FactRow) -> Option<bool> {
    (!row.voided).then(|| passed_verdict(row.status.verdict()))?
}

fn passed_state(state: u8) -> Option<bool> {
    let status = status_of_state(state).filter(|_| !is_voided(state))?;
    passed_verdict(status.verdict())
}

fn passed_verdict(verdict: Verdict) -> Option<bool> {
    match verdict {
        Verdict::Pass => Some(true),
        Verdict::NotPassed => Some(false),
        Verdict::NotATest => None,
    }
}
