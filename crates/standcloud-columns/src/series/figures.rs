//! What is asked of every measurement of a plan at once: how many, how they lie, which failed.
//!
//! Problem: a table of all measurements of a plan needs mean and sigma of a hundred million values.
//! Choice: sums that can be put together from parts, so that parts whose runs all pass need not be
//! looked at again. Sums of squares are kept around the mean, as those around zero lose all digits.

use std::collections::BTreeMap;

use super::numbers::NumberSeries;
use super::picks::RunPicks;

const BLOCK_VALUES: usize = 4_096;
/// Sums that do not wait for each other.
const LANES: usize = 8;

/// Of some values of one series.
#[derive(Clone, Debug, PartialEq)]
pub struct SeriesFigures {
    /// All values, also those that are no finite numbers.
    pub count: u64,
    /// The finite ones, which all that follows is about.
    pub finite_count: u64,
    /// 0 without finite values.
    pub mean: f64,
    /// The sum of the squared distances to the mean; divided by the count less one it is the variance.
    /// Not finite when the squares are too large for a number.
    pub squares: f64,
    /// Infinity without finite values.
    pub min: f64,
    /// Negative infinity without finite values.
    pub max: f64,
    /// How many values were compared with each limit set, by its id; 0 means "none".
    pub limit_sets: BTreeMap<u32, u64>,
    /// That of the run which was added last.
    pub last_limit_set: u32,
    /// The runs whose value the stand called bad, by number.
    pub failed_runs: Vec<i64>,
}

impl Default for SeriesFigures {
    fn default() -> Self {
        Self {
            count: 0,
            finite_count: 0,
            mean: 0.0,
            squares: 0.0,
            min: f64::INFINITY,
            max: f64::NEG_INFINITY,
            limit_sets: BTreeMap::new(),
            last_limit_set: 0,
            failed_runs: Vec::new(),
        }
    }
}

impl SeriesFigures {
    /// Of the values whose runs pass. The series must be one of the plan that was picked from.
    pub fn of(series: &NumberSeries, picks: &RunPicks) -> Self {
        let mut figures = Self::default();
        figures.add_passing(series, (i64::MIN, i64::MAX), picks);
        figures
    }

    /// Adds the values of runs after the first and up to the second number that pass; all of them must be
    /// later than those that are in.
    pub fn add_passing(
        &mut self,
        series: &NumberSeries,
        (after, until): (i64, i64),
        picks: &RunPicks,
    ) {
        let start = series.run_numbers.partition_point(|run| *run <= after);
        let end = series.run_numbers.partition_point(|run| *run <= until);
        let mut passing = NumberSeries::default();
        let mut at = start;
        while at < end {
            let block_end = end.min(at + BLOCK_VALUES);
            passing.clear();
            picks.copy_passing(series, at..block_end, &mut passing);
            self.append(&Self::of_block(&passing));
            at = block_end;
        }
    }

    /// Of all values. Two passes over something that stays in the nearest cache are quicker than dividing
    /// for each value, and as exact.
    pub(super) fn of_block(series: &NumberSeries) -> Self {
        let mut figures = Self {
            count: as_count(series.len()),
            last_limit_set: series.limit_sets.last().copied().unwrap_or(0),
            ..Self::default()
        };
        for alike in series.limit_sets.chunk_by(|left, right| left == right) {
            if let Some(limit_set) = alike.first() {
                *figures.limit_sets.entry(*limit_set).or_default() += as_count(alike.len());
            }
        }
        let failed = series.run_numbers.iter().zip(&series.results);
        let failed = failed.filter(|(_, result)| **result == Some(false));
        figures.failed_runs = failed.map(|(run, _)| *run).collect();
        let sum = sum_of(&series.values, |value| value);
        if sum.is_finite() && !series.is_empty() {
            figures.finite_count = figures.count;
            let mean = sum / as_float(figures.count);
            figures.mean = mean;
            figures.squares = sum_of(&series.values, |value| (value - mean) * (value - mean));
            figures.min = series.values.iter().copied().fold(f64::INFINITY, f64::min);
            figures.max = series
                .values
                .iter()
                .copied()
                .fold(f64::NEG_INFINITY, f64::max);
        } else {
            series
                .values
                .iter()
                .for_each(|value| figures.add_value(*value));
        }
        figures
    }

