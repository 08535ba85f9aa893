//! Measures the facts with ten million invented runs and prints a table.
//!
//! `cargo run --release --example facts_speed [RUNS [QUERY]]`: with the beginning of a query's name,
//! only those queries are measured.

#![expect(
    clippy::print_stdout,
    clippy::expect_used,
    reason = "a program that prints a table"
)]

use std::time::{Duration, Instant};

use jiff::tz::TimeZone;
use standcloud_columns::{
    Bucket, Calendar, Dimension, Direction, FactRow, Facts, Filter, Grouping, NameField, PageStart,
    RunStatus, SortBy, count, group_by, last_run_per_unit, newest_first, sorted_page,
};

const YEAR_S: i64 = 365 * 86_400;
const YEAR_US: i64 = YEAR_S * 1_000_000;
const MILLIONTHS: u32 = 1_000_000;
const START_US: i64 = 1_750_000_000_000_000;
const REPEATS: u32 = 9;
const REPEAT_AT_LEAST: Duration = Duration::from_millis(300);

fn main() {
    let runs: u32 = std::env::args()
        .nth(1)
        .and_then(|runs| runs.parse().ok())
        .unwrap_or(10_000_000);
    let (ordered, append) = build(runs, Order::Nearly);
    line("append, 1,000 rows at a time", append, &rate(runs, append));
    let bytes_per_run = ordered.memory_bytes() / ordered.len().max(1);
    line(
        "memory",
        Duration::ZERO,
        &format!("{bytes_per_run} bytes a run"),
    );
    append_beside_a_snapshot(&ordered, runs);
    println!("\nrun times nearly in the order of run numbers");
    measure_queries(&ordered);
    drop(ordered);
    println!("\nrun times in any order");
    measure_queries(&build(runs, Order::Any).0);
}

#[derive(Clone, Copy, PartialEq)]
enum Order {
    Nearly,
    Any,
}

fn measure_queries(facts: &Facts) {
    let all = Filter::default();
    let stand = Filter {
        stands: Some([7].into_iter().collect()),
        ..Filter::default()
    };
    let part = Filter {
        parts: Some([2, 3, 5, 8, 13].into_iter().collect()),
        ..Filter::default()
    };
    let failed = Filter {
        statuses: [RunStatus::Failed].into_iter().collect(),
        ..Filter::default()
    };
    let unit = Filter {
        units: Some([4_710].into_iter().collect()),
        ..Filter::default()
    };
    let quarter = Filter {
        from_us: Some(START_US + YEAR_US / 2),
        to_us: Some(START_US + YEAR_US * 3 / 4),
        ..Filter::default()
    };
    let group = |filter: &Filter, bucket, dimension| {
        let zone = TimeZone::get("Europe/Berlin").expect("the time zone is known");
        let calendar = Calendar::new(zone, 6 * 60).expect("06:00 is a day start");
        let grouping = Grouping::new(calendar, bucket, dimension);
        group_by(facts, filter, &grouping)
            .expect("within the limits")
            .len()
    };
    time("count, 1 stand", || count(facts, &stand));
    time("by nothing, all runs", || group(&all, Bucket::None, None));
    time("by nothing, 1 stand", || group(&stand, Bucket::None, None));
    time("by stand, all runs", || {
        group(&all, Bucket::None, Some(Dimension::Stand))
    });
    time("by stand, 3 months", || {
        group(&quarter, Bucket::None, Some(Dimension::Stand))
    });
    time("by day, all runs", || group(&all, Bucket::Day, None));
    time("by day, 1 stand", || group(&stand, Bucket::Day, None));
    time("by day, 5 parts", || group(&part, Bucket::Day, None));
    time("by day, failed", || group(&failed, Bucket::Day, None));
    time("by day, 3 months", || group(&quarter, Bucket::Day, None));
    time("by day and stand, all runs", || {
        group(&all, Bucket::Day, Some(Dimension::Stand))
    });
    time("by hour, all runs", || group(&all, Bucket::Hour, None));
    time("by failing step, failed", || {
        group(&failed, Bucket::None, Some(Dimension::FailingStep))
    });
    time("page of 50, all runs", || {
        newest_first(facts, &all, 0, 50).len()
    });
    time("page of 50, 1 stand", || {
        newest_first(facts, &stand, 0, 50).len()
    });
    time("page of 50, failed, offset 10,000", || {
        newest_first(facts, &failed, 10_000, 50).len()
    });
    time("page of 50, offset 1,000,000", || {
        newest_first(facts, &all, 1_000_000, 50).len()
    });
    time("runs of 1 unit", || newest_first(facts, &unit, 0, 50).len());
    time("last run per unit, page of 50", || {
        last_run_per_unit(facts, &all, 0, 50).len()
    });
    time("last run per unit, failed", || {
        last_run_per_unit(facts, &failed, 0, 50).len()
    });
    time("last run of 1 unit", || {
        last_run_per_unit(facts, &unit, 0, 50).len()
    });
    measure_sorting(facts);
}

