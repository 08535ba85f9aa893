//! What is told about the time of stands.

use jiff::Timestamp;
use serde::Serialize;
use standcloud_stats::TimeUse;
use standcloud_store::Organisation;
use utoipa::ToSchema;

use super::days::{LongStop, RunCounts, StandDay, StandDays};
use crate::analysis::behind::RunsBehind;
use crate::analysis::grouping::{GroupBy, GroupNameView, GroupNames};
use crate::web_api::overview::instant;
use crate::web_api::run_filter::RunFilter;
use crate::web_api::run_range::TimeSpan;

/// The stands with the most runs first.
#[derive(Debug, Serialize, ToSchema)]
pub struct TimeUseView {
    /// All listed stands together.
    pub figures: TimeFiguresView,
    pub stands: Vec<StandTimeView>,
    /// There are more stands than are listed.
    pub is_cut: bool,
    /// The zone in which days and hours begin.
    pub time_zone: String,
    /// When the first of the 24 hours begins, in minutes after midnight.
    pub day_start_minutes: u32,
    pub break_minutes: u32,
    /// What was assumed, in words, because reports do not say it.
    pub assumptions: Vec<String>,
}

/// How one stand used its time.
#[derive(Debug, Serialize, ToSchema)]
pub struct StandTimeView {
    pub stand: GroupNameView,
    pub figures: TimeFiguresView,
    /// Testing in each of the 24 hours from the day start on, summed over all days, in seconds.
    pub testing_s_by_hour: Vec<f64>,
    /// Days with runs, in the order of time.
    pub days: Vec<DayTimeView>,
    /// At most 10, longest first; time between two days is none.
    pub longest_stops: Vec<StopView>,
    /// The query that lists the runs.
    pub runs: String,
}

/// One stand on one day.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DayTimeView {
    pub from: Option<Timestamp>,
    /// Not included.
    pub to: Option<Timestamp>,
    pub figures: TimeFiguresView,
    /// The query that lists the runs.
    pub runs: String,
}

/// Longer than a break, between two runs of one day.
#[derive(Debug, Serialize, ToSchema)]
pub struct StopView {
    pub from: Option<Timestamp>,
    pub to: Option<Timestamp>,
    pub duration_s: f64,
    /// The number of the run that ended it.
    pub next_run_number: i64,
}

/// Why there is no effectiveness.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TimeNote {
    /// No run tells how long it took.
    NoDurations,
    /// Nothing passed or failed.
    NoTests,
    /// No passed run tells how long it took.
    NoIdealDuration,
}

/// Times in seconds, shares from 0 to 1. Planned = testing + waiting + stopped.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct TimeFiguresView {
    pub runs: u64,
    pub passed: u64,
    pub not_passed: u64,
    /// Runs whose duration nobody knows count as no time.
    pub without_duration: u64,
    /// Days with runs, of all stands together.
    pub days: u64,
    pub planned_s: f64,
    pub testing_s: f64,
    pub waiting_s: f64,
    pub stopped_s: f64,
    pub stops: u64,
    /// Of planned time.
    pub runs_per_hour: Option<f64>,
    /// Testing, of planned time.
    pub utilisation: Option<f64>,
    /// Planned time without stops.
    pub availability: Option<f64>,
    /// What the runs would take at the ideal durations, of the time without stops; at most 1.
    pub performance: Option<f64>,
    /// Passed of all tests.
    pub quality: Option<f64>,
    /// Overall equipment effectiveness: availability × performance × quality.
    pub oee: Option<f64>,
    pub note: Option<TimeNote>,
}

impl TimeUseView {
    pub fn of(
        stands: &[StandDays],
        is_cut: bool,
        names: &GroupNames,
        (wanted, asked): (&RunFilter, TimeSpan),
        organisation: &Organisation,
        break_minutes: u32,
    ) -> Self {
        let days = stands.iter().flat_map(|stand| &stand.days);
        Self {
            figures: TimeFiguresView::of_days(days),
            stands: stands
                .iter()
                .map(|stand| StandTimeView::of(stand, names, wanted, asked))
                .collect(),
            is_cut,
            time_zone: organisation.time_zone.clone(),
            day_start_minutes: organisation.day_start_minutes,
            break_minutes,
            assumptions: assumptions(wanted, break_minutes),
        }
    }
}

