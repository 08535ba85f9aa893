//! What the check of a credential costs once it is known, by the server's own code in a loop.

use std::process::Command;

use anyhow::Context as _;

use super::super::printed::number_of;
use super::super::workplace::Workplace;
use super::Goal;
use crate::process::run_for_output;

const LIMIT_NS: f64 = 5_000.0;

pub(super) fn measure(workplace: &Workplace, example: &str) -> anyhow::Result<Vec<Goal>> {
    eprintln!("Measuring the check of credentials.");
    let program = workplace
        .server
        .with_file_name("examples")
        .join(format!("{example}{}", std::env::consts::EXE_SUFFIX));
    let printed = run_for_output(&mut Command::new(program), "")?;
    parse(&printed).with_context(|| format!("no check was measured: {printed}"))
}

fn parse(printed: &str) -> Option<Vec<Goal>> {
    let goal = |name: &str, field: &str| {
        Some(Goal {
            name: format!("check of {name}, cached"),
            unit: "ns",
            measured: number_of(printed, field)?,
            limit: Some(LIMIT_NS),
        })
    };
    Some(vec![
        goal("an access token", "access_token_ns")?,
        goal(
            "an access token, two threads at once",
            "access_token_two_threads_ns",
        )?,
        goal("an API key", "api_key_ns")?,
        goal("an API key, two threads at once", "api_key_two_threads_ns")?,
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nanoseconds_are_read() {
        let printed = "{\"access_token_ns\":900.5,\"access_token_two_threads_ns\":1000,\
                       \"api_key_ns\":700,\"api_key_two_threads_ns\":800}\n";
        let goals = parse(printed).unwrap();
        let measured: Vec<f64> = goals.iter().map(|goal| goal.measured).collect();
        assert_eq!(measured, [900.5, 1_000.0, 700.0, 800.0]);
        assert_eq!(parse("{\"access_token_ns\":1}"), None);
    }
}