    /// `None` with fewer than two finite values, or when it is too large for a number.
    pub fn standard_deviation(&self) -> Option<f64> {
        let freedom = self
            .finite_count
            .checked_sub(1)
            .filter(|count| *count > 0)?;
        let deviation = (self.squares / as_float(freedom)).sqrt();
        deviation.is_finite().then_some(deviation)
    }

    /// The run's number must be larger than all before.
    pub fn add(&mut self, run_number: i64, value: f64, result: Option<bool>, limit_set: u32) {
        self.count += 1;
        *self.limit_sets.entry(limit_set).or_default() += 1;
        self.last_limit_set = limit_set;
        if result == Some(false) {
            self.failed_runs.push(run_number);
        }
        self.add_value(value);
    }

    fn add_value(&mut self, value: f64) {
        if !value.is_finite() {
            return;
        }
        self.finite_count += 1;
        let before = self.mean;
        self.mean = moved_mean(before, value, 1.0 / as_float(self.finite_count));
        self.squares = sum_of_squares(self.squares, (value - before) * (value - self.mean));
        self.min = self.min.min(value);
        self.max = self.max.max(value);
    }

    /// Adds those of later runs.
    pub fn append(&mut self, later: &Self) {
        if later.count == 0 {
            return;
        }
        self.count += later.count;
        for (limit_set, count) in &later.limit_sets {
            *self.limit_sets.entry(*limit_set).or_default() += count;
        }
        self.last_limit_set = later.last_limit_set;
        self.failed_runs.extend(&later.failed_runs);
        self.append_moments(later);
    }

    fn append_moments(&mut self, later: &Self) {
        if later.finite_count == 0 {
            return;
        }
        let before = as_float(self.finite_count);
        let added = as_float(later.finite_count);
        let distance = later.mean - self.mean;
        self.finite_count += later.finite_count;
        let share = added / as_float(self.finite_count);
        self.mean = moved_mean(self.mean, later.mean, share);
        let between = sum_of_squares(later.squares, distance * distance * before * share);
        self.squares = sum_of_squares(self.squares, between);
        self.min = self.min.min(later.min);
        self.max = self.max.max(later.max);
    }
}

/// Not finite when one of the values is not, or when they are huge.
fn sum_of(values: &[f64], of: impl Fn(f64) -> f64) -> f64 {
    let (groups, rest) = values.as_chunks::<LANES>();
    let mut sums = [0.0; LANES];
    for group in groups {
        for (sum, value) in sums.iter_mut().zip(group) {
            *sum += of(*value);
        }
    }
    let rest: f64 = rest.iter().map(|value| of(*value)).sum();
    sums.iter().sum::<f64>() + rest
}

fn as_count(len: usize) -> u64 {
    u64::try_from(len).unwrap_or(u64::MAX)
}

/// The mean once `value` has this share. The distance of two huge numbers can be too large for one.
fn moved_mean(mean: f64, value: f64, share: f64) -> f64 {
    let distance = value - mean;
    if distance.is_finite() {
        mean + distance * share
    } else {
        mean * (1.0 - share) + value * share
    }
}

/// Squares of huge numbers are infinite, and times nothing they are no number.
fn sum_of_squares(squares: f64, more: f64) -> f64 {
    let sum = squares + more;
    if sum.is_nan() { f64::INFINITY } else { sum }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "there are far fewer than 2^52 values"
)]
fn as_float(count: u64) -> f64 {
    count as f64
}
