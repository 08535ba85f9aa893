//! Accounts as a whole: new passwords, disabling.

use standcloud_store::{Link, LinkPurpose, PasswordChange, Role, UnixMicros};
use uuid::Uuid;

use crate::support::{Database, Raw, add_grant};

each_database!(
    a_changed_password_ends_other_sessions_and_reset_links,
    a_disabled_person_loses_sessions_and_grants,
    what_has_ended_is_not_held,
);

async fn a_changed_password_ends_other_sessions_and_reset_links(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let user = database.add_member(organisation, 2, Role::Member).await;
    let store = &database.store;
    let kept = database.add_session(user, 1).await;
    database.add_session(user, 2).await;
    let neighbour = database.add_session(Uuid::from_u128(7), 3).await;
    let mut raw = Raw::open(database).await;
    add_grant(&mut raw, organisation, 2, "x").await;
    store
        .replace_link([1; 32], &reset_link(user))
        .await
        .unwrap();
    let change = PasswordChange {
        user,
        password_hash: "$changed",
        kept_session: Some(kept.public_id),
        revoke_grants: false,
        now: UnixMicros(5),
    };
    store.change_password(&change).await.unwrap();
    assert_eq!(store.list_sessions(user).await.unwrap(), [kept]);
    assert_eq!(
        store.list_sessions(neighbour.user).await.unwrap(),
        [neighbour]
    );
    let known = store.lookup_user(user).await.unwrap().unwrap();
    assert_eq!(known.password_hash.as_deref(), Some("$changed"));
    let link = store
        .find_link([1; 32], LinkPurpose::Reset, UnixMicros(5))
        .await
        .unwrap();
    assert_eq!(link, None);
    let live = "SELECT COUNT(*) FROM oauth_grant WHERE revoked_us IS NULL";
    assert_eq!(raw.number(live).await, 1);
    let everything = PasswordChange {
        kept_session: None,
        revoke_grants: true,
        ..change
    };
    store.change_password(&everything).await.unwrap();
    assert_eq!(store.list_sessions(user).await.unwrap(), []);
    assert_eq!(raw.number(live).await, 0);
}

async fn a_disabled_person_loses_sessions_and_grants(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let other = database.add_organisation("b").await;
    let user = database.add_person(2).await;
    let neighbour = database.add_person(3).await;
    database.add_session(user, 1).await;
    database.add_session(neighbour, 2).await;
    let mut raw = Raw::open(database).await;
    for (place, who, name) in [(organisation, 2, "x"), (other, 2, "yy"), (other, 3, "zzz")] {
        add_grant(&mut raw, place, who, name).await;
    }
    let store = &database.store;
    assert!(store.disable_user(user, UnixMicros(5)).await.unwrap());
    assert!(!store.disable_user(user, UnixMicros(6)).await.unwrap());
    let disabled = store.lookup_user(user).await.unwrap().unwrap();
    assert_eq!(disabled.disabled, Some(UnixMicros(5)));
    assert_eq!(store.list_sessions(user).await.unwrap(), []);
    assert_eq!(store.list_sessions(neighbour).await.unwrap().len(), 1);
    let grants = raw
        .rows("SELECT name, revoked_us, revoked_reason FROM oauth_grant ORDER BY 1")
        .await;
    assert_eq!(
        grants,
        [
            ["x", "5", "person disabled"],
            ["yy", "5", "person disabled"],
            ["zzz", "NULL", "NULL"]
        ]
    );
    assert!(store.enable_user(user).await.unwrap());
    assert!(!store.enable_user(user).await.unwrap());
    assert_eq!(
        store.lookup_user(user).await.unwrap().unwrap().disabled,
        None
    );
    store
        .revoke_grants_of_user(neighbour, "signed out", UnixMicros(8))
        .await
        .unwrap();
    let live = raw
        .number("SELECT COUNT(*) FROM oauth_grant WHERE revoked_us IS NULL")
        .await;
    assert_eq!(live, 0);
}

async fn what_has_ended_is_not_held(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let user = database.add_person(2).await;
    let mut raw = Raw::open(database).await;
    for name in ["live", "revoked"] {
        add_grant(&mut raw, organisation, 2, name).await;
    }
    raw.execute("UPDATE oauth_grant SET revoked_us = 5 WHERE name = 'revoked'")
        .await;
    let held = async |now| {
        let held = database.store.holdings(organisation, user, UnixMicros(now));
        held.await.unwrap().grants
    };
    assert_eq!(held(99).await, ["live"]);
    assert!(held(100).await.is_empty());
    raw.execute("UPDATE oauth_grant SET idle_expiry_us = 60")
        .await;
    assert!(held(60).await.is_empty());
}

fn reset_link(user: Uuid) -> Link {
    Link {
        public_id: Uuid::from_u128(1),
        purpose: LinkPurpose::Reset,
        organisation: None,
        user: Some(user),
        email: "p2@example.org".to_owned(),
        role: Role::Member,
        created_by: None,
        created: UnixMicros(1),
        expires: UnixMicros(100),
    }
}
