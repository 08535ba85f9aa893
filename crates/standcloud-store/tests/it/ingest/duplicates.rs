//! A report that comes again is answered with its first id and stored once.

use standcloud_store::{Outcome, RunNumber};

use crate::support::{Database, assert_consistent, outcome_ids, run, upload, upload_body};

each_database!(
    the_same_report_twice_in_a_batch_is_one_run,
    a_report_that_came_before_keeps_its_id,
    another_form_of_the_same_report_is_a_duplicate,
    the_same_report_in_two_organisations_is_two_runs,
);

async fn the_same_report_twice_in_a_batch_is_one_run(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let same = run("plan").unit("S1");
    let batch = [
        upload(organisation, &same),
        upload(organisation, &same),
        upload(organisation, &run("plan").unit("S2")),
        upload(organisation, &same),
    ];
    let receipt = database.writer().commit(&batch).await.unwrap();
    let first = batch[0].run_id;
    let outcomes = outcome_ids(&receipt);
    assert_eq!(outcomes[0].0, first);
    assert_eq!([outcomes[1], outcomes[3]], [(first, None); 2]);
    assert_eq!(outcomes[2].0, batch[2].run_id);
    assert!(outcomes[0].1 < outcomes[2].1);
    assert_eq!(database.store.count_reports(organisation).await.unwrap(), 2);
    let attempts: Vec<u32> = receipt.organisations[0]
        .facts
        .iter()
        .map(|row| row.attempt)
        .collect();
    assert_eq!(attempts, [1, 1]);
    assert_consistent(database, organisation).await;
}

async fn a_report_that_came_before_keeps_its_id(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let same = run("plan").unit("S1");
    let first = upload(organisation, &same);
    let mut writer = database.writer();
    writer.commit(std::slice::from_ref(&first)).await.unwrap();
    let facts = database.facts(organisation).await;

    let mut again = upload(organisation, &same);
    again.principal = String::from("key:other");
    again.received.0 += 1;
    let receipt = writer.commit(&[again]).await.unwrap();
    assert_eq!(
        receipt.outcomes,
        [Outcome::Duplicate {
            run_id: first.run_id
        }]
    );
    let told = &receipt.organisations[0];
    assert!(told.facts.is_empty() && !told.renumbered);
    assert_eq!(database.facts(organisation).await, facts);
    let kept = database
        .store
        .lookup_report(organisation, first.run_id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (kept.principal, kept.received),
        (first.principal, first.received)
    );
}

async fn another_form_of_the_same_report_is_a_duplicate(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let forms = [
        r#"{"name":"p","status":"passed","start_time":1000}"#,
        r#"{"status":"passed","start_time":1000.0,"name":"p","_id":"x","_rev":"1-a","user":null}"#,
        r#"{"name":"p","status":"passed","start_time":1e3,"id":"y","dut":{"part_number":""}}"#,
    ];
    let mut writer = database.writer();
    let mut outcomes = Vec::new();
    for form in forms {
        let receipt = writer
            .commit(&[upload_body(organisation, form.as_bytes())])
            .await
            .unwrap();
        outcomes.extend(outcome_ids(&receipt));
    }
    assert_eq!(outcomes[0].1, Some(1));
    assert_eq!(outcomes[1..], [(outcomes[0].0, None); 2]);
    let kept = database
        .store
        .lookup_report(organisation, outcomes[0].0)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(kept.body, forms[0].as_bytes());
}

async fn the_same_report_in_two_organisations_is_two_runs(database: &Database) {
    let first = database.add_organisation("a").await;
    let second = database.add_organisation("b").await;
    let same = run("plan").unit("S1");
    let batch = [upload(first, &same), upload(second, &same)];
    let receipt = database.writer().commit(&batch).await.unwrap();
    let stored = |index: usize| Outcome::Stored {
        run_id: batch[index].run_id,
        run_number: RunNumber(1),
    };
    assert_eq!(receipt.outcomes, [stored(0), stored(1)]);
    for organisation in [first, second] {
        assert_eq!(database.facts(organisation).await.len(), 1);
    }
}
