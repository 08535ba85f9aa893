//! The exponentially weighted moving average, which sees small lasting shifts (NIST 6.3.2.4).
//!
//! Its points depend on each other, so the only rule is one point beyond the limits.

use super::{Limits, NoChart};

/// How much the newest value weighs, and how many sigma wide the limits are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EwmaSettings {
    /// Above 0, at most 1.
    pub lambda: f64,
    pub width: f64,
}

impl Default for EwmaSettings {
    /// Of a stable process one false alarm in about 500 points (Lucas and Saccucci 1990), see
    /// [`Self::DEFAULT_RUN_LENGTH`].
    fn default() -> Self {
        Self {
            lambda: 0.2,
            width: 2.962,
        }
    }
}

impl EwmaSettings {
    /// Points of a stable process to the first false alarm, on average, with the default settings.
    pub const DEFAULT_RUN_LENGTH: f64 = 500.0;
    /// The share of the points of a stable process that are beyond the limits in the long run, with the
    /// default settings: 2 (1 − Φ(2.962)), because a point is normal whatever came before.
    pub const DEFAULT_MARKED_SHARE: f64 = 0.003_06;
}

#[derive(Clone, Debug, PartialEq)]
pub struct EwmaChart {
    pub points: Vec<f64>,
    centre: f64,
    sigma: f64,
    settings: EwmaSettings,
}

/// Around a centre that is known or comes from a base period. A value that is not finite moves nothing.
pub fn ewma_chart(
    values: &[f64],
    centre: f64,
    sigma: f64,
    settings: EwmaSettings,
) -> Result<EwmaChart, NoChart> {
    let EwmaSettings { lambda, width } = settings;
    if !(lambda > 0.0 && lambda <= 1.0 && width > 0.0 && width.is_finite()) {
        return Err(NoChart::Settings);
    }
    if sigma <= 0.0 {
        return Err(NoChart::NoSpread);
    }
    Limits::around(centre, width * sigma)?;
    let mut average = centre;
    let points = values.iter().map(|&value| {
        let next = lambda * value + (1.0 - lambda) * average;
        if next.is_finite() {
            average = next;
        }
        average
    });
    Ok(EwmaChart {
        points: points.collect(),
        centre,
        sigma,
        settings,
    })
}

impl EwmaChart {
    /// At the point of an index: they widen over the first points.
    pub fn limits(&self, index: usize) -> Limits {
        let EwmaSettings { lambda, width } = self.settings;
        let age = i32::try_from(index).map_or(i32::MAX, |index| index.saturating_add(1));
        let grown = 1.0 - (1.0 - lambda).powi(age.saturating_mul(2));
        let half_width = width * self.sigma * (lambda / (2.0 - lambda) * grown).sqrt();
        Limits {
            lower: self.centre - half_width,
            centre: self.centre,
            upper: self.centre + half_width,
        }
    }

    /// The limits that the first points approach.
    pub fn final_limits(&self) -> Limits {
        self.limits(usize::MAX)
    }

    /// By the final limits, which are the lines that a chart draws and what the run length is for.
    pub fn beyond(&self) -> Vec<bool> {
        let limits = self.final_limits();
        let points = self.points.iter();
        points.map(|&point| limits.is_beyond(point)).collect()
    }
}
