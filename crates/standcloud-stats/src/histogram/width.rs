//! How wide a bin should be.

use crate::moments::Moments;
use crate::quantiles::quantiles;
use crate::sample::{Sample, count};
use crate::tolerance::Tolerance;

/// 1, 2 or 5 times a power of ten, kept as integers so that edges are the decimals they look like.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct NiceWidth {
    digit: u8,
    exponent: i32,
}

/// Neither more powers of ten than a double has, nor so many that the power is none.
const EXPONENT_MAX: i32 = 300;

impl NiceWidth {
    /// The smallest that is at least so wide; `None` when it has to be too large or too small.
    pub(super) fn at_least(width: f64) -> Option<Self> {
        if !(width.is_finite() && width > 0.0) {
            return None;
        }
        #[expect(
            clippy::cast_possible_truncation,
            reason = "the logarithm of a double is below 400"
        )]
        let exponent = width.log10().floor() as i32;
        let candidates = (exponent - 1..=exponent + 1)
            .flat_map(|exponent| [1, 2, 5].map(|digit| Self { digit, exponent }));
        // A width that is 0.1 but for its last bit is meant to be 0.1.
        let enough = width * (1.0 - 1e-9);
        (candidates.into_iter().find(|nice| nice.width() >= enough))
            .filter(|nice| nice.exponent.abs() <= EXPONENT_MAX)
    }

    pub(super) fn width(self) -> f64 {
        self.times(1.0)
    }

    /// Exactly rounded for whole `factor`: 3 · 0.1 is 0.3.
    pub(super) fn times(self, factor: f64) -> f64 {
        let digits = factor * f64::from(self.digit);
        if self.exponent < 0 {
            digits / 10_f64.powi(-self.exponent)
        } else {
            digits * 10_f64.powi(self.exponent)
        }
    }
}

/// The part of the values that bins are made for, and how wide they should be.
pub(super) struct Wanted {
    pub(super) low: f64,
    pub(super) high: f64,
    pub(super) width: f64,
    /// The last place that instruments deliver, as far as the values show it.
    pub(super) resolution: Option<f64>,
}

/// Values farther from the quartiles than so many of their distances are outliers.
const OUTLIERS_BEYOND: f64 = 5.0;

impl Wanted {
    pub(super) fn of(sample: &Sample<'_>, tolerance: Option<&Tolerance>) -> Option<Self> {
        let moments = Moments::of(sample)?;
        let resolution = resolution(sample.values());
        let quartiles = quantiles(sample, &moments, &[0.25, 0.75])?;
        let [first, third] = quartiles.try_into().ok()?;
        let between = third - first;
        let n = count(moments.count());
        if between > 0.0 {
            let reach = OUTLIERS_BEYOND * between;
            return Some(Self {
                low: moments.min().max(first - reach),
                high: moments.max().min(third + reach),
                width: 2.0 * between / n.cbrt(),
                resolution,
            });
        }
        let sigma = moments.std_dev().unwrap_or(0.0);
        Some(Self {
            low: moments.min(),
            high: moments.max(),
            // Scott's width when half of the values are equal, and some width when all are.
            width: if sigma > 0.0 {
                3.49 * sigma / n.cbrt()
            } else {
                width_of_one_value(moments.mean(), tolerance, resolution)
            },
            resolution,
        })
    }
}

fn width_of_one_value(value: f64, tolerance: Option<&Tolerance>, resolution: Option<f64>) -> f64 {
    let of_tolerance = match tolerance {
        Some(Tolerance::Between { lower, upper }) => Some((upper - lower) / 20.0),
        _ => None,
    };
    let of_value = (value != 0.0).then_some(value.abs() / 20.0);
    of_tolerance.or(resolution).or(of_value).unwrap_or(1.0)
}

/// The power of ten of which all values are multiples, looked for in some of them.
fn resolution(values: &[f64]) -> Option<f64> {
    const LOOKED_AT: usize = 1000;
    const PLACES_MAX: i32 = 9;
    let step = (values.len() / LOOKED_AT).max(1);
    let is_multiple = |value: f64, places: i32| {
        let scaled = value * 10_f64.powi(places);
        // Above 2^53 every double is whole.
        scaled.abs() < 9e15 && (scaled - scaled.round()).abs() <= 1e-6
    };
    let mut places = 0;
    for value in values.iter().step_by(step) {
        while !is_multiple(*value, places) {
            places += 1;
            if places > PLACES_MAX {
                return None;
            }
        }
    }
    Some(10_f64.powi(-places))
}
