//! The load of polls and sign-ins, and what it came to.

use std::process::Command;

use anyhow::Context as _;

use super::super::printed::{count_of, number_of};
use super::super::server::{ADMIN, ADMIN_PASSWORD};
use super::super::service::Service;
use super::super::workplace::Workplace;
use super::Options;
use crate::process::run_for_output;

pub(super) struct Polls<'workplace> {
    workplace: &'workplace Workplace<'workplace>,
    seconds: u64,
    pollers: u32,
    sign_ins: u32,
}

/// What one server did under load.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct PollResult {
    pub(super) name: String,
    pub(super) p50_ms: f64,
    pub(super) p99_ms: f64,
    pub(super) max_ms: f64,
    /// By how much the load generator itself was late.
    pub(super) late_p99_ms: f64,
    /// Processor time of the server, without the database's.
    pub(super) cpu_us_per_poll: f64,
    pub(super) sign_ins: u64,
    pub(super) sign_ins_per_s: f64,
    pub(super) sign_in_p50_ms: Option<f64>,
}

impl<'workplace> Polls<'workplace> {
    pub(super) fn new(workplace: &'workplace Workplace<'workplace>, options: &Options) -> Self {
        Self {
            workplace,
            seconds: options.seconds,
            pollers: options.pollers,
            sign_ins: options.sign_ins,
        }
    }

    pub(super) fn run(
        &self,
        name: &str,
        port: u16,
        service: &Service,
    ) -> anyhow::Result<PollResult> {
        self.measure(name, port, service, 0)
    }

    pub(super) fn run_while_people_sign_in(
        &self,
        name: &str,
        port: u16,
        service: &Service,
    ) -> anyhow::Result<PollResult> {
        let name = format!("{name}, {} sign in", self.sign_ins);
        self.measure(&name, port, service, self.sign_ins)
    }

    fn measure(
        &self,
        name: &str,
        port: u16,
        service: &Service,
        sign_ins: u32,
    ) -> anyhow::Result<PollResult> {
        eprintln!(
            "Measuring polls, {name}: {} stands, for {} s.",
            self.pollers, self.seconds
        );
        let mut generator = Command::new(&self.workplace.generator);
        generator.args(["polls", "--url", &format!("https://127.0.0.1:{port}")]);
        generator.args(["--seconds", &self.seconds.to_string()]);
        generator.args(["--pollers", &self.pollers.to_string()]);
        generator.args(["--sign-ins", &sign_ins.to_string(), "--email", ADMIN]);
        generator.args(["--server-process", &service.process().to_string()]);
        generator.env("STANDCLOUD_BENCH_PASSWORD", ADMIN_PASSWORD);
        let printed = run_for_output(&mut generator, "")?;
        let result = parse(name, &printed);
        result.with_context(|| format!("{name} answered no poll: {printed}"))
    }
}

#[expect(clippy::cast_precision_loss, reason = "polls are far below 2^53")]
fn parse(name: &str, printed: &str) -> Option<PollResult> {
    let refused = ["polls_refused", "sign_ins_refused", "broken_connections"]
        .iter()
        .filter_map(|name| count_of(printed, name))
        .sum::<u64>();
    if refused > 0 {
        eprintln!("warning: {refused} answers were not as they should be: {printed}");
    }
    let polls = count_of(printed, "polls")?;
    Some(PollResult {
        name: name.to_owned(),
        p50_ms: number_of(printed, "poll_p50_ms")?,
        p99_ms: number_of(printed, "poll_p99_ms")?,
        max_ms: number_of(printed, "poll_max_ms")?,
        late_p99_ms: number_of(printed, "late_p99_ms")?,
        cpu_us_per_poll: number_of(printed, "server_cpu_s")? * 1e6 / polls as f64,
        sign_ins: count_of(printed, "sign_ins")?,
        sign_ins_per_s: number_of(printed, "sign_ins_per_s")?,
        sign_in_p50_ms: number_of(printed, "sign_in_p50_ms"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn printed_numbers_are_read() {
        let printed = "{\"polls\":1000,\"polls_refused\":0,\"poll_p50_ms\":1.5,\"poll_p99_ms\":9,\
                       \"poll_max_ms\":20.5,\"late_p99_ms\":2,\"server_cpu_s\":0.25,\"sign_ins\":40,\
                       \"sign_ins_per_s\":10.0,\"sign_in_p50_ms\":700.5}\n";
        let expected = PollResult {
            name: "x".into(),
            p50_ms: 1.5,
            p99_ms: 9.0,
            max_ms: 20.5,
            late_p99_ms: 2.0,
            cpu_us_per_poll: 250.0,
            sign_ins: 40,
            sign_ins_per_s: 10.0,
            sign_in_p50_ms: Some(700.5),
        };
        assert_eq!(parse("x", printed), Some(expected));
        let nobody_asked = printed.replace("9,", "null,");
        assert_eq!(parse("x", &nobody_asked), None);
    }
}
