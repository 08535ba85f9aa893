//! Two servers on one PostgreSQL database.

use std::time::{Duration, Instant};

use super::client::{Answer, Client};
use super::load::{Load, Numbers, count_created};
use super::reports::report;
use super::server::Server;
use super::site::Site;
use super::verify::expect_nothing_lost;

const STANDS_EACH: usize = 4;
const SAME_REPORTS: u64 = 40;
/// Numbers that the load does not reach.
const APART: u64 = 6_000_000;
const REVOCATION_LIMIT: Duration = Duration::from_secs(5);

struct Nodes {
    site: Site,
    _other_site: Site,
    servers: [Server; 2],
    clients: [Client; 2],
}

#[tokio::test(flavor = "multi_thread")]
async fn two_servers_start_at_once_on_an_empty_database_and_share_it() {
    let Some(nodes) = Nodes::start().await else {
        return;
    };
    let numbers = Numbers::default();
    let loads = nodes
        .clients
        .each_ref()
        .map(|client| Load::start(client, STANDS_EACH, &numbers));
    nodes.upload_same_reports().await;
    nodes.expect_seen_at_once().await;
    tokio::time::sleep(Duration::from_secs(2)).await;
    let [one, two] = loads;
    let (one, two) = (one.stop().await, two.stop().await);
    for records in [&one, &two] {
        let created = count_created(records);
        assert!(created > STANDS_EACH, "one node stored {created}");
        assert_eq!(created, records.len(), "a report was refused");
    }
    let runs = nodes.clients[0].list_runs().await;
    assert_eq!(runs, nodes.clients[1].list_runs().await);
    // Those of this test first, because the check wants to know of every run.
    let mut records = [one, two].concat();
    records.extend(nodes.records_apart().await);
    for client in &nodes.clients {
        expect_nothing_lost(client, &records).await;
    }
    let [one, two] = nodes.servers;
    one.stop().await;
    two.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_revoked_beside_one_server_is_refused_by_the_other() {
    let Some(nodes) = Nodes::start().await else {
        return;
    };
    let key = nodes.site.add_key("Short-lived").await;
    let clients = nodes
        .servers
        .each_ref()
        .map(|server| Client::new(server.address(), &key));
    for client in &clients {
        let answer = client.upload(report(APART, "1")).await;
        assert!(matches!(answer, Answer::Created(_)), "{answer:?}");
    }
    let revoke = ["key", "revoke", "--name", "Short-lived"];
    nodes.site.expect_command(&revoke).await;
    let revoked = Instant::now();
    for client in &clients {
        while let Answer::Created(_) = client.upload(report(APART, "1")).await {
            assert!(revoked.elapsed() < REVOCATION_LIMIT, "still accepted");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        let answer = client.upload(report(APART, "1")).await;
        assert!(matches!(answer, Answer::Refused(401, _)), "{answer:?}");
    }
    eprintln!("refused everywhere after {:?}", revoked.elapsed());
}

impl Nodes {
    /// Both start before there is any table.
    async fn start() -> Option<Self> {
        let site = Site::postgres().await?;
        let other_site = site.beside();
        let (one, two) = tokio::join!(site.start(), other_site.start());
        let key = site.set_up().await;
        let servers = [one, two];
        let clients = servers
            .each_ref()
            .map(|server| Client::new(server.address(), &key));
        Some(Self {
            site,
            _other_site: other_site,
            servers,
            clients,
        })
    }

    /// The same report to both at the same time is one run.
    async fn upload_same_reports(&self) {
        let [one, two] = &self.clients;
        for number in APART..APART + SAME_REPORTS {
            let (first, second) = tokio::join!(
                one.upload(report(number, "1")),
                two.upload(report(number, "2"))
            );
            assert!(matches!(first, Answer::Created(_)), "{first:?}");
            assert_eq!(first, second, "report {number}");
        }
    }

    /// What one stored, and what the command line did, the other shows without delay.
    async fn expect_seen_at_once(&self) {
        let [one, two] = &self.clients;
        for (number, writer, reader) in [(0, one, two), (1, two, one)] {
            let number = APART + SAME_REPORTS + number;
            let Answer::Created(run) = writer.upload(report(number, "1")).await else {
                panic!("report {number} was refused");
            };
            assert_eq!(count_shown(reader, number).await, 1);
            assert!(reader.lookup_run(run).await.is_ok());
            let run = run.to_string();
            let void = ["run", "void", &run, "--why", "a loose cable"];
            self.site.expect_command(&void).await;
            assert_eq!(count_shown(writer, number).await, 0);
            assert_eq!(count_shown(reader, number).await, 0);
            self.site.expect_command(&["run", "restore", &run]).await;
            assert_eq!(count_shown(reader, number).await, 1);
            assert_eq!(count_shown(writer, number).await, 1);
        }
    }

    /// Records of what was uploaded besides the load.
    async fn records_apart(&self) -> Vec<super::load::Record> {
        let mut records = Vec::new();
        for number in APART..APART + SAME_REPORTS + 2 {
            records.push(super::load::upload_one(&self.clients[0], number).await);
        }
        records
    }
}

async fn count_shown(client: &Client, number: u64) -> usize {
    let query = format!("upload={number}");
    client.list_runs_where(&query).await.len()
}
