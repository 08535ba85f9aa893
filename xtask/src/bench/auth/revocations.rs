//! How soon two servers of one database refuse a token that was revoked at one of them.

use std::process::Command;

use anyhow::Context as _;

use super::super::printed::number_of;
use super::super::server::{ADMIN, ADMIN_PASSWORD, Server};
use super::super::workplace::Workplace;
use super::Goal;
use crate::process::run_for_output;

const LIMIT_MS: f64 = 5_000.0;

pub(super) fn measure(
    workplace: &Workplace,
    [here, there]: [&Server; 2],
    repeats: u32,
) -> anyhow::Result<Vec<Goal>> {
    eprintln!("Measuring revocations on two servers: {repeats} times.");
    let url = |server: &Server| format!("https://127.0.0.1:{}", server.port);
    let mut generator = Command::new(&workplace.generator);
    generator.args(["revocations", "--url", &url(here)]);
    generator.args(["--other-url", &url(there), "--email", ADMIN]);
    generator.args(["--repeats", &repeats.to_string()]);
    generator.env("STANDCLOUD_BENCH_PASSWORD", ADMIN_PASSWORD);
    let printed = run_for_output(&mut generator, "")?;
    let goals = parse(&printed, repeats);
    goals.with_context(|| format!("no revocation was seen: {printed}"))
}

fn parse(printed: &str, repeats: u32) -> Option<Vec<Goal>> {
    let goal = |place: &str, name: &str| {
        Some(Goal {
            name: format!("revocation seen {place}, longest of {repeats}"),
            unit: "ms",
            measured: number_of(printed, name)?,
            limit: Some(LIMIT_MS),
        })
    };
    Some(vec![
        goal("by the server that revoked", "here_max_ms")?,
        goal("by another server", "there_max_ms")?,
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_times_are_read() {
        let printed = "{\"here_max_ms\":40.5,\"revocations\":5,\"there_max_ms\":3050}\n";
        let goals = parse(printed, 5).unwrap();
        let measured: Vec<f64> = goals.iter().map(|goal| goal.measured).collect();
        assert_eq!(measured, [40.5, 3_050.0]);
        assert_eq!(parse("{}", 5), None);
    }
}
