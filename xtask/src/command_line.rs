//! The commands and their options, and which file carries each of them out.

use clap::{Parser, Subcommand};

use crate::session::Session;
use crate::{bench, check, dist, end_to_end, generate, guard, run, screenshots, test, web};

/// Build, try out and test StandCloud.
///
/// A fresh clone needs Rust, a C compiler, Node and Python; the rest is set up by the commands
/// themselves. Compiled files go to `CARGO_TARGET_DIR`, else to ~/.cache/standcloud/target, so that
/// a second clone builds quickly.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", after_help = EXAMPLES)]
pub(crate) struct CommandLine {
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "Examples:
  cargo xtask run                    a server with a sample factory, until Ctrl-C
  cargo xtask check                  before each commit: format, lints, unit tests
  cargo xtask test                   before each push: everything
  cargo xtask test --only rust       only the Rust tests, on SQLite and PostgreSQL
  cargo xtask e2e -- -k autosync     only these tests with the real HardPy";

#[derive(Subcommand)]
enum Command {
    /// Build the server, fill it with generated reports and start it.
    Run(run::Options),
    /// Run every check and test, with a table at the end.
    Test(test::Options),
    /// Quick checks before a commit: format, lints, unit tests; no database.
    Check,
    /// Run the tests with the real HardPy from PyPI against a real server.
    E2e(end_to_end::Options),
    /// Take pictures of every page that people see, light and dark, on a desktop and on a phone.
    Screenshots(screenshots::Options),
    /// Measure the speed of the release build.
    Bench(bench::Options),
    /// Build the web app into web/dist, unless it is there and nothing has changed.
    Web,
    /// Write the generated files again: the API documents, the web app's client, the requirements.
    Gen,
    /// Build the release archive into dist/.
    Dist,
    /// Wait for the end of the parent process, then end what it has started.
    #[command(hide = true)]
    Guard,
    /// Wait until the server answers, then print how to reach it.
    #[command(hide = true)]
    Announce(run::announce::Options),
}

impl CommandLine {
    pub(crate) fn execute(self) -> anyhow::Result<()> {
        match self.command {
            Command::Run(options) => run::run(&Session::start()?, &options),
            Command::Test(options) => test::run(&Session::start()?, &options),
            Command::Check => check::run(&Session::start()?),
            Command::E2e(options) => end_to_end::run(&Session::start()?, &options),
            Command::Screenshots(options) => screenshots::run(&Session::start()?, &options),
            Command::Bench(options) => bench::run(&Session::start()?, &options),
            Command::Web => web::run(&Session::start()?),
            Command::Gen => generate::run(&Session::start()?),
            Command::Dist => dist::run(&Session::start()?),
            Command::Guard => guard::watch(std::io::stdin().lock()),
            Command::Announce(options) => run::announce::run(&options),
        }
    }
}
