//! What "today" or "from … to …" means in an organisation's calendar, and which time it is compared with.
//!
//! A period that is not over yet is compared with the same part of the period before: this morning with
//! yesterday morning, not with the whole of yesterday.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use standcloud_columns::{Bucket, Calendar, Period};
use standcloud_store::{Organisation, UnixMicros};
use utoipa::ToSchema;

use super::problem::Problem;

/// The organisation's day, week (from Monday) or month that holds the present.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RunRangeName {
    Today,
    Yesterday,
    Week,
    Month,
    All,
}

/// What was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunRange {
    Named(RunRangeName),
    /// At least one end is there.
    Between(Option<RangeEnd>, Option<RangeEnd>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RangeEnd {
    Instant(Timestamp),
    Day(Date),
}

/// The range as instants, and the one that it is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TimeSpan {
    pub from_us: Option<i64>,
    /// Not included.
    pub to_us: Option<i64>,
    /// `None` when there is no time before, as before all times.
    pub before: Option<Period>,
}

/// Days as the organisation counts them.
pub fn calendar_of(organisation: &Organisation) -> Calendar {
    let zone = TimeZone::get(&organisation.time_zone).unwrap_or(TimeZone::UTC);
    let day_start = u16::try_from(organisation.day_start_minutes).unwrap_or(0);
    Calendar::new(zone, day_start).unwrap_or_else(|_| Calendar::utc())
}

impl RunRangeName {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Today => "today",
            Self::Yesterday => "yesterday",
            Self::Week => "week",
            Self::Month => "month",
            Self::All => "all",
        }
    }

    pub fn parse(word: &str) -> Result<Self, Problem> {
        Ok(match word {
            "today" => Self::Today,
            "yesterday" => Self::Yesterday,
            "week" => Self::Week,
            "month" => Self::Month,
            "all" => Self::All,
            _ => {
                let words = "A range is today, yesterday, week, month or all.";
                return Err(Problem::invalid("range", words));
            }
        })
    }
}

impl RunRange {
    /// `from` and `to` win over a name.
    pub fn read(
        name: Option<RunRangeName>,
        from: Option<&str>,
        to: Option<&str>,
    ) -> Result<Self, Problem> {
        let from = from.map(|text| RangeEnd::parse("from", text)).transpose()?;
        let to = to.map(|text| RangeEnd::parse("to", text)).transpose()?;
        Ok(match (from, to) {
            (None, None) => Self::Named(name.unwrap_or(RunRangeName::All)),
            (from, to) => Self::Between(from, to),
        })
    }

    pub fn span(self, calendar: &Calendar, now: UnixMicros) -> Result<TimeSpan, Problem> {
        let (bucket, instant) = match self {
            Self::Between(from, to) => return between(calendar, from, to, now),
            Self::Named(RunRangeName::All) => return Ok(TimeSpan::default()),
            Self::Named(RunRangeName::Yesterday) => {
                let today = calendar.period_of(Bucket::Day, now.0);
                (Bucket::Day, today.start_us - 1)
            }
            Self::Named(RunRangeName::Today) => (Bucket::Day, now.0),
            Self::Named(RunRangeName::Week) => (Bucket::Week, now.0),
            Self::Named(RunRangeName::Month) => (Bucket::Month, now.0),
        };
        let period = calendar.period_of(bucket, instant);
        let before = calendar.period_of(bucket, period.start_us - 1);
        let is_over = period.end_us <= now.0;
        let elapsed_us = now.0 - period.start_us;
        let end_us = if is_over {
            before.end_us
        } else {
            before.end_us.min(before.start_us + elapsed_us)
        };
        Ok(TimeSpan {
            from_us: Some(period.start_us),
            to_us: Some(period.end_us),
            before: Some(Period { end_us, ..before }),
        })
    }
}

impl RangeEnd {
    fn parse(field: &str, text: &str) -> Result<Self, Problem> {
        // A plus sign that was not percent-encoded arrives as a space.
        let text = text.trim().replace(' ', "+");
        if let Ok(instant) = text.parse::<Timestamp>() {
            return Ok(Self::Instant(instant));
        }
        // A date parser reads the date of "2026-11-22T10:00" and would leave out the time.
        let date = text.parse::<Date>().ok().filter(|_| !text.contains('T'));
        date.map(Self::Day).ok_or_else(|| {
            let forms = "Write a date such as 2026-01-31 or a time such as 2026-01-31T14:00:00Z.";
            Problem::invalid(field, forms)
        })
    }

    fn start_us(self, calendar: &Calendar) -> Result<i64, Problem> {
        match self {
            Self::Instant(instant) => Ok(instant.as_microsecond()),
            Self::Day(date) => Ok(day(calendar, "from", date)?.start_us),
        }
    }

    fn end_us(self, calendar: &Calendar) -> Result<i64, Problem> {
        match self {
            Self::Instant(instant) => Ok(instant.as_microsecond()),
            Self::Day(date) => Ok(day(calendar, "to", date)?.end_us),
        }
    }
}

