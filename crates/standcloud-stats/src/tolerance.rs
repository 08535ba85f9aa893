//! The limits that a measurement has to keep.

use thiserror::Error;

/// At least one limit, and the lower below the upper.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Tolerance {
    AtLeast(f64),
    AtMost(f64),
    Between { lower: f64, upper: f64 },
}

/// Why limits are none that an index can be computed of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum NoTolerance {
    #[error("the measurement has no limits")]
    NoLimits,
    #[error("the lower limit is above the upper limit")]
    Swapped,
    #[error("both limits are the same, which leaves no tolerance")]
    Equal,
}

impl Tolerance {
    /// A limit that is not finite is no limit.
    pub fn of(lower: Option<f64>, upper: Option<f64>) -> Result<Self, NoTolerance> {
        let lower = lower.filter(|limit| limit.is_finite());
        let upper = upper.filter(|limit| limit.is_finite());
        match (lower, upper) {
            (None, None) => Err(NoTolerance::NoLimits),
            (Some(lower), None) => Ok(Self::AtLeast(lower)),
            (None, Some(upper)) => Ok(Self::AtMost(upper)),
            (Some(lower), Some(upper)) if lower < upper => Ok(Self::Between { lower, upper }),
            (Some(lower), Some(upper)) if lower > upper => Err(NoTolerance::Swapped),
            _ => Err(NoTolerance::Equal),
        }
    }

    pub fn lower(&self) -> Option<f64> {
        match self {
            Self::AtLeast(lower) | Self::Between { lower, .. } => Some(*lower),
            Self::AtMost(_) => None,
        }
    }

    pub fn upper(&self) -> Option<f64> {
        match self {
            Self::AtMost(upper) | Self::Between { upper, .. } => Some(*upper),
            Self::AtLeast(_) => None,
        }
    }

    /// The middle of two limits: the target when nobody names one.
    pub fn middle(&self) -> Option<f64> {
        match self {
            Self::Between { lower, upper } => Some(lower + (upper - lower) / 2.0),
            _ => None,
        }
    }

    /// A value on a limit is inside.
    pub fn holds(&self, value: f64) -> bool {
        self.lower().is_none_or(|lower| value >= lower)
            && self.upper().is_none_or(|upper| value <= upper)
    }

    /// How many values are inside: what the yield would have been with these limits.
    pub fn count_inside(&self, values: &[f64]) -> usize {
        let lower = self.lower().unwrap_or(f64::NEG_INFINITY);
        let upper = self.upper().unwrap_or(f64::INFINITY);
        (values.iter())
            .filter(|value| (lower..=upper).contains(*value))
            .count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_that_are_none() {
        assert_eq!(Tolerance::of(None, None), Err(NoTolerance::NoLimits));
        let infinite = Tolerance::of(Some(f64::NEG_INFINITY), Some(f64::NAN));
        assert_eq!(infinite, Err(NoTolerance::NoLimits));
        assert_eq!(
            Tolerance::of(Some(2.0), Some(1.0)),
            Err(NoTolerance::Swapped)
        );
        assert_eq!(Tolerance::of(Some(1.0), Some(1.0)), Err(NoTolerance::Equal));
        assert_eq!(Tolerance::of(None, Some(1.0)), Ok(Tolerance::AtMost(1.0)));
    }

    #[test]
    fn a_value_on_a_limit_is_inside() {
        let tolerance = Tolerance::of(Some(1.0), Some(2.0)).unwrap();
        assert_eq!(tolerance.count_inside(&[0.9, 1.0, 1.5, 2.0, 2.1]), 3);
        assert!(tolerance.holds(2.0) && !tolerance.holds(f64::NAN));
        assert_eq!(Tolerance::AtLeast(1.0).count_inside(&[0.9, 1.0, 9.0]), 2);
        let widest = Tolerance::of(Some(-f64::MAX), Some(f64::MAX)).unwrap();
        assert!(widest.middle().is_some());
    }
}
