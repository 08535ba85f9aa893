//! The distributions behind intervals and tests, as plain functions that never give NaN.

use statrs::distribution::{
    Beta, Binomial, ChiSquared, Continuous, ContinuousCDF, DiscreteCDF, Normal, StudentsT,
};
use statrs::function::erf::erfc;

/// The share of a standard normal distribution below `z`.
pub(crate) fn normal_below(z: f64) -> f64 {
    0.5 * erfc(-z / std::f64::consts::SQRT_2)
}

/// Where so much of a standard normal distribution is below; `None` unless 0 < `share` < 1.
pub(crate) fn normal_quantile(share: f64) -> Option<f64> {
    let share = inner(share)?;
    finite(Normal::standard().inverse_cdf(share))
}

/// How many standard deviations a two-sided interval goes to each side.
pub(crate) fn two_sided_z(confidence: f64) -> Option<f64> {
    normal_quantile(0.5 + inner(confidence)? / 2.0)
}

/// From the approximation of Wilson and Hilferty (1931) by Newton's steps: a search by halving takes fifty
/// times as long, and a table of capabilities needs thousands.
pub(crate) fn chi_squared_quantile(share: f64, freedom: f64) -> Option<f64> {
    /// From here the approximation has all the digits that anybody reads.
    const APPROXIMATED_FROM: f64 = 20_000.0;
    const STEPS_MAX: u32 = 8;
    let share = inner(share)?;
    let chi_squared = ChiSquared::new(freedom).ok()?;
    let ninth = 2.0 / (9.0 * freedom);
    let root = 1.0 - ninth + normal_quantile(share)? * ninth.sqrt();
    let mut quantile = freedom * root.powi(3);
    if freedom > APPROXIMATED_FROM {
        return finite(quantile);
    }
    for _ in 0..STEPS_MAX {
        // Far out in a tail of few degrees a step may lead below 0, where nothing is.
        if !(quantile.is_finite() && quantile > 0.0) {
            break;
        }
        let step = (chi_squared.cdf(quantile) - share) / chi_squared.pdf(quantile);
        quantile -= step;
        if step.abs() <= 1e-11 * quantile {
            return finite(quantile);
        }
    }
    finite(chi_squared.inverse_cdf(share))
}

pub(crate) fn student_quantile(share: f64, freedom: f64) -> Option<f64> {
    let share = inner(share)?;
    finite(StudentsT::new(0.0, 1.0, freedom).ok()?.inverse_cdf(share))
}

/// How likely a value of Student's distribution is at least as far from 0 as this, on either side.
pub(crate) fn student_two_sided(statistic: f64, freedom: f64) -> Option<f64> {
    let student = StudentsT::new(0.0, 1.0, freedom).ok()?;
    finite(2.0 * student.cdf(-statistic.abs()))
}

pub(crate) fn beta_quantile(share: f64, left: f64, right: f64) -> Option<f64> {
    let share = inner(share)?;
    finite(Beta::new(left, right).ok()?.inverse_cdf(share))
}

/// How likely at most so many of `all` are counted when each is with this probability.
pub(crate) fn binomial_up_to(count: u64, all: u64, probability: f64) -> Option<f64> {
    finite(Binomial::new(probability, all).ok()?.cdf(count))
}

fn inner(share: f64) -> Option<f64> {
    (share > 0.0 && share < 1.0).then_some(share)
}

pub(crate) fn finite(number: f64) -> Option<f64> {
    number.is_finite().then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_of_known_tables() {
        let close = |found: Option<f64>, wanted: f64| {
            let found = found.unwrap();
            assert!((found / wanted - 1.0).abs() < 1e-7, "{found} for {wanted}");
        };
        close(normal_quantile(0.975), 1.959_963_984_540_054);
        close(chi_squared_quantile(0.025, 124.0), 95.070_088_97);
        close(chi_squared_quantile(0.975, 124.0), 156.714_103_83);
        close(chi_squared_quantile(0.975, 19_999.0), 20_392.873_85);
        close(chi_squared_quantile(0.975, 1e6), 1_002_773.701_467_93);
        close(student_quantile(0.975, 7.3), 2.345_066_736_5);
        close(beta_quantile(0.025, 470.0, 31.0), 0.915_451_446_29);
        close(chi_squared_quantile(0.025, 1.0), 0.000_982_069_117_175);
        close(chi_squared_quantile(0.005, 3.85), 0.182_040_755_705_731);
        close(chi_squared_quantile(0.995, 0.5), 6.003_621_528_424_526);
        assert_eq!(normal_quantile(1.0), None);
        assert_eq!(chi_squared_quantile(0.5, -1.0), None);
    }
}
