//! Grants: what is stored comes back, and ends once.

use standcloud_store::{Grant, GrantKind, OrganisationId, UnixMicros};
use uuid::Uuid;

use super::samples::{PERSON, new_grant, new_tokens};
use crate::support::Database;

each_database!(
    what_is_stored_comes_back,
    grants_are_listed_newest_first_with_ended_ones,
    a_grant_is_renamed_in_its_own_organisation,
    a_grant_ends_once,
    a_use_is_noted_and_prolongs,
);

async fn add(database: &Database, organisation: OrganisationId, number: u8) -> Uuid {
    let mut grant = new_grant(organisation, number.into());
    grant.created = UnixMicros(number.into());
    let tokens = new_tokens(number, 1);
    let added = database.store.add_grant_with_tokens(&grant, &tokens);
    added.await.unwrap();
    grant.id
}

async fn lookup(database: &Database, id: Uuid) -> Grant {
    database.store.lookup_grant(id).await.unwrap().unwrap()
}

async fn what_is_stored_comes_back(database: &Database) {
    let organisation = database.add_organisation("a").await;
    for (number, kind, user) in [
        (1, GrantKind::Device, Some(PERSON)),
        (2, GrantKind::Code, Some(PERSON)),
        (3, GrantKind::ClientCredentials, None),
    ] {
        let mut new = new_grant(organisation, number);
        (new.kind, new.user) = (kind, user);
        let tokens = new_tokens(u8::try_from(number).unwrap(), 1);
        let added = database.store.add_grant_with_tokens(&new, &tokens).await;
        added.unwrap();
        let expected = Grant {
            id: new.id,
            organisation,
            user,
            user_email: user.map(|_| "admin@example.org".to_owned()),
            client_id: new.client_id,
            kind,
            name: new.name,
            scope: new.scope,
            audiences: new.audiences,
            created: UnixMicros(1),
            created_ip: new.created_ip,
            user_agent: new.user_agent,
            absolute_expiry: UnixMicros(10_000),
            idle_expiry: UnixMicros(1000),
            last_used: None,
            last_used_ip: None,
            revoked: None,
            revoked_reason: None,
        };
        assert_eq!(lookup(database, new.id).await, expected);
        assert!(expected.is_alive(UnixMicros(999)));
        assert!(!expected.is_alive(UnixMicros(1000)));
    }
    let unknown = database.store.lookup_grant(Uuid::from_u128(9)).await;
    assert_eq!(unknown.unwrap(), None);
}

async fn grants_are_listed_newest_first_with_ended_ones(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let other = database.add_organisation("b").await;
    let first = add(database, organisation, 1).await;
    let second = add(database, organisation, 2).await;
    add(database, other, 3).await;
    let revoked = database
        .store
        .revoke_grant(organisation, first, "gone", UnixMicros(5));
    assert!(revoked.await.unwrap());
    let list = async |limit: u32| -> Vec<Uuid> {
        let grants = database.store.list_grants(organisation, limit).await;
        grants.unwrap().iter().map(|grant| grant.id).collect()
    };
    assert_eq!(list(10).await, [second, first]);
    assert_eq!(list(1).await, [second]);
}

async fn a_grant_is_renamed_in_its_own_organisation(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let other = database.add_organisation("b").await;
    let id = add(database, organisation, 1).await;
    assert!(!database.store.rename_grant(other, id, "x").await.unwrap());
    let renamed = database.store.rename_grant(organisation, id, "line 9");
    assert!(renamed.await.unwrap());
    assert_eq!(lookup(database, id).await.name, "line 9");
}

async fn a_grant_ends_once(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let other = database.add_organisation("b").await;
    let id = add(database, organisation, 1).await;
    let revoke = async |organisation: OrganisationId, reason: &str| {
        let revoked = database
            .store
            .revoke_grant(organisation, id, reason, UnixMicros(5));
        revoked.await.unwrap()
    };
    assert!(!revoke(other, "foreign").await);
    assert!(revoke(organisation, "lost").await);
    assert!(!revoke(organisation, "again").await);
    let grant = lookup(database, id).await;
    assert_eq!(grant.revoked, Some(UnixMicros(5)));
    assert_eq!(grant.revoked_reason.as_deref(), Some("lost"));
    assert!(!grant.is_alive(UnixMicros(6)));
}

async fn a_use_is_noted_and_prolongs(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let id = add(database, organisation, 1).await;
    let touch = async |idle_expiry: i64, now: i64| {
        let touched =
            database
                .store
                .touch_grant(id, "192.0.2.9", UnixMicros(idle_expiry), UnixMicros(now));
        touched.await.unwrap();
        lookup(database, id).await
    };
    let grant = touch(2000, 500).await;
    assert_eq!(grant.last_used, Some(UnixMicros(500)));
    assert_eq!(grant.last_used_ip.as_deref(), Some("192.0.2.9"));
    assert_eq!(grant.idle_expiry, UnixMicros(2000));
    assert_eq!(
        touch(1500, 600).await.idle_expiry,
        UnixMicros(2000),
        "never shorter"
    );
    assert_eq!(
        touch(9000, 2000).await.idle_expiry,
        UnixMicros(2000),
        "not from the dead"
    );
}
