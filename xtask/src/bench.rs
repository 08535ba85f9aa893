//! `cargo xtask bench`: measures the release build. Prints tables; nothing fails on a slow machine.

mod analysis;
mod auth;
mod ingest;
mod peer;
mod printed;
mod python;
mod server;
mod service;
mod web;
mod workplace;

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
    /// Polls of stands while people sign in, checks of credentials, how soon a revocation is seen.
    Auth(auth::Options),
    /// Answers over millions of runs, beside those of other engines over the same data.
    Analysis(analysis::Options),
    /// What somebody in front of the web app waits for, in a real browser.
    Web(web::Options),
}

pub(crate) fn run(session: &Session, options: &Options) -> anyhow::Result<()> {
    match &options.what {
        Benchmark::Ingest(options) => ingest::run(session, options),
        Benchmark::Auth(options) => auth::run(session, options),
        Benchmark::Analysis(options) => analysis::run(session, options),
        Benchmark::Web(options) => web::run(session, options),
    }
}
