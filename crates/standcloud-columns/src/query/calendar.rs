//! The organisation's hours, days, weeks and months.
//!
//! Problem: a factory's day starts with its first shift, not at midnight, and the clock is changed
//! twice a year, so a day has 23, 24 or 25 hours. Choice: a period starts at the first instant at
//! which the local clock reads the day start, or has jumped over it, and ends where the next one
//! starts. Consequence: periods have neither gaps nor overlaps, and the time zone is asked once a
//! period instead of once a run.

use jiff::civil::{Date, DateTime, Time, Weekday};
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{Span, Timestamp, ToSpan};
use thiserror::Error;

const HOUR_US: i64 = 3_600_000_000;
const MINUTES_PER_HOUR: u16 = 60;

/// Years 1 to 9000. A stand's clock can be wrong by any amount, and its runs must not break the
/// figures of all others: they count in the first or the last period.
const FIRST_US: i64 = -62_135_596_800_000_000;
const LAST_US: i64 = 221_845_392_000_000_000;

/// What a day is in one organisation.
#[derive(Clone, Debug)]
pub struct Calendar {
    time_zone: TimeZone,
    day_start: Time,
}

/// The periods into which runs are grouped by run time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Bucket {
    /// One period for all.
    #[default]
    None,
    /// 3,600 s each from the day start on; the last of a day is shorter where the clock is changed
    /// by less than an hour.
    Hour,
    Day,
    /// From the day start on Monday.
    Week,
    /// From the day start on the first of the month.
    Month,
}

/// From the first instant on, before the second, in Unix microseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    pub start_us: i64,
    pub end_us: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("the day start must be less than 1440 minutes after midnight, not {minutes}")]
pub struct DayStartError {
    pub minutes: u16,
}

impl Calendar {
    /// `day_start_minutes` after midnight on the local clock is where a day starts.
    pub fn new(time_zone: TimeZone, day_start_minutes: u16) -> Result<Self, DayStartError> {
        let hour = i8::try_from(day_start_minutes / MINUTES_PER_HOUR);
        let minute = i8::try_from(day_start_minutes % MINUTES_PER_HOUR);
        let day_start = hour.ok().zip(minute.ok());
        let day_start = day_start.and_then(|(hour, minute)| Time::new(hour, minute, 0, 0).ok());
        let day_start = day_start.ok_or(DayStartError {
            minutes: day_start_minutes,
        })?;
        Ok(Self {
            time_zone,
            day_start,
        })
    }

    /// Days from midnight to midnight in Coordinated Universal Time.
    pub fn utc() -> Self {
        Self {
            time_zone: TimeZone::UTC,
            day_start: Time::midnight(),
        }
    }

    /// The period that an instant lies in. [`Bucket::None`] has one that holds every instant.
    pub fn period_of(&self, bucket: Bucket, time_us: i64) -> Period {
        let time_us = within_calendar(time_us);
        // Dates from year 1 to 9000 are far from where the arithmetic ends.
        self.find_period(bucket, time_us).unwrap_or(Period::ENDLESS)
    }

    /// The day of that date. `None` beyond the years that can be told.
    pub fn day_of(&self, date: Date) -> Option<Period> {
        let next_date = date.checked_add(1.day()).ok()?;
        Some(Period {
            start_us: self.start_of(date)?,
            end_us: self.start_of(next_date)?,
        })
    }

    /// The starts of all periods that overlap a time range, for charts that show empty periods too;
    /// at most `limit`.
    pub fn period_starts(&self, bucket: Bucket, range: Period, limit: usize) -> Vec<i64> {
        let mut starts = Vec::new();
        let mut time_us = range.start_us;
        while time_us < range.end_us && starts.len() < limit {
            let period = self.period_of(bucket, time_us);
            starts.push(period.start_us);
            if period.end_us <= time_us {
                break;
            }
            time_us = period.end_us;
        }
        starts
    }

