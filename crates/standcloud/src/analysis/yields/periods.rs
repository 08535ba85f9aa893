//! The runs of a filter counted by hours, days, weeks or months: what histories and charts are made of.

use jiff::Timestamp;
use standcloud_columns::{Calendar, Facts, Filter, Group, GroupError, Grouping, count, group_by};

use super::figures::YieldCounts;
use super::keyed::too_many;
use crate::analysis::analyst::Analyst;
use crate::analysis::behind::RunsBehind;
use crate::analysis::question::ask_facts;
use crate::app::App;
use crate::web_api::history::{HistoryBucket, Periods, periods_of, shown_range};
use crate::web_api::overview::instant;
use crate::web_api::problem::Problem;
use crate::web_api::run_filter::RunFilter;
use crate::web_api::run_range::TimeSpan;

/// From the earliest to the latest, without gaps.
pub(super) struct CountedPeriods {
    pub bucket: HistoryBucket,
    pub periods: Vec<CountedPeriod>,
    /// Runs before or after all periods, as those of a wrong clock are.
    pub outside: u64,
}

pub(super) struct CountedPeriod {
    pub from: Timestamp,
    /// Not included.
    pub to: Timestamp,
    pub counts: YieldCounts,
}

impl CountedPeriod {
    pub(super) fn runs(&self, wanted: &RunFilter, span: TimeSpan) -> RunsBehind {
        RunsBehind::of(wanted).in_period(self.from, self.to, span)
    }
}

/// The length of the periods is chosen by the range when no `bucket` is asked for.
pub(super) async fn count_periods(
    app: &App,
    analyst: &Analyst,
    wanted: &RunFilter,
    bucket: Option<HistoryBucket>,
) -> Result<(CountedPeriods, TimeSpan), Problem> {
    let found = wanted.find_in(app, &analyst.organisation).await?;
    let (span, now_us) = (found.span, app.clock.now().0);
    let counted = ask_facts(app, analyst, move |facts| {
        let shown = shown_range(facts, &found.filter, span, &found.calendar, now_us);
        let periods = periods_of(&found.filter, &found.calendar, shown, bucket);
        count_in(facts, &found.filter, &found.calendar, &periods)
    });
    Ok((counted.await?.map_err(too_many)?, span))
}

fn count_in(
    facts: &Facts,
    filter: &Filter,
    calendar: &Calendar,
    periods: &Periods,
) -> Result<CountedPeriods, GroupError> {
    let grouping = Grouping::new(calendar.clone(), periods.bucket.into(), None);
    let groups = group_by(facts, &periods.within, &grouping)?;
    let counted: u64 = groups.iter().map(|group| group.runs).sum();
    let all = u64::try_from(count(facts, filter)).unwrap_or(u64::MAX);
    let mut groups = groups.iter().peekable();
    let starts = periods.starts.iter();
    let counted_periods = starts.filter_map(|start| {
        let group = groups.next_if(|group: &&Group| group.bucket_start_us == Some(*start));
        let period = calendar.period_of(periods.bucket.into(), *start);
        Some(CountedPeriod {
            from: instant(period.start_us)?,
            to: instant(period.end_us)?,
            counts: group.map(YieldCounts::from).unwrap_or_default(),
        })
    });
    Ok(CountedPeriods {
        bucket: periods.bucket,
        periods: counted_periods.collect(),
        outside: all.saturating_sub(counted),
    })
}
