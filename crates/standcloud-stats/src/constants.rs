//! The constants of control charts and of standard deviations within subgroups.
//!
//! Problem: the printed tables are rounded to three places, which moves a limit in the fourth digit of a
//! sigma. Choice: c4 from its recurrence, d2 and d3 from the distribution of the range of a normal sample
//! by quadrature, each computed once. Consequence: they agree with the tables to the digits printed there
//! and beyond, and no table has to be trusted.

use std::array;
use std::f64::consts::PI;
use std::sync::OnceLock;

use statrs::function::erf::erfc;

/// The largest subgroup whose range is a sensible measure of spread.
pub const SUBGROUP_SIZE_MAX: usize = 25;

/// Of subgroups of one size, about their ranges.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RangeConstants {
    /// The mean range, in standard deviations.
    pub d2: f64,
    /// The standard deviation of the range, in standard deviations.
    pub d3: f64,
    /// Limits of the mean chart: mean ± A2 · mean range.
    pub a2: f64,
    /// D3: the lower limit of the range chart, in mean ranges.
    pub lower_range: f64,
    /// D4: the upper limit of the range chart, in mean ranges.
    pub upper_range: f64,
    /// E2: limits of single values: mean ± E2 · mean range.
    pub e2: f64,
}

/// Of subgroups of one size, about their standard deviations.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SigmaConstants {
    /// The mean of the sample standard deviation, in standard deviations.
    pub c4: f64,
    /// Limits of the mean chart: mean ± A3 · mean standard deviation.
    pub a3: f64,
    /// B3: the lower limit of the chart of standard deviations, in mean standard deviations.
    pub lower_sigma: f64,
    /// B4: the upper limit of the chart of standard deviations, in mean standard deviations.
    pub upper_sigma: f64,
}

/// `None` unless 2 ≤ `size` ≤ [`SUBGROUP_SIZE_MAX`].
pub fn range_constants(size: usize) -> Option<RangeConstants> {
    static CACHE: OnceLock<[OnceLock<RangeConstants>; SUBGROUP_SIZE_MAX + 1]> = OnceLock::new();
    if size < 2 {
        return None;
    }
    let cache = CACHE.get_or_init(|| array::from_fn(|_| OnceLock::new()));
    let of_size = cache.get(size)?;
    Some(*of_size.get_or_init(|| compute_range_constants(size)))
}

/// `None` unless 2 ≤ `size`.
pub fn sigma_constants(size: usize) -> Option<SigmaConstants> {
    let c4 = c4(size)?;
    let spread = 3.0 * (1.0 - c4 * c4).sqrt() / c4;
    Some(SigmaConstants {
        c4,
        a3: 3.0 / (c4 * count(size).sqrt()),
        lower_sigma: (1.0 - spread).max(0.0),
        upper_sigma: 1.0 + spread,
    })
}

/// The mean standard deviation of `size` normal values, in standard deviations; `None` unless 2 ≤ `size`.
pub fn c4(size: usize) -> Option<f64> {
    const EXACT_TO: usize = 200;
    let freedom = size.checked_sub(1).filter(|freedom| *freedom > 0)?;
    let nu = count(freedom);
    if freedom > EXACT_TO {
        // The asymptotic series is exact to the last digit here, and needs no loop over the freedom.
        let inverse = 1.0 / nu;
        let series = 5.0 / 128.0 - 21.0 / 2048.0 * inverse;
        return Some(1.0 - inverse * (0.25 - inverse * (1.0 / 32.0 + inverse * series)));
    }
    // Γ((ν+1)/2)/Γ(ν/2) for ν = 1, and then from ν to ν + 1.
    let mut ratio = 1.0 / PI.sqrt();
    for step in 1..freedom {
        ratio = count(step) / 2.0 / ratio;
    }
    Some(ratio * (2.0 / nu).sqrt())
}

fn compute_range_constants(size: usize) -> RangeConstants {
    let (d2, second) = range_moments(size);
    let d3 = (second - d2 * d2).max(0.0).sqrt();
    RangeConstants {
        d2,
        d3,
        a2: 3.0 / (d2 * count(size).sqrt()),
        lower_range: (1.0 - 3.0 * d3 / d2).max(0.0),
        upper_range: 1.0 + 3.0 * d3 / d2,
        e2: 3.0 / d2,
    }
}

/// The first and the second moment of the range of `size` standard normal values.
///
/// The chance that the range exceeds w is 1 − n∫φ(x)(Φ(x+w)−Φ(x))ⁿ⁻¹dx. The inner integral is a sum
/// over a grid, which converges like an exponential for functions that vanish at both ends; the outer
/// one is Boole's rule.
fn range_moments(size: usize) -> (f64, f64) {
    const STEP: f64 = 1.0 / 32.0;
    const HALF_WIDTH: usize = 9 * 32;
    const WIDEST: usize = 16 * 32;
    let below: Vec<f64> = (0..=2 * HALF_WIDTH + WIDEST)
        .map(|at| normal_cdf(STEP * count(at) - STEP * count(HALF_WIDTH)))
        .collect();
    let density: Vec<f64> = (0..=2 * HALF_WIDTH)
        .map(|at| normal_density(STEP * count(at) - STEP * count(HALF_WIDTH)))
        .collect();
    let others = i32::try_from(size - 1).unwrap_or(i32::MAX);
    let (mut first, mut second) = (0.0, 0.0);
    for wide in 0..=WIDEST {
        let reached = below.get(wide..).unwrap_or_default();
        let inside: f64 = (density.iter().zip(&below).zip(reached))
            .map(|((density, low), high)| density * (high - low).powi(others))
            .sum();
        let exceeded = 1.0 - count(size) * inside * STEP;
        let width = STEP * count(wide);
        let weight = boole_weight(wide, WIDEST) * STEP * 2.0 / 45.0;
        first += weight * exceeded;
        second += weight * 2.0 * width * exceeded;
    }
    (first, second)
}

