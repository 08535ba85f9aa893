//! What the queries mean, written as loops over plain rows.

use std::collections::{BTreeMap, HashMap, HashSet};

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::{
    Bucket, Calendar, Dimension, FactRow, Filter, Group, Grouping, IdSet, RunPosition, RunStatus,
    Span, Trends, Verdict, VoidedRuns,
};

/// Period and keys of a group.
type Member = (Option<i64>, [Option<u32>; 3]);

#[derive(Clone, Debug, Default)]
pub(super) struct Reference {
    pub(super) rows: BTreeMap<i64, FactRow>,
}

impl Reference {
    pub(super) fn apply(&mut self, rows: &[FactRow]) {
        self.rows
            .extend(rows.iter().map(|row| (row.run_number, row.clone())));
    }

    pub(super) fn passing<'a>(&'a self, filter: &'a Filter) -> impl Iterator<Item = &'a FactRow> {
        let first_tests = filter.first_tests.then(|| self.first_tests());
        let is_wanted = move |row: &FactRow| {
            let first_tests = first_tests.as_ref();
            first_tests.is_none_or(|first_tests| first_tests.contains_key(&row.run_number))
        };
        let rows = self.rows.values();
        rows.filter(move |row| passes(filter, row) && is_wanted(row))
    }

    pub(super) fn newest_first(&self, filter: &Filter) -> Vec<RunPosition> {
        newest_first(self.passing(filter))
    }

    pub(super) fn last_run_per_unit(&self, filter: &Filter) -> Vec<RunPosition> {
        let mut last: HashMap<u32, &FactRow> = HashMap::new();
        for row in self
            .rows
            .values()
            .filter(|row| row.unit != 0 && !row.voided)
        {
            let entry = last.entry(row.unit).or_insert(row);
            if position(entry) < position(row) {
                *entry = row;
            }
        }
        let passing: HashSet<i64> = self.passing(filter).map(|row| row.run_number).collect();
        newest_first(
            last.into_values()
                .filter(|row| passing.contains(&row.run_number)),
        )
    }

    pub(super) fn count_per_unit(&self, filter: &Filter, units: &[u32]) -> Vec<u32> {
        let count = |unit| self.passing(filter).filter(|row| row.unit == unit).count();
        units
            .iter()
            .map(|unit| u32::try_from(count(*unit)).unwrap())
            .collect()
    }

    pub(super) fn group_by(&self, filter: &Filter, grouping: &Grouping) -> Vec<Group> {
        let mut groups: BTreeMap<Member, Vec<&FactRow>> = BTreeMap::new();
        for row in self.passing(filter) {
            let period = grouping.calendar.period_of(grouping.bucket, row.time_us);
            let start = (grouping.bucket != Bucket::None).then_some(period.start_us);
            let mut keys = [None; 3];
            for (key, dimension) in keys.iter_mut().zip(&grouping.dimensions) {
                *key = key_in(&grouping.calendar, *dimension, row);
            }
            groups.entry((start, keys)).or_default().push(row);
        }
        let first_tests = self.first_tests();
        groups
            .into_iter()
            .map(|((start, keys), rows)| group(&first_tests, start, keys, &rows))
            .collect()
    }

    pub(super) fn spans_by(
        &self,
        filter: &Filter,
        calendar: &Calendar,
        dimension: Dimension,
    ) -> Vec<Span> {
        let mut times: BTreeMap<Option<u32>, Vec<i64>> = BTreeMap::new();
        for row in self.passing(filter) {
            let key = key_in(calendar, dimension, row);
            times.entry(key).or_default().push(row.time_us);
        }
        let span = |(key, times): (Option<u32>, Vec<i64>)| Span {
            key,
            runs: times.len() as u64,
            first_us: times.iter().copied().min().unwrap(),
            last_us: times.iter().copied().max().unwrap(),
        };
        times.into_iter().map(span).collect()
    }

