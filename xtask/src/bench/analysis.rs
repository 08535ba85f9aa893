//! `cargo xtask bench analysis`: how quickly questions about millions of runs are answered.
//!
//! Problem: milliseconds mean nothing without something to compare with, and nothing when the answers
//! are not right.
//! Choice: a workload that is known to the last digit is uploaded as reports, and loaded into the own
//! tables of `DuckDB` and `ClickHouse`. All three are asked the same, on the same cores, one after the other;
//! answers that differ end the benchmark with an error (`bench/analysis`).
//! Consequence: a million runs take about ten minutes, most of them for the upload.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::Context as _;

use super::printed::{count_of, number_of};
use super::python::environment_for;
use super::server::{self, Database, ORGANISATION, Server};
use super::workplace::{Build, Question, Workplace};
use crate::process::{run_for_output, run_shown};
use crate::session::Session;

const STARTS: usize = 3;
/// What somebody who opens the first page of the analysis waits for.
const FIRST_QUESTION: &str = "/integration/api/v1/analysis/summary";
const KEY_VARIABLE: &str = "STANDCLOUD_BENCH_KEY";

#[derive(clap::Args)]
pub(crate) struct Options {
    /// How many runs the organisation has.
    #[arg(long, default_value_t = 1_000_000)]
    runs: u64,

    /// Of each run; they come in tens.
    #[arg(long, default_value_t = 100)]
    measurements: u32,

    /// How often each question is asked.
    #[arg(long, default_value_t = 7)]
    repeats: u32,

    /// Threads of the engines that are compared with.
    #[arg(long, default_value_t = 2)]
    threads: u32,

    /// Ask only ours, and compare nothing.
    #[arg(long)]
    alone: bool,

    /// Build without optimisation, to try out the benchmark itself.
    #[arg(long)]
    debug: bool,
}

/// What is measured before the first question.
struct Filling {
    reports_per_s: f64,
    seal: Duration,
    starts: Vec<Duration>,
}

pub(crate) fn run(session: &Session, options: &Options) -> anyhow::Result<()> {
    let environment = environment_for(&session.root.join("bench/analysis"))?;
    let build = Build {
        debug: options.debug,
        ..Build::default()
    };
    let workplace = Workplace::make(session, "analysis", &build)?;
    let data = workplace.folder("data")?;
    let key = server::set_up(&workplace, &data, &Database::Sqlite)?;

    let reports_per_s = upload(&workplace, &data, &key, options)?;
    let seal = seal(&workplace, &data)?;
    let tables = workplace.folder("tables")?;
    if !options.alone {
        write_tables(&workplace, &tables, options)?;
    }
    let starts = (0..STARTS).map(|_| Ok(start(&workplace, &data, &key)?.time_to_ready()));
    let filling = Filling {
        reports_per_s,
        seal,
        starts: starts.collect::<anyhow::Result<_>>()?,
    };
    // Started anew once more, so that it knows nothing when the first question comes.
    let server = start(&workplace, &data, &key)?;
    println!("{}", filling.render(options));
    let compared = Comparison {
        environment,
        data,
        tables,
    };
    compared.run(session, &server, &key, options)
}

fn upload(workplace: &Workplace, data: &Path, key: &str, options: &Options) -> anyhow::Result<f64> {
    let server = Server::start(workplace, data, &Database::Sqlite, None)?;
    eprintln!("Uploading {} reports.", options.runs);
    let mut fill = Command::new(&workplace.generator);
    fill.args([
        "fill",
        "--url",
        &format!("https://127.0.0.1:{}", server.port),
    ]);
    fill.args(options.size()).env(KEY_VARIABLE, key);
    let printed = run_for_output(&mut fill, "")?;
    let reports = count_of(&printed, "reports").zip(number_of(&printed, "seconds"));
    let (_, seconds) = reports.with_context(|| format!("the upload says {printed}"))?;
    #[expect(clippy::cast_precision_loss, reason = "reports are far below 2^53")]
    Ok(options.runs as f64 / seconds)
}

/// What the server has not sealed beside the upload.
fn seal(workplace: &Workplace, data: &Path) -> anyhow::Result<Duration> {
    let mut seal = server::command(workplace, &["seal"], data, &Database::Sqlite);
    let started = Instant::now();
    run_shown(seal.args(["--org", ORGANISATION]))?;
    Ok(started.elapsed())
}

fn write_tables(workplace: &Workplace, tables: &Path, options: &Options) -> anyhow::Result<()> {
    eprintln!("Writing the same as tables.");
    let mut workload = Command::new(&workplace.generator);
    workload.arg("workload").args(options.size());
    run_shown(workload.arg("--folder").arg(tables))
}

fn start<'session>(
    workplace: &Workplace<'session>,
    data: &Path,
    key: &str,
) -> anyhow::Result<Server<'session>> {
    let question = Question {
        path: FIRST_QUESTION,
        key,
    };
    Server::start_and_ask(workplace, data, &Database::Sqlite, None, &question)
}

struct Comparison {
    environment: PathBuf,
    data: PathBuf,
    tables: PathBuf,
}

impl Comparison {
    fn run(
        &self,
        session: &Session,
        server: &Server,
        key: &str,
        options: &Options,
    ) -> anyhow::Result<()> {
        let mut compare = Command::new(self.environment.join("bin/python"));
        compare.arg(session.root.join("bench/analysis/compare.py"));
        compare.args(["--address", &format!("127.0.0.1:{}", server.port)]);
        compare.arg("--data").arg(&self.data);
        if !options.alone {
            compare.arg("--tables").arg(&self.tables);
        }
        compare.args(["--repeats", &options.repeats.to_string()]);
        compare.args(["--threads", &options.threads.to_string()]);
        compare
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .env(KEY_VARIABLE, key);
        run_shown(&mut compare)
    }
}

impl Options {
    fn size(&self) -> [String; 4] {
        let [runs, measurements] = [self.runs, self.measurements.into()].map(|n| n.to_string());
        [
            "--runs".to_owned(),
            runs,
            "--measurements".to_owned(),
            measurements,
        ]
    }
}

impl Filling {
    fn render(&self, options: &Options) -> String {
        let mut starts = self.starts.clone();
        starts.sort_unstable();
        let median = starts.get(starts.len() / 2).copied().unwrap_or_default();
        format!(
            "\n{} runs with {} measurements\n\
             reports/s while sealing beside             {:>10.0}   at least 2,000\n\
             sealing what was left, s                   {:>10.1}\n\
             start to the first answer, s               {:>10.2}   < 3 with 1 M runs",
            options.runs,
            options.measurements,
            self.reports_per_s,
            self.seal.as_secs_f64(),
            median.as_secs_f64(),
        )
    }
}
