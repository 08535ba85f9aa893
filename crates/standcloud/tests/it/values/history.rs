//! One organisation to which things happen.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use standcloud::sealing::{SealOptions, Sealed, seal_step};
use standcloud::values::{PlanQuestion, ValuesRegistry};
use standcloud_columns::{FactRow, Filter, IdSet, SeriesFigures};
use standcloud_report::{ParseLimits, parse};
use standcloud_store::{
    NewChunk, NewOrganisation, NewReport, OrganisationId, Outcome, ReportWriter, RunId,
    SealingTask, Store, UnixMicros, compress_body,
};
use uuid::Uuid;

use super::facts::FactsReaders;
use super::raw::{RawSeries, RawValue, facts_of};
use crate::support::database::TestDatabase;

const START_S: i64 = 1_767_225_600;
/// Longer than the right to seal lasts.
const STEP_US: i64 = 120_000_000;

/// The same for the same seed.
pub(super) struct Choices(u64);

impl Choices {
    pub(super) fn of_seed(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % limit
    }
}

pub(super) struct History {
    store: Store,
    other_node: Store,
    organisation: OrganisationId,
    writer: ReportWriter,
    followed: ValuesRegistry,
    /// On the other node, and keeps nothing.
    forgetful: ValuesRegistry,
    facts: FactsReaders,
    uploaded: Vec<RunId>,
    now: UnixMicros,
    told: Vec<&'static str>,
}

impl History {
    pub(super) async fn begin(database: &TestDatabase, seed: u64) -> Self {
        let store = Store::open(&database.options).await.unwrap();
        let other_node = Store::open(&database.options).await.unwrap();
        let slug = format!("o{seed}");
        let new = NewOrganisation {
            slug: &slug,
            name: &slug,
            time_zone: "UTC",
            admin_id: Uuid::from_u128(u128::from(seed)),
            admin_email: &format!("{slug}@example.org"),
            admin_password_hash: "$hash",
            now: UnixMicros(1),
        };
        Self {
            organisation: store.add_organisation(&new).await.unwrap().id,
            writer: ReportWriter::new(store.clone()),
            followed: ValuesRegistry::new(store.clone(), 1 << 20),
            forgetful: ValuesRegistry::new(other_node.clone(), 0),
            facts: FactsReaders::new(&store, &other_node),
            store,
            other_node,
            uploaded: Vec::new(),
            now: UnixMicros(START_S * 1_000_000),
            told: Vec::new(),
        }
    }

    pub(super) async fn step(&mut self, choices: &mut Choices) {
        self.now.0 += STEP_US;
        let told = match choices.below(20) {
            0..8 => self.upload(choices).await,
            8..10 => self.void(choices).await,
            10..15 => self.seal(choices).await,
            15 => self.die_while_sealing(choices).await,
            16 => self.rebuild(choices).await,
            17 => self.upload_on_the_other_node(choices).await,
            18 => {
                self.followed = ValuesRegistry::new(self.store.clone(), 2_000);
                self.facts.restart();
                "restart"
            }
            _ => self.seal_on_both(choices).await,
        };
        self.told.push(told);
    }

    /// Much happens to runs whose facts this node had and has forgotten.
    pub(super) async fn forget_facts_and_go_on(&mut self, choices: &mut Choices) {
        self.facts.idle(self.organisation).await;
        self.told.push("idle");
        for _ in 0..3 {
            self.upload(choices).await;
            self.void(choices).await;
            self.upload_on_the_other_node(choices).await;
        }
        self.check().await;
        self.upload(choices).await;
        self.check().await;
    }

