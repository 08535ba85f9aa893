//! The values of one measurement, unit by unit, and what they tell together.

use standcloud_columns::{NumberSeries, RunPosition};
use standcloud_stats::{NoStudy, RepeatStudy, repeat_study};

use super::repeats::Repeats;

/// Of units with at least two finite values.
#[derive(Debug, Default)]
pub struct SeriesRepeats {
    /// By unit, then in the order of time.
    values: Vec<RepeatedValue>,
    /// Of the newest value; 0 for none.
    pub last_limit_set: u32,
    /// Values that are no finite number.
    pub left_out: u64,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RepeatedValue {
    pub unit: u32,
    pub stand: u32,
    pub position: RunPosition,
    pub value: f64,
}

/// A study without its values. The tolerance is not in it: limits are looked up later.
#[derive(Debug)]
pub struct RepeatSummary {
    pub study: Result<RepeatStudy, NoStudy>,
    pub last_limit_set: u32,
    pub left_out: u64,
}

impl SeriesRepeats {
    pub fn of(numbers: &NumberSeries, repeats: &Repeats) -> Self {
        let mut found = Self::default();
        let mut last_limited = None;
        for (run_number, value, _, limit_set) in numbers.iter() {
            let Some(run) = repeats.of_run(run_number) else {
                continue;
            };
            if limit_set != 0 && last_limited < Some(run.position) {
                last_limited = Some(run.position);
                found.last_limit_set = limit_set;
            }
            if value.is_finite() {
                found.values.push(RepeatedValue {
                    unit: run.unit,
                    stand: run.stand,
                    position: run.position,
                    value,
                });
            } else {
                found.left_out += 1;
            }
        }
        let by_time = |value: &RepeatedValue| (value.unit, value.position);
        found.values.sort_by_key(by_time);
        found
    }

    /// At least two values each.
    pub fn units(&self) -> impl Iterator<Item = &[RepeatedValue]> {
        let units = self.values.chunk_by(|value, next| value.unit == next.unit);
        units.filter(|of_unit| of_unit.len() > 1)
    }

    pub fn summary(&self) -> RepeatSummary {
        let units: Vec<Vec<f64>> = self
            .units()
            .map(|of_unit| of_unit.iter().map(|value| value.value).collect())
            .collect();
        RepeatSummary {
            study: repeat_study(units.iter().map(Vec::as_slice), None),
            last_limit_set: self.last_limit_set,
            left_out: self.left_out,
        }
    }
}
