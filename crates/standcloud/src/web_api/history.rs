//! How many runs passed and did not, hour by hour or day by day.
//!
//! Bars are honest only when an hour without runs is there as well, so empty ones are filled in. A stand
//! whose clock is wrong by decades must not stretch the picture to nothing: there are at most so many
//! bars, the latest ones, and how many runs lie outside is told.

use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use standcloud_columns::{
    Bucket, Calendar, Direction, Facts, Filter, Group, GroupError, Grouping, Period, count,
    end_of_times, group_by,
};
use utoipa::{IntoParams, ToSchema};

use super::body::QueryOf;
use super::caller::InOrganisation;
use super::overview::instant;
use super::problem::{Problem, ProblemBody};
use super::run_filter::RunFilter;
use super::run_range::TimeSpan;
use super::scan::scan;
use crate::app::App;

const BARS_MAX: usize = 400;
const HOUR_US: i64 = 3_600_000_000;
const DAY_US: i64 = 24 * HOUR_US;

/// How long a bar is, in the organisation's calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum HistoryBucket {
    Hour,
    Day,
    Week,
    Month,
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct HistoryOptions {
    /// Chosen by the length of the range when it is left out, and made coarser when there would be too
    /// many bars.
    pub bucket: Option<HistoryBucket>,
}

/// The bars from the earliest to the latest, without gaps.
#[derive(Debug, Serialize, ToSchema)]
pub struct HistoryView {
    pub bucket: HistoryBucket,
    /// The zone in which the bars begin and end.
    pub time_zone: String,
    pub bars: Vec<HistoryBarView>,
    /// Runs that pass the filter but lie before or after all bars, as those of a wrong clock do.
    pub outside: u64,
}

/// The runs of one hour, day, week or month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct HistoryBarView {
    pub from: Timestamp,
    /// Not included.
    pub to: Timestamp,
    pub passed: u64,
    pub not_passed: u64,
    pub not_a_test: u64,
}

struct Picture {
    bucket: HistoryBucket,
    bars: Vec<HistoryBarView>,
    outside: u64,
}

/// Production history
///
/// For everybody in the organisation.
#[utoipa::path(
    get, path = "/api/v1/org/{slug}/history", tag = "Runs",
    params(("slug" = String, Path), RunFilter, HistoryOptions),
    responses(
        (status = 200, body = HistoryView),
        (status = 401, body = ProblemBody, description = "Nobody is signed in"),
        (status = 404, body = ProblemBody, description = "Not your organisation"),
        (status = 422, body = ProblemBody, description = "A condition cannot be read"),
    ),
)]
pub async fn show_history(
    State(app): State<App>,
    caller: InOrganisation,
    wanted: RunFilter,
    QueryOf(options): QueryOf<HistoryOptions>,
) -> Result<Json<HistoryView>, Problem> {
    let found = wanted.find(&app, &caller).await?;
    let now_us = app.clock.now().0;
    let bars = scan(&app, &caller, move |facts| {
        let shown = shown_range(facts, &found.filter, found.span, &found.calendar, now_us);
        bars_of(facts, &found.filter, &found.calendar, shown, options.bucket)
    });
    let bars = bars
        .await?
        .map_err(|error| Problem::internal(&error.to_string()))?;
    Ok(Json(HistoryView {
        bucket: bars.bucket,
        time_zone: caller.membership.organisation.time_zone.clone(),
        bars: bars.bars,
        outside: bars.outside,
    }))
}

impl HistoryBucket {
    /// Hours for a day or a little more, then days for two months, weeks for a good year.
    fn for_length(length_us: i64) -> Self {
        match length_us / HOUR_US {
            ..=36 => Self::Hour,
            37..=1_488 => Self::Day,
            1_489..=9_600 => Self::Week,
            _ => Self::Month,
        }
    }

    fn coarser(self) -> Option<Self> {
        match self {
            Self::Hour => Some(Self::Day),
            Self::Day => Some(Self::Week),
            Self::Week => Some(Self::Month),
            Self::Month => None,
        }
    }
}

impl From<HistoryBucket> for Bucket {
    fn from(bucket: HistoryBucket) -> Self {
        match bucket {
            HistoryBucket::Hour => Self::Hour,
            HistoryBucket::Day => Self::Day,
            HistoryBucket::Week => Self::Week,
            HistoryBucket::Month => Self::Month,
        }
    }
}

