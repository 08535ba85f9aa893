//! Commits: what gets which id and number, what is told, and what a failure leaves behind.

mod abandoned;
mod attempts;
mod blocked;
mod derive;
mod dictionary;
mod duplicates;
mod histories;
mod nodes;

use serde_json::json;
use standcloud_store::{OrganisationId, StoreError};

use crate::support::{
    Database, Raw, Run, START_S, assert_consistent, dump_all, outcome_ids, run, upload,
};

each_database!(
    ids_and_numbers_are_in_the_order_given,
    a_receipt_tells_what_the_facts_are,
    a_receipt_says_when_older_runs_changed,
    an_empty_batch_is_nothing,
    a_batch_of_several_organisations,
    a_batch_of_more_rows_than_one_statement_takes,
    a_failed_commit_leaves_no_trace,
    a_run_id_that_is_in_use_fails_the_commit,
);

async fn ids_and_numbers_are_in_the_order_given(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let mut writer = database.writer();
    let mut next = 1;
    for size in [1, 3, 2] {
        let reports: Vec<_> = (next..next + size)
            .map(|number| upload(organisation, &run("plan").at(1_000 - number)))
            .collect();
        let receipt = writer.commit(&reports).await.unwrap();
        let expected: Vec<_> = (next..)
            .zip(&reports)
            .map(|(number, report)| (report.run_id, Some(number)))
            .collect();
        assert_eq!(outcome_ids(&receipt), expected);
        let [told] = &receipt.organisations[..] else {
            panic!("{receipt:?}")
        };
        assert_eq!((told.organisation, told.first_change), (organisation, next));
        next += size;
        assert_eq!(told.next_change, next);
        assert_eq!(
            database.store.next_change(organisation).await.unwrap(),
            next
        );
    }
    assert_consistent(database, organisation).await;
}

async fn a_receipt_tells_what_the_facts_are(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let rich = run("plan")
        .unit("S1")
        .process("final")
        .status("failed")
        .set("", "user", json!("ann"))
        .set("", "batch_serial_number", json!("B1"))
        .set("", "error_code", json!(7))
        .set("/dut", "revision", json!("A"))
        .set("/dut", "info", json!({"firmware": "1.2"}))
        .case("m", "c", "failed", json!([]));
    let receipt = database
        .commit(organisation, &[run("other"), rich, run("plan").unit("S2")])
        .await;
    let [told] = &receipt.organisations[..] else {
        panic!("{receipt:?}")
    };
    assert!(!told.renumbered);
    assert_eq!(told.facts, database.facts(organisation).await);
    let page = database
        .store
        .list_facts(organisation, (0, 0), 100)
        .await
        .unwrap();
    assert_eq!(told.facts, page.rows);
    let row = &told.facts[1];
    let ids = [
        row.plan,
        row.part,
        row.revision,
        row.unit,
        row.stand,
        row.batch,
        row.process,
        row.operator,
        row.failing_step,
        row.tag_set,
    ];
    assert_eq!(ids, [2, 1, 1, 1, 1, 1, 1, 1, 1, 1]);
    assert_eq!(
        (row.run_number, row.attempt, row.error_code),
        (2, 1, Some(7))
    );
    assert_eq!(
        (row.time_us, row.duration_ms),
        (START_S * 1_000_000, Some(10_000))
    );
}

async fn a_receipt_says_when_older_runs_changed(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let unit = |second| run("plan").unit("S1").at(second);
    let renumbered = async |runs: &[Run]| {
        let receipt = database.commit(organisation, runs).await;
        receipt.organisations[0].renumbered
    };
    assert!(!renumbered(&[unit(100)]).await);
    assert!(!renumbered(&[unit(200)]).await);
    assert!(renumbered(&[unit(50)]).await);
    assert!(!renumbered(&[run("other").unit("S1").at(10)]).await);
    assert!(renumbered(&[run("plan").unit("S2").at(20), run("plan").unit("S2").at(10)]).await);
}

async fn an_empty_batch_is_nothing(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let receipt = database.writer().commit(&[]).await.unwrap();
    assert_eq!(
        (receipt.outcomes.len(), receipt.organisations.len()),
        (0, 0)
    );
    assert_eq!(database.store.next_change(organisation).await.unwrap(), 1);
}

