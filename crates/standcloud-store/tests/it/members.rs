//! Members: their list, their roles, and that somebody is always left to administer.

use standcloud_store::{MemberChange, OrganisationId, Removal, Role, UnixMicros};
use uuid::Uuid;

use crate::support::{Database, Raw, add_grant};

each_database!(
    members_are_listed_with_what_protects_them,
    a_member_who_is_added_again_keeps_the_role,
    the_last_admin_stays,
    a_disabled_admin_does_not_count,
    admins_who_demote_each_other_at_once_leave_one,
    who_is_removed_loses_what_they_had_there_and_nothing_elsewhere,
    keys_may_stay_without_their_owner,
);

async fn members_are_listed_with_what_protects_them(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let other = database.add_organisation("b").await;
    let member = database.add_member(organisation, 2, Role::Member).await;
    database.add_member(other, 3, Role::Admin).await;
    let totp = database.add_member(organisation, 4, Role::Admin).await;
    let mut raw = Raw::open(database).await;
    for (user, confirmed) in [(totp, "5"), (member, "NULL")] {
        let id = raw.blob(&user.simple().to_string());
        raw.execute(&format!(
            "INSERT INTO user_totp (user_id, secret, created_us, confirmed_us)
             VALUES ({id}, {id}, 1, {confirmed})"
        ))
        .await;
    }
    let id = raw.blob(&member.simple().to_string());
    raw.execute(&format!(
        "INSERT INTO user_passkey (credential_id, user_id, name, passkey, created_us)
         VALUES ({id}, {id}, '', '', 1)"
    ))
    .await;
    let members = database.store.list_members(organisation).await.unwrap();
    let shown: Vec<_> = members
        .iter()
        .map(|member| {
            let user = &member.user;
            (
                user.email.as_str(),
                member.role,
                member.since.0,
                (member.has_second_factor, member.has_passkey),
            )
        })
        .collect();
    assert_eq!(
        shown,
        [
            ("admin@example.org", Role::Admin, 1, (false, false)),
            ("p2@example.org", Role::Member, 2, (false, true)),
            ("p4@example.org", Role::Admin, 2, (true, false)),
        ]
    );
}

async fn a_member_who_is_added_again_keeps_the_role(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let user = database.add_member(organisation, 2, Role::Member).await;
    let again = database
        .store
        .add_member(organisation, user, Role::Admin, UnixMicros(9));
    assert!(!again.await.unwrap());
    assert_eq!(role(database, organisation, user).await, Some(Role::Member));
}

async fn the_last_admin_stays(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let admin = Uuid::from_u128(7);
    let member = database.add_member(organisation, 2, Role::Member).await;
    let store = &database.store;
    let stranger = Uuid::from_u128(99);
    for (user, to, expected) in [
        (admin, Role::Member, MemberChange::LastAdmin),
        (admin, Role::Admin, MemberChange::Done),
        (stranger, Role::Admin, MemberChange::NotMember),
        (member, Role::Admin, MemberChange::Done),
        (admin, Role::Member, MemberChange::Done),
        (member, Role::Member, MemberChange::LastAdmin),
    ] {
        let change = store.change_role(organisation, user, to).await.unwrap();
        assert_eq!(change, expected, "{user} {to:?}");
    }
    assert_eq!(
        role(database, organisation, admin).await,
        Some(Role::Member)
    );
    assert_eq!(
        remove(database, organisation, member).await,
        MemberChange::LastAdmin
    );
    assert_eq!(
        remove(database, organisation, stranger).await,
        MemberChange::NotMember
    );
    assert_eq!(
        remove(database, organisation, admin).await,
        MemberChange::Done
    );
    assert_eq!(role(database, organisation, admin).await, None);
    assert_eq!(
        role(database, organisation, member).await,
        Some(Role::Admin)
    );
}

async fn a_disabled_admin_does_not_count(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let other = database.add_member(organisation, 2, Role::Admin).await;
    database
        .store
        .disable_user(other, UnixMicros(5))
        .await
        .unwrap();
    let admin = Uuid::from_u128(7);
    assert_eq!(
        remove(database, organisation, admin).await,
        MemberChange::LastAdmin
    );
    database.store.enable_user(other).await.unwrap();
    assert_eq!(
        remove(database, organisation, admin).await,
        MemberChange::Done
    );
}

