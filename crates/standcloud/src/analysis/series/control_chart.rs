//! The control chart of a measurement: lines, points, and the points that complete a pattern.

use std::borrow::Cow;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use standcloud_columns::SelectedValues;
use standcloud_stats::{NoChart, RuleSet, RunRule, average_run_length, marked_share};
use utoipa::ToSchema;

use super::chart_kinds::drawn_as;
use super::drawn::Drawn;
use super::points::{PointsView, number};
use super::rules::{RuleCountView, RunRuleView, count_rules, views_of};
use crate::web_api::overview::instant;

const VIOLATIONS_MAX: usize = 600;

/// What stands on the chart.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChartKindView {
    /// Each value, and the differences of neighbours (I-MR).
    #[default]
    Individuals,
    /// Means of subgroups and their ranges.
    MeanRange,
    /// Means of subgroups and their standard deviations.
    MeanSigma,
    /// The exponentially weighted moving average, for small lasting shifts.
    Ewma,
    /// Cumulative sums of the differences to the mean, for small lasting shifts.
    Cusum,
}

/// A chart, or why there is none.
#[derive(Debug, Serialize, ToSchema)]
pub struct ControlChartView {
    pub kind: ChartKindView,
    /// How many values make a point.
    pub subgroup_size: u32,
    /// Nothing when there is no chart: `note` says why.
    pub lines: Option<LinesView>,
    /// How many points the chart has.
    pub points_charted: u64,
    /// Of the points of the chart, from the spread within subgroups or between neighbours.
    pub sigma: Option<f64>,
    /// Nothing for single values: they are the points of the series.
    pub points: Option<PointsView>,
    /// Of cumulative sums: those below the mean, as negative numbers.
    pub lower_points: Option<PointsView>,
    pub spread: Option<SpreadChartView>,
    /// The rules that were asked for, apart from those that this kind of chart does not allow.
    pub rules: Vec<RuleCountView>,
    /// Points that complete a pattern, in the order of time. Of very many only 600, with the extremes,
    /// and 600 of the part that is drawn more finely.
    pub violations: Vec<ViolationView>,
    /// How many there are.
    pub violation_count: u64,
    /// Points of a stable process from one false alarm to the next, on average.
    pub average_run_length: Option<f64>,
    /// The share of the points of a stable process that the rules mark in the long run. It is more than 1
    /// over the run length, because an alarm seldom comes alone.
    pub marked_by_chance: f64,
    /// What the limits are made of, or why there are none.
    pub note: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct LinesView {
    pub lower: f64,
    pub centre: f64,
    pub upper: f64,
}

/// The second picture: how much values differ within a subgroup, or from their neighbours.
#[derive(Debug, Serialize, ToSchema)]
pub struct SpreadChartView {
    pub measure: SpreadMeasureView,
    pub lines: LinesView,
    pub points: PointsView,
    /// How many points are beyond the lines.
    pub beyond: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SpreadMeasureView {
    MovingRange,
    Range,
    StandardDeviation,
}

/// A point that completes the pattern of one rule or more.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ViolationView {
    /// In the order of time, from 1, among the points of the chart.
    pub position: u64,
    /// Where the longest of the patterns begins.
    pub first_position: u64,
    pub value: f64,
    pub run_number: i64,
    pub time: Option<Timestamp>,
    pub rules: Vec<RunRuleView>,
}

/// What is asked.
#[derive(Debug, Clone)]
pub(super) struct ChartQuestion {
    pub kind: ChartKindView,
    pub size: usize,
    pub rules: RuleSet,
    pub drawn: Drawn,
}

/// A chart of some kind with the points and marks that all kinds have.
pub(super) struct DrawnChart {
    pub lines: LinesView,
    pub sigma: f64,
    /// The points with their runs; nothing when they are the values themselves.
    pub own_points: Option<SelectedValues>,
    pub lower_points: Option<Vec<f64>>,
    pub spread: Option<SpreadChartView>,
    pub marks: Vec<RuleSet>,
    /// The rules that this kind of chart allows.
    pub rules: RuleSet,
    pub average_run_length: Option<f64>,
    pub marked_by_chance: f64,
}

pub(super) fn control_chart(
    selected: &SelectedValues,
    question: &ChartQuestion,
) -> ControlChartView {
    match drawn_as(selected, question) {
        Ok(chart) => view_of(selected, question, chart),
        Err(reason) => without_chart(question, reason),
    }
}

fn view_of(
    selected: &SelectedValues,
    question: &ChartQuestion,
    chart: DrawnChart,
) -> ControlChartView {
    let points = chart.own_points.as_ref().unwrap_or(selected);
    let all_marked = marked(&chart.marks);
    let lower = chart.lower_points.as_ref().map(|lower| {
        let drawn = question.drawn.positions(lower);
        PointsView::at(points, lower, &drawn)
    });
    ControlChartView {
        kind: question.kind,
        subgroup_size: size_told(question),
        lines: Some(chart.lines),
        points_charted: number(points.values.len()),
        sigma: Some(chart.sigma),
        lower_points: lower,
        rules: count_rules(&chart.marks, chart.rules),
        violations: violations(
            points,
            &marked_values(points, &chart),
            &chart.marks,
            &all_marked,
            &question.drawn,
        ),
        violation_count: number(all_marked.len()),
        average_run_length: chart.average_run_length,
        marked_by_chance: chart.marked_by_chance,
        note: basis(points.values.len(), question),
        points: chart
            .own_points
            .as_ref()
            .map(|points| PointsView::of(points, &question.drawn)),
        spread: chart.spread,
    }
}

fn without_chart(question: &ChartQuestion, reason: NoChart) -> ControlChartView {
    ControlChartView {
        kind: question.kind,
        subgroup_size: size_told(question),
        lines: None,
        points_charted: 0,
        sigma: None,
        points: None,
        lower_points: None,
        spread: None,
        rules: Vec::new(),
        violations: Vec::new(),
        violation_count: 0,
        average_run_length: average_run_length(question.rules),
        marked_by_chance: marked_share(question.rules),
        note: format!("There are no control limits: {reason}."),
    }
}

fn basis(points: usize, question: &ChartQuestion) -> String {
    match question.kind {
        ChartKindView::MeanRange | ChartKindView::MeanSigma => format!(
            "Limits from all {points} subgroups of {} values in this time and filter.",
            question.size
        ),
        _ => format!("Limits from all {points} values in this time and filter."),
    }
}

fn size_told(question: &ChartQuestion) -> u32 {
    match question.kind {
        ChartKindView::MeanRange | ChartKindView::MeanSigma => {
            u32::try_from(question.size).unwrap_or(u32::MAX)
        }
        _ => 1,
    }
}

fn marked(marks: &[RuleSet]) -> Vec<usize> {
    let all = marks.iter().enumerate();
    all.filter(|(_, mark)| !mark.is_empty())
        .map(|(at, _)| at)
        .collect()
}

/// Of cumulative sums the one that is beyond its line, which may be the lower one.
fn marked_values<'a>(points: &'a SelectedValues, chart: &DrawnChart) -> Cow<'a, [f64]> {
    let Some(lower) = &chart.lower_points else {
        return Cow::Borrowed(&points.values);
    };
    let line = chart.lines.lower;
    let sums = points.values.iter().zip(lower);
    sums.map(|(upper, lower)| if *lower < line { *lower } else { *upper })
        .collect()
}

