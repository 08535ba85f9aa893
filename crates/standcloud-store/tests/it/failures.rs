//! Failures, counted for all servers.

use standcloud_store::{FailureCount, UnixMicros};

use crate::support::Database;

each_database!(
    failures_are_counted_within_their_window,
    servers_that_count_at_once_lose_nothing,
);

const WINDOW: i64 = 100;

async fn failures_are_counted_within_their_window(database: &Database) {
    let store = &database.store;
    for (at, expected) in [(10, 1), (60, 2), (109, 3), (110, 1), (111, 2)] {
        let counted = store
            .count_failure("a", WINDOW, UnixMicros(at))
            .await
            .unwrap();
        let expected = FailureCount {
            failures: expected,
            last: Some(UnixMicros(at)),
        };
        assert_eq!(counted, expected);
        assert_eq!(
            store.failures("a", WINDOW, UnixMicros(at)).await.unwrap(),
            expected
        );
    }
    let none = FailureCount::default();
    assert_eq!(
        store.failures("a", WINDOW, UnixMicros(210)).await.unwrap(),
        none
    );
    assert_eq!(
        store.failures("b", WINDOW, UnixMicros(111)).await.unwrap(),
        none
    );
    store.forget_failures("b").await.unwrap();
    assert_eq!(
        store
            .failures("a", WINDOW, UnixMicros(111))
            .await
            .unwrap()
            .failures,
        2
    );
    store.forget_failures("a").await.unwrap();
    assert_eq!(
        store.failures("a", WINDOW, UnixMicros(111)).await.unwrap(),
        none
    );
}

async fn servers_that_count_at_once_lose_nothing(database: &Database) {
    let other_node = database.open_again().await;
    let mut tasks = tokio::task::JoinSet::new();
    for number in 0..20 {
        let node = if number % 2 == 0 {
            &database.store
        } else {
            &other_node
        };
        let store = node.clone();
        tasks.spawn(async move {
            store
                .count_failure("a", WINDOW, UnixMicros(5))
                .await
                .unwrap()
        });
    }
    tasks.join_all().await;
    let counted = database
        .store
        .failures("a", WINDOW, UnixMicros(5))
        .await
        .unwrap();
    assert_eq!(counted.failures, 20);
    other_node.close().await;
}
