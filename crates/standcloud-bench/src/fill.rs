//! `fill`: uploads the whole workload of the analysis benchmark, and says how quickly it was taken.
//!
//! What is refused because the server has too much to do, or is lost with a connection, is sent again, as
//! stands do: the data must be complete.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use anyhow::Context as _;
use clap::Args;
use serde_json::{Value, json};
use standcloud_demo::Workload;
use tokio::task::LocalSet;
use tokio::time::{Instant, sleep};
use tokio_rustls::TlsConnector;

use crate::address::Address;
use crate::connection::{Connection, upload_head};
use crate::cpu_time;
use crate::tls;
use crate::workload::Size;

const PATH: &str = "/hardpy/api/v1/test_report";
const PAUSE: Duration = Duration::from_millis(50);
/// Of one report.
const TRIES_MAX: u32 = 200;

#[derive(Args)]
pub(crate) struct Options {
    /// The server: https://HOST:PORT
    #[arg(long)]
    url: Address,
    /// An API key that may write reports.
    #[arg(long, env = "STANDCLOUD_BENCH_KEY", hide_env_values = true)]
    key: String,
    #[arg(long, default_value_t = 16)]
    connections: usize,
    #[command(flatten)]
    size: Size,
}

struct Fill {
    address: Address,
    key: String,
    connector: TlsConnector,
    workload: Workload,
    next_number: Cell<u64>,
    repeated: Cell<u64>,
}

pub(crate) fn run(options: &Options) -> anyhow::Result<Value> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    LocalSet::new().block_on(&runtime, fill(options))
}

async fn fill(options: &Options) -> anyhow::Result<Value> {
    let fill = Rc::new(Fill {
        address: options.url.clone(),
        key: options.key.clone(),
        connector: tls::connector()?,
        workload: options.size.workload(),
        next_number: Cell::new(0),
        repeated: Cell::new(0),
    });
    let started = Instant::now();
    let senders: Vec<_> = (0..options.connections.max(1))
        .map(|_| tokio::task::spawn_local(send_reports(Rc::clone(&fill))))
        .collect();
    for sender in senders {
        sender.await.context("a connection's task broke")??;
    }
    let seconds = started.elapsed().as_secs_f64();
    let generator_cpu = cpu_time::of_this_thread();
    Ok(json!({
        "reports": fill.workload.runs(),
        "repeated": fill.repeated.get(),
        "seconds": seconds,
        "generator_cpu_s": generator_cpu.map(|time| time.as_secs_f64()),
    }))
}

async fn send_reports(fill: Rc<Fill>) -> anyhow::Result<()> {
    let mut connection = Connection::open(&fill.connector, &fill.address).await?;
    while let Some(number) = fill.take_number() {
        let request = fill.request(number);
        let mut tries = 0;
        while !fill.send(&mut connection, &request).await? {
            tries += 1;
            anyhow::ensure!(tries < TRIES_MAX, "a report is refused again and again");
            fill.repeated.set(fill.repeated.get() + 1);
            sleep(PAUSE).await;
        }
    }
    Ok(())
}

impl Fill {
    fn take_number(&self) -> Option<u64> {
        let number = self.next_number.get();
        self.next_number.set(number + 1);
        (number < self.workload.runs()).then_some(number)
    }

    fn request(&self, number: u64) -> Vec<u8> {
        let body = self.workload.report(number);
        let mut request = upload_head(&self.address, PATH, &self.key, body.len());
        request.extend(body);
        request
    }

    /// Whether it is stored; an error when sending it again would not help.
    async fn send(&self, connection: &mut Connection, request: &[u8]) -> anyhow::Result<bool> {
        let head = connection.exchange(request).await?;
        let status = head.map_or(0, |head| head.status);
        anyhow::ensure!(
            matches!(status, 0 | 201 | 429 | 503),
            "a report was refused: {status} {}",
            connection.body_text()
        );
        if head.is_none_or(|head| !head.stays_open) {
            *connection = Connection::open(&self.connector, &self.address).await?;
        }
        Ok(status == 201)
    }
}
