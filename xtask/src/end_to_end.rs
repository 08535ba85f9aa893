//! `cargo xtask e2e`: the unmodified HardPy from PyPI against a real server.

use std::path::Path;
use std::process::Command;

use anyhow::Context as _;
use clap::Args;

use crate::process::run_shown;
use crate::session::Session;
use crate::tools::PYTHON;

#[derive(Args)]
pub(crate) struct Options {
    /// Passed on to pytest, for example -k autosync.
    #[arg(
        trailing_var_arg = true,
        allow_hyphen_values = true,
        value_name = "PYTEST ARGUMENTS"
    )]
    pytest: Vec<String>,
}

pub(crate) fn run(session: &Session, options: &Options) -> anyhow::Result<()> {
    let python = PYTHON.find_or_install().with_context(|| PYTHON.hint())?;
    run_shown(
        session
            .cargo()
            .args(["build", "--workspace", "--all-targets"]),
    )?;
    run_shown(command(session, &python).args(&options.pytest))
}

/// The tests; they make their Python environments themselves.
pub(crate) fn command(session: &Session, python: &Path) -> Command {
    let mut command = Command::new(python);
    command.current_dir(&session.root).arg("e2e/hardpy/run.py");
    command.env("STANDCLOUD_BIN", session.server("debug"));
    command
}
