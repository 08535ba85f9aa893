//! The values of one measurement that a filter lets pass, in the order of time.

use super::numbers::NumberSeries;
use crate::facts::Facts;
use crate::filter::{Filter, Selector};
use crate::query::Dimension;

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
