//! Which measurements lie elsewhere, or scatter otherwise, on one side.

use standcloud_columns::{Facts, Filter, NumberSeries, SelectedValues, select_values};
use standcloud_stats::{Difference, Moments, Sample, compare_means, correct_for_many, quantiles};
use standcloud_store::Series;

use super::shares::verdict_of;
use super::views::{MeasuredSideView, MeasurementDifferenceView, VerdictView};
use crate::analysis::capability::measured::effect_of;
use crate::analysis::shares::ShareView;

const CONFIDENCE: f64 = 0.95;
/// With fewer, values that are rounded may all be equal and pretend that nothing scatters.
const MEAN_VALUES_MIN: usize = 5;
/// The distances of two values to their median are equal by themselves.
const SCATTER_VALUES_MIN: usize = 10;

/// What both sides measured.
#[derive(Debug, Clone, Copy)]
pub(super) struct Compared {
    a: Side,
    b: Side,
    mean: Option<Difference>,
    /// Of the distances to the medians.
    distance: Option<Difference>,
}

#[derive(Debug, Clone, Copy)]
struct Side {
    moments: Option<Moments>,
    /// Of the distances to the median.
    distances: Option<Moments>,
    failed: u64,
    compared: u64,
}

impl Compared {
    pub(super) fn of(facts: &Facts, a: &Filter, b: &Filter, numbers: &NumberSeries) -> Self {
        let side = |filter| Side::of(&select_values(facts, filter, numbers, None));
        Self::of_sides(side(a), side(b))
    }

    fn of_sides(a: Side, b: Side) -> Self {
        let compare = |one: Option<Moments>, two: Option<Moments>, least: usize| {
            let enough = |moments: &Moments| moments.count() >= least;
            compare_means(&one.filter(enough)?, &two.filter(enough)?, CONFIDENCE).ok()
        };
        Self {
            mean: compare(a.moments, b.moments, MEAN_VALUES_MIN),
            distance: compare(a.distances, b.distances, SCATTER_VALUES_MIN),
            a,
            b,
        }
    }

    fn has_values(&self, least: usize) -> bool {
        let has = |side: &Side| side.moments.is_some_and(|moments| moments.count() >= least);
        has(&self.a) && has(&self.b)
    }

    fn has_both(&self) -> bool {
        self.a.moments.is_some() && self.b.moments.is_some()
    }
}

impl Side {
    fn of(selected: &SelectedValues) -> Self {
        let sample = Sample::of(&selected.values);
        let moments = Moments::of(&sample);
        let count = |wanted: fn(&Option<bool>) -> bool| {
            let found = selected.results.iter().filter(|result| wanted(result));
            u64::try_from(found.count()).unwrap_or(u64::MAX)
        };
        Self {
            distances: moments.and_then(|moments| distances(&sample, &moments)),
            moments,
            failed: count(|result| *result == Some(false)),
            compared: count(Option::is_some),
        }
    }

    fn view(self) -> MeasuredSideView {
        let count = self.moments.map_or(0, |moments| moments.count());
        MeasuredSideView {
            values: u64::try_from(count).unwrap_or(u64::MAX),
            mean: self.moments.map(|moments| moments.mean()),
            sigma: self.moments.and_then(|moments| moments.std_dev()),
            failed: ShareView::of(self.failed, self.compared),
        }
    }
}

fn distances(sample: &Sample<'_>, moments: &Moments) -> Option<Moments> {
    let median = *quantiles(sample, moments, &[0.5])?.first()?;
    let distances = sample.values().iter().map(|value| (value - median).abs());
    let distances: Vec<f64> = distances.collect();
    Moments::of(&Sample::of(&distances))
}

/// Those that both sides have, the surest difference first, and how many they are.
pub(super) fn views_of(
    compared: impl Iterator<Item = (Series, Compared)>,
    limit: usize,
) -> (Vec<MeasurementDifferenceView>, u64) {
    let compared: Vec<_> = compared
        .filter(|(_, compared)| compared.has_both())
        .collect();
    let count = u64::try_from(compared.len()).unwrap_or(u64::MAX);
    let corrected = corrected_p_values(&compared);
    let rows = compared.into_iter().zip(corrected);
    let mut views: Vec<_> = rows
        .map(|((series, compared), p_values)| view_of(series, &compared, p_values))
        .collect();
    views.sort_by(|one, two| {
        let surest = surest(one).total_cmp(&surest(two));
        surest.then(size(two).total_cmp(&size(one)))
    });
    views.truncate(limit);
    (views, count)
}

/// Of the mean and of the scatter, together: nobody knows beforehand which will differ.
fn corrected_p_values(compared: &[(Series, Compared)]) -> Vec<(Option<f64>, Option<f64>)> {
    let of = |difference: Option<Difference>| difference.map(|difference| difference.p_value);
    let asked: Vec<Option<f64>> = compared
        .iter()
        .flat_map(|(_, compared)| [of(compared.mean), of(compared.distance)])
        .collect();
    let known: Vec<f64> = asked.iter().copied().flatten().collect();
    let mut corrected = correct_for_many(&known).into_iter();
    let mut next = |asked: Option<f64>| asked.and_then(|_| corrected.next());
    let pairs = asked.chunks_exact(2);
    let corrected = pairs.map(|pair| {
        let mean = pair.first().copied().flatten();
        let distance = pair.get(1).copied().flatten();
        let mean = next(mean);
        (mean, next(distance))
    });
    corrected.collect()
}

