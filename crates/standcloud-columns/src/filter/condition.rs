//! One condition on one column, in the three forms in which a scan asks it.

use super::Filter;
use super::id_set::IdSet;
use crate::facts::{
    Field, FirstTest, NarrowColumn, NarrowValue, NarrowValues, STATE_COUNT, Segment, with_values,
};

#[derive(Clone, Copy, Debug)]
pub(super) enum Condition<'a> {
    /// First and last run time.
    Time(i64, i64),
    /// One bit for each combination of status and voided that passes.
    States(u16),
    /// The first test of a unit.
    FirstTest,
    /// First and last stored value.
    Range(Field, u64, u64),
    /// The stored value is larger than the id by the number.
    Set(Field, &'a IdSet, u64),
}

/// What the ranges of a segment tell about a condition before a row is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Foresight {
    Never,
    Always,
    Sometimes,
}

/// The conditions of a filter apart from its time range, the most selective first.
pub(super) fn conditions_of(filter: &Filter) -> Vec<Condition<'_>> {
    let sets = [
        (Field::Plan, &filter.plans, 0),
        (Field::Part, &filter.parts, 0),
        (Field::Revision, &filter.revisions, 0),
        (Field::Unit, &filter.units, 0),
        (Field::Stand, &filter.stands, 0),
        (Field::Batch, &filter.batches, 0),
        (Field::Process, &filter.processes, 0),
        (Field::Operator, &filter.operators, 0),
        (Field::FailingStep, &filter.failing_steps, 0),
        (Field::TagSet, &filter.tag_sets, 0),
        (Field::ErrorCode, &filter.error_codes, 1),
    ];
    let mut sets: Vec<(usize, Condition<'_>)> = sets
        .into_iter()
        .filter_map(|(field, ids, shift)| {
            let ids = ids.as_ref()?;
            Some((ids.len(), set_condition(field, ids, shift)))
        })
        .collect();
    sets.sort_by_key(|(len, _)| *len);
    let mut conditions: Vec<_> = sets.into_iter().map(|(_, condition)| condition).collect();
    conditions.push(Condition::States(filter.allowed_states()));
    conditions.extend(filter.first_tests.then_some(Condition::FirstTest));
    conditions.extend(bounds_condition(
        Field::Attempt,
        filter.attempts.min,
        filter.attempts.max,
        0,
    ));
    let durations = filter.durations_ms;
    conditions.extend(bounds_condition(
        Field::Duration,
        durations.min,
        durations.max,
        1,
    ));
    conditions
}

impl Condition<'_> {
    pub(super) fn foresee(&self, segment: &Segment) -> Foresight {
        match self {
            Self::Time(first, last) => foresee_range(segment.time_range(), (*first, *last)),
            Self::States(allowed) => foresee_states(segment.states_present(), *allowed),
            // Nearly every segment has some.
            Self::FirstTest => Foresight::Sometimes,
            Self::Range(field, first, last) => match segment.column(*field).range() {
                Some(present) => foresee_range(present, (*first, *last)),
                None => Foresight::Never,
            },
            Self::Set(field, ids, shift) => foresee_set(segment.column(*field), ids, *shift),
        }
    }

    /// Clears the bytes of rows that do not pass.
    pub(super) fn narrow_mask(&self, segment: &Segment, mask: &mut [u8]) {
        match self {
            Self::Time(first, last) => {
                and_mask(mask, segment.times(), |time| {
                    *first <= time && time <= *last
                });
            }
            Self::States(allowed) => mask_states(mask, segment.states(), *allowed),
            Self::FirstTest => and_mask(mask, segment.first_tests(), FirstTest::is_of_a_unit),
            Self::Range(field, first, last) => {
                with_values!(segment.column(*field), values => {
                    mask_range(mask, values, *first, *last);
                });
            }
            Self::Set(field, ids, shift) => match segment.column(*field).values() {
                NarrowValues::One(values) => mask_bytes(mask, values, ids, *shift),
                NarrowValues::Two(values) => mask_set(mask, values, ids, *shift),
                NarrowValues::Four(values) => mask_set(mask, values, ids, *shift),
                NarrowValues::Eight(values) => mask_set(mask, values, ids, *shift),
            },
        }
    }

    /// Drops the rows that do not pass.
    pub(super) fn retain(&self, segment: &Segment, rows: &mut Vec<u32>) {
        match self {
            Self::Time(first, last) => {
                retain_rows(rows, segment.times(), |time| {
                    *first <= time && time <= *last
                });
            }
            Self::States(allowed) => {
                retain_rows(rows, segment.states(), |state| allowed & 1 << state != 0);
            }
            Self::FirstTest => retain_rows(rows, segment.first_tests(), FirstTest::is_of_a_unit),
            Self::Range(field, first, last) => with_values!(segment.column(*field), values => {
                retain_rows(rows, values, |value| (*first..=*last).contains(&value.to_u64()));
            }),
            Self::Set(field, ids, shift) => with_values!(segment.column(*field), values => {
                retain_rows(rows, values, |value| has_id(ids, value.to_u64(), *shift));
            }),
        }
    }
}

