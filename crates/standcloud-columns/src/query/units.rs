//! Questions about units: the last run of each, and how many runs they had.

use std::collections::HashMap;

use super::last_runs::LastRuns;
use super::newest::page_of;
use crate::facts::{Facts, Field, RunPosition, Segment};
use crate::filter::{Filter, IdSet, Selected, Selector};

/// Takes the last run of each unit and lists those that pass the filter, newest first.
///
/// The order matters: with "failed" asked for, a unit that failed and then passed is not listed.
/// Voided runs do not exist here, and runs without a unit are left out.
pub fn last_run_per_unit(
    facts: &Facts,
    filter: &Filter,
    offset: usize,
    limit: usize,
) -> Vec<RunPosition> {
    let candidates = candidate_filter(filter);
    let mut selector = Selector::new(&candidates);
    let mut last_runs = LastRuns::new(facts, filter.units.as_ref());
    for (segment_index, segment) in (0..).zip(facts.segments()) {
        note_last_runs(
            &mut last_runs,
            segment_index,
            segment,
            selector.select(segment),
        );
    }
    page_of(passing_runs(facts, filter, &last_runs), offset, limit)
}

/// The number of runs that pass for each of the units, in the order given.
pub fn count_per_unit(facts: &Facts, filter: &Filter, units: &[u32]) -> Vec<u32> {
    let is_asked = |unit: &u32| {
        filter
            .units
            .as_ref()
            .is_none_or(|asked| asked.contains(*unit))
    };
    let asked: IdSet = units.iter().copied().filter(is_asked).collect();
    let filter = Filter {
        units: Some(asked),
        ..filter.clone()
    };
    let mut selector = Selector::new(&filter);
    let mut counts: HashMap<u64, u32> = HashMap::new();
    for segment in facts.segments() {
        let runs = selector.select(segment).rows();
        for unit in runs.filter_map(|row| segment.column(Field::Unit).get(row)) {
            *counts.entry(unit).or_default() += 1;
        }
    }
    units
        .iter()
        .map(|unit| counts.get(&u64::from(*unit)).copied().unwrap_or(0))
        .collect()
}

/// Only what cannot make an earlier run the last one may be asked before the last run is known:
/// which units, and that the run is not too old.
fn candidate_filter(filter: &Filter) -> Filter {
    Filter {
        from_us: filter.from_us,
        units: filter.units.clone(),
        ..Filter::default()
    }
}

fn note_last_runs(
    last_runs: &mut LastRuns,
    segment_index: u32,
    segment: &Segment,
    selected: Selected<'_>,
) {
    let mut units = Vec::new();
    for block in selected.blocks() {
        block.gather(segment.column(Field::Unit), &mut units);
        for (unit, row) in units.iter().zip(block.rows()) {
            if let Some(time_us) = segment.times().get(row).filter(|_| *unit != 0) {
                last_runs.note(*unit, *time_us, segment_index, row);
            }
        }
    }
}

fn passing_runs(facts: &Facts, filter: &Filter, last_runs: &LastRuns) -> Vec<RunPosition> {
    let selector = Selector::new(filter);
    let mut positions = Vec::new();
    let rows_by_segment = last_runs.rows_by_segment(facts.segments().len());
    for (segment, mut rows) in facts.segments().iter().zip(rows_by_segment) {
        selector.retain(segment, &mut rows);
        positions.extend(
            rows.iter()
                .filter_map(|row| segment.position(*row as usize)),
        );
    }
    positions
}
