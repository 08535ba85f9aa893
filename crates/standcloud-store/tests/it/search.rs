//! Names and ids for searching.

use standcloud_store::{Dictionary, OrganisationId, RunId};
use uuid::Uuid;

use crate::support::{Database, run};

each_database!(
    names_come_in_the_order_of_their_ids,
    runs_are_found_by_the_beginning_of_their_id,
);

async fn names_of(
    database: &Database,
    organisation: OrganisationId,
    dictionary: Dictionary,
) -> Vec<String> {
    let store = &database.store;
    let names = store
        .list_names_after(organisation, dictionary, 0, 100)
        .await;
    let names = names.unwrap();
    assert!(names.is_sorted_by_key(|name| name.id));
    names.into_iter().map(|name| name.name).collect()
}

async fn names_come_in_the_order_of_their_ids(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let other = database.add_organisation("b").await;
    let with_stand = |serial: &str| {
        run("Final test")
            .unit(serial)
            .part("P-1")
            .set("/test_stand", "name", "Line 1".into())
            .set("/test_stand", "hw_id", "ab12".into())
            .set("/test_stand", "number", 7.into())
    };
    let runs = [with_stand("SN-1"), with_stand("SN-2"), with_stand("SN-1")];
    database.commit(organisation, &runs).await;
    database.commit(other, &[with_stand("theirs")]).await;
    let names = |dictionary| names_of(database, organisation, dictionary);
    assert_eq!(names(Dictionary::Unit).await, ["SN-1", "SN-2"]);
    assert_eq!(names(Dictionary::Part).await, ["P-1"]);
    assert_eq!(names(Dictionary::Plan).await, ["Final test"]);
    assert_eq!(names(Dictionary::Stand).await, ["Line 1 7 ab12"]);

    let store = &database.store;
    let units = store.list_names_after(organisation, Dictionary::Unit, 0, 1);
    let first = units.await.unwrap();
    let rest = store.list_names_after(organisation, Dictionary::Unit, first[0].id, 9);
    let rest = rest.await.unwrap();
    assert_eq!((first.len(), rest.len()), (1, 1));
    let ids = [rest[0].id, first[0].id].map(|id| u32::try_from(id).unwrap());
    let found = store.list_names(organisation, Dictionary::Unit, &ids).await;
    let found: Vec<_> = found
        .unwrap()
        .into_iter()
        .map(|unit| (unit.name, unit.detail))
        .collect();
    let unit = |serial: &str| (serial.to_owned(), "P-1".to_owned());
    assert_eq!(
        found,
        [unit("SN-2"), unit("SN-1")],
        "in the order asked for"
    );
    let theirs = store.list_names(other, Dictionary::Unit, &[99]).await;
    assert_eq!(theirs.unwrap(), []);
    for dictionary in Dictionary::ALL {
        let found = store.list_names(organisation, dictionary, &[1]).await;
        found.unwrap();
    }
}

async fn runs_are_found_by_the_beginning_of_their_id(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let other = database.add_organisation("b").await;
    let receipt = database.commit(organisation, &[run("p")]).await;
    let standcloud_store::Outcome::Stored { run_id, .. } = receipt.outcomes[0] else {
        panic!("a new run");
    };
    let bytes = *run_id.0.as_bytes();
    let with_rest = |rest: u8| {
        let mut id = bytes;
        id[4..].fill(rest);
        RunId(Uuid::from_bytes(id))
    };
    let (low, high) = (with_rest(0), with_rest(0xff));
    let store = &database.store;
    let found = store.find_runs_between(organisation, low, high, 5).await;
    assert_eq!(found.unwrap()[0].0, run_id);
    let theirs = store.find_runs_between(other, low, high, 5).await;
    assert_eq!(theirs.unwrap(), []);
    let after = store.find_runs_between(organisation, high, high, 5).await;
    assert_eq!(after.unwrap(), []);
}
