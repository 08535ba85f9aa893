//! Rebuilding ends in the same state, whatever was there before.

use serde_json::json;
use standcloud_columns::decode_values;
use standcloud_report::ParseLimits;
use standcloud_store::{
    OrganisationId, QuarantineLimits, RebuildProgress, Rebuilt, RejectedReport, RunNumber,
    RunSummary, SeriesKind, Store, StoreError, UnixMicros,
};
use uuid::Uuid;

use crate::support::{
    DERIVED_TABLES, Database, Raw, Run, assert_consistent, dump, dump_all, outcome_ids, run,
    upload_body,
};

each_database!(
    a_rebuild_changes_nothing_but_change_numbers,
    a_rebuild_repairs_what_was_damaged,
    dictionary_rows_that_are_gone_come_back,
    runs_of_before_durations_were_kept_get_them,
    voids_and_what_only_the_server_knows_survive,
    an_unreadable_report_is_counted_and_left,
    many_unreadable_reports_are_counted_and_some_named,
    an_interrupted_rebuild_is_ended_by_the_next,
    a_rebuild_that_was_overtaken_does_not_count,
    a_damaged_report_ends_the_rebuild_with_its_number,
    digests_of_an_older_version_are_made_anew,
    reports_that_become_equal_both_stay,
    progress_is_told_after_every_batch,
    only_that_organisation_is_rebuilt,
    a_server_goes_on_while_it_rebuilds,
    followers_see_what_a_rebuild_repaired,
    followers_see_attempts_that_were_counted_after_the_last_batch,
);

/// More than one batch of a sample factory, and small runs with everything.
async fn fill(database: &Database, organisation: OrganisationId) {
    let factory = standcloud_demo::Factory::new(5, 1_780_000_000_000_000, 90);
    let bodies: Vec<_> = factory.reports().collect();
    let mut writer = database.writer();
    // Every other one late, so that attempts are not in the order of numbers.
    for half in [0, 1] {
        let mut batch = Vec::new();
        for body in bodies.iter().skip(half).step_by(2) {
            batch.push(upload_body(organisation, body));
        }
        writer.commit(&batch).await.unwrap();
    }
    let receipt = database
        .commit(organisation, &[rich("x", 1), rich("y", 2), rich("x", 0)])
        .await;
    let store = &database.store;
    let now = UnixMicros(3);
    let ids: Vec<_> = outcome_ids(&receipt)
        .into_iter()
        .map(|(id, _)| id)
        .collect();
    for id in &ids {
        store
            .void_run(organisation, *id, "why", "ann", now)
            .await
            .unwrap();
    }
    // Whose reasons stay, and who counts again.
    store
        .restore_run(organisation, ids[0], "why", "ann", now)
        .await
        .unwrap();
}

fn rich(name: &str, second: i64) -> Run {
    run("rich")
        .unit("S1")
        .at(second)
        .set("", "error_code", json!(second + 1_000))
        .set("/dut", "info", json!({"a": name, "b": name}))
        .push(
            "/dut/sub_units",
            json!({"serial_number": name, "revision": "B"}),
        )
        .push("/test_stand/instruments", json!({"serial_number": name}))
        .case(
            "m",
            "c",
            "passed",
            json!([{"value": second, "name": "v", "upper_limit": 3}]),
        )
}

async fn rebuild(database: &Database, organisation: OrganisationId) -> Rebuilt {
    let limits = ParseLimits::default();
    database
        .store
        .rebuild(organisation, &limits, |_| ())
        .await
        .unwrap()
}

async fn a_rebuild_changes_nothing_but_change_numbers(database: &Database) {
    let organisation = database.add_organisation("a").await;
    fill(database, organisation).await;
    let mut raw = Raw::open(database).await;
    let before = dump_all(&mut raw, organisation).await;
    let facts = database.facts(organisation).await;
    for _ in 0..2 {
        let expected = RebuildProgress {
            done: 93,
            total: 93,
            unreadable: 0,
        };
        assert_eq!(rebuild(database, organisation).await.progress, expected);
        assert_eq!(dump_all(&mut raw, organisation).await, before);
        assert_eq!(database.facts(organisation).await, facts);
    }
    assert_consistent(database, organisation).await;
}

