//! The facts of two nodes and of one that has just started, against what the raw reports say.

use std::collections::BTreeMap;
use std::time::Duration;

use standcloud::facts::FactsRegistry;
use standcloud_columns::{Bucket, Calendar, Dimension, FactRow, Facts, Filter, Grouping, group_by};
use standcloud_report::{ParseLimits, Status, parse};
use standcloud_store::{CommitReceipt, OrganisationId, RunNumber, Store};

pub(super) struct FactsReaders {
    store: Store,
    /// Is told of what its node commits.
    here: FactsRegistry,
    there: FactsRegistry,
}

/// Of each plan and stand: runs, passed, not passed; units tested for the first time, and how many of
/// them passed by the first, second and third test and at any.
type Figures = BTreeMap<(u32, u32), [u64; 8]>;

struct RawRun<'a> {
    row: &'a FactRow,
    /// Plan and serial number.
    unit: (String, Option<String>),
    start_us: Option<i64>,
    status: Status,
}

impl FactsReaders {
    pub(super) fn new(store: &Store, other_node: &Store) -> Self {
        Self {
            store: store.clone(),
            here: FactsRegistry::new(store.clone()),
            there: FactsRegistry::new(other_node.clone()),
        }
    }

    pub(super) fn committed_here(&self, receipt: &CommitReceipt) {
        for of_organisation in &receipt.organisations {
            self.here.append(of_organisation);
        }
    }

    pub(super) fn restart(&mut self) {
        self.here = FactsRegistry::new(self.store.clone());
    }

    /// Nobody asks for longer than facts are kept, but for another organisation's.
    pub(super) async fn idle(&mut self, organisation: OrganisationId) {
        let idle_max = Duration::from_millis(20);
        self.here = FactsRegistry::new(self.store.clone()).with_idle_max(idle_max);
        let held = self.here.snapshot(organisation).await.unwrap();
        let kept = self.here.memory_bytes();
        tokio::time::sleep(idle_max * 2).await;
        assert_eq!(
            self.here.memory_bytes(),
            kept,
            "a question forgets, not time"
        );
        let nobodys = OrganisationId(i64::MAX);
        assert!(self.here.snapshot(nobodys).await.unwrap().is_empty());
        assert!(self.here.memory_bytes() < held.memory_bytes());
    }

    pub(super) async fn check(
        &self,
        organisation: OrganisationId,
        rows: &[FactRow],
        told: &[&'static str],
    ) {
        let expected = raw_figures(&self.raw_runs(organisation, rows).await);
        let started = FactsRegistry::new(self.store.clone());
        for reader in [&self.here, &self.there, &started] {
            let facts = reader.snapshot(organisation).await.unwrap();
            let found: Vec<FactRow> = (0..facts.len())
                .filter_map(|index| facts.row(index))
                .collect();
            assert_eq!(found, rows, "{told:?}");
            assert_eq!(figures(&facts), expected, "{told:?}");
        }
    }

    async fn raw_runs<'a>(
        &self,
        organisation: OrganisationId,
        rows: &'a [FactRow],
    ) -> Vec<RawRun<'a>> {
        let mut runs = Vec::new();
        for row in rows {
            let number = RunNumber(row.run_number);
            let numbers = [number];
            let reports = self.store.list_reports(organisation, &numbers);
            let reports = reports.await.unwrap();
            let report = parse(&reports[&number].body, &ParseLimits::default()).unwrap();
            runs.push(RawRun {
                row,
                unit: (report.plan, report.dut.serial_number),
                start_us: report.start_time_us,
                status: report.status,
            });
        }
        runs
    }
}

fn figures(facts: &Facts) -> Figures {
    let dimensions = [Dimension::Plan, Dimension::Stand];
    let grouping = Grouping::new(Calendar::utc(), Bucket::None, dimensions);
    let groups = group_by(facts, &Filter::default(), &grouping).unwrap();
    let figures = groups.iter().map(|group| {
        let [plan, stand, _] = group.keys.map(Option::unwrap_or_default);
        let figures = [
            group.runs,
            group.passed,
            group.not_passed,
            group.first_tests,
            group.passed_by_first,
            group.passed_by_second,
            group.passed_by_third,
            group.passed_ever,
        ];
        ((plan, stand), figures)
    });
    figures.collect()
}

fn raw_figures(runs: &[RawRun<'_>]) -> Figures {
    let mut all = Figures::new();
    let mut tests: BTreeMap<&(String, Option<String>), Vec<&RawRun<'_>>> = BTreeMap::new();
    for run in runs.iter().filter(|run| !run.row.voided) {
        let (passed, failed) = (run.status == Status::Passed, run.status == Status::Failed);
        let figures = all.entry((run.row.plan, run.row.stand)).or_default();
        figures[0] += 1;
        figures[1] += u64::from(passed);
        figures[2] += u64::from(failed);
        if passed || failed {
            tests.entry(&run.unit).or_default().push(run);
        }
    }
    for mut tests in tests.into_values() {
        tests.sort_by_key(|run| (run.start_us, run.row.run_number));
        let first = tests[0].row;
        let passed = tests.iter().position(|run| run.status == Status::Passed);
        let figures = all.entry((first.plan, first.stand)).or_default();
        figures[3] += 1;
        for (place, within) in [(4, 1), (5, 2), (6, 3), (7, usize::MAX)] {
            figures[place] += u64::from(passed.is_some_and(|index| index < within));
        }
    }
    all
}
