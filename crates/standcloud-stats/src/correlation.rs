//! How two measurements of the same runs go together.

use thiserror::Error;

use crate::distributions::{finite, student_two_sided, two_sided_z};
use crate::moments::Moments;
use crate::sample::{Sample, count};
use crate::yields::Interval;

/// Two finite values of each run.
#[derive(Clone, Debug, Default)]
pub struct Pairs {
    left: Vec<f64>,
    right: Vec<f64>,
}

/// A coefficient from −1 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Correlation {
    pub coefficient: f64,
    /// By Fisher's transformation; `None` of fewer than four pairs.
    pub interval: Option<Interval>,
    /// How likely at least such a coefficient is without any relation; `None` of fewer than three pairs.
    pub p_value: Option<f64>,
}

/// The line nearest to the right values, by least squares.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Line {
    pub slope: f64,
    pub intercept: f64,
}

/// Why there is no coefficient.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum NoCorrelation {
    #[error("there are fewer than two runs with both values")]
    TooFewPairs,
    #[error("all values of one measurement are equal, so nothing can go together with it")]
    NoSpread,
    #[error("the numbers are too large or too close to compute with")]
    OutOfRange,
}

impl Pairs {
    /// Pairs with a value that is not finite are left out.
    pub fn of(pairs: impl IntoIterator<Item = (f64, f64)>) -> Self {
        let finite = |pair: &(f64, f64)| pair.0.is_finite() && pair.1.is_finite();
        let (left, right) = pairs.into_iter().filter(finite).unzip();
        Self { left, right }
    }

    pub fn count(&self) -> usize {
        self.left.len()
    }

    pub fn left(&self) -> &[f64] {
        &self.left
    }

    pub fn right(&self) -> &[f64] {
        &self.right
    }

    /// Pearson's coefficient: how close the pairs are to a line.
    pub fn pearson(&self, confidence: f64) -> Result<Correlation, NoCorrelation> {
        let coefficient = coefficient(&self.left, &self.right)?;
        // Fisher 1921: the transformed coefficient varies with 1/(n − 3).
        Ok(self.judged(coefficient, 1.0, confidence))
    }

    /// Spearman's coefficient: whether one grows with the other, in whatever curve.
    pub fn spearman(&self, confidence: f64) -> Result<Correlation, NoCorrelation> {
        let coefficient = coefficient(&ranks(&self.left), &ranks(&self.right))?;
        // Ranks vary a little more: Bonett and Wright 2000.
        let more = 1.0 + coefficient * coefficient / 2.0;
        Ok(self.judged(coefficient, more, confidence))
    }

    pub fn line(&self) -> Option<Line> {
        let left = Moments::of(&Sample::of(&self.left))?;
        let right = Moments::of(&Sample::of(&self.right))?;
        let squares = left.squares().filter(|squares| *squares > 0.0)?;
        let products: f64 = (self.left.iter().zip(&self.right))
            .map(|(one, other)| (one - left.mean()) * (other - right.mean()))
            .sum();
        let slope = finite(products / squares)?;
        Some(Line {
            slope,
            intercept: finite(right.mean() - slope * left.mean())?,
        })
    }

    fn judged(&self, coefficient: f64, variance_factor: f64, confidence: f64) -> Correlation {
        Correlation {
            coefficient,
            interval: self.interval(coefficient, variance_factor, confidence),
            p_value: self.p_value(coefficient),
        }
    }

    fn interval(&self, coefficient: f64, factor: f64, confidence: f64) -> Option<Interval> {
        let freedom = self.count().checked_sub(3).filter(|freedom| *freedom > 0)?;
        if coefficient.abs() >= 1.0 {
            return Some(Interval {
                lower: coefficient,
                upper: coefficient,
            });
        }
        let half = two_sided_z(confidence)? * (factor / count(freedom)).sqrt();
        let transformed = coefficient.atanh();
        Some(Interval {
            lower: (transformed - half).tanh(),
            upper: (transformed + half).tanh(),
        })
    }

    fn p_value(&self, coefficient: f64) -> Option<f64> {
        let freedom = count(self.count().checked_sub(2).filter(|freedom| *freedom > 0)?);
        let rest = 1.0 - coefficient * coefficient;
        if rest <= 0.0 {
            return Some(0.0);
        }
        student_two_sided(coefficient * (freedom / rest).sqrt(), freedom)
    }
}

fn coefficient(left: &[f64], right: &[f64]) -> Result<f64, NoCorrelation> {
    if left.len() < 2 {
        return Err(NoCorrelation::TooFewPairs);
    }
    let both = Moments::of(&Sample::of(left)).zip(Moments::of(&Sample::of(right)));
    let (one, other) = both.ok_or(NoCorrelation::TooFewPairs)?;
    if one.all_equal() || other.all_equal() {
        return Err(NoCorrelation::NoSpread);
    }
    standardised_products(left, &one, right, &other).ok_or(NoCorrelation::OutOfRange)
}