fn violations(
    points: &SelectedValues,
    values: &[f64],
    marks: &[RuleSet],
    marked: &[usize],
    drawn: &Drawn,
) -> Vec<ViolationView> {
    let of_marked: Vec<f64> = super::points::pick(values, marked);
    let shown = drawn.positions_of_some(marked, &of_marked, VIOLATIONS_MAX);
    let shown = shown.into_iter().filter_map(|at| marked.get(at).copied());
    shown
        .filter_map(|at| {
            let rules = *marks.get(at)?;
            let longest = rules.iter().map(RunRule::length).max()?;
            Some(ViolationView {
                position: number(at + 1),
                first_position: number((at + 2).saturating_sub(longest).max(1)),
                value: *values.get(at)?,
                run_number: *points.run_numbers.get(at)?,
                time: points.times_us.get(at).copied().and_then(instant),
                rules: views_of(rules),
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_below_its_line_is_marked_where_it_is() {
        let values: Vec<f64> = (0..60_u32)
            .map(|at| f64::from(at % 2) - if at < 50 { 0.0 } else { 8.0 })
            .collect();
        let selected = SelectedValues {
            run_numbers: vec![1; values.len()],
            times_us: vec![0; values.len()],
            results: vec![None; values.len()],
            limit_sets: vec![0; values.len()],
            values,
            keys: Vec::new(),
        };
        let question = ChartQuestion {
            kind: ChartKindView::Cusum,
            size: 5,
            rules: RuleSet::NONE,
            drawn: Drawn {
                limit: 100,
                part: None,
            },
        };
        let chart = control_chart(&selected, &question);
        let lower = chart.lines.unwrap().lower;
        let last = chart.violations.last().unwrap();
        assert!(last.position == 60 && last.value < lower, "{last:?}");
    }
}
