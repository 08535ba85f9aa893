//! Voiding and bringing back: once each, with the first reason, and with the attempts that follow.

use standcloud_store::{OrganisationId, RunId, UnixMicros};
use uuid::Uuid;

use crate::support::{Database, Raw, Run, outcome_ids, run};

each_database!(
    a_run_is_voided_once_and_the_first_reason_stands,
    a_run_is_brought_back_once,
    the_reasons_stay_after_a_run_came_back,
    voiding_and_restoring_renumber_the_later_runs,
    an_unknown_run_is_told_and_takes_no_change_number,
    nodes_that_void_at_once_do_it_once,
);

async fn a_run_is_voided_once_and_the_first_reason_stands(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let ids = commit(database, organisation, &[run("plan").unit("S1")]).await;
    assert_eq!(
        database
            .store
            .lookup_void(organisation, ids[0])
            .await
            .unwrap(),
        None
    );
    let reason = "wrong fixture, é ' \"";
    assert_eq!(
        void(database, organisation, ids[0], reason).await,
        Some(true)
    );
    assert_eq!(
        void(database, organisation, ids[0], "again").await,
        Some(false)
    );
    let told = database
        .store
        .lookup_void(organisation, ids[0])
        .await
        .unwrap();
    assert_eq!(
        told,
        Some((reason.to_owned(), "ann".to_owned(), UnixMicros(77)))
    );
    let seen = database
        .store
        .lookup_run(organisation, ids[0])
        .await
        .unwrap()
        .unwrap();
    assert!(seen.voided);
    assert!(database.facts(organisation).await[0].voided);
}

async fn a_run_is_brought_back_once(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let ids = commit(database, organisation, &[run("plan").unit("S1")]).await;
    let before = database.facts(organisation).await;
    let restore = async || restore(database, organisation, ids[0]).await;
    assert_eq!(restore().await, Some(false));
    void(database, organisation, ids[0], "why").await;
    assert_eq!(restore().await, Some(true));
    assert_eq!(restore().await, Some(false));
    assert_eq!(
        database
            .store
            .lookup_void(organisation, ids[0])
            .await
            .unwrap(),
        None
    );
    assert_eq!(database.facts(organisation).await, before);
    assert_eq!(
        void(database, organisation, ids[0], "second time").await,
        Some(true)
    );
    let (reason, ..) = database
        .store
        .lookup_void(organisation, ids[0])
        .await
        .unwrap()
        .unwrap();
    assert_eq!(reason, "second time");
}

async fn the_reasons_stay_after_a_run_came_back(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let ids = commit(database, organisation, &[run("plan").unit("S1")]).await;
    void(database, organisation, ids[0], "wrong fixture").await;
    restore(database, organisation, ids[0]).await;
    let mut raw = Raw::open(database).await;
    let columns = "reason, voided_by, voided_us, restore_reason, restored_by, restored_us";
    let sql = format!("SELECT {columns} FROM run_void");
    let kept = ["wrong fixture", "ann", "77", "it was right", "bob", "88"];
    assert_eq!(raw.rows(&sql).await, [kept]);
    restore(database, organisation, ids[0]).await;
    assert_eq!(raw.rows(&sql).await, [kept]);

    void(database, organisation, ids[0], "wrong after all").await;
    let again = ["wrong after all", "ann", "77", "NULL", "NULL", "NULL"];
    assert_eq!(raw.rows(&sql).await, [again]);
}

async fn voiding_and_restoring_renumber_the_later_runs(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let unit = |second| run("plan").unit("S1").at(second);
    let runs = [unit(10), unit(20), unit(30), run("other").unit("S1").at(40)];
    let ids = commit(database, organisation, &runs).await;
    let void = async |index: usize| void(database, organisation, ids[index], "why").await;
    let restore = async |index: usize| restore(database, organisation, ids[index]).await;
    let attempts = async || -> Vec<u32> {
        let facts = database.facts(organisation).await;
        facts.iter().map(|row| row.attempt).collect()
    };
    void(0).await;
    assert_eq!(attempts().await, [1, 1, 2, 1]);
    void(1).await;
    assert_eq!(attempts().await, [1, 1, 1, 1]);
    let next = database.store.next_change(organisation).await.unwrap();
    restore(0).await;
    assert_eq!(attempts().await, [1, 2, 2, 1]);
    let changed = database
        .store
        .list_facts(organisation, (next - 1, i64::MAX), 9)
        .await
        .unwrap();
    let changed: Vec<i64> = changed.rows.iter().map(|row| row.run_number).collect();
    assert_eq!(changed, [1, 2, 3]);
    commit(database, organisation, &[unit(15)]).await;
    assert_eq!(attempts().await, [1, 3, 3, 1, 2]);
    restore(1).await;
    assert_eq!(attempts().await, [1, 3, 4, 1, 2]);
}

async fn an_unknown_run_is_told_and_takes_no_change_number(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let other = database.add_organisation("b").await;
    let ids = commit(database, other, &[run("plan").unit("S1")]).await;
    for id in [ids[0], RunId(Uuid::nil())] {
        assert_eq!(void(database, organisation, id, "why").await, None);
        assert_eq!(restore(database, organisation, id).await, None);
        assert_eq!(
            database.store.lookup_void(organisation, id).await.unwrap(),
            None
        );
    }
    assert_eq!(database.store.next_change(organisation).await.unwrap(), 1);
    assert!(!database.facts(other).await[0].voided);
    // What did not happen takes no number either.
    void(database, other, ids[0], "why").await;
    let next = database.store.next_change(other).await.unwrap();
    void(database, other, ids[0], "again").await;
    assert_eq!(database.store.next_change(other).await.unwrap(), next);
}

async fn nodes_that_void_at_once_do_it_once(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let runs = [run("plan").unit("S1").at(1), run("plan").unit("S1").at(2)];
    let ids = commit(database, organisation, &runs).await;
    let other_node = database.open_again().await;
    let mut nodes = tokio::task::JoinSet::new();
    for index in 0..8 {
        let store = if index % 2 == 0 {
            &database.store
        } else {
            &other_node
        }
        .clone();
        let id = ids[0];
        nodes.spawn(async move {
            store
                .void_run(organisation, id, "why", "ann", UnixMicros(1))
                .await
                .unwrap()
        });
    }
    let outcomes = nodes.join_all().await;
    assert_eq!(
        outcomes
            .iter()
            .filter(|outcome| **outcome == Some(true))
            .count(),
        1
    );
    assert_eq!(database.facts(organisation).await[1].attempt, 1);
}

async fn commit(database: &Database, organisation: OrganisationId, runs: &[Run]) -> Vec<RunId> {
    let receipt = database.commit(organisation, runs).await;
    outcome_ids(&receipt)
        .into_iter()
        .map(|(id, _)| id)
        .collect()
}

async fn void(
    database: &Database,
    organisation: OrganisationId,
    id: RunId,
    reason: &str,
) -> Option<bool> {
    let voided = database
        .store
        .void_run(organisation, id, reason, "ann", UnixMicros(77));
    voided.await.unwrap()
}

async fn restore(database: &Database, organisation: OrganisationId, id: RunId) -> Option<bool> {
    let restored =
        database
            .store
            .restore_run(organisation, id, "it was right", "bob", UnixMicros(88));
    restored.await.unwrap()
}
