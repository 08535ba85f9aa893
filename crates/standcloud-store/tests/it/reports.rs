//! Raw reports come back as they came.

use standcloud_store::{OrganisationId, RunId, RunNumber, UnixMicros};
use uuid::Uuid;

use crate::support::{Database, Raw, run, upload, upload_body};

each_database!(
    a_body_comes_back_byte_for_byte,
    what_only_the_server_knows_comes_back,
    reports_are_listed_by_number,
    large_reports_can_be_left_out,
    reports_are_counted,
    a_damaged_body_is_told,
);

async fn a_body_comes_back_byte_for_byte(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let megabytes = format!(
        r#"{{"name":"p","status":"passed","artifact":{{"a":"{}"}}}}"#,
        "0123456789é".repeat(300_000)
    );
    let bodies = [
        "{ \"status\" : \"passed\",\r\n\t\"name\":\"p\\u0000\\ud800\", \"later\": [1.50, -0, 1E400] }\n",
        r#"{"name":"p","name":"q","status":"passed","id":"x","start_time":1}"#,
        megabytes.as_str(),
    ];
    for body in bodies {
        let Ok(_) =
            standcloud_report::parse(body.as_bytes(), &standcloud_report::ParseLimits::default())
        else {
            // What the parser refuses is the quarantine's business.
            continue;
        };
        let report = upload_body(organisation, body.as_bytes());
        let run_id = report.run_id;
        database.writer().commit(&[report]).await.unwrap();
        let kept = database
            .store
            .lookup_report(organisation, run_id)
            .await
            .unwrap()
            .unwrap();
        assert!(kept.body == body.as_bytes(), "{body:.60}");
    }
}

async fn what_only_the_server_knows_comes_back(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let mut report = upload(organisation, &run("plan"));
    report.received = UnixMicros(123_456_789_012_345);
    report.principal = String::from("key:é");
    report.source = String::from("cli");
    let run_id = report.run_id;
    database.writer().commit(&[report]).await.unwrap();
    let kept = database
        .store
        .lookup_report(organisation, run_id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!((kept.run_id, kept.run_number), (run_id, RunNumber(1)));
    assert_eq!(kept.received, UnixMicros(123_456_789_012_345));
    assert_eq!(
        (kept.principal.as_str(), kept.source.as_str()),
        ("key:é", "cli")
    );
    let unknown = RunId(Uuid::nil());
    assert!(
        database
            .store
            .lookup_report(organisation, unknown)
            .await
            .unwrap()
            .is_none()
    );
}

async fn reports_are_listed_by_number(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let runs: Vec<_> = (0..150).map(|second| run("plan").at(second)).collect();
    database.commit(organisation, &runs).await;
    let numbers: Vec<RunNumber> = (-1..=200).rev().map(RunNumber).collect();
    let reports = database
        .store
        .list_reports(organisation, &numbers)
        .await
        .unwrap();
    assert_eq!(reports.len(), 150);
    for (number, run) in (1..).zip(&runs) {
        assert_eq!(reports[&RunNumber(number)].body, run.body());
    }
    let none = database
        .store
        .list_reports(organisation, &[])
        .await
        .unwrap();
    assert!(none.is_empty());
    let twice = [RunNumber(3), RunNumber(3)];
    assert_eq!(
        database
            .store
            .list_reports(organisation, &twice)
            .await
            .unwrap()
            .len(),
        1
    );
}

async fn reports_are_counted(database: &Database) {
    let organisation = database.add_organisation("a").await;
    assert_eq!(database.store.count_reports(organisation).await.unwrap(), 0);
    let same = run("plan");
    database
        .commit(organisation, &[same.clone(), same, run("other")])
        .await;
    assert_eq!(database.store.count_reports(organisation).await.unwrap(), 2);
    assert_eq!(
        database
            .store
            .count_reports(OrganisationId(99))
            .await
            .unwrap(),
        0
    );
}

async fn a_damaged_body_is_told(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let report = upload(organisation, &run("plan"));
    let run_id = report.run_id;
    database.writer().commit(&[report]).await.unwrap();
    let mut raw = Raw::open(database).await;
    raw.execute("UPDATE report SET size_bytes = 3").await;
    let error = database
        .store
        .lookup_report(organisation, run_id)
        .await
        .unwrap_err();
    let text = error.to_string();
    assert!(
        text.contains("report") && text.contains("body") && text.contains('1'),
        "{text}"
    );
    assert!(!error.is_temporary());
}

async fn large_reports_can_be_left_out(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let long = "x".repeat(5000);
    let runs = [run("small"), run(&long), run("other")];
    database.commit(organisation, &runs).await;
    let numbers = [1, 2, 3, 9].map(RunNumber);
    let store = &database.store;
    let small = store.list_small_reports(organisation, &numbers, 4000).await;
    let mut found: Vec<_> = small.unwrap().into_keys().map(|number| number.0).collect();
    found.sort_unstable();
    assert_eq!(found, [1, 3]);
    let exact = runs[0].body().len() as u64;
    let one = store
        .list_small_reports(organisation, &numbers[..1], exact)
        .await;
    assert_eq!(one.unwrap().len(), 1);
    let none = store
        .list_small_reports(organisation, &numbers[..1], exact - 1)
        .await;
    assert_eq!(none.unwrap().len(), 0);
}
