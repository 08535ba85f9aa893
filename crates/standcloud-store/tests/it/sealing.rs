//! Which values are in chunks: one server at a time moves on, and nobody moves back.

use standcloud_store::{NewChunk, OrganisationId, SealingTask, SealingTurn, Store, UnixMicros};

use crate::support::{Database, run};

each_database!(
    values_are_sealed_once,
    the_right_to_seal_ends,
    what_was_sealed_is_removed_and_no_more,
    chunks_are_replaced_and_read_in_order,
    a_rebuild_begins_a_new_generation,
    who_needs_sealing_is_listed,
);

const MINUTES_2: i64 = 120_000_000;

async fn history(database: &Database, runs: i64) -> OrganisationId {
    let organisation = database.add_organisation("a").await;
    for second in 0..runs {
        let run = run("plan").at(second);
        database.commit(organisation, &[run]).await;
    }
    organisation
}

async fn taken(store: &Store, organisation: OrganisationId, now: i64) -> SealingTurn {
    let task = store.begin_sealing(organisation, UnixMicros(now)).await;
    match task.unwrap() {
        Some(SealingTask::Seal(state)) => state,
        other => panic!("{other:?}"),
    }
}

fn chunk(series: u32, first: i64, last: i64) -> NewChunk {
    NewChunk {
        series,
        first_run_number: first,
        last_run_number: last,
        value_count: u32::try_from(last - first + 1).unwrap(),
        summary: vec![1, 2],
        body: vec![3; usize::try_from(last).unwrap()],
    }
}

async fn values_are_sealed_once(database: &Database) {
    let organisation = history(database, 5).await;
    let store = &database.store;
    let other = database.open_again().await;
    let early = taken(store, organisation, 0).await;
    assert_eq!((early.sealed_until, early.generation), (0, 0));
    let put = |turn, last| async move {
        let chunks = [chunk(1, 1, last)];
        store.put_chunks(organisation, turn, &chunks).await.unwrap()
    };
    let finish = |turn, until| async move {
        let finished = store.finish_sealing(organisation, turn, until).await;
        finished.unwrap()
    };
    assert!(put(&early, 2).await);
    let late = taken(&other, organisation, MINUTES_2).await;
    assert!(put(&late, 5).await);
    assert!(!put(&early, 3).await, "it holds less than what will count");
    assert!(!finish(&early, 3).await);
    store.end_sealing(organisation, &early).await.unwrap();
    assert!(
        finish(&late, 5).await,
        "the right was not the other's to give"
    );
    assert!(!put(&late, 3).await && !finish(&late, 3).await);
    let now = store.sealing_state(organisation).await.unwrap();
    assert_eq!((now.sealed_until, now.next_change), (5, 6));
    let chunks = store.list_chunks(organisation, 1, 0, 9).await.unwrap();
    assert_eq!(chunks.len(), 1);
    assert_eq!(chunks[0].last_run_number, 5, "nobody moved back");
}

async fn the_right_to_seal_ends(database: &Database) {
    let organisation = history(database, 1).await;
    let store = &database.store;
    let turn = taken(store, organisation, 0).await;
    let again = store.begin_sealing(organisation, UnixMicros(1)).await;
    assert_eq!(again.unwrap(), None);
    store.end_sealing(organisation, &turn).await.unwrap();
    taken(store, organisation, 2).await;
    taken(store, organisation, MINUTES_2).await;
}

async fn what_was_sealed_is_removed_and_no_more(database: &Database) {
    let organisation = history(database, 5).await;
    let store = &database.store;
    assert_eq!(
        store.remove_sealed_values(organisation, 9).await.unwrap(),
        0
    );
    assert_eq!(store.count_unsealed_runs(organisation, 9).await.unwrap(), 5);
    assert_eq!(store.count_unsealed_runs(organisation, 2).await.unwrap(), 2);
    let state = taken(store, organisation, 0).await;
    assert_eq!(
        store.remove_sealed_values(organisation, 9).await.unwrap(),
        0
    );
    assert!(store.finish_sealing(organisation, &state, 3).await.unwrap());
    assert_eq!(store.count_unsealed_runs(organisation, 9).await.unwrap(), 2);
    assert_eq!(
        store.remove_sealed_values(organisation, 2).await.unwrap(),
        2
    );
    assert_eq!(
        store.remove_sealed_values(organisation, 2).await.unwrap(),
        1
    );
    assert_eq!(
        store.remove_sealed_values(organisation, 2).await.unwrap(),
        0
    );
    let left = store.list_run_values(organisation, 0, 9).await.unwrap();
    let left: Vec<i64> = left.iter().map(|row| row.run_number).collect();
    assert_eq!(left, [4, 5]);
}

