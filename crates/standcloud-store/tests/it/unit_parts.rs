//! What units are made of.

use serde_json::{Value, json};
use standcloud_columns::RunStatus;
use standcloud_store::{OrganisationId, RunNumber, SubUnitRow, UnixMicros};

use crate::support::{Database, START_S, run, upload};

each_database!(
    the_last_run_that_names_parts_says_what_they_are,
    a_part_knows_the_units_that_it_was_in,
);

fn part(number: &str, serial: &Value) -> Value {
    json!({"part_number": number, "serial_number": serial, "revision": "R"})
}

async fn unit_id(
    database: &Database,
    organisation: OrganisationId,
    part: &str,
    serial: &str,
) -> i64 {
    let found = database.store.find_unit(organisation, part, serial).await;
    found.unwrap().unwrap().id
}

async fn the_last_run_that_names_parts_says_what_they_are(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let voided = upload(
        organisation,
        &run("final")
            .unit("W")
            .at(60)
            .push("/dut/sub_units", part("X", &json!("X3"))),
    );
    let voided_id = voided.run_id;
    let runs = [
        upload(
            organisation,
            &run("final")
                .unit("W")
                .push("/dut/sub_units", part("X", &json!("X1"))),
        ),
        upload(
            organisation,
            &run("final")
                .unit("W")
                .at(20)
                .push("/dut/sub_units", part("X", &json!("X2")))
                .push("/dut/sub_units", part("screw", &Value::Null)),
        ),
        upload(organisation, &run("other").unit("W").at(40)),
        upload(
            organisation,
            &run("board").unit("X2").part("X").status("failed"),
        ),
        voided,
    ];
    database.writer().commit(&runs).await.unwrap();
    let store = &database.store;
    let done = store.void_run(organisation, voided_id, "no", "user:x", UnixMicros(1));
    done.await.unwrap();
    let whole = unit_id(database, organisation, "P-1", "W").await;
    let last = store
        .find_last_run_with_sub_units(organisation, whole)
        .await
        .unwrap();
    assert_eq!(last, Some(RunNumber(2)));
    let named = store
        .list_sub_units(organisation, RunNumber(2))
        .await
        .unwrap();
    let row =
        |position, part_number: &str, serial: Option<&str>, own_runs, last_status| SubUnitRow {
            position,
            part_number: part_number.to_owned(),
            serial_number: serial.map(str::to_owned),
            revision: Some("R".to_owned()),
            own_runs,
            last_status,
        };
    assert_eq!(
        named,
        [
            row(0, "X", Some("X2"), 1, Some(RunStatus::Failed)),
            row(1, "screw", None, 0, None)
        ]
    );
    let single = unit_id(database, organisation, "X", "X2").await;
    let none = store
        .find_last_run_with_sub_units(organisation, single)
        .await;
    assert_eq!(none.unwrap(), None);
}

async fn a_part_knows_the_units_that_it_was_in(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let with = |serial: &str, at, sub: &str| {
        run("final")
            .unit(serial)
            .at(at)
            .push("/dut/sub_units", part("X", &json!(sub)))
    };
    let runs = [
        with("V", 0, "X1"),
        with("V", 20, "X2"),
        with("W", 40, "X1"),
        with("W", 60, "X1"),
        // Later runs that name no parts at all say nothing about them.
        run("other").unit("W").at(80),
        run("final")
            .at(90)
            .push("/dut/sub_units", part("X", &json!("X1"))),
    ];
    database.commit(organisation, &runs).await;
    let unit = unit_id(database, organisation, "X", "X1").await;
    let parents = database
        .store
        .list_parents(organisation, unit)
        .await
        .unwrap();
    let found: Vec<_> = parents
        .iter()
        .map(|parent| {
            let second = parent.last_named.0 / 1_000_000 - START_S;
            (parent.serial_number.as_str(), second, parent.is_replaced)
        })
        .collect();
    assert_eq!(found, [("W", 60, false), ("V", 0, true)]);
}
