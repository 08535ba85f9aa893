//! The load generator, and what it prints.

use std::process::Command;

use anyhow::Context as _;

use super::super::printed::{count_of, number_of};
use super::super::workplace::Workplace;
use crate::process::run_for_output;

pub(super) struct Load<'workplace> {
    workplace: &'workplace Workplace<'workplace>,
    seconds: u64,
    pub(super) connections: usize,
}

/// What one server did under load.
#[derive(Debug, PartialEq)]
pub(super) struct LoadResult {
    pub(super) name: String,
    pub(super) connections: usize,
    pub(super) accepted_per_s: f64,
    pub(super) p50_ms: f64,
    pub(super) p99_ms: f64,
    /// Before and while it was measured.
    pub(super) accepted_in_all: u64,
    /// Share of one core that the generator took from the server.
    pub(super) generator_share: f64,
}

impl<'workplace> Load<'workplace> {
    pub(super) fn new(
        workplace: &'workplace Workplace<'workplace>,
        seconds: u64,
        connections: usize,
    ) -> Self {
        Self {
            workplace,
            seconds,
            connections,
        }
    }

    /// The same with four times the connections.
    pub(super) fn crowded(&self) -> Self {
        Self {
            connections: self.connections * 4,
            ..*self
        }
    }

    pub(super) fn run(&self, name: &str, port: u16, key: &str) -> anyhow::Result<LoadResult> {
        eprintln!(
            "Measuring {name}, {} connections, for {} s.",
            self.connections, self.seconds
        );
        let mut generator = Command::new(&self.workplace.generator);
        generator.args(["load", "--url", &format!("https://127.0.0.1:{port}")]);
        generator.args(["--seconds", &self.seconds.to_string()]);
        generator.args(["--connections", &self.connections.to_string()]);
        generator.env("STANDCLOUD_BENCH_KEY", key);
        let printed = run_for_output(&mut generator, "")?;
        let result = parse(name, self.connections, &printed);
        result.with_context(|| format!("{name} took no report: {printed}"))
    }
}

fn parse(name: &str, connections: usize, printed: &str) -> Option<LoadResult> {
    let seconds = number_of(printed, "seconds")?;
    let all = count_of(printed, "accepted_in_all")?;
    let sent = count_of(printed, "sent")?;
    if sent != all {
        eprintln!(
            "warning: {} of {sent} reports were not accepted: {printed}",
            sent - all
        );
    }
    Some(LoadResult {
        name: name.to_owned(),
        connections,
        accepted_per_s: number_of(printed, "accepted_per_s")?,
        p50_ms: number_of(printed, "p50_ms")?,
        p99_ms: number_of(printed, "p99_ms")?,
        accepted_in_all: all,
        generator_share: number_of(printed, "generator_cpu_s")? / seconds,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn printed_numbers_are_read() {
        let printed = "{\"accepted_in_all\":60,\"accepted_per_s\":25.0,\"generator_cpu_s\":0.5,\
                       \"p50_ms\":1.5,\"p99_ms\":9,\"seconds\":2,\"sent\":60}\n";
        let expected = LoadResult {
            name: "x".into(),
            connections: 16,
            accepted_per_s: 25.0,
            p50_ms: 1.5,
            p99_ms: 9.0,
            accepted_in_all: 60,
            generator_share: 0.25,
        };
        assert_eq!(parse("x", 16, printed), Some(expected));
    }

    #[test]
    fn a_server_that_took_nothing_has_no_result() {
        let printed = "{\"accepted_in_all\":0,\"accepted_per_s\":0.0,\"generator_cpu_s\":0.5,\
                       \"p50_ms\":null,\"p99_ms\":null,\"seconds\":2,\"sent\":60}\n";
        assert_eq!(parse("x", 16, printed), None);
    }
}