impl StandTimeView {
    fn of(stand: &StandDays, names: &GroupNames, wanted: &RunFilter, asked: TimeSpan) -> Self {
        let of_stand = RunsBehind::of(wanted).with(|filter| filter.stand = vec![stand.stand]);
        let days = stand.days.iter().map(|day| {
            let (from, to) = (instant(day.period.start_us), instant(day.period.end_us));
            let runs = match (from, to) {
                (Some(from), Some(to)) => of_stand.clone().in_period(from, to, asked),
                _ => of_stand.clone(),
            };
            DayTimeView {
                from,
                to,
                figures: TimeFiguresView::of_days([day]),
                runs: runs.query(),
            }
        });
        Self {
            stand: names.view(GroupBy::Stand, Some(stand.stand)),
            figures: TimeFiguresView::of_days(&stand.days),
            testing_s_by_hour: stand
                .testing_us_by_hour
                .iter()
                .map(|us| seconds(*us))
                .collect(),
            days: days.collect(),
            longest_stops: stand.stops.iter().map(StopView::from).collect(),
            runs: of_stand.query(),
        }
    }
}

impl From<&LongStop> for StopView {
    fn from(stop: &LongStop) -> Self {
        Self {
            from: instant(stop.start_us),
            to: instant(stop.end_us),
            duration_s: seconds(stop.end_us.saturating_sub(stop.start_us)),
            next_run_number: stop.next_run,
        }
    }
}

impl TimeFiguresView {
    fn of_days<'a>(days: impl IntoIterator<Item = &'a StandDay>) -> Self {
        let (mut time, mut counts) = (TimeUse::default(), RunCounts::default());
        let mut day_count = 0;
        for day in days {
            time = time.joined(day.time);
            counts = counts.joined(day.counts);
            day_count += 1;
        }
        let tests = counts.passed + counts.not_passed;
        let note = TimeNote::of(&time, &counts);
        let parts = (note.is_none())
            .then(|| time.effectiveness(counts.ideal_us, counts.passed, tests))
            .flatten();
        Self {
            runs: time.runs,
            passed: counts.passed,
            not_passed: counts.not_passed,
            without_duration: counts.without_duration,
            days: day_count,
            planned_s: seconds(time.planned_us),
            testing_s: seconds(time.testing_us),
            waiting_s: seconds(time.waiting_us),
            stopped_s: seconds(time.stopped_us),
            stops: time.stops,
            runs_per_hour: per_hour(time.runs, time.planned_us),
            utilisation: time.utilisation(),
            availability: parts.map(|parts| parts.availability),
            performance: parts.map(|parts| parts.performance),
            quality: parts.map(|parts| parts.quality),
            oee: parts.map(|parts| parts.overall),
            note,
        }
    }
}

impl TimeNote {
    fn of(time: &TimeUse, counts: &RunCounts) -> Option<Self> {
        if time.testing_us == 0 {
            Some(Self::NoDurations)
        } else if counts.passed + counts.not_passed == 0 {
            Some(Self::NoTests)
        } else if counts.ideal_us == 0 {
            Some(Self::NoIdealDuration)
        } else {
            None
        }
    }
}

fn assumptions(wanted: &RunFilter, break_minutes: u32) -> Vec<String> {
    let mut assumed = vec![
        "Planned time is from a day's first start to its last end on the stand; days without a run are \
         not planned."
            .to_owned(),
        format!("A gap of up to {break_minutes} minutes is waiting, a longer one is a stop."),
        "The ideal duration of a run is the median of the passed runs of its test plan here; handling \
         between runs counts as lost performance."
            .to_owned(),
        "Quality counts tests, not units: a retest counts again.".to_owned(),
    ];
    let hides_runs = RunFilter {
        range: None,
        from: None,
        to: None,
        stand: Vec::new(),
        ..wanted.clone()
    };
    if !hides_runs.conditions().is_empty() {
        assumed.push(
            "The filter leaves out other runs of the stands: their time looks like waiting or stops."
                .to_owned(),
        );
    }
    assumed
}

#[expect(
    clippy::cast_precision_loss,
    reason = "microseconds of centuries are exact"
)]
fn seconds(time_us: i64) -> f64 {
    time_us as f64 / 1e6
}

#[expect(clippy::cast_precision_loss, reason = "there are fewer than 2^53 runs")]
fn per_hour(runs: u64, time_us: i64) -> Option<f64> {
    (time_us > 0).then(|| runs as f64 / (seconds(time_us) / 3_600.0))
}
