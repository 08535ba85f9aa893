//! When a capability index should not be trusted, in words.

use std::fmt::{Display, Formatter, Result};

use crate::moments::{Moments, lag_1_autocorrelation};
use crate::normality::Normality;
use crate::sample::Sample;
use crate::yields::Share;

/// Fewer values have intervals wider than any decision.
pub const TRUSTED_VALUES_MIN: usize = 30;
/// Fewer different values are steps of the instrument, not the spread of the process.
const DISTINCT_MIN: usize = 10;
const AUTOCORRELATION_MAX: f64 = 0.3;

/// A reason to doubt an index.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Doubt {
    TooFewValues { count: usize },
    AllEqual,
    ValuesLeftOut { count: usize },
    SeveralLimitSets { count: usize },
    NotStable { points: u64 },
    Autocorrelated { coefficient: f64 },
    ResolutionTooCoarse { distinct: usize },
    NotNormal { p_value: f64 },
}

/// What the values alone do not say.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Circumstances {
    /// How many different sets of limits the values were tested with.
    pub limit_sets: usize,
    /// The points of a control chart that break a rule, of all its points.
    pub signals: Option<Share>,
    /// The share of the points of a stable process that break a rule in the long run, see
    /// [`crate::marked_share`].
    pub marked_by_chance: f64,
}

/// The reasons in the order of their weight.
pub fn doubts(
    sample: &Sample<'_>,
    moments: &Moments,
    normality: Option<&Normality>,
    circumstances: &Circumstances,
) -> Vec<Doubt> {
    let values = moments.count();
    let mut doubts = Vec::new();
    if values < TRUSTED_VALUES_MIN {
        doubts.push(Doubt::TooFewValues { count: values });
    }
    if moments.all_equal() {
        doubts.push(Doubt::AllEqual);
    }
    if sample.left_out() > 0 {
        let count = sample.left_out();
        doubts.push(Doubt::ValuesLeftOut { count });
    }
    if circumstances.limit_sets > 1 {
        let count = circumstances.limit_sets;
        doubts.push(Doubt::SeveralLimitSets { count });
    }
    doubts.extend(instability(circumstances));
    if values >= TRUSTED_VALUES_MIN {
        let coefficient = lag_1_autocorrelation(sample, moments).unwrap_or(0.0);
        if coefficient.abs() > AUTOCORRELATION_MAX {
            doubts.push(Doubt::Autocorrelated { coefficient });
        }
        doubts.extend(normality.and_then(of_distribution));
    }
    doubts
}

fn instability(circumstances: &Circumstances) -> Option<Doubt> {
    let signals = circumstances.signals?;
    // Some points of any chart break a rule by chance; three times as many, and three more, do not.
    #[expect(clippy::cast_precision_loss, reason = "numbers of points")]
    let (found, points) = (signals.part as f64, signals.all as f64);
    let by_chance = points * circumstances.marked_by_chance;
    (found > 3.0 * by_chance && found >= by_chance + 3.0).then_some(Doubt::NotStable {
        points: signals.part,
    })
}

/// The steps of a coarse instrument are never normal, and only one of both is the reason.
fn of_distribution(normality: &Normality) -> Option<Doubt> {
    let distinct = normality.distinct;
    if distinct < DISTINCT_MIN {
        return Some(Doubt::ResolutionTooCoarse { distinct });
    }
    let p_value = normality.p_value;
    (normality.is_doubtful()).then_some(Doubt::NotNormal { p_value })
}