/// The asked range; where it is open, from the first run on, or until the day of the last one that is not
/// in the future.
pub fn shown_range(
    facts: &Facts,
    filter: &Filter,
    span: TimeSpan,
    calendar: &Calendar,
    now_us: i64,
) -> Period {
    let last = || end_of_times(facts, filter, Direction::Descending);
    let first = || end_of_times(facts, filter, Direction::Ascending);
    let end_us = span.to_us.unwrap_or_else(|| {
        let last_us = last().map_or(now_us, |last| last.min(now_us));
        // A range that begins in the future has a day as well.
        let last_us = span.from_us.map_or(last_us, |from| from.max(last_us));
        calendar.period_of(Bucket::Day, last_us).end_us
    });
    let start_us = span.from_us.or_else(first).unwrap_or(end_us - DAY_US);
    Period {
        start_us: start_us.min(end_us - 1),
        end_us,
    }
}

fn bars_of(
    facts: &Facts,
    filter: &Filter,
    calendar: &Calendar,
    shown: Period,
    asked: Option<HistoryBucket>,
) -> Result<Picture, GroupError> {
    let Periods {
        bucket,
        starts,
        within,
    } = periods_of(filter, calendar, shown, asked);
    let groups = group_by(
        facts,
        &within,
        &Grouping::new(calendar.clone(), bucket.into(), None),
    )?;
    let counted: u64 = groups.iter().map(|group| group.runs).sum();
    let all = u64::try_from(count(facts, filter)).unwrap_or(u64::MAX);
    Ok(Picture {
        bucket,
        bars: fill(calendar, bucket, &starts, &groups),
        outside: all.saturating_sub(counted),
    })
}

/// The bars of a picture.
#[derive(Debug, Clone)]
pub struct Periods {
    pub bucket: HistoryBucket,
    /// Of every period, also those without runs.
    pub starts: Vec<i64>,
    /// What of the filter lies in the bars.
    pub within: Filter,
}

impl Periods {
    /// Where each begins, and where the last one ends.
    pub fn edges_us(&self) -> Vec<i64> {
        self.starts
            .iter()
            .copied()
            .chain(self.within.to_us)
            .collect()
    }
}

/// At most 400: coarser ones than asked for, or the latest, where there would be more.
pub fn periods_of(
    filter: &Filter,
    calendar: &Calendar,
    shown: Period,
    asked: Option<HistoryBucket>,
) -> Periods {
    let length_us = shown.end_us.saturating_sub(shown.start_us);
    let mut bucket = asked.unwrap_or_else(|| HistoryBucket::for_length(length_us));
    let mut starts = calendar.period_starts(bucket.into(), shown, BARS_MAX + 1);
    while let (true, Some(coarser)) = (starts.len() > BARS_MAX, bucket.coarser()) {
        bucket = coarser;
        starts = calendar.period_starts(bucket.into(), shown, BARS_MAX + 1);
    }
    if starts.len() > BARS_MAX {
        let latest = Period {
            start_us: shown.end_us - i64::try_from(BARS_MAX).unwrap_or(0) * 30 * DAY_US,
            ..shown
        };
        starts = calendar.period_starts(bucket.into(), latest, BARS_MAX);
    }
    let within = within(filter, calendar, bucket, &starts);
    Periods {
        bucket,
        starts,
        within,
    }
}

/// What lies in the bars. The first may have begun before the range did.
fn within(filter: &Filter, calendar: &Calendar, bucket: HistoryBucket, starts: &[i64]) -> Filter {
    let last = starts.last().copied().unwrap_or(0);
    let end_us = calendar.period_of(bucket.into(), last).end_us;
    Filter {
        from_us: filter.from_us.max(starts.first().copied()),
        to_us: Some(filter.to_us.map_or(end_us, |to_us| to_us.min(end_us))),
        ..filter.clone()
    }
}

fn fill(
    calendar: &Calendar,
    bucket: HistoryBucket,
    starts: &[i64],
    groups: &[Group],
) -> Vec<HistoryBarView> {
    let mut groups = groups.iter().peekable();
    let bar = |start: &i64| {
        let period = calendar.period_of(bucket.into(), *start);
        let group = groups.next_if(|group| group.bucket_start_us == Some(*start));
        Some(HistoryBarView {
            from: instant(period.start_us)?,
            to: instant(period.end_us)?,
            passed: group.map_or(0, |group| group.passed),
            not_passed: group.map_or(0, |group| group.not_passed),
            not_a_test: group.map_or(0, |group| group.not_a_test),
        })
    };
    starts.iter().filter_map(bar).collect()
}
