//! What Admins may set of their organisation.

use standcloud_store::{OrganisationId, OrganisationSettings};
use uuid::Uuid;

use crate::support::Database;

each_database!(settings_of_one_organisation_are_changed);

async fn settings_of_one_organisation_are_changed(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let other = database.add_organisation("b").await;
    let store = &database.store;
    let before = OrganisationSettings {
        name: "a".to_owned(),
        time_zone: "Europe/Berlin".to_owned(),
        day_start_minutes: 0,
        members_may_approve: false,
        admins_need_second_factor: false,
        silent_after_minutes: 480,
    };
    assert_eq!(
        store.organisation_settings(organisation).await.unwrap(),
        Some(before.clone())
    );
    let after = OrganisationSettings {
        name: "Werk É".to_owned(),
        time_zone: "Asia/Tokyo".to_owned(),
        day_start_minutes: 360,
        members_may_approve: true,
        admins_need_second_factor: true,
        silent_after_minutes: 30,
    };
    store
        .update_organisation(organisation, &after)
        .await
        .unwrap();
    assert_eq!(
        store.organisation_settings(organisation).await.unwrap(),
        Some(after)
    );
    let untouched = OrganisationSettings {
        name: "b".to_owned(),
        ..before
    };
    assert_eq!(
        store.organisation_settings(other).await.unwrap(),
        Some(untouched)
    );
    assert_eq!(
        store
            .organisation_settings(OrganisationId(99))
            .await
            .unwrap(),
        None
    );
    let seen = store.list_memberships(Uuid::from_u128(7)).await.unwrap();
    let seen = seen
        .iter()
        .find(|seen| seen.organisation.id == organisation)
        .unwrap();
    assert!(seen.members_may_approve && seen.admins_need_second_factor);
    assert_eq!(seen.organisation.slug, "a", "addresses stay");
    assert_eq!(seen.organisation.day_start_minutes, 360);
}
