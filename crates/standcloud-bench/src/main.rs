//! Measures a server from outside, as a room full of test stands would.
//!
//! Problem: the load generator shares two cores with the server that it measures, so each
//! microsecond that it spends is taken from the result; and it must treat every server the same.
//! Choice: a program of its own, one thread, HTTP/1.1 written by hand over keep-alive TLS
//! connections, bodies patched from a template.
//! Consequence: it understands only what the measured servers answer, and says so when it meets
//! something else. It must never depend on the store: it sees what a client sees.

mod address;
mod certificate;
mod connection;
mod cpu_time;
mod device_login;
mod fill;
mod latencies;
mod load;
mod page;
mod poll_summary;
mod polls;
mod ready;
mod request;
mod response;
mod revocations;
mod sign_in;
mod summary;
#[cfg(test)]
mod tests;
mod tls;
mod workload;

use std::io::Write as _;

use clap::{Parser, Subcommand};
use serde_json::Value;

#[derive(Parser)]
#[command(
    name = "standcloud-bench",
    version,
    about = "Measures a server from outside"
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Upload as many reports as the server takes and print what it took, as JSON.
    Load(load::Options),
    /// Upload the whole workload of the analysis benchmark.
    Fill(fill::Options),
    /// Write the same workload as plain tables.
    Workload(workload::Options),
    /// Let stands wait for their login while people sign in; print how quickly they were answered.
    Polls(polls::Options),
    /// Revoke tokens at one of two servers; print how long both still took them.
    Revocations(revocations::Options),
    /// Wait until a page answers 200.
    Ready(ready::Options),
    /// Write a self-signed certificate and its key for a server to compare with.
    Certificate(certificate::Options),
}

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    match arguments.command {
        Command::Load(options) => print(&load::run(&options)?.to_json()),
        Command::Fill(options) => print(&fill::run(&options)?),
        Command::Workload(options) => workload::run(&options),
        Command::Polls(options) => print(&polls::run(&options)?.into_json()),
        Command::Revocations(options) => print(&revocations::run(&options)?),
        Command::Ready(options) => ready::run(&options),
        Command::Certificate(options) => certificate::run(&options),
    }
}

fn print(result: &Value) -> anyhow::Result<()> {
    Ok(writeln!(std::io::stdout(), "{result}")?)
}
