//! Sessions of browsers.

use standcloud_store::{Session, SessionState, UnixMicros};
use uuid::Uuid;

use crate::support::Database;

each_database!(
    a_session_is_found_by_its_secret_alone,
    a_new_session_replaces_the_old_one,
    a_use_is_noted,
    sessions_end_one_by_one_and_together,
);

async fn a_session_is_found_by_its_secret_alone(database: &Database) {
    let user = database.add_person(2).await;
    let session = database.add_session(user, 1).await;
    let store = &database.store;
    assert_eq!(store.lookup_session([1; 32]).await.unwrap(), Some(session));
    assert_eq!(store.lookup_session([2; 32]).await.unwrap(), None);
}

async fn a_new_session_replaces_the_old_one(database: &Database) {
    let user = database.add_person(2).await;
    let old = database.add_session(user, 1).await;
    let store = &database.store;
    let new = Session {
        public_id: Uuid::from_u128(9),
        state: SessionState::SecondFactor,
        methods: "password totp".to_owned(),
        ..old
    };
    store
        .replace_session(Some([1; 32]), [9; 32], &new)
        .await
        .unwrap();
    assert_eq!(store.lookup_session([1; 32]).await.unwrap(), None);
    assert_eq!(store.lookup_session([9; 32]).await.unwrap(), Some(new));
}

async fn a_use_is_noted(database: &Database) {
    let user = database.add_person(2).await;
    let session = database.add_session(user, 1).await;
    let other = database.add_session(user, 2).await;
    let store = &database.store;
    store
        .touch_session(session.public_id, "192.0.2.9", UnixMicros(77))
        .await
        .unwrap();
    let expected = Session {
        last_seen: UnixMicros(77),
        ip: "192.0.2.9".to_owned(),
        ..session
    };
    assert_eq!(store.list_sessions(user).await.unwrap(), [expected, other]);
}

async fn sessions_end_one_by_one_and_together(database: &Database) {
    let user = database.add_person(2).await;
    let neighbour = database.add_person(3).await;
    let mut sessions = Vec::new();
    for number in 1..=4 {
        sessions.push(database.add_session(user, number).await);
    }
    let foreign = database.add_session(neighbour, 9).await;
    let store = &database.store;
    let first = sessions[0].public_id;
    assert!(
        !store.end_session(neighbour, first).await.unwrap(),
        "not theirs"
    );
    assert!(store.end_session(user, first).await.unwrap());
    assert!(!store.end_session(user, first).await.unwrap());
    let kept = sessions[2].public_id;
    assert_eq!(store.end_sessions(user, Some(kept)).await.unwrap(), 2);
    assert_eq!(
        store.list_sessions(user).await.unwrap(),
        [sessions.remove(2)]
    );
    assert_eq!(store.end_sessions(user, None).await.unwrap(), 1);
    assert_eq!(store.list_sessions(neighbour).await.unwrap(), [foreign]);
}
