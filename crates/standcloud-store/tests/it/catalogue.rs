//! From words to ids: exact, and complete.

use serde_json::json;
use standcloud_store::{OrganisationId, TagScope};

use crate::support::{Database, Run, run};

each_database!(
    each_word_finds_its_ids,
    one_serial_number_may_name_several_units,
    tags_are_found_by_scope_name_and_value,
    a_word_is_matched_exactly,
);

fn with_names(suffix: &str) -> Run {
    let name = |kind: &str| format!("{kind} {suffix}");
    run(&name("plan"))
        .unit(&name("serial"))
        .part(&name("part"))
        .process(&name("process"))
        .set("", "user", json!(name("operator")))
        .set("", "batch_serial_number", json!(name("batch")))
        .set("/dut", "revision", json!(name("revision")))
        .set("/test_stand", "name", json!(name("stand")))
        .set("/test_stand", "hw_id", json!(name("hardware")))
}

async fn each_word_finds_its_ids(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let receipt = database
        .commit(organisation, &[with_names("1"), with_names("2")])
        .await;
    let store = &database.store;
    for (row, suffix) in receipt.organisations[0].facts.iter().zip(["1", "2"]) {
        let word = |kind: &str| format!("{kind} {suffix}");
        let plan = store.find_plan_ids(organisation, &word("plan")).await;
        let part = store.find_part_ids(organisation, &word("part")).await;
        let unit = store.find_unit_ids(organisation, &word("serial")).await;
        let revision = store
            .find_revision_ids(organisation, &word("revision"))
            .await;
        let stand = store
            .find_stand_ids_by_name(organisation, &word("stand"))
            .await;
        let pc = store
            .find_stand_ids_by_hardware_id(organisation, &word("hardware"))
            .await;
        let batch = store.find_batch_ids(organisation, &word("batch")).await;
        let process = store.find_process_ids(organisation, &word("process")).await;
        let operator = store
            .find_operator_ids(organisation, &word("operator"))
            .await;
        let found = [
            plan, part, unit, revision, stand, pc, batch, process, operator,
        ];
        let expected = [
            row.plan,
            row.part,
            row.unit,
            row.revision,
            row.stand,
            row.stand,
            row.batch,
            row.process,
            row.operator,
        ];
        for (index, (found, expected)) in found.into_iter().zip(expected).enumerate() {
            assert_eq!(found.unwrap(), [expected], "look-up {index} of {suffix}");
        }
    }
}

async fn one_serial_number_may_name_several_units(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let revision = |part: &str| run("p").part(part).set("/dut", "revision", json!("A"));
    let stand = |number: i64| run("p").set("/test_stand", "number", json!(number));
    let runs = [
        run("p").unit("S1").part("x"),
        run("p").unit("S1").part("y"),
        revision("x"),
        revision("y"),
        stand(1),
        stand(2),
    ];
    database.commit(organisation, &runs).await;
    let store = &database.store;
    let sorted = |ids: Result<Vec<u32>, _>| {
        let mut ids: Vec<u32> =
            ids.unwrap_or_else(|error: standcloud_store::StoreError| panic!("{error}"));
        ids.sort_unstable();
        ids
    };
    assert_eq!(
        sorted(store.find_unit_ids(organisation, "S1").await),
        [1, 2]
    );
    assert_eq!(
        sorted(store.find_revision_ids(organisation, "A").await),
        [1, 2]
    );
    assert_eq!(
        sorted(store.find_stand_ids_by_name(organisation, "stand").await),
        [1, 2]
    );
    assert_eq!(
        sorted(
            store
                .find_stand_ids_by_hardware_id(organisation, "pc-1")
                .await
        ),
        [1, 2]
    );
}

async fn tags_are_found_by_scope_name_and_value(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let tagged = |pointer: &str, info: serde_json::Value| run("p").set(pointer, "info", info);
    let runs = [
        tagged("/dut", json!({"k": "v"})),
        tagged("/dut", json!({"k": "v", "other": "v"})),
        tagged("/test_stand", json!({"k": "v"})),
        tagged("/process", json!({"k": "v"})),
        tagged("/dut", json!({"k": 1.5})),
    ];
    let receipt = database.commit(organisation, &runs).await;
    let sets: Vec<u32> = receipt.organisations[0]
        .facts
        .iter()
        .map(|row| row.tag_set)
        .collect();
    assert_eq!(sets, [1, 2, 3, 4, 5]);
    let table: [(TagScope, &str, &str, &[u32]); 7] = [
        (TagScope::Dut, "k", "v", &[1, 2]),
        (TagScope::Dut, "other", "v", &[2]),
        (TagScope::Stand, "k", "v", &[3]),
        (TagScope::Process, "k", "v", &[4]),
        (TagScope::Dut, "k", "1.5", &[5]),
        (TagScope::Dut, "v", "k", &[]),
        (TagScope::Process, "other", "v", &[]),
    ];
    for (scope, name, value, expected) in table {
        assert_eq!(
            tag_sets(database, organisation, scope, name, value).await,
            expected,
            "{scope:?} {name}"
        );
    }
}

async fn a_word_is_matched_exactly(database: &Database) {
    let organisation = database.add_organisation("a").await;
    database.commit(organisation, &[run("Plan_%é")]).await;
    assert_eq!(
        database
            .store
            .find_plan_ids(organisation, "Plan_%é")
            .await
            .unwrap(),
        [1]
    );
    for word in [
        "",
        "plan_%é",
        "Plan_%e\u{301}",
        "Plan_%é ",
        "%",
        "Plan%",
        "Plan__é",
    ] {
        let ids = database
            .store
            .find_plan_ids(organisation, word)
            .await
            .unwrap();
        assert_eq!(ids, Vec::<u32>::new(), "{word}");
    }
}

async fn tag_sets(
    database: &Database,
    organisation: OrganisationId,
    scope: TagScope,
    name: &str,
    value: &str,
) -> Vec<u32> {
    let sets = database
        .store
        .find_tag_set_ids(organisation, scope, name, value);
    let mut sets = sets.await.unwrap();
    sets.sort_unstable();
    sets
}
