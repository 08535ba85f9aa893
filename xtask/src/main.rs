//! `cargo xtask`: everything that a developer or the CI does with this repository.
//!
//! Problem: building, testing and trying out StandCloud needs a database, Python environments, a
//! build folder that survives a fresh clone, and the right order.
//! Choice: one small Rust program instead of shell scripts. It works the same on every machine, it
//! is linted like the product, and it needs nothing but `clap`, `anyhow` and the standard library.
//! Consequence: a new chore is a new file beside this one and a line in `command_line.rs`.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command line talks to people"
)]

mod bench;
mod check;
mod command_line;
mod dist;
mod end_to_end;
mod generate;
mod guard;
mod postgres;
mod process;
mod requirements;
mod run;
mod screenshots;
mod session;
mod tally;
mod test;
mod tools;
mod web;

use clap::Parser as _;

use command_line::CommandLine;

fn main() -> std::process::ExitCode {
    match CommandLine::parse().execute() {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            std::process::ExitCode::FAILURE
        }
    }
}
