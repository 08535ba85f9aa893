//! The runs of each stand, day by day and hour by hour.

use std::collections::HashMap;

use standcloud_columns::{Bucket, Calendar, Period, RunOutline, RunStatus, Verdict};
use standcloud_stats::{TimeUse, TimedRun, time_use};

const HOURS: usize = 24;
const HOUR_US: i64 = 3_600_000_000;
/// A longer run is a wrong clock, and one day must not look like a year.
const RUN_US_MAX: i64 = 24 * HOUR_US;
/// The longest ones of each stand.
const STOPS_MAX: usize = 10;

#[derive(Debug)]
pub struct StandDays {
    pub stand: u32,
    /// Those with runs, in the order of time.
    pub days: Vec<StandDay>,
    /// Testing in each hour of the day, from the day start on, over all days.
    pub testing_us_by_hour: [i64; HOURS],
    /// Longest first.
    pub stops: Vec<LongStop>,
}

#[derive(Debug, Clone, Copy)]
pub struct StandDay {
    pub period: Period,
    pub time: TimeUse,
    pub counts: RunCounts,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RunCounts {
    pub passed: u64,
    pub not_passed: u64,
    pub without_duration: u64,
    /// What all runs together would take at the ideal duration of their plans.
    pub ideal_us: i64,
}

#[derive(Debug, Clone, Copy)]
pub struct LongStop {
    pub start_us: i64,
    pub end_us: i64,
    /// Of the run after the stop.
    pub next_run: i64,
}

impl StandDays {
    pub fn runs(&self) -> u64 {
        self.days.iter().map(|day| day.time.runs).sum()
    }
}

impl RunCounts {
    #[must_use]
    pub fn joined(self, other: Self) -> Self {
        Self {
            passed: self.passed + other.passed,
            not_passed: self.not_passed + other.not_passed,
            without_duration: self.without_duration + other.without_duration,
            ideal_us: self.ideal_us.saturating_add(other.ideal_us),
        }
    }

    fn of(runs: &[RunOutline], ideal_us: &HashMap<u32, i64>) -> Self {
        let count = |verdict| {
            let of_verdict = |run: &&RunOutline| run.status.verdict() == verdict;
            u64::try_from(runs.iter().filter(of_verdict).count()).unwrap_or(u64::MAX)
        };
        let unknown = runs.iter().filter(|run| run.duration_ms.is_none()).count();
        let ideal = runs.iter().filter_map(|run| ideal_us.get(&run.plan));
        Self {
            passed: count(Verdict::Pass),
            not_passed: count(Verdict::NotPassed),
            without_duration: u64::try_from(unknown).unwrap_or(u64::MAX),
            ideal_us: ideal.sum(),
        }
    }
}

/// Runs without a stand are left out: nobody waits on them.
pub fn stands_of(mut runs: Vec<RunOutline>, calendar: &Calendar, break_us: i64) -> Vec<StandDays> {
    let ideal_us = median_durations(&runs);
    runs.retain(|run| run.stand != 0);
    runs.sort_unstable_by_key(|run| (run.stand, run.position));
    let stands = runs.chunk_by(|run, next| run.stand == next.stand);
    stands
        .map(|of_stand| stand_of(of_stand, calendar, break_us, &ideal_us))
        .collect()
}

fn stand_of(
    runs: &[RunOutline],
    calendar: &Calendar,
    break_us: i64,
    ideal_us: &HashMap<u32, i64>,
) -> StandDays {
    let mut found = StandDays {
        stand: runs.first().map_or(0, |run| run.stand),
        days: Vec::new(),
        testing_us_by_hour: [0; HOURS],
        stops: Vec::new(),
    };
    let mut rest = runs;
    while let Some(first) = rest.first() {
        let period = calendar.period_of(Bucket::Day, first.position.time_us);
        let count = rest.partition_point(|run| run.position.time_us < period.end_us);
        // At least one, whatever a calendar says of a clock that is wrong by ages.
        let (of_day, later) = rest.split_at(count.clamp(1, rest.len()));
        found.add_day(of_day, period, break_us, ideal_us);
        rest = later;
    }
    found.stops.sort_by_key(|stop| stop.start_us - stop.end_us);
    found.stops.truncate(STOPS_MAX);
    found
}

impl StandDays {
    fn add_day(
        &mut self,
        runs: &[RunOutline],
        period: Period,
        break_us: i64,
        ideal_us: &HashMap<u32, i64>,
    ) {
        let timed: Vec<TimedRun> = runs.iter().map(timed).collect();
        let (time, stops) = time_use(&timed, break_us);
        self.days.push(StandDay {
            period,
            time,
            counts: RunCounts::of(runs, ideal_us),
        });
        self.stops.extend(stops.iter().filter_map(|stop| {
            Some(LongStop {
                start_us: stop.start_us,
                end_us: stop.end_us,
                next_run: runs.get(stop.before)?.position.run_number,
            })
        }));
        self.add_hours(&timed, period);
    }