    pub(super) async fn check(&self) {
        let rows = self
            .store
            .list_facts_by_number(self.organisation, 0, i64::MAX);
        let rows = rows.await.unwrap();
        self.facts.check(self.organisation, &rows, &self.told).await;
        let raw = RawSeries::read(&self.store, self.organisation, &rows).await;
        let started = ValuesRegistry::new(self.store.clone(), 1 << 20);
        for reader in [&self.followed, &self.forgetful, &started] {
            for (id, expected) in &raw.by_id {
                let numbers = reader.numbers(self.organisation, *id).await.unwrap();
                let texts = reader.texts(self.organisation, *id).await.unwrap();
                let mut found = raw.of_numbers(&numbers);
                found.extend(raw.of_texts(&texts));
                assert_eq!(&found, expected, "series {id} after {:?}", self.told);
            }
            for filter in filters(&rows) {
                self.check_figures(reader, &raw, &rows, &filter).await;
            }
        }
    }

    async fn check_figures(
        &self,
        reader: &ValuesRegistry,
        raw: &RawSeries,
        rows: &[FactRow],
        filter: &Filter,
    ) {
        let facts = facts_of(rows);
        let passing = standcloud_columns::newest_first(&facts, filter, 0, usize::MAX);
        let passing: Vec<i64> = passing.iter().map(|run| run.run_number).collect();
        let times = rows.iter().map(|row| (row.run_number, row.time_us));
        let times: BTreeMap<i64, i64> = times.collect();
        for plan in 1..3 {
            let of_plan = raw.plan_of.iter().filter(|(_, other)| **other == plan);
            let mut series: Vec<u32> = of_plan.map(|(id, _)| *id).collect();
            series.sort_unstable();
            let question = PlanQuestion {
                organisation: self.organisation,
                plan,
                series: &series,
                facts: &facts,
                filter,
            };
            for (id, figures) in reader.figures(question).await.unwrap() {
                let values = raw.by_id[&id]
                    .iter()
                    .filter(|value| passing.contains(&value.run));
                let values: Vec<&RawValue> = values.collect();
                assert_figures(raw, &figures, &values, &times, &self.told);
            }
        }
    }

