//! Values told apart by one dimension, with the figures of each group.

use std::collections::HashMap;

use standcloud_columns::SelectedValues;
use standcloud_stats::{BinGrid, Moments, Sample, SigmaEstimate, Tolerance, quantiles};

use super::capability::{IndicesView, indices};
use super::groups::{BoxView, GroupFiguresView};
use super::points::number;
use super::statistics::{failed_of, sigma_within};
use crate::analysis::shares::ShareView;

/// As most box plots draw them (Tukey 1977).
const WHISKER_REACH: f64 = 1.5;

/// The values of one group, in the order of time.
#[derive(Debug, Default)]
pub(super) struct GroupValues {
    /// 0 of runs that have none.
    pub key: u32,
    pub values: Vec<f64>,
    pub results: Vec<Option<bool>>,
}

/// The groups with most values first.
pub(super) fn split(selected: &SelectedValues) -> Vec<GroupValues> {
    let mut groups: HashMap<u32, GroupValues> = HashMap::new();
    let rows = selected.keys.iter().zip(&selected.values);
    for ((key, value), result) in rows.zip(&selected.results) {
        let group = groups.entry(*key).or_default();
        group.values.push(*value);
        group.results.push(*result);
    }
    let keyed = groups
        .into_iter()
        .map(|(key, group)| GroupValues { key, ..group });
    let mut groups: Vec<GroupValues> = keyed.collect();
    groups.sort_by_key(|group| (std::cmp::Reverse(group.values.len()), group.key));
    groups
}

/// `grid` has the same bins for all groups, `all` are the moments of the values of all groups.
pub(super) fn figures(
    group: &GroupValues,
    all: Option<&Moments>,
    grid: Option<&BinGrid>,
    tolerance: Option<&Tolerance>,
) -> GroupFiguresView {
    let sample = Sample::of(&group.values);
    let moments = Moments::of(&sample);
    let spread = moments.and_then(|moments| SigmaEstimate::overall(&moments));
    let overall = moments.zip(spread).zip(tolerance);
    let overall = overall
        .and_then(|((moments, spread), tolerance)| indices(&moments, spread, tolerance).ok());
    let within = moments
        .zip(SigmaEstimate::by_moving_range(&sample))
        .zip(tolerance);
    let within: Option<IndicesView> =
        within.and_then(|((moments, spread), tolerance)| indices(&moments, spread, tolerance).ok());
    let (failed, compared) = failed_of(&group.results);
    GroupFiguresView {
        count: number(group.values.len()),
        mean: moments.map(|moments| moments.mean()),
        sigma_overall: moments.and_then(|moments| moments.std_dev()),
        sigma_within: sigma_within(&sample),
        shift_sigmas: moments
            .zip(all.copied())
            .and_then(|(own, all)| shift(&own, &all)),
        ppk: overall.map(|indices| indices.actual),
        cpk: within.map(|indices| indices.actual),
        failed: (compared > 0).then(|| ShareView::of(failed, compared)),
        quartiles: moments.and_then(|moments| box_of(&sample, &moments)),
        counts: grid.map_or_else(Vec::new, |grid| counts(grid, &group.values)),
    }
}

/// How far the mean is from that of all values, in sigma of all values.
fn shift(own: &Moments, all: &Moments) -> Option<f64> {
    let sigma = all.std_dev().filter(|sigma| *sigma > 0.0)?;
    let shift = (own.mean() - all.mean()) / sigma;
    Some(shift).filter(|shift| shift.is_finite())
}

/// With those below the first and above the last bin at the ends.
fn counts(grid: &BinGrid, values: &[f64]) -> Vec<u64> {
    let filled = grid.fill(values);
    let inside = filled.bins.iter().map(|bin| bin.count);
    let ends = std::iter::once(filled.below);
    ends.chain(inside).chain([filled.above]).collect()
}

fn box_of(sample: &Sample<'_>, moments: &Moments) -> Option<BoxView> {
    let found: [f64; 3] = quantiles(sample, moments, &[0.25, 0.5, 0.75])?
        .try_into()
        .ok()?;
    let [lower_quartile, median, upper_quartile] = found;
    let reach = WHISKER_REACH * (upper_quartile - lower_quartile);
    if !reach.is_finite() {
        return None;
    }
    let (low, high) = (lower_quartile - reach, upper_quartile + reach);
    let inside = sample
        .values()
        .iter()
        .copied()
        .filter(|value| (low..=high).contains(value));
    let ends = inside.fold((lower_quartile, upper_quartile), |(low, high), value| {
        (low.min(value), high.max(value))
    });
    let outside = sample
        .values()
        .iter()
        .filter(|value| !(low..=high).contains(*value));
    Some(BoxView {
        min: moments.min(),
        lower_whisker: ends.0,
        lower_quartile,
        median,
        upper_quartile,
        upper_whisker: ends.1,
        max: moments.max(),
        outliers: number(outside.count()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn selected(values: &[f64], keys: &[u32]) -> SelectedValues {
        SelectedValues {
            run_numbers: vec![1; values.len()],
            times_us: vec![1; values.len()],
            values: values.to_vec(),
            results: values.iter().map(|value| Some(*value < 9.0)).collect(),
            limit_sets: vec![1; values.len()],
            keys: keys.to_vec(),
        }
    }

    #[test]
    fn the_largest_group_is_first() {
        let groups = split(&selected(&[1.0, 2.0, 3.0, 9.5], &[7, 0, 7, 7]));
        let sizes: Vec<_> = groups
            .iter()
            .map(|group| (group.key, group.values.len()))
            .collect();
        assert_eq!(sizes, [(7, 3), (0, 1)]);
        let found = figures(&groups[0], None, None, None);
        assert_eq!(
            found.failed.map(|share| (share.part, share.all)),
            Some((1, 3))
        );
        assert_eq!((found.ppk, found.shift_sigmas), (None, None));
    }

    #[test]
    fn whiskers_end_at_values() {
        let values = [1.0, 2.0, 3.0, 4.0, 5.0, 100.0];
        let groups = split(&selected(&values, &[1; 6]));
        let found = figures(&groups[0], None, None, None).quartiles.unwrap();
        assert_eq!((found.lower_whisker, found.upper_whisker), (1.0, 5.0));
        assert_eq!((found.max, found.outliers), (100.0, 1));
    }
}