/// The first page of each order, and the one after its last run.
fn measure_sorting(facts: &Facts) {
    let all = Filter::default();
    let places: Vec<u32> = (0..100).map(|id| id * 37 % 101).collect();
    let orders = [
        ("run time", SortBy::RunTime),
        ("duration", SortBy::Duration),
        ("attempt", SortBy::Attempt),
        ("status", SortBy::Status),
        ("plan", SortBy::Name(NameField::Plan, &places)),
        ("stand", SortBy::Name(NameField::Stand, &places)),
    ];
    for (name, by) in orders {
        for (way, direction) in [
            ("up", Direction::Ascending),
            ("down", Direction::Descending),
        ] {
            let page = |start| sorted_page(facts, &all, by, direction, start, 51);
            let first = page(PageStart::First);
            let next = first
                .last()
                .map_or(PageStart::First, |run| PageStart::After(*run));
            time(&format!("sorted by {name}, {way}"), || {
                page(PageStart::First).len()
            });
            time(&format!("sorted by {name}, {way}, next"), || {
                page(next).len()
            });
        }
    }
}

fn append_beside_a_snapshot(facts: &Facts, runs: u32) {
    let mut facts = facts.clone();
    let mut random = Random(1);
    let started = Instant::now();
    for group in 0..1_000 {
        let snapshot = facts.clone();
        let numbers = (0..30).map(|row| runs + group * 30 + row);
        facts.apply(
            numbers
                .map(|number| invented_row(number, &mut random, MILLIONTHS))
                .collect(),
        );
        assert!(snapshot.len() < facts.len());
    }
    line(
        "append 30 rows beside a snapshot",
        started.elapsed() / 1_000,
        "mean of 1,000",
    );
}

fn build(runs: u32, order: Order) -> (Facts, Duration) {
    let mut facts = Facts::new();
    let mut random = Random(42);
    let mut appending = Duration::ZERO;
    for start in (0..runs).step_by(1_000) {
        let numbers = start..runs.min(start + 1_000);
        let rows: Vec<FactRow> = numbers
            .map(|number| {
                let passed = u64::from(number) * u64::from(MILLIONTHS) / u64::from(runs);
                let share = match order {
                    Order::Nearly => u32::try_from(passed).unwrap_or(MILLIONTHS),
                    Order::Any => random.below(MILLIONTHS),
                };
                invented_row(number, &mut random, share)
            })
            .collect();
        let started = Instant::now();
        facts.apply(rows);
        appending += started.elapsed();
    }
    (facts, appending)
}

/// 40 stands, 5 plans, 60 parts, four runs for each three units, one run in twelve fails.
fn invented_row(number: u32, random: &mut Random, millionths_of_year: u32) -> FactRow {
    let failed = random.below(12) == 0;
    let seconds = i64::from(millionths_of_year) * YEAR_S / i64::from(MILLIONTHS);
    let retest = random.below(4) == 0;
    let newest_unit = (number / 4 * 3).max(1);
    let unit = if retest {
        newest_unit - random.below(newest_unit.min(200))
    } else {
        newest_unit
    };
    FactRow {
        run_number: i64::from(number) + 1,
        time_us: START_US + (seconds - i64::from(random.below(600))) * 1_000_000,
        duration_ms: Some(20_000 + random.below(200_000)),
        status: if failed {
            RunStatus::Failed
        } else {
            RunStatus::Passed
        },
        voided: random.below(1_000) == 0,
        attempt: if retest { 2 } else { 1 },
        plan: 1 + random.below(5),
        part: 1 + random.below(60),
        revision: 1 + random.below(4),
        unit,
        stand: 1 + random.below(40),
        batch: number / 5_000,
        process: 1 + random.below(3),
        operator: 1 + random.below(30),
        error_code: failed.then(|| random.below(200)),
        failing_step: if failed { 1 + random.below(2_000) } else { 0 },
        tag_set: 1 + random.below(500),
    }
}

fn time(name: &str, mut query: impl FnMut() -> usize) {
    if std::env::args()
        .nth(2)
        .is_some_and(|wanted| !name.starts_with(&wanted))
    {
        return;
    }
    let begun = Instant::now();
    let (mut best, mut result, mut repeats) = (Duration::MAX, 0, 0);
    let mut least_busy = Duration::MAX;
    // The best of many, because other programs on the machine can only make it slower.
    while repeats < REPEATS || begun.elapsed() < REPEAT_AT_LEAST {
        let (started, busy) = (Instant::now(), busy());
        result = query();
        best = best.min(started.elapsed());
        least_busy = least_busy.min(self::busy().saturating_sub(busy));
        repeats += 1;
    }
    let busy_ms = least_busy.as_secs_f64() * 1_000.0;
    line(
        name,
        best,
        &format!("{busy_ms:>8.2} ms of processors   {result} results"),
    );
}

/// What all threads have computed so far, where Linux tells it: on a busy machine the better measure.
fn busy() -> Duration {
    let threads = std::fs::read_dir("/proc/self/task").into_iter().flatten();
    let times = threads.flatten().filter_map(|thread| {
        let text = std::fs::read_to_string(thread.path().join("schedstat")).ok()?;
        text.split_whitespace().next()?.parse::<u64>().ok()
    });
    Duration::from_nanos(times.sum())
}

fn line(name: &str, time: Duration, note: &str) {
    println!(
        "{name:<40} {:>10.2} ms   {note}",
        time.as_secs_f64() * 1_000.0
    );
}

fn rate(count: u32, time: Duration) -> String {
    format!(
        "{:.1} M rows/s",
        f64::from(count) / time.as_secs_f64() / 1e6
    )
}

/// A small generator, so that every start measures the same runs.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u32) -> u32 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        u32::try_from((self.0 >> 33) % u64::from(limit)).unwrap_or(0)
    }
}