async fn a_batch_of_several_organisations(database: &Database) {
    let first = database.add_organisation("a").await;
    let second = database.add_organisation("b").await;
    let third = database.add_organisation("c").await;
    let mut writer = database.writer();
    writer
        .commit(&[upload(second, &run("earlier"))])
        .await
        .unwrap();
    let order = [second, first, first, third, second];
    let batch: Vec<_> = (0..)
        .zip(order)
        .map(|(index, organisation)| upload(organisation, &run("plan").at(index)))
        .collect();
    let receipt = writer.commit(&batch).await.unwrap();
    let expected: Vec<_> = batch
        .iter()
        .map(|report| report.run_id)
        .zip([2, 1, 2, 1, 3])
        .collect();
    let outcomes = outcome_ids(&receipt).into_iter();
    assert_eq!(
        outcomes
            .map(|(id, number)| (id, number.unwrap()))
            .collect::<Vec<_>>(),
        expected
    );
    let told = receipt.organisations.iter();
    let told: Vec<_> = told
        .map(|told| {
            (
                told.organisation,
                told.first_change,
                told.next_change,
                told.facts.len(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [(first, 1, 3, 2), (second, 2, 4, 2), (third, 1, 2, 1)]
    );
    for organisation in [first, second, third] {
        assert_consistent(database, organisation).await;
    }
}

async fn a_batch_of_more_rows_than_one_statement_takes(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let runs: Vec<Run> = (0..150).map(run_of_many_things).collect();
    let receipt = database.commit(organisation, &runs).await;
    assert_eq!(receipt.outcomes.len(), 150);
    assert_eq!(
        receipt.organisations[0].facts,
        database.facts(organisation).await
    );
    assert_consistent(database, organisation).await;
    let mut raw = Raw::open(database).await;
    for (table, expected) in [
        ("run_sub_unit", 300),
        ("tag_set_member", 10_500),
        ("series", 300),
    ] {
        let sql = format!("SELECT COUNT(*) FROM {table}");
        assert_eq!(raw.number(&sql).await, expected, "{table}");
    }
}

fn run_of_many_things(number: i64) -> Run {
    let tags: serde_json::Map<_, _> = (0..70)
        .map(|tag| (format!("k{tag}"), json!(format!("{number}"))))
        .collect();
    run("plan")
        .unit(&format!("S{number}"))
        .set("/dut", "info", json!(tags))
        .push(
            "/dut/sub_units",
            json!({"serial_number": format!("A{number}")}),
        )
        .push(
            "/dut/sub_units",
            json!({"serial_number": format!("B{number}")}),
        )
        .case(
            "m",
            &format!("c{number}"),
            "passed",
            json!([{"value": 1, "name": "a"}, {"value": 2}]),
        )
}

/// The batch of a known and an unknown organisation fails in the second; the first has learnt
/// dictionary ids by then, which it must forget.
async fn a_failed_commit_leaves_no_trace(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let mut writer = database.writer();
    writer
        .commit(&[upload(organisation, &run("first"))])
        .await
        .unwrap();
    let mut raw = Raw::open(database).await;
    let before = dump_all(&mut raw, organisation).await;

    let unknown = OrganisationId(99);
    let failing = [
        upload(
            organisation,
            &run("lost plan").unit("lost").set("", "user", json!("lost")),
        ),
        upload(unknown, &run("plan")),
    ];
    let error = writer.commit(&failing).await.unwrap_err();
    assert!(
        matches!(
            error,
            StoreError::Corrupt {
                table: "organisation",
                ..
            }
        ),
        "{error}"
    );
    assert_eq!(dump_all(&mut raw, organisation).await, before);
    assert_eq!(database.store.next_change(organisation).await.unwrap(), 2);

    let next = upload(
        organisation,
        &run("second").unit("S1").set("", "user", json!("ann")),
    );
    let receipt = writer.commit(&[next]).await.unwrap();
    let row = &receipt.organisations[0].facts[0];
    assert_eq!(
        (row.run_number, row.plan, row.unit, row.operator),
        (2, 2, 1, 1)
    );
    assert_consistent(database, organisation).await;
    let plans = database.store.find_plan_ids(organisation, "lost plan");
    assert_eq!(plans.await.unwrap(), Vec::<u32>::new());

    let lost = run("lost plan").unit("lost").set("", "user", json!("lost"));
    let receipt = writer.commit(&[upload(organisation, &lost)]).await.unwrap();
    let row = &receipt.organisations[0].facts[0];
    assert_eq!((row.plan, row.unit, row.operator), (3, 2, 2));
    assert_consistent(database, organisation).await;
}

async fn a_run_id_that_is_in_use_fails_the_commit(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let first = upload(organisation, &run("first"));
    let mut second = upload(organisation, &run("second"));
    second.run_id = first.run_id;
    let mut writer = database.writer();
    writer.commit(&[first]).await.unwrap();
    let error = writer.commit(&[second]).await.unwrap_err();
    assert!(matches!(error, StoreError::Statement(_)), "{error}");
    assert_eq!(database.store.count_reports(organisation).await.unwrap(), 1);
    assert_consistent(database, organisation).await;
}
