//! Two nodes on one database: two stores, two writers, each with its own memory of the dictionaries.

use serde_json::json;
use standcloud_store::{CommitReceipt, OrganisationId, ReportWriter};
use tokio::task::JoinSet;

use crate::support::{Database, Run, assert_consistent, is_long, outcome_ids, run, upload};

each_database!(
    nodes_in_turns_share_the_dictionaries,
    nodes_at_the_same_time_share_the_dictionaries,
    nodes_at_the_same_time_find_each_others_duplicates,
    nodes_never_wait_for_each_other_crosswise,
);

async fn nodes_in_turns_share_the_dictionaries(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let mut nodes = [
        database.writer(),
        ReportWriter::new(database.open_again().await),
    ];
    let mut plans = Vec::new();
    for (turn, name) in ["x", "y", "x", "y", "z", "z", "x"].into_iter().enumerate() {
        let runs = [run(name).unit(name).at(i64::try_from(turn).unwrap())];
        let receipt = nodes[turn % 2]
            .commit(&[upload(organisation, &runs[0])])
            .await
            .unwrap();
        let row = &receipt.organisations[0].facts[0];
        assert_eq!(row.run_number, i64::try_from(turn + 1).unwrap());
        plans.push((row.plan, row.unit, row.attempt));
    }
    let expected = [
        (1, 1, 1),
        (2, 2, 1),
        (1, 1, 2),
        (2, 2, 2),
        (3, 3, 1),
        (3, 3, 2),
        (1, 1, 3),
    ];
    assert_eq!(plans, expected);
    assert_consistent(database, organisation).await;
}

async fn nodes_at_the_same_time_share_the_dictionaries(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let commits = if is_long() { 200 } else { 25 };
    let mut nodes = JoinSet::new();
    for node in 0..2 {
        let writer = ReportWriter::new(database.open_again().await);
        nodes.spawn(write(writer, organisation, node, commits));
    }
    let mut receipts: Vec<CommitReceipt> = nodes.join_all().await.into_iter().flatten().collect();
    receipts.sort_by_key(|receipt| receipt.organisations[0].first_change);
    let mut next = 1;
    let mut numbers = Vec::new();
    for receipt in &receipts {
        let told = &receipt.organisations[0];
        assert_eq!(told.first_change, next);
        next = told.next_change;
        numbers.extend(
            outcome_ids(receipt)
                .iter()
                .map(|(_, number)| number.unwrap()),
        );
    }
    assert_eq!(
        database.store.next_change(organisation).await.unwrap(),
        next
    );
    assert_eq!(numbers, (1..next).collect::<Vec<_>>());
    assert_eq!(database.facts(organisation).await.len(), numbers.len());
    assert_consistent(database, organisation).await;
}

/// Both nodes meet the same new names at about the same time.
async fn write(
    mut writer: ReportWriter,
    organisation: OrganisationId,
    node: i64,
    commits: i64,
) -> Vec<CommitReceipt> {
    let mut receipts = Vec::new();
    for commit in 0..commits {
        let batch: Vec<_> = (0..3)
            .map(|index| upload(organisation, &shared_names(node, commit, index)))
            .collect();
        receipts.push(writer.commit(&batch).await.unwrap());
    }
    receipts
}

fn shared_names(node: i64, commit: i64, index: i64) -> Run {
    let name = format!("n{}", commit + index);
    run(&name)
        .unit(&name)
        .at(commit * 10 + index * 2 + node)
        .set("", "batch_serial_number", json!(name))
        .set("/dut", "info", json!({"name": name, "other": commit}))
        .push("/test_stand/instruments", json!({"serial_number": name}))
        .case(
            "m",
            &name,
            "passed",
            json!([{"name": name, "value": commit, "upper_limit": index}]),
        )
}

async fn nodes_at_the_same_time_find_each_others_duplicates(database: &Database) {
    let organisation = database.add_organisation("a").await;
    for round in 0..10 {
        let same = run("plan").at(round);
        let mut nodes = JoinSet::new();
        for _ in 0..2 {
            let mut writer = ReportWriter::new(database.store.clone());
            let report = upload(organisation, &same);
            nodes.spawn(async move { writer.commit(&[report]).await.unwrap() });
        }
        let receipts = nodes.join_all().await;
        let outcomes: Vec<_> = receipts.iter().flat_map(outcome_ids).collect();
        assert_eq!(outcomes[0].0, outcomes[1].0);
        assert_ne!(outcomes[0].1.is_some(), outcomes[1].1.is_some());
    }
    assert_consistent(database, organisation).await;
}

async fn nodes_never_wait_for_each_other_crosswise(database: &Database) {
    let first = database.add_organisation("a").await;
    let second = database.add_organisation("b").await;
    let mut nodes = JoinSet::new();
    for node in 0..2 {
        let mut writer = ReportWriter::new(database.open_again().await);
        let order = if node == 0 {
            [first, second]
        } else {
            [second, first]
        };
        nodes.spawn(async move {
            for commit in 0..20 {
                let second = commit * 2 + node;
                let batch = order.map(|organisation| upload(organisation, &run("p").at(second)));
                writer.commit(&batch).await.unwrap();
            }
        });
    }
    nodes.join_all().await;
    for organisation in [first, second] {
        assert_eq!(database.facts(organisation).await.len(), 40);
        assert_consistent(database, organisation).await;
    }
}
