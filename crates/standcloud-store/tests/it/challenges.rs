//! Challenges: taken once, of their own kind, before their time is over.

use standcloud_store::{NewChallenge, UnixMicros};

use crate::expired::remove;
use crate::support::Database;

each_database!(
    a_challenge_is_taken_once,
    an_expired_or_foreign_challenge_is_not_there,
    nodes_that_take_at_once_take_once,
    waiting_ones_are_counted_and_old_ones_removed,
);

async fn a_challenge_is_taken_once(database: &Database) {
    add(database, 1, 100).await;
    assert_eq!(
        take(database, 1, "passkey", 99).await.as_deref(),
        Some("data 1")
    );
    assert_eq!(take(database, 1, "passkey", 99).await, None);
}

async fn an_expired_or_foreign_challenge_is_not_there(database: &Database) {
    add(database, 1, 100).await;
    assert_eq!(take(database, 1, "passkey", 100).await, None);
    assert_eq!(take(database, 1, "sso", 50).await, None);
    assert_eq!(take(database, 2, "passkey", 50).await, None);
    assert!(take(database, 1, "passkey", 50).await.is_some());
}

async fn nodes_that_take_at_once_take_once(database: &Database) {
    add(database, 1, 100).await;
    let other_node = database.open_again().await;
    let mut tasks = tokio::task::JoinSet::new();
    for index in 0..8 {
        let store = [&database.store, &other_node][index % 2].clone();
        tasks.spawn(async move {
            let taken = store.take_challenge([1; 32], "passkey", UnixMicros(50));
            taken.await.unwrap().is_some()
        });
    }
    let taken = tasks.join_all().await;
    assert_eq!(taken.into_iter().filter(|won| *won).count(), 1);
}

async fn waiting_ones_are_counted_and_old_ones_removed(database: &Database) {
    for (byte, expires) in [(1, 100), (2, 200), (3, 300)] {
        add(database, byte, expires).await;
    }
    let store = &database.store;
    assert_eq!(store.count_challenges(UnixMicros(100)).await.unwrap(), 2);
    let removed = (remove(database, 201).await, remove(database, 201).await);
    assert_eq!(removed, (2, 0));
    assert!(take(database, 3, "passkey", 250).await.is_some());
}

async fn add(database: &Database, byte: u8, expires: i64) {
    let new = NewChallenge {
        challenge_sha256: [byte; 32],
        kind: "passkey",
        data: &format!("data {byte}"),
        created: UnixMicros(1),
        expires: UnixMicros(expires),
    };
    database.store.add_challenge(&new).await.unwrap();
}

async fn take(database: &Database, byte: u8, kind: &str, now: i64) -> Option<String> {
    let taken = database
        .store
        .take_challenge([byte; 32], kind, UnixMicros(now));
    taken.await.unwrap()
}