async fn admins_who_demote_each_other_at_once_leave_one(database: &Database) {
    let other_node = database.open_again().await;
    for round in 0..8 {
        let organisation = database.add_organisation(&format!("o{round}")).await;
        let second = database
            .add_member(organisation, 100 + round, Role::Admin)
            .await;
        let (one, two) = tokio::join!(
            database
                .store
                .change_role(organisation, Uuid::from_u128(7), Role::Member),
            other_node.change_role(organisation, second, Role::Member),
        );
        let mut changes = [one.unwrap(), two.unwrap()];
        changes.sort_by_key(|change| *change != MemberChange::Done);
        assert_eq!(changes, [MemberChange::Done, MemberChange::LastAdmin]);
    }
    other_node.close().await;
}

async fn who_is_removed_loses_what_they_had_there_and_nothing_elsewhere(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let other = database.add_organisation("b").await;
    let user = database.add_member(organisation, 2, Role::Member).await;
    let neighbour = database.add_member(organisation, 3, Role::Member).await;
    let store = &database.store;
    store
        .add_member(other, user, Role::Member, UnixMicros(2))
        .await
        .unwrap();
    database.add_session(user, 1).await;
    database.add_session(neighbour, 2).await;
    let mut raw = Raw::open(database).await;
    for (place, who, name) in [
        (organisation, 2, "x"),
        (organisation, 3, "yy"),
        (other, 2, "zzz"),
    ] {
        add_grant(&mut raw, place, who, name).await;
        add_key(database, place, Uuid::from_u128(u128::from(who)), name).await;
    }
    let held = store
        .holdings(organisation, user, UnixMicros(50))
        .await
        .unwrap();
    assert_eq!(
        (held.grants, held.keys),
        (vec!["x".to_owned()], vec!["x".to_owned()])
    );
    assert_eq!(
        remove(database, organisation, user).await,
        MemberChange::Done
    );
    let live = raw
        .rows("SELECT name FROM oauth_grant WHERE revoked_us IS NULL ORDER BY name")
        .await;
    assert_eq!(live, [["yy"], ["zzz"]]);
    let live = raw
        .rows("SELECT name FROM api_key WHERE revoked_us IS NULL ORDER BY name")
        .await;
    assert_eq!(live, [["yy"], ["zzz"]]);
    assert_eq!(store.list_sessions(user).await.unwrap(), []);
    assert_eq!(store.list_sessions(neighbour).await.unwrap().len(), 1);
    assert_eq!(role(database, other, user).await, Some(Role::Member));
    assert!(
        store.lookup_user(user).await.unwrap().is_some(),
        "the account stays"
    );
}

async fn keys_may_stay_without_their_owner(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let user = database.add_member(organisation, 2, Role::Member).await;
    add_key(database, organisation, user, "x").await;
    let removal = Removal {
        organisation,
        user,
        revoke_keys: false,
        now: UnixMicros(9),
    };
    database.store.remove_member(&removal).await.unwrap();
    let mut raw = Raw::open(database).await;
    let keys = raw
        .rows("SELECT name, owner_user_id, revoked_us FROM api_key")
        .await;
    assert_eq!(keys, [["x", "NULL", "NULL"]]);
}

async fn role(database: &Database, organisation: OrganisationId, user: Uuid) -> Option<Role> {
    let members = database.store.list_members(organisation).await.unwrap();
    let member = members.into_iter().find(|member| member.user.id == user);
    member.map(|member| member.role)
}

async fn remove(database: &Database, organisation: OrganisationId, user: Uuid) -> MemberChange {
    let removal = Removal {
        organisation,
        user,
        revoke_keys: true,
        now: UnixMicros(9),
    };
    database.store.remove_member(&removal).await.unwrap()
}

async fn add_key(database: &Database, organisation: OrganisationId, owner: Uuid, name: &str) {
    let key = standcloud_store::NewApiKey {
        organisation,
        public_id: name.to_owned(),
        name: name.to_owned(),
        owner: Some(owner),
        secret_sha256: [0; 32],
        scopes: String::new(),
        allowed_networks: String::new(),
        created: UnixMicros(1),
        expires: None,
    };
    database.store.add_api_key(&key).await.unwrap();
}
