//! `revocations`: how long two servers of one database still take a token that was revoked at one.

use std::time::Duration;

use anyhow::Context as _;
use clap::Args;
use serde_json::{Value, json};
use tokio::time::{Instant, MissedTickBehavior, interval};

use crate::address::Address;
use crate::connection::Connection;
use crate::device_login::{DeviceLogin, revoke};
use crate::latencies::Latencies;
use crate::request::get;
use crate::sign_in::{Account, SignIn, sign_in};
use crate::tls;

const CHECK: &str = "/hardpy/api/v1/healthcheck";
const PAUSE: Duration = Duration::from_millis(50);
/// A server that takes the token for so long takes it for ever.
const PATIENCE: Duration = Duration::from_mins(1);

#[derive(Args)]
pub(crate) struct Options {
    /// The server at which the tokens are revoked: https://HOST:PORT
    #[arg(long)]
    url: Address,
    /// Another one on the same database.
    #[arg(long)]
    other_url: Address,
    #[arg(long, default_value_t = 5)]
    repeats: u32,
    #[command(flatten)]
    account: Account,
}

pub(crate) fn run(options: &Options) -> anyhow::Result<Value> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let (mut here, mut there) = runtime.block_on(measure(options))?;
    Ok(json!({
        "revocations": here.len(),
        "here_max_ms": here.percentile_ms(1.0),
        "there_p50_ms": there.percentile_ms(0.5),
        "there_max_ms": there.percentile_ms(1.0),
    }))
}

/// A server and a connection to it.
struct Node {
    address: Address,
    connection: Connection,
}

/// How long each token lived on where it was revoked, and on the other server.
async fn measure(options: &Options) -> anyhow::Result<(Latencies, Latencies)> {
    let mut here = Node::open(&options.url).await?;
    let mut there = Node::open(&options.other_url).await?;
    let signed_in = sign_in(&mut here.connection, &here.address, &options.account).await?;
    let cookies = match signed_in {
        SignIn::Done(cookies) => cookies,
        SignIn::Refused(answer) => anyhow::bail!("signing in was refused: {answer}"),
        SignIn::ConnectionBroke => anyhow::bail!("the server closed the connection"),
    };
    let (mut own, mut others) = (Latencies::default(), Latencies::default());
    for _ in 0..options.repeats {
        let token = here.take_token(&cookies).await?;
        // Both have just read it, which is the worst moment to revoke it.
        for node in [&mut here, &mut there] {
            let status = node.status_with(&token).await?;
            anyhow::ensure!(status == 200, "a new token was answered {status}");
        }
        let revoked = Instant::now();
        revoke(&mut here.connection, &here.address, &token).await?;
        let ends = tokio::join!(here.end_of(&token), there.end_of(&token));
        own.push(ends.0? - revoked);
        others.push(ends.1? - revoked);
    }
    Ok((own, others))
}

impl Node {
    async fn open(address: &Address) -> anyhow::Result<Self> {
        Ok(Self {
            address: address.clone(),
            connection: Connection::open(&tls::connector()?, address).await?,
        })
    }

    async fn take_token(&mut self, cookies: &str) -> anyhow::Result<String> {
        let Self {
            address,
            connection,
        } = self;
        let login = DeviceLogin::begin(connection, address).await?;
        login.approve(connection, address, cookies).await?;
        login.fetch_token(connection, address).await
    }

    async fn status_with(&mut self, token: &str) -> anyhow::Result<u16> {
        let bearer = format!("Bearer {token}");
        let request = get(&self.address, CHECK, &[("Authorization", &bearer)]);
        let head = self.connection.exchange(&request).await?;
        Ok(head.context("the server closed the connection")?.status)
    }

    /// When the token was refused first.
    async fn end_of(&mut self, token: &str) -> anyhow::Result<Instant> {
        let mut ticks = interval(PAUSE);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let deadline = Instant::now() + PATIENCE;
        while Instant::now() < deadline {
            ticks.tick().await;
            match self.status_with(token).await? {
                401 => return Ok(Instant::now()),
                200 => {}
                other => anyhow::bail!("a token that ends was answered {other}"),
            }
        }
        anyhow::bail!("the token is taken {} s after its end", PATIENCE.as_secs())
    }
}
