//! People.

use standcloud_store::{Role, StoreError, UnixMicros};
use uuid::Uuid;

use crate::support::Database;

each_database!(
    a_person_is_found_by_address_and_id,
    an_address_is_taken_once,
    what_a_person_changes_is_stored,
    memberships_are_listed_by_name,
);

async fn a_person_is_found_by_address_and_id(database: &Database) {
    let store = &database.store;
    let id = Uuid::from_u128(2);
    store
        .add_user(id, "é@example.org", "Ann", None, UnixMicros(3))
        .await
        .unwrap();
    let user = store.find_user("é@example.org").await.unwrap().unwrap();
    assert_eq!(
        (user.id, user.name.as_str(), user.created),
        (id, "Ann", UnixMicros(3))
    );
    assert_eq!(
        (&user.password_hash, user.disabled, user.last_sign_in),
        (&None, None, None)
    );
    assert_eq!(store.lookup_user(id).await.unwrap(), Some(user.clone()));
    assert_eq!(store.list_users().await.unwrap(), [user]);
    assert_eq!(store.find_user("e@example.org").await.unwrap(), None);
    assert_eq!(store.lookup_user(Uuid::from_u128(3)).await.unwrap(), None);
}

async fn an_address_is_taken_once(database: &Database) {
    let store = &database.store;
    database.add_person(2).await;
    let again = store.add_user(
        Uuid::from_u128(3),
        "p2@example.org",
        "",
        None,
        UnixMicros(1),
    );
    let error = again.await.unwrap_err();
    assert!(matches!(error, StoreError::Exists(_)), "{error}");
    assert_eq!(store.list_users().await.unwrap().len(), 1);
}

async fn what_a_person_changes_is_stored(database: &Database) {
    let store = &database.store;
    let id = database.add_person(2).await;
    let before = store
        .lookup_user(database.add_person(3).await)
        .await
        .unwrap();
    store.rename_user(id, "Ann É").await.unwrap();
    store.set_password(id, "$other").await.unwrap();
    store.note_sign_in(id, UnixMicros(9)).await.unwrap();
    let user = store.lookup_user(id).await.unwrap().unwrap();
    assert_eq!(user.name, "Ann É");
    assert_eq!(user.password_hash.as_deref(), Some("$other"));
    assert_eq!(user.last_sign_in, Some(UnixMicros(9)));
    assert_eq!(store.lookup_user(Uuid::from_u128(3)).await.unwrap(), before);
}

async fn memberships_are_listed_by_name(database: &Database) {
    let store = &database.store;
    let id = database.add_person(2).await;
    for (slug, role) in [
        ("zeta", Role::Admin),
        ("Alpha", Role::Member),
        ("other", Role::Member),
    ] {
        let organisation = database.add_organisation(slug).await;
        if slug != "other" {
            store
                .add_member(organisation, id, role, UnixMicros(1))
                .await
                .unwrap();
        }
    }
    let memberships = store.list_memberships(id).await.unwrap();
    let shown: Vec<_> = memberships
        .iter()
        .map(|membership| (membership.organisation.name.as_str(), membership.role))
        .collect();
    assert_eq!(shown, [("Alpha", Role::Member), ("zeta", Role::Admin)]);
}
