//! What is known of stands.

use serde_json::json;
use standcloud_store::{RunNumber, Stand};

use crate::support::{Database, run};

each_database!(
    stands_are_listed_by_name_and_number,
    the_time_of_receipt_is_told_by_number,
);

async fn stands_are_listed_by_name_and_number(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let other = database.add_organisation("b").await;
    let stand = |name: &str, number: serde_json::Value, unit: &str| {
        run("plan")
            .unit(unit)
            .set("/test_stand", "name", json!(name))
            .set("/test_stand", "number", number)
            .set("/test_stand", "hw_id", json!("pc"))
    };
    let runs = [
        stand("ICT", json!(10), "1"),
        stand("ICT", json!(9), "2"),
        stand("EOL", json!(null), "3"),
        stand("ICT", json!(9), "4"),
    ];
    database.commit(organisation, &runs).await;
    let store = &database.store;
    let found = store.list_stands(organisation, 10).await.unwrap();
    let names: Vec<(&str, Option<i64>)> = found
        .iter()
        .map(|stand| (stand.name.as_str(), stand.number))
        .collect();
    assert_eq!(names, [("EOL", None), ("ICT", Some(9)), ("ICT", Some(10))]);
    assert_eq!(store.list_stands(organisation, 1).await.unwrap().len(), 1);
    assert!(store.list_stands(other, 10).await.unwrap().is_empty());
    let second = found[1].clone();
    assert_eq!(second.hardware_id, "pc");
    let lookup = async |organisation| -> Option<Stand> {
        store.lookup_stand(organisation, second.id).await.unwrap()
    };
    assert_eq!(lookup(organisation).await, Some(second.clone()));
    assert_eq!(lookup(other).await, None);
}

async fn the_time_of_receipt_is_told_by_number(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let other = database.add_organisation("b").await;
    database.commit(organisation, &[run("plan")]).await;
    let store = &database.store;
    let numbers = [RunNumber(1), RunNumber(2)];
    let run_id = database
        .store
        .list_runs(organisation, &numbers)
        .await
        .unwrap();
    let times = store
        .list_received_times(organisation, &numbers)
        .await
        .unwrap();
    assert_eq!(times.len(), 1);
    assert_eq!(times[&RunNumber(1)], run_id[0].received);
    assert!(
        store
            .list_received_times(other, &numbers)
            .await
            .unwrap()
            .is_empty()
    );
}
