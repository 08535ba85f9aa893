//! `ready`: asks for a page again and again until it answers 200.

use std::time::Duration;

use anyhow::Context as _;
use clap::Args;
use tokio::time::{Instant, sleep, timeout};

use crate::address::Address;
use crate::connection::get_status;
use crate::tls;

const PAUSE: Duration = Duration::from_millis(1);
const ATTEMPT_LIMIT: Duration = Duration::from_secs(5);

#[derive(Args)]
pub(crate) struct Options {
    /// The server: https://HOST:PORT
    #[arg(long)]
    url: Address,
    #[arg(long, default_value = "/readyz")]
    path: String,
    /// An API key for a page that needs one.
    #[arg(
        long,
        default_value = "",
        env = "STANDCLOUD_BENCH_KEY",
        hide_env_values = true
    )]
    key: String,
    /// When to give up.
    #[arg(long, default_value_t = 30)]
    limit_seconds: u64,
}

pub(crate) fn run(options: &Options) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(wait(options))
}

async fn wait(options: &Options) -> anyhow::Result<()> {
    let connector = tls::connector()?;
    let deadline = Instant::now() + Duration::from_secs(options.limit_seconds);
    loop {
        let answer = timeout(
            ATTEMPT_LIMIT,
            get_status(&connector, &options.url, &options.path, &options.key),
        );
        let answer = answer.await.context("no answer in time").flatten();
        if let Ok(200) = answer {
            return Ok(());
        }
        if Instant::now() > deadline {
            anyhow::bail!("{} does not become ready: {answer:?}", options.path);
        }
        sleep(PAUSE).await;
    }
}
