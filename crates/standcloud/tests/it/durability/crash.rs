//! The process is killed under load, again and again.

use std::time::{Duration, Instant};

use rand::RngExt;

use super::client::Client;
use super::environment::{is_long, seeded_random};
use super::load::{Load, Numbers, count_created};
use super::site::Site;
use super::verify::expect_nothing_lost;

const CYCLES: usize = 10;
const CYCLES_LONG: usize = 50;
const STANDS: usize = 8;
const LOAD_MS: std::ops::Range<u64> = 20..600;

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_server_loses_nothing_on_sqlite() {
    survive_kills(Site::sqlite()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_server_loses_nothing_on_postgres() {
    if let Some(site) = Site::postgres().await {
        survive_kills(site).await;
    }
}

async fn survive_kills(site: Site) {
    let mut random = seeded_random();
    let key = site.set_up().await;
    let numbers = Numbers::default();
    let mut records = Vec::new();
    let cycles = if is_long() { CYCLES_LONG } else { CYCLES };
    let start = Instant::now();
    for _ in 0..cycles {
        let mut server = site.start().await;
        let client = Client::new(server.address(), &key);
        let load = Load::start(&client, STANDS, &numbers);
        let load_time = Duration::from_millis(random.random_range(LOAD_MS));
        tokio::time::sleep(load_time).await;
        server.kill();
        records.extend(load.stop().await);
    }
    let created = count_created(&records);
    eprintln!(
        "{cycles} kills in {:?}, {created} acknowledged",
        start.elapsed()
    );
    assert!(created > cycles * 10, "hardly any load: {created}");
    expect_whole(&site, &key, &records).await;
}

async fn expect_whole(site: &Site, key: &str, records: &[super::load::Record]) {
    let server = site.start().await;
    let client = Client::new(server.address(), key);
    expect_nothing_lost(&client, records).await;
    let shown = client.list_runs().await;
    site.expect_command(&["rebuild"]).await;
    assert_eq!(client.list_runs().await, shown, "after a rebuild");
    server.stop().await;
    site.expect_command(&["doctor"]).await;
}
