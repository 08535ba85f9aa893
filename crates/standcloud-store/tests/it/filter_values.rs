//! What a filter can ask for.

use serde_json::json;
use standcloud_store::{NameDictionary, TagScope};

use crate::support::{Database, Run, run};

each_database!(
    names_are_found_by_a_part_of_them,
    wild_cards_mean_themselves,
    batches_come_newest_first,
    stands_are_found_by_name_number_and_hardware,
    tags_are_found_by_name_and_value,
    another_organisation_has_other_names,
);

const ALL: [NameDictionary; 5] = [
    NameDictionary::Plan,
    NameDictionary::Part,
    NameDictionary::Batch,
    NameDictionary::Process,
    NameDictionary::Operator,
];

fn named(name: &str) -> Run {
    run(name)
        .part(name)
        .process(name)
        .set("", "user", json!(name))
        .set("", "batch_serial_number", json!(name))
}

async fn names_are_found_by_a_part_of_them(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let runs = ["Zeta end", "alpha end", "Beta"].map(named);
    database.commit(organisation, &runs).await;
    let store = &database.store;
    for dictionary in ALL {
        let search = async |text: &str, limit| {
            let found = store.search_names(organisation, dictionary, text, limit);
            found.await.unwrap()
        };
        let mut all = search("", 9).await;
        if dictionary != NameDictionary::Batch {
            assert_eq!(all, ["alpha end", "Beta", "Zeta end"], "{dictionary:?}");
        }
        all.sort();
        assert_eq!(all, ["Beta", "Zeta end", "alpha end"], "{dictionary:?}");
        assert_eq!(search("BET", 9).await, ["Beta"]);
        assert_eq!(search("end", 1).await.len(), 1);
        let mut listed = store
            .list_dictionary(organisation, dictionary)
            .await
            .unwrap();
        listed.sort_by_key(|entry| entry.id);
        let ids: Vec<i64> = listed.iter().map(|entry| entry.id).collect();
        assert_eq!(ids, [1, 2, 3]);
        assert_eq!(listed[2].name, "Beta");
    }
}

async fn wild_cards_mean_themselves(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let runs = ["100 %", "a_b", "a!b", "acb"].map(named);
    database.commit(organisation, &runs).await;
    for (search, expected) in [("%", "100 %"), ("_", "a_b"), ("!", "a!b")] {
        let found = database
            .store
            .search_names(organisation, NameDictionary::Plan, search, 9);
        assert_eq!(found.await.unwrap(), [expected]);
    }
}

async fn batches_come_newest_first(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let runs = ["B1", "B3", "B2"].map(named);
    database.commit(organisation, &runs).await;
    let found = database
        .store
        .search_names(organisation, NameDictionary::Batch, "b", 2);
    assert_eq!(found.await.unwrap(), ["B2", "B3"]);
}

async fn stands_are_found_by_name_number_and_hardware(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let stand = |name: &str, number: i64, hardware: &str| {
        run("p")
            .set("/test_stand", "name", json!(name))
            .set("/test_stand", "number", json!(number))
            .set("/test_stand", "hw_id", json!(hardware))
    };
    let runs = [stand("ICT", 12, "pc-a"), stand("Final", 7, "pc-b")];
    database.commit(organisation, &runs).await;
    let store = &database.store;
    for (search, expected) in [("ict", "ICT"), ("12", "ICT"), ("PC-B", "Final")] {
        let found = store.search_stands(organisation, search, 9).await.unwrap();
        assert_eq!(found.len(), 1, "{search}");
        assert_eq!(found[0].name, expected);
        let same = store.lookup_stand_name(organisation, found[0].id);
        assert_eq!(same.await.unwrap().as_ref(), found.first());
    }
    let unknown = store.lookup_stand_name(organisation, 99).await.unwrap();
    assert_eq!(unknown, None);
}

async fn tags_are_found_by_name_and_value(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let tagged = run("p")
        .set("/dut", "info", json!({"firmware": "1.2"}))
        .set("/test_stand", "info", json!({"hall": "north"}));
    database.commit(organisation, &[tagged]).await;
    let search = async |text: &str| {
        let found = database.store.search_tags(organisation, text, 9);
        found.await.unwrap()
    };
    let found = search("WARE=1").await;
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].scope, TagScope::Dut);
    assert_eq!(
        (found[0].name.as_str(), found[0].value.as_str()),
        ("firmware", "1.2")
    );
    assert_eq!(search("north").await[0].scope, TagScope::Stand);
    assert_eq!(search("").await.len(), 2);
}

async fn another_organisation_has_other_names(database: &Database) {
    let ours = database.add_organisation("a").await;
    let theirs = database.add_organisation("b").await;
    database.commit(theirs, &[named("secret")]).await;
    let store = &database.store;
    for dictionary in ALL {
        let found = store.search_names(ours, dictionary, "", 9).await.unwrap();
        assert_eq!(found, Vec::<String>::new());
        let listed = store.list_dictionary(ours, dictionary).await.unwrap();
        assert_eq!(listed.len(), 0);
    }
    assert_eq!(store.search_stands(ours, "", 9).await.unwrap(), []);
    assert_eq!(store.search_tags(ours, "", 9).await.unwrap(), []);
}
