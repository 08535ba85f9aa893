//! One measurement: figures, limits, points and control chart in one answer.

use std::ops::Range;

use axum::extract::State;
use axum::response::Response;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::capability::{SeriesCapabilityView, capability, doubts_of, tolerance_of};
use super::control_chart::{ChartKindView, ChartQuestion, ControlChartView, control_chart};
use super::drawn::Drawn;
use super::figures_table::table_of;
use super::histogram::{HistogramView, histogram};
use super::limits_over_time::{LimitsOverTimeView, limits_over_time};
use super::points::PointsView;
use super::read::{Selection, SeriesRead};
use super::rules::read_rules;
use super::statistics::{StatisticsView, statistics};
use crate::analysis::analyst::Analyst;
use crate::analysis::measurements::MeasurementView;
use crate::analysis::question::compute;
use crate::analysis::table::{AnswerFormat, answer_as};
use crate::app::App;
use crate::web_api::body::QueryOf;
use crate::web_api::overview::instant;
use crate::web_api::problem::{Problem, ProblemBody};
use crate::web_api::run_filter::RunFilter;

const POINTS_DEFAULT: usize = 2_000;
const POINTS_MIN: usize = 100;
const POINTS_MAX: usize = 20_000;
const SUBGROUP_DEFAULT: usize = 5;
const SUBGROUP_MAX: usize = 25;

/// Which measurement, and how it is drawn.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SeriesOptions {
    /// Id of the measurement, as `analysis/measurements` tells it.
    pub series: u32,
    /// Single values when it is left out.
    #[serde(default)]
    pub chart: ChartKindView,
    /// How many values make a subgroup, from 2 to 25; 5 when it is left out.
    pub size: Option<usize>,
    /// Names of rules with commas between them, or `western_electric`, `nelson` or `none`. When it is
    /// left out: `beyond_three_sigma,nine_on_one_side`.
    pub rules: Option<String>,
    /// At most so many points are told, evenly over time, from 100 to 20,000; 2,000 when it is left out.
    pub points: Option<usize>,
    /// From which position of the chart, counted from 1, points are told more finely: as many as `points`
    /// allows for this part alone, beside those of all. Figures, limits and lines stay those of all values.
    pub points_from: Option<usize>,
    /// Up to which position of the chart.
    pub points_to: Option<usize>,
    /// JSON when it is left out. A file has the figures: statistics, capability, limits and control limits.
    #[serde(default)]
    pub format: AnswerFormat,
}

/// A measurement over the runs that a filter lets pass.
#[derive(Debug, Serialize, ToSchema)]
pub struct SeriesView {
    pub measurement: MeasurementView,
    /// The query that lists the runs behind the figures.
    pub runs: String,
    /// When the first and the last of the runs began.
    pub first_time: Option<Timestamp>,
    pub last_time: Option<Timestamp>,
    pub statistics: StatisticsView,
    pub limits: LimitsOverTimeView,
    pub capability: SeriesCapabilityView,
    pub histogram: Option<HistogramView>,
    pub points: PointsView,
    pub chart: ControlChartView,
}

/// A measurement over time
///
/// For everybody in the organisation. Figures, limits, points and a control chart of one numeric
/// measurement. Values of all runs that pass the filter, also of repeated tests. The figures also as CSV
/// and XLSX; files with all values: `series/values`.
#[utoipa::path(
    get, path = "/api/v1/org/{slug}/analysis/series", tag = "Analysis",
    params(("slug" = String, Path), RunFilter, SeriesOptions),
    responses(
        (status = 200, body = SeriesView),
        (status = 401, body = ProblemBody, description = "Nobody is signed in"),
        (status = 404, body = ProblemBody, description = "Not your organisation, or no such measurement"),
        (status = 422, body = ProblemBody, description = "A condition cannot be read, or a text measurement"),
    ),
)]
pub async fn show_series(
    State(app): State<App>,
    analyst: Analyst,
    wanted: RunFilter,
    QueryOf(options): QueryOf<SeriesOptions>,
) -> Result<Response, Problem> {
    let question = question_of(&options)?;
    let read = SeriesRead::of(&app, &analyst, &wanted, options.series).await?;
    let (measurement, runs) = (read.series.clone().into(), read.behind.query());
    let answer = compute(move || view_of(measurement, runs, &read.select(None), &question)).await?;
    let table = |answer| table_of(&answer);
    answer_as(&app, &analyst, &wanted, options.format, answer, table).await
}

fn question_of(options: &SeriesOptions) -> Result<ChartQuestion, Problem> {
    let size = options.size.unwrap_or(SUBGROUP_DEFAULT);
    if !(2..=SUBGROUP_MAX).contains(&size) {
        return Err(Problem::invalid(
            "size",
            "A subgroup has from 2 to 25 values.",
        ));
    }
    let points = options.points.unwrap_or(POINTS_DEFAULT);
    Ok(ChartQuestion {
        kind: options.chart,
        size,
        rules: read_rules(options.rules.as_deref())?,
        drawn: Drawn {
            limit: points.clamp(POINTS_MIN, POINTS_MAX),
            part: part_of(options)?,
        },
    })
}

fn part_of(options: &SeriesOptions) -> Result<Option<Range<usize>>, Problem> {
    let (from, to) = match (options.points_from, options.points_to) {
        (None, None) => return Ok(None),
        (from, to) => (from.unwrap_or(1), to.unwrap_or(usize::MAX)),
    };
    if from == 0 || to < from {
        let detail = "Positions are counted from 1, and points_from is not after points_to.";
        return Err(Problem::invalid("points_from", detail));
    }
    Ok(Some(from - 1..to))
}

/// The parts need nothing of each other, so they are computed side by side.
fn view_of(
    measurement: MeasurementView,
    runs: String,
    selection: &Selection,
    question: &ChartQuestion,
) -> SeriesView {
    let selected = &selection.values.kept;
    let limits = limits_over_time(selected, &selection.limits);
    let tolerance = tolerance_of(limits.current.as_ref());
    let ((chart, points), (statistics, histogram)) = rayon::join(
        || {
            let chart = control_chart(selected, question);
            // Of subgroups there are fewer points than values, so places on the chart are no values'.
            let drawn = match question.kind {
                ChartKindView::MeanRange | ChartKindView::MeanSigma => question.drawn.evenly(),
                _ => question.drawn.clone(),
            };
            (chart, PointsView::of(selected, &drawn))
        },
        || {
            let histogram = histogram(&selected.values, tolerance.as_ref().ok());
            (statistics(&selection.values), histogram)
        },
    );
    let capability = SeriesCapabilityView {
        doubts: doubts_of(&selected.values, &limits, &chart),
        ..capability(&selected.values, &tolerance)
    };
    let time = |at: Option<&i64>| at.copied().and_then(instant);
    SeriesView {
        measurement,
        runs,
        first_time: time(selected.times_us.first()),
        last_time: time(selected.times_us.last()),
        statistics,
        limits,
        capability,
        histogram,
        points,
        chart,
    }
}
