//! `load`: so many connections, each sending the next report as soon as the last is answered.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use anyhow::Context as _;
use clap::Args;
use standcloud_demo::BenchTemplate;
use tokio::task::LocalSet;
use tokio::time::Instant;
use tokio_rustls::TlsConnector;

use crate::address::Address;
use crate::connection::{Connection, upload_head};
use crate::cpu_time;
use crate::summary::Summary;
use crate::tls;

/// A server that breaks connections again and again is not measured any longer.
const BROKEN_CONNECTIONS_MAX: u64 = 1_000;
/// Time for the answers that are under way when the measurement ends.
const GRACE: Duration = Duration::from_secs(15);

#[derive(Args)]
pub(crate) struct Options {
    /// The server: https://HOST:PORT
    #[arg(long)]
    pub(crate) url: Address,
    /// An API key that may write reports; empty for a server without keys.
    #[arg(
        long,
        default_value = "",
        env = "STANDCLOUD_BENCH_KEY",
        hide_env_values = true
    )]
    pub(crate) key: String,
    #[arg(long, default_value = "/hardpy/api/v1/test_report")]
    pub(crate) path: String,
    #[arg(long, default_value_t = 16)]
    pub(crate) connections: usize,
    /// How long answers are counted.
    #[arg(long, default_value_t = 10)]
    pub(crate) seconds: u64,
    /// How long the server is under load before that.
    #[arg(long, default_value_t = 2)]
    pub(crate) warmup: u64,
    /// The number of the first report; runs on one database need different ones.
    #[arg(long, default_value_t = 0)]
    pub(crate) first_number: u64,
}

pub(crate) fn run(options: &Options) -> anyhow::Result<Summary> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    LocalSet::new().block_on(&runtime, measure(options))
}

/// What the connections share; all of them live on one thread.
struct Load {
    address: Address,
    connector: TlsConnector,
    template: BenchTemplate,
    head: Vec<u8>,
    next_number: Cell<u64>,
    count_from: Instant,
    count_until: Instant,
    summary: RefCell<Summary>,
}

pub(crate) async fn measure(options: &Options) -> anyhow::Result<Summary> {
    let load = Rc::new(prepare(options)?);
    let senders: Vec<_> = (0..options.connections)
        .map(|_| tokio::task::spawn_local(send_reports(Rc::clone(&load))))
        .collect();
    tokio::time::sleep_until(load.count_from).await;
    let cpu_before = cpu_time::of_this_thread();
    tokio::time::sleep_until(load.count_until).await;
    let cpu_after = cpu_time::of_this_thread();
    let patience = tokio::time::timeout(GRACE, async {
        for sender in senders {
            sender.await.context("a connection's task broke")??;
        }
        anyhow::Ok(())
    });
    patience
        .await
        .context("the server does not answer any more")??;
    let mut summary = load.summary.take();
    summary.seconds = options.seconds;
    summary.sent = load.next_number.get() - options.first_number;
    summary.generator_cpu = cpu_after
        .zip(cpu_before)
        .map(|(after, before)| after.saturating_sub(before));
    Ok(summary)
}

fn prepare(options: &Options) -> anyhow::Result<Load> {
    anyhow::ensure!(options.connections > 0, "at least one connection is needed");
    anyhow::ensure!(options.seconds > 0, "at least one second is needed");
    let template = BenchTemplate::new();
    let count_from = Instant::now() + Duration::from_secs(options.warmup);
    Ok(Load {
        head: upload_head(&options.url, &options.path, &options.key, template.len()),
        address: options.url.clone(),
        connector: tls::connector()?,
        template,
        next_number: Cell::new(options.first_number),
        count_from,
        count_until: count_from + Duration::from_secs(options.seconds),
        summary: RefCell::default(),
    })
}

async fn send_reports(load: Rc<Load>) -> anyhow::Result<()> {
    let mut connection = Connection::open(&load.connector, &load.address).await?;
    let mut request = load.head.clone();
    while Instant::now() < load.count_until {
        request.truncate(load.head.len());
        load.template.append_to(&mut request, load.take_number());
        let started = Instant::now();
        let head = connection.exchange(&request).await?;
        if let Some(head) = head {
            load.count(head.status, started, &connection);
        } else {
            load.count_broken()?;
        }
        if head.is_none_or(|head| !head.stays_open) {
            connection = Connection::open(&load.connector, &load.address).await?;
        }
    }
    Ok(())
}

impl Load {
    fn take_number(&self) -> u64 {
        let number = self.next_number.get();
        self.next_number.set(number + 1);
        number
    }

    fn count(&self, status: u16, started: Instant, connection: &Connection) {
        let finished = Instant::now();
        let mut summary = self.summary.borrow_mut();
        if (self.count_from..self.count_until).contains(&finished) {
            summary.count(status, finished - started);
        }
        if status == 201 {
            summary.accepted_in_all += 1;
        } else {
            summary.keep_refusal(status, &connection.body_text());
        }
    }

    fn count_broken(&self) -> anyhow::Result<()> {
        let mut summary = self.summary.borrow_mut();
        summary.broken_connections += 1;
        anyhow::ensure!(
            summary.broken_connections <= BROKEN_CONNECTIONS_MAX,
            "too many connections broke; the first refusal was: {:?}",
            summary.first_refusal
        );
        Ok(())
    }
}
