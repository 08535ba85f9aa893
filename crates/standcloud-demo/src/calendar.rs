//! When the plant works: three shifts, a quiet night, half a Saturday, no Sunday, and an urgent order
//! in the last hours.
//!
//! Problem: charts by hour, day and shift look fake when runs are spread evenly.
//! Choice: each hour of the week has a weight; the runs are laid over the weighted hours before
//! the end time, in order, so their number is exact and their times need no sorting. The last hours
//! are worked through whatever the day, because what somebody looks at first is today.
//! Consequence: the plant's clock is UTC, without daylight saving. A small history covers six
//! weeks thinly; a large one grows back in time, as the six stands can do only so much in an hour.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::random::Random;

const HOUR_S: i64 = 3_600;
const DAY_S: i64 = 24 * HOUR_S;
const SHORTEST_HISTORY_S: i64 = 42 * DAY_S;
/// Lets the last run end before the end of the history.
const LAST_RUN_S: i64 = 900;
/// What the stands manage in an hour of weight 1 with a third of their time to spare.
const RUNS_PER_FULL_HOUR: f64 = 180.0;
const SLOT_STREAM: u64 = 1;
const DAY_STREAM: u64 = 8;
const URGENT_ORDER_S: i64 = 12 * HOUR_S;
const URGENT_ORDER_WEIGHT: f64 = 0.45;

/// The start times of the runs, in seconds, ascending.
pub(crate) struct Slots {
    random: Random,
    start_s: i64,
    end_s: i64,
    hour_start_s: i64,
    weight_before_hour: f64,
    total_weight: f64,
    made: usize,
    runs: usize,
}

impl Slots {
    pub(crate) fn new(seed: u64, end_s: i64, runs: usize) -> Self {
        let end_s = end_s - LAST_RUN_S;
        let (start_s, total_weight) = history_before(end_s, to_real(runs) / RUNS_PER_FULL_HOUR);
        Self {
            random: Random::from_parts(&[seed, SLOT_STREAM]),
            start_s,
            end_s,
            hour_start_s: start_s,
            weight_before_hour: 0.0,
            total_weight,
            made: 0,
            runs,
        }
    }

    pub(crate) fn start_s(&self) -> i64 {
        self.start_s
    }

    pub(crate) fn end_s(&self) -> i64 {
        self.end_s
    }

    /// The moment before which so much of the history's work has been done.
    fn moment_of(&mut self, weight: f64) -> i64 {
        loop {
            let hour_end_s = next_hour(self.hour_start_s).min(self.end_s);
            let hour_weight = weight_between(self.hour_start_s, hour_end_s, self.end_s);
            let into_hour = weight - self.weight_before_hour;
            if into_hour < hour_weight || hour_end_s >= self.end_s {
                let rate = hour_weight_before(self.hour_start_s, self.end_s).max(f64::MIN_POSITIVE);
                let offset_s = whole_seconds(into_hour / rate);
                return (self.hour_start_s + offset_s).min(self.end_s);
            }
            self.weight_before_hour += hour_weight;
            self.hour_start_s = hour_end_s;
        }
    }
}

impl Iterator for Slots {
    type Item = i64;

    fn next(&mut self) -> Option<i64> {
        if self.made == self.runs {
            return None;
        }
        let share = (to_real(self.made) + self.random.fraction()) / to_real(self.runs);
        self.made += 1;
        Some(self.moment_of(share * self.total_weight))
    }
}

/// The plant's shifts; a person works in one of them.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Shift {
    Early,
    Late,
    Night,
}

impl Shift {
    pub(crate) fn at(moment_s: i64) -> Self {
        match hour_of_day(moment_s) {
            6..14 => Self::Early,
            14..22 => Self::Late,
            _ => Self::Night,
        }
    }
}

pub(crate) fn hour_of_day(moment_s: i64) -> i64 {
    moment_s.rem_euclid(DAY_S) / HOUR_S
}

/// Year and ISO week, as they are printed on labels.
pub(crate) fn year_and_week(moment_s: i64) -> (i16, i8) {
    let moment = Timestamp::from_second(moment_s).unwrap_or(Timestamp::UNIX_EPOCH);
    let week = moment.to_zoned(TimeZone::UTC).date().iso_week_date();
    (week.year(), week.week())
}

/// Weeks since the epoch, each from Monday to Sunday.
pub(crate) fn week_number(moment_s: i64) -> i64 {
    (moment_s.div_euclid(DAY_S) + 3).div_euclid(7)
}

