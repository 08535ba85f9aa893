//! Tenants: their slugs, their settings, and the person who sets one up.

use standcloud_store::{NewOrganisation, Organisation, OrganisationId, StoreError, UnixMicros};
use uuid::Uuid;

use crate::support::{Database, Raw};

each_database!(
    an_organisation_is_found_by_slug_name_and_number,
    a_taken_slug_is_told_and_changes_nothing,
    a_slug_wins_over_the_name_of_another,
    a_known_person_keeps_id_and_password,
    organisations_added_at_once_get_different_numbers,
);

async fn an_organisation_is_found_by_slug_name_and_number(database: &Database) {
    let store = &database.store;
    let acme = store
        .add_organisation(&new("acme", "ACME é", 1))
        .await
        .unwrap();
    let other = store
        .add_organisation(&new("other", "Other", 2))
        .await
        .unwrap();
    let expected = Organisation {
        id: acme.id,
        slug: "acme".to_owned(),
        name: "ACME é".to_owned(),
        time_zone: "Asia/Tokyo".to_owned(),
        day_start_minutes: 0,
        is_demo: false,
    };
    assert_eq!(acme, expected);
    for name in ["acme", "ACME é"] {
        assert_eq!(
            store.find_organisation(name).await.unwrap().as_ref(),
            Some(&acme)
        );
    }
    assert_eq!(
        store.lookup_organisation(acme.id).await.unwrap(),
        Some(acme.clone())
    );
    assert_eq!(store.list_organisations().await.unwrap(), [acme, other]);
    for name in ["", "ACME", "acme ", "%"] {
        assert_eq!(store.find_organisation(name).await.unwrap(), None, "{name}");
    }
    assert_eq!(
        store.lookup_organisation(OrganisationId(99)).await.unwrap(),
        None
    );
}

async fn a_taken_slug_is_told_and_changes_nothing(database: &Database) {
    let store = &database.store;
    let first = store
        .add_organisation(&new("acme", "First", 1))
        .await
        .unwrap();
    let error = store
        .add_organisation(&new("acme", "Second", 2))
        .await
        .unwrap_err();
    assert!(
        matches!(&error, StoreError::Exists(what) if what.contains("acme")),
        "{error}"
    );
    assert!(!error.is_temporary());
    assert_eq!(store.list_organisations().await.unwrap(), [first]);
    let mut raw = Raw::open(database).await;
    assert_eq!(raw.number("SELECT COUNT(*) FROM user_account").await, 1);
    assert_eq!(raw.number("SELECT COUNT(*) FROM member").await, 1);
}

async fn a_slug_wins_over_the_name_of_another(database: &Database) {
    let store = &database.store;
    store.add_organisation(&new("a", "b", 1)).await.unwrap();
    let by_slug = store.add_organisation(&new("b", "c", 2)).await.unwrap();
    assert_eq!(store.find_organisation("b").await.unwrap(), Some(by_slug));
}

async fn a_known_person_keeps_id_and_password(database: &Database) {
    let store = &database.store;
    store.add_organisation(&new("a", "a", 1)).await.unwrap();
    let again = NewOrganisation {
        admin_email: "1@example.org",
        admin_password_hash: "$another",
        ..new("b", "b", 2)
    };
    store.add_organisation(&again).await.unwrap();
    let mut raw = Raw::open(database).await;
    let people = raw.rows("SELECT id, password_hash FROM user_account").await;
    let id = format!("{:02x?}", Uuid::from_u128(1).as_bytes());
    assert_eq!(people, [[id.clone(), "$hash".to_owned()]]);
    let members = raw
        .rows("SELECT organisation_id, user_id, role FROM member ORDER BY 1")
        .await;
    let member = |organisation: &str| [organisation.to_owned(), id.clone(), "admin".to_owned()];
    assert_eq!(members, [member("1"), member("2")]);
}

async fn organisations_added_at_once_get_different_numbers(database: &Database) {
    let other_node = database.open_again().await;
    let slugs: Vec<String> = (0..12).map(|number| format!("o{number}")).collect();
    let mut tasks = tokio::task::JoinSet::new();
    for (index, slug) in slugs.into_iter().enumerate() {
        let store = if index % 2 == 0 {
            &database.store
        } else {
            &other_node
        }
        .clone();
        tasks.spawn(async move {
            store
                .add_organisation(&new(&slug, "n", 1))
                .await
                .unwrap()
                .id
        });
    }
    let mut ids = tasks.join_all().await;
    ids.sort();
    assert_eq!(ids, (1..=12).map(OrganisationId).collect::<Vec<_>>());
}

fn new<'a>(slug: &'a str, name: &'a str, admin: u128) -> NewOrganisation<'a> {
    NewOrganisation {
        slug,
        name,
        time_zone: "Asia/Tokyo",
        admin_id: Uuid::from_u128(admin),
        admin_email: if admin == 1 {
            "1@example.org"
        } else {
            "2@example.org"
        },
        admin_password_hash: "$hash",
        now: UnixMicros(5),
    }
}
