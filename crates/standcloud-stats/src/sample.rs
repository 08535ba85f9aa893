//! Values that statistics can be computed of.

use std::borrow::Cow;

/// Finite values, in the order in which they were measured.
///
/// Reports of test stands may hold anything that their language calls a number; one infinite value would
/// turn every figure into nothing, so such values are counted and left out once, here.
#[derive(Clone, Debug)]
pub struct Sample<'a> {
    values: Cow<'a, [f64]>,
    left_out: usize,
}

impl<'a> Sample<'a> {
    pub fn of(values: &'a [f64]) -> Self {
        // A loop without a branch is ten times as fast as a search for the first bad value.
        let all_finite = values
            .iter()
            .fold(true, |all, value| all & value.is_finite());
        if all_finite {
            return Self {
                values: Cow::Borrowed(values),
                left_out: 0,
            };
        }
        let finite: Vec<f64> = (values.iter().copied())
            .filter(|value| value.is_finite())
            .collect();
        Self {
            left_out: values.len() - finite.len(),
            values: Cow::Owned(finite),
        }
    }

    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// How many values were not finite.
    pub fn left_out(&self) -> usize {
        self.left_out
    }
}

/// A count as a factor.
#[expect(
    clippy::cast_precision_loss,
    reason = "beyond 2^53 values no figure changes"
)]
pub(crate) fn count(number: usize) -> f64 {
    number as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_finite_values_stay() {
        let sample = Sample::of(&[1.0, f64::NAN, 2.0, f64::INFINITY, f64::NEG_INFINITY]);
        assert_eq!(sample.values(), [1.0, 2.0]);
        assert_eq!(sample.left_out(), 3);
        assert_eq!(Sample::of(&[3.0]).left_out(), 0);
    }
}
