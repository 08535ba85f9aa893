use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use proptest::prelude::*;

use crate::{Bucket, Calendar, DayStartError, Period};

const HOUR_US: i64 = 3_600_000_000;
const MINUTE_US: i64 = 60_000_000;

#[test]
fn days_of_changed_clocks_have_their_true_length() {
    const DAY: i64 = 24 * 60;
    // An instant, the start of its day, and the day's length in minutes.
    let at_six = [
        ("2025-03-29T12:00Z", "2025-03-29T05:00Z", DAY - 60),
        ("2025-03-30T03:59Z", "2025-03-29T05:00Z", DAY - 60),
        ("2025-03-30T04:00Z", "2025-03-30T04:00Z", DAY),
        ("2025-10-25T12:00Z", "2025-10-25T04:00Z", DAY + 60),
        ("2025-10-26T12:00Z", "2025-10-26T05:00Z", DAY),
    ];
    check_days("Europe/Berlin", 360, &at_six);
    let at_midnight = [
        ("2025-03-30T12:00Z", "2025-03-29T23:00Z", DAY - 60),
        ("2025-10-26T12:00Z", "2025-10-25T22:00Z", DAY + 60),
    ];
    check_days("Europe/Berlin", 0, &at_midnight);
    // At half past two in spring the day starts with the jump over it, in autumn the first time.
    let at_half_past_two = [
        ("2025-03-30T00:59Z", "2025-03-29T01:30Z", DAY - 30),
        ("2025-03-30T01:00Z", "2025-03-30T01:00Z", DAY - 30),
        ("2025-10-26T00:29Z", "2025-10-25T00:30Z", DAY),
        ("2025-10-26T00:30Z", "2025-10-26T00:30Z", DAY + 60),
    ];
    check_days("Europe/Berlin", 150, &at_half_past_two);
    let new_york = [
        ("2025-03-08T12:00Z", "2025-03-08T11:00Z", DAY - 60),
        ("2025-03-09T12:00Z", "2025-03-09T10:00Z", DAY),
        ("2025-11-01T12:00Z", "2025-11-01T10:00Z", DAY + 60),
    ];
    check_days("America/New_York", 360, &new_york);
    check_days(
        "America/New_York",
        0,
        &[("2025-11-02T12:00Z", "2025-11-02T04:00Z", DAY + 60)],
    );
    check_days(
        "Asia/Kolkata",
        360,
        &[("2025-06-01T12:00Z", "2025-06-01T00:30Z", DAY)],
    );
    check_days(
        "UTC",
        1_439,
        &[("2025-06-01T23:58Z", "2025-05-31T23:59Z", DAY)],
    );
}

fn check_days(zone: &str, day_start: u16, days: &[(&str, &str, i64)]) {
    let calendar = calendar(zone, day_start);
    for (instant, start, minutes) in days {
        let period = calendar.period_of(Bucket::Day, micros(instant));
        assert_eq!(shown(period), *start, "{zone} {day_start} {instant}");
        let length_us = period.end_us - period.start_us;
        assert_eq!(
            length_us / MINUTE_US,
            *minutes,
            "{zone} {day_start} {instant}"
        );
    }
}

#[test]
fn weeks_start_on_monday_and_months_on_the_first() {
    let berlin = calendar("Europe/Berlin", 360);
    let week = |instant| shown(berlin.period_of(Bucket::Week, micros(instant)));
    assert_eq!(week("2025-04-02T12:00Z"), "2025-03-31T04:00Z");
    assert_eq!(week("2025-03-31T03:59Z"), "2025-03-24T05:00Z");
    let month = |instant| shown(berlin.period_of(Bucket::Month, micros(instant)));
    assert_eq!(month("2025-04-01T03:59Z"), "2025-03-01T05:00Z");
    assert_eq!(month("2025-04-01T04:00Z"), "2025-04-01T04:00Z");
    assert_eq!(month("2024-02-29T12:00Z"), "2024-02-01T05:00Z");
}

#[test]
fn hours_run_on_through_a_changed_clock() {
    let berlin = calendar("Europe/Berlin", 0);
    let range = berlin.period_of(Bucket::Day, micros("2025-10-26T12:00Z"));
    let starts = berlin.period_starts(Bucket::Hour, range, 100);
    assert_eq!(starts.len(), 25);
    assert!(starts.windows(2).all(|pair| pair[1] - pair[0] == HOUR_US));
    // Lord Howe Island changes its clock by half an hour.
    let island = calendar("Australia/Lord_Howe", 0);
    let range = island.period_of(Bucket::Day, micros("2025-04-05T20:00Z"));
    let starts = island.period_starts(Bucket::Hour, range, 100);
    assert_eq!(starts.len(), 25);
    let last = island.period_of(Bucket::Hour, starts[24]);
    assert_eq!(last.end_us - last.start_us, HOUR_US / 2);
}

#[test]
fn a_date_that_a_zone_left_out_holds_no_instant() {
    let samoa = calendar("Pacific/Apia", 0);
    let before = samoa.period_of(Bucket::Day, micros("2011-12-30T09:59Z"));
    let after = samoa.period_of(Bucket::Day, micros("2011-12-30T10:00Z"));
    assert_eq!(shown(before), "2011-12-29T10:00Z");
    assert_eq!(shown(after), "2011-12-30T10:00Z");
    assert_eq!(before.end_us, after.start_us);
}

