//! The control chart of the share that failed, period by period: which differ from the rest by more than
//! chance.
//!
//! Problem: yield goes up and down by itself, and a bad day among few units is no news. Choice: limits of a
//! p chart that step with the number of units or tests, or Laney's p′ where the periods differ by more
//! than chance explains; the points choose, unless the reader does. Consequence: a marked point is worth a
//! look, the answer says how often one is marked by chance, and a period of a few tests is not judged.

mod figures;
mod notes;
mod table;

use axum::extract::State;
use axum::response::Response;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use standcloud_stats::ShareChartKind;
use utoipa::{IntoParams, ToSchema};

use super::periods::count_periods;
use crate::analysis::analyst::Analyst;
use crate::analysis::shares::ShareView;
use crate::analysis::table::{AnswerFormat, answer_as};
use crate::app::App;
use crate::web_api::body::QueryOf;
use crate::web_api::history::HistoryBucket;
use crate::web_api::problem::{Problem, ProblemBody};
use crate::web_api::run_filter::RunFilter;

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct YieldChartOptions {
    /// Chosen by the length of the range when it is left out, and made coarser when there would be more
    /// than 400 periods.
    pub bucket: Option<HistoryBucket>,
    /// What is counted; units when it is left out.
    #[serde(default)]
    pub of: YieldChartCounted,
    /// Which limits; chosen by how much the periods differ when it is left out.
    pub kind: Option<YieldChartKind>,
    /// JSON when it is left out.
    #[serde(default)]
    pub format: AnswerFormat,
}

/// What failed, of what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum YieldChartCounted {
    /// Units whose first test failed, of all units tested first in the period: 1 minus first-pass yield.
    #[default]
    Units,
    /// Tests that failed, of all tests, retests included: 1 minus test-report yield.
    Tests,
}

/// How the limits are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum YieldChartKind {
    /// Three sigma of the binomial distribution.
    P,
    /// The same times Laney's factor, for periods that differ by more than chance.
    LaneyP,
}

/// A chart, or why there is none.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct YieldChartView {
    pub bucket: HistoryBucket,
    /// The zone in which periods begin and end.
    pub time_zone: String,
    pub of: YieldChartCounted,
    /// What failed in all periods together; its share is the centre of the chart.
    pub failed: ShareView,
    /// Nothing when there are no limits: `notes` say why.
    pub limits: Option<YieldChartLimitsView>,
    /// What a reader of the chart must know.
    pub notes: Vec<YieldChartNoteView>,
    /// From the earliest to the latest, without gaps.
    pub periods: Vec<YieldChartPeriodView>,
    /// Runs that pass the filter but lie before or after all periods, as those of a wrong clock do.
    pub outside: u64,
}

/// How the limits were made, and what they found.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct YieldChartLimitsView {
    pub kind: YieldChartKind,
    /// Whether the reader asked for this kind.
    pub is_asked: bool,
    /// Why it is this kind, in words.
    pub why: String,
    /// Laney's factor: how much more the periods differ than by chance. About 1 when it is chance alone.
    pub sigma_z: f64,
    /// Chance alone makes the factor larger than this in about one of twenty stable processes.
    pub sigma_z_by_chance: f64,
    /// How many periods were judged.
    pub judged: u64,
    /// How many of them are beyond their limits.
    pub beyond: u64,
    /// How likely a judged period is beyond its limits although nothing has changed, on average.
    pub marked_by_chance: f64,
}

/// An hour, day, week or month.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct YieldChartPeriodView {
    pub from: Timestamp,
    /// Not included.
    pub to: Timestamp,
    pub failed: ShareView,
    /// Nothing when the period is not judged.
    pub lower_limit: Option<f64>,
    pub upper_limit: Option<f64>,
    pub verdict: YieldChartVerdict,
    /// The query that lists exactly what is counted.
    pub runs: String,
    /// The query that lists those of them that failed.
    pub failed_runs: String,
}

/// What the chart says about a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum YieldChartVerdict {
    Within,
    /// More failed than chance explains.
    Above,
    /// Less failed than chance explains.
    Below,
    /// Nothing was counted.
    Empty,
    /// So little was counted that a single failure would be beyond the limits.
    TooFew,
    /// There are no limits at all.
    NoLimits,
}

/// A remark about the chart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct YieldChartNoteView {
    pub kind: YieldChartNoteKind,
    /// For people.
    pub text: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum YieldChartNoteKind {
    /// No unit or no test: there are no points.
    NothingCounted,
    /// One point, and nothing to compare it with.
    OnePeriod,
    /// Nothing failed, so that there is no spread to compute limits from.
    NoneFailed,
    /// Everything failed.
    AllFailed,
    /// All periods are too small to be judged.
    TooFewTests,
    /// The limits come from few periods.
    FewPeriods,
    /// Some periods are too small to be judged.
    NotJudged,
    /// The numbers cannot be computed with.
    NotComputed,
}

/// Control chart of the failing share
///
/// One point for each hour, day, week or month, with limits that step with the number of units or tests.
/// For everybody in the organisation.
#[utoipa::path(
    get, path = "/api/v1/org/{slug}/analysis/yield-chart", tag = "Analysis",
    params(("slug" = String, Path), RunFilter, YieldChartOptions),
    responses(
        (status = 200, body = YieldChartView),
        (status = 401, body = ProblemBody, description = "Nobody is signed in"),
        (status = 404, body = ProblemBody, description = "Not your organisation"),
        (status = 422, body = ProblemBody, description = "A condition cannot be read"),
    ),
)]
pub async fn show_yield_chart(
    State(app): State<App>,
    analyst: Analyst,
    wanted: RunFilter,
    QueryOf(options): QueryOf<YieldChartOptions>,
) -> Result<Response, Problem> {
    let (counted, span) = count_periods(&app, &analyst, &wanted, options.bucket).await?;
    let zone = analyst.organisation.time_zone.clone();
    let view = YieldChartView::of(&counted, &options, &wanted, span, zone);
    answer_as(&app, &analyst, &wanted, options.format, view, table::table).await
}

impl From<YieldChartKind> for ShareChartKind {
    fn from(kind: YieldChartKind) -> Self {
        match kind {
            YieldChartKind::P => Self::Binomial,
            YieldChartKind::LaneyP => Self::Laney,
        }
    }
}

impl From<ShareChartKind> for YieldChartKind {
    fn from(kind: ShareChartKind) -> Self {
        match kind {
            ShareChartKind::Binomial => Self::P,
            ShareChartKind::Laney => Self::LaneyP,
        }
    }
}
