//! The server is asked to stop while stands upload.

use std::time::{Duration, Instant};

use super::client::{Answer, Client};
use super::load::{Load, Numbers, Record, count_created};
use super::server::Server;
use super::site::Site;
use super::verify::expect_nothing_lost;

const STANDS: usize = 8;
/// Every commit takes so long, so that all stands have an upload under way at any time.
const COMMIT_DELAY_MS: u32 = 500;
/// An upload that was sent so long ago has arrived.
const ARRIVAL: Duration = Duration::from_millis(150);
const STOP_LIMIT: Duration = Duration::from_secs(10);

#[tokio::test(flavor = "multi_thread")]
async fn a_stopping_server_finishes_what_is_under_way_on_sqlite() {
    stop_under_load(Site::sqlite()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stopping_server_finishes_what_is_under_way_on_postgres() {
    if let Some(site) = Site::postgres().await {
        stop_under_load(site).await;
    }
}

async fn stop_under_load(site: Site) {
    let key = site.set_up().await;
    let mut command = site.serve_command();
    command.env(
        "STANDCLOUD_TEST_COMMIT_DELAY_MS",
        COMMIT_DELAY_MS.to_string(),
    );
    let mut server = Server::start(command).await;
    let client = Client::new(server.address(), &key);
    let load = Load::start(&client, STANDS, &Numbers::default());
    tokio::time::sleep(Duration::from_millis(1500)).await;
    wait_until_all_arrived(&load).await;
    let stopped = Instant::now();
    server.terminate();
    let status = server.ended(STOP_LIMIT).await;
    assert!(status.success(), "{status}");
    let records = load.stop().await;
    let under_way = records
        .iter()
        .filter(|record| is_under_way(record, stopped));
    assert!(under_way.count() >= STANDS / 2, "nothing was under way");
    for record in &records {
        expect_finished_or_refused(record, stopped);
    }
    assert!(count_created(&records) > STANDS);
    let server = site.start().await;
    expect_nothing_lost(&client.moved_to(server.address()), &records).await;
}

/// A stand sends its next upload with the answer to the last one, so when there was no answer for a
/// while, all that are under way were sent before that.
async fn wait_until_all_arrived(load: &Load) {
    loop {
        let records = load.records();
        let answers = records.iter().map(|record| record.sent + record.took);
        if answers.max().unwrap().elapsed() > ARRIVAL * 2 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// Sent long enough before the signal to have arrived, and answered after it.
fn is_under_way(record: &Record, stopped: Instant) -> bool {
    record.sent + ARRIVAL < stopped && record.sent + record.took > stopped
}

fn expect_finished_or_refused(record: &Record, stopped: Instant) {
    let is_finished = record.created().is_some();
    if record.sent + ARRIVAL < stopped {
        assert!(is_finished, "an upload under way was given up: {record:?}");
    }
    // One that crosses the signal may find the door closed, or be told to come again.
    if let Answer::Refused(status, _) = &record.answer {
        assert_eq!(*status, 503, "{record:?}");
    }
}
