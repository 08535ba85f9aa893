//! Comparing what the server shows with what it has answered.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use serde_json::Value;
use tokio::task::JoinSet;
use uuid::Uuid;

use super::client::{Answer, Client, id_in};
use super::load::Record;
use super::reports::report;

const RAW_REPORTS_READ: usize = 60;
const CONNECTIONS: usize = 8;

/// Everything acknowledged is there once, under the id that was told; sending everything again
/// changes nothing but to bring what had not been stored.
pub(super) async fn expect_nothing_lost(client: &Client, records: &[Record]) {
    let before = runs_by_number(&client.list_runs().await);
    expect_acknowledged(&before, records);
    expect_raw_reports(client, records).await;
    let again = upload_again(client, records).await;
    let runs = client.list_runs().await;
    let after = runs_by_number(&runs);
    // Not compared as a whole, because nobody could read thousands of differences.
    for (number, run) in &again {
        let found = after.get(number);
        assert_eq!(found, Some(run), "report {number} when uploaded again");
    }
    assert_eq!(after.len(), again.len(), "a run that nobody uploaded");
    for (number, run) in &before {
        assert_eq!(again.get(number), Some(run), "the id of {number} changed");
    }
    expect_attempts_in_order(&runs);
}

/// Every 201 is shown under the id that it told.
pub(super) fn expect_acknowledged(shown: &BTreeMap<u64, Uuid>, records: &[Record]) {
    for record in records {
        if let Some(run) = record.created() {
            let found = shown.get(&record.number);
            assert_eq!(found, Some(&run), "report {} was lost", record.number);
        }
    }
}

/// Fails when a report is shown twice.
pub(super) fn runs_by_number(runs: &[Value]) -> BTreeMap<u64, Uuid> {
    let mut found = BTreeMap::new();
    let mut ids = HashSet::new();
    for run in runs {
        let number = number_in(run);
        assert!(ids.insert(id_in(run)), "{} is shown twice", id_in(run));
        let twice = found.insert(number, id_in(run));
        assert_eq!(twice, None, "report {number} is stored twice");
    }
    found
}

pub(super) fn number_in(run: &Value) -> u64 {
    let text = run["dut_info"]["upload"].as_str().unwrap();
    text.parse().unwrap()
}

/// Attempts are 1, 2, 3 … by run time, in whichever order the runs came.
pub(super) fn expect_attempts_in_order(runs: &[Value]) {
    let mut units: HashMap<&str, Vec<(&str, u64)>> = HashMap::new();
    for run in runs {
        let start = run["start_time"].as_str().unwrap();
        let attempt = run["number_of_attempt"].as_u64().unwrap();
        let unit = units.entry(run["serial_number"].as_str().unwrap());
        unit.or_default().push((start, attempt));
    }
    for (serial_number, mut unit) in units {
        unit.sort_unstable();
        let attempts = unit.iter().map(|(_, attempt)| *attempt);
        assert!(
            attempts.eq(1..=unit.len() as u64),
            "{serial_number}: {unit:?}"
        );
    }
}

/// A sample over the whole time, byte for byte.
async fn expect_raw_reports(client: &Client, records: &[Record]) {
    let created: Vec<_> = records
        .iter()
        .filter_map(|record| Some((record.number, record.created()?)))
        .collect();
    let step = created.len() / RAW_REPORTS_READ + 1;
    for (number, run) in created.into_iter().step_by(step) {
        let raw = client.report_of(run).await.unwrap();
        let is_known = ["1", "2"].iter().any(|rev| report(number, rev) == raw);
        assert!(is_known, "the raw report of {number} is another");
        assert!(client.lookup_run(run).await.is_ok(), "run {run}");
    }
}

/// Each report once more, as a stand does that never saw an answer: with another `rev`.
async fn upload_again(client: &Client, records: &[Record]) -> BTreeMap<u64, Uuid> {
    let numbers: HashSet<u64> = records.iter().map(|record| record.number).collect();
    let numbers: Arc<Vec<u64>> = Arc::new(numbers.into_iter().collect());
    let mut stands = JoinSet::new();
    for first in 0..CONNECTIONS {
        let (client, numbers) = (client.fork(), Arc::clone(&numbers));
        stands.spawn(async move {
            let mut answers = Vec::new();
            for number in numbers.iter().skip(first).step_by(CONNECTIONS) {
                answers.push((*number, client.upload(report(*number, "2")).await));
            }
            answers
        });
    }
    let answers = stands.join_all().await.into_iter().flatten();
    let run_of = |(number, answer)| match answer {
        Answer::Created(run) => (number, run),
        other => panic!("report {number} again: {other:?}"),
    };
    answers.map(run_of).collect()
}
