//! What is told of two measurements.

use jiff::Timestamp;
use serde::Serialize;
use standcloud_stats::{Correlation, Line, NoCorrelation, Pairs, scatter_positions};
use standcloud_store::Series;
use utoipa::ToSchema;

use super::joined::JoinedValues;
use crate::analysis::behind::RunsBehind;
use crate::analysis::measurements::MeasurementView;
use crate::analysis::table::{AnswerTable, Cell, TableColumn};
use crate::web_api::overview::instant;

/// Of the intervals.
const CONFIDENCE: f64 = 0.95;

/// How two measurements go together.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CorrelationView {
    pub first: MeasurementView,
    pub second: MeasurementView,
    /// The query that lists the runs behind the figures: those of the filter and the test plan.
    pub runs: String,
    /// Runs with both values.
    pub pairs: u64,
    /// Runs with a value that is infinite or no number, which are not among the pairs.
    pub left_out: u64,
    /// How near the pairs are to a line.
    pub pearson: Option<CoefficientView>,
    /// Whether one grows with the other, along whatever curve; not moved by single extreme values.
    pub spearman: Option<CoefficientView>,
    /// The line nearest to the second measurement, by least squares.
    pub line: Option<LineView>,
    /// Why there are no coefficients.
    pub note: Option<CorrelationNoteView>,
    pub points: PairedPointsView,
}

/// A coefficient of correlation, from −1 to 1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub(super) struct CoefficientView {
    pub value: f64,
    /// The 95 % interval; nothing of fewer than four pairs.
    pub lower: Option<f64>,
    pub upper: Option<f64>,
    /// How likely at least such a coefficient is if there were no relation; nothing of two pairs.
    pub p_value: Option<f64>,
}

/// second = slope · first + intercept
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub(super) struct LineView {
    pub slope: f64,
    pub intercept: f64,
}

/// Why two measurements have no correlation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct CorrelationNoteView {
    pub reason: NoCorrelationReason,
    pub text: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum NoCorrelationReason {
    DifferentPlans,
    TooFewPairs,
    NoSpread,
    OutOfRange,
}

/// Points in the order of time, column by column. Of many pairs so many that outline and lonely points
/// stay.
#[derive(Debug, Default, Serialize, ToSchema)]
pub(super) struct PairedPointsView {
    pub first: Vec<f64>,
    pub second: Vec<f64>,
    /// Each point leads to its run.
    pub run_numbers: Vec<i64>,
    /// When the runs began; nothing for times beyond the calendar.
    pub times: Vec<Option<Timestamp>>,
    /// Whether both values are good; nothing when neither is bad and one was not compared.
    pub results: Vec<Option<bool>>,
}

impl CorrelationView {
    pub(super) fn of(
        series: [Series; 2],
        behind: &RunsBehind,
        joined: &JoinedValues,
        limit: usize,
    ) -> Self {
        let pairs = Pairs::of((joined.first.iter().copied()).zip(joined.second.iter().copied()));
        let (pearson, spearman) = (pairs.pearson(CONFIDENCE), pairs.spearman(CONFIDENCE));
        let [first, second] = series;
        let note = match pearson {
            Err(_) if first.plan != second.plan => Some(different_plans()),
            Err(reason) => Some(reason.into()),
            Ok(_) => None,
        };
        Self {
            first: first.into(),
            second: second.into(),
            runs: behind.query(),
            pairs: number(pairs.count()),
            left_out: number(joined.left_out),
            pearson: pearson.ok().map(Into::into),
            spearman: spearman.ok().map(Into::into),
            line: pairs.line().map(Into::into),
            note,
            points: PairedPointsView::at(joined, &scatter_positions(&pairs, limit)),
        }
    }
}

impl PairedPointsView {
    fn at(joined: &JoinedValues, positions: &[usize]) -> Self {
        let times = pick(&joined.times_us, positions);
        Self {
            first: pick(&joined.first, positions),
            second: pick(&joined.second, positions),
            run_numbers: pick(&joined.run_numbers, positions),
            times: times.into_iter().map(instant).collect(),
            results: pick(&joined.results, positions),
        }
    }
}

impl From<Correlation> for CoefficientView {
    fn from(found: Correlation) -> Self {
        Self {
            value: found.coefficient,
            lower: found.interval.map(|interval| interval.lower),
            upper: found.interval.map(|interval| interval.upper),
            p_value: found.p_value,
        }
    }
}

impl From<Line> for LineView {
    fn from(line: Line) -> Self {
        Self {
            slope: line.slope,
            intercept: line.intercept,
        }
    }
}

impl From<NoCorrelation> for CorrelationNoteView {
    fn from(reason: NoCorrelation) -> Self {
        let (reason, text) = match reason {
            NoCorrelation::TooFewPairs => (
                NoCorrelationReason::TooFewPairs,
                "There are fewer than two runs with both values. Choose a longer time or fewer conditions.",
            ),
            NoCorrelation::NoSpread => (
                NoCorrelationReason::NoSpread,
                "All values of one measurement are equal, so nothing can go together with it.",
            ),
            NoCorrelation::OutOfRange => (
                NoCorrelationReason::OutOfRange,
                "The values are too far apart, or too close together, to compute with.",
            ),
        };
        let text = text.to_owned();
        Self { reason, text }
    }
}

fn different_plans() -> CorrelationNoteView {
    let text = "The measurements are of different test plans, and no run has both. Choose two of one \
                plan.";
    CorrelationNoteView {
        reason: NoCorrelationReason::DifferentPlans,
        text: text.to_owned(),
    }
}

/// All pairs as a file.
pub(super) fn table_of(answer: CorrelationView) -> AnswerTable {
    let columns = vec![
        TableColumn::new("run_number", "Run"),
        TableColumn::wide("time", "Time"),
        TableColumn::wide("first", title(&answer.first)),
        TableColumn::wide("second", title(&answer.second)),
        TableColumn::new("result", "Result"),
    ];
    let points = answer.points;
    let runs = points.run_numbers.into_iter().zip(points.times);
    let values = points.first.into_iter().zip(points.second);
    let rows = runs.zip(values).zip(points.results).map(
        |(((run_number, time), (first, second)), result)| {
            let result = result.map(|good| if good { "passed" } else { "failed" });
            vec![
                Cell::Whole(run_number),
                time.map_or(Cell::Empty, Cell::Instant),
                Cell::Number(first),
                Cell::Number(second),
                result.map_or(Cell::Empty, |result| Cell::Text(result.to_owned())),
            ]
        },
    );
    AnswerTable::new("correlation", columns, rows)
}

/// With the unit.
pub(super) fn title(measurement: &MeasurementView) -> String {
    let name = match measurement.name.as_str() {
        "" => &measurement.case,
        name => name,
    };
    if measurement.unit.is_empty() {
        name.to_owned()
    } else {
        format!("{name}, {}", measurement.unit)
    }
}

fn pick<T: Copy>(all: &[T], positions: &[usize]) -> Vec<T> {
    (positions.iter())
        .filter_map(|at| all.get(*at).copied())
        .collect()
}

fn number(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}
