//! How well the values keep their limits, and whether that figure may be trusted.

use serde::Serialize;
use standcloud_stats::{
    Circumstances, Doubt, Indices, Interval, Moments, Normality, Process, Sample, Share,
    SigmaEstimate, Tolerance, doubts,
};
use utoipa::ToSchema;

use super::control_chart::ControlChartView;
use super::limits_over_time::LimitsOverTimeView;
use crate::analysis::limits::{LimitsKindView, LimitsView};

const CONFIDENCE: f64 = 0.95;

/// Capability with both kinds of spread. Intervals are two-sided at 95 %.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct SeriesCapabilityView {
    /// Cp and Cpk: by the spread from one value to the next.
    pub within: Option<IndicesView>,
    /// Pp and Ppk: by the spread of all values.
    pub overall: Option<IndicesView>,
    /// Why there are none.
    pub note: Option<String>,
    /// Why they should not be trusted; empty when nothing speaks against them.
    pub doubts: Vec<DoubtView>,
}

/// The indices of one spread.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct IndicesView {
    pub sigma: f64,
    /// Cp or Pp; nothing with one limit.
    pub potential: Option<IndexView>,
    /// Cpl or Ppl.
    pub lower: Option<f64>,
    /// Cpu or Ppu.
    pub upper: Option<f64>,
    /// Cpk or Ppk.
    pub actual: IndexView,
    /// With 95 % confidence Cpk or Ppk is at least this.
    pub at_least: f64,
    /// Cpm about the middle of the limits; nothing with one limit.
    pub about_target: Option<IndexView>,
    /// How many of a million normal values would be outside.
    pub outside_per_million: f64,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct IndexView {
    pub value: f64,
    pub interval: IntervalView,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct IntervalView {
    pub lower: f64,
    pub upper: f64,
}

/// Why a figure means less than it seems to.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct DoubtView {
    pub code: DoubtCode,
    pub text: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DoubtCode {
    TooFewValues,
    AllEqual,
    ValuesLeftOut,
    SeveralLimitSets,
    NotStable,
    Autocorrelated,
    ResolutionTooCoarse,
    NotNormal,
}

/// What limits allow, or why they allow nothing that an index can be computed of.
pub(super) fn tolerance_of(limits: Option<&LimitsView>) -> Result<Tolerance, String> {
    let Some(limits) = limits else {
        return Err("The measurement has no limits.".to_owned());
    };
    if limits.kind != LimitsKindView::Inside {
        return Err("Its limits are no range from a lower to an upper limit.".to_owned());
    }
    Tolerance::of(limits.lower, limits.upper).map_err(|reason| format!("Here {reason}."))
}

pub(super) fn capability(
    values: &[f64],
    tolerance: &Result<Tolerance, String>,
) -> SeriesCapabilityView {
    let tolerance = match tolerance {
        Ok(tolerance) => tolerance,
        Err(note) => return without(note.clone()),
    };
    let sample = Sample::of(values);
    let Some(moments) = Moments::of(&sample) else {
        return without("There are no values.".to_owned());
    };
    let overall = SigmaEstimate::overall(&moments);
    let within = SigmaEstimate::by_moving_range(&sample);
    let (Some(overall), Some(within)) = (overall, within) else {
        return without("One value has no spread to compare the limits with.".to_owned());
    };
    let of = |spread| indices(&moments, spread, tolerance);
    match of(overall) {
        Ok(overall) => SeriesCapabilityView {
            within: of(within).ok(),
            overall: Some(overall),
            ..SeriesCapabilityView::default()
        },
        Err(note) => without(note),
    }
}

fn without(note: String) -> SeriesCapabilityView {
    SeriesCapabilityView {
        note: Some(note),
        ..SeriesCapabilityView::default()
    }
}

pub(super) fn indices(
    moments: &Moments,
    spread: SigmaEstimate,
    tolerance: &Tolerance,
) -> Result<IndicesView, String> {
    let process = Process {
        count: moments.count(),
        mean: moments.mean(),
        spread,
    };
    let found = process.indices(tolerance, None, CONFIDENCE);
    let found = found.map_err(|reason| format!("Here {reason}."))?;
    Ok(view_of(&found, spread.sigma))
}

fn view_of(found: &Indices, sigma: f64) -> IndicesView {
    let index = |index: standcloud_stats::Index| IndexView {
        value: index.value,
        interval: index.interval.into(),
    };
    IndicesView {
        sigma,
        potential: found.potential.map(index),
        lower: found.lower,
        upper: found.upper,
        actual: index(found.actual),
        at_least: found.actual_at_least,
        about_target: found.about_target.map(index),
        outside_per_million: found.outside.total(),
    }
}

/// What speaks against the indices, the gravest first.
pub(super) fn doubts_of(
    values: &[f64],
    limits: &LimitsOverTimeView,
    chart: &ControlChartView,
) -> Vec<DoubtView> {
    let sample = Sample::of(values);
    let Some(moments) = Moments::of(&sample) else {
        return Vec::new();
    };
    let is_watched = chart.rules.iter().any(|rule| rule.points > 0);
    let circumstances = Circumstances {
        limit_sets: usize::try_from(limits.distinct).unwrap_or(usize::MAX),
        signals: is_watched.then_some(Share {
            part: chart.violation_count,
            all: chart.points_charted,
        }),
        marked_by_chance: chart.marked_by_chance,
    };
    let normality = Normality::of(&sample);
    let found = doubts(&sample, &moments, normality.as_ref(), &circumstances);
    found.into_iter().map(DoubtView::from).collect()
}

impl From<Doubt> for DoubtView {
    fn from(doubt: Doubt) -> Self {
        let code = match doubt {
            Doubt::TooFewValues { .. } => DoubtCode::TooFewValues,
            Doubt::AllEqual => DoubtCode::AllEqual,
            Doubt::ValuesLeftOut { .. } => DoubtCode::ValuesLeftOut,
            Doubt::SeveralLimitSets { .. } => DoubtCode::SeveralLimitSets,
            Doubt::NotStable { .. } => DoubtCode::NotStable,
            Doubt::Autocorrelated { .. } => DoubtCode::Autocorrelated,
            Doubt::ResolutionTooCoarse { .. } => DoubtCode::ResolutionTooCoarse,
            Doubt::NotNormal { .. } => DoubtCode::NotNormal,
        };
        Self {
            code,
            text: doubt.to_string(),
        }
    }
}

impl From<Interval> for IntervalView {
    fn from(interval: Interval) -> Self {
        Self {
            lower: interval.lower,
            upper: interval.upper,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hand_case_of_statistics() {
        let tolerance = Tolerance::of(Some(6.0), Some(16.0)).map_err(|_| String::new());
        let found = capability(&[10.0, 12.0, 11.0, 13.0, 12.0], &tolerance);
        let within = found.within.unwrap();
        assert!((within.potential.unwrap().value - 1.253_755).abs() < 1e-5);
        assert!((within.actual.value - 1.103_304).abs() < 1e-5);
        assert!((found.overall.unwrap().actual.value - 1.286_352).abs() < 1e-5);
    }

    #[test]
    fn odd_limits_and_values_are_said() {
        let parse = |key| LimitsView::parse(key).unwrap();
        for key in ["gele l=2.0 u=1.0", "eq c=5.0", "gele l=1.0 u=1.0", "ge"] {
            assert!(tolerance_of(Some(&parse(key))).is_err(), "{key}");
        }
        let tolerance = tolerance_of(Some(&parse("gele l=1.0 u=2.0")));
        for values in [&[][..], &[1.0], &[1.0, 1.0], &[f64::MAX, -f64::MAX]] {
            let found = capability(values, &tolerance);
            assert!(
                found.note.is_some() && found.overall.is_none(),
                "{values:?}"
            );
        }
    }
}