#[test]
fn wild_times_fall_into_the_first_or_the_last_period() {
    let berlin = calendar("Europe/Berlin", 360);
    for bucket in [Bucket::Hour, Bucket::Day, Bucket::Week, Bucket::Month] {
        let first = berlin.period_of(bucket, i64::MIN);
        assert_eq!(first, berlin.period_of(bucket, i64::MIN / 2));
        let last = berlin.period_of(bucket, i64::MAX);
        assert_eq!(last, berlin.period_of(bucket, i64::MAX / 2));
        assert!(first.end_us - first.start_us <= 31 * 24 * HOUR_US);
        assert!(last.end_us - last.start_us <= 31 * 24 * HOUR_US);
    }
}

#[test]
fn period_starts_stop_at_the_limit_and_at_the_end() {
    let utc = Calendar::utc();
    let range = Period {
        start_us: HOUR_US,
        end_us: 48 * HOUR_US,
    };
    assert_eq!(utc.period_starts(Bucket::Day, range, 10), [0, 24 * HOUR_US]);
    assert_eq!(utc.period_starts(Bucket::Hour, range, 3).len(), 3);
    let empty = Period {
        start_us: 5,
        end_us: 5,
    };
    assert!(utc.period_starts(Bucket::Day, empty, 10).is_empty());
    let endless = Period {
        start_us: i64::MIN,
        end_us: i64::MAX,
    };
    assert_eq!(utc.period_starts(Bucket::None, endless, 10), [i64::MIN]);
    assert!(utc.period_starts(Bucket::Month, endless, 1_000_000).len() < 120_000);
}

#[test]
fn a_day_start_is_within_the_day() {
    assert!(Calendar::new(TimeZone::UTC, 1_439).is_ok());
    for minutes in [1_440, u16::MAX] {
        let refused = Calendar::new(TimeZone::UTC, minutes).unwrap_err();
        assert_eq!(refused, DayStartError { minutes });
    }
}

/// A day begins when the local clock, minus the day start, first shows a new date; it never goes
/// back to an earlier one. Followed minute by minute, that needs no understanding of gaps and folds.
#[test]
fn days_agree_with_a_clock_watched_minute_by_minute() {
    let nights = [
        ("Europe/Berlin", "2025-03-28T00:00Z"),
        ("Europe/Berlin", "2025-10-24T00:00Z"),
        ("America/New_York", "2025-03-07T00:00Z"),
        ("America/New_York", "2025-10-31T00:00Z"),
        ("Australia/Lord_Howe", "2025-04-04T00:00Z"),
        ("Africa/Cairo", "2025-04-23T00:00Z"),
        ("Africa/Cairo", "2025-10-29T00:00Z"),
        ("America/Havana", "2025-03-07T00:00Z"),
        ("Pacific/Apia", "2011-12-28T00:00Z"),
        ("America/St_Johns", "2006-10-27T00:00Z"),
    ];
    for (zone, from) in nights {
        for day_start in [0, 1, 90, 120, 150, 179, 180, 360, 1_410] {
            watch_clock(zone, day_start, micros(from));
        }
    }
}

fn watch_clock(zone: &str, day_start: u16, from_us: i64) {
    let time_zone = TimeZone::get(zone).unwrap();
    let calendar = calendar(zone, day_start);
    let mut date = Date::MIN;
    let mut start_us = None;
    for minute in 0..4 * 1_440 {
        let time_us = from_us + minute * MINUTE_US;
        let local = time_zone.to_datetime(Timestamp::from_microsecond(time_us).unwrap());
        let shifted = local
            .saturating_sub(jiff::SignedDuration::from_mins(day_start.into()))
            .date();
        if date < shifted {
            // When the first day began is not known: the watch started in the middle of it.
            start_us = (date != Date::MIN).then_some(time_us);
            date = shifted;
        }
        if let Some(start_us) = start_us {
            let period = calendar.period_of(Bucket::Day, time_us);
            assert_eq!(period.start_us, start_us, "{zone} {day_start} {local}");
        }
    }
}

proptest! {
    #[test]
    fn periods_have_neither_gaps_nor_overlaps(
        zone in prop::sample::select(vec![
            "UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe",
            "Pacific/Apia", "America/Sao_Paulo", "Africa/Cairo",
        ]),
        day_start in 0_u16..1_440,
        time_us in -2_000_000_000_000_000_i64..4_000_000_000_000_000,
        bucket in prop::sample::select(vec![Bucket::Hour, Bucket::Day, Bucket::Week, Bucket::Month]),
    ) {
        let calendar = calendar(zone, day_start);
        let period = calendar.period_of(bucket, time_us);
        prop_assert!(period.start_us <= time_us && time_us < period.end_us);
        prop_assert_eq!(calendar.period_of(bucket, period.start_us), period);
        prop_assert_eq!(calendar.period_of(bucket, period.end_us - 1), period);
        prop_assert_eq!(calendar.period_of(bucket, period.end_us).start_us, period.end_us);
        prop_assert_eq!(calendar.period_of(bucket, period.start_us - 1).end_us, period.start_us);
    }
}

fn calendar(zone: &str, day_start: u16) -> Calendar {
    Calendar::new(TimeZone::get(zone).unwrap(), day_start).unwrap()
}

fn micros(instant: &str) -> i64 {
    instant.parse::<Timestamp>().unwrap().as_microsecond()
}

fn shown(period: Period) -> String {
    let start = Timestamp::from_microsecond(period.start_us).unwrap();
    start.strftime("%Y-%m-%dT%H:%MZ").to_string()
}