fn view_of(
    series: Series,
    compared: &Compared,
    (mean_p, sigma_p): (Option<f64>, Option<f64>),
) -> MeasurementDifferenceView {
    let (a, b) = (compared.a.view(), compared.b.view());
    let verdict = |difference: Option<Difference>, p_value, least| {
        if compared.has_values(least) {
            verdict_of(difference.map(|difference| difference.value), p_value)
        } else {
            VerdictView::TooFew
        }
    };
    let effect = compared.a.moments.zip(compared.b.moments);
    let ratio = a.sigma.zip(b.sigma).map(|(a, b)| b / a);
    MeasurementDifferenceView {
        measurement: series.into(),
        a,
        b,
        mean_difference: compared.mean.map(|mean| mean.value),
        mean_lower: compared.mean.map(|mean| mean.interval.lower),
        mean_upper: compared.mean.map(|mean| mean.interval.upper),
        effect_sigmas: effect.and_then(|(a, b)| effect_of(&a, &b)),
        mean_p_corrected: mean_p,
        mean_verdict: verdict(compared.mean, mean_p, MEAN_VALUES_MIN),
        sigma_ratio: ratio.filter(|ratio| ratio.is_finite()),
        sigma_p_corrected: sigma_p,
        sigma_verdict: verdict(compared.distance, sigma_p, SCATTER_VALUES_MIN),
    }
}

fn surest(view: &MeasurementDifferenceView) -> f64 {
    let mean = view.mean_p_corrected.unwrap_or(1.0);
    mean.min(view.sigma_p_corrected.unwrap_or(1.0))
}

fn size(view: &MeasurementDifferenceView) -> f64 {
    let effect = view.effect_sigmas.unwrap_or(0.0).abs();
    let ratio = view.sigma_ratio.filter(|ratio| *ratio > 0.0);
    effect.max(ratio.map_or(0.0, |ratio| ratio.ln().abs()))
}

#[cfg(test)]
mod tests {
    use standcloud_store::SeriesKind;

    use super::VerdictView::{HigherInB, NotSure, NothingToCompare, TooFew};
    use super::*;

    fn side(values: &[f64]) -> Side {
        Side::of(&SelectedValues {
            values: values.to_vec(),
            ..SelectedValues::default()
        })
    }

    fn compared(a: &[f64], b: &[f64]) -> Compared {
        Compared::of_sides(side(a), side(b))
    }

    fn series(id: u32) -> Series {
        Series {
            id,
            kind: SeriesKind::Number,
            plan_id: 1,
            plan: "P".to_owned(),
            step_id: 1,
            module: "m".to_owned(),
            case: "c".to_owned(),
            name: id.to_string(),
            position: None,
            occurrence: 0,
            unit: String::new(),
        }
    }

    fn wave(len: u32, scale: f64, shift: f64) -> Vec<f64> {
        (0..len)
            .map(|at| (f64::from(at) * 2.4).sin() * scale + shift)
            .collect()
    }

    #[test]
    fn what_moved_and_what_became_wider_come_before_what_stayed() {
        let rows = [
            (
                series(1),
                compared(&wave(60, 1.0, 0.0), &wave(60, 1.0, 0.0)),
            ),
            (
                series(2),
                compared(&wave(60, 1.0, 0.0), &wave(60, 5.0, 0.0)),
            ),
            (
                series(3),
                compared(&wave(60, 1.0, 0.0), &wave(60, 1.0, 4.0)),
            ),
            (series(4), compared(&[], &[1.0, 2.0])),
            (series(5), compared(&[3.0; 6], &[3.0; 6])),
            (series(6), compared(&[3.0, 3.1], &wave(60, 1.0, 90.0))),
        ];
        let (views, count) = views_of(rows.into_iter(), 10);
        assert_eq!(count, 5);
        let order: Vec<u32> = views.iter().map(|view| view.measurement.series).collect();
        assert_eq!(order[..2], [3, 2]);
        assert_eq!(views[0].mean_verdict, HigherInB);
        assert_eq!(
            (views[1].mean_verdict, views[1].sigma_verdict),
            (NotSure, HigherInB)
        );
        assert!((views[1].sigma_ratio.unwrap() - 5.0).abs() < 1e-9);
        let of = |series| {
            views
                .iter()
                .find(|view| view.measurement.series == series)
                .unwrap()
        };
        let equal = of(5);
        assert_eq!(
            (equal.mean_verdict, equal.effect_sigmas),
            (NothingToCompare, None)
        );
        assert_eq!((of(6).mean_verdict, of(6).sigma_verdict), (TooFew, TooFew));
    }
}