    async fn upload(&mut self, choices: &mut Choices) -> &'static str {
        let reports = self.reports(choices);
        let receipt = self.writer.commit(&reports).await.unwrap();
        self.facts.committed_here(&receipt);
        self.learn(&receipt.outcomes);
        "upload"
    }

    async fn upload_on_the_other_node(&mut self, choices: &mut Choices) -> &'static str {
        let reports = self.reports(choices);
        let mut writer = ReportWriter::new(self.other_node.clone());
        let receipt = writer.commit(&reports).await.unwrap();
        self.learn(&receipt.outcomes);
        "upload on the other node"
    }

    fn learn(&mut self, outcomes: &[Outcome]) {
        for outcome in outcomes {
            if let Outcome::Stored { run_id, .. } = outcome {
                self.uploaded.push(*run_id);
            }
        }
    }

    async fn void(&mut self, choices: &mut Choices) -> &'static str {
        let Some(last) = self.uploaded.len().checked_sub(1) else {
            return "nothing";
        };
        let which = self.uploaded[usize::try_from(choices.below(last as u64 + 1)).unwrap()];
        let (store, organisation, now) = (&self.store, self.organisation, self.now);
        let voided = store.void_run(organisation, which, "why", "ann", now).await;
        if voided.unwrap() == Some(false) {
            let restored = store.restore_run(organisation, which, "found", "ann", now);
            restored.await.unwrap();
            return "restore";
        }
        "void"
    }

    async fn seal(&mut self, choices: &mut Choices) -> &'static str {
        let options = little(choices);
        let sealed = seal_step(&self.store, self.organisation, self.now, options).await;
        match sealed.unwrap() {
            Sealed::Runs(_) => "seal",
            Sealed::Nothing => "nothing to seal",
            Sealed::Busy => "busy",
        }
    }

    async fn seal_on_both(&mut self, choices: &mut Choices) -> &'static str {
        let (one, other) = (little(choices), little(choices));
        // Each has the right, as the clocks of two nodes may differ by more than it lasts.
        let later = UnixMicros(self.now.0 + STEP_US / 2 + 1);
        let sealed = tokio::join!(
            seal_step(&self.store, self.organisation, self.now, one),
            seal_step(&self.other_node, self.organisation, later, other),
        );
        assert!(sealed.0.is_ok() && sealed.1.is_ok(), "{sealed:?}");
        "seal on both"
    }

    /// Some chunks were written that nobody will ever finish.
    async fn die_while_sealing(&mut self, choices: &mut Choices) -> &'static str {
        let begun = self.store.begin_sealing(self.organisation, self.now).await;
        let Some(SealingTask::Seal(state)) = begun.unwrap() else {
            return "nothing";
        };
        let limit = u32::try_from(1 + choices.below(5)).unwrap();
        let rows = self
            .store
            .list_run_values(self.organisation, state.sealed_until, limit);
        let mut values = standcloud_columns::SeriesOfRuns::default();
        for row in rows.await.unwrap() {
            values.add(row.run_number, &row.measurements).unwrap();
        }
        let mut chunks = Vec::new();
        for (id, added) in &values.numbers {
            let built = standcloud_columns::build_number_chunks(None, 0, added, 3).unwrap();
            chunks.extend(built.into_iter().map(|chunk| NewChunk {
                series: *id,
                first_run_number: chunk.first_run_number,
                last_run_number: chunk.last_run_number,
                value_count: u32::try_from(chunk.value_count).unwrap(),
                summary: chunk.summary,
                body: chunk.body,
            }));
        }
        let put = self.store.put_chunks(self.organisation, &state, &chunks);
        assert!(put.await.unwrap());
        "die while sealing"
    }

    /// Now and then interrupted: then nothing is sealed until the next one ends.
    async fn rebuild(&mut self, choices: &mut Choices) -> &'static str {
        let limits = ParseLimits::default();
        if choices.below(3) == 0 {
            let (sender, mut first) = tokio::sync::mpsc::unbounded_channel();
            let begun = |_| sender.send(()).unwrap();
            let rebuild = self.other_node.rebuild(self.organisation, &limits, begun);
            tokio::select! {
                biased;
                Some(()) = first.recv() => return "interrupted rebuild",
                ended = rebuild => ended.unwrap(),
            };
            return "rebuild of nothing";
        }
        let done = self.other_node.rebuild(self.organisation, &limits, |_| {});
        done.await.unwrap();
        "rebuild"
    }

    fn reports(&mut self, choices: &mut Choices) -> Vec<NewReport> {
        (0..=choices.below(4))
            .map(|_| {
                let body = serde_json::to_vec(&report(choices)).unwrap();
                NewReport {
                    organisation: self.organisation,
                    run_id: RunId(Uuid::from_u128(
                        u128::from(choices.below(u64::MAX)) << 64
                            | u128::from(choices.below(u64::MAX)),
                    )),
                    received: self.now,
                    principal: "key:test".to_owned(),
                    source: "hardpy".to_owned(),
                    size_bytes: body.len() as u64,
                    body: compress_body(&body).unwrap(),
                    report: Box::new(parse(&body, &ParseLimits::default()).unwrap()),
                }
            })
            .collect()
    }
}

fn little(choices: &mut Choices) -> SealOptions {
    SealOptions {
        runs_per_step: u32::try_from(1 + choices.below(7)).unwrap(),
        values_per_chunk: usize::try_from(2 + choices.below(4)).unwrap(),
    }
}

