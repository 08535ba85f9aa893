//! Two choices of runs side by side, as they leave.

use serde::Serialize;
use utoipa::ToSchema;

use crate::analysis::measurements::MeasurementView;
use crate::analysis::shares::ShareView;
use crate::web_api::overview::FiguresView;

/// What differs between A and B, and how sure that is.
#[derive(Debug, Serialize, ToSchema)]
pub struct CompareView {
    pub a: SideView,
    pub b: SideView,
    /// Units that passed their first test, of those that had one.
    pub first_pass_yield: ShareDifferenceView,
    /// Runs that passed, of those that passed or did not pass.
    pub pass_rate: ShareDifferenceView,
    /// Steps at which runs failed first, the surest difference first; at most 100.
    pub steps: Vec<StepDifferenceView>,
    /// How many steps were compared; p-values are corrected for that many (Holm).
    pub steps_compared: u64,
    /// The test plan whose measurements are compared: the one that was asked for, or the one with the
    /// most runs on both sides.
    pub plan: Option<String>,
    /// Measurements of that plan, the surest difference first; at most 200.
    pub measurements: Vec<MeasurementDifferenceView>,
    /// How many measurements were compared. Their means and their scatters are twice as many questions,
    /// for which p-values are corrected (Holm).
    pub measurements_compared: u64,
    /// Durations of steps of that plan, the surest difference first; at most 100.
    pub durations: Vec<MeasurementDifferenceView>,
    pub durations_compared: u64,
    /// A corrected p-value below this is called a difference.
    pub level: f64,
}

/// One side.
#[derive(Debug, Serialize, ToSchema)]
pub struct SideView {
    pub figures: FiguresView,
    /// The query that lists the runs.
    pub runs: String,
    /// The query that lists the runs that did not pass.
    pub failed_runs: String,
}

/// What a comparison has come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum VerdictView {
    HigherInA,
    HigherInB,
    /// As large a difference as this one comes about by chance too often.
    NotSure,
    /// One side has too few values for a verdict: five for means, ten for scatters.
    TooFew,
    /// One side has nothing to compare, or nothing scatters.
    NothingToCompare,
}

/// Two shares. The interval is that of Newcombe (1998) at 95 %, the p-value of Fisher's exact test.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub struct ShareDifferenceView {
    pub a: ShareView,
    pub b: ShareView,
    /// B less A.
    pub difference: Option<f64>,
    pub lower: Option<f64>,
    pub upper: Option<f64>,
    pub p_value: Option<f64>,
    pub verdict: VerdictView,
}

/// How often runs failed first at one step.
#[derive(Debug, Serialize, ToSchema)]
pub struct StepDifferenceView {
    /// For the filter of runs.
    pub step: u32,
    pub plan: String,
    pub module: String,
    pub case: String,
    /// Of the runs of each side that passed or did not pass. The verdict is by the corrected p-value.
    pub failed: ShareDifferenceView,
    pub p_corrected: Option<f64>,
    pub runs_a: String,
    pub runs_b: String,
}

/// The values of one side.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct MeasuredSideView {
    /// Finite values.
    pub values: u64,
    pub mean: Option<f64>,
    pub sigma: Option<f64>,
    pub failed: ShareView,
}

/// One measurement on both sides.
#[derive(Debug, Serialize, ToSchema)]
pub struct MeasurementDifferenceView {
    pub measurement: MeasurementView,
    pub a: MeasuredSideView,
    pub b: MeasuredSideView,
    /// The mean of B less that of A, with its 95 % interval (Welch).
    pub mean_difference: Option<f64>,
    pub mean_lower: Option<f64>,
    pub mean_upper: Option<f64>,
    /// The difference in standard deviations, both sides with equal weight.
    pub effect_sigmas: Option<f64>,
    pub mean_p_corrected: Option<f64>,
    /// By the corrected p-value.
    pub mean_verdict: VerdictView,
    /// The sigma of B over that of A.
    pub sigma_ratio: Option<f64>,
    /// Of the distances to each side's median (Brown and Forsythe).
    pub sigma_p_corrected: Option<f64>,
    pub sigma_verdict: VerdictView,
}
