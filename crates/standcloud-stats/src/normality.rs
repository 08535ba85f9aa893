//! Whether values are distributed like the normal distribution, on which capability indices rely.
//!
//! Problem: with a million values any test finds the rounding of the instrument. Choice: the test of
//! Anderson and Darling looks at some of the values, spread evenly over all, and the shape says beside it
//! whether what it found is large. Consequence: the answer takes a moment and does not change with the
//! amount of data.

use crate::distributions::normal_below;
use crate::moments::{Moments, Shape, shape};
use crate::sample::{Sample, count};

const LOOKED_AT_MAX: usize = 1000;
/// Below, the test says nothing.
const VALUES_MIN: usize = 8;

/// What the test found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Normality {
    /// A² of Anderson and Darling, mean and spread estimated.
    pub statistic: f64,
    /// How likely at least such a statistic is of normal values, from 0 to 1.
    pub p_value: f64,
    pub shape: Shape,
    pub looked_at: usize,
    /// Among those looked at.
    pub distinct: usize,
}

impl Normality {
    /// `None` of fewer than eight values, and of equal ones.
    pub fn of(sample: &Sample<'_>) -> Option<Self> {
        let mut values = spread_evenly(sample.values());
        if values.len() < VALUES_MIN {
            return None;
        }
        let looked_at = Sample::of(&values);
        let moments = Moments::of(&looked_at)?;
        let shape = shape(&looked_at, &moments)?;
        let sigma = moments.std_dev()?;
        values.sort_unstable_by(f64::total_cmp);
        let statistic = anderson_darling(&values, moments.mean(), sigma);
        #[expect(clippy::float_cmp, reason = "distinct values are those not the same")]
        let distinct = values.chunk_by(|one, other| one == other).count();
        Some(Self {
            statistic,
            p_value: p_value(statistic, values.len()),
            shape,
            looked_at: values.len(),
            distinct,
        })
    }

    /// Not by chance, and so far from normal that a share beyond limits is estimated wrongly.
    pub fn is_doubtful(&self) -> bool {
        let is_far = self.shape.skewness.abs() > 0.4 || self.shape.excess_kurtosis.abs() > 0.8;
        self.p_value < 0.01 && is_far
    }
}

fn spread_evenly(values: &[f64]) -> Vec<f64> {
    if values.len() <= LOOKED_AT_MAX {
        return values.to_vec();
    }
    (0..LOOKED_AT_MAX)
        .filter_map(|at| values.get(at * values.len() / LOOKED_AT_MAX).copied())
        .collect()
}

fn anderson_darling(sorted: &[f64], mean: f64, sigma: f64) -> f64 {
    let n = count(sorted.len());
    // Beyond 37 standard deviations a share is 0, and its logarithm no number.
    let logarithm = |share: f64| share.max(f64::MIN_POSITIVE).ln();
    let sum: f64 = (sorted.iter().zip(sorted.iter().rev()).enumerate())
        .map(|(at, (low, high))| {
            let below = logarithm(normal_below((low - mean) / sigma));
            let above = logarithm(normal_below((mean - high) / sigma));
            (2.0 * count(at) + 1.0) * (below + above)
        })
        .sum();
    -n - sum / n
}

/// D'Agostino and Stephens, "Goodness-of-Fit Techniques", 1986, table 4.9.
fn p_value(statistic: f64, values: usize) -> f64 {
    let n = count(values);
    let adjusted = statistic * (1.0 + 0.75 / n + 2.25 / (n * n));
    let p = if adjusted < 0.2 {
        1.0 - (-13.436 + 101.14 * adjusted - 223.73 * adjusted * adjusted).exp()
    } else if adjusted < 0.34 {
        1.0 - (-8.318 + 42.796 * adjusted - 59.938 * adjusted * adjusted).exp()
    } else if adjusted < 0.6 {
        (0.9177 - 4.279 * adjusted - 1.38 * adjusted * adjusted).exp()
    } else if adjusted < 13.0 {
        (1.2937 - 5.709 * adjusted + 0.0186 * adjusted * adjusted).exp()
    } else {
        0.0
    };
    p.clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::data::{numbers, piston_rings};

    #[test]
    fn the_statistic_of_scipy() {
        let michelso = numbers(include_str!("tests/data/michelso.txt"));
        let lottery = numbers(include_str!("tests/data/lottery.txt"));
        let rings = piston_rings();
        for (values, statistic, skewness, excess_kurtosis) in [
            (
                &michelso[..],
                0.460_763_855_652,
                -0.018_259_613_963,
                0.263_530_532_311,
            ),
            (
                &rings[..125],
                0.191_019_383_326,
                -0.096_768_502_868,
                0.381_183_743_582,
            ),
            (
                &lottery[..],
                2.573_726_471_451,
                -0.092_688_231_450,
                -1.192_780_941_758,
            ),
        ] {
            let found = Normality::of(&Sample::of(values)).unwrap();
            assert!((found.statistic - statistic).abs() < 1e-9, "{found:?}");
            assert!((found.shape.skewness - skewness).abs() < 1e-9, "{found:?}");
            let kurtosis = found.shape.excess_kurtosis;
            assert!((kurtosis - excess_kurtosis).abs() < 1e-9, "{found:?}");
        }
    }

    #[test]
    fn critical_values_of_the_test() {
        // Stephens: 5 % at 0.752, 1 % at 1.035.
        assert!((p_value(0.752, 1_000_000) - 0.05).abs() < 1e-3);
        assert!((p_value(1.035, 1_000_000) - 0.01).abs() < 3e-4);
        assert!(p_value(1e9, 100).abs() < 1e-300);
        assert!(p_value(0.0, 100) > 0.999);
    }

    #[test]
    fn normal_and_other_values() {
        let places = (1..=500_u32).map(|at| (f64::from(at) - 0.5) / 500.0);
        let normal: Vec<f64> = places
            .clone()
            .filter_map(crate::distributions::normal_quantile)
            .collect();
        let found = Normality::of(&Sample::of(&normal)).unwrap();
        assert!(found.p_value > 0.9 && !found.is_doubtful(), "{found:?}");
        let skewed: Vec<f64> = places.map(|place| -place.ln()).collect();
        let found = Normality::of(&Sample::of(&skewed)).unwrap();
        assert!(found.p_value < 1e-6 && found.is_doubtful(), "{found:?}");
    }

    #[test]
    fn nothing_to_say() {
        assert_eq!(Normality::of(&Sample::of(&[1.0, 2.0, 3.0])), None);
        assert_eq!(Normality::of(&Sample::of(&[1.0; 100])), None);
        assert_eq!(
            Normality::of(&Sample::of(&[f64::MAX, -f64::MAX].repeat(20))),
            None
        );
        let mut outlier = vec![0.0; 999];
        outlier.push(1e9);
        assert!(Normality::of(&Sample::of(&outlier)).unwrap().is_doubtful());
    }
}
