//! A chart of shares that chooses its limits by what the points show: p, or Laney's p′.
//!
//! Problem: a p chart of large samples marks nearly every point, because lots, shifts and stands differ by
//! more than chance; Laney's p′ of a few samples takes its factor from almost nothing. Choice: p′ where
//! the factor is larger than chance alone makes it in nineteen of twenty stable processes and comes from
//! ten points or more, else p: of fewer points, a single bad one makes the factor large and hides itself.
//! A sample so small that one single defective would be beyond the limits is drawn and not judged.

use super::attributes::{AttributeKind, Counted, laney_factor, real};
use super::{Limits, NoChart};
use crate::distributions::{binomial_up_to, normal_below};

/// Where the normal distribution has 5 % above it.
const ONE_OF_TWENTY: f64 = 1.645;
/// From this variance of the count on, the normal distribution says the same as the binomial.
const NORMAL_FROM: f64 = 1_000.0;
const POINTS_MIN: usize = 2;
const POINTS_FOR_FACTOR: usize = 10;

/// Which limits a chart of shares has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShareChartKind {
    /// p: as wide as the binomial distribution says.
    Binomial,
    /// p′: wider or narrower by Laney's factor.
    Laney,
}

#[derive(Clone, Debug, PartialEq)]
pub struct ShareChart {
    pub kind: ShareChartKind,
    /// The share of all samples together, the centre of the chart.
    pub mean: f64,
    /// Laney's factor; close to 1 where only chance makes the points differ.
    pub sigma_z: f64,
    /// What chance alone makes of it at most, in about nineteen of twenty stable processes.
    pub sigma_z_by_chance: f64,
    /// As many as there are samples.
    pub points: Vec<SharePoint>,
    /// How likely a judged point is beyond its limits although nothing has changed, on average.
    pub marked_by_chance: f64,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SharePoint {
    /// `None` of a sample of nothing.
    pub value: Option<f64>,
    /// `None` of a sample that is too small to be judged.
    pub limits: Option<Limits>,
}

/// A chart of all samples with limits from all of them, of the kind that is asked for or the one that fits.
pub fn share_chart(
    samples: &[Counted],
    asked: Option<ShareChartKind>,
) -> Result<ShareChart, NoChart> {
    if samples.iter().any(|sample| sample.count > sample.size) {
        return Err(NoChart::CountAboveSize);
    }
    let mean = AttributeKind::Share.mean(samples)?;
    if mean <= 0.0 || mean >= 1.0 {
        return Err(NoChart::NoSpread);
    }
    let judged = samples.iter().filter(|sample| can_be_judged(mean, sample));
    let judged: Vec<Counted> = judged.copied().collect();
    if judged.len() < POINTS_MIN {
        return Err(NoChart::TooFew {
            have: judged.len(),
            needed: POINTS_MIN,
        });
    }
    let sigma_z = laney_factor(AttributeKind::LaneyShare, mean, &judged)?;
    let sigma_z_by_chance = factor_by_chance(judged.len());
    let is_restless = judged.len() >= POINTS_FOR_FACTOR && sigma_z > sigma_z_by_chance;
    let kind = asked.unwrap_or(if is_restless {
        ShareChartKind::Laney
    } else {
        ShareChartKind::Binomial
    });
    let limits = |sample: &Counted| {
        let factor = (kind == ShareChartKind::Laney).then_some(sigma_z);
        AttributeKind::LaneyShare.limits(mean, factor, sample)
    };
    let points = samples.iter().map(|sample| {
        let limits = can_be_judged(mean, sample).then(|| limits(sample));
        Ok(SharePoint {
            value: AttributeKind::Share.value(sample),
            limits: limits.transpose()?,
        })
    });
    let points = points.collect::<Result<Vec<_>, NoChart>>()?;
    Ok(ShareChart {
        kind,
        mean,
        sigma_z,
        sigma_z_by_chance,
        marked_by_chance: mean_chance(kind, mean, samples, &points),
        points,
    })
}

impl SharePoint {
    /// Whether the point is beyond its limits; `None` of one that is not judged.
    pub fn is_beyond(&self) -> Option<bool> {
        Some(self.limits?.is_beyond(self.value?))
    }
}

/// Whether one defective, or one that is not defective, may be there without being beyond the limits of p.
fn can_be_judged(mean: f64, sample: &Counted) -> bool {
    let size = real(sample.size);
    let half_width = 3.0 * (size * mean * (1.0 - mean)).sqrt();
    let allows_one_of = |share: f64| size * share + half_width >= 1.0;
    sample.size > 0 && allows_one_of(mean) && allows_one_of(1.0 - mean)
}

/// The mean of the factor in a stable process and its standard deviation, which is that of the mean moving
/// range of normal values (J. D. Cryer and T. P. Ryan, "The estimation of sigma for an X chart", 1990).
fn factor_by_chance(points: usize) -> f64 {
    let points = real(u64::try_from(points).unwrap_or(u64::MAX));
    1.0 + ONE_OF_TWENTY * (0.826_4 * points - 1.082).max(0.0).sqrt() / (points - 1.0)
}

fn mean_chance(kind: ShareChartKind, mean: f64, samples: &[Counted], points: &[SharePoint]) -> f64 {
    let (mut sum, mut judged) = (0.0, 0.0);
    for (sample, point) in samples.iter().zip(points) {
        let Some(limits) = point.limits else { continue };
        judged += 1.0;
        sum += match kind {
            ShareChartKind::Binomial => chance_of_counts(mean, sample.size, limits),
            ShareChartKind::Laney => chance_of_normal(limits),
        };
    }
    if judged > 0.0 { sum / judged } else { 0.0 }
}

/// A limit at the end of all shares has nothing beyond it.
fn chance_of_normal(limits: Limits) -> f64 {
    let tail = normal_below(-3.0);
    let below = if limits.lower > 0.0 { tail } else { 0.0 };
    let above = if limits.upper < 1.0 { tail } else { 0.0 };
    below + above
}

fn chance_of_counts(mean: f64, size: u64, limits: Limits) -> f64 {
    if real(size) * mean * (1.0 - mean) >= NORMAL_FROM {
        return chance_of_normal(limits);
    }
    // Counts are whole, so that the last one within decides.
    let last_within = whole(real(size) * limits.upper);
    let above = match last_within {
        within if within >= size => 0.0,
        within => binomial_up_to(within, size, mean).map_or(0.0, |up_to| 1.0 - up_to),
    };
    let first_within = whole((real(size) * limits.lower).ceil());
    let below = match first_within.checked_sub(1) {
        None => 0.0,
        Some(below) => binomial_up_to(below, size, mean).unwrap_or(0.0),
    };
    above + below
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "it is a count of a sample whose limits are not below 0"
)]
fn whole(count: f64) -> u64 {
    count as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(size: u64, counts: &[u64]) -> Vec<Counted> {
        let of = |&count| Counted { count, size };
        counts.iter().map(of).collect()
    }

    fn near(found: f64, wanted: f64, tolerance: f64) {
        assert!((found - wanted).abs() <= tolerance, "{found} {wanted}");
    }

    /// The same as in the tests of the plain charts.
    #[test]
    fn the_published_numbers() {
        let samples = counted(50, &[2, 3, 1, 4, 2]);
        let found = share_chart(&samples, None).unwrap();
        assert_eq!(found.kind, ShareChartKind::Binomial);
        near(found.mean, 0.048, 1e-12);
        near(found.sigma_z, 1.172_602_6, 5e-8);
        near(found.points[0].limits.unwrap().upper, 0.138_693_33, 1e-8);
        let laney = share_chart(&samples, Some(ShareChartKind::Laney)).unwrap();
        near(laney.points[0].limits.unwrap().upper, 0.154_347, 5e-7);
    }

    #[test]
    fn points_that_differ_more_than_by_chance_have_wider_limits() {
        let restless = counted(10_000, &[400, 600, 380, 640, 420, 590, 410, 620, 390, 610]);
        let found = share_chart(&restless, None).unwrap();
        assert_eq!(found.kind, ShareChartKind::Laney);
        assert!(found.sigma_z > 5.0 && found.sigma_z_by_chance < 1.5);
        let beyond = |chart: &ShareChart| {
            let marked = chart.points.iter();
            marked
                .filter(|point| point.is_beyond() == Some(true))
                .count()
        };
        assert_eq!(beyond(&found), 0);
        // Nothing is beyond a lower limit of 0.
        near(found.points[0].limits.unwrap().lower, 0.0, 0.0);
        near(found.marked_by_chance, 0.001_35, 1e-6);
        let plain = share_chart(&restless, Some(ShareChartKind::Binomial)).unwrap();
        assert_eq!(beyond(&plain), 10);
    }

    #[test]
    fn one_bad_period_is_marked_and_widens_nothing() {
        let mut counts = vec![10, 12, 9, 11, 8, 13, 10, 9, 12, 11, 10, 8];
        counts.push(31);
        counts.extend([10, 11, 9, 12, 8, 10]);
        let found = share_chart(&counted(200, &counts), None).unwrap();
        assert_eq!(found.kind, ShareChartKind::Binomial);
        let marked: Vec<usize> = (0..counts.len())
            .filter(|&at| found.points[at].is_beyond() == Some(true))
            .collect();
        assert_eq!(marked, [12]);
    }

    /// Of 50, more than 6 are beyond the limit of 0.1387.
    #[test]
    fn how_often_chance_marks_is_that_of_whole_counts() {
        let found = share_chart(&counted(50, &[2, 3, 1, 4, 2]), None).unwrap();
        let up_to = |last: i32| -> f64 {
            let mut term = 0.952_f64.powi(50);
            let mut sum = term;
            for count in 0..last {
                term *= f64::from(50 - count) / f64::from(count + 1) * 0.048 / 0.952;
                sum += term;
            }
            sum
        };
        near(found.marked_by_chance, 1.0 - up_to(6), 1e-12);
        let large = share_chart(&counted(1_000_000, &[9_990, 10_010, 10_000]), None).unwrap();
        near(large.marked_by_chance, 0.002_7, 1e-5);
    }

    #[test]
    fn what_is_too_small_is_not_judged() {
        let mut samples = counted(500, &[5, 6, 4, 5]);
        samples.push(Counted { count: 1, size: 3 });
        samples.push(Counted { count: 0, size: 0 });
        let found = share_chart(&samples, None).unwrap();
        assert_eq!(found.points[4].limits, None);
        assert_eq!(found.points[4].is_beyond(), None);
        assert!(found.points[4].value.is_some());
        assert_eq!(found.points[5].value, None);
        assert_eq!(found.points[5].is_beyond(), None);
        // All but a few defective is the same, seen from the other side.
        let mut samples = counted(500, &[495, 494, 496, 495]);
        samples.push(Counted { count: 2, size: 3 });
        let found = share_chart(&samples, None).unwrap();
        assert_eq!(found.points[4].limits, None);
    }

    #[test]
    fn without_spread_or_points_there_is_no_chart() {
        let why = |samples: &[Counted]| share_chart(samples, None).err();
        assert_eq!(why(&[]), Some(NoChart::NothingCounted));
        assert_eq!(why(&counted(0, &[0, 0])), Some(NoChart::NothingCounted));
        assert_eq!(why(&counted(9, &[0, 0])), Some(NoChart::NoSpread));
        assert_eq!(why(&counted(9, &[9, 9])), Some(NoChart::NoSpread));
        assert_eq!(why(&counted(1, &[2])), Some(NoChart::CountAboveSize));
        let one = NoChart::TooFew { have: 1, needed: 2 };
        assert_eq!(why(&counted(100, &[5])), Some(one));
        let huge = [u64::MAX / 4, u64::MAX / 3];
        let huge = huge.map(|count| Counted {
            count,
            size: u64::MAX,
        });
        assert!(share_chart(&huge, None).is_ok());
    }
}
