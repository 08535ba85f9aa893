//! `cargo xtask bench web`: what somebody in front of the web app waits for.
//!
//! Problem: an answer of the server is not yet something to be seen.
//! Choice: a real browser on the same machine, on the same cores as the server, opens the Home page of an
//! organisation with many runs of the sample factory, changes filters and turns pages. A script in the page
//! takes the time; what the server took of it stands below.

use std::process::Command;

use anyhow::Context as _;

use super::server::{self, ADMIN, ADMIN_PASSWORD, Database, ORGANISATION, Server};
use super::workplace::{Build, Workplace};
use crate::process::{run_for_output, run_shown};
use crate::session::Session;
use crate::tools::{BROWSER, PYTHON};
use crate::web;

#[derive(clap::Args)]
pub(crate) struct Options {
    /// How many runs the organisation has.
    #[arg(long, default_value_t = 1_000_000)]
    runs: u32,

    /// How often each thing is done.
    #[arg(long, default_value_t = 10)]
    repeats: u32,

    /// Build without optimisation, to try out the benchmark itself.
    #[arg(long)]
    debug: bool,
}

pub(crate) fn run(session: &Session, options: &Options) -> anyhow::Result<()> {
    let python = PYTHON.find_or_install().with_context(|| PYTHON.hint())?;
    BROWSER.find_or_install().with_context(|| BROWSER.hint())?;
    web::ensure_built(session)?;
    let build = Build {
        debug: options.debug,
        ..Build::default()
    };
    let workplace = Workplace::make(session, "web", &build)?;
    let data = workplace.folder("data")?;
    server::set_up(&workplace, &data, &Database::Sqlite)?;
    eprintln!("Making {} runs.", options.runs);
    let mut demo = Command::new(&workplace.server);
    demo.arg("demo").arg("--data").arg(&data);
    run_shown(demo.args(["--runs", &options.runs.to_string()]))?;
    let server = Server::start(&workplace, &data, &Database::Sqlite, None)?;

    let mut stopwatch = Command::new(python);
    stopwatch
        .current_dir(&session.root)
        .arg("e2e/hardpy/measure_web.py")
        .arg(format!("127.0.0.1:{}", server.port))
        .args([ORGANISATION, ADMIN, &options.repeats.to_string()]);
    let table = run_for_output(&mut stopwatch, &format!("{ADMIN_PASSWORD}\n"))?;
    println!("\n{} runs\n{table}", options.runs);
    Ok(())
}
