//! The steps of `cargo xtask test`, one function each.

use std::fs;
use std::process::Command;
use std::time::Duration;

use anyhow::Context as _;

use super::summary::Outcome;
use crate::postgres::{self, Durability, ThrowAwayPostgres};
use crate::process::{self, Finished};
use crate::session::Session;
use crate::tools::{self, PYTHON, STRACE};
use crate::web::{self, Web};
use crate::{end_to_end, generate};

/// A cold build on a slow machine is the longest of all; beyond this something hangs.
const STEP_LIMIT: Duration = Duration::from_hours(1);

const RANDOM_CASES_LONG: &str = "1024";

/// What the steps work with: the options, and the servers that they share.
pub(crate) struct Bench<'session> {
    session: &'session Session,
    strict: bool,
    long: bool,
    durability: Durability,
    postgres: Option<ThrowAwayPostgres<'session>>,
}

impl<'session> Bench<'session> {
    pub(crate) fn new(
        session: &'session Session,
        strict: bool,
        long: bool,
        durability: Durability,
    ) -> Self {
        Self {
            session,
            strict,
            long,
            durability,
            postgres: None,
        }
    }

    /// A cargo command; strict: with exactly the locked dependencies.
    fn cargo(&self, subcommand: &[&str]) -> Command {
        let mut cargo = self.session.cargo();
        cargo.args(subcommand);
        if self.strict {
            cargo.arg("--locked");
        }
        if std::io::IsTerminal::is_terminal(&std::io::stdout()) {
            cargo.env("CARGO_TERM_COLOR", "always");
        }
        cargo
    }

    fn run(&self, command: &mut Command) -> anyhow::Result<Finished> {
        println!("    {}", process::describe(command));
        process::run_counted(&self.session.guard, command, STEP_LIMIT)
    }

    fn set_test_environment(&self, command: &mut Command) {
        if self.strict {
            command.env("STANDCLOUD_TEST_STRICT", "1");
        }
        if self.long {
            command
                .env("STANDCLOUD_TEST_LONG", "1")
                .env("PROPTEST_CASES", RANDOM_CASES_LONG);
        }
    }

    /// Gives the tests a PostgreSQL; returns what to do when there is none.
    fn set_postgres(&mut self, command: &mut Command) -> anyhow::Result<Option<String>> {
        let binaries = postgres::find_or_install_binaries();
        if let Some(binaries) = &binaries {
            command.env(postgres::BINARIES_VARIABLE, binaries);
        }
        if std::env::var_os(postgres::URL_VARIABLE).is_some() {
            return Ok(None);
        }
        let Some(binaries) = binaries else {
            return Ok(Some(format!("PostgreSQL was left out: {}", postgres::HINT)));
        };
        if self.postgres.is_none() {
            let guard = &self.session.guard;
            self.postgres = Some(postgres::start(guard, &binaries, self.durability)?);
        }
        command.envs(
            self.postgres
                .iter()
                .map(|postgres| (postgres::URL_VARIABLE, &postgres.url)),
        );
        Ok(None)
    }
}

pub(crate) fn check_format(bench: &mut Bench) -> anyhow::Result<Outcome> {
    if !tools::has_or_gets_component(bench.session, "fmt", "rustfmt") {
        return Ok(Outcome::Skipped {
            hint: "rustup component add rustfmt".into(),
        });
    }
    let mut format = bench.session.cargo();
    let finished = bench.run(format.args(["fmt", "--all", "--check"]))?;
    Ok(outcome_of(&finished, "cargo fmt puts it right"))
}

pub(crate) fn lint(bench: &mut Bench) -> anyhow::Result<Outcome> {
    if !tools::has_or_gets_component(bench.session, "clippy", "clippy") {
        return Ok(Outcome::Skipped {
            hint: "rustup component add clippy".into(),
        });
    }
    let mut clippy = bench.cargo(&["clippy", "--workspace", "--all-targets"]);
    let finished = bench.run(clippy.args(["--", "-D", "warnings"]))?;
    Ok(outcome_of(&finished, "see above"))
}

