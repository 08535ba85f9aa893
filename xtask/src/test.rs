//! `cargo xtask test`: everything that must hold before a change is merged, in one command.
//!
//! Problem: a check that is skipped quietly is a check that nobody has.
//! Choice: each step prints a heading and ends in a table. Without `--strict` a step whose tools
//! are missing is skipped with a line that says what to install; with it, as in the CI, that is a
//! failure. A failed step does not stop the later ones, so one run shows all that is wrong.

mod steps;
mod summary;

use std::time::Instant;

use anyhow::Context as _;
use clap::{Args, ValueEnum};

use crate::postgres::Durability;
use crate::session::Session;
use steps::Bench;
use summary::{Outcome, StepResult};

#[derive(Args)]
pub(crate) struct Options {
    /// Nothing may be skipped: a missing program is installed, or it is a failure.
    #[arg(long)]
    strict: bool,

    /// Longer crash tests and more random cases.
    #[arg(long)]
    long: bool,

    /// Only this part; may be given several times.
    #[arg(long, value_name = "PART")]
    only: Vec<Part>,

    /// PostgreSQL does not wait for the disk: quicker, but a crash proves less.
    #[arg(long, conflicts_with = "strict")]
    no_fsync: bool,
}

/// The parts in the order in which they run: the quick ones first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Part {
    /// The source is formatted.
    Format,
    /// Clippy has nothing to say.
    Lint,
    /// The web app: format, lints, types, tests, build.
    Web,
    /// Rust tests, on SQLite and PostgreSQL.
    Rust,
    /// The generated files in docs/ and web/ fit the source.
    Generated,
    /// The unmodified HardPy from PyPI against the real server.
    Hardpy,
}

impl Part {
    fn title(self) -> &'static str {
        match self {
            Self::Format => "format",
            Self::Lint => "lints",
            Self::Web => "web app",
            Self::Rust => "Rust tests",
            Self::Generated => "generated files",
            Self::Hardpy => "real HardPy",
        }
    }

    fn run(self, bench: &mut Bench) -> anyhow::Result<Outcome> {
        match self {
            Self::Format => steps::check_format(bench),
            Self::Lint => steps::lint(bench),
            Self::Web => steps::check_web_app(bench),
            Self::Rust => steps::run_rust_tests(bench),
            Self::Generated => steps::check_generated_files(bench),
            Self::Hardpy => steps::run_hardpy_tests(bench),
        }
    }
}

pub(crate) fn run(session: &Session, options: &Options) -> anyhow::Result<()> {
    let durability = if options.no_fsync {
        Durability::NoFsync
    } else {
        Durability::Fsync
    };
    let mut bench = Bench::new(session, options.strict, options.long, durability);
    let is_wanted = |part: &Part| options.only.is_empty() || options.only.contains(part);
    let parts = Part::value_variants().iter().copied().filter(is_wanted);
    let mut results: Vec<StepResult> = parts.map(|part| run_part(part, &mut bench)).collect();
    if options.strict {
        results.iter_mut().for_each(StepResult::refuse_skipped);
    }
    print!("{}", summary::render(&results));
    let failed = results
        .iter()
        .any(|result| matches!(result.outcome, Outcome::Failed { .. }));
    anyhow::ensure!(!failed, "not everything passed");
    Ok(())
}

fn run_part(part: Part, bench: &mut Bench) -> StepResult {
    println!("\n==> {}", part.title());
    let started = Instant::now();
    let outcome = part
        .run(bench)
        .context("this step could not be carried out");
    let outcome = outcome.unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        Outcome::failed(format!("{error:#}"))
    });
    StepResult {
        title: part.title(),
        outcome,
        duration: started.elapsed(),
    }
}