async fn a_rebuild_repairs_what_was_damaged(database: &Database) {
    let organisation = database.add_organisation("a").await;
    fill(database, organisation).await;
    let mut raw = Raw::open(database).await;
    let before = dump_all(&mut raw, organisation).await;
    let damages = [
        "DELETE FROM run",
        "DELETE FROM run_values",
        "DELETE FROM run_sub_unit",
        "DELETE FROM run WHERE run_number % 3 = 0; DELETE FROM run_values WHERE run_number % 2 = 0",
        "UPDATE run SET attempt = 7",
        "UPDATE run SET voided = 1 - voided",
        "UPDATE run SET plan_id = 1, unit_id = 1, process_id = 1, status = 6, run_time_us = 0",
        "UPDATE run SET stand_id = 4, tag_set_id = 0, duration_ms = NULL, error_code = 1",
        "UPDATE run_sub_unit SET position = position + 5",
        "DELETE FROM tag_set_member",
        "DELETE FROM instrument_set_member",
        "DELETE FROM tag_set_member WHERE tag_id % 2 = 0",
    ];
    for damage in damages {
        raw.execute(damage).await;
        assert_ne!(dump_all(&mut raw, organisation).await, before, "{damage}");
        rebuild(database, organisation).await;
        let after = dump_all(&mut raw, organisation).await;
        for table in DERIVED_TABLES {
            assert_eq!(after[table], before[table], "{table} after {damage}");
        }
    }
}

/// Their ids may be others then; what they say must be the same.
async fn dictionary_rows_that_are_gone_come_back(database: &Database) {
    let organisation = database.add_organisation("a").await;
    fill(database, organisation).await;
    let before = what_runs_say(database, organisation).await;
    let mut raw = Raw::open(database).await;
    for table in [
        "plan", "part", "revision", "unit", "stand", "batch", "process", "operator", "step",
    ] {
        raw.execute(&format!("DELETE FROM {table} WHERE id % 2 = 1"))
            .await;
    }
    assert_ne!(what_runs_say(database, organisation).await, before);
    rebuild(database, organisation).await;
    assert_eq!(what_runs_say(database, organisation).await, before);
}

/// An older version kept no durations of steps: neither series nor values.
async fn runs_of_before_durations_were_kept_get_them(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let factory = standcloud_demo::Factory::new(5, 1_780_000_000_000_000, 4);
    for body in factory.reports() {
        let mut writer = database.writer();
        let upload = upload_body(organisation, &body);
        writer.commit(&[upload]).await.unwrap();
    }
    let before = durations(database, organisation).await;
    assert!(before > 20, "{before}");
    let mut raw = Raw::open(database).await;
    raw.execute("DELETE FROM series WHERE kind = 'duration'; DELETE FROM run_values")
        .await;
    assert_eq!(durations(database, organisation).await, 0);
    rebuild(database, organisation).await;
    assert_eq!(durations(database, organisation).await, before);
}

/// How many values are durations of steps.
async fn durations(database: &Database, organisation: OrganisationId) -> usize {
    let store = &database.store;
    let values = store.list_run_values(organisation, 0, 1_000).await.unwrap();
    let mut found = 0;
    for value in values
        .iter()
        .flat_map(|row| decode_values(&row.measurements).unwrap())
    {
        let series = store.find_series(organisation, value.series).await.unwrap();
        let kind = series.map(|series| series.kind);
        found += usize::from(kind == Some(SeriesKind::StepDuration));
    }
    found
}

async fn what_runs_say(database: &Database, organisation: OrganisationId) -> Vec<RunSummary> {
    let numbers: Vec<_> = (1..=100).map(RunNumber).collect();
    let runs = database.store.list_runs(organisation, &numbers).await;
    let without_id = |run| RunSummary {
        stand_id: None,
        ..run
    };
    runs.unwrap().into_iter().map(without_id).collect()
}