fn standardised_products(
    left: &[f64],
    of_left: &Moments,
    right: &[f64],
    of_right: &Moments,
) -> Option<f64> {
    // Each side by its own spread, because the product of two tiny spreads would vanish.
    let scale_left = of_left.std_dev().filter(|sigma| *sigma > 0.0)?;
    let scale_right = of_right.std_dev().filter(|sigma| *sigma > 0.0)?;
    let products: f64 = (left.iter().zip(right))
        .map(|(one, other)| {
            (one - of_left.mean()) / scale_left * ((other - of_right.mean()) / scale_right)
        })
        .sum();
    finite(products / count(left.len() - 1)).map(|coefficient| coefficient.clamp(-1.0, 1.0))
}

/// The place of each value among all, from 1; equal values share the mean of their places.
fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<(f64, usize)> = (values.iter().copied().enumerate())
        .map(|(at, value)| (value, at))
        .collect();
    order.sort_unstable_by(|one, other| one.0.total_cmp(&other.0));
    let mut ranks = vec![0.0; values.len()];
    let mut before = 0;
    #[expect(clippy::float_cmp, reason = "ties are values that are the same")]
    for ties in order.chunk_by(|one, other| one.0 == other.0) {
        let shared = count(before) + f64::midpoint(1.0, count(ties.len()));
        for (_, at) in ties {
            if let Some(rank) = ranks.get_mut(*at) {
                *rank = shared;
            }
        }
        before += ties.len();
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(found: f64, wanted: f64, tolerance: f64) {
        assert!((found - wanted).abs() <= tolerance, "{found} for {wanted}");
    }

    fn ten() -> Pairs {
        let right = [2.1, 1.9, 3.5, 3.5, 5.2, 4.9, 7.7, 8.1, 7.9, 12.0];
        Pairs::of((1..=10).map(f64::from).zip(right))
    }

    #[test]
    fn the_same_as_scipy() {
        let found = ten().pearson(0.95).unwrap();
        close(found.coefficient, 0.953_672_021_547_677, 1e-14);
        let interval = found.interval.unwrap();
        close(interval.lower, 0.811_040_890_170_425, 1e-12);
        close(interval.upper, 0.989_278_896_641_778, 1e-12);
        close(found.p_value.unwrap(), 1.905_462_219_195e-5, 1e-15);
        let found = ten().spearman(0.95).unwrap();
        close(found.coefficient, 0.960_490_759_014_502, 1e-14);
        let interval = found.interval.unwrap();
        close(interval.lower, 0.784_401_420_424_667, 1e-12);
        close(interval.upper, 0.993_299_810_831_175, 1e-12);
        let line = ten().line().unwrap();
        close(line.slope, 1.008_484_848_484_848, 1e-13);
        close(line.intercept, 0.133_333_333_333_333, 1e-12);
    }

    #[test]
    fn a_line_and_a_curve() {
        let falling = Pairs::of((0..20).map(|at| (f64::from(at), 5.0 - f64::from(at))));
        let found = falling.pearson(0.95).unwrap();
        close(found.coefficient, -1.0, 1e-15);
        assert!(found.interval.unwrap().lower >= -1.0);
        let curve = Pairs::of((0..20).map(|at| (f64::from(at), f64::from(at).exp())));
        close(curve.spearman(0.95).unwrap().coefficient, 1.0, 1e-15);
        assert!(curve.pearson(0.95).unwrap().coefficient < 0.9);
    }

    #[test]
    fn pairs_without_a_coefficient() {
        let found = |pairs: &[(f64, f64)]| Pairs::of(pairs.iter().copied()).pearson(0.95);
        assert_eq!(found(&[]), Err(NoCorrelation::TooFewPairs));
        assert_eq!(
            found(&[(1.0, f64::NAN), (1.0, 2.0)]),
            Err(NoCorrelation::TooFewPairs)
        );
        assert_eq!(
            found(&[(1.0, 2.0), (1.0, 3.0)]),
            Err(NoCorrelation::NoSpread)
        );
        let huge = [(f64::MAX, 1.0), (-f64::MAX, 2.0), (0.0, 3.0)];
        assert_eq!(found(&huge), Err(NoCorrelation::OutOfRange));
        let three = found(&[(1.0, 2.0), (2.0, 3.0), (3.0, 5.0)]).unwrap();
        assert_eq!(three.interval, None);
        assert!(three.p_value.is_some());
        let tiny = [(1e-300, 1e-300), (2e-300, 3e-300), (3e-300, 2e-300)];
        assert_eq!(found(&tiny), Err(NoCorrelation::OutOfRange));
        assert_eq!(Pairs::default().line(), None);
    }
}
