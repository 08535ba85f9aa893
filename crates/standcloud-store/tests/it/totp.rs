//! Authenticator apps and recovery codes: each step and each code is taken once.

use standcloud_store::{UnixMicros, UserTotp};
use uuid::Uuid;

use crate::support::Database;

each_database!(
    it_is_in_force_once_it_is_confirmed,
    what_was_begun_anew_is_not_confirmed_by_the_old_secret,
    a_step_is_taken_once_and_never_an_earlier_one,
    nodes_that_take_a_step_at_once_take_it_once,
    turning_it_off_takes_the_recovery_codes_along,
    a_recovery_code_works_once_for_its_owner,
);

const ANN: Uuid = Uuid::from_u128(1);
const BOB: Uuid = Uuid::from_u128(2);

async fn it_is_in_force_once_it_is_confirmed(database: &Database) {
    let store = &database.store;
    assert_eq!(store.lookup_totp(ANN).await.unwrap(), None);
    let begun = begin(database, 7).await;
    assert_eq!(begun.confirmed, None);
    assert!(!store.has_totp(ANN).await.unwrap());
    assert!(!store.use_totp_step(ANN, 100).await.unwrap());
    let confirmed = store.confirm_totp(ANN, &begun, 100, &[[1; 32]], UnixMicros(5));
    assert!(confirmed.await.unwrap());
    assert!(store.has_totp(ANN).await.unwrap());
    assert!(!store.has_totp(BOB).await.unwrap());
    let expected = UserTotp {
        confirmed: Some(UnixMicros(5)),
        ..begun.clone()
    };
    assert_eq!(store.lookup_totp(ANN).await.unwrap(), Some(expected));
    let again = store.confirm_totp(ANN, &begun, 101, &[], UnixMicros(6));
    assert!(!again.await.unwrap());
    assert_eq!(store.count_recovery_codes(ANN).await.unwrap(), 1);
    // Nobody replaces one that is in force.
    assert!(!store.begin_totp(ANN, &[9], UnixMicros(7)).await.unwrap());
    let kept = store.lookup_totp(ANN).await.unwrap().unwrap();
    assert_eq!(kept.secret, begun.secret);
}

async fn what_was_begun_anew_is_not_confirmed_by_the_old_secret(database: &Database) {
    let old = begin(database, 7).await;
    let new = begin(database, 8).await;
    let confirm = async |begun: &UserTotp| {
        let confirmed = database
            .store
            .confirm_totp(ANN, begun, 100, &[], UnixMicros(5));
        confirmed.await.unwrap()
    };
    assert!(!confirm(&old).await);
    assert!(confirm(&new).await);
}

/// R-65, test case 137
async fn a_step_is_taken_once_and_never_an_earlier_one(database: &Database) {
    confirm(database).await;
    let take = async |step| database.store.use_totp_step(ANN, step).await.unwrap();
    assert!(!take(100).await, "the code that confirmed it");
    assert!(take(102).await);
    assert!(!take(102).await);
    assert!(!take(101).await);
    assert!(take(103).await);
}

async fn nodes_that_take_a_step_at_once_take_it_once(database: &Database) {
    confirm(database).await;
    let other_node = database.open_again().await;
    let mut tasks = tokio::task::JoinSet::new();
    for index in 0..8 {
        let store = [&database.store, &other_node][index % 2].clone();
        tasks.spawn(async move { store.use_totp_step(ANN, 200).await.unwrap() });
    }
    let taken = tasks.join_all().await;
    assert_eq!(taken.into_iter().filter(|taken| *taken).count(), 1);
}

async fn turning_it_off_takes_the_recovery_codes_along(database: &Database) {
    let store = &database.store;
    begin(database, 7).await;
    assert!(!store.remove_totp(ANN).await.unwrap(), "never in force");
    confirm(database).await;
    store.replace_recovery_codes(BOB, &[[5; 32]]).await.unwrap();
    assert!(store.remove_totp(ANN).await.unwrap());
    assert!(!store.remove_totp(ANN).await.unwrap());
    assert!(!store.has_totp(ANN).await.unwrap());
    assert_eq!(store.count_recovery_codes(ANN).await.unwrap(), 0);
    assert_eq!(store.count_recovery_codes(BOB).await.unwrap(), 1);
}

/// R-65, test case 138
async fn a_recovery_code_works_once_for_its_owner(database: &Database) {
    let store = &database.store;
    let codes = [[1; 32], [2; 32]];
    store.replace_recovery_codes(ANN, &codes).await.unwrap();
    let take = async |user, byte| {
        let taken = store.use_recovery_code(user, [byte; 32], UnixMicros(5));
        taken.await.unwrap()
    };
    assert!(!take(BOB, 1).await);
    assert!(!take(ANN, 3).await);
    assert!(take(ANN, 1).await);
    assert!(!take(ANN, 1).await);
    assert_eq!(store.count_recovery_codes(ANN).await.unwrap(), 1);
    store.replace_recovery_codes(ANN, &[[4; 32]]).await.unwrap();
    assert!(!take(ANN, 2).await, "renewed");
    assert!(take(ANN, 4).await);
}

async fn begin(database: &Database, byte: u8) -> UserTotp {
    let store = &database.store;
    let begun = store.begin_totp(ANN, &[byte; 40], UnixMicros(1)).await;
    assert!(begun.unwrap());
    store.lookup_totp(ANN).await.unwrap().unwrap()
}

async fn confirm(database: &Database) {
    let begun = begin(database, 7).await;
    let codes = [[1; 32], [2; 32]];
    let confirmed = database
        .store
        .confirm_totp(ANN, &begun, 100, &codes, UnixMicros(5));
    assert!(confirmed.await.unwrap());
}