/// A set without gaps is a range, and two comparisons are what a processor does best.
fn set_condition(field: Field, ids: &IdSet, shift: u64) -> Condition<'_> {
    match ids.range() {
        Some((first, last)) if ids.is_contiguous() => {
            Condition::Range(field, u64::from(first) + shift, u64::from(last) + shift)
        }
        _ => Condition::Set(field, ids, shift),
    }
}

fn bounds_condition(
    field: Field,
    min: Option<u32>,
    max: Option<u32>,
    shift: u64,
) -> Option<Condition<'static>> {
    if min.is_none() && max.is_none() {
        return None;
    }
    let first = u64::from(min.unwrap_or(0)) + shift;
    let last = u64::from(max.unwrap_or(u32::MAX)) + shift;
    Some(Condition::Range(field, first, last))
}

fn foresee_range<T: Copy + Ord>(present: (T, T), wanted: (T, T)) -> Foresight {
    if present.1 < wanted.0 || wanted.1 < present.0 || wanted.1 < wanted.0 {
        Foresight::Never
    } else if wanted.0 <= present.0 && present.1 <= wanted.1 {
        Foresight::Always
    } else {
        Foresight::Sometimes
    }
}

fn foresee_states(present: u16, allowed: u16) -> Foresight {
    if present & allowed == 0 {
        Foresight::Never
    } else if present & !allowed == 0 {
        Foresight::Always
    } else {
        Foresight::Sometimes
    }
}

fn foresee_set(column: &NarrowColumn, ids: &IdSet, shift: u64) -> Foresight {
    let (Some(present), Some((first, last))) = (column.range(), ids.range()) else {
        return Foresight::Never;
    };
    match foresee_range(present, (u64::from(first) + shift, u64::from(last) + shift)) {
        Foresight::Never => Foresight::Never,
        // The set has gaps, so its range promises nothing unless all rows have one value.
        Foresight::Always if present.0 == present.1 && !has_id(ids, present.0, shift) => {
            Foresight::Never
        }
        Foresight::Always if present.0 == present.1 => Foresight::Always,
        _ => Foresight::Sometimes,
    }
}

fn has_id(ids: &IdSet, stored: u64, shift: u64) -> bool {
    let id = stored
        .checked_sub(shift)
        .and_then(|id| u32::try_from(id).ok());
    id.is_some_and(|id| ids.contains(id))
}

fn and_mask<T: Copy>(mask: &mut [u8], values: &[T], test: impl Fn(T) -> bool) {
    for (passes, value) in mask.iter_mut().zip(values) {
        *passes &= u8::from(test(*value));
    }
}

/// Compares in the column's own width, because wider comparisons handle fewer rows at a time.
fn mask_range<T: NarrowValue>(mask: &mut [u8], values: &[T], first: u64, last: u64) {
    let Ok(first) = T::try_from(first) else {
        return mask.fill(0);
    };
    let last = T::try_from(last).unwrap_or(T::MAX);
    and_mask(mask, values, |value| first <= value && value <= last);
}

fn mask_set<T: NarrowValue>(mask: &mut [u8], values: &[T], ids: &IdSet, shift: u64) {
    and_mask(mask, values, |value| has_id(ids, value.to_u64(), shift));
}

/// So few values are possible that each is looked up in the set only once.
fn mask_bytes(mask: &mut [u8], values: &[u8], ids: &IdSet, shift: u64) {
    let mut passing = [false; 256];
    for (passes, value) in passing.iter_mut().zip(0..) {
        *passes = has_id(ids, value, shift);
    }
    and_mask(mask, values, |value| {
        passing.get(usize::from(value)).copied().unwrap_or(false)
    });
}

/// The usual choices are neighbours ("all", "passed", "failed or error"): a comparison does.
fn mask_states(mask: &mut [u8], states: &[u8], allowed: u16) {
    let first = u8::try_from(allowed.trailing_zeros()).unwrap_or(STATE_COUNT);
    let beyond = STATE_COUNT - u8::try_from(allowed.leading_zeros()).unwrap_or(STATE_COUNT);
    if u32::from(beyond.saturating_sub(first)) == allowed.count_ones() {
        and_mask(mask, states, |state| first <= state && state < beyond);
    } else {
        and_mask(mask, states, |state| allowed & 1 << state != 0);
    }
}

fn retain_rows<T: Copy>(rows: &mut Vec<u32>, values: &[T], test: impl Fn(T) -> bool) {
    rows.retain(|row| values.get(*row as usize).is_some_and(|value| test(*value)));
}
