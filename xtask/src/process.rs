//! Runs children: always with the guard knowing them, and with a time limit.

use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::process::CommandExt as _;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Context as _;

use crate::guard::{self, Guard};
use crate::tally::{Tally, parse_summary_line};

const POLL_INTERVAL: Duration = Duration::from_millis(20);

/// How a child ended, and the summary lines of tests in its output, in their order.
pub(crate) struct Finished {
    pub(crate) success: bool,
    pub(crate) summaries: Vec<Tally>,
}

/// Runs the command with its output shown as it comes. It gets no input and its own process group,
/// so that what it leaves running ends with it.
pub(crate) fn run_counted(
    guard: &Guard,
    command: &mut Command,
    limit: Duration,
) -> anyhow::Result<Finished> {
    let name = describe(command);
    command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .process_group(0);
    let mut child = command
        .spawn()
        .with_context(|| format!("starting {name}"))?;
    guard.end_group(&child)?;
    let output = child.stdout.take().context("the child has no output")?;
    let errors = child
        .stderr
        .take()
        .context("the child has no error output")?;
    let output = thread::spawn(move || copy_and_count(output, &mut std::io::stdout()));
    let errors = thread::spawn(move || copy_and_count(errors, &mut std::io::stderr()));

    let status = wait_with_limit(&mut child, limit)?;
    // Also ends grandchildren: they may hold the pipes open and would block the joins below.
    guard::end_groups(&[child.id()].into());
    guard.forget_group(&child)?;
    let mut summaries = output.join().unwrap_or_default();
    summaries.extend(errors.join().unwrap_or_default());
    if status.is_none() {
        eprintln!(
            "error: {name} was ended after {} minutes",
            limit.as_secs() / 60
        );
    }
    Ok(Finished {
        success: status.is_some_and(|status| status.success()),
        summaries,
    })
}

/// Runs the command in the foreground, with the terminal; an error when it fails.
pub(crate) fn run_shown(command: &mut Command) -> anyhow::Result<()> {
    let name = describe(command);
    let status = command
        .status()
        .with_context(|| format!("starting {name}"))?;
    anyhow::ensure!(status.success(), "{name} failed ({status})");
    Ok(())
}

/// Runs the command, gives it `input`, and returns its standard output. What it writes to its error
/// output is shown only when it fails.
pub(crate) fn run_for_output(command: &mut Command, input: &str) -> anyhow::Result<String> {
    let name = describe(command);
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command
        .spawn()
        .with_context(|| format!("starting {name}"))?;
    let mut pipe = child.stdin.take().context("the child has no input")?;
    // A child that does not read its input is no error here; its status tells.
    drop(pipe.write_all(input.as_bytes()));
    drop(pipe);
    let output = child
        .wait_with_output()
        .with_context(|| format!("waiting for {name}"))?;
    let errors = String::from_utf8_lossy(&output.stderr);
    anyhow::ensure!(
        output.status.success(),
        "{name} failed ({}):\n{errors}",
        output.status
    );
    String::from_utf8(output.stdout).with_context(|| format!("{name} printed no text"))
}

/// Ends the child and its process group. The child is waited for at the same time, because its
/// group exists until somebody has taken its status.
pub(crate) fn end(leader: &mut Child) -> anyhow::Result<()> {
    let group = leader.id();
    thread::scope(|scope| {
        scope.spawn(|| guard::end_groups(&[group].into()));
        leader
            .wait()
            .context("waiting for a child that was ended")
            .map(drop)
    })
}

/// The program and its arguments, for messages.
pub(crate) fn describe(command: &Command) -> String {
    let program = std::path::Path::new(command.get_program());
    let program = program.file_name().unwrap_or_else(|| command.get_program());
    let words = std::iter::once(program).chain(command.get_args());
    words
        .map(|word| word.to_string_lossy())
        .collect::<Vec<_>>()
        .join(" ")
}

fn wait_with_limit(child: &mut Child, limit: Duration) -> anyhow::Result<Option<ExitStatus>> {
    let deadline = Instant::now() + limit;
    loop {
        if let Some(status) = child.try_wait().context("waiting for a child")? {
            return Ok(Some(status));
        }
        if Instant::now() >= deadline {
            end(child)?;
            return Ok(None);
        }
        thread::sleep(POLL_INTERVAL);
    }
}

fn copy_and_count(from: impl Read, to: &mut dyn Write) -> Vec<Tally> {
    let mut from = BufReader::new(from);
    let mut summaries = Vec::new();
    let mut line = Vec::new();
    while from
        .read_until(b'\n', &mut line)
        .is_ok_and(|length| length > 0)
    {
        // When nobody reads our output any more, the child must still be able to finish.
        drop(to.write_all(&line).and_then(|()| to.flush()));
        summaries.extend(parse_summary_line(&String::from_utf8_lossy(&line)));
        line.clear();
    }
    summaries
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn output_is_passed_on_unchanged_and_counted() {
        let text = b"hello\n\xff\xfe\ntest result: ok. 2 passed; 1 failed;\nlast line";
        let mut shown = Vec::new();
        let summaries = copy_and_count(text.as_slice(), &mut shown);
        assert_eq!(shown, text);
        assert_eq!(
            summaries,
            [Tally {
                passed: 2,
                failed: 1,
                skipped: 0
            }]
        );
    }

    #[test]
    fn a_child_over_its_limit_is_ended() {
        let mut child = Command::new("sleep")
            .arg("60")
            .process_group(0)
            .spawn()
            .unwrap();
        let started = Instant::now();
        let status = wait_with_limit(&mut child, Duration::from_millis(50)).unwrap();
        assert_eq!(status, None);
        assert!(started.elapsed() < Duration::from_secs(30));
    }

    #[test]
    fn output_and_failure_of_a_child_are_seen() {
        let echo = run_for_output(Command::new("cat").arg("-"), "password\n");
        assert_eq!(echo.unwrap(), "password\n");
        let mut failing = Command::new("sh");
        failing.args(["-c", "echo because >&2; exit 3"]);
        let error = run_for_output(&mut failing, "").unwrap_err().to_string();
        assert!(
            error.contains("failed") && error.contains("because"),
            "{error}"
        );
    }
}
