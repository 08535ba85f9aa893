//! Cumulative sums of the differences to a target (NIST 6.3.2.3).
//!
//! Its points depend on each other, so the only rule is a sum above the decision interval.

use super::NoChart;

/// In sigma.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CusumSettings {
    /// k: half of the shift that is to be found.
    pub slack: f64,
    /// h: the sum that is an alarm.
    pub decision: f64,
}

impl Default for CusumSettings {
    /// Finds a shift of one sigma after about 10 points; one false alarm in about 465 points.
    fn default() -> Self {
        Self {
            slack: 0.5,
            decision: 5.0,
        }
    }
}

impl CusumSettings {
    /// Points of a stable process to the first false alarm, on average, with the default settings
    /// (Hawkins 1993).
    pub const DEFAULT_RUN_LENGTH: f64 = 465.0;
    /// The share of the points of a stable process of which one of the sums is beyond the decision
    /// interval in the long run, with the default settings. Much more than 1 in 465, because a sum that
    /// is large stays large for some points. From the stationary distribution of Lindley's recursion.
    pub const DEFAULT_MARKED_SHARE: f64 = 0.007_55;
}

/// The sums after one value, in the unit of the values; neither is negative.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CusumPoint {
    pub upper: f64,
    pub lower: f64,
}

#[derive(Clone, Debug, PartialEq)]
pub struct CusumChart {
    pub points: Vec<CusumPoint>,
    /// In the unit of the values.
    pub decision: f64,
}

/// Against a target that is known or comes from a base period. A value that is not finite moves nothing.
pub fn cusum_chart(
    values: &[f64],
    target: f64,
    sigma: f64,
    settings: CusumSettings,
) -> Result<CusumChart, NoChart> {
    let CusumSettings { slack, decision } = settings;
    if !(slack >= 0.0 && decision > 0.0 && slack.is_finite() && decision.is_finite()) {
        return Err(NoChart::Settings);
    }
    if sigma <= 0.0 {
        return Err(NoChart::NoSpread);
    }
    let (slack, decision) = (slack * sigma, decision * sigma);
    if !(target.is_finite() && slack.is_finite() && decision.is_finite()) {
        return Err(NoChart::TooLarge);
    }
    let mut sums = CusumPoint {
        upper: 0.0,
        lower: 0.0,
    };
    let points = values.iter().map(|&value| {
        let upper = (sums.upper + (value - target) - slack).max(0.0);
        let lower = (sums.lower - (value - target) - slack).max(0.0);
        if value.is_finite() && upper.is_finite() && lower.is_finite() {
            sums = CusumPoint { upper, lower };
        }
        sums
    });
    Ok(CusumChart {
        points: points.collect(),
        decision,
    })
}

impl CusumChart {
    pub fn beyond(&self) -> Vec<bool> {
        let points = self.points.iter();
        points
            .map(|point| point.upper > self.decision || point.lower > self.decision)
            .collect()
    }
}
