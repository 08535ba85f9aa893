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
mod load;
mod ready;
mod response;
mod summary;
#[cfg(test)]
mod tests;
mod tls;

use clap::{Parser, Subcommand};

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
    /// Wait until a page answers 200.
    Ready(ready::Options),
    /// Write a self-signed certificate and its key for a server to compare with.
    Certificate(certificate::Options),
}

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    match arguments.command {
        Command::Load(options) => load::run(&options),
        Command::Ready(options) => ready::run(&options),
        Command::Certificate(options) => certificate::run(&options),
    }
}
