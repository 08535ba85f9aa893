//! How values are distributed, in bins that several groups share.

use serde::Serialize;
use standcloud_stats::{BinGrid, Moments, Sample, Tolerance};
use utoipa::ToSchema;

/// Bins of one width, from one edge, included, to the next, not included. With the edges as `min` and `max`,
/// `series/listed-values` and `series/values` tell the values of a bin.
#[derive(Debug, PartialEq, Serialize, ToSchema)]
pub struct HistogramView {
    /// One more than there are bins, ascending.
    pub edges: Vec<f64>,
    pub counts: Vec<u64>,
    /// Outliers below the first bin.
    pub below: u64,
    /// Outliers above the last bin.
    pub above: u64,
    /// How many values a normal distribution with the same mean and sigma would have in each bin; nothing
    /// without a spread.
    pub normal: Option<Vec<f64>>,
}

/// Nothing without values, and when they are too large for bins.
pub(super) fn histogram(values: &[f64], tolerance: Option<&Tolerance>) -> Option<HistogramView> {
    let sample = Sample::of(values);
    let moments = Moments::of(&sample)?;
    let grid = BinGrid::of(&sample, tolerance)?;
    Some(view_of(&grid, values, &moments))
}

fn view_of(grid: &BinGrid, values: &[f64], moments: &Moments) -> HistogramView {
    let filled = grid.fill(values);
    let first = filled.bins.first().map(|bin| bin.from);
    let edges = first
        .into_iter()
        .chain(filled.bins.iter().map(|bin| bin.to));
    let edges: Vec<f64> = edges.collect();
    HistogramView {
        normal: normal_counts(&edges, moments),
        edges,
        counts: filled.bins.iter().map(|bin| bin.count).collect(),
        below: filled.below,
        above: filled.above,
    }
}

fn normal_counts(edges: &[f64], moments: &Moments) -> Option<Vec<f64>> {
    let sigma = moments.std_dev().filter(|sigma| *sigma > 0.0)?;
    let all = count(moments.count());
    let pairs = edges.iter().zip(edges.iter().skip(1));
    let expected = pairs.map(|(from, to)| {
        let place = (f64::midpoint(*from, *to) - moments.mean()) / sigma;
        let density = (-place * place / 2.0).exp() / (std::f64::consts::TAU.sqrt() * sigma);
        Some(all * density * (to - from)).filter(|expected| expected.is_finite())
    });
    expected.collect()
}

#[expect(clippy::cast_precision_loss, reason = "a count of values in memory")]
fn count(values: usize) -> f64 {
    values as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bins_have_edges_and_a_curve() {
        let values: Vec<f64> = (0..500).map(|at| f64::from(at % 37) / 10.0).collect();
        let found = histogram(&values, None).unwrap();
        assert_eq!(found.edges.len(), found.counts.len() + 1);
        let inside: u64 = found.counts.iter().sum();
        assert_eq!(inside + found.below + found.above, 500);
        let curve: f64 = found.normal.unwrap().iter().sum();
        assert!(curve > 350.0 && curve < 510.0, "{curve}");
    }

    #[test]
    fn odd_values_have_no_curve_or_no_bins() {
        assert_eq!(histogram(&[], None), None);
        assert_eq!(
            histogram(&[1.0; 5], None).and_then(|found| found.normal),
            None
        );
        let huge = histogram(&[f64::MAX, -f64::MAX], None);
        assert!(!serde_json::to_string(&huge).unwrap().contains("NaN"));
    }
}
