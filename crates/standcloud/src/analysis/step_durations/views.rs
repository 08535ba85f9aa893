//! Where the time of a test plan goes, as it leaves.

use serde::Serialize;
use utoipa::ToSchema;

use crate::analysis::capability::views::DriftView;
use crate::analysis::grouping::GroupNameView;

/// The steps of a plan in the order in which they were first seen.
#[derive(Debug, Serialize, ToSchema)]
pub struct StepDurationsView {
    pub plan: String,
    pub steps: Vec<StepDurationView>,
    pub modules: Vec<ModuleDurationView>,
    /// The slowest first; at most 20.
    pub stands: Vec<StandDurationView>,
    /// All durations of steps.
    pub steps_seconds: f64,
    /// All durations of the runs themselves, those that were no test included. What the steps do not
    /// account for lies before, between and after them.
    pub runs_seconds: f64,
    /// Stands write whole seconds, so a single duration is known to ± 1 s, and means to less.
    pub precision_seconds: f64,
    /// Why there is nothing, and what to do.
    pub note: Option<String>,
    /// There are more steps than the 5,000 that are listed.
    pub is_cut: bool,
    /// The query that lists the runs.
    pub runs: String,
}

/// How long one step takes.
#[derive(Debug, Serialize, ToSchema)]
pub struct StepDurationView {
    /// Names the durations as a measurement in other questions.
    pub series: u32,
    pub module: String,
    pub case: String,
    /// Runs in which it was timed; all figures are of these.
    pub values: u64,
    pub mean_seconds: Option<f64>,
    pub median_seconds: Option<f64>,
    /// 95 of 100 are at most this.
    pub p95_seconds: Option<f64>,
    pub maximum_seconds: Option<f64>,
    pub total_seconds: f64,
    /// Of the time of all steps, from 0 to 1.
    pub share: Option<f64>,
    /// Whether it has become slower or faster lately.
    pub drift: Option<DriftView>,
    /// Means of 20 parts with equally many values, in the order of time.
    pub trend: Vec<f64>,
    /// The mean at each stand, by the stand's number; at most 20.
    pub by_stand: Vec<StepAtStandView>,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct StepAtStandView {
    pub stand: u32,
    pub values: u64,
    pub mean_seconds: f64,
}

/// All steps of one module.
#[derive(Debug, Serialize, ToSchema)]
pub struct ModuleDurationView {
    pub module: String,
    pub total_seconds: f64,
    /// The mean durations of its steps, added.
    pub mean_seconds: f64,
    /// Of the time of all steps, from 0 to 1.
    pub share: Option<f64>,
}

/// How long the steps take at one stand.
#[derive(Debug, Serialize, ToSchema)]
pub struct StandDurationView {
    pub stand: u32,
    pub name: GroupNameView,
    /// The mean durations of all steps that it has timed, added.
    pub mean_seconds: f64,
    /// The same steps over all stands.
    pub mean_seconds_everywhere: f64,
    pub runs: String,
}