    pub(super) fn count_trends(&self, filter: &Filter, trends: &Trends<'_>) -> Vec<Vec<u64>> {
        let periods: Vec<_> = trends.edges_us.windows(2).collect();
        let count = |key: &u32, period: &[i64]| {
            let rows = self.passing(filter);
            let inside = rows.filter(|row| period[0] <= row.time_us && row.time_us < period[1]);
            let key_of = |row: &&FactRow| key_in(trends.calendar, trends.dimension, row);
            inside.filter(|row| key_of(row) == Some(*key)).count() as u64
        };
        let of_key = |key| periods.iter().map(|period| count(key, period)).collect();
        trends.keys.iter().map(of_key).collect()
    }

    /// Numbers the attempts of all units as the store does; the runs whose number has changed.
    pub(super) fn number_attempts(&mut self, stretch: u32) -> Vec<FactRow> {
        let mut changed = Vec::new();
        for rows in self.by_unit().into_values() {
            let mut before = 0_u32;
            for row in rows {
                let attempt = before.saturating_mul(stretch).saturating_add(1);
                if row.attempt != attempt {
                    changed.push(FactRow {
                        attempt,
                        ..row.clone()
                    });
                }
                before += u32::from(!row.voided);
            }
        }
        self.apply(&changed);
        changed
    }

    /// The runs of each unit in each plan and process, the oldest first.
    fn by_unit(&self) -> BTreeMap<(u32, u32, u32), Vec<&FactRow>> {
        let mut units: BTreeMap<(u32, u32, u32), Vec<&FactRow>> = BTreeMap::new();
        for row in self.rows.values().filter(|row| row.unit != 0) {
            let key = (row.unit, row.plan, row.process);
            units.entry(key).or_default().push(row);
        }
        for rows in units.values_mut() {
            rows.sort_by_key(|row| position(row));
        }
        units
    }

    /// By the number of each run that tested its unit for the first time: at which test, from 0, the
    /// unit passed.
    fn first_tests(&self) -> HashMap<i64, Option<usize>> {
        let mut first_tests = HashMap::new();
        for mut tests in self.by_unit().into_values() {
            tests.retain(|row| is_test(row));
            if let Some(first) = tests.first() {
                let passed = tests.iter().position(|row| row.status == RunStatus::Passed);
                first_tests.insert(first.run_number, passed);
            }
        }
        first_tests
    }
}

fn group(
    first_tests: &HashMap<i64, Option<usize>>,
    bucket_start_us: Option<i64>,
    keys: [Option<u32>; 3],
    rows: &[&FactRow],
) -> Group {
    let count = |test: &dyn Fn(&FactRow) -> bool| {
        u64::try_from(rows.iter().filter(|row| test(row)).count()).unwrap()
    };
    let passed_within = |tests: usize| {
        count(&|row| {
            let passed = first_tests.get(&row.run_number).copied().flatten();
            passed.is_some_and(|index| index < tests)
        })
    };
    Group {
        bucket_start_us,
        keys,
        runs: count(&|_| true),
        passed: count(&|row| row.status.verdict() == Verdict::Pass),
        not_passed: count(&|row| row.status.verdict() == Verdict::NotPassed),
        not_a_test: count(&|row| row.status.verdict() == Verdict::NotATest),
        duration_sum_ms: rows
            .iter()
            .filter_map(|row| row.duration_ms)
            .map(u64::from)
            .sum(),
        duration_count: count(&|row| row.duration_ms.is_some()),
        test_duration_sum_ms: rows
            .iter()
            .filter(|row| row.status.verdict() != Verdict::NotATest)
            .filter_map(|row| row.duration_ms)
            .map(u64::from)
            .sum(),
        test_duration_count: count(&|row| {
            row.status.verdict() != Verdict::NotATest && row.duration_ms.is_some()
        }),
        first_tests: count(&|row| first_tests.contains_key(&row.run_number)),
        passed_by_first: passed_within(1),
        passed_by_second: passed_within(2),
        passed_by_third: passed_within(3),
        passed_ever: passed_within(usize::MAX),
        without_unit: count(&|row| is_test(row) && row.unit == 0),
    }
}

