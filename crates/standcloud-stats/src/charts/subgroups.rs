//! Means of subgroups and the spread within them (X̄-R, X̄-S; NIST 6.3.2.1).
//!
//! Subgroups may differ in size, as those of a day or a shift do. Sigma is then the mean of the estimates
//! of all subgroups, Rᵢ/d2(nᵢ) or sᵢ/c4(nᵢ), which for one size is R̄/d2 or s̄/c4, and each point has limits
//! of its own.

use std::ops::Range;

use super::{Limits, NoChart, mark_with_own_limits};
use crate::constants::{c4, range_constants};
use crate::moments::Moments;
use crate::rules::{RuleSet, Zones, mark_points};
use crate::sample::{Sample, count};

/// How the spread within a subgroup is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SubgroupSpread {
    /// Largest minus smallest; for at most 25 values.
    Range,
    StandardDeviation,
}

/// One subgroup on the chart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SubgroupPoint {
    pub size: usize,
    pub mean: f64,
    /// `None` of a single value.
    pub spread: Option<f64>,
}

/// Every subgroup that has a value, and what the limits are made of.
#[derive(Clone, Debug, PartialEq)]
pub struct SubgroupChart {
    pub points: Vec<SubgroupPoint>,
    pub centre: f64,
    /// Within subgroups.
    pub sigma: f64,
    pub measure: SubgroupSpread,
}

/// A chart of all subgroups with limits from those in `base`. A subgroup without a finite value is no
/// point and counts as one of no values: callers leave such subgroups out to keep the numbering.
pub fn subgroup_chart<'a>(
    subgroups: impl IntoIterator<Item = &'a [f64]>,
    base: Range<usize>,
    measure: SubgroupSpread,
) -> Result<SubgroupChart, NoChart> {
    let points = subgroups.into_iter().filter_map(|values| {
        let moments = Moments::of(&Sample::of(values))?;
        Some((point_of(&moments, measure), moments))
    });
    let (points, moments): (Vec<_>, Vec<_>) = points.unzip();
    let base = base.start..base.end.min(points.len());
    let base_moments = moments.get(base.clone()).unwrap_or_default();
    let base_points = points.get(base).unwrap_or_default();
    let all = base_moments.iter().copied().reduce(Moments::joined);
    let all = all.ok_or(NoChart::TooFew { have: 0, needed: 2 })?;
    let sigma = mean_sigma(base_points, measure)?;
    if sigma <= 0.0 {
        return Err(NoChart::NoSpread);
    }
    Limits::around(all.mean(), 3.0 * sigma)?;
    Ok(SubgroupChart {
        points,
        centre: all.mean(),
        sigma,
        measure,
    })
}

impl SubgroupChart {
    /// Of the means of subgroups of a size.
    pub fn mean_limits(&self, size: usize) -> Limits {
        let half_width = 3.0 * self.sigma / count(size.max(1)).sqrt();
        Limits {
            lower: self.centre - half_width,
            centre: self.centre,
            upper: self.centre + half_width,
        }
    }

    /// Of the spread within subgroups of a size; `None` where it cannot be measured.
    pub fn spread_limits(&self, size: usize) -> Option<Limits> {
        let (mean, deviation) = match self.measure {
            SubgroupSpread::Range => {
                let constants = range_constants(size)?;
                (constants.d2, constants.d3)
            }
            SubgroupSpread::StandardDeviation => {
                let c4 = c4(size)?;
                (c4, (1.0 - c4 * c4).max(0.0).sqrt())
            }
        };
        Some(Limits {
            lower: (self.sigma * (mean - 3.0 * deviation)).max(0.0),
            centre: self.sigma * mean,
            upper: self.sigma * (mean + 3.0 * deviation),
        })
    }

    /// The one size of all subgroups, if they have one.
    pub fn common_size(&self) -> Option<usize> {
        let first = self.points.first()?.size;
        (self.points.iter().all(|point| point.size == first)).then_some(first)
    }

    /// `None` when subgroups differ in size: the limits are then not of one width.
    pub fn zones(&self) -> Option<Zones> {
        let size = self.common_size()?;
        Zones::new(self.centre, self.sigma / count(size).sqrt())
    }

    /// The rules that each mean completes; those about zones only when all subgroups have one size.
    pub fn mark_means(&self, rules: RuleSet) -> Vec<RuleSet> {
        if let Some(zones) = self.zones() {
            let means: Vec<f64> = self.points.iter().map(|point| point.mean).collect();
            return mark_points(&means, &zones, rules);
        }
        let points = self.points.iter();
        mark_with_own_limits(
            points.map(|point| (point.mean, self.mean_limits(point.size))),
            rules,
        )
    }

    /// Whether the spread of each subgroup is beyond its limits.
    pub fn mark_spreads(&self) -> Vec<bool> {
        let is_beyond = |point: &SubgroupPoint| {
            let limits = self.spread_limits(point.size)?;
            Some(limits.is_beyond(point.spread?))
        };
        let points = self.points.iter();
        points
            .map(|point| is_beyond(point).unwrap_or(false))
            .collect()
    }
}

fn point_of(moments: &Moments, measure: SubgroupSpread) -> SubgroupPoint {
    let spread = match measure {
        SubgroupSpread::Range => {
            Some(moments.max() - moments.min()).filter(|range| range.is_finite())
        }
        SubgroupSpread::StandardDeviation => moments.std_dev(),
    };
    SubgroupPoint {
        size: moments.count(),
        mean: moments.mean(),
        spread: spread.filter(|_| moments.count() > 1),
    }
}

fn mean_sigma(points: &[SubgroupPoint], measure: SubgroupSpread) -> Result<f64, NoChart> {
    let mut sum = 0.0;
    let mut summed = 0;
    for point in points.iter().filter(|point| point.size > 1) {
        let size = point.size;
        let unbiased = match measure {
            SubgroupSpread::Range => range_constants(size).map(|constants| constants.d2),
            SubgroupSpread::StandardDeviation => c4(size),
        };
        let unbiased = unbiased.ok_or(NoChart::SubgroupTooLarge { size })?;
        sum += point.spread.ok_or(NoChart::TooLarge)? / unbiased;
        summed += 1;
    }
    if summed == 0 {
        return Err(NoChart::NoSubgroup);
    }
    let sigma = sum / count(summed);
    sigma.is_finite().then_some(sigma).ok_or(NoChart::TooLarge)
}
