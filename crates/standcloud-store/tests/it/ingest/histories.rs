//! Random histories of uploads, voids and restores, against a count that is plainly right.
//!
//! All histories share one database: each has an organisation of its own, which is as good.

use std::collections::BTreeSet;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use standcloud_columns::{
    Bucket, Calendar, Dimension, FactRow, Facts, Filter, Grouping, VoidedRuns, group_by,
};
use standcloud_store::{OrganisationId, ReportWriter, RunId, UnixMicros};
use tokio::runtime::Handle;

use crate::support::{Database, Run, is_long, run, upload};

each_database!(attempts_and_first_tests_are_counted_as_defined);

#[derive(Debug, Clone)]
enum Step {
    /// One commit.
    Upload(Vec<Tested>),
    /// Of one of the runs so far.
    Void(prop::sample::Index),
    Restore(prop::sample::Index),
}

#[derive(Debug, Clone)]
struct Tested {
    second: i64,
    /// 0 has no serial number.
    unit: u8,
    plan: u8,
    process: u8,
    status: &'static str,
}

/// How many units a run tested for the first time, and passed by the first, second and third test and at
/// any; at last, whether it is a test of no unit.
type Units = [u64; 6];

#[derive(Debug, Clone)]
struct Known {
    run_id: RunId,
    number: i64,
    tested: Tested,
    voided: bool,
}

fn step() -> impl Strategy<Value = Step> {
    let status = prop::sample::select(vec!["passed", "failed", "error", "stopped"]);
    let tested = (0..8_i64, 0..3_u8, 0..2_u8, 0..2_u8, status);
    let tested = tested.prop_map(|(second, unit, plan, process, status)| Tested {
        second,
        unit,
        plan,
        process,
        status,
    });
    prop_oneof![
        4 => vec(tested, 1..5).prop_map(Step::Upload),
        2 => any::<prop::sample::Index>().prop_map(Step::Void),
        1 => any::<prop::sample::Index>().prop_map(Step::Restore),
    ]
}

async fn attempts_and_first_tests_are_counted_as_defined(database: &Database) {
    let cases = if is_long() { 200 } else { 25 };
    let config = Config {
        cases,
        failure_persistence: None,
        ..Config::default()
    };
    let handle = Handle::current();
    let mut histories = 0;
    let mut slug = || {
        histories += 1;
        format!("o{histories}")
    };
    let slug = std::cell::RefCell::new(&mut slug);
    let outcome = tokio::task::block_in_place(|| {
        TestRunner::new(config).run(&vec(step(), 1..15), |steps| {
            let name = (slug.borrow_mut())();
            handle.block_on(async {
                let organisation = database.add_organisation(&name).await;
                History::new(database, organisation).check(steps).await;
            });
            Ok(())
        })
    });
    outcome.unwrap_or_else(|error| panic!("{error}"));
}

struct History<'a> {
    database: &'a Database,
    organisation: OrganisationId,
    writer: ReportWriter,
    known: Vec<Known>,
    /// Kept up to date as a node does it.
    followed: Facts,
    next_change: i64,
}

impl<'a> History<'a> {
    fn new(database: &'a Database, organisation: OrganisationId) -> Self {
        Self {
            database,
            organisation,
            writer: database.writer(),
            known: Vec::new(),
            followed: Facts::new(),
            next_change: 1,
        }
    }

    async fn check(mut self, steps: Vec<Step>) {
        for step in steps {
            match step {
                Step::Upload(tested) => self.upload(tested).await,
                Step::Void(which) => self.void(which, true).await,
                Step::Restore(which) => self.void(which, false).await,
            }
            let facts = self.database.facts(self.organisation).await;
            let attempts: Vec<_> = facts.iter().map(of_fact).collect();
            let expected: Vec<_> = self.known.iter().map(|run| self.of_known(run)).collect();
            assert_eq!(attempts, expected);
            self.follow().await;
            let followed: Vec<_> = (0..self.followed.len())
                .filter_map(|index| self.followed.row(index))
                .collect();
            assert_eq!(followed, facts);
            let units: Vec<_> = self.known.iter().map(|run| self.units(run)).collect();
            assert_eq!(units_by_run(&self.followed), units);
            let loaded = self.database.store.load_facts(self.organisation);
            assert_eq!(units_by_run(&loaded.await.unwrap().facts), units);
        }
    }