fn is_test(row: &FactRow) -> bool {
    !row.voided && row.status.verdict() != Verdict::NotATest
}

/// But for whether it is a first test, which no row knows alone.
pub(super) fn passes(filter: &Filter, row: &FactRow) -> bool {
    let in_set =
        |ids: &Option<IdSet>, id: u32| ids.as_ref().is_none_or(|ids| listed(ids).contains(&id));
    filter.from_us.is_none_or(|from| from <= row.time_us)
        && filter.to_us.is_none_or(|to| row.time_us < to)
        && filter.statuses.contains(row.status)
        && match filter.voided {
            VoidedRuns::Exclude => !row.voided,
            VoidedRuns::Include => true,
            VoidedRuns::Only => row.voided,
        }
        && within(filter.attempts, Some(row.attempt))
        && within(filter.durations_ms, row.duration_ms)
        && in_set(&filter.plans, row.plan)
        && in_set(&filter.parts, row.part)
        && in_set(&filter.revisions, row.revision)
        && in_set(&filter.units, row.unit)
        && in_set(&filter.stands, row.stand)
        && in_set(&filter.batches, row.batch)
        && in_set(&filter.processes, row.process)
        && in_set(&filter.operators, row.operator)
        && in_set(&filter.failing_steps, row.failing_step)
        && in_set(&filter.tag_sets, row.tag_set)
        && filter.error_codes.as_ref().is_none_or(|codes| {
            row.error_code
                .is_some_and(|code| listed(codes).contains(&code))
        })
}

/// A small set's members, found without the function that the scan uses.
fn listed(ids: &IdSet) -> Vec<u32> {
    ids.iter().collect()
}

fn within(bounds: crate::Bounds, value: Option<u32>) -> bool {
    match (bounds.min, bounds.max) {
        (None, None) => true,
        (min, max) => {
            value.is_some_and(|value| min.is_none_or(|min| min <= value))
                && value.is_some_and(|value| max.is_none_or(|max| value <= max))
        }
    }
}

fn key_in(calendar: &Calendar, dimension: Dimension, row: &FactRow) -> Option<u32> {
    let start = |bucket| {
        let start_us = calendar.period_of(bucket, row.time_us).start_us;
        let instant = Timestamp::from_microsecond(start_us).unwrap();
        instant.to_zoned(TimeZone::get("Europe/Berlin").unwrap())
    };
    match dimension {
        Dimension::HourOfDay => u32::try_from(start(Bucket::Hour).hour()).ok(),
        Dimension::Weekday => start(Bucket::Day).strftime("%u").to_string().parse().ok(),
        _ => key_of(dimension, row),
    }
}

pub(super) fn key_of(dimension: Dimension, row: &FactRow) -> Option<u32> {
    let id = match dimension {
        Dimension::HourOfDay | Dimension::Weekday => return None,
        Dimension::Unit => row.unit,
        Dimension::Attempt => row.attempt,
        Dimension::Status => return Some(row.status.code().into()),
        Dimension::ErrorCode => return row.error_code,
        Dimension::Plan => row.plan,
        Dimension::Part => row.part,
        Dimension::Revision => row.revision,
        Dimension::Stand => row.stand,
        Dimension::Batch => row.batch,
        Dimension::Process => row.process,
        Dimension::Operator => row.operator,
        Dimension::FailingStep => row.failing_step,
        Dimension::TagSet => row.tag_set,
    };
    (id != 0).then_some(id)
}

fn newest_first<'a>(rows: impl Iterator<Item = &'a FactRow>) -> Vec<RunPosition> {
    let mut positions: Vec<RunPosition> = rows.map(position).collect();
    positions.sort();
    positions.reverse();
    positions
}

pub(super) fn position(row: &FactRow) -> RunPosition {
    RunPosition {
        time_us: row.time_us,
        run_number: row.run_number,
    }
}