    fn add_hours(&mut self, runs: &[TimedRun], period: Period) {
        let mut covered_to = i64::MIN;
        for run in runs {
            let end_us = run.start_us.saturating_add(run.duration_us);
            let mut at_us = run.start_us.max(covered_to);
            // A run is at most a day long, so that it touches at most 25 hours.
            while at_us < end_us {
                let hours = at_us.saturating_sub(period.start_us) / HOUR_US;
                let next_us = period
                    .start_us
                    .saturating_add((hours + 1).saturating_mul(HOUR_US));
                let until_us = end_us.min(next_us).max(at_us + 1);
                let hour = usize::try_from(hours.rem_euclid(24)).unwrap_or(0);
                if let Some(testing_us) = self.testing_us_by_hour.get_mut(hour) {
                    *testing_us += until_us - at_us;
                }
                at_us = until_us;
            }
            covered_to = covered_to.max(end_us);
        }
    }
}

fn timed(run: &RunOutline) -> TimedRun {
    let duration_us = i64::from(run.duration_ms.unwrap_or(0)) * 1_000;
    TimedRun {
        start_us: run.position.time_us,
        duration_us: duration_us.min(RUN_US_MAX),
    }
}

/// Of the passed runs of each plan: failed ones often end early.
fn median_durations(runs: &[RunOutline]) -> HashMap<u32, i64> {
    let mut durations: HashMap<u32, Vec<u32>> = HashMap::new();
    for run in runs.iter().filter(|run| run.status == RunStatus::Passed) {
        if let Some(duration_ms) = run.duration_ms {
            durations.entry(run.plan).or_default().push(duration_ms);
        }
    }
    let medians = durations.into_iter().map(|(plan, mut durations)| {
        let middle = durations.len() / 2;
        let (_, median, _) = durations.select_nth_unstable(middle);
        (plan, i64::from(*median) * 1_000)
    });
    medians.collect()
}

#[cfg(test)]
mod tests {
    use standcloud_columns::RunPosition;

    use super::*;

    const MINUTE_US: i64 = 60_000_000;

    fn run(minute: i64, duration_s: u32, status: RunStatus) -> RunOutline {
        RunOutline {
            position: RunPosition {
                time_us: minute * MINUTE_US,
                run_number: minute,
            },
            duration_ms: Some(duration_s * 1_000),
            status,
            attempt: 1,
            plan: 1,
            unit: 0,
            stand: 7,
        }
    }

    #[test]
    fn days_hours_and_stops() {
        let runs = vec![
            run(59, 120, RunStatus::Passed),
            run(62, 60, RunStatus::Failed),
            run(120, 60, RunStatus::Passed),
            run(1_440 + 5, 60, RunStatus::Stopped),
        ];
        let found = stands_of(runs, &Calendar::utc(), 15 * MINUTE_US);
        let [stand] = found.as_slice() else {
            panic!("{found:?}")
        };
        assert_eq!((stand.stand, stand.days.len(), stand.runs()), (7, 2, 4));
        let day = stand.days[0];
        assert_eq!(day.time.testing_us, 4 * MINUTE_US);
        assert_eq!(day.time.waiting_us, MINUTE_US);
        assert_eq!((day.counts.passed, day.counts.not_passed), (2, 1));
        // The median of 60 and 120 s is the upper one.
        assert_eq!(day.counts.ideal_us, 3 * 2 * MINUTE_US);
        assert_eq!(
            stand.testing_us_by_hour[..3],
            [2 * MINUTE_US, 2 * MINUTE_US, MINUTE_US]
        );
        let stops: Vec<i64> = stand.stops.iter().map(|stop| stop.next_run).collect();
        assert_eq!(stops, [120]);
    }

    #[test]
    fn a_wrong_clock_makes_one_long_day() {
        let mut long = run(0, 0, RunStatus::Passed);
        long.duration_ms = Some(u32::MAX);
        let mut ages_ago = run(0, 1, RunStatus::Passed);
        ages_ago.position.time_us = i64::MIN;
        let found = stands_of(vec![long, ages_ago], &Calendar::utc(), MINUTE_US);
        assert_eq!(found[0].days.len(), 2);
        assert_eq!(found[0].days[1].time.planned_us, RUN_US_MAX);
    }
}