/// All of it, even if a part fails: one run shows all that is wrong.
pub(crate) fn check_web_app(bench: &mut Bench) -> anyhow::Result<Outcome> {
    let web = match Web::with_packages(bench.session) {
        Ok(web) => web,
        Err(error) => {
            return Ok(Outcome::Skipped {
                hint: format!("{error:#}"),
            });
        }
    };
    let mut counted = None;
    let mut failed = Vec::new();
    for script in ["check", "test", "build"] {
        let finished = bench.run(&mut web.script(script))?;
        counted = counted.or(finished.summaries.last().copied());
        if !finished.success {
            failed.push(script);
        }
    }
    if failed.is_empty() {
        return Ok(Outcome::of_tests(true, counted));
    }
    let reason = format!("see above: npm run {}", failed.join(", "));
    Ok(Outcome::Failed {
        tests: counted,
        reason,
    })
}

pub(crate) fn run_rust_tests(bench: &mut Bench) -> anyhow::Result<Outcome> {
    let has_nextest = tools::has_cargo_command(&mut bench.session.cargo(), "nextest");
    let mut tests = if has_nextest {
        bench.cargo(&["nextest", "run", "--workspace", "--no-fail-fast"])
    } else {
        bench.cargo(&["test", "--workspace", "--no-fail-fast"])
    };
    bench.set_test_environment(&mut tests);
    let mut left_out: Vec<String> = bench.set_postgres(&mut tests)?.into_iter().collect();
    if STRACE.find_or_install().is_none() {
        left_out.push(format!(
            "the test of the flush was left out: {}",
            STRACE.hint()
        ));
    }
    let finished = bench.run(&mut tests)?;
    let counted = finished
        .summaries
        .iter()
        .copied()
        .reduce(std::ops::Add::add);
    Ok(with_remark(
        Outcome::of_tests(finished.success, counted),
        &left_out,
    ))
}

pub(crate) fn check_generated_files(bench: &mut Bench) -> anyhow::Result<Outcome> {
    if !build_server(bench)? {
        return Ok(Outcome::failed("the server does not build"));
    }
    let server = bench.session.server("debug");
    for (path, fresh) in generate::render_all(bench.session, &server)? {
        let committed = fs::read_to_string(&path)
            .with_context(|| format!("reading {}\nhint: cargo xtask gen", path.display()))?;
        if committed != fresh {
            let reason = format!("{} is out of date: cargo xtask gen", path.display());
            return Ok(Outcome::failed(reason));
        }
    }
    Ok(Outcome::passed())
}

pub(crate) fn run_hardpy_tests(bench: &mut Bench) -> anyhow::Result<Outcome> {
    let Some(python) = PYTHON.find_or_install() else {
        return Ok(Outcome::Skipped {
            hint: PYTHON.hint(),
        });
    };
    web::ensure_built(bench.session)?;
    if !build_server(bench)? {
        return Ok(Outcome::failed("the server does not build"));
    }
    let mut tests = end_to_end::command(bench.session, &python);
    bench.set_test_environment(&mut tests);
    let mut left_out: Vec<String> = bench.set_postgres(&mut tests)?.into_iter().collect();
    left_out.extend(end_to_end::install_tools());
    let finished = bench.run(&mut tests)?;
    // The last summary is the one over everything; there may be one for each version before it.
    let counted = finished.summaries.last().copied();
    Ok(with_remark(
        Outcome::of_tests(finished.success, counted),
        &left_out,
    ))
}

/// The whole workspace, as the tests build it: then nothing is compiled a second time.
fn build_server(bench: &Bench) -> anyhow::Result<bool> {
    let mut build = bench.cargo(&["build", "--workspace", "--all-targets"]);
    Ok(bench.run(&mut build)?.success)
}

fn outcome_of(finished: &Finished, reason: &str) -> Outcome {
    if finished.success {
        Outcome::passed()
    } else {
        Outcome::failed(reason)
    }
}

fn with_remark(outcome: Outcome, left_out: &[String]) -> Outcome {
    match outcome {
        Outcome::Passed {
            tests,
            remark: None,
        } if !left_out.is_empty() => Outcome::Passed {
            tests,
            remark: Some(left_out.join("; ")),
        },
        outcome => outcome,
    }
}
