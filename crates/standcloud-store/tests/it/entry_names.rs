//! The names behind the numbers of the facts.

use serde_json::json;
use standcloud_store::EntryKind;

use crate::support::{Database, run};

each_database!(
    every_kind_of_entry_has_its_name,
    steps_have_plan_module_and_case,
    revisions_are_found_once_however_many_parts_have_them,
);

async fn every_kind_of_entry_has_its_name(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let made = run("Plan")
        .unit("SN-1")
        .part("P-1")
        .process("Final")
        .set("/dut", "revision", json!("B"))
        .set("/test_stand", "name", json!("Stand"))
        .set("/test_stand", "number", json!(3))
        .set("", "user", json!("Ann"))
        .set("", "batch_serial_number", json!("LOT"));
    database.commit(organisation, &[made]).await;
    let other = database.add_organisation("b").await;
    for (kind, name, detail) in [
        (EntryKind::Plan, "Plan", ""),
        (EntryKind::Part, "P-1", ""),
        (EntryKind::Revision, "B", "P-1"),
        (EntryKind::Stand, "Stand", "3"),
        (EntryKind::Batch, "LOT", ""),
        (EntryKind::Process, "Final", ""),
        (EntryKind::Operator, "Ann", ""),
        (EntryKind::Unit, "SN-1", "P-1"),
    ] {
        let store = &database.store;
        let found = store.list_entry_names(organisation, kind, &[1, 99]);
        let found = found.await.unwrap();
        let found: Vec<_> = found
            .iter()
            .map(|entry| (entry.id, entry.name.as_str(), entry.detail.as_str()))
            .collect();
        assert_eq!(found, [(1, name, detail)], "{kind:?}");
        let none = store.list_entry_names(organisation, kind, &[]).await;
        assert!(none.unwrap().is_empty());
        let foreign = store.list_entry_names(other, kind, &[1]).await;
        assert!(foreign.unwrap().is_empty());
    }
}

async fn steps_have_plan_module_and_case(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let made = run("Plan")
        .status("failed")
        .case("power", "voltage", "failed", json!([]));
    database.commit(organisation, &[made]).await;
    let found = database.store.list_step_names(organisation, &[1, 2, 3]);
    let found = found.await.unwrap();
    let step = found.iter().find(|step| step.case == "voltage").unwrap();
    assert_eq!(
        (step.plan.as_str(), step.module.as_str()),
        ("Plan", "power")
    );
}

async fn revisions_are_found_once_however_many_parts_have_them(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let of = |part: &str, revision: &str| {
        run("Plan")
            .part(part)
            .set("/dut", "revision", json!(revision))
    };
    let runs = [of("P-1", "B"), of("P-2", "B"), of("P-2", "a_1")];
    database.commit(organisation, &runs).await;
    let search = async |text: &str, limit| {
        let found = database.store.search_revisions(organisation, text, limit);
        found.await.unwrap()
    };
    assert_eq!(search("", 9).await, ["a_1", "B"]);
    assert_eq!(search("_", 9).await, ["a_1"]);
    assert_eq!(search("", 1).await, ["a_1"]);
}
