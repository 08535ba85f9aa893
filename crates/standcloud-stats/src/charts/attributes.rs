//! Charts of what is counted: shares and numbers of defectives, defects (p, np, c, u; NIST 6.3.3) and the
//! p′ and u′ charts of D. B. Laney, "Improved control charts for attributes", 2002.
//!
//! Counts of large samples vary more than their distribution says, and a p chart then marks nearly every
//! point; Laney's charts widen the limits by what the points show of it.

use std::ops::Range;

use super::{Limits, NoChart, mark_with_own_limits};
use crate::constants::range_constants;
use crate::moments::mean_moving_range;
use crate::rules::RuleSet;
use crate::sample::Sample;

/// Which chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttributeKind {
    /// p: the share of defective units.
    Share,
    /// np: how many units are defective.
    DefectiveUnits,
    /// c: how many defects; the size of the samples is taken as one.
    Defects,
    /// u: defects per unit.
    DefectsPerUnit,
    /// p′: the share, with limits for more variation than the binomial distribution has.
    LaneyShare,
    /// u′: defects per unit, with limits for more variation than the Poisson distribution has.
    LaneyDefectsPerUnit,
}

/// What was counted in one sample.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted {
    pub count: u64,
    pub size: u64,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AttributePoint {
    /// `None` of a sample of no units.
    pub value: Option<f64>,
    pub limits: Limits,
}

#[derive(Clone, Debug, PartialEq)]
pub struct AttributeChart {
    pub kind: AttributeKind,
    /// Of the base period, per unit.
    pub mean: f64,
    pub points: Vec<AttributePoint>,
    /// Laney's factor: how much wider the points vary than their distribution says.
    pub sigma_z: Option<f64>,
}

/// A chart of all samples with limits from those in `base`.
pub fn attribute_chart(
    kind: AttributeKind,
    samples: &[Counted],
    base: Range<usize>,
) -> Result<AttributeChart, NoChart> {
    if kind.is_of_units() && samples.iter().any(|sample| sample.count > sample.size) {
        return Err(NoChart::CountAboveSize);
    }
    let base = base.start..base.end.min(samples.len());
    let base = samples.get(base).unwrap_or_default();
    let mean = kind.mean(base)?;
    let sigma_z = kind
        .is_of_laney()
        .then(|| laney_factor(kind, mean, base))
        .transpose()?;
    let points = samples.iter().map(|sample| {
        Ok(AttributePoint {
            value: kind.value(sample),
            limits: kind.limits(mean, sigma_z, sample)?,
        })
    });
    Ok(AttributeChart {
        kind,
        mean,
        points: points.collect::<Result<_, NoChart>>()?,
        sigma_z,
    })
}

impl AttributeChart {
    /// The rules that each point completes; none about zones, because the limits are not symmetric. A
    /// sample of no units breaks every pattern.
    pub fn mark(&self, rules: RuleSet) -> Vec<RuleSet> {
        let points = self.points.iter();
        let drawn = points.map(|point| (point.value.unwrap_or(f64::NAN), point.limits));
        mark_with_own_limits(drawn, rules)
    }
}

impl AttributeKind {
    /// Whether each unit counts at most once.
    fn is_of_units(self) -> bool {
        matches!(self, Self::Share | Self::DefectiveUnits | Self::LaneyShare)
    }

    fn is_of_laney(self) -> bool {
        matches!(self, Self::LaneyShare | Self::LaneyDefectsPerUnit)
    }

    fn size(self, sample: &Counted) -> f64 {
        match self {
            Self::Defects => 1.0,
            _ => real(sample.size),
        }
    }

    /// From what is per unit to what is drawn.
    fn scale(self, sample: &Counted) -> f64 {
        match self {
            Self::DefectiveUnits => real(sample.size),
            _ => 1.0,
        }
    }

    pub(super) fn limits(
        self,
        mean: f64,
        sigma_z: Option<f64>,
        sample: &Counted,
    ) -> Result<Limits, NoChart> {
        let scale = self.scale(sample);
        let unit_sigma = self.sigma(mean, self.size(sample));
        let half_width = 3.0 * unit_sigma * sigma_z.unwrap_or(1.0) * scale;
        let highest = if self.is_of_units() {
            scale
        } else {
            f64::INFINITY
        };
        Ok(Limits::around(mean * scale, half_width)?.within(0.0, highest))
    }

    pub(super) fn value(self, sample: &Counted) -> Option<f64> {
        let size = self.size(sample);
        (size > 0.0).then(|| real(sample.count) / size * self.scale(sample))
    }

    pub(super) fn mean(self, base: &[Counted]) -> Result<f64, NoChart> {
        let counted: f64 = base.iter().map(|sample| real(sample.count)).sum();
        let size: f64 = base.iter().map(|sample| self.size(sample)).sum();
        if size <= 0.0 {
            return Err(NoChart::NothingCounted);
        }
        Ok(counted / size)
    }

    /// Of the value per unit; 0 of a sample of no units, which has no point.
    fn sigma(self, mean: f64, size: f64) -> f64 {
        if size <= 0.0 {
            return 0.0;
        }
        let variance = if self.is_of_units() {
            mean * (1.0 - mean)
        } else {
            mean
        };
        (variance / size).max(0.0).sqrt()
    }
}

pub(super) fn laney_factor(
    kind: AttributeKind,
    mean: f64,
    base: &[Counted],
) -> Result<f64, NoChart> {
    let standardised = base.iter().filter_map(|sample| {
        let sigma = kind.sigma(mean, kind.size(sample));
        let value = kind.value(sample)?;
        (sigma > 0.0).then(|| (value - mean) / sigma)
    });
    let standardised: Vec<f64> = standardised.collect();
    let too_few = NoChart::TooFew {
        have: standardised.len(),
        needed: 2,
    };
    if kind.sigma(mean, 1.0) <= 0.0 {
        return Err(NoChart::NoSpread);
    }
    let range = mean_moving_range(&Sample::of(&standardised)).ok_or(too_few)?;
    let d2 = range_constants(2).ok_or(NoChart::Settings)?.d2;
    Ok(range / d2)
}

#[expect(
    clippy::cast_precision_loss,
    reason = "counts beyond 2^53 change no digit that is shown"
)]
pub(super) fn real(count: u64) -> f64 {
    count as f64
}
