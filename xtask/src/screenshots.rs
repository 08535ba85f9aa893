//! `cargo xtask screenshots`: pictures of every page that people see, to be judged by eye.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Context as _;
use clap::Args;

use crate::process::run_shown;
use crate::session::Session;
use crate::tools::{BROWSER, PYTHON};
use crate::web;

#[derive(Args)]
pub(crate) struct Options {
    /// Where the pictures go.
    #[arg(long, value_name = "FOLDER", default_value = "target/screenshots")]
    into: PathBuf,

    /// Only these pages; `e2e/hardpy/harness/gallery.py` lists them.
    #[arg(value_name = "NAME")]
    names: Vec<String>,
}

pub(crate) fn run(session: &Session, options: &Options) -> anyhow::Result<()> {
    let python = PYTHON.find_or_install().with_context(|| PYTHON.hint())?;
    BROWSER.find_or_install().with_context(|| BROWSER.hint())?;
    web::ensure_built(session)?;
    run_shown(session.cargo().args(["build", "--package", "standcloud"]))?;
    let mut pictures = Command::new(python);
    pictures
        .current_dir(&session.root)
        .arg("e2e/hardpy/screenshots.py")
        .arg(session.root.join(&options.into))
        .args(&options.names)
        .env("STANDCLOUD_BIN", session.server("debug"));
    run_shown(&mut pictures)
}
