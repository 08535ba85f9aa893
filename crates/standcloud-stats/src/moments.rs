//! Mean and spread of values.
//!
//! Problem: the difference of two large sums of squares loses every digit when the values lie close
//! together far from zero (`NumAcc4` of NIST comes out negative). Choice: two passes over blocks that stay in
//! the processor's cache, joined by the formula of Chan, Golub and `LeVeque` (1979). Consequence: 12 digits
//! on the NIST reference data sets, one pass over the memory, and blocks that were summarised earlier can
//! be joined without their values.

use crate::sample::{Sample, count};

const BLOCK: usize = 2048;
const LANES: usize = 8;

/// What is known of some values without the values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moments {
    count: usize,
    mean: f64,
    /// The sum of squared differences to the mean; infinite when the values are too far apart.
    squares: f64,
    min: f64,
    max: f64,
}

impl Moments {
    /// `None` of no values.
    pub fn of(sample: &Sample<'_>) -> Option<Self> {
        sample
            .values()
            .chunks(BLOCK)
            .map(of_block)
            .reduce(Self::joined)
    }

    /// Of the values of both.
    #[must_use]
    pub fn joined(self, other: Self) -> Self {
        let (left, right) = (count(self.count), count(other.count));
        let all = left + right;
        // Each mean is halved before the difference so that the largest numbers do not overflow.
        let step = 2.0 * (other.mean / 2.0 - self.mean / 2.0) * (right / all);
        let apart = other.mean - self.mean;
        let moved = apart * apart * (left * right / all);
        Self {
            count: self.count + other.count,
            mean: if step.is_finite() {
                self.mean + step
            } else {
                self.mean * (left / all) + other.mean * (right / all)
            },
            squares: self.squares + other.squares + moved,
            min: self.min.min(other.min),
            max: self.max.max(other.max),
        }
    }

    pub fn count(&self) -> usize {
        self.count
    }

    pub fn mean(&self) -> f64 {
        self.mean
    }

    pub fn min(&self) -> f64 {
        self.min
    }

    pub fn max(&self) -> f64 {
        self.max
    }

    /// With n − 1; `None` of one value, and of values so far apart that the square overflows.
    pub fn variance(&self) -> Option<f64> {
        let freedom = self.count.checked_sub(1).filter(|freedom| *freedom > 0)?;
        Some(self.squares / count(freedom)).filter(|variance| variance.is_finite())
    }

    /// With n − 1; `None` like [`Self::variance`].
    pub fn std_dev(&self) -> Option<f64> {
        self.variance().map(f64::sqrt)
    }

    /// The sum of squared differences to the mean; `None` when it is too large to be a number.
    pub fn squares(&self) -> Option<f64> {
        Some(self.squares).filter(|squares| squares.is_finite())
    }

    pub fn all_equal(&self) -> bool {
        self.min >= self.max
    }
}

/// Third and fourth moment, for statements about the shape.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shape {
    /// 0 of symmetric values.
    pub skewness: f64,
    /// 0 of normal values.
    pub excess_kurtosis: f64,
}

/// Population skewness and excess kurtosis; `None` when all values are equal or too far apart.
pub fn shape(sample: &Sample<'_>, moments: &Moments) -> Option<Shape> {
    let mean = moments.mean();
    let scale = moments.std_dev().filter(|sigma| *sigma > 0.0)?;
    let (mut second, mut third, mut fourth) = (0.0, 0.0, 0.0);
    for value in sample.values() {
        let away = (value - mean) / scale;
        let square = away * away;
        second += square;
        third += square * away;
        fourth += square * square;
    }
    let n = count(moments.count());
    let (second, third, fourth) = (second / n, third / n, fourth / n);
    let shape = Shape {
        skewness: third / second.powf(1.5),
        excess_kurtosis: fourth / (second * second) - 3.0,
    };
    (shape.skewness.is_finite() && shape.excess_kurtosis.is_finite()).then_some(shape)
}

/// How much each value is like the one before (NIST's lag-1 autocorrelation coefficient); `None` when all
/// values are equal or too far apart.
pub fn lag_1_autocorrelation(sample: &Sample<'_>, moments: &Moments) -> Option<f64> {
    let squares = moments.squares().filter(|squares| *squares > 0.0)?;
    let mean = moments.mean();
    let values = sample.values();
    let following = values.get(1..).unwrap_or_default();
    let products = sum_of_pairs(values, following, |value, next| {
        (value - mean) * (next - mean)
    });
    Some(products / squares).filter(|coefficient| coefficient.is_finite())
}

/// The mean difference of neighbours, and how many pairs there are; `None` of fewer than two values.
pub fn mean_moving_range(sample: &Sample<'_>) -> Option<f64> {
    let values = sample.values();
    let following = values.get(1..).filter(|following| !following.is_empty())?;
    let sum = sum_of_pairs(values, following, |value, next| (next - value).abs());
    Some(sum / count(following.len())).filter(|mean| mean.is_finite())
}

fn of_block(values: &[f64]) -> Moments {
    let n = count(values.len());
    let (min, max) = extremes(values);
    let sum = sum_of(values, |value| value);
    let rough = if sum.is_finite() {
        sum / n
    } else {
        // No mean is outside of its values, though the sum of the largest numbers may be.
        sum_of(values, |value| value / n).clamp(min, max)
    };
    let rest = sum_of(values, |value| value - rough) / n;
    let mean = if rest.is_finite() {
        rough + rest
    } else {
        rough
    };
    let squares = sum_of(values, |value| (value - mean) * (value - mean));
    let residue = sum_of(values, |value| value - mean);
    let corrected = squares - residue * residue / n;
    Moments {
        count: values.len(),
        mean,
        squares: if corrected.is_finite() {
            corrected.max(0.0)
        } else {
            f64::INFINITY
        },
        min,
        max,
    }
}

