//! Passkeys: several per person, each credential once, and counters that only one copy may move on.

use standcloud_store::{UnixMicros, UserPasskey};
use uuid::Uuid;

use crate::support::Database;

each_database!(
    what_is_stored_comes_back_and_goes,
    a_credential_is_known_once,
    of_two_copies_with_one_counter_only_the_first_counts,
);

const ANN: Uuid = Uuid::from_u128(1);
const BOB: Uuid = Uuid::from_u128(2);

async fn what_is_stored_comes_back_and_goes(database: &Database) {
    let store = &database.store;
    for new in [passkey(1, ANN, 10), passkey(2, ANN, 5), passkey(3, BOB, 1)] {
        assert!(store.add_passkey(&new).await.unwrap());
    }
    assert_eq!(
        store.list_passkeys(ANN).await.unwrap(),
        [passkey(2, ANN, 5), passkey(1, ANN, 10)]
    );
    assert_eq!(
        store.find_passkey(&[3; 16]).await.unwrap(),
        Some(passkey(3, BOB, 1))
    );
    assert_eq!(store.find_passkey(&[4; 16]).await.unwrap(), None);
    // Nobody removes the key of another.
    assert_eq!(store.remove_passkey(ANN, &[3; 16]).await.unwrap(), None);
    let name = store.remove_passkey(BOB, &[3; 16]).await.unwrap();
    assert_eq!(name.as_deref(), Some("key 3"));
    assert_eq!(store.list_passkeys(BOB).await.unwrap(), []);
}

async fn a_credential_is_known_once(database: &Database) {
    let store = &database.store;
    assert!(store.add_passkey(&passkey(1, ANN, 1)).await.unwrap());
    assert!(!store.add_passkey(&passkey(1, BOB, 2)).await.unwrap());
    let kept = store.find_passkey(&[1; 16]).await.unwrap().unwrap();
    assert_eq!(kept.user, ANN);
}

/// R-66, test case 139
async fn of_two_copies_with_one_counter_only_the_first_counts(database: &Database) {
    let store = &database.store;
    let found = passkey(1, ANN, 1);
    store.add_passkey(&found).await.unwrap();
    let note = async || {
        let noted = store.note_passkey_use(&found, "counter 2", UnixMicros(9));
        noted.await.unwrap()
    };
    assert!(note().await);
    assert!(!note().await);
    let kept = store.find_passkey(&[1; 16]).await.unwrap().unwrap();
    assert_eq!(
        (kept.passkey.as_str(), kept.last_used),
        ("counter 2", Some(UnixMicros(9)))
    );
}

fn passkey(byte: u8, user: Uuid, created: i64) -> UserPasskey {
    UserPasskey {
        credential_id: vec![byte; 16],
        user,
        name: format!("key {byte}"),
        passkey: "counter 1".to_owned(),
        created: UnixMicros(created),
        last_used: None,
    }
}