fn day(calendar: &Calendar, field: &str, date: Date) -> Result<Period, Problem> {
    let beyond = || Problem::invalid(field, "That day is beyond the calendar.");
    calendar.day_of(date).ok_or_else(beyond)
}

fn between(
    calendar: &Calendar,
    from: Option<RangeEnd>,
    to: Option<RangeEnd>,
    now: UnixMicros,
) -> Result<TimeSpan, Problem> {
    let from_us = from.map(|from| from.start_us(calendar)).transpose()?;
    let to_us = to.map(|to| to.end_us(calendar)).transpose()?;
    if let (Some(from), Some(to)) = (from_us, to_us)
        && to <= from
    {
        return Err(Problem::invalid(
            "to",
            "The end must be after the beginning.",
        ));
    }
    let before = from_us.and_then(|from| {
        let length_us = to_us.unwrap_or(now.0).min(now.0).checked_sub(from)?;
        let start_us = from.checked_sub(length_us).filter(|_| length_us > 0)?;
        Some(Period {
            start_us,
            end_us: from,
        })
    });
    Ok(TimeSpan {
        from_us,
        to_us,
        before,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The day begins at six in Berlin.
    fn berlin() -> Calendar {
        Calendar::new(TimeZone::get("Europe/Berlin").unwrap(), 360).unwrap()
    }

    fn at(text: &str) -> i64 {
        text.parse::<Timestamp>().unwrap().as_microsecond()
    }

    fn span(range: RunRange, now: &str) -> TimeSpan {
        range.span(&berlin(), UnixMicros(at(now))).unwrap()
    }

    fn shown(span: TimeSpan) -> String {
        let text = |us: i64| Timestamp::from_microsecond(us).unwrap().to_string();
        let end = |us: Option<i64>| us.map_or("…".to_owned(), text);
        let before = span.before.map_or("nothing".to_owned(), |before| {
            format!("{} – {}", text(before.start_us), text(before.end_us))
        });
        format!(
            "{} – {}, before {before}",
            end(span.from_us),
            end(span.to_us)
        )
    }

    #[test]
    fn calendar_periods_begin_with_the_first_shift() {
        let now = "2026-11-22T03:00:00Z";
        let expect = |name, expected: &str| {
            assert_eq!(shown(span(RunRange::Named(name), now)), expected);
        };
        // Four in the morning still belongs to Saturday, which began 23 hours ago.
        expect(
            RunRangeName::Today,
            "2026-11-21T05:00:00Z – 2026-11-22T05:00:00Z, \
             before 2026-11-20T05:00:00Z – 2026-11-21T03:00:00Z",
        );
        expect(
            RunRangeName::Yesterday,
            "2026-11-20T05:00:00Z – 2026-11-21T05:00:00Z, \
             before 2026-11-19T05:00:00Z – 2026-11-20T05:00:00Z",
        );
        expect(
            RunRangeName::Week,
            "2026-11-16T05:00:00Z – 2026-11-23T05:00:00Z, \
             before 2026-11-09T05:00:00Z – 2026-11-15T03:00:00Z",
        );
        expect(
            RunRangeName::Month,
            "2026-11-01T05:00:00Z – 2026-12-01T05:00:00Z, \
             before 2026-10-01T04:00:00Z – 2026-10-22T02:00:00Z",
        );
        expect(RunRangeName::All, "… – …, before nothing");
    }

    #[test]
    fn dates_are_days_of_the_organisation() {
        let range = RunRange::read(None, Some("2026-11-02"), Some("2026-11-03")).unwrap();
        assert_eq!(
            shown(span(range, "2026-11-22T03:00:00Z")),
            "2026-11-02T05:00:00Z – 2026-11-04T05:00:00Z, \
             before 2026-10-31T05:00:00Z – 2026-11-02T05:00:00Z"
        );
        let range = RunRange::read(None, Some("2026-11-02T10:00:00 01:00"), None).unwrap();
        assert_eq!(
            shown(span(range, "2026-11-02T10:00:00Z")),
            "2026-11-02T09:00:00Z – …, before 2026-11-02T08:00:00Z – 2026-11-02T09:00:00Z"
        );
    }

    #[test]
    fn what_is_no_time_is_refused() {
        for text in ["", "soon", "2026-13-01", "2026-11-22T10:00"] {
            assert!(RunRange::read(None, Some(text), None).is_err(), "{text}");
        }
        let backwards = RunRange::read(None, Some("2026-11-03"), Some("2026-11-02")).unwrap();
        let now = UnixMicros(at("2026-11-22T03:00:00Z"));
        assert!(backwards.span(&berlin(), now).is_err());
        let future = RunRange::read(None, Some("2027-01-01"), None).unwrap();
        assert_eq!(future.span(&berlin(), now).unwrap().before, None);
    }
}
