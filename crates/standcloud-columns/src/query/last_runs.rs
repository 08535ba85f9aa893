//! The last run of each unit, while all runs pass by.
//!
//! Problem: millions of units, each looked up for every run. Choice: a table indexed by unit id, and
//! a hash map when the ids are so sparse that the table would be mostly empty (a database shared by
//! many organisations can hand out such ids). Consequence: 16 bytes a unit for the time of one
//! question.

use std::collections::HashMap;
use std::num::NonZeroU32;

use crate::facts::{Facts, Field};
use crate::filter::IdSet;

/// With more entries than this for each unit the table would waste memory.
const TABLE_ENTRIES_PER_UNIT: usize = 4;
const TABLE_ENTRIES_ALWAYS: usize = 65_536;

pub(super) enum LastRuns {
    /// Indexed by unit.
    Table(Vec<Option<LastRun>>),
    Map(HashMap<u64, LastRun>),
}

#[derive(Clone, Copy)]
pub(super) struct LastRun {
    time_us: i64,
    segment_index: u32,
    /// One more than the row, so that "no run yet" takes no room of its own.
    row_plus_one: NonZeroU32,
}

impl LastRuns {
    /// Only runs of `units` will be noted, or of any unit.
    pub(super) fn new(facts: &Facts, units: Option<&IdSet>) -> Self {
        let largest_unit = match units {
            Some(units) => units.range().map_or(0, |(_, largest)| largest.into()),
            None => largest_unit(facts),
        };
        let unit_count = units.map_or(facts.len(), IdSet::len);
        let worth = unit_count
            .saturating_mul(TABLE_ENTRIES_PER_UNIT)
            .max(TABLE_ENTRIES_ALWAYS);
        match usize::try_from(largest_unit) {
            Ok(largest) if largest < worth => Self::Table(vec![None; largest + 1]),
            _ => Self::Map(HashMap::new()),
        }
    }

    /// Runs must come in run-number order, so that of two at one time the later one stays.
    pub(super) fn note(&mut self, unit: u64, time_us: i64, segment_index: u32, row: usize) {
        let row_plus_one = u32::try_from(row)
            .ok()
            .and_then(|row| NonZeroU32::MIN.checked_add(row));
        let Some(row_plus_one) = row_plus_one else {
            return;
        };
        let run = LastRun {
            time_us,
            segment_index,
            row_plus_one,
        };
        match self {
            Self::Table(table) => {
                let entry = usize::try_from(unit)
                    .ok()
                    .and_then(|unit| table.get_mut(unit));
                if let Some(last) = entry
                    && last.is_none_or(|last| last.time_us <= time_us)
                {
                    *last = Some(run);
                }
            }
            Self::Map(map) => {
                let last = map.entry(unit).or_insert(run);
                if last.time_us <= time_us {
                    *last = run;
                }
            }
        }
    }

    pub(super) fn rows_by_segment(&self, segment_count: usize) -> Vec<Vec<u32>> {
        let mut rows = vec![Vec::new(); segment_count];
        let mut add = |run: &LastRun| {
            if let Some(rows) = rows.get_mut(run.segment_index as usize) {
                rows.push(run.row_plus_one.get() - 1);
            }
        };
        match self {
            Self::Table(table) => table.iter().flatten().for_each(&mut add),
            Self::Map(map) => map.values().for_each(&mut add),
        }
        rows
    }
}

fn largest_unit(facts: &Facts) -> u64 {
    let segments = facts.segments().iter();
    let ranges = segments.filter_map(|segment| segment.column(Field::Unit).range());
    ranges.map(|(_, largest)| largest).max().unwrap_or(0)
}
