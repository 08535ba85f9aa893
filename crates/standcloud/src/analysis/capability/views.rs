//! The capability table as it leaves.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::analysis::limits::LimitsView;
use crate::analysis::measurements::MeasurementView;
use crate::analysis::shares::ShareView;

/// What else a capability table can be asked for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CapabilityOptions {
    /// `false` leaves out what needs every value (drift, trend, Cpk) and is much faster.
    pub trends: Option<bool>,
}

/// All measurements of a plan, the riskiest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct CapabilityView {
    pub plan: String,
    /// First those with values out of limits, then by the lower bound of Ppk, the lowest first; last those
    /// of which no Ppk can be told.
    pub measurements: Vec<CapabilityRowView>,
    /// There are more than the 5,000 that are listed.
    pub is_cut: bool,
    /// What the lower bound of Ppk should reach.
    pub target: f64,
    /// The query that lists the runs.
    pub runs: String,
}

/// How urgent it is to look at a measurement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RiskView {
    /// Values were out of limits.
    Failing,
    /// It may well be that Ppk is below 1.
    NotCapable,
    /// Ppk is at least 1, and may be below the target.
    Marginal,
    /// Even the lower bound reaches the target.
    Capable,
    /// There is no Ppk; `notes` say why.
    Unknown,
}

impl RiskView {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Failing => "failing",
            Self::NotCapable => "not_capable",
            Self::Marginal => "marginal",
            Self::Capable => "capable",
            Self::Unknown => "unknown",
        }
    }
}

/// Why a figure is missing, or not to be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CapabilityNoteCode {
    NoValues,
    NotFinite,
    TooLarge,
    TooFew,
    FewValues,
    AllEqual,
    NoLimits,
    NotARange,
    LimitsSwapped,
    LimitsEqual,
    LimitsChanged,
    NotStable,
}

/// A statement about the figures of a measurement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CapabilityNoteView {
    pub code: CapabilityNoteCode,
    /// For people.
    pub text: String,
}

/// Whether the last fifth of the values lies elsewhere than those before.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct DriftView {
    pub before_mean: f64,
    pub last_mean: f64,
    /// The difference of the means in standard deviations (both parts pooled).
    pub effect_sigmas: f64,
    /// Of Welch's test of the two means.
    pub p_value: f64,
    /// The effect is at least half a standard deviation, and p below 0.001.
    pub is_drifting: bool,
}

/// One set of limits that values were compared with.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct UsedLimitsView {
    pub limits: LimitsView,
    pub values: u64,
}

/// One measurement of the plan.
#[derive(Debug, Serialize, ToSchema)]
pub struct CapabilityRowView {
    pub measurement: MeasurementView,
    pub risk: RiskView,
    /// Values that are finite numbers; all figures are of these.
    pub values: u64,
    /// Values that the stand called bad, of those that it compared.
    pub failed: ShareView,
    pub mean: Option<f64>,
    /// The overall standard deviation.
    pub sigma: Option<f64>,
    /// By the mean moving range: how much neighbours scatter.
    pub sigma_within: Option<f64>,
    pub minimum: Option<f64>,
    pub maximum: Option<f64>,
    /// Those of the newest value.
    pub limits: Option<LimitsView>,
    /// All that were in use, the most used first; at most 10.
    pub used_limits: Vec<UsedLimitsView>,
    /// Against the present limits.
    pub ppk: Option<f64>,
    /// 95 % sure that Ppk is at least this (Bissell).
    pub ppk_lower: Option<f64>,
    /// Of both limits only.
    pub pp: Option<f64>,
    /// With the scatter of neighbours: what Ppk would be if nothing moved.
    pub cpk: Option<f64>,
    pub drift: Option<DriftView>,
    /// Means of 20 parts with equally many values, in the order of time.
    pub trend: Vec<f64>,
    pub notes: Vec<CapabilityNoteView>,
    /// The query that lists the runs that failed at the step of this measurement.
    pub failed_runs: String,
}
