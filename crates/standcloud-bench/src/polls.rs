//! `polls`: a hall of stands that wait for their login, each asking every few seconds, while people
//! sign in.
//!
//! A stand dies of an answer that comes later than its interval, so what counts is the slowest
//! answers, at the times at which stands ask: each connection keeps to its timetable, however late
//! the last answer came. How late this program itself was is counted too, because it shares the
//! processor with the server.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use anyhow::Context as _;
use clap::Args;
use tokio::task::{LocalSet, spawn_local};
use tokio::time::{Instant, sleep_until};
use tokio_rustls::TlsConnector;

use crate::address::Address;
use crate::connection::{Connection, in_short};
use crate::cpu_time;
use crate::device_login::DeviceLogin;
use crate::poll_summary::PollSummary;
use crate::sign_in::{Account, SignIn, sign_in};
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
    #[arg(long, default_value_t = 500)]
    pub(crate) pollers: u32,
    /// How often each asks.
    #[arg(long, default_value_t = 5_000)]
    pub(crate) interval_ms: u64,
    /// How long answers are counted; before that each stand asks once.
    #[arg(long, default_value_t = 60)]
    pub(crate) seconds: u64,
    /// Connections on which people sign in without pause.
    #[arg(long, default_value_t = 0)]
    pub(crate) sign_ins: u32,
    #[command(flatten)]
    pub(crate) account: Account,
    /// The server's process; its processor time is counted.
    #[arg(long)]
    pub(crate) server_process: Option<u32>,
}

pub(crate) fn run(options: &Options) -> anyhow::Result<PollSummary> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    LocalSet::new().block_on(&runtime, measure(options))
}

/// What the connections share; all of them live on one thread.
struct Load {
    address: Address,
    connector: TlsConnector,
    account: Account,
    interval: Duration,
    count_from: Instant,
    count_until: Instant,
    summary: RefCell<PollSummary>,
}

/// A stand that waits.
struct Poller {
    request: Vec<u8>,
    first: Instant,
}

pub(crate) async fn measure(options: &Options) -> anyhow::Result<PollSummary> {
    let is_anybody_there = options.pollers + options.sign_ins > 0;
    anyhow::ensure!(is_anybody_there, "a stand or a person is needed");
    anyhow::ensure!(options.seconds > 0, "at least one second is needed");
    let connector = tls::connector()?;
    let requests = begin_logins(options, &connector).await?;
    let start = Instant::now();
    let interval = Duration::from_millis(options.interval_ms);
    let count_from = start + interval;
    let load = Rc::new(Load {
        address: options.url.clone(),
        connector,
        account: options.account.clone(),
        interval,
        count_from,
        count_until: count_from + Duration::from_secs(options.seconds),
        summary: RefCell::default(),
    });
    let mut tasks = Vec::new();
    for (number, request) in (0..).zip(requests) {
        let poller = Poller {
            request,
            first: start + interval * number / options.pollers,
        };
        tasks.push(spawn_local(poller.poll(Rc::clone(&load))));
    }
    tasks.extend((0..options.sign_ins).map(|_| spawn_local(keep_signing_in(Rc::clone(&load)))));
    let cpu = count_cpu(&load, options.server_process).await;
    let patience = tokio::time::timeout(GRACE, async {
        for task in tasks {
            task.await.context("a connection's task broke")??;
        }
        anyhow::Ok(())
    });
    patience
        .await
        .context("the server does not answer any more")??;
    let mut summary = load.summary.take();
    summary.seconds = options.seconds;
    (summary.generator_cpu, summary.server_cpu) = cpu;
    Ok(summary)
}

/// The poll of each stand. One login after the other on one connection: this is not measured.
async fn begin_logins(options: &Options, connector: &TlsConnector) -> anyhow::Result<Vec<Vec<u8>>> {
    let mut connection = Connection::open(connector, &options.url).await?;
    let mut requests = Vec::new();
    for _ in 0..options.pollers {
        let login = DeviceLogin::begin(&mut connection, &options.url).await?;
        requests.push(login.poll(&options.url));
    }
    Ok(requests)
}

/// Processor time of this program and of the server while answers are counted.
async fn count_cpu(load: &Load, server: Option<u32>) -> (Option<Duration>, Option<Duration>) {
    let now = || {
        let of_server = server.and_then(cpu_time::of_process);
        (cpu_time::of_this_thread(), of_server)
    };
    let used = |before: Option<Duration>, after: Option<Duration>| {
        let (before, after) = before.zip(after)?;
        Some(after.saturating_sub(before))
    };
    sleep_until(load.count_from).await;
    let before = now();
    sleep_until(load.count_until).await;
    let after = now();
    (used(before.0, after.0), used(before.1, after.1))
}

impl Poller {
    /// The connection is opened when the first poll is due, so that the handshakes, too, are spread.
    async fn poll(self, load: Rc<Load>) -> anyhow::Result<()> {
        let mut due = self.first;
        sleep_until(due).await;
        let mut connection = Connection::open(&load.connector, &load.address).await?;
        while due < load.count_until {
            sleep_until(due).await;
            let sent = Instant::now();
            let head = connection.exchange(&self.request).await?;
            if let Some(head) = head {
                load.count_poll(due, sent, head.status, &connection.body_text());
            } else {
                load.count_broken()?;
            }
            if head.is_none_or(|head| !head.stays_open) {
                connection = Connection::open(&load.connector, &load.address).await?;
            }
            due += load.interval;
        }
        Ok(())
    }
}

async fn keep_signing_in(load: Rc<Load>) -> anyhow::Result<()> {
    let mut connection = Connection::open(&load.connector, &load.address).await?;
    while Instant::now() < load.count_until {
        let began = Instant::now();
        match sign_in(&mut connection, &load.address, &load.account).await? {
            SignIn::Done(_) => load.count_sign_in(began),
            SignIn::Refused(answer) => load.summary.borrow_mut().refuse_sign_in(answer),
            SignIn::ConnectionBroke => {
                load.count_broken()?;
                connection = Connection::open(&load.connector, &load.address).await?;
            }
        }
    }
    Ok(())
}

impl Load {
    fn is_counted(&self, instant: Instant) -> bool {
        (self.count_from..self.count_until).contains(&instant)
    }

    fn count_poll(&self, due: Instant, sent: Instant, status: u16, body: &str) {
        let mut summary = self.summary.borrow_mut();
        if status != 400 || !body.contains("\"authorization_pending\"") {
            summary.refuse_poll(in_short(status, body));
        } else if self.is_counted(due) {
            summary.count_poll(sent.elapsed(), sent - due);
        }
    }

    fn count_sign_in(&self, began: Instant) {
        if self.is_counted(Instant::now()) {
            self.summary.borrow_mut().count_sign_in(began.elapsed());
        }
    }

    fn count_broken(&self) -> anyhow::Result<()> {
        let mut summary = self.summary.borrow_mut();
        summary.broken_connections += 1;
        anyhow::ensure!(
            summary.broken_connections <= BROKEN_CONNECTIONS_MAX,
            "too many connections broke"
        );
        Ok(())
    }
}
