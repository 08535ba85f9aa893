//! Authorization requests: one session owns one, and there is one decision.

use standcloud_store::{AuthorizationRequest, NewAuthorizationRequest, UnixMicros};
use uuid::Uuid;

use crate::expired::remove;
use crate::support::Database;

each_database!(
    what_is_stored_comes_back,
    a_request_belongs_to_the_session_that_opened_it_first,
    an_opened_request_has_its_own_time_for_the_decision,
    an_expired_or_foreign_request_is_not_there,
    a_request_is_decided_once,
    sessions_that_decide_at_once_decide_once,
    waiting_requests_are_counted_and_old_ones_removed,
);

const CLIENT: &str = "hardpy-report-uploader";

async fn what_is_stored_comes_back(database: &Database) {
    let new = request(1, 100);
    database
        .store
        .add_authorization_request(&new)
        .await
        .unwrap();
    let expected = AuthorizationRequest {
        client_id: CLIENT.to_owned(),
        redirect_uri: new.redirect_uri,
        scope: new.scope,
        audiences: new.audiences,
        state: new.state,
        code_challenge: new.code_challenge,
        created: UnixMicros(1),
        expires: UnixMicros(100),
    };
    assert_eq!(lookup(database, 1, 99).await, Some(expected.clone()));
    assert_eq!(lookup(database, 1, 99).await, Some(expected.clone()));
    let opened = open(database, 1, 7, (50, 150)).await.unwrap();
    let expected = AuthorizationRequest {
        expires: UnixMicros(150),
        ..expected
    };
    assert_eq!(opened, expected);
    assert_eq!(deny(database, 1, 7, 60).await, Some(expected));
}

/// a reload by the same session is allowed until the decision.
async fn a_request_belongs_to_the_session_that_opened_it_first(database: &Database) {
    add(database, 1, 100).await;
    assert!(open(database, 1, 7, (50, 100)).await.is_some());
    assert!(open(database, 1, 7, (51, 100)).await.is_some());
    assert!(open(database, 1, 8, (52, 100)).await.is_none());
    assert_eq!(deny(database, 1, 8, 53).await, None);
    assert!(deny(database, 1, 7, 54).await.is_some());
}

async fn an_opened_request_has_its_own_time_for_the_decision(database: &Database) {
    add(database, 1, 100).await;
    assert!(open(database, 1, 7, (99, 199)).await.is_some());
    // A reload does not lengthen it.
    assert!(open(database, 1, 7, (150, 250)).await.is_some());
    assert!(open(database, 1, 7, (199, 299)).await.is_none());
    assert_eq!(deny(database, 1, 7, 199).await, None);
    assert!(deny(database, 1, 7, 198).await.is_some());
}

async fn an_expired_or_foreign_request_is_not_there(database: &Database) {
    add(database, 1, 100).await;
    assert_eq!(lookup(database, 1, 100).await, None);
    assert!(open(database, 1, 7, (100, 200)).await.is_none());
    let foreign = database
        .store
        .lookup_authorization_request([1; 32], "other", UnixMicros(50));
    assert_eq!(foreign.await.unwrap(), None);
    let times = (UnixMicros(50), UnixMicros(150));
    let foreign = database
        .store
        .open_authorization_request([1; 32], "other", session(7), times);
    assert_eq!(foreign.await.unwrap(), None);
    assert_eq!(lookup(database, 2, 50).await, None);
    assert_eq!(deny(database, 1, 7, 50).await, None, "nobody opened it");
}

///
async fn a_request_is_decided_once(database: &Database) {
    add(database, 1, 100).await;
    open(database, 1, 7, (50, 100)).await.unwrap();
    assert!(deny(database, 1, 7, 60).await.is_some());
    assert_eq!(deny(database, 1, 7, 61).await, None);
    assert_eq!(lookup(database, 1, 61).await, None);
    assert!(open(database, 1, 7, (62, 100)).await.is_none());
}

async fn sessions_that_decide_at_once_decide_once(database: &Database) {
    add(database, 1, 100).await;
    open(database, 1, 7, (50, 100)).await.unwrap();
    let other_node = database.open_again().await;
    let mut tasks = tokio::task::JoinSet::new();
    for index in 0..8 {
        let store = [&database.store, &other_node][index % 2].clone();
        tasks.spawn(async move {
            let denied = store.deny_authorization_request([1; 32], session(7), UnixMicros(60));
            denied.await.unwrap().is_some()
        });
    }
    let decided = tasks.join_all().await;
    assert_eq!(decided.into_iter().filter(|won| *won).count(), 1);
}

async fn waiting_requests_are_counted_and_old_ones_removed(database: &Database) {
    for (byte, expires) in [(1, 100), (2, 200), (3, 300), (4, 400)] {
        add(database, byte, expires).await;
    }
    open(database, 4, 7, (50, 400)).await.unwrap();
    deny(database, 4, 7, 60).await.unwrap();
    let count = async |now| {
        let counted = database
            .store
            .count_waiting_authorization_requests(UnixMicros(now));
        counted.await.unwrap()
    };
    assert_eq!(
        (count(99).await, count(100).await, count(300).await),
        (3, 2, 0)
    );
    assert_eq!(remove(database, 200).await, 1);
    assert_eq!(remove(database, 200).await, 0);
    assert!(lookup(database, 2, 150).await.is_some());
}

async fn add(database: &Database, byte: u8, expires: i64) {
    let new = request(byte, expires);
    database
        .store
        .add_authorization_request(&new)
        .await
        .unwrap();
}

async fn lookup(database: &Database, byte: u8, now: i64) -> Option<AuthorizationRequest> {
    let found = database
        .store
        .lookup_authorization_request([byte; 32], CLIENT, UnixMicros(now));
    found.await.unwrap()
}

pub(super) async fn open(
    database: &Database,
    byte: u8,
    number: u128,
    (now, decide_until): (i64, i64),
) -> Option<AuthorizationRequest> {
    let times = (UnixMicros(now), UnixMicros(decide_until));
    let opened =
        database
            .store
            .open_authorization_request([byte; 32], CLIENT, session(number), times);
    opened.await.unwrap()
}

async fn deny(
    database: &Database,
    byte: u8,
    number: u128,
    now: i64,
) -> Option<AuthorizationRequest> {
    let denied =
        database
            .store
            .deny_authorization_request([byte; 32], session(number), UnixMicros(now));
    denied.await.unwrap()
}

pub(super) fn session(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

pub(super) fn request(byte: u8, expires: i64) -> NewAuthorizationRequest {
    NewAuthorizationRequest {
        request_sha256: [byte; 32],
        client_id: CLIENT.to_owned(),
        redirect_uri: "http://127.0.0.1:43681/oauth2/callback".to_owned(),
        scope: "offline_access".to_owned(),
        audiences: "hardpy integration".to_owned(),
        state: "a&b é".to_owned(),
        code_challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM".to_owned(),
        created: UnixMicros(1),
        expires: UnixMicros(expires),
    }
}
