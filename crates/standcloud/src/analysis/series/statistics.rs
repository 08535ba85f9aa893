//! What the values of a measurement are like, before anybody compares them with limits.

use serde::Serialize;
use standcloud_stats::{Moments, Sample, mean_moving_range, quantiles, range_constants};
use utoipa::ToSchema;

use super::finite::FiniteValues;
use super::points::number;
use crate::analysis::shares::ShareView;

/// Figures of all values. What cannot be computed is nothing, and `note` says why.
#[derive(Debug, Default, PartialEq, Serialize, ToSchema)]
pub struct StatisticsView {
    /// Finite values, which all other figures are about.
    pub count: u64,
    /// Values that are infinite or no number.
    pub left_out: u64,
    pub mean: Option<f64>,
    /// The standard deviation of all values, with n − 1.
    pub sigma_overall: Option<f64>,
    /// The spread from one value to the next: the mean moving range divided by d2.
    pub sigma_within: Option<f64>,
    pub min: Option<f64>,
    pub max: Option<f64>,
    pub quantiles: Option<QuantilesView>,
    /// Values that the stand called bad, of those that it compared; nothing when it compared none.
    pub failed: Option<ShareView>,
    /// Values that the stand compared with nothing.
    pub not_compared: u64,
    pub note: Option<String>,
}

/// The values below which so many of all values lie.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct QuantilesView {
    pub percent_1: f64,
    pub percent_5: f64,
    pub percent_25: f64,
    pub median: f64,
    pub percent_75: f64,
    pub percent_95: f64,
    pub percent_99: f64,
}

pub(super) fn statistics(values: &FiniteValues) -> StatisticsView {
    let sample = Sample::of(values.values());
    let moments = Moments::of(&sample);
    let (failed, compared) = failed_of(&values.kept.results);
    let all = number(values.values().len());
    StatisticsView {
        count: all,
        left_out: number(values.left_out),
        mean: moments.map(|moments| moments.mean()),
        sigma_overall: moments.and_then(|moments| moments.std_dev()),
        sigma_within: sigma_within(&sample),
        min: moments.map(|moments| moments.min()),
        max: moments.map(|moments| moments.max()),
        quantiles: moments.and_then(|moments| quantiles_of(&sample, &moments)),
        failed: (compared > 0).then(|| ShareView::of(failed, compared)),
        not_compared: all.saturating_sub(compared),
        note: note(moments.as_ref(), values.left_out),
    }
}

/// How many failed, and how many were compared.
pub(super) fn failed_of(results: &[Option<bool>]) -> (u64, u64) {
    let failed = results.iter().filter(|result| **result == Some(false));
    let compared = results.iter().filter(|result| result.is_some());
    (number(failed.count()), number(compared.count()))
}

pub(super) fn quantiles_of(sample: &Sample<'_>, moments: &Moments) -> Option<QuantilesView> {
    let shares = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99];
    let found = quantiles(sample, moments, &shares)?;
    let mut found = found.into_iter().filter(|value| value.is_finite());
    let mut next = || found.next();
    Some(QuantilesView {
        percent_1: next()?,
        percent_5: next()?,
        percent_25: next()?,
        median: next()?,
        percent_75: next()?,
        percent_95: next()?,
        percent_99: next()?,
    })
}

pub(super) fn sigma_within(sample: &Sample<'_>) -> Option<f64> {
    Some(mean_moving_range(sample)? / range_constants(2)?.d2)
}

fn note(moments: Option<&Moments>, left_out: usize) -> Option<String> {
    let text = match moments {
        None if left_out > 0 => "No value is a finite number, so nothing can be computed.",
        None => "There are no values in this time and filter.",
        Some(moments) if moments.count() == 1 => "One value has no spread.",
        Some(moments) if moments.all_equal() => "All values are equal, so there is no spread.",
        Some(moments) if moments.std_dev().is_none() => {
            "The values are too far apart for their spread to be a number."
        }
        Some(_) => return None,
    };
    Some(text.to_owned())
}

#[cfg(test)]
mod tests {
    use std::f64::consts::PI;

    use standcloud_columns::SelectedValues;

    use super::*;

    fn of(values: &[f64]) -> StatisticsView {
        let results = values.iter().map(|value| Some(*value < 10.0)).collect();
        statistics(&FiniteValues::of(SelectedValues {
            run_numbers: vec![1; values.len()],
            times_us: vec![1; values.len()],
            values: values.to_vec(),
            results,
            limit_sets: vec![0; values.len()],
            keys: Vec::new(),
        }))
    }

    #[test]
    fn the_individuals_of_the_nist_handbook() {
        let values = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1];
        let found = of(&values);
        assert!((found.mean.unwrap() - 50.81).abs() < 1e-9);
        assert!((found.sigma_within.unwrap() - 1.8778 * PI.sqrt() / 2.0).abs() < 1e-4);
        assert_eq!(
            found.failed.map(|share| (share.part, share.all)),
            Some((10, 10))
        );
        assert_eq!(found.note, None);
    }

    #[test]
    fn what_is_missing_is_said() {
        for values in [
            &[][..],
            &[f64::INFINITY],
            &[1.0],
            &[2.0, 2.0],
            &[f64::MAX, -f64::MAX],
        ] {
            let found = of(values);
            assert!(found.note.is_some(), "{values:?}");
            let told = serde_json::to_string(&found).unwrap();
            assert!(!told.contains("NaN"), "{told}");
        }
    }
}