async fn voids_and_what_only_the_server_knows_survive(database: &Database) {
    let organisation = database.add_organisation("a").await;
    fill(database, organisation).await;
    let mut raw = Raw::open(database).await;
    let mut kept = Vec::new();
    for table in ["report", "run_void"] {
        kept.push(dump(&mut raw, table, organisation).await);
    }
    assert_eq!(kept[1].len(), 3);
    raw.execute("DELETE FROM run").await;
    rebuild(database, organisation).await;
    for (table, kept) in ["report", "run_void"].into_iter().zip(kept) {
        assert_eq!(dump(&mut raw, table, organisation).await, kept, "{table}");
    }
}

async fn an_unreadable_report_is_counted_and_left(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let runs = [rich("x", 1), rich("y", 2), rich("z", 3)];
    database.commit(organisation, &runs).await;
    let mut raw = Raw::open(database).await;
    let before = dump_all(&mut raw, organisation).await;
    // A later version may refuse what this one took. The quarantine brings the bytes in here.
    quarantine(database, organisation, b"{}").await;
    raw.execute("UPDATE report SET body = (SELECT body FROM quarantine), size_bytes = 2 WHERE run_number = 2").await;
    let expected = RebuildProgress {
        done: 3,
        total: 3,
        unreadable: 1,
    };
    let rebuilt = rebuild(database, organisation).await;
    assert_eq!(rebuilt.progress, expected);
    let numbers = rebuilt.unreadable.iter().map(|report| report.run_number);
    assert_eq!(numbers.collect::<Vec<_>>(), [RunNumber(2)]);
    let problem = &rebuilt.unreadable[0].problem;
    assert!(problem.contains("name"), "{problem}");
    assert_eq!(dump_all(&mut raw, organisation).await, before);
}

async fn many_unreadable_reports_are_counted_and_some_named(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let runs: Vec<Run> = (0..130).map(|second| run("plan").at(second)).collect();
    database.commit(organisation, &runs).await;
    quarantine(database, organisation, b"{}").await;
    let mut raw = Raw::open(database).await;
    raw.execute("UPDATE report SET body = (SELECT body FROM quarantine), size_bytes = 2")
        .await;
    let rebuilt = rebuild(database, organisation).await;
    assert_eq!(rebuilt.progress.unreadable, 130);
    let named: Vec<i64> = rebuilt
        .unreadable
        .iter()
        .map(|one| one.run_number.0)
        .collect();
    assert_eq!(named, (1..=100).collect::<Vec<_>>());
}

async fn an_interrupted_rebuild_is_ended_by_the_next(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let runs: Vec<Run> = (0..130).map(|second| rich("x", second)).collect();
    database.commit(organisation, &runs).await;
    let mut raw = Raw::open(database).await;
    let before = dump_all(&mut raw, organisation).await;
    let store = &database.store;
    interrupt_rebuild(store, organisation).await;
    assert!(store.is_rebuilding(organisation).await.unwrap());
    let rebuilding = store.list_rebuilding().await.unwrap();
    assert_eq!(rebuilding, [(organisation, "a".to_owned())]);
    let sealing = store.begin_sealing(organisation, UnixMicros(0)).await;
    assert_eq!(sealing.unwrap(), None, "the server waits for a rebuild");
    assert_eq!(dump_all(&mut raw, organisation).await, before);
    interrupt_rebuild(store, organisation).await;
    assert_eq!(rebuild(database, organisation).await.progress.done, 130);
    assert!(store.list_rebuilding().await.unwrap().is_empty());
    assert!(!store.is_rebuilding(organisation).await.unwrap());
    assert_eq!(dump_all(&mut raw, organisation).await, before);
    let sealing = store.begin_sealing(organisation, UnixMicros(0)).await;
    assert!(sealing.unwrap().is_some(), "and goes on once it has ended");
}

/// After its first transaction.
async fn interrupt_rebuild(store: &Store, organisation: OrganisationId) {
    let limits = ParseLimits::default();
    let (first, mut done) = tokio::sync::mpsc::unbounded_channel();
    let rebuild = store.rebuild(organisation, &limits, |_| first.send(()).unwrap());
    tokio::select! {
        biased;
        Some(()) = done.recv() => {}
        ended = rebuild => panic!("{ended:?}"),
    }
}

