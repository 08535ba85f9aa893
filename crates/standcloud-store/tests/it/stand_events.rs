//! The maintenance log of stands, and the files in it.

use standcloud_store::{
    Author, NewStandEvent, NewStandEventFile, OrganisationId, StandEvent, StandEventFileLimits,
    StandEventFileOutcome, StandEventKind, StandEventText, UnixMicros,
};
use uuid::Uuid;

use crate::support::Database;

each_database!(
    entries_are_listed_by_when_they_happened,
    an_entry_is_written_again_and_removed_with_its_files,
    files_are_bounded,
    another_organisation_sees_and_changes_nothing,
);

const EVENTS_MAX: u32 = 100;
const WIDE: StandEventFileLimits = StandEventFileLimits {
    files_of_event_max: 10,
    bytes_of_organisation_max: 1_000,
};

fn author(at: i64) -> Author {
    Author {
        user: Uuid::from_u128(7),
        name: "Ann".to_owned(),
        at: UnixMicros(at),
    }
}

fn text(note: &str, happened: i64) -> StandEventText {
    StandEventText {
        kind: StandEventKind::Repair,
        note: note.to_owned(),
        happened: UnixMicros(happened),
    }
}

async fn add(database: &Database, organisation: OrganisationId, id: u128, happened: i64) -> bool {
    let new = NewStandEvent {
        id: Uuid::from_u128(id),
        organisation,
        stand: 3,
        text: text("pins changed", happened),
        author: author(50),
    };
    let store = &database.store;
    store.add_stand_event(&new, EVENTS_MAX).await.unwrap()
}

async fn change(
    database: &Database,
    organisation: OrganisationId,
    (id, note, at): (u128, &str, i64),
) -> bool {
    let (text, by) = (text(note, 11), author(at));
    let id = Uuid::from_u128(id);
    let store = &database.store;
    let changed = store.change_stand_event(organisation, id, &text, &by);
    changed.await.unwrap()
}

async fn add_file(
    database: &Database,
    organisation: OrganisationId,
    (id, event): (u128, u128),
    bytes: usize,
    limits: StandEventFileLimits,
) -> StandEventFileOutcome {
    let new = NewStandEventFile {
        id: Uuid::from_u128(id),
        organisation,
        event: Uuid::from_u128(event),
        name: "pins.jpg".to_owned(),
        media_type: "image/jpeg".to_owned(),
        body: vec![7; bytes],
        now: UnixMicros(60),
    };
    let store = &database.store;
    store.add_stand_event_file(&new, limits).await.unwrap()
}

async fn entries_are_listed_by_when_they_happened(database: &Database) {
    let organisation = database.add_organisation("a").await;
    for (id, happened) in [(1, 10), (2, 30), (3, 20), (4, 20)] {
        assert!(add(database, organisation, id, happened).await);
    }
    let list = async |after, limit| -> Vec<StandEvent> {
        let store = &database.store;
        let listed = store.list_stand_events(organisation, 3, after, limit);
        listed.await.unwrap()
    };
    let ids = |events: &[StandEvent]| -> Vec<u128> {
        events.iter().map(|event| event.id.as_u128()).collect()
    };
    let first = list(None, 2).await;
    assert_eq!(ids(&first), [2, 4]);
    assert_eq!(
        first[0],
        StandEvent {
            id: Uuid::from_u128(2),
            stand: 3,
            text: text("pins changed", 30),
            created: author(50),
            changed: None,
        }
    );
    let after = (UnixMicros(20), Uuid::from_u128(4));
    assert_eq!(ids(&list(Some(after), 10).await), [3, 1]);
    let store = &database.store;
    let elsewhere = store.list_stand_events(organisation, 4, None, 10);
    assert!(elsewhere.await.unwrap().is_empty());
    let full = NewStandEvent {
        id: Uuid::from_u128(9),
        organisation,
        stand: 3,
        text: text("one more", 1),
        author: author(1),
    };
    assert!(!store.add_stand_event(&full, 4).await.unwrap());
    assert!(store.add_stand_event(&full, 5).await.unwrap());
}

