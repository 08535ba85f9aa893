//! What differs between two runs, the most telling first.
//!
//! Problem: two attempts of a unit differ in hundreds of values, nearly all by noise, and a person asks
//! what made the second one pass. Choice: things are matched by identity (module, case, name or place,
//! occurrence), and differences are ranked: results that changed, values that are still not in order,
//! texts and limits that changed, then numbers by how much of the width between their limits they moved,
//! and last what only one of the two has, because a run that ended early lacks everything after.
//! Consequence: the first screen answers the question, and lists may be cut at their end.

mod cases;
mod facts;
mod measurements;

use crate::limits::Limits;
use crate::report::{MeasuredValue, Report, StepKey};
use crate::words::Status;

/// Longer lists are cut; the counts say how long they were.
pub const CHANGES_MAX: usize = 500;

/// What differs, from the run `before` to the run `after`.
#[derive(Debug, Clone, PartialEq)]
pub struct Changes {
    pub facts: ChangeList<ChangedFact>,
    pub cases: ChangeList<ChangedCase>,
    pub measurements: ChangeList<ChangedMeasurement>,
}

/// The first of the differences, and how many there are in how many comparisons.
#[derive(Debug, Clone, PartialEq)]
pub struct ChangeList<T> {
    pub changed: Vec<T>,
    pub changed_count: usize,
    pub compared_count: usize,
}

/// What a fact is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FactScope {
    Run,
    Unit,
    UnitInfo,
    SubUnit,
    Stand,
    StandInfo,
    Instrument,
    Process,
    ProcessInfo,
}

/// Something around the test, such as the stand or the operator.
#[derive(Debug, Clone, PartialEq)]
pub struct ChangedFact {
    pub scope: FactScope,
    pub name: String,
    pub before: Option<String>,
    pub after: Option<String>,
}

/// A case that ended differently, or that only one of the runs has.
#[derive(Debug, Clone, PartialEq)]
pub struct ChangedCase {
    pub step: StepKey,
    pub module_name: String,
    pub case_name: String,
    pub before: Option<CaseOutcome>,
    pub after: Option<CaseOutcome>,
}

/// How a case ended, and what it said.
#[derive(Debug, Clone, PartialEq)]
pub struct CaseOutcome {
    pub status: Status,
    pub message: Option<String>,
}

/// A measurement whose value, result or limits differ, or that only one of the runs has.
#[derive(Debug, Clone, PartialEq)]
pub struct ChangedMeasurement {
    pub step: StepKey,
    pub module_name: String,
    pub case_name: String,
    pub name: Option<String>,
    /// In the case, from zero.
    pub position: u32,
    /// How many of the same name came before in the case.
    pub occurrence: u32,
    pub unit: Option<String>,
    pub before: Option<Measured>,
    pub after: Option<Measured>,
    /// After less before.
    pub difference: Option<f64>,
    /// The difference as a share of the width between the limits.
    pub share_of_limits: Option<f64>,
    pub limits_changed: bool,
}

/// One side of a comparison.
#[derive(Debug, Clone, PartialEq)]
pub struct Measured {
    pub value: MeasuredValue,
    pub limits: Limits,
    pub result: Option<bool>,
}

/// Compares two runs.
pub fn changes(before: &Report, after: &Report) -> Changes {
    Changes {
        facts: facts::changed(before, after),
        cases: cases::changed(before, after),
        measurements: measurements::changed(before, after),
    }
}

impl<T> ChangeList<T> {
    fn first_of(mut changed: Vec<T>, compared_count: usize) -> Self {
        let changed_count = changed.len();
        changed.truncate(CHANGES_MAX);
        Self {
            changed,
            changed_count,
            compared_count,
        }
    }
}

/// Pairs what has the same key: in the order of `after`, then what only `before` has.
fn paired<K: std::hash::Hash + Eq + Copy, T: Copy>(
    before: &[(K, T)],
    after: &[(K, T)],
) -> Vec<(K, Option<T>, Option<T>)> {
    let mut waiting: std::collections::HashMap<K, T> = before.iter().copied().collect();
    let mut pairs: Vec<_> = after
        .iter()
        .map(|(key, item)| (*key, waiting.remove(key), Some(*item)))
        .collect();
    let only_before = before
        .iter()
        .filter(|(key, _)| waiting.contains_key(key))
        .map(|(key, item)| (*key, Some(*item), None));
    pairs.extend(only_before);
    pairs
}