/// What was made anew by the first one may be in chunks by now.
async fn a_rebuild_that_was_overtaken_does_not_count(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let runs: Vec<Run> = (0..130).map(|second| rich("x", second)).collect();
    database.commit(organisation, &runs).await;
    let limits = ParseLimits::default();
    let whole = async || {
        let other = database.open_again().await;
        other.rebuild(organisation, &limits, |_| {}).await.unwrap();
    };
    let on_its_own = || tokio::runtime::Runtime::new().unwrap().block_on(whole());
    let mut is_first = true;
    let between_batches = |_| {
        if std::mem::take(&mut is_first) {
            std::thread::scope(|scope| scope.spawn(on_its_own).join().unwrap());
        }
    };
    let ended = database
        .store
        .rebuild(organisation, &limits, between_batches)
        .await;
    assert!(matches!(ended, Err(StoreError::Refused(_))), "{ended:?}");
    let state = database.store.sealing_state(organisation).await.unwrap();
    assert_eq!((state.sealed_until, state.generation), (0, 1));
    assert!(!database.store.is_rebuilding(organisation).await.unwrap());
    assert_consistent(database, organisation).await;
}

async fn a_damaged_report_ends_the_rebuild_with_its_number(database: &Database) {
    let organisation = database.add_organisation("a").await;
    database
        .commit(organisation, &[rich("x", 1), rich("y", 2)])
        .await;
    let mut raw = Raw::open(database).await;
    let before = dump_all(&mut raw, organisation).await;
    raw.execute("UPDATE report SET size_bytes = 1 WHERE run_number = 2")
        .await;
    let outcome = database
        .store
        .rebuild(organisation, &ParseLimits::default(), |_| ())
        .await;
    let error = outcome.unwrap_err();
    assert!(
        matches!(&error, StoreError::Corrupt { key, .. } if key.contains('2')),
        "{error}"
    );
    assert_eq!(dump_all(&mut raw, organisation).await, before);
}

/// Another version of the digest is played by digests that are plainly wrong.
const OLDER_DIGESTS: &str = "UPDATE report SET digest = run_id, digest_version = 0";

async fn digests_of_an_older_version_are_made_anew(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let runs = [rich("x", 1), rich("y", 2)];
    database.commit(organisation, &runs).await;
    let mut raw = Raw::open(database).await;
    let before = dump(&mut raw, "report", organisation).await;
    raw.execute(OLDER_DIGESTS).await;
    rebuild(database, organisation).await;
    assert_eq!(dump(&mut raw, "report", organisation).await, before);
    let receipt = database.commit(organisation, &runs).await;
    assert!(
        outcome_ids(&receipt)
            .iter()
            .all(|(_, number)| number.is_none())
    );
}

async fn reports_that_become_equal_both_stay(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let same = [rich("x", 1)];
    database.commit(organisation, &same).await;
    Raw::open(database).await.execute(OLDER_DIGESTS).await;
    let receipt = database.commit(organisation, &same).await;
    let (second, number) = outcome_ids(&receipt)[0];
    assert_eq!(number, Some(2));
    for _ in 0..2 {
        assert_eq!(rebuild(database, organisation).await.progress.done, 2);
        let facts = database.facts(organisation).await;
        let attempts: Vec<u32> = facts.iter().map(|row| row.attempt).collect();
        assert_eq!(attempts, [1, 2]);
    }
    let receipt = database.commit(organisation, &same).await;
    assert_eq!(outcome_ids(&receipt), [(second, None)]);
}

async fn progress_is_told_after_every_batch(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let runs: Vec<Run> = (0..130).map(|second| run("plan").at(second)).collect();
    database.commit(organisation, &runs).await;
    let mut told = Vec::new();
    let limits = ParseLimits::default();
    let end = database
        .store
        .rebuild(organisation, &limits, |progress| told.push(progress))
        .await;
    let done: Vec<u64> = told.iter().map(|progress| progress.done).collect();
    assert_eq!(done, [64, 128, 130]);
    assert!(told.iter().all(|progress| progress.total == 130));
    assert_eq!(told.last(), Some(&end.unwrap().progress));
}