    /// The local clock's hour at which the hour that holds an instant starts.
    pub(super) fn hour_of_day(&self, time_us: i64) -> u64 {
        let start_us = self.period_of(Bucket::Hour, time_us).start_us;
        let local = self.local(start_us).map(DateTime::hour);
        local.and_then(|hour| hour.try_into().ok()).unwrap_or(0)
    }

    /// From 1 for Monday to 7 for Sunday.
    pub(super) fn weekday(&self, time_us: i64) -> u64 {
        let start_us = self.period_of(Bucket::Day, time_us).start_us;
        let weekday = self.local(start_us).map(DateTime::weekday);
        let number = weekday.map(Weekday::to_monday_one_offset);
        number
            .and_then(|number| number.try_into().ok())
            .unwrap_or(0)
    }

    fn local(&self, time_us: i64) -> Option<DateTime> {
        let instant = Timestamp::from_microsecond(time_us).ok()?;
        Some(self.time_zone.to_datetime(instant))
    }

    fn find_period(&self, bucket: Bucket, time_us: i64) -> Option<Period> {
        match bucket {
            Bucket::None => Some(Period::ENDLESS),
            Bucket::Hour => Some(hour_of(self.find_period(Bucket::Day, time_us)?, time_us)),
            Bucket::Day => self.calendar_period(time_us, |date| date, 1.day()),
            Bucket::Week => self.calendar_period(time_us, monday_of, 1.week()),
            Bucket::Month => self.calendar_period(time_us, Date::first_of_month, 1.month()),
        }
    }

    fn calendar_period(
        &self,
        time_us: i64,
        first_date: impl Fn(Date) -> Date,
        step: Span,
    ) -> Option<Period> {
        let instant = Timestamp::from_microsecond(time_us).ok()?;
        let mut date = first_date(self.time_zone.to_datetime(instant).date());
        // Before the day start it is still yesterday; a date that the zone left out has no instant.
        while time_us < self.start_of(date)? {
            date = date.checked_sub(step).ok()?;
        }
        loop {
            let next_date = date.checked_add(step).ok()?;
            let period = Period {
                start_us: self.start_of(date)?,
                end_us: self.start_of(next_date)?,
            };
            if time_us < period.end_us {
                return Some(period);
            }
            date = next_date;
        }
    }

    fn start_of(&self, date: Date) -> Option<i64> {
        let ambiguous = self
            .time_zone
            .to_ambiguous_timestamp(date.to_datetime(self.day_start));
        let is_gap = matches!(ambiguous.offset(), AmbiguousOffset::Gap { .. });
        // Of a repeated hour this is the first pass.
        let start = ambiguous.compatible().ok()?;
        let start = if is_gap {
            self.end_of_gap(start)?
        } else {
            start
        };
        Some(start.as_microsecond())
    }

    /// The instant of the jump; `after_gap` is as long after it as the day start lies in the gap.
    fn end_of_gap(&self, after_gap: Timestamp) -> Option<Timestamp> {
        let just_after = after_gap.checked_add(1.nanosecond()).ok()?;
        Some(
            self.time_zone
                .preceding(just_after)
                .next()
                .map_or(after_gap, |jump| jump.timestamp()),
        )
    }
}

impl Period {
    const ENDLESS: Self = Self {
        start_us: i64::MIN,
        end_us: i64::MAX,
    };

    pub(super) fn contains(self, time_us: i64) -> bool {
        self.start_us <= time_us && time_us < self.end_us
    }
}

pub(super) fn within_calendar(time_us: i64) -> i64 {
    time_us.clamp(FIRST_US, LAST_US)
}

fn hour_of(day: Period, time_us: i64) -> Period {
    let hours = (time_us - day.start_us) / HOUR_US;
    let start_us = day.start_us + hours * HOUR_US;
    Period {
        start_us,
        end_us: day.end_us.min(start_us + HOUR_US),
    }
}

fn monday_of(date: Date) -> Date {
    let days_since_monday = i64::from(date.weekday().to_monday_zero_offset());
    date.saturating_sub(days_since_monday.days())
}
