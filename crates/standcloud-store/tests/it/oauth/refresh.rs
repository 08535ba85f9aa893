//! of several nodes that present one token at once, one rotates it and the others race.

use standcloud_store::{RefreshIssue, RefreshOutcome, UnixMicros};
use uuid::Uuid;

use super::samples::{CLIENT, hash, new_grant, new_tokens};
use crate::support::Database;

each_database!(
    what_is_stored_comes_back,
    nodes_that_refresh_at_once_rotate_once,
    a_family_ends_once,
    what_is_unknown_or_over_is_refused,
);

/// Refresh token `hash(101)`.
async fn add(database: &Database) -> Uuid {
    let organisation = database.add_organisation("a").await;
    let grant = new_grant(organisation, 1);
    let tokens = new_tokens(1, 1);
    let added = database.store.add_grant_with_tokens(&grant, &tokens);
    added.await.unwrap();
    grant.id
}

fn issue(number: u8, now: i64) -> RefreshIssue {
    let tokens = new_tokens(number, now);
    RefreshIssue {
        refresh_sha256: tokens.refresh_sha256.unwrap(),
        tokens,
        idle_expiry: UnixMicros(now + 1000),
        ip: "192.0.2.9".to_owned(),
    }
}

async fn what_is_stored_comes_back(database: &Database) {
    let grant = add(database).await;
    let found = database.store.lookup_refresh_token(hash(101)).await;
    let token = found.unwrap().unwrap();
    assert_eq!((token.grant, token.client_id.as_str()), (grant, CLIENT));
    assert_eq!(token.absolute_expiry, UnixMicros(10_000));
    assert!(token.is_valid);
    let unknown = database.store.lookup_refresh_token(hash(1)).await;
    assert_eq!(
        unknown.unwrap(),
        None,
        "an access token is no refresh token"
    );
    let issue = issue(2, 500);
    let refreshed = database.store.refresh(grant, hash(101), &issue);
    assert_eq!(refreshed.await.unwrap(), RefreshOutcome::Rotated);
    let grant = database.store.lookup_grant(grant).await.unwrap().unwrap();
    assert_eq!(grant.idle_expiry, UnixMicros(1500));
    assert_eq!(grant.last_used, Some(UnixMicros(500)));
    assert_eq!(grant.last_used_ip.as_deref(), Some("192.0.2.9"));
}

async fn nodes_that_refresh_at_once_rotate_once(database: &Database) {
    let grant = add(database).await;
    let other = database.open_again().await;
    let (one, two, three) = (issue(2, 5), issue(3, 5), issue(4, 5));
    let (one, two, three) = tokio::join!(
        database.store.refresh(grant, hash(101), &one),
        other.refresh(grant, hash(101), &two),
        database.store.refresh(grant, hash(101), &three),
    );
    let outcomes = [one.unwrap(), two.unwrap(), three.unwrap()];
    let count = |wanted: RefreshOutcome| outcomes.iter().filter(|found| **found == wanted).count();
    assert_eq!(count(RefreshOutcome::Rotated), 1, "{outcomes:?}");
    assert_eq!(count(RefreshOutcome::Sibling), 2, "{outcomes:?}");
}

async fn a_family_ends_once(database: &Database) {
    let grant = add(database).await;
    for expected in [true, false] {
        let ended = database
            .store
            .end_grant_family(grant, "reused", UnixMicros(5));
        assert_eq!(ended.await.unwrap(), expected);
    }
    let token = database.store.lookup_refresh_token(hash(101)).await;
    assert!(!token.unwrap().unwrap().is_valid);
}

async fn what_is_unknown_or_over_is_refused(database: &Database) {
    let grant = add(database).await;
    for (grant, token, now) in [
        (Uuid::from_u128(9), 101, 5),
        (grant, 99, 5),
        (grant, 101, 1000),
    ] {
        let refreshed = database
            .store
            .refresh(grant, hash(token), &issue(2, now))
            .await;
        assert_eq!(refreshed.unwrap(), RefreshOutcome::Refused);
    }
    let issue = issue(2, 999);
    let refreshed = database.store.refresh(grant, hash(101), &issue);
    assert_eq!(refreshed.await.unwrap(), RefreshOutcome::Rotated);
}
