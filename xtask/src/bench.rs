//! `cargo xtask bench`: measures the release build. Prints tables; nothing fails on a slow machine.

pub(crate) mod ingest;

use clap::{Args, Subcommand};

use crate::session::Session;

#[derive(Args)]
pub(crate) struct Options {
    #[command(subcommand)]
    what: Benchmark,
}

#[derive(Subcommand)]
enum Benchmark {
    /// Durable reports a second, latency, disk and memory, against a plain server as the peer.
    Ingest(ingest::Options),
}

pub(crate) fn run(session: &Session, options: &Options) -> anyhow::Result<()> {
    match &options.what {
        Benchmark::Ingest(options) => ingest::run(session, options),
    }
}
