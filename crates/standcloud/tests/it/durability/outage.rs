//! PostgreSQL goes away for ten seconds, or hangs, while stands upload.

use std::time::{Duration, Instant};

use sqlx::{Connection, PgConnection};

use super::client::{Answer, Client};
use super::cluster::Cluster;
use super::database::Database;
use super::load::{Load, Numbers, Record, count_created};
use super::site::{Site, start_with_key};
use super::verify::expect_nothing_lost;

const STANDS: usize = 8;
const OUTAGE: Duration = Duration::from_secs(10);
/// From the last byte of an upload to its answer: what a stand is promised.
const ANSWER_LIMIT: Duration = Duration::from_secs(10);
const RECOVERY_LIMIT: Duration = Duration::from_secs(10);

#[tokio::test(flavor = "multi_thread")]
async fn uploads_are_told_to_wait_while_postgres_is_stopped() {
    let Some(mut cluster) = Cluster::start().await else {
        return;
    };
    let outage = Outage::begin(&cluster).await;
    cluster.stop_immediately();
    let stopped = Instant::now();
    tokio::time::sleep(OUTAGE).await;
    let resumed = Instant::now();
    cluster.resume().await;
    let records = outage.end(resumed).await;
    let while_away = records
        .iter()
        .filter(|record| record.sent > stopped && record.sent + record.took < resumed);
    for record in while_away {
        assert!(record.created().is_none(), "{record:?} without a database");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn uploads_are_told_to_wait_while_postgres_hangs() {
    let Some(cluster) = Cluster::start().await else {
        return;
    };
    let outage = Outage::begin(&cluster).await;
    cluster.freeze();
    tokio::time::sleep(OUTAGE).await;
    cluster.thaw();
    outage.end(Instant::now()).await;
}

/// The look-up of the key is under way when everything stops, so no time-out of a connection or of
/// the database ends it.
#[tokio::test(flavor = "multi_thread")]
async fn an_upload_is_answered_while_its_key_cannot_be_read() {
    let Some(cluster) = Cluster::start().await else {
        return;
    };
    let site = Site::new(Database::Own { url: cluster.url() });
    let (server, client) = start_with_key(&site).await;
    let mut blocker = PgConnection::connect(&cluster.url()).await.unwrap();
    let lock = "BEGIN; LOCK TABLE api_key IN ACCESS EXCLUSIVE MODE";
    sqlx::raw_sql(lock).execute(&mut blocker).await.unwrap();
    let load = Load::start(&client, 1, &Numbers::default());
    tokio::time::sleep(Duration::from_secs(1)).await;
    cluster.freeze();
    tokio::time::sleep(ANSWER_LIMIT).await;
    cluster.thaw();
    blocker.close().await.unwrap();
    let records = load.stop().await;
    let first = &records[0];
    assert!(matches!(first.answer, Answer::Refused(503, _)), "{first:?}");
    assert!(first.took < ANSWER_LIMIT, "{first:?}");
    server.stop().await;
}

struct Outage {
    _site: Site,
    server: super::server::Server,
    client: Client,
    load: Load,
}

impl Outage {
    /// Stands upload for a while.
    async fn begin(cluster: &Cluster) -> Self {
        let site = Site::new(Database::Own { url: cluster.url() });
        let (server, client) = start_with_key(&site).await;
        let load = Load::start(&client, STANDS, &Numbers::default());
        tokio::time::sleep(Duration::from_millis(1500)).await;
        assert!(count_created(&load.records()) > STANDS, "no load");
        Self {
            _site: site,
            server,
            client,
            load,
        }
    }

    /// Waits until uploads are stored again, by the same server, and checks every answer.
    async fn end(self, resumed: Instant) -> Vec<Record> {
        let is_stored = |record: &Record| record.sent > resumed && record.created().is_some();
        while !self.load.records().iter().any(is_stored) {
            assert!(resumed.elapsed() < RECOVERY_LIMIT, "no recovery");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        eprintln!("stored again {:?} after the outage", resumed.elapsed());
        tokio::time::sleep(Duration::from_millis(500)).await;
        let records = self.load.stop().await;
        expect_prompt_answers(&records);
        expect_nothing_lost(&self.client, &records).await;
        self.server.stop().await;
        records
    }
}

fn expect_prompt_answers(records: &[Record]) {
    let slowest = records.iter().map(|record| record.took).max().unwrap();
    let mut refusals = 0;
    for record in records {
        match &record.answer {
            Answer::Created(_) => {}
            Answer::Refused(status, body) => {
                assert_eq!(*status, 503, "{record:?}");
                let json: serde_json::Value = serde_json::from_str(body).unwrap();
                assert!(json["detail"].is_string(), "{body}");
                refusals += 1;
            }
            Answer::Broken(_) => panic!("no answer: {record:?}"),
        }
    }
    eprintln!("{refusals} refusals, the slowest answer took {slowest:?}");
    assert!(slowest < ANSWER_LIMIT, "an answer took {slowest:?}");
    assert!(refusals >= STANDS, "nothing was refused");
}