/// Several partial sums, so that the processor adds several values at once.
fn sum_of(values: &[f64], term: impl Fn(f64) -> f64) -> f64 {
    let (chunks, rest) = values.as_chunks::<LANES>();
    let mut sums = [0.0; LANES];
    for chunk in chunks {
        for (sum, value) in sums.iter_mut().zip(chunk) {
            *sum += term(*value);
        }
    }
    let rest: f64 = rest.iter().map(|value| term(*value)).sum();
    sums.iter().sum::<f64>() + rest
}

fn sum_of_pairs(values: &[f64], following: &[f64], term: impl Fn(f64, f64) -> f64) -> f64 {
    let mut total = 0.0;
    for (values, following) in values.chunks(BLOCK).zip(following.chunks(BLOCK)) {
        let (chunks, rest) = values.as_chunks::<LANES>();
        let (next_chunks, next_rest) = following.as_chunks::<LANES>();
        let mut sums = [0.0; LANES];
        for (chunk, next_chunk) in chunks.iter().zip(next_chunks) {
            for ((sum, value), next) in sums.iter_mut().zip(chunk).zip(next_chunk) {
                *sum += term(*value, *next);
            }
        }
        // The last block of the followers is one shorter, which may leave a whole chunk of values over.
        let matched = chunks.len().min(next_chunks.len()) * LANES;
        let left = values.get(matched..).unwrap_or(rest);
        let next_left = following.get(matched..).unwrap_or(next_rest);
        let rest: f64 = (left.iter().zip(next_left))
            .map(|(value, next)| term(*value, *next))
            .sum();
        total += sums.iter().sum::<f64>() + rest;
    }
    total
}

fn extremes(values: &[f64]) -> (f64, f64) {
    let (chunks, rest) = values.as_chunks::<LANES>();
    let mut low = [f64::INFINITY; LANES];
    let mut high = [f64::NEG_INFINITY; LANES];
    for chunk in chunks {
        for ((low, high), value) in low.iter_mut().zip(high.iter_mut()).zip(chunk) {
            *low = if *value < *low { *value } else { *low };
            *high = if *value > *high { *value } else { *high };
        }
    }
    let min = low
        .iter()
        .chain(rest)
        .copied()
        .fold(f64::INFINITY, f64::min);
    let max = (high.iter().chain(rest).copied()).fold(f64::NEG_INFINITY, f64::max);
    (min, max)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn moments(values: &[f64]) -> Moments {
        Moments::of(&Sample::of(values)).unwrap()
    }

    #[test]
    fn nothing_and_one_value() {
        assert_eq!(Moments::of(&Sample::of(&[])), None);
        let one = moments(&[4.5]);
        assert_eq!((one.mean(), one.std_dev()), (4.5, None));
        assert!(one.all_equal());
        assert_eq!(mean_moving_range(&Sample::of(&[4.5])), None);
        assert_eq!(lag_1_autocorrelation(&Sample::of(&[4.5]), &one), None);
    }

    #[test]
    fn equal_values_have_no_spread_and_no_shape() {
        let values = vec![0.1; 5000];
        let found = moments(&values);
        assert_eq!((found.mean(), found.std_dev()), (0.1, Some(0.0)));
        assert_eq!(shape(&Sample::of(&values), &found), None);
    }

    #[test]
    fn the_largest_numbers_give_no_nan() {
        let found = moments(&[f64::MAX, -f64::MAX, f64::MAX]);
        assert!(found.mean().is_finite());
        assert_eq!(found.variance(), None);
        let found = moments(&vec![f64::MAX; 5000]);
        assert!((found.mean() / f64::MAX - 1.0).abs() < 1e-12);
        assert_eq!(mean_moving_range(&Sample::of(&[f64::MAX, -f64::MAX])), None);
    }

    #[test]
    fn moving_range_of_the_nist_handbook() {
        let values = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1];
        assert!((moments(&values).mean() - 50.81).abs() < 1e-12);
        assert!((mean_moving_range(&Sample::of(&values)).unwrap() - 1.8778).abs() < 5e-5);
    }

    proptest! {
        #[test]
        fn joined_blocks_are_the_whole(
            values in prop::collection::vec(-1e6..1e6f64, 2..6000),
            cut in 0.0..1.0f64,
        ) {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share")]
            let at = ((count(values.len()) * cut) as usize).clamp(1, values.len() - 1);
            let joined = moments(&values[..at]).joined(moments(&values[at..]));
            let whole = moments(&values);
            let naive = values.iter().sum::<f64>() / count(values.len());
            prop_assert!((joined.mean() - naive).abs() <= 1e-9 * (1.0 + naive.abs()));
            prop_assert!((joined.mean() - whole.mean()).abs() <= 1e-12 * 1e6);
            let (one, other) = (joined.variance().unwrap(), whole.variance().unwrap());
            prop_assert!((one - other).abs() <= 1e-11 * other);
            prop_assert_eq!((joined.min(), joined.max()), (whole.min(), whole.max()));
        }

        #[test]
        fn moving_ranges_like_the_plain_loop(values in prop::collection::vec(-1e3..1e3f64, 2..5000)) {
            let plain: f64 = values.windows(2).map(|pair| (pair[1] - pair[0]).abs()).sum();
            let found = mean_moving_range(&Sample::of(&values)).unwrap();
            let wanted = plain / count(values.len() - 1);
            prop_assert!((found - wanted).abs() <= 1e-12 * wanted.max(1.0));
        }
    }
}
