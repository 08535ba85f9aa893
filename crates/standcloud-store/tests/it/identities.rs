//! People of OpenID Connect providers: one identity belongs to one person.

use standcloud_store::{
    NewIdentityUser, OrganisationId, Role, StoreError, UnixMicros, UserIdentity,
};
use uuid::Uuid;

use crate::support::Database;

each_database!(
    an_identity_belongs_to_one_person,
    the_same_subject_elsewhere_is_somebody_else,
    a_new_person_is_a_member_and_has_no_password,
    a_taken_address_or_identity_makes_no_person,
);

const ISSUER: &str = "https://login.example";

async fn an_identity_belongs_to_one_person(database: &Database) {
    let store = &database.store;
    assert!(store.link_identity(&identity(1, "ann")).await.unwrap());
    assert!(!store.link_identity(&identity(2, "ann")).await.unwrap());
    assert_eq!(find(database, "ann").await, Some(identity(1, "ann")));
    let noted = store.note_identity_use(ISSUER, "ann", "new@example.org", UnixMicros(9));
    noted.await.unwrap();
    let expected = UserIdentity {
        email: "new@example.org".to_owned(),
        last_used: Some(UnixMicros(9)),
        ..identity(1, "ann")
    };
    let list = store.list_identities(Uuid::from_u128(1)).await.unwrap();
    assert_eq!(list, [expected]);
    let unlink = async |number| {
        let unlinked = store.unlink_identities(Uuid::from_u128(number), ISSUER);
        unlinked.await.unwrap()
    };
    assert!(!unlink(2).await);
    assert!(unlink(1).await);
    assert_eq!(find(database, "ann").await, None);
}

///
async fn the_same_subject_elsewhere_is_somebody_else(database: &Database) {
    let store = &database.store;
    store.link_identity(&identity(1, "ann")).await.unwrap();
    let elsewhere = store.find_identity("https://other.example", "ann");
    assert_eq!(elsewhere.await.unwrap(), None);
}

///
async fn a_new_person_is_a_member_and_has_no_password(database: &Database) {
    let store = &database.store;
    let organisation = database.add_organisation("acme").await;
    add(database, organisation, &identity(1, "ann"))
        .await
        .unwrap();
    let user = store.find_user("ann@example.org").await.unwrap().unwrap();
    assert_eq!((user.name.as_str(), user.password_hash), ("Ann", None));
    let memberships = store.list_memberships(user.id).await.unwrap();
    assert_eq!(memberships.len(), 1);
    assert_eq!(memberships[0].organisation.id, organisation);
    assert_eq!(memberships[0].role, Role::Member);
    assert_eq!(find(database, "ann").await.unwrap().user, user.id);
}

async fn a_taken_address_or_identity_makes_no_person(database: &Database) {
    let organisation = database.add_organisation("acme").await;
    add(database, organisation, &identity(1, "ann"))
        .await
        .unwrap();
    let same_address = UserIdentity {
        subject: "other".to_owned(),
        ..identity(2, "ann")
    };
    let same_identity = UserIdentity {
        email: "other@example.org".to_owned(),
        ..identity(3, "ann")
    };
    for taken in [same_address, same_identity] {
        let error = add(database, organisation, &taken).await.unwrap_err();
        assert!(matches!(error, StoreError::Exists(_)), "{error}");
    }
    assert_eq!(find(database, "other").await, None);
    let nobody = database.store.find_user("other@example.org").await.unwrap();
    assert_eq!(nobody, None);
}

async fn add(
    database: &Database,
    organisation: OrganisationId,
    identity: &UserIdentity,
) -> Result<(), StoreError> {
    let new = NewIdentityUser {
        identity,
        name: "Ann",
        organisation,
    };
    database.store.add_user_with_identity(&new).await
}

async fn find(database: &Database, subject: &str) -> Option<UserIdentity> {
    let found = database.store.find_identity(ISSUER, subject);
    found.await.unwrap()
}

fn identity(number: u128, subject: &str) -> UserIdentity {
    UserIdentity {
        issuer: ISSUER.to_owned(),
        subject: subject.to_owned(),
        user: Uuid::from_u128(number),
        email: format!("{subject}@example.org"),
        created: UnixMicros(1),
        last_used: None,
    }
}
