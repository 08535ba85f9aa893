//! How well a process keeps its limits.
//!
//! Cp, Cpk and Cpm with the spread within subgroups, Pp, Ppk and Ppm with the overall spread are the same
//! formulas with another sigma, so there is one function of a sigma with its degrees of freedom. Formulas
//! of AIAG SPC; intervals by chi-squared (Cp), Bissell 1990 (Cpk) and Boyles 1991 (Cpm).

use thiserror::Error;

use crate::distributions::{chi_squared_quantile, finite, normal_below, two_sided_z};
use crate::sample::count;
use crate::tolerance::Tolerance;
use crate::within_sigma::SigmaEstimate;
use crate::yields::Interval;

/// What the indices are computed of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Process {
    pub count: usize,
    pub mean: f64,
    pub spread: SigmaEstimate,
}

/// The indices of one spread. Those that need two limits are `None` when there is one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Indices {
    /// Cp, or Pp: what the spread allows if the mean were in the middle.
    pub potential: Option<Index>,
    /// Cpl, or Ppl.
    pub lower: Option<f64>,
    /// Cpu, or Ppu.
    pub upper: Option<f64>,
    /// Cpk, or Ppk: the side that is worse.
    pub actual: Index,
    /// With 95 % confidence Cpk, or Ppk, is at least this: the lower end of the 90 % interval.
    pub actual_at_least: f64,
    /// Cpm as in qcc: the potential reduced by the distance of the mean to the target.
    pub about_target: Option<Index>,
    /// How many of a million normal values would be outside.
    pub outside: OutsidePerMillion,
}

/// A figure with its interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Index {
    pub value: f64,
    /// Two-sided.
    pub interval: Interval,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OutsidePerMillion {
    pub below: f64,
    pub above: f64,
}

/// Why there is no index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum NoIndices {
    #[error("there are fewer than two values")]
    TooFewValues,
    #[error("all values are equal, so there is no spread to compare the limits with")]
    NoSpread,
    #[error("the numbers are too large or too small to compute with")]
    OutOfRange,
}

impl OutsidePerMillion {
    pub fn total(&self) -> f64 {
        self.below + self.above
    }
}

impl Process {
    /// The target of Cpm is the middle of the limits unless one is given.
    pub fn indices(
        &self,
        tolerance: &Tolerance,
        target: Option<f64>,
        confidence: f64,
    ) -> Result<Indices, NoIndices> {
        if self.count < 2 {
            return Err(NoIndices::TooFewValues);
        }
        if self.spread.sigma <= 0.0 {
            return Err(NoIndices::NoSpread);
        }
        self.compute(tolerance, target, confidence)
            .ok_or(NoIndices::OutOfRange)
    }

    fn compute(
        &self,
        tolerance: &Tolerance,
        target: Option<f64>,
        confidence: f64,
    ) -> Option<Indices> {
        let sigma = self.spread.sigma;
        let lower = match tolerance.lower() {
            Some(limit) => Some(finite((self.mean - limit) / (3.0 * sigma))?),
            None => None,
        };
        let upper = match tolerance.upper() {
            Some(limit) => Some(finite((limit - self.mean) / (3.0 * sigma))?),
            None => None,
        };
        let actual = lower.into_iter().chain(upper).reduce(f64::min)?;
        let below = lower.map_or(0.0, |index| normal_below(-3.0 * index));
        let above = upper.map_or(0.0, |index| normal_below(-3.0 * index));
        Some(Indices {
            potential: self.potential(tolerance, confidence),
            lower,
            upper,
            actual: Index {
                value: actual,
                interval: self.interval_of_actual(actual, confidence)?,
            },
            actual_at_least: self.interval_of_actual(actual, 0.90)?.lower,
            about_target: self.about_target(tolerance, target, confidence),
            outside: OutsidePerMillion {
                below: 1e6 * below,
                above: 1e6 * above,
            },
        })
    }

    fn potential(&self, tolerance: &Tolerance, confidence: f64) -> Option<Index> {
        let Tolerance::Between { lower, upper } = tolerance else {
            return None;
        };
        let value = finite((upper - lower) / (6.0 * self.spread.sigma))?;
        let interval = interval_by_chi_squared(value, self.spread.freedom, confidence)?;
        Some(Index { value, interval })
    }

    fn interval_of_actual(&self, actual: f64, confidence: f64) -> Option<Interval> {
        let z = two_sided_z(confidence)?;
        // Bissell's root, with the index inside of it so that an index of 0 has an interval, too.
        let of_mean = 1.0 / (9.0 * count(self.count));
        let of_spread = actual * actual / (2.0 * self.spread.freedom);
        let half = z * (of_mean + of_spread).sqrt();
        finite(half)?;
        Some(Interval {
            lower: actual - half,
            upper: actual + half,
        })
    }

