//! The spread of a process at its best: within subgroups, or between neighbours.
//!
//! Problem: a standard deviation over months contains every drift, and an index from it says nothing about
//! what the process could do. Choice: the four usual estimates, each with its effective degrees of freedom,
//! because an estimate from ranges knows less than its number of values promises. Consequence: intervals
//! of Cp and Cpk are as wide as they have to be.

use crate::constants::{c4, range_constants};
use crate::distributions::finite;
use crate::moments::{Moments, mean_moving_range};
use crate::sample::{Sample, count};

/// A standard deviation, and how well it is known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SigmaEstimate {
    /// Finite and not negative.
    pub sigma: f64,
    /// Effective degrees of freedom, more than 0.
    pub freedom: f64,
}

/// How the spread within subgroups is estimated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WithinMethod {
    /// R̄/d2, AIAG SPC.
    MeanRange,
    /// s̄/c4, AIAG SPC.
    MeanSigma,
    /// The root of the pooled variance.
    Pooled,
    /// [`Self::Pooled`] over c4 of its degrees of freedom.
    PooledUnbiased,
}

impl SigmaEstimate {
    /// Of all values; `None` of fewer than two, and of values too far apart.
    pub fn overall(moments: &Moments) -> Option<Self> {
        Some(Self {
            sigma: moments.std_dev()?,
            freedom: count(moments.count() - 1),
        })
    }

    /// Of single values in their order: the mean moving range over d2(2), NIST 6.3.2.2.
    pub fn by_moving_range(sample: &Sample<'_>) -> Option<Self> {
        let ranges = count(sample.values().len().checked_sub(1)?);
        let pairs = range_constants(2)?;
        let sigma = finite(mean_moving_range(sample)? / pairs.d2)?;
        // Neighbouring ranges share a value. The product of two such ranges has the mean
        // 2·(2/π)(√(1−ρ²)+ρ·asin ρ) with ρ = ½, which gives this covariance in squared mean ranges.
        let shared = {
            let rho = 0.5_f64;
            (1.0 - rho * rho).sqrt() + rho * rho.asin() - 1.0
        };
        let own = (pairs.d3 / pairs.d2).powi(2);
        let relative = (own * ranges + 2.0 * shared * (ranges - 1.0)) / (ranges * ranges);
        Some(Self {
            sigma,
            freedom: freedom_of_relative_variance(relative)?,
        })
    }

    /// Of subgroups; those of one value say nothing, and by ranges those of more than
    /// [`crate::SUBGROUP_SIZE_MAX`] neither. `None` when none is left.
    pub fn within(subgroups: &[Moments], method: WithinMethod) -> Option<Self> {
        match method {
            WithinMethod::MeanRange => mean_of_subgroups(subgroups, |subgroup| {
                let constants = range_constants(subgroup.count())?;
                let relative = (constants.d3 / constants.d2).powi(2);
                Some(((subgroup.max() - subgroup.min()) / constants.d2, relative))
            }),
            WithinMethod::MeanSigma => mean_of_subgroups(subgroups, |subgroup| {
                let c4 = c4(subgroup.count())?;
                Some((subgroup.std_dev()? / c4, (1.0 - c4 * c4) / (c4 * c4)))
            }),
            WithinMethod::Pooled => pooled(subgroups),
            WithinMethod::PooledUnbiased => {
                let biased = pooled(subgroups)?;
                let freedom: usize = subgroups.iter().map(|one| one.count() - 1).sum();
                Some(Self {
                    sigma: finite(biased.sigma / c4(freedom + 1)?)?,
                    freedom: biased.freedom,
                })
            }
        }
    }
}

fn pooled(subgroups: &[Moments]) -> Option<SigmaEstimate> {
    let squares: Option<f64> = subgroups.iter().map(Moments::squares).sum();
    let freedom: usize = subgroups.iter().map(|one| one.count() - 1).sum();
    let freedom = count(freedom);
    (freedom > 0.0).then_some(())?;
    Some(SigmaEstimate {
        sigma: finite((squares? / freedom).sqrt())?,
        freedom,
    })
}

