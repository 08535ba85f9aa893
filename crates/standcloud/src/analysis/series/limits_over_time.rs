//! Which limits were in force when.

use std::collections::HashMap;

use jiff::Timestamp;
use serde::Serialize;
use standcloud_columns::SelectedValues;
use utoipa::ToSchema;

use super::points::number;
use crate::analysis::limits::{LimitsKindView, LimitsView};
use crate::web_api::overview::instant;

const PERIODS_MAX: usize = 300;

/// The limits of a measurement from its first value to its last.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct LimitsOverTimeView {
    /// Those of the latest value that was compared with any; figures that need limits use these.
    pub current: Option<LimitsView>,
    /// Neighbouring values with the same limits make a period. At most 300, the latest ones.
    pub periods: Vec<LimitsPeriodView>,
    /// How many periods there are.
    pub period_count: u64,
    /// How many different sets of limits there are.
    pub distinct: u64,
    /// What is odd about them, in words.
    pub notes: Vec<LimitsNoteView>,
}

/// Values one after the other that were compared with the same limits.
#[derive(Debug, Serialize, ToSchema)]
pub struct LimitsPeriodView {
    /// Nothing when the values were compared with nothing.
    pub limits: Option<LimitsView>,
    /// In the order of time, from 1.
    pub first_position: u64,
    pub last_position: u64,
    pub first_time: Option<Timestamp>,
    pub last_time: Option<Timestamp>,
    pub values: u64,
}

/// Something about limits that a reader must know.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct LimitsNoteView {
    pub code: LimitsNoteCode,
    pub text: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LimitsNoteCode {
    /// Nothing was compared.
    NoLimits,
    /// The lower limit is above the upper one.
    Swapped,
    /// Several sets of limits were in force.
    Changed,
    /// Limits of a kind that is no range from lower to upper.
    NotARange,
}

/// `limits` knows the sets by their ids.
pub(super) fn limits_over_time(
    selected: &SelectedValues,
    limits: &HashMap<u32, LimitsView>,
) -> LimitsOverTimeView {
    let ids = &selected.limit_sets;
    let mut periods = Vec::new();
    let mut start = 0;
    for same in ids.chunk_by(|one, two| one == two) {
        periods.push((start, start + same.len()));
        start += same.len();
    }
    let mut distinct: Vec<u32> = periods
        .iter()
        .filter_map(|(start, _)| ids.get(*start).copied())
        .filter(|id| *id != 0)
        .collect();
    distinct.sort_unstable();
    distinct.dedup();
    let current = current_limits(selected, limits);
    let shown = periods.len().saturating_sub(PERIODS_MAX);
    let views = periods.iter().skip(shown);
    LimitsOverTimeView {
        notes: notes(current.as_ref(), distinct.len()),
        current,
        periods: views
            .map(|(start, end)| period(selected, limits, *start, *end))
            .collect(),
        period_count: number(periods.len()),
        distinct: number(distinct.len()),
    }
}

/// Those of the latest value that has any.
pub(super) fn current_limits(
    selected: &SelectedValues,
    limits: &HashMap<u32, LimitsView>,
) -> Option<LimitsView> {
    let mut latest = selected.limit_sets.iter().rev();
    let id = latest.find(|id| **id != 0)?;
    limits.get(id).cloned()
}

fn period(
    selected: &SelectedValues,
    limits: &HashMap<u32, LimitsView>,
    start: usize,
    end: usize,
) -> LimitsPeriodView {
    let time = |at: usize| selected.times_us.get(at).copied().and_then(instant);
    let id = selected.limit_sets.get(start);
    LimitsPeriodView {
        limits: id.and_then(|id| limits.get(id)).cloned(),
        first_position: number(start + 1),
        last_position: number(end),
        first_time: time(start),
        last_time: time(end.saturating_sub(1)),
        values: number(end - start),
    }
}

fn notes(current: Option<&LimitsView>, distinct: usize) -> Vec<LimitsNoteView> {
    let mut notes = Vec::new();
    let mut note = |code, text: String| notes.push(LimitsNoteView { code, text });
    match current {
        None => note(
            LimitsNoteCode::NoLimits,
            "These values were compared with nothing, so there is no capability.".to_owned(),
        ),
        Some(limits) if limits.kind != LimitsKindView::Inside => note(
            LimitsNoteCode::NotARange,
            format!(
                "The limits “{}” are no range from a lower to an upper limit.",
                limits.text
            ),
        ),
        Some(limits) => {
            if let (Some(lower), Some(upper)) = (limits.lower, limits.upper)
                && lower > upper
            {
                note(
                    LimitsNoteCode::Swapped,
                    format!(
                        "The lower limit {lower} is above the upper limit {upper}: no value can pass."
                    ),
                );
            }
        }
    }
    if distinct > 1 {
        note(
            LimitsNoteCode::Changed,
            format!("{distinct} sets of limits were in force; figures use the latest."),
        );
    }
    notes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn selected(limit_sets: &[u32]) -> SelectedValues {
        SelectedValues {
            run_numbers: (1..).take(limit_sets.len()).collect(),
            times_us: (1..).take(limit_sets.len()).collect(),
            values: vec![0.0; limit_sets.len()],
            results: vec![None; limit_sets.len()],
            limit_sets: limit_sets.to_vec(),
            keys: Vec::new(),
        }
    }

    fn known() -> HashMap<u32, LimitsView> {
        let keys = [
            (1, "gele l=1.0 u=2.0"),
            (2, "gele l=3.0 u=2.0"),
            (3, "eq c=5.0"),
        ];
        keys.map(|(id, key)| (id, LimitsView::parse(key).unwrap()))
            .into()
    }

    fn codes(found: &LimitsOverTimeView) -> Vec<LimitsNoteCode> {
        found.notes.iter().map(|note| note.code).collect()
    }

    #[test]
    fn neighbours_with_the_same_limits_are_one_period() {
        let found = limits_over_time(&selected(&[1, 1, 0, 1, 2]), &known());
        let spans: Vec<_> = found
            .periods
            .iter()
            .map(|period| (period.first_position, period.last_position, period.values))
            .collect();
        assert_eq!(spans, [(1, 2, 2), (3, 3, 1), (4, 4, 1), (5, 5, 1)]);
        assert_eq!((found.period_count, found.distinct), (4, 2));
        assert_eq!(
            found.current.as_ref().and_then(|limits| limits.lower),
            Some(3.0)
        );
        assert_eq!(
            codes(&found),
            [LimitsNoteCode::Swapped, LimitsNoteCode::Changed]
        );
    }

    #[test]
    fn without_limits_something_is_said() {
        let none = limits_over_time(&selected(&[]), &known());
        assert_eq!(codes(&none), [LimitsNoteCode::NoLimits]);
        let equal = limits_over_time(&selected(&[3]), &known());
        assert_eq!(codes(&equal), [LimitsNoteCode::NotARange]);
    }

    #[test]
    fn there_are_at_most_so_many_periods() {
        let many: Vec<u32> = (0..2_000).map(|at| at % 2 + 1).collect();
        let found = limits_over_time(&selected(&many), &known());
        assert_eq!((found.periods.len(), found.period_count), (300, 2_000));
        assert_eq!(
            found.periods.last().map(|period| period.last_position),
            Some(2_000)
        );
    }
}