fn boole_weight(at: usize, last: usize) -> f64 {
    match at % 4 {
        _ if at == 0 || at == last => 7.0,
        0 => 14.0,
        2 => 12.0,
        _ => 32.0,
    }
}

fn normal_cdf(x: f64) -> f64 {
    0.5 * erfc(-x / std::f64::consts::SQRT_2)
}

fn normal_density(x: f64) -> f64 {
    (-0.5 * x * x).exp() / (2.0 * PI).sqrt()
}

#[expect(
    clippy::cast_precision_loss,
    reason = "sizes of subgroups and grid positions"
)]
fn count(number: usize) -> f64 {
    number as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(found: f64, wanted: f64, tolerance: f64) {
        assert!((found - wanted).abs() <= tolerance, "{found} for {wanted}");
    }

    #[test]
    fn the_printed_table_to_its_digits() {
        // n, A2, d2, d3, D3, D4, A3, c4, B3, B4
        let table = [
            (
                2, 1.880, 1.128, 0.853, 0.0, 3.267, 2.659, 0.7979, 0.0, 3.267,
            ),
            (
                3, 1.023, 1.693, 0.888, 0.0, 2.574, 1.954, 0.8862, 0.0, 2.568,
            ),
            (
                4, 0.729, 2.059, 0.880, 0.0, 2.282, 1.628, 0.9213, 0.0, 2.266,
            ),
            (
                5, 0.577, 2.326, 0.864, 0.0, 2.114, 1.427, 0.9400, 0.0, 2.089,
            ),
            (
                6, 0.483, 2.534, 0.848, 0.0, 2.004, 1.287, 0.9515, 0.030, 1.970,
            ),
            (
                7, 0.419, 2.704, 0.833, 0.076, 1.924, 1.182, 0.9594, 0.118, 1.882,
            ),
            (
                8, 0.373, 2.847, 0.820, 0.136, 1.864, 1.099, 0.9650, 0.185, 1.815,
            ),
            (
                9, 0.337, 2.970, 0.808, 0.184, 1.816, 1.032, 0.9693, 0.239, 1.761,
            ),
            (
                10, 0.308, 3.078, 0.797, 0.223, 1.777, 0.975, 0.9727, 0.284, 1.716,
            ),
        ];
        for (n, a2, d2, d3, lower, upper, a3, c4, lower_s, upper_s) in table {
            let range = range_constants(n).unwrap();
            let sigma = sigma_constants(n).unwrap();
            // The printed table rounds from rounded constants: one unit of its last place.
            for (found, wanted) in [
                (range.a2, a2),
                (range.d2, d2),
                (range.d3, d3),
                (range.lower_range, lower),
                (range.upper_range, upper),
                (sigma.a3, a3),
                (sigma.lower_sigma, lower_s),
                (sigma.upper_sigma, upper_s),
            ] {
                close(found, wanted, 1.05e-3);
            }
            close(range.d2, d2, 5e-4);
            close(sigma.c4, c4, 5e-5);
        }
    }

    #[test]
    fn exact_values() {
        let pairs = range_constants(2).unwrap();
        close(pairs.d2, 2.0 / PI.sqrt(), 1e-9);
        close(pairs.d3, (2.0 - 4.0 / PI).sqrt(), 1e-7);
        close(pairs.e2, 2.658_681, 5e-7);
        close(range_constants(3).unwrap().d2, 3.0 / PI.sqrt(), 1e-9);
        close(range_constants(5).unwrap().d2, 2.325_929, 5e-7);
        close(range_constants(3).unwrap().upper_range, 2.5746, 5e-5);
        close(c4(2).unwrap(), (2.0 / PI).sqrt(), 1e-15);
        close(c4(3).unwrap(), PI.sqrt() / 2.0, 1e-15);
    }

    #[test]
    fn the_series_goes_on_where_the_recurrence_ends() {
        let (before, after) = (c4(201).unwrap(), c4(202).unwrap());
        close(after - before, 1.0 / (4.0 * 200.0 * 201.0), 1e-8);
        close(c4(1_000_001).unwrap(), 1.0 - 0.25e-6, 1e-12);
    }

    #[test]
    fn sizes_without_constants() {
        assert_eq!(range_constants(0), None);
        assert_eq!(range_constants(1), None);
        assert_eq!(range_constants(SUBGROUP_SIZE_MAX + 1), None);
        assert_eq!(sigma_constants(1), None);
        assert!(range_constants(SUBGROUP_SIZE_MAX).is_some());
    }
}
