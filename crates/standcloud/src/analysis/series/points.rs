//! What a picture draws of a million values.

use jiff::Timestamp;
use serde::Serialize;
use standcloud_columns::SelectedValues;
use utoipa::ToSchema;

use super::drawn::Drawn;
use crate::web_api::overview::instant;

/// Points in the order of time, column by column. Of a long series the smallest and the largest of each
/// stretch, so that no extreme value is lost.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct PointsView {
    /// How many there are; more than are told when the series is long.
    pub total: u64,
    /// In the order of time, from 1.
    pub positions: Vec<u64>,
    pub values: Vec<f64>,
    /// Each point leads to its run: `GET numbered-run`.
    pub run_numbers: Vec<i64>,
    /// When the runs began; nothing for times beyond the calendar.
    pub times: Vec<Option<Timestamp>>,
    /// Whether the stand called the value good; nothing when it did not compare.
    pub results: Vec<Option<bool>>,
}

impl PointsView {
    pub(super) fn of(selected: &SelectedValues, drawn: &Drawn) -> Self {
        let drawn = drawn.positions(&selected.values);
        Self::at(selected, &selected.values, &drawn)
    }

    /// Points of a chart whose values are others than those that were measured.
    pub(super) fn at(selected: &SelectedValues, values: &[f64], drawn: &[usize]) -> Self {
        let times = pick(&selected.times_us, drawn).into_iter();
        Self {
            total: number(values.len()),
            positions: drawn.iter().map(|at| number(*at + 1)).collect(),
            values: pick(values, drawn),
            run_numbers: pick(&selected.run_numbers, drawn),
            times: times.map(instant).collect(),
            results: pick(&selected.results, drawn),
        }
    }
}

pub(super) fn pick<T: Copy>(all: &[T], drawn: &[usize]) -> Vec<T> {
    drawn
        .iter()
        .filter_map(|at| all.get(*at).copied())
        .collect()
}

pub(super) fn number(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}