async fn an_entry_is_written_again_and_removed_with_its_files(database: &Database) {
    let organisation = database.add_organisation("a").await;
    add(database, organisation, 1, 10).await;
    let store = &database.store;
    let id = Uuid::from_u128(1);
    assert!(change(database, organisation, (1, "new", 90)).await);
    let found = store.lookup_stand_event(organisation, 3, id).await.unwrap();
    let found = found.unwrap();
    assert_eq!(found.text, text("new", 11));
    assert_eq!(found.changed, Some((UnixMicros(90), "Ann".to_owned())));
    assert_eq!(found.created, author(50));
    assert_eq!(
        add_file(database, organisation, (5, 1), 3, WIDE).await,
        StandEventFileOutcome::Kept
    );
    let file = Uuid::from_u128(5);
    let kept = store
        .lookup_stand_event_file(organisation, id, file)
        .await
        .unwrap();
    let (kept, body) = kept.unwrap();
    assert_eq!((kept.size_bytes, body), (3, vec![7; 3]));
    assert_eq!(
        store
            .list_stand_event_files(organisation, &[id])
            .await
            .unwrap(),
        [kept]
    );
    assert!(store.remove_stand_event(organisation, id).await.unwrap());
    assert!(!store.remove_stand_event(organisation, id).await.unwrap());
    assert!(!change(database, organisation, (1, "x", 1)).await);
    let files = store
        .list_stand_event_files(organisation, &[id])
        .await
        .unwrap();
    assert!(files.is_empty());
    assert!(
        store
            .lookup_stand_event_file(organisation, id, file)
            .await
            .unwrap()
            .is_none()
    );
}

async fn files_are_bounded(database: &Database) {
    let organisation = database.add_organisation("a").await;
    add(database, organisation, 1, 10).await;
    add(database, organisation, 2, 10).await;
    let tight = StandEventFileLimits {
        files_of_event_max: 2,
        bytes_of_organisation_max: 25,
    };
    for (id, event, bytes, expected) in [
        (11, 9, 1, StandEventFileOutcome::EventIsGone),
        (11, 1, 10, StandEventFileOutcome::Kept),
        (12, 1, 10, StandEventFileOutcome::Kept),
        (13, 1, 1, StandEventFileOutcome::TooManyFiles),
        (13, 2, 6, StandEventFileOutcome::OrganisationIsFull),
        (13, 2, 5, StandEventFileOutcome::Kept),
    ] {
        let outcome = add_file(database, organisation, (id, event), bytes, tight).await;
        assert_eq!(outcome, expected, "{id} of {event}");
    }
    let store = &database.store;
    let (event, file) = (Uuid::from_u128(1), Uuid::from_u128(11));
    assert!(
        store
            .remove_stand_event_file(organisation, event, file)
            .await
            .unwrap()
    );
    assert!(
        !store
            .remove_stand_event_file(organisation, event, file)
            .await
            .unwrap()
    );
    assert_eq!(
        add_file(database, organisation, (14, 1), 10, tight).await,
        StandEventFileOutcome::Kept
    );
}

async fn another_organisation_sees_and_changes_nothing(database: &Database) {
    let owner = database.add_organisation("owner").await;
    let other = database.add_organisation("other").await;
    add(database, owner, 1, 10).await;
    add_file(database, owner, (5, 1), 3, WIDE).await;
    let store = &database.store;
    let (event, file) = (Uuid::from_u128(1), Uuid::from_u128(5));
    assert!(
        store
            .list_stand_events(other, 3, None, 10)
            .await
            .unwrap()
            .is_empty()
    );
    assert!(
        store
            .lookup_stand_event(other, 3, event)
            .await
            .unwrap()
            .is_none()
    );
    assert!(!change(database, other, (1, "mine", 1)).await);
    assert!(!store.remove_stand_event(other, event).await.unwrap());
    assert_eq!(
        add_file(database, other, (6, 1), 1, WIDE).await,
        StandEventFileOutcome::EventIsGone
    );
    assert!(
        store
            .list_stand_event_files(other, &[event])
            .await
            .unwrap()
            .is_empty()
    );
    assert!(
        store
            .lookup_stand_event_file(other, event, file)
            .await
            .unwrap()
            .is_none()
    );
    assert!(
        !store
            .remove_stand_event_file(other, event, file)
            .await
            .unwrap()
    );
    let kept = store
        .lookup_stand_event(owner, 3, event)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(kept.text, text("pins changed", 10));
    assert_eq!(
        store
            .list_stand_event_files(owner, &[event])
            .await
            .unwrap()
            .len(),
        1
    );
}
