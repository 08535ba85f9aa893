//! Access tokens: what decides whether one is good is read in one query.

use standcloud_store::{AccessToken, UnixMicros};
use uuid::Uuid;

use super::samples::{CLIENT, PERSON, hash, new_grant, new_tokens};
use crate::support::Database;

each_database!(
    what_is_stored_comes_back,
    a_token_ends_with_its_grant,
    a_token_ends_with_the_membership,
    a_program_needs_no_person,
    an_access_token_ends_alone_and_by_its_own_client,
    the_first_use_is_kept,
);

async fn lookup(database: &Database, number: u8) -> AccessToken {
    let found = database.store.lookup_access_token(hash(number)).await;
    found.unwrap().unwrap()
}

async fn add(database: &Database, number: u8) -> Uuid {
    let organisation = database.add_organisation(&format!("org{number}")).await;
    let grant = new_grant(organisation, number.into());
    let tokens = new_tokens(number, 1);
    let added = database.store.add_grant_with_tokens(&grant, &tokens);
    added.await.unwrap();
    grant.id
}

async fn what_is_stored_comes_back(database: &Database) {
    let grant = add(database, 1).await;
    let token = lookup(database, 1).await;
    let expected = AccessToken {
        grant,
        organisation: token.organisation,
        user: Some(PERSON),
        client_id: CLIENT.to_owned(),
        scope: "offline_access".to_owned(),
        audiences: "hardpy".to_owned(),
        created: UnixMicros(1),
        expires: UnixMicros(101),
        first_used: None,
        last_used: None,
        is_valid: true,
    };
    assert_eq!(token, expected);
    let unknown = database.store.lookup_access_token(hash(101)).await;
    assert_eq!(unknown.unwrap(), None, "a refresh token is no access token");
}

async fn a_token_ends_with_its_grant(database: &Database) {
    let grant = add(database, 1).await;
    let organisation = lookup(database, 1).await.organisation;
    let revoked = database
        .store
        .revoke_grant(organisation, grant, "lost", UnixMicros(5));
    assert!(revoked.await.unwrap());
    assert!(!lookup(database, 1).await.is_valid);
}

///
async fn a_token_ends_with_the_membership(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let mut grant = new_grant(organisation, 1);
    grant.user = Some(Uuid::from_u128(8));
    let tokens = new_tokens(1, 1);
    let added = database.store.add_grant_with_tokens(&grant, &tokens);
    added.await.unwrap();
    assert!(!lookup(database, 1).await.is_valid);
}

async fn a_program_needs_no_person(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let mut grant = new_grant(organisation, 1);
    grant.user = None;
    let mut tokens = new_tokens(1, 1);
    tokens.refresh_sha256 = None;
    let added = database.store.add_grant_with_tokens(&grant, &tokens).await;
    added.unwrap();
    assert!(lookup(database, 1).await.is_valid);
}

///
async fn an_access_token_ends_alone_and_by_its_own_client(database: &Database) {
    let grant = add(database, 1).await;
    let revoke = async |client: &str| {
        let revoked = database
            .store
            .revoke_access_token(hash(1), client, UnixMicros(5));
        revoked.await.unwrap()
    };
    assert!(!revoke("another").await);
    assert!(lookup(database, 1).await.is_valid);
    assert!(revoke(CLIENT).await);
    assert!(!revoke(CLIENT).await);
    assert!(!lookup(database, 1).await.is_valid);
    let grant = database.store.lookup_grant(grant).await.unwrap().unwrap();
    assert_eq!(grant.revoked, None);
}

async fn the_first_use_is_kept(database: &Database) {
    add(database, 1).await;
    for now in [5, 6] {
        let noted = database.store.note_first_use(hash(1), UnixMicros(now));
        noted.await.unwrap();
        assert_eq!(lookup(database, 1).await.first_used, Some(UnixMicros(5)));
    }
}