    fn about_target(
        &self,
        tolerance: &Tolerance,
        target: Option<f64>,
        confidence: f64,
    ) -> Option<Index> {
        let potential = self.potential(tolerance, confidence)?.value;
        let off = (self.mean - target.or(tolerance.middle())?) / self.spread.sigma;
        let square = finite(off * off)?;
        let value = potential / (1.0 + square).sqrt();
        let n = count(self.count);
        let freedom = finite(n * (1.0 + square).powi(2) / (1.0 + 2.0 * square))?;
        let interval = interval_by_chi_squared(value, freedom, confidence)?;
        Some(Index { value, interval })
    }
}

/// Cpm as Chan, Cheng and Spiring (1988) and Minitab have it: the spread about the target, of all values,
/// with n − 1. Differs from [`Indices::about_target`] of the overall spread by the factor n/(n − 1) of the
/// squared distance.
pub fn cpm_about_target(
    tolerance: &Tolerance,
    target: Option<f64>,
    count_of_values: usize,
    mean: f64,
    std_dev: f64,
) -> Option<f64> {
    let Tolerance::Between { lower, upper } = tolerance else {
        return None;
    };
    let off = mean - target.or(tolerance.middle())?;
    let n = count(count_of_values);
    let about = (std_dev * std_dev + off * off * n / (n - 1.0)).sqrt();
    finite((upper - lower) / (6.0 * about))
}

/// How many standard deviations to each side of the mean hold `share` of the population with this
/// confidence: the k2 of NIST 7.2.6.3 (Howe 1969).
pub fn tolerance_factor(count_of_values: usize, share: f64, confidence: f64) -> Option<f64> {
    let freedom = count(
        count_of_values
            .checked_sub(1)
            .filter(|freedom| *freedom > 0)?,
    );
    let z = two_sided_z(share)?;
    let quantile = chi_squared_quantile(1.0 - confidence, freedom)?;
    finite(z * (freedom * (1.0 + 1.0 / count(count_of_values)) / quantile).sqrt())
}

fn interval_by_chi_squared(value: f64, freedom: f64, confidence: f64) -> Option<Interval> {
    let tail = (1.0 - confidence) / 2.0;
    let low = chi_squared_quantile(tail, freedom)?;
    let high = chi_squared_quantile(1.0 - tail, freedom)?;
    Some(Interval {
        lower: finite(value * (low / freedom).sqrt())?,
        upper: finite(value * (high / freedom).sqrt())?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn process(count: usize, mean: f64, sigma: f64) -> Process {
        let freedom = crate::sample::count(count.saturating_sub(1));
        let spread = SigmaEstimate { sigma, freedom };
        Process {
            count,
            mean,
            spread,
        }
    }

    #[test]
    fn the_example_of_the_nist_handbook() {
        let tolerance = Tolerance::of(Some(8.0), Some(20.0)).unwrap();
        let found = process(50, 16.0, 2.0)
            .indices(&tolerance, None, 0.95)
            .unwrap();
        assert!((found.potential.unwrap().value - 1.0).abs() < 1e-12);
        assert!((found.upper.unwrap() - 0.6667).abs() < 5e-5);
        assert!((found.lower.unwrap() - 1.3333).abs() < 5e-5);
        assert!((found.actual.value - 0.6667).abs() < 5e-5);
    }

    #[test]
    fn one_limit_has_no_potential() {
        let found = process(50, 16.0, 2.0).indices(&Tolerance::AtMost(20.0), None, 0.95);
        let found = found.unwrap();
        assert_eq!(
            (found.potential, found.lower, found.about_target),
            (None, None, None)
        );
        assert!((found.actual.value - 2.0 / 3.0).abs() < 1e-12);
        assert!(found.outside.below.abs() < 1e-300);
        assert!(found.actual_at_least > found.actual.interval.lower);
    }

    #[test]
    fn what_has_no_index() {
        let tolerance = Tolerance::AtLeast(0.0);
        let indices = |process: Process| process.indices(&tolerance, None, 0.95);
        assert_eq!(indices(process(1, 1.0, 1.0)), Err(NoIndices::TooFewValues));
        assert_eq!(indices(process(9, 1.0, 0.0)), Err(NoIndices::NoSpread));
        let huge = indices(process(9, f64::MAX, f64::MIN_POSITIVE));
        assert_eq!(huge, Err(NoIndices::OutOfRange));
        let widest = Tolerance::of(Some(-f64::MAX), Some(f64::MAX)).unwrap();
        let found = process(9, 0.0, 1.0).indices(&widest, None, 0.95);
        assert_eq!(
            found.map(|indices| indices.potential),
            Err(NoIndices::OutOfRange)
        );
    }

    #[test]
    fn a_mean_on_the_limit_has_an_index_of_0_with_an_interval() {
        let found = process(30, 5.0, 1.0).indices(&Tolerance::AtMost(5.0), None, 0.95);
        let found = found.unwrap().actual;
        assert!(found.value.abs() < 1e-12);
        assert!(found.interval.lower < -0.1 && found.interval.upper > 0.1);
    }

    #[test]
    fn the_tolerance_interval_of_the_nist_handbook() {
        assert!((tolerance_factor(43, 0.90, 0.99).unwrap() - 2.217).abs() < 1e-3);
        assert_eq!(tolerance_factor(1, 0.90, 0.99), None);
    }
}
