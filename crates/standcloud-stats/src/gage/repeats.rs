//! Repeats that simply happened: units that were tested more than once.
//!
//! A one-way analysis of variance of any number of values per unit. Repeats are often made because the
//! first value was bad, which makes the spread between them larger than that of planned trials: the study
//! is a warning light, not a certificate.

use statrs::distribution::{ChiSquared, ContinuousCDF};

use super::anova::{AnovaLine, SumOfSquares, chance, ratio};
use super::{GageResult, NoStudy, Variances, count, squares};
use crate::moments::Moments;
use crate::sample::Sample;
use crate::yields::Interval;

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RepeatStudy {
    pub units: usize,
    pub values: usize,
    pub between: AnovaLine,
    pub within: AnovaLine,
    /// Of the standard deviation of repeatability, at 95 %.
    pub repeatability_interval: Option<Interval>,
    pub result: GageResult,
}

/// Of the values of each unit; units with a single value are left out.
pub fn repeat_study<'a>(
    units: impl IntoIterator<Item = &'a [f64]>,
    tolerance: Option<f64>,
) -> Result<RepeatStudy, NoStudy> {
    let units: Vec<&[f64]> = (units.into_iter())
        .filter(|values| values.len() > 1)
        .collect();
    if units
        .iter()
        .copied()
        .flatten()
        .any(|value| !value.is_finite())
    {
        return Err(NoStudy::NotFinite);
    }
    if units.is_empty() {
        return Err(NoStudy::NoRepeats);
    }
    if units.len() < 2 {
        return Err(NoStudy::TooFewParts {
            have: units.len(),
            needed: 2,
        });
    }
    let sums = Sums::of(&units);
    let f = ratio(sums.between.mean(), sums.within.mean());
    let p = f.and_then(|f| chance(f, sums.between.freedom, sums.within.freedom));
    let variances = Variances {
        repeatability: sums.within.mean(),
        appraiser: None,
        interaction: None,
        parts: (sums.between.mean() - sums.within.mean()) / sums.values_per_unit,
    };
    Ok(RepeatStudy {
        units: units.len(),
        values: sums.values,
        between: sums.between.line(f, p),
        within: sums.within.line(None, None),
        repeatability_interval: sigma_interval(sums.within),
        result: GageResult::of(&variances, tolerance)?,
    })
}

struct Sums {
    values: usize,
    between: SumOfSquares,
    within: SumOfSquares,
    /// What stands for the number of repeats when it differs: (N − Σn²/N)/(k − 1).
    values_per_unit: f64,
}

impl Sums {
    fn of(units: &[&[f64]]) -> Self {
        let values: usize = units.iter().map(|unit| unit.len()).sum();
        let within: f64 = units.iter().map(|unit| squares(unit)).sum();
        let moments = units
            .iter()
            .filter_map(|unit| Moments::of(&Sample::of(unit)));
        let moments: Vec<Moments> = moments.collect();
        let all = moments.iter().copied().reduce(Moments::joined);
        let grand_mean = all.map_or(0.0, |all| all.mean());
        let between = moments.iter().map(|unit| {
            let away = unit.mean() - grand_mean;
            count(unit.count()) * away * away
        });
        let squared_sizes: f64 = units.iter().map(|unit| count(unit.len()).powi(2)).sum();
        let freedom = units.len() - 1;
        Self {
            values,
            between: SumOfSquares {
                squares: between.sum(),
                freedom,
            },
            within: SumOfSquares {
                squares: within,
                freedom: values - units.len(),
            },
            values_per_unit: (count(values) - squared_sizes / count(values)) / count(freedom),
        }
    }
}

fn sigma_interval(within: SumOfSquares) -> Option<Interval> {
    let distribution = ChiSquared::new(count(within.freedom)).ok()?;
    let at = |share: f64| (within.squares / distribution.inverse_cdf(share)).sqrt();
    let interval = Interval {
        lower: at(0.975),
        upper: at(0.025),
    };
    (interval.lower.is_finite() && interval.upper.is_finite()).then_some(interval)
}