    async fn upload(&mut self, tested: Vec<Tested>) {
        let first = i64::try_from(self.known.len() + 1).unwrap();
        let batch: Vec<_> = (first..)
            .zip(&tested)
            .map(|(number, tested)| upload(self.organisation, &tested.report(number)))
            .collect();
        let receipt = self.writer.commit(&batch).await.unwrap();
        for ((row, report), tested) in receipt.organisations[0]
            .facts
            .iter()
            .zip(&batch)
            .zip(tested)
        {
            self.known.push(Known {
                run_id: report.run_id,
                number: row.run_number,
                tested,
                voided: false,
            });
        }
    }

    async fn void(&mut self, which: prop::sample::Index, voided: bool) {
        if self.known.is_empty() {
            return;
        }
        let run = which.get(&self.known).clone();
        let store = &self.database.store;
        let changed = if voided {
            let now = UnixMicros(1);
            store
                .void_run(self.organisation, run.run_id, "why", "who", now)
                .await
                .unwrap()
        } else {
            store
                .restore_run(
                    self.organisation,
                    run.run_id,
                    "found again",
                    "tester",
                    standcloud_store::UnixMicros(9),
                )
                .await
                .unwrap()
        };
        assert_eq!(changed, Some(run.voided != voided));
        for known in &mut self.known {
            if known.number == run.number {
                known.voided = voided;
            }
        }
    }

    /// In pages of two rows.
    async fn follow(&mut self) {
        let store = &self.database.store;
        let next_change = store.next_change(self.organisation).await.unwrap();
        let mut after = Some((self.next_change - 1, i64::MAX));
        let mut seen = BTreeSet::new();
        let mut rows = Vec::new();
        while let Some(from) = after {
            let page = store.list_facts(self.organisation, from, 2).await.unwrap();
            assert!(page.rows.iter().all(|row| seen.insert(row.run_number)));
            rows.extend(page.rows);
            after = page.next;
        }
        self.followed.apply(rows);
        self.next_change = next_change;
    }

    fn of_known(&self, run: &Known) -> (i64, u32, bool) {
        (run.number, self.attempt(run), run.voided)
    }

    /// The definition again.
    fn units(&self, run: &Known) -> Units {
        let is_test = |run: &Known| !run.voided && run.tested.is_test();
        if run.tested.unit == 0 || !is_test(run) {
            return [0, 0, 0, 0, 0, u64::from(is_test(run))];
        }
        let mut tests: Vec<&Known> = self.known.iter().filter(|other| is_test(other)).collect();
        tests.retain(|other| key(other) == key(run));
        tests.sort_by_key(|other| position(other));
        if tests[0].number != run.number {
            return [0; 6];
        }
        let passed_within = |count| {
            let mut first = tests.iter().take(count);
            u64::from(first.any(|run| run.tested.status == "passed"))
        };
        let [one, two, three, any] = [1, 2, 3, usize::MAX].map(passed_within);
        [1, one, two, three, any, 0]
    }

    /// The definition, word by word.
    fn attempt(&self, run: &Known) -> u32 {
        if run.tested.unit == 0 {
            return 1;
        }
        let earlier = self.known.iter().filter(|other| {
            !other.voided && key(other) == key(run) && position(other) < position(run)
        });
        1 + u32::try_from(earlier.count()).unwrap()
    }
}

fn key(run: &Known) -> (u8, u8, u8) {
    (run.tested.unit, run.tested.plan, run.tested.process)
}

fn position(run: &Known) -> (i64, i64) {
    (run.tested.second, run.number)
}

/// By the error codes, which tell the runs apart.
fn units_by_run(facts: &Facts) -> Vec<Units> {
    let grouping = Grouping::new(Calendar::utc(), Bucket::None, [Dimension::ErrorCode]);
    let filter = Filter {
        voided: VoidedRuns::Include,
        ..Filter::default()
    };
    let groups = group_by(facts, &filter, &grouping).unwrap();
    let units = groups.iter().map(|group| {
        [
            group.first_tests,
            group.passed_by_first,
            group.passed_by_second,
            group.passed_by_third,
            group.passed_ever,
            group.without_unit,
        ]
    });
    units.collect()
}

impl Tested {
    fn is_test(&self) -> bool {
        self.status != "stopped"
    }

    /// The error code makes each report another one.
    fn report(&self, number: i64) -> Run {
        let report = run(&format!("plan {}", self.plan))
            .at(self.second)
            .process(&format!("process {}", self.process))
            .set("", "status", serde_json::json!(self.status))
            .set("", "error_code", serde_json::json!(number));
        match self.unit {
            0 => report,
            unit => report.unit(&format!("S{unit}")),
        }
    }
}

fn of_fact(row: &FactRow) -> (i64, u32, bool) {
    (row.run_number, row.attempt, row.voided)
}
