//! Backup and rebuild while stands upload.

use std::time::Duration;

use super::client::Client;
use super::load::{Load, Numbers, Record, count_created};
use super::site::{Site, start_with_key, text_of};
use super::verify::{
    expect_acknowledged, expect_attempts_in_order, expect_nothing_lost, runs_by_number,
};

const STANDS: usize = 4;
const BEFORE: Duration = Duration::from_millis(1500);
const AFTER: Duration = Duration::from_millis(300);

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_under_load_holds_all_that_was_acknowledged_before() {
    let site = Site::sqlite();
    let (server, client) = start_with_key(&site).await;
    let load = Load::start(&client, STANDS, &Numbers::default());
    tokio::time::sleep(BEFORE).await;
    let before = load.records();
    let file = text_of(&site.path("copy.db"));
    site.expect_command(&["backup", &file]).await;
    let during = load.records();
    tokio::time::sleep(AFTER).await;
    let records = load.stop().await;
    assert!(count_created(&before) > STANDS, "no load before");
    assert!(during.len() > before.len(), "the backup held up the load");
    assert!(
        count_created(&records) > count_created(&during),
        "no load after"
    );
    expect_all_created(&records);
    expect_nothing_lost(&client, &records).await;
    server.stop().await;
    expect_restored(&file, &client, &before, &records).await;
}

/// On another machine, with the keys that are in the copy.
async fn expect_restored(file: &str, client: &Client, before: &[Record], records: &[Record]) {
    let site = Site::sqlite();
    site.expect_command(&["restore", file]).await;
    site.expect_command(&["doctor"]).await;
    let server = site.start().await;
    let client = client.moved_to(server.address());
    let runs = client.list_runs().await;
    expect_attempts_in_order(&runs);
    let shown = runs_by_number(&runs);
    expect_acknowledged(&shown, before);
    let acknowledged_later: Vec<Record> = records
        .iter()
        .filter(|record| shown.contains_key(&record.number))
        .cloned()
        .collect();
    expect_nothing_lost(&client, &acknowledged_later).await;
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rebuild_under_load_changes_nothing_on_sqlite() {
    rebuild_under_load(Site::sqlite()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rebuild_under_load_changes_nothing_on_postgres() {
    if let Some(site) = Site::postgres().await {
        rebuild_under_load(site).await;
    }
}

async fn rebuild_under_load(site: Site) {
    let (server, client) = start_with_key(&site).await;
    let load = Load::start(&client, STANDS, &Numbers::default());
    tokio::time::sleep(BEFORE).await;
    let before = load.records();
    let voided = before.iter().find_map(Record::created).unwrap();
    let voided = voided.to_string();
    let void = ["run", "void", &voided, "--why", "a loose cable"];
    site.expect_command(&void).await;
    for _ in 0..3 {
        site.expect_command(&["rebuild"]).await;
    }
    let during = load.records();
    tokio::time::sleep(AFTER).await;
    let records = load.stop().await;
    assert!(count_created(&before) > STANDS, "no load before");
    assert!(during.len() > before.len(), "the rebuild held up the load");
    expect_all_created(&records);
    expect_same_after_rebuild(&site, &client).await;
    let shown = client.list_runs().await;
    assert_eq!(
        shown.len() + 1,
        records.len(),
        "the voided run stays hidden"
    );
    site.expect_command(&["run", "restore", &voided]).await;
    expect_nothing_lost(&client, &records).await;
    server.stop().await;
    site.expect_command(&["doctor"]).await;
}

/// Seen through a server that followed every change, and through one that has just started.
async fn expect_same_after_rebuild(site: &Site, client: &Client) {
    let followed = client.list_runs().await;
    site.expect_command(&["rebuild"]).await;
    assert_eq!(client.list_runs().await, followed, "after a quiet rebuild");
    if site.is_sqlite() {
        return;
    }
    let fresh = site.beside().start().await;
    let shown = client.moved_to(fresh.address()).list_runs().await;
    assert_eq!(shown, followed, "through another server");
}

/// A rebuild and a backup share the database fairly: nobody has to be sent away.
fn expect_all_created(records: &[Record]) {
    let refused = records.iter().find(|record| record.created().is_none());
    assert!(refused.is_none(), "refused: {refused:?}");
}
