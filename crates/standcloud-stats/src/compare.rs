//! Whether two periods, stands or batches differ: in their yields, or in the mean of a measurement.

use thiserror::Error;

use crate::distributions::{finite, normal_below, student_quantile, student_two_sided};
use crate::moments::Moments;
use crate::sample::count;
use crate::yields::{Interval, Share, wilson_interval};

/// The second of two minus the first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Difference {
    pub value: f64,
    pub interval: Interval,
    /// How likely at least such a difference is between two that are the same, from 0 to 1.
    pub p_value: f64,
}

/// Why two cannot be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum NoDifference {
    #[error("one side has too few to compare")]
    TooFew,
    #[error("all values of each side are equal, so nothing says by how much they vary")]
    NoSpread,
    #[error("the numbers are too large to compute with")]
    OutOfRange,
}

/// Of two independent shares: the interval is method 10 of Newcombe, "Interval estimation for the
/// difference between independent proportions", 1998; the p-value is that of the pooled test.
pub fn compare_shares(
    first: Share,
    second: Share,
    confidence: f64,
) -> Result<Difference, NoDifference> {
    let known = |share: Share| {
        let interval = wilson_interval(share.part, share.all, confidence)?;
        Some((share.value()?, interval))
    };
    let (before, before_interval) = known(first).ok_or(NoDifference::TooFew)?;
    let (after, after_interval) = known(second).ok_or(NoDifference::TooFew)?;
    let value = after - before;
    let down = (after - after_interval.lower).hypot(before_interval.upper - before);
    let up = (after_interval.upper - after).hypot(before - before_interval.lower);
    Ok(Difference {
        value,
        interval: Interval {
            lower: (value - down).max(-1.0),
            upper: (value + up).min(1.0),
        },
        p_value: pooled_p_value(first, second, value),
    })
}

/// Of the means of two independent samples with spreads of their own (Welch 1947).
pub fn compare_means(
    first: &Moments,
    second: &Moments,
    confidence: f64,
) -> Result<Difference, NoDifference> {
    if first.count() < 2 || second.count() < 2 {
        return Err(NoDifference::TooFew);
    }
    let of_mean = |moments: &Moments| {
        let variance = moments.variance().ok_or(NoDifference::OutOfRange)?;
        Ok(variance / count(moments.count()))
    };
    let (left, right) = (of_mean(first)?, of_mean(second)?);
    let variance = left + right;
    if variance <= 0.0 {
        return Err(NoDifference::NoSpread);
    }
    let value = second.mean() - first.mean();
    let error = variance.sqrt();
    // Shares of the variance, because the squares of tiny variances would vanish.
    let freedom_of = |part: f64, moments: &Moments| {
        let share = part / variance;
        share * share / count(moments.count() - 1)
    };
    let freedom = 1.0 / (freedom_of(left, first) + freedom_of(right, second));
    welch(value, error, freedom, confidence).ok_or(NoDifference::OutOfRange)
}

fn welch(value: f64, error: f64, freedom: f64, confidence: f64) -> Option<Difference> {
    let half = finite(student_quantile(0.5 + confidence / 2.0, freedom)? * error)?;
    Some(Difference {
        value: finite(value)?,
        interval: Interval {
            lower: value - half,
            upper: value + half,
        },
        p_value: student_two_sided(finite(value / error)?, freedom)?,
    })
}

#[expect(
    clippy::cast_precision_loss,
    reason = "beyond 2^53 units no digit changes"
)]
fn pooled_p_value(first: Share, second: Share, difference: f64) -> f64 {
    let (left, right) = (first.all as f64, second.all as f64);
    let pooled = (first.part + second.part) as f64 / (left + right);
    let variance = pooled * (1.0 - pooled) * (1.0 / left + 1.0 / right);
    if variance <= 0.0 {
        // All passed on both sides, or none did.
        return 1.0;
    }
    2.0 * normal_below(-difference.abs() / variance.sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::Sample;

    fn close(found: f64, wanted: f64, tolerance: f64) {
        assert!((found - wanted).abs() <= tolerance, "{found} for {wanted}");
    }

    #[test]
    fn the_table_of_newcombe() {
        let share = |part, all| Share { part, all };
        for (left, right, value, lower, upper) in [
            (share(48, 80), share(56, 70), 0.2, 0.0524, 0.3339),
            (share(3, 10), share(9, 10), 0.6, 0.1705, 0.8090),
            (share(2, 7), share(6, 7), 0.5714, 0.0582, 0.8062),
            (share(0, 10), share(10, 10), 1.0, 0.6075, 1.0),
        ] {
            let found = compare_shares(left, right, 0.95).unwrap();
            close(found.value, value, 5e-5);
            close(found.interval.lower, lower, 5.1e-5);
            close(found.interval.upper, upper, 5.1e-5);
        }
        let found = compare_shares(share(48, 80), share(56, 70), 0.95).unwrap();
        close(found.p_value, 0.008_045_081_368_2, 1e-12);
        let same = compare_shares(share(10, 10), share(5, 5), 0.95).unwrap();
        close(same.p_value, 1.0, 1e-15);
        let nothing = compare_shares(share(0, 0), share(5, 5), 0.95);
        assert_eq!(nothing, Err(NoDifference::TooFew));
    }

    #[test]
    fn means_with_spreads_of_their_own() {
        let moments = |values: &[f64]| Moments::of(&Sample::of(values)).unwrap();
        let nist = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1];
        let other = [49.25, 51.25, 50.25, 52.25, 51.25];
        let found = compare_means(&moments(&other), &moments(&nist), 0.95).unwrap();
        // Computed by SciPy's ttest_ind with unequal variances.
        close(found.value, -0.04, 1e-13);
        close(found.p_value, 0.961_892_314_484_320_3, 1e-10);
        close(found.interval.lower, -1.818_352_051_739_38, 1e-8);
        close(found.interval.upper, 1.738_352_051_739_38, 1e-8);
    }

    #[test]
    fn means_that_cannot_be_compared() {
        let moments = |values: &[f64]| Moments::of(&Sample::of(values)).unwrap();
        let two = moments(&[1.0, 2.0]);
        let compare = |first: Moments, second: Moments| compare_means(&first, &second, 0.95);
        assert_eq!(compare(moments(&[1.0]), two), Err(NoDifference::TooFew));
        let equal = moments(&[3.0, 3.0]);
        assert_eq!(compare(equal, equal), Err(NoDifference::NoSpread));
        assert!(compare(equal, two).is_ok());
        let huge = moments(&[f64::MAX, -f64::MAX]);
        assert_eq!(compare(huge, two), Err(NoDifference::OutOfRange));
        let near = moments(&[1.0, 1.0 + f64::EPSILON]);
        assert!(compare(near, moments(&[1e300, 1e300 * (1.0 + f64::EPSILON)])).is_err());
    }
}
