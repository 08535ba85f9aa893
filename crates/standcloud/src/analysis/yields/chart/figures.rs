//! From counts of periods to points, limits and what they say.

use standcloud_stats::{Counted, NoChart, ShareChart, SharePoint, share_chart};

use super::notes::{notes_of, why_this_kind};
use super::{
    YieldChartCounted, YieldChartLimitsView, YieldChartOptions, YieldChartPeriodView,
    YieldChartVerdict, YieldChartView,
};
use crate::analysis::behind::RunsBehind;
use crate::analysis::shares::ShareView;
use crate::analysis::yields::figures::YieldCounts;
use crate::analysis::yields::periods::{CountedPeriod, CountedPeriods};
use crate::web_api::run_filter::{AttemptCondition, RunFilter};
use crate::web_api::run_range::TimeSpan;
use crate::web_api::run_status::RunStatusView;

const FAILED: [RunStatusView; 2] = [RunStatusView::Failed, RunStatusView::Error];
const TESTS: [RunStatusView; 3] = [
    RunStatusView::Passed,
    RunStatusView::Failed,
    RunStatusView::Error,
];

impl YieldChartView {
    pub(super) fn of(
        counted: &CountedPeriods,
        options: &YieldChartOptions,
        wanted: &RunFilter,
        span: TimeSpan,
        time_zone: String,
    ) -> Self {
        let of = options.of;
        let periods = counted.periods.iter();
        let samples: Vec<Counted> = periods.map(|period| of.count(&period.counts)).collect();
        let found = share_chart(&samples, options.kind.map(Into::into));
        let points = samples.iter().zip(points_of(found.as_ref().ok()));
        let periods = counted.periods.iter().zip(points);
        let periods = periods
            .map(|(period, (sample, point))| period_view(of, period, *sample, point, wanted, span));
        let all = sum(&samples);
        Self {
            bucket: counted.bucket,
            time_zone,
            of,
            failed: ShareView::of(all.count, all.size),
            notes: notes_of(of, counted.bucket, &samples, &found),
            limits: found
                .as_ref()
                .ok()
                .map(|chart| limits_view(chart, options.kind.is_some())),
            periods: periods.collect(),
            outside: counted.outside,
        }
    }
}

impl YieldChartCounted {
    fn count(self, counts: &YieldCounts) -> Counted {
        match self {
            Self::Units => Counted {
                count: counts.units.saturating_sub(counts.passed_by_first),
                size: counts.units,
            },
            Self::Tests => Counted {
                count: counts.not_passed,
                size: counts.passed + counts.not_passed,
            },
        }
    }

    fn narrow(self, runs: RunsBehind, statuses: &[RunStatusView]) -> RunsBehind {
        let runs = runs.within_statuses(statuses);
        match self {
            Self::Units => runs.with(|filter| filter.attempt = Some(AttemptCondition::First)),
            Self::Tests => runs,
        }
    }
}

pub(super) fn sum(samples: &[Counted]) -> Counted {
    let none = Counted { count: 0, size: 0 };
    samples.iter().fold(none, |all, one| Counted {
        count: all.count + one.count,
        size: all.size + one.size,
    })
}

/// Without a chart, no point has one.
fn points_of(chart: Option<&ShareChart>) -> impl Iterator<Item = Option<SharePoint>> {
    let points = chart.map(|chart| chart.points.iter().copied().map(Some));
    points.into_iter().flatten().chain(std::iter::repeat(None))
}

fn period_view(
    of: YieldChartCounted,
    period: &CountedPeriod,
    sample: Counted,
    point: Option<SharePoint>,
    wanted: &RunFilter,
    span: TimeSpan,
) -> YieldChartPeriodView {
    let limits = point.and_then(|point| point.limits);
    let runs = period.runs(wanted, span);
    YieldChartPeriodView {
        from: period.from,
        to: period.to,
        failed: ShareView::of(sample.count, sample.size),
        lower_limit: limits.map(|limits| limits.lower),
        upper_limit: limits.map(|limits| limits.upper),
        verdict: verdict(sample, point),
        failed_runs: of.narrow(runs.clone(), &FAILED).query(),
        runs: of.narrow(runs, &TESTS).query(),
    }
}

fn verdict(sample: Counted, point: Option<SharePoint>) -> YieldChartVerdict {
    let Some(point) = point else {
        return match sample.size {
            0 => YieldChartVerdict::Empty,
            _ => YieldChartVerdict::NoLimits,
        };
    };
    match (point.value, point.limits) {
        (None, _) => YieldChartVerdict::Empty,
        (Some(_), None) => YieldChartVerdict::TooFew,
        (Some(value), Some(limits)) if value > limits.upper => YieldChartVerdict::Above,
        (Some(value), Some(limits)) if value < limits.lower => YieldChartVerdict::Below,
        _ => YieldChartVerdict::Within,
    }
}

fn limits_view(chart: &ShareChart, is_asked: bool) -> YieldChartLimitsView {
    let judged = chart.points.iter().filter_map(SharePoint::is_beyond);
    let beyond = judged.clone().filter(|is_beyond| *is_beyond);
    let number = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    YieldChartLimitsView {
        kind: chart.kind.into(),
        is_asked,
        why: why_this_kind(chart, is_asked),
        sigma_z: chart.sigma_z,
        sigma_z_by_chance: chart.sigma_z_by_chance,
        judged: number(judged.count()),
        beyond: number(beyond.count()),
        marked_by_chance: chart.marked_by_chance,
    }
}

pub(super) type Found = Result<ShareChart, NoChart>;
