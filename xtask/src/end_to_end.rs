//! `cargo xtask e2e`: the unmodified HardPy from PyPI against a real server.

use std::path::Path;
use std::process::Command;

use anyhow::Context as _;
use clap::Args;

use crate::process::run_shown;
use crate::session::Session;
use crate::tools::{BROWSER, KEYRING, NPM, PYTHON, SESSION_BUS, Tool};
use crate::web;

/// What only some of the tests need; without it they are skipped, or fail where nothing may be skipped.
const TOOLS_OF_SOME: [Tool; 4] = [BROWSER, SESSION_BUS, KEYRING, NPM];

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
    for hint in install_tools() {
        eprintln!("warning: some tests will be skipped: {hint}");
    }
    web::ensure_built(session)?;
    run_shown(
        session
            .cargo()
            .args(["build", "--workspace", "--all-targets"]),
    )?;
    run_shown(command(session, &python).args(&options.pytest))
}

/// Installs what some of the tests need, and returns what to do about what is still missing.
pub(crate) fn install_tools() -> Vec<String> {
    let missing = TOOLS_OF_SOME
        .into_iter()
        .filter(|tool| tool.find_or_install().is_none());
    missing.map(Tool::hint).collect()
}

/// The tests; they make their Python environments themselves.
pub(crate) fn command(session: &Session, python: &Path) -> Command {
    let mut command = Command::new(python);
    command.current_dir(&session.root).arg("e2e/hardpy/run.py");
    command.env("STANDCLOUD_BIN", session.server("debug"));
    command
}
