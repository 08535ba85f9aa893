//! The values of one measurement over all runs, and those of them that a filter lets pass.

use crate::facts::Facts;
use crate::filter::{Filter, Selector};
use crate::query::Dimension;

/// One measurement of every run that has it, in the order of run numbers. All vectors are equally long.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NumberSeries {
    pub run_numbers: Vec<i64>,
    pub values: Vec<f64>,
    /// Whether the stand said that the value is good; `None` when it did not compare.
    pub results: Vec<Option<bool>>,
    /// 0 means "none".
    pub limit_sets: Vec<u32>,
}

/// The values of the runs that pass a filter, in the order of run time and then run number. All vectors
/// are equally long.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SelectedValues {
    pub run_numbers: Vec<i64>,
    pub times_us: Vec<i64>,
    pub values: Vec<f64>,
    pub results: Vec<Option<bool>>,
    pub limit_sets: Vec<u32>,
    /// What [`crate::Group`] calls the key, 0 for runs that have none; empty when no dimension was asked.
    pub keys: Vec<u32>,
}

impl NumberSeries {
    pub fn len(&self) -> usize {
        self.run_numbers.len()
    }

    pub fn is_empty(&self) -> bool {
        self.run_numbers.is_empty()
    }

    /// The run's number must be larger than all before.
    pub fn push(&mut self, run_number: i64, value: f64, result: Option<bool>, limit_set: u32) {
        self.run_numbers.push(run_number);
        self.values.push(value);
        self.results.push(result);
        self.limit_sets.push(limit_set);
    }
}

/// Values of runs that the facts do not know are left out.
pub fn select_values(
    facts: &Facts,
    filter: &Filter,
    series: &NumberSeries,
    dimension: Option<Dimension>,
) -> SelectedValues {
    let mut found = Vec::new();
    let mut next = 0;
    let mut selector = Selector::new(filter);
    for segment in facts.segments() {
        for block in selector.select(segment).blocks() {
            for row in block.rows() {
                let Some(position) = segment.position(row) else {
                    continue;
                };
                let rest = series.run_numbers.get(next..).unwrap_or_default();
                next += rest.partition_point(|number| *number < position.run_number);
                if series.run_numbers.get(next) == Some(&position.run_number) {
                    let key = dimension.map(|dimension| dimension.key_of(segment, row));
                    found.push((position, next, key.flatten().unwrap_or(0)));
                }
            }
        }
    }
    found.sort_by_key(|(position, _, _)| *position);
    let mut selected = SelectedValues::default();
    for (position, at, key) in found {
        selected.run_numbers.push(position.run_number);
        selected.times_us.push(position.time_us);
        selected.values.extend(series.values.get(at));
        selected.results.extend(series.results.get(at));
        selected.limit_sets.extend(series.limit_sets.get(at));
        if dimension.is_some() {
            selected.keys.push(key);
        }
    }
    selected
}
