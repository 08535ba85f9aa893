//! A unit, its plans and its runs.

use standcloud_store::{OrganisationId, RunNumber, RunOrder, RunPlace, Unit, UnixMicros};

use crate::support::{Database, START_S, outcome_ids, run, upload};

each_database!(
    a_unit_is_a_part_and_a_serial_number,
    a_unit_known_as_a_part_of_another_has_no_runs,
    the_last_test_of_each_plan_is_found,
    a_history_is_read_page_by_page,
    a_unit_of_another_organisation_is_unknown,
);

async fn unit_of(database: &Database, organisation: OrganisationId, serial: &str) -> Option<Unit> {
    let found = database.store.find_unit(organisation, "P-1", serial);
    found.await.unwrap()
}

async fn a_unit_is_a_part_and_a_serial_number(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let runs = [
        run("final")
            .unit("S/1 é")
            .set("/dut", "revision", "B".into()),
        run("final")
            .unit("S/1 é")
            .at(20)
            .set("/dut", "revision", "A".into()),
        run("final").unit("S/1 é").at(40),
        run("final").unit("S/1 é").part("P-2").at(60),
    ];
    database.commit(organisation, &runs).await;
    let unit = unit_of(database, organisation, "S/1 é").await.unwrap();
    assert_eq!(
        (unit.part_number.as_str(), unit.runs, unit.voided_runs),
        ("P-1", 3, 0)
    );
    assert_eq!(unit.first_run, Some(UnixMicros(START_S * 1_000_000)));
    assert_eq!(unit.last_run, Some(UnixMicros((START_S + 40) * 1_000_000)));
    let revisions = database
        .store
        .list_unit_revisions(organisation, unit.id)
        .await;
    assert_eq!(revisions.unwrap(), ["A", "B"]);
    assert_eq!(unit_of(database, organisation, "s/1 é").await, None);
}

async fn a_unit_known_as_a_part_of_another_has_no_runs(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let part = serde_json::json!({"part_number": "P-1", "serial_number": "S9", "revision": "C"});
    let whole = run("final").unit("W").push("/dut/sub_units", part);
    database.commit(organisation, &[whole]).await;
    let unit = unit_of(database, organisation, "S9").await.unwrap();
    assert_eq!((unit.runs, unit.first_run, unit.last_run), (0, None, None));
    let revisions = database
        .store
        .list_unit_revisions(organisation, unit.id)
        .await;
    assert_eq!(revisions.unwrap(), ["C"]);
    let plans = database.store.list_unit_plans(organisation, unit.id).await;
    assert_eq!(plans.unwrap(), []);
}

async fn the_last_test_of_each_plan_is_found(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let voided = upload(organisation, &run("final").unit("S").at(30).status("error"));
    let voided_id = voided.run_id;
    let runs = [
        upload(organisation, &run("final").unit("S").at(20)),
        upload(
            organisation,
            &run("final").unit("S").at(10).status("failed"),
        ),
        upload(
            organisation,
            &run("final").unit("S").at(40).status("stopped"),
        ),
        upload(
            organisation,
            &run("final").unit("S").process("hot").status("failed"),
        ),
        upload(organisation, &run("other").unit("S").status("skipped")),
        upload(organisation, &run("final").unit("T").at(90)),
        voided,
    ];
    let receipt = database.writer().commit(&runs).await.unwrap();
    assert_eq!(outcome_ids(&receipt).len(), 7);
    let store = &database.store;
    let done = store.void_run(organisation, voided_id, "no", "user:x", UnixMicros(1));
    assert_eq!(done.await.unwrap(), Some(true));
    let unit = unit_of(database, organisation, "S").await.unwrap();
    assert_eq!((unit.runs, unit.voided_runs), (6, 1));
    let plans = store.list_unit_plans(organisation, unit.id).await.unwrap();
    let mut found: Vec<_> = plans
        .iter()
        .map(|plan| (plan.is_test, plan.runs, plan.first.0, plan.last.0))
        .collect();
    found.sort_unstable();
    // Of "final": first failed, then passed; the stopped run is beside them, the voided one is not.
    assert_eq!(
        found,
        [
            (false, 1, 3, 3),
            (false, 1, 5, 5),
            (true, 1, 4, 4),
            (true, 2, 2, 1)
        ]
    );
}

async fn a_history_is_read_page_by_page(database: &Database) {
    let organisation = database.add_organisation("a").await;
    // Two plans, equal times in between.
    let runs: Vec<_> = (0..7)
        .map(|index| {
            run(if index % 2 == 0 { "p" } else { "q" })
                .unit("S")
                .at(index / 2)
        })
        .collect();
    database.commit(organisation, &runs).await;
    let unit = unit_of(database, organisation, "S").await.unwrap();
    for (order, expected) in [
        (RunOrder::OldestFirst, [1, 2, 3, 4, 5, 6, 7]),
        (RunOrder::NewestFirst, [7, 6, 5, 4, 3, 2, 1]),
    ] {
        let mut after = None;
        let mut read = Vec::new();
        for _ in 0..4 {
            let page = database
                .store
                .list_unit_runs(organisation, unit.id, order, after, 2);
            let page = page.await.unwrap();
            after = page.last().map(|number| place(*number));
            read.extend(page.into_iter().map(|number| number.0));
        }
        assert_eq!(read, expected);
    }
}

fn place(number: RunNumber) -> RunPlace {
    let second = START_S + (number.0 - 1) / 2;
    RunPlace {
        run_time: UnixMicros(second * 1_000_000),
        run_number: number,
    }
}

async fn a_unit_of_another_organisation_is_unknown(database: &Database) {
    let ours = database.add_organisation("a").await;
    let theirs = database.add_organisation("b").await;
    database.commit(ours, &[run("final").unit("S")]).await;
    database.commit(theirs, &[run("final").unit("T")]).await;
    assert_eq!(unit_of(database, theirs, "S").await, None);
    let unit = unit_of(database, ours, "S").await.unwrap();
    let runs = database
        .store
        .list_unit_runs(theirs, unit.id, RunOrder::NewestFirst, None, 9);
    // Ids of dictionaries begin at 1 in each organisation: the other one's unit, never ours.
    assert_eq!(runs.await.unwrap(), [RunNumber(1)]);
    let same = unit_of(database, theirs, "T").await.unwrap();
    assert_eq!(same.id, unit.id);
}
