//! How each kind of control chart is made of the values.

use standcloud_columns::SelectedValues;
use standcloud_stats::{
    CusumSettings, EwmaSettings, Limits, NoChart, RuleSet, RunRule, Sample, SubgroupChart,
    SubgroupSpread, average_run_length, cusum_chart, ewma_chart, individuals_chart, mark_points,
    marked_share, subgroup_chart,
};

use super::control_chart::{
    ChartKindView, ChartQuestion, DrawnChart, LinesView, SpreadChartView, SpreadMeasureView,
};
use super::drawn::Drawn;
use super::points::{PointsView, number};

pub(super) fn drawn_as(
    selected: &SelectedValues,
    question: &ChartQuestion,
) -> Result<DrawnChart, NoChart> {
    match question.kind {
        ChartKindView::Individuals => individuals(selected, question),
        ChartKindView::MeanRange => subgroups(selected, question, SubgroupSpread::Range),
        ChartKindView::MeanSigma => {
            subgroups(selected, question, SubgroupSpread::StandardDeviation)
        }
        ChartKindView::Ewma => ewma(selected),
        ChartKindView::Cusum => cusum(selected),
    }
}

fn individuals(selected: &SelectedValues, question: &ChartQuestion) -> Result<DrawnChart, NoChart> {
    let chart = individuals_chart(&Sample::of(&selected.values))?;
    Ok(DrawnChart {
        lines: chart.limits.into(),
        sigma: chart.sigma,
        own_points: None,
        lower_points: None,
        spread: Some(moving_ranges(
            selected,
            chart.moving_ranges,
            &question.drawn,
        )),
        marks: mark_points(&selected.values, &chart.zones, question.rules),
        rules: question.rules,
        average_run_length: average_run_length(question.rules),
        marked_by_chance: marked_share(question.rules),
    })
}

fn moving_ranges(selected: &SelectedValues, limits: Limits, drawn: &Drawn) -> SpreadChartView {
    let values = &selected.values;
    let pairs = values.iter().zip(values.iter().skip(1));
    // The first value has no neighbour before it; a range of zero is beyond no limit.
    let ranges: Vec<f64> = std::iter::once(0.0)
        .take(values.len())
        .chain(pairs.map(|(one, next)| (next - one).abs()))
        .collect();
    let drawn = drawn.positions(&ranges);
    let drawn = drawn.get(1..).unwrap_or_default();
    SpreadChartView {
        measure: SpreadMeasureView::MovingRange,
        lines: limits.into(),
        points: PointsView::at(selected, &ranges, drawn),
        beyond: number(ranges.iter().filter(|range| **range > limits.upper).count()),
    }
}

fn subgroups(
    selected: &SelectedValues,
    question: &ChartQuestion,
    measure: SubgroupSpread,
) -> Result<DrawnChart, NoChart> {
    let size = question.size.max(2);
    let groups = selected.values.chunks_exact(size);
    let base = 0..groups.len();
    let chart = subgroup_chart(groups, base, measure)?;
    let zones = chart.zones();
    let rules = match zones {
        Some(_) => question.rules,
        None => question.rules.without_zones(),
    };
    let last = |numbers: &[i64]| -> Vec<i64> {
        let groups = numbers.chunks_exact(size);
        groups.filter_map(|group| group.last().copied()).collect()
    };
    let points = SelectedValues {
        run_numbers: last(&selected.run_numbers),
        times_us: last(&selected.times_us),
        values: chart.points.iter().map(|point| point.mean).collect(),
        results: vec![None; chart.points.len()],
        ..SelectedValues::default()
    };
    Ok(DrawnChart {
        lines: chart.mean_limits(size).into(),
        sigma: chart.sigma,
        lower_points: None,
        spread: spread_of(&points, &chart, size, &question.drawn),
        own_points: Some(points),
        marks: chart.mark_means(rules),
        rules,
        average_run_length: average_run_length(rules),
        marked_by_chance: marked_share(rules),
    })
}

fn spread_of(
    means: &SelectedValues,
    chart: &SubgroupChart,
    size: usize,
    drawn: &Drawn,
) -> Option<SpreadChartView> {
    let limits = chart.spread_limits(size)?;
    let spreads = chart.points.iter().map(|point| point.spread);
    let spreads: Vec<f64> = spreads.map(|spread| spread.unwrap_or(0.0)).collect();
    let drawn = drawn.positions(&spreads);
    Some(SpreadChartView {
        measure: match chart.measure {
            SubgroupSpread::Range => SpreadMeasureView::Range,
            SubgroupSpread::StandardDeviation => SpreadMeasureView::StandardDeviation,
        },
        lines: limits.into(),
        points: PointsView::at(means, &spreads, &drawn),
        beyond: number(
            spreads
                .iter()
                .filter(|spread| limits.is_beyond(**spread))
                .count(),
        ),
    })
}

/// Its points depend on each other, so there is one rule: beyond the limits.
fn ewma(selected: &SelectedValues) -> Result<DrawnChart, NoChart> {
    let base = individuals_chart(&Sample::of(&selected.values))?;
    let settings = EwmaSettings::default();
    let chart = ewma_chart(&selected.values, base.limits.centre, base.sigma, settings)?;
    Ok(DrawnChart {
        lines: chart.final_limits().into(),
        sigma: base.sigma,
        marks: beyond_marks(&chart.beyond()),
        own_points: Some(with_values(selected, chart.points)),
        lower_points: None,
        spread: None,
        rules: RuleSet::THREE_SIGMA,
        average_run_length: Some(EwmaSettings::DEFAULT_RUN_LENGTH),
        marked_by_chance: EwmaSettings::DEFAULT_MARKED_SHARE,
    })
}

fn cusum(selected: &SelectedValues) -> Result<DrawnChart, NoChart> {
    let base = individuals_chart(&Sample::of(&selected.values))?;
    let settings = CusumSettings::default();
    let chart = cusum_chart(&selected.values, base.limits.centre, base.sigma, settings)?;
    let upper = chart.points.iter().map(|point| point.upper).collect();
    Ok(DrawnChart {
        lines: LinesView {
            lower: -chart.decision,
            centre: 0.0,
            upper: chart.decision,
        },
        sigma: base.sigma,
        marks: beyond_marks(&chart.beyond()),
        own_points: Some(with_values(selected, upper)),
        lower_points: Some(chart.points.iter().map(|point| -point.lower).collect()),
        spread: None,
        rules: RuleSet::THREE_SIGMA,
        average_run_length: Some(CusumSettings::DEFAULT_RUN_LENGTH),
        marked_by_chance: CusumSettings::DEFAULT_MARKED_SHARE,
    })
}

fn beyond_marks(beyond: &[bool]) -> Vec<RuleSet> {
    let mark = |beyond: &bool| {
        if *beyond {
            RuleSet::NONE.with(RunRule::BeyondThreeSigma)
        } else {
            RuleSet::NONE
        }
    };
    beyond.iter().map(mark).collect()
}

fn with_values(selected: &SelectedValues, values: Vec<f64>) -> SelectedValues {
    SelectedValues {
        values,
        ..selected.clone()
    }
}

impl From<Limits> for LinesView {
    fn from(limits: Limits) -> Self {
        Self {
            lower: limits.lower,
            centre: limits.centre,
            upper: limits.upper,
        }
    }
}
