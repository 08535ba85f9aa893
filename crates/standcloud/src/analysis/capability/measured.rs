//! What the values of one measurement say, before anybody compares them with limits.

use standcloud_columns::{SelectedValues, SeriesFigures};
use standcloud_stats::{Moments, Sample, SigmaEstimate, compare_means};

use super::views::DriftView;

const SLICES: usize = 20;
const CONFIDENCE: f64 = 0.95;
/// A drift is looked for in the last fifth, against all before.
const LAST_PART: usize = 5;
/// Fewer values in the last fifth say nothing of a drift.
const LAST_VALUES_MIN: usize = 10;

/// Of one measurement, of the runs that pass.
#[derive(Debug, Clone)]
pub struct Measured {
    pub figures: SeriesFigures,
    /// Values that the stand has compared with limits.
    pub compared: u64,
    /// By the mean moving range; nothing without two values.
    pub within: Option<SigmaEstimate>,
    pub drift: Option<DriftView>,
    pub trend: Vec<f64>,
}

impl Measured {
    /// The values are in the order of time.
    pub fn of(selected: &SelectedValues) -> Self {
        let mut figures = SeriesFigures::default();
        let rest = selected.results.iter().zip(&selected.limit_sets);
        let values = selected.run_numbers.iter().zip(&selected.values).zip(rest);
        for ((run_number, value), (result, limit_set)) in values {
            figures.add(*run_number, *value, *result, *limit_set);
        }
        let compared = selected.results.iter().filter(|result| result.is_some());
        let finite = selected.values.iter().copied();
        let finite: Vec<f64> = finite.filter(|value| value.is_finite()).collect();
        Self {
            figures,
            compared: u64::try_from(compared.count()).unwrap_or(u64::MAX),
            within: SigmaEstimate::by_moving_range(&Sample::of(&finite)),
            drift: drift(&finite),
            trend: trend(&finite),
        }
    }

    /// Without what needs the values themselves.
    pub fn of_figures(figures: SeriesFigures) -> Self {
        let uncompared = figures.limit_sets.get(&0).copied().unwrap_or(0);
        Self {
            compared: figures.count - uncompared,
            figures,
            within: None,
            drift: None,
            trend: Vec::new(),
        }
    }
}

fn drift(values: &[f64]) -> Option<DriftView> {
    let last = values.len() / LAST_PART;
    if last < LAST_VALUES_MIN {
        return None;
    }
    let (before, last) = values.split_at(values.len() - last);
    let moments = |values| Moments::of(&Sample::of(values));
    let (before, last) = (moments(before)?, moments(last)?);
    let found = compare_means(&before, &last, CONFIDENCE).ok()?;
    let effect = effect_of(&before, &last)?;
    Some(DriftView {
        before_mean: before.mean(),
        last_mean: last.mean(),
        effect_sigmas: effect,
        p_value: found.p_value,
        is_drifting: found.p_value < 0.001 && effect.abs() >= 0.5,
    })
}

/// The difference of the means in standard deviations, both parts with equal weight; nothing when neither
/// scatters.
pub fn effect_of(first: &Moments, second: &Moments) -> Option<f64> {
    let pooled = f64::midpoint(first.variance()?, second.variance()?).sqrt();
    let effect = (second.mean() - first.mean()) / pooled;
    effect.is_finite().then_some(effect)
}

/// Means of slices that have equally many values, so that a gap or a wrong clock leaves no hole.
pub fn trend(values: &[f64]) -> Vec<f64> {
    let slices = SLICES.min(values.len());
    let slice = |at: usize| {
        let (from, to) = (values.len() * at / slices, values.len() * (at + 1) / slices);
        let values = values.get(from..to)?;
        let count = as_float(values.len());
        // Divided one by one, the sum of the largest numbers is a number too.
        Some(values.iter().map(|value| value / count).sum())
    };
    (0..slices).filter_map(slice).collect()
}

#[expect(clippy::cast_precision_loss, reason = "a count of values in memory")]
fn as_float(count: usize) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn selected(values: &[f64]) -> SelectedValues {
        let len = values.len();
        SelectedValues {
            run_numbers: (0..i64::try_from(len).unwrap()).collect(),
            times_us: (0..i64::try_from(len).unwrap()).collect(),
            values: values.to_vec(),
            results: vec![Some(true); len],
            limit_sets: vec![1; len],
            keys: Vec::new(),
        }
    }

    /// A saw of 0, 1, 0, 1 … with a step in its last fifth.
    fn saw(len: u32, step: f64) -> Vec<f64> {
        let at = |place: u32| f64::from(place % 2) + if place >= len / 5 * 4 { step } else { 0.0 };
        (0..len).map(at).collect()
    }

    #[test]
    fn a_step_is_a_drift_and_no_step_is_none() {
        let found = Measured::of(&selected(&saw(100, 1.0)));
        let drift = found.drift.unwrap();
        assert!(drift.is_drifting, "{drift:?}");
        assert!((drift.last_mean - drift.before_mean - 1.0).abs() < 1e-12);
        let found = Measured::of(&selected(&saw(100, 0.0)));
        assert!(!found.drift.unwrap().is_drifting);
        assert!(Measured::of(&selected(&saw(40, 9.0))).drift.is_none());
    }

    #[test]
    fn a_trend_has_at_most_twenty_means() {
        let found = Measured::of(&selected(&saw(100, 1.0)));
        assert_eq!(found.trend.len(), 20);
        assert!(found.trend[15] < 0.7 && found.trend[16] > 1.3);
        assert_eq!(Measured::of(&selected(&[3.0, 4.0])).trend, [3.0, 4.0]);
        assert!(found.within.is_some());
    }

    #[test]
    fn odd_values_give_no_nan() {
        for values in [
            &[][..],
            &[f64::NAN],
            &[f64::MAX, -f64::MAX],
            &[f64::INFINITY, 1.0],
        ] {
            let found = Measured::of(&selected(values));
            assert!(found.figures.mean.is_finite());
            assert!(found.trend.iter().all(|mean| mean.is_finite()));
            assert!(found.within.is_none_or(|within| within.sigma.is_finite()));
        }
    }
}