/// The mean of an estimate from each subgroup, given with its relative variance.
fn mean_of_subgroups(
    subgroups: &[Moments],
    estimate: impl Fn(&Moments) -> Option<(f64, f64)>,
) -> Option<SigmaEstimate> {
    let estimates: Vec<(f64, f64)> = subgroups.iter().filter_map(estimate).collect();
    let groups = count(estimates.len());
    (groups > 0.0).then_some(())?;
    let sigma: f64 = estimates.iter().map(|(sigma, _)| sigma).sum();
    let relative: f64 = estimates.iter().map(|(_, relative)| relative).sum();
    Some(SigmaEstimate {
        sigma: finite(sigma / groups)?,
        freedom: freedom_of_relative_variance(relative / (groups * groups))?,
    })
}

/// The degrees of freedom of the chi distribution that varies as much (Patnaik 1950).
fn freedom_of_relative_variance(relative: f64) -> Option<f64> {
    finite(1.0 / (2.0 * (1.0 + 2.0 * relative).sqrt() - 2.0)).filter(|freedom| *freedom > 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn subgroups(values: &[f64], size: usize) -> Vec<Moments> {
        let subgroups = values.chunks(size);
        subgroups
            .map(|values| Moments::of(&Sample::of(values)).unwrap())
            .collect()
    }

    #[test]
    fn a_hand_case() {
        let values = [10.0, 12.0, 11.0, 13.0, 12.0];
        let found = SigmaEstimate::by_moving_range(&Sample::of(&values)).unwrap();
        assert!((found.sigma - 1.329_340_4).abs() < 5e-8);
        let overall = SigmaEstimate::overall(&Moments::of(&Sample::of(&values)).unwrap()).unwrap();
        assert!((overall.freedom - 4.0).abs() < 1e-15);
    }

    #[test]
    fn ranges_know_less_than_their_values() {
        let values: Vec<f64> = (0..500_u32).map(|at| f64::from(at * 7919 % 1009)).collect();
        let found = SigmaEstimate::by_moving_range(&Sample::of(&values)).unwrap();
        // Known as about 0.61 (n − 1).
        assert!((found.freedom / 499.0 - 0.607).abs() < 0.01, "{found:?}");
        let groups = subgroups(&values, 5);
        let by_range = SigmaEstimate::within(&groups, WithinMethod::MeanRange).unwrap();
        // Known as about 0.9 k(n − 1) for ranges of 5.
        assert!(
            (by_range.freedom / 400.0 - 0.907).abs() < 0.01,
            "{by_range:?}"
        );
        let by_sigma = SigmaEstimate::within(&groups, WithinMethod::MeanSigma).unwrap();
        assert!(by_range.freedom < by_sigma.freedom && by_sigma.freedom < 400.0);
        let pooled = SigmaEstimate::within(&groups, WithinMethod::Pooled).unwrap();
        assert!((pooled.freedom - 400.0).abs() < 1e-12);
    }

    #[test]
    fn one_range_of_five_has_the_freedom_of_the_table() {
        // Duncan's table of d2*: 3.83 degrees of freedom for one range of 5.
        let groups = subgroups(&[1.0, 2.0, 3.0, 4.0, 5.0], 5);
        let found = SigmaEstimate::within(&groups, WithinMethod::MeanRange).unwrap();
        assert!((found.freedom - 3.83).abs() < 0.05, "{found:?}");
    }

    #[test]
    fn nothing_to_estimate_from() {
        for method in [
            WithinMethod::MeanRange,
            WithinMethod::MeanSigma,
            WithinMethod::Pooled,
            WithinMethod::PooledUnbiased,
        ] {
            assert_eq!(SigmaEstimate::within(&[], method), None);
            assert_eq!(
                SigmaEstimate::within(&subgroups(&[1.0, 2.0], 1), method),
                None
            );
        }
        assert_eq!(SigmaEstimate::by_moving_range(&Sample::of(&[])), None);
        assert_eq!(SigmaEstimate::by_moving_range(&Sample::of(&[1.0])), None);
        let far = [f64::MAX, -f64::MAX];
        assert_eq!(SigmaEstimate::by_moving_range(&Sample::of(&far)), None);
    }
}