impl Display for Doubt {
    fn fmt(&self, out: &mut Formatter<'_>) -> Result {
        match self {
            Self::TooFewValues { count } => write!(
                out,
                "There are only {count} values; with fewer than {TRUSTED_VALUES_MIN} an index is a guess."
            ),
            Self::AllEqual => out.write_str(
                "All values are equal: the instrument may be stuck, or shows too few places.",
            ),
            Self::ValuesLeftOut { count } => {
                write!(out, "{count} values were not finite and are left out.")
            }
            Self::SeveralLimitSets { count } => write!(
                out,
                "The values were tested with {count} different sets of limits; the index is for one of them."
            ),
            Self::NotStable { points } => write!(
                out,
                "The process is not stable: {points} points of its control chart break a rule."
            ),
            Self::Autocorrelated { coefficient } => write!(
                out,
                "Neighbouring values depend on each other (autocorrelation {coefficient:.2}), as they do in a drift."
            ),
            Self::ResolutionTooCoarse { distinct } => write!(
                out,
                "There are only {distinct} different values: the resolution is too coarse for the spread."
            ),
            Self::NotNormal { p_value } if *p_value < 0.001 => out.write_str(
                "The values are not normally distributed (p < 0.001), which the index assumes.",
            ),
            Self::NotNormal { p_value } => write!(
                out,
                "The values are not normally distributed (p = {p_value:.3}), which the index assumes."
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(values: &[f64], circumstances: &Circumstances) -> Vec<Doubt> {
        let sample = Sample::of(values);
        let normality = Normality::of(&sample);
        let moments = Moments::of(&sample).unwrap();
        doubts(&sample, &moments, normality.as_ref(), circumstances)
    }

    /// Normal values in an order without a pattern.
    fn normal(values: u32) -> Vec<f64> {
        let mixed = |at: u32| {
            let mixed = at.wrapping_mul(0x9E37_79B9);
            let mixed = (mixed ^ (mixed >> 15)).wrapping_mul(0x85EB_CA6B);
            mixed ^ (mixed >> 13)
        };
        let mut places: Vec<u32> = (0..values).collect();
        places.sort_unstable_by_key(|at| mixed(*at));
        let shares = (places.into_iter()).map(|at| (f64::from(at) + 0.5) / f64::from(values));
        let quantile = crate::distributions::normal_quantile;
        shares.filter_map(quantile).collect()
    }

    #[test]
    fn an_ordinary_process_is_trusted() {
        let signals = Some(Share { part: 4, all: 1000 });
        let circumstances = Circumstances {
            limit_sets: 1,
            signals,
            marked_by_chance: 0.0027,
        };
        assert_eq!(found(&normal(1000), &circumstances), []);
    }

    #[test]
    fn every_reason() {
        let plain = Circumstances::default();
        assert_eq!(
            found(&[1.0, 2.0], &plain),
            [Doubt::TooFewValues { count: 2 }]
        );
        assert_eq!(found(&[1.0; 50], &plain), [Doubt::AllEqual]);
        let drifting: Vec<f64> = (0..100).map(f64::from).collect();
        assert!(matches!(
            found(&drifting, &plain)[..],
            [Doubt::Autocorrelated { .. }, ..]
        ));
        let skewed: Vec<f64> = normal(500).iter().map(|value| value.exp()).collect();
        assert!(matches!(
            found(&skewed, &plain)[..],
            [Doubt::NotNormal { .. }]
        ));
        let coarse: Vec<f64> = normal(500).iter().map(|value| value.round()).collect();
        let doubt = found(&coarse, &plain);
        assert!(
            matches!(doubt[..], [Doubt::ResolutionTooCoarse { distinct: 3..=9 }]),
            "{doubt:?}"
        );
        let mut infinite = normal(500);
        infinite.push(f64::INFINITY);
        assert_eq!(
            found(&infinite, &plain),
            [Doubt::ValuesLeftOut { count: 1 }]
        );
        let unstable = Circumstances {
            limit_sets: 2,
            signals: Some(Share { part: 20, all: 500 }),
            marked_by_chance: 0.0027,
        };
        let doubts = found(&normal(500), &unstable);
        let wanted = [
            Doubt::SeveralLimitSets { count: 2 },
            Doubt::NotStable { points: 20 },
        ];
        assert_eq!(doubts, wanted);
        for doubt in doubts {
            assert!(doubt.to_string().ends_with('.'));
        }
    }
}