/// Now and then one that was there before; late ones are usual.
fn report(choices: &mut Choices) -> Value {
    let start = START_S + i64::try_from(choices.below(500)).unwrap();
    let numbers = [json!(1.25), json!(1e300), json!(-0.5), json!(3), json!(0.1)];
    let mut measured = Vec::new();
    for name in ["U1", "U2", "U3"] {
        let value = &numbers[usize::try_from(choices.below(5)).unwrap()];
        let upper = 2 + choices.below(2);
        if choices.below(4) > 0 {
            measured.push(
                json!({"type": "numeric", "name": name, "value": value, "unit": "V",
                "operation": "le", "upper_limit": upper, "result": choices.below(3) > 0}),
            );
        }
    }
    if choices.below(2) == 0 {
        let text = ["1.2", "1.3", ""][usize::try_from(choices.below(3)).unwrap()];
        measured.push(json!({"type": "string", "name": "version", "value": text,
            "operation": "eq", "comparison_value": "1.2", "result": text == "1.2"}));
    }
    let status = ["passed", "passed", "failed", "failed", "stopped"];
    let status = status[usize::try_from(choices.below(5)).unwrap()];
    let plan = ["Board", "Device"][usize::try_from(choices.below(2)).unwrap()];
    let seconds = i64::try_from(choices.below(4)).unwrap();
    json!({
        "name": plan, "status": status,
        "start_time": start, "stop_time": start + 10,
        "test_stand": {"hw_id": format!("pc-{}", choices.below(2)), "name": "stand", "info": {}},
        "dut": {"serial_number": choices.below(6).to_string(), "part_number": "P-1", "info": {}},
        "process": {"info": {}},
        "modules": {"m": {"name": "module", "status": "passed", "cases": {
            "c": {"name": "case", "status": "passed", "start_time": start,
                "stop_time": start + seconds, "measurements": measured},
        }}},
        "artifact": {},
    })
}

fn filters(rows: &[FactRow]) -> Vec<Filter> {
    let mut times: Vec<i64> = rows.iter().map(|row| row.time_us).collect();
    times.sort_unstable();
    vec![
        Filter::default(),
        Filter {
            from_us: times.get(times.len() / 3).copied(),
            ..Filter::default()
        },
        Filter {
            stands: Some(IdSet::from_iter([1])),
            plans: Some(IdSet::from_iter([1])),
            ..Filter::default()
        },
    ]
}

fn assert_figures(
    raw: &RawSeries,
    figures: &SeriesFigures,
    values: &[&RawValue],
    times: &BTreeMap<i64, i64>,
    told: &[&'static str],
) {
    let numbers: Vec<f64> = values
        .iter()
        .filter_map(|value| value.number)
        .map(f64::from_bits)
        .collect();
    let failed = values.iter().filter(|value| value.result == Some(false));
    let failed: Vec<i64> = failed.map(|value| value.run).collect();
    let mut limits: BTreeMap<String, u64> = BTreeMap::new();
    for value in values {
        *limits.entry(value.limits.clone()).or_default() += 1;
    }
    let found: BTreeMap<String, u64> = figures
        .limit_sets
        .iter()
        .map(|(id, count)| (raw.limits_of(*id), *count))
        .collect();
    assert_eq!(figures.count, values.len() as u64, "{told:?}");
    assert_eq!(figures.finite_count, numbers.len() as u64, "{told:?}");
    assert_eq!(figures.failed_runs, failed, "{told:?}");
    assert_eq!(found, limits, "{told:?}");
    let smallest = numbers.iter().copied().fold(f64::INFINITY, f64::min);
    let largest = numbers.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    assert_eq!((figures.min, figures.max), (smallest, largest), "{told:?}");
    let newest = values
        .iter()
        .max_by_key(|value| (times[&value.run], value.run));
    if let Some(newest) = newest {
        let limits = raw.limits_of(figures.last_limit_set);
        assert_eq!(limits, newest.limits, "{told:?}");
    }
    if !numbers.is_empty() {
        let count = f64::from(u32::try_from(numbers.len()).unwrap());
        let mean = numbers.iter().map(|value| value / count).sum::<f64>();
        assert!((figures.mean - mean).abs() <= 1e-9 * largest.abs().max(smallest.abs()));
    }
}
