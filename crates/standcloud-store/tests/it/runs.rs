//! Runs with the names of what they refer to.

use serde_json::json;
use standcloud_columns::RunStatus;
use standcloud_store::{RunId, RunNumber, RunSummary, UnixMicros};
use uuid::Uuid;

use crate::support::{Database, Raw, START_S, run, upload};

each_database!(
    a_run_comes_with_all_names,
    what_a_report_does_not_say_is_absent,
    runs_come_in_the_order_asked_for,
    a_status_that_does_not_exist_is_told,
);

async fn a_run_comes_with_all_names(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let rich = run("plan é")
        .unit("S1")
        .part("P-9")
        .process("final")
        .status("failed")
        .set("", "user", json!("ann"))
        .set("", "batch_serial_number", json!("B1"))
        .set("", "error_code", json!(0))
        .set("", "caused_dut_failure_id", json!("m::c"))
        .set("/dut", "revision", json!("A"))
        .set("/test_stand", "number", json!(-3));
    let mut report = upload(organisation, &rich);
    report.received = UnixMicros(99);
    let run_id = report.run_id;
    database
        .writer()
        .commit(&[upload(organisation, &run("other")), report])
        .await
        .unwrap();
    let start = START_S * 1_000_000;
    let expected = RunSummary {
        run_id,
        run_number: RunNumber(2),
        received: UnixMicros(99),
        run_time: UnixMicros(start),
        start: Some(UnixMicros(start)),
        stop: Some(UnixMicros(start + 10_000_000)),
        duration_ms: Some(10_000),
        status: RunStatus::Failed,
        voided: false,
        attempt: 1,
        plan: "plan é".to_owned(),
        part_number: "P-9".to_owned(),
        revision: Some("A".to_owned()),
        serial_number: Some("S1".to_owned()),
        stand_id: Some(2),
        stand_name: "stand".to_owned(),
        stand_hardware_id: "pc-1".to_owned(),
        stand_number: Some(-3),
        batch: Some("B1".to_owned()),
        process: Some("final".to_owned()),
        operator: Some("ann".to_owned()),
        error_code: Some(0),
        failing_step: Some(("m".to_owned(), "c".to_owned())),
    };
    let found = database
        .store
        .lookup_run(organisation, run_id)
        .await
        .unwrap();
    assert_eq!(found.as_ref(), Some(&expected));
    let listed = database
        .store
        .list_runs(organisation, &[RunNumber(2)])
        .await
        .unwrap();
    assert_eq!(listed, [expected]);
}

async fn what_a_report_does_not_say_is_absent(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let body = br#"{"name":"p","status":"ready"}"#;
    let mut report = crate::support::upload_body(organisation, body);
    report.received = UnixMicros(77);
    let run_id = report.run_id;
    database.writer().commit(&[report]).await.unwrap();
    let expected = RunSummary {
        run_id,
        run_number: RunNumber(1),
        received: UnixMicros(77),
        run_time: UnixMicros(77),
        start: None,
        stop: None,
        duration_ms: None,
        status: RunStatus::Ready,
        voided: false,
        attempt: 1,
        plan: "p".to_owned(),
        part_number: "unknown".to_owned(),
        revision: None,
        serial_number: None,
        stand_id: Some(1),
        stand_name: "unknown".to_owned(),
        stand_hardware_id: String::new(),
        stand_number: None,
        batch: None,
        process: None,
        operator: None,
        error_code: None,
        failing_step: None,
    };
    assert_eq!(
        database
            .store
            .lookup_run(organisation, run_id)
            .await
            .unwrap(),
        Some(expected)
    );
    let unknown = RunId(Uuid::nil());
    assert_eq!(
        database
            .store
            .lookup_run(organisation, unknown)
            .await
            .unwrap(),
        None
    );
}

async fn runs_come_in_the_order_asked_for(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let runs: Vec<_> = (0..150).map(|second| run("plan").at(second)).collect();
    database.commit(organisation, &runs).await;
    let list = async |numbers: Vec<i64>| -> Vec<i64> {
        let numbers: Vec<_> = numbers.into_iter().map(RunNumber).collect();
        let runs = database
            .store
            .list_runs(organisation, &numbers)
            .await
            .unwrap();
        runs.iter().map(|run| run.run_number.0).collect()
    };
    assert_eq!(list(vec![3, 1, 2]).await, [3, 1, 2]);
    assert_eq!(list(vec![9, 0, -1, 151, 4]).await, [9, 4]);
    assert_eq!(list(vec![]).await, Vec::<i64>::new());
    let backwards: Vec<i64> = (1..=150).rev().collect();
    assert_eq!(list(backwards.clone()).await, backwards);
}

async fn a_status_that_does_not_exist_is_told(database: &Database) {
    let organisation = database.add_organisation("a").await;
    database.commit(organisation, &[run("plan")]).await;
    Raw::open(database)
        .await
        .execute("UPDATE run SET status = 77")
        .await;
    let error = database
        .store
        .list_runs(organisation, &[RunNumber(1)])
        .await
        .unwrap_err();
    let text = error.to_string();
    assert!(
        text.contains("status") && text.contains("run number 1"),
        "{text}"
    );
}
