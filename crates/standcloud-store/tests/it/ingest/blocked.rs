//! A commit that the database holds up: it ends in time, and the same reports go in later.
//!
//! A stand waits 20 s for its answer and the server promises one in 10 s, so the store has to
//! give up before.

use std::time::{Duration, Instant};

use standcloud_store::{Engine, Outcome, ReportWriter, RunNumber};

use crate::support::{Database, Raw, assert_consistent, on_postgres, run, upload};

each_database!(a_blocked_commit_ends_in_time_and_is_repeated);

const ANSWER_TIME: Duration = Duration::from_secs(9);

/// Holds what every commit needs.
async fn block(database: &Database) -> Raw {
    let mut raw = Raw::open(database).await;
    raw.execute(match database.engine() {
        Engine::Sqlite => "BEGIN IMMEDIATE",
        Engine::Postgres => "BEGIN; UPDATE organisation SET name = name",
    })
    .await;
    raw
}

async fn a_blocked_commit_ends_in_time_and_is_repeated(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let mut writer = database.writer();
    writer
        .commit(&[upload(organisation, &run("first"))])
        .await
        .unwrap();
    let mut blocker = block(database).await;
    let report = [upload(organisation, &run("second"))];
    let start = Instant::now();
    let error = writer.commit(&report).await.unwrap_err();
    assert!(error.is_temporary(), "{error}");
    assert!(start.elapsed() < ANSWER_TIME, "{:?}", start.elapsed());
    // Who only reads is not held up.
    assert_eq!(database.facts(organisation).await.len(), 1);

    blocker.execute("ROLLBACK").await;
    let receipt = writer.commit(&report).await.unwrap();
    let stored = Outcome::Stored {
        run_id: report[0].run_id,
        run_number: RunNumber(2),
    };
    assert_eq!(receipt.outcomes, [stored]);
    assert_consistent(database, organisation).await;
}

#[test]
fn a_connection_that_dies_in_a_commit_is_temporary() {
    on_postgres(async |database: &Database| {
        let organisation = database.add_organisation("a").await;
        let mut writer = ReportWriter::new(database.open_again().await);
        let mut blocker = block(database).await;
        let report = [upload(organisation, &run("plan"))];
        let killer = async {
            // Within a transaction PostgreSQL shows what it saw at the first look, unless told.
            while blocker.number(WAITING).await == 0 {
                tokio::time::sleep(Duration::from_millis(10)).await;
                blocker.execute("SELECT pg_stat_clear_snapshot()").await;
            }
            blocker.execute(KILL_ALL_BUT_ME).await;
            blocker.execute("ROLLBACK").await;
        };
        let (outcome, ()) = tokio::join!(writer.commit(&report), killer);
        let error = outcome.unwrap_err();
        assert!(error.is_temporary(), "{error}");

        writer.commit(&report).await.unwrap();
        assert_eq!(database.facts(organisation).await.len(), 1);
        assert_consistent(database, organisation).await;
    });
}

const WAITING: &str = "SELECT COUNT(*) FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'";

const KILL_ALL_BUT_ME: &str = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()";