fn history_before(end_s: i64, weight_wanted: f64) -> (i64, f64) {
    let mut start_s = end_s;
    let mut weight = 0.0;
    while weight < weight_wanted || end_s - start_s < SHORTEST_HISTORY_S {
        let hour_start_s = (start_s - 1).div_euclid(HOUR_S) * HOUR_S;
        weight += weight_between(hour_start_s, start_s, end_s);
        start_s = hour_start_s;
    }
    (start_s, weight)
}

fn next_hour(moment_s: i64) -> i64 {
    (moment_s.div_euclid(HOUR_S) + 1) * HOUR_S
}

/// Both moments lie in the same hour.
fn weight_between(from_s: i64, to_s: i64, end_s: i64) -> f64 {
    let seconds = i32::try_from(to_s - from_s).unwrap_or(0);
    hour_weight_before(from_s, end_s) * f64::from(seconds) / 3_600.0
}

fn hour_weight_before(moment_s: i64, end_s: i64) -> f64 {
    let usual = hour_weight_at(moment_s) * busyness_of(moment_s.div_euclid(DAY_S));
    if end_s - moment_s <= URGENT_ORDER_S {
        usual.max(URGENT_ORDER_WEIGHT)
    } else {
        usual
    }
}

/// No two days are alike: orders, illness, a feeder that jams.
fn busyness_of(day: i64) -> f64 {
    let mut random = Random::from_parts(&[DAY_STREAM, day.unsigned_abs()]);
    let usual = 0.82 + 0.36 * random.fraction();
    if random.chance(0.04) { 0.45 } else { usual }
}

fn hour_weight_at(moment_s: i64) -> f64 {
    // 1970-01-01 was a Thursday; 0 is Monday here.
    let weekday = (moment_s.div_euclid(DAY_S) + 3).rem_euclid(7);
    match (weekday, hour_of_day(moment_s)) {
        (6, _) | (5, 14..) | (0, ..6) => 0.0,
        (5, 6..) | (_, 10 | 18) => 0.6,
        (_, 6..14) => 1.0,
        (_, 14..22) => 0.7,
        _ => 0.15,
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "numbers of runs are far below 2^53"
)]
fn to_real(count: usize) -> f64 {
    count as f64
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "the argument is a part of an hour"
)]
fn whole_seconds(hours: f64) -> i64 {
    (hours * 3_600.0).floor() as i64
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Sunday 2026-11-22 17:00 UTC.
    const SUNDAY_S: i64 = 1_795_366_800;

    #[test]
    fn week_has_the_plants_rhythm() {
        let slots: Vec<i64> = Slots::new(1, SUNDAY_S, 50_000).collect();
        let in_hours = |wanted: &dyn Fn(i64, i64) -> bool| {
            let fits = |slot: &&i64| {
                wanted(
                    (slot.div_euclid(DAY_S) + 3).rem_euclid(7),
                    hour_of_day(**slot),
                )
            };
            slots.iter().filter(fits).count()
        };
        let sunday = in_hours(&|weekday, _| weekday == 6);
        let early = in_hours(&|weekday, hour| weekday < 5 && (6..14).contains(&hour));
        let night = in_hours(&|weekday, hour| weekday < 5 && !(6..22).contains(&hour));
        let urgent = slots
            .iter()
            .filter(|slot| SUNDAY_S - **slot < URGENT_ORDER_S + HOUR_S);
        assert_eq!(sunday, urgent.count(), "only the urgent order");
        assert!(sunday > 0);
        assert!(
            night > 0 && night * 5 < early,
            "night {night}, early {early}"
        );
    }

    #[test]
    fn label_date_is_the_iso_week() {
        assert_eq!(year_and_week(SUNDAY_S), (2026, 47));
        assert_eq!(week_number(SUNDAY_S) + 1, week_number(SUNDAY_S + DAY_S));
    }

    proptest! {
        #[test]
        fn slots_are_exact_in_number_ascending_and_inside(
            seed in any::<u64>(),
            end_s in 0_i64..4_000_000_000,
            runs in 0_usize..3_000,
        ) {
            let slots = Slots::new(seed, end_s, runs);
            let (start_s, end_limit_s) = (slots.start_s(), slots.end_s());
            let moments: Vec<i64> = slots.collect();
            prop_assert_eq!(moments.len(), runs);
            prop_assert!(moments.is_sorted());
            prop_assert!(moments.iter().all(|moment| (start_s..=end_limit_s).contains(moment)));
        }
    }
}