async fn only_that_organisation_is_rebuilt(database: &Database) {
    let first = database.add_organisation("a").await;
    let second = database.add_organisation("b").await;
    for organisation in [first, second] {
        database
            .commit(organisation, &[rich("x", 1), rich("y", 2)])
            .await;
    }
    let mut raw = Raw::open(database).await;
    let before = dump_all(&mut raw, first).await;
    raw.execute("DELETE FROM run; DELETE FROM run_values").await;
    rebuild(database, first).await;
    let after = dump_all(&mut raw, first).await;
    assert_eq!(after, before);
    assert!(dump(&mut raw, "run", second).await.is_empty());
    assert_eq!(database.store.next_change(second).await.unwrap(), 3);
}

async fn a_server_goes_on_while_it_rebuilds(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let runs: Vec<Run> = (0..200).map(|second| rich("x", second)).collect();
    database.commit(organisation, &runs).await;
    let mut writer = standcloud_store::ReportWriter::new(database.open_again().await);
    let uploads = async {
        for second in 0..30 {
            let late = rich(&format!("n{second}"), -1 - second);
            writer
                .commit(&[crate::support::upload(organisation, &late)])
                .await
                .unwrap();
        }
    };
    let voids = async {
        let summaries = database
            .store
            .list_runs(organisation, &[RunNumber(5), RunNumber(150)])
            .await;
        for run in summaries.unwrap() {
            let now = UnixMicros(3);
            database
                .store
                .void_run(organisation, run.run_id, "why", "ann", now)
                .await
                .unwrap();
        }
    };
    tokio::join!(rebuild(database, organisation), uploads, voids);
    let mut raw = Raw::open(database).await;
    let meanwhile = dump_all(&mut raw, organisation).await;
    rebuild(database, organisation).await;
    assert_eq!(dump_all(&mut raw, organisation).await, meanwhile);
    assert_eq!(database.facts(organisation).await.len(), 230);
    assert_consistent(database, organisation).await;
}

async fn followers_see_what_a_rebuild_repaired(database: &Database) {
    let organisation = database.add_organisation("a").await;
    fill(database, organisation).await;
    let mut facts = standcloud_columns::Facts::new();
    facts.apply(database.facts(organisation).await);
    let mut raw = Raw::open(database).await;
    raw.execute("UPDATE run SET attempt = 9, plan_id = 1").await;
    let applied = database.store.next_change(organisation).await.unwrap();
    facts.apply(database.facts(organisation).await);
    rebuild(database, organisation).await;
    let page = database
        .store
        .list_facts(organisation, (applied - 1, i64::MAX), 1_000)
        .await;
    facts.apply(page.unwrap().rows);
    let followed: Vec<_> = (0..facts.len())
        .filter_map(|index| facts.row(index))
        .collect();
    assert_eq!(followed, database.facts(organisation).await);
}

async fn followers_see_attempts_that_were_counted_after_the_last_batch(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let runs = [rich("x", 1), rich("y", 2), rich("z", 3)];
    database.commit(organisation, &runs).await;
    let expected = database.facts(organisation).await;
    Raw::open(database)
        .await
        .execute("UPDATE run SET attempt = 9")
        .await;
    let batch = database.store.next_change(organisation).await.unwrap();
    rebuild(database, organisation).await;
    let page = database
        .store
        .list_facts(organisation, (batch, i64::MAX), 100)
        .await
        .unwrap();
    assert_eq!(page.rows, expected);
}

async fn quarantine(database: &Database, organisation: OrganisationId, body: &[u8]) {
    let rejected = RejectedReport {
        organisation,
        id: Uuid::from_u128(1),
        received: UnixMicros(1),
        principal: "key:test",
        source: "hardpy",
        problems: "[]",
        body,
    };
    let limits = QuarantineLimits {
        max_reports: 1,
        max_bytes: 1_000,
    };
    database
        .store
        .quarantine_report(&rejected, limits)
        .await
        .unwrap();
}
