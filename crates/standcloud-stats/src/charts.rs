//! Control charts: the limits between which a process stays as long as nothing changes.
//!
//! Problem: limits are computed in many ways that differ in the third digit, and from points that are
//! themselves out of control. Choice: each chart of NIST/SEMATECH 6.3.2 and 6.3.3 has one function that
//! takes the points of a base period and gives limits for all points; who draws the chart says which
//! period that was. Consequence: a chart exists or [`NoChart`] says in words why not; it never holds
//! NaN.

mod attributes;
mod cusum;
mod ewma;
mod individuals;
mod shares;
mod subgroups;

pub use attributes::{AttributeChart, AttributeKind, AttributePoint, Counted, attribute_chart};
pub use cusum::{CusumChart, CusumPoint, CusumSettings, cusum_chart};
pub use ewma::{EwmaChart, EwmaSettings, ewma_chart};
pub use individuals::{IndividualsChart, individuals_chart};
pub use shares::{ShareChart, ShareChartKind, SharePoint, share_chart};
pub use subgroups::{SubgroupChart, SubgroupPoint, SubgroupSpread, subgroup_chart};

use crate::rules::{RuleSet, RunRule, Zones, mark_points};

/// The lines of a chart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    pub lower: f64,
    pub centre: f64,
    pub upper: f64,
}

/// Why there are no limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoChart {
    #[error("{have} points are too few: limits need at least {needed}")]
    TooFew { have: usize, needed: usize },
    #[error("The values do not differ, so that there is no spread to compute limits from")]
    NoSpread,
    #[error("The values are too large to compute with")]
    TooLarge,
    #[error("No subgroup has two values, so that there is no spread within subgroups")]
    NoSubgroup,
    #[error("The range is no good measure of subgroups of {size}: use the standard deviation")]
    SubgroupTooLarge { size: usize },
    #[error("A count is larger than the number of units that it was counted in")]
    CountAboveSize,
    #[error("Nothing was counted in the base period")]
    NothingCounted,
    #[error("A setting of the chart is out of its range")]
    Settings,
}

impl Limits {
    pub(crate) fn around(centre: f64, half_width: f64) -> Result<Self, NoChart> {
        let limits = Self {
            lower: centre - half_width,
            centre,
            upper: centre + half_width,
        };
        (limits.lower.is_finite() && limits.upper.is_finite())
            .then_some(limits)
            .ok_or(NoChart::TooLarge)
    }

    #[must_use]
    pub(crate) fn within(self, lowest: f64, highest: f64) -> Self {
        Self {
            lower: self.lower.max(lowest),
            upper: self.upper.min(highest),
            ..self
        }
    }

    pub fn is_beyond(&self, point: f64) -> bool {
        point > self.upper || point < self.lower
    }
}

/// The rules that each point completes on a chart whose limits change from point to point or are not
/// symmetric: only those that need no zones.
pub(crate) fn mark_with_own_limits(
    points: impl Iterator<Item = (f64, Limits)>,
    rules: RuleSet,
) -> Vec<RuleSet> {
    let mut differences = Vec::new();
    let mut beyond = Vec::new();
    for (point, limits) in points {
        differences.push(point - limits.centre);
        beyond.push(limits.is_beyond(point));
    }
    // Only the centre is asked for, so that any width does.
    let Some(zones) = Zones::new(0.0, 1.0) else {
        return Vec::new();
    };
    let own = rules.without_zones().without(RunRule::BeyondThreeSigma);
    let mut marks = mark_points(&differences, &zones, own);
    if rules.contains(RunRule::BeyondThreeSigma) {
        for (mark, beyond) in marks.iter_mut().zip(beyond) {
            if beyond {
                *mark = mark.with(RunRule::BeyondThreeSigma);
            }
        }
    }
    marks
}

#[cfg(test)]
mod tests;