async fn chunks_are_replaced_and_read_in_order(database: &Database) {
    let organisation = history(database, 1).await;
    let store = &database.store;
    let state = taken(store, organisation, 0).await;
    let mut chunks = vec![chunk(2, 1, 9), chunk(1, 5, 6), chunk(1, 1, 4)];
    chunks.extend((3..100).map(|series| chunk(series, 1, 2)));
    assert!(
        store
            .put_chunks(organisation, &state, &chunks)
            .await
            .unwrap()
    );
    let grown = [chunk(1, 5, 8)];
    assert!(
        store
            .put_chunks(organisation, &state, &grown)
            .await
            .unwrap()
    );
    let found = store.list_chunks(organisation, 1, 0, 9).await.unwrap();
    let places: Vec<_> = found
        .iter()
        .map(|row| (row.first_run_number, row.last_run_number, row.body.len()))
        .collect();
    assert_eq!(places, [(1, 4, 4), (5, 8, 8)]);
    let only = |after, until| store.list_chunks(organisation, 1, after, until);
    assert_eq!(only(4, 9).await.unwrap().len(), 1);
    assert_eq!(only(0, 4).await.unwrap().len(), 1);
    let ids: Vec<u32> = (1..100).collect();
    let summaries = store
        .list_chunk_summaries(organisation, &ids, 0)
        .await
        .unwrap();
    assert_eq!(summaries.len(), 100);
    assert!(summaries.is_sorted_by_key(|row| (row.series(), row.first_run_number)));
    let summaries = store
        .list_chunk_summaries(organisation, &ids, 8)
        .await
        .unwrap();
    assert_eq!(summaries.len(), 1);
    let last = store
        .list_last_chunks(organisation, &ids, 4, 100)
        .await
        .unwrap();
    assert_eq!((last.len(), last[0].first_run_number), (99, 1));
    let last = store
        .list_last_chunks(organisation, &[1, 2], 9, 5)
        .await
        .unwrap();
    let places: Vec<_> = last
        .iter()
        .map(|row| (row.series(), row.first_run_number))
        .collect();
    assert_eq!(places, [(1, 5)], "the other one is full");
    let foreign = database.add_organisation("b").await;
    assert!(
        store
            .list_chunks(foreign, 1, 0, 9)
            .await
            .unwrap()
            .is_empty()
    );
}

async fn a_rebuild_begins_a_new_generation(database: &Database) {
    let organisation = history(database, 4).await;
    let store = &database.store;
    let before = store.list_run_values(organisation, 0, 9).await.unwrap();
    let state = taken(store, organisation, 0).await;
    let chunks = [chunk(1, 1, 2), chunk(2, 1, 3)];
    assert!(
        store
            .put_chunks(organisation, &state, &chunks)
            .await
            .unwrap()
    );
    assert!(store.finish_sealing(organisation, &state, 3).await.unwrap());
    store.remove_sealed_values(organisation, 9).await.unwrap();
    let limits = standcloud_report::ParseLimits::default();
    store.rebuild(organisation, &limits, |_| {}).await.unwrap();
    assert!(!store.is_rebuilding(organisation).await.unwrap());
    let now = store.sealing_state(organisation).await.unwrap();
    assert_eq!((now.sealed_until, now.generation), (0, 1));
    assert_eq!(
        store.list_run_values(organisation, 0, 9).await.unwrap(),
        before
    );
    assert!(
        !store
            .put_chunks(organisation, &state, &chunks)
            .await
            .unwrap()
    );
    let task = store
        .begin_sealing(organisation, UnixMicros(0))
        .await
        .unwrap();
    let Some(SealingTask::RemoveOldChunks(old)) = task else {
        panic!("{task:?}");
    };
    assert!(!store.put_chunks(organisation, &old, &chunks).await.unwrap());
    assert_eq!(
        store.remove_sealed_values(organisation, 9).await.unwrap(),
        0
    );
    assert!(
        store
            .remove_old_chunks(organisation, &old, 1)
            .await
            .unwrap()
    );
    assert!(
        store
            .remove_old_chunks(organisation, &old, 1)
            .await
            .unwrap()
    );
    assert!(
        !store
            .remove_old_chunks(organisation, &old, 1)
            .await
            .unwrap()
    );
    assert!(
        store
            .list_chunks(organisation, 1, 0, 9)
            .await
            .unwrap()
            .is_empty()
    );
    assert!(store.put_chunks(organisation, &old, &chunks).await.unwrap());
    assert!(
        !store
            .remove_old_chunks(organisation, &old, 1)
            .await
            .unwrap()
    );
    assert_eq!(
        store
            .list_chunks(organisation, 1, 0, 9)
            .await
            .unwrap()
            .len(),
        1
    );
}

async fn who_needs_sealing_is_listed(database: &Database) {
    let organisation = history(database, 4).await;
    database.add_organisation("quiet").await;
    let store = &database.store;
    let needs = store.list_sealing_needs(1).await.unwrap();
    let needs: Vec<_> = needs
        .iter()
        .map(|need| {
            (
                need.organisation(),
                need.waiting_max(),
                need.has_old_chunks(),
            )
        })
        .collect();
    assert_eq!(needs, [(organisation, 4, false)]);
    assert!(store.list_sealing_needs(5).await.unwrap().is_empty());
    let limits = standcloud_report::ParseLimits::default();
    store.rebuild(organisation, &limits, |_| {}).await.unwrap();
    let needs = store.list_sealing_needs(1_000).await.unwrap();
    assert!(needs[0].has_old_chunks());
}
