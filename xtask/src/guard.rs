//! Ends what this program has started, however this program ends.
//!
//! Problem: a test run starts servers and databases. Ctrl-C, a time limit of the CI or `kill -9`
//! must not leave them running, and a process that is being killed cannot clean up.
//! Choice: a second process, the guard, in its own process group. Its standard input is a pipe from
//! this program; each child is announced there as one line. When the pipe closes (the system closes
//! it, whatever the reason), the guard ends the children and deletes the folders.
//! Consequence: there is one clean-up, and every normal end runs it too. It needs no signal
//! handler, so no unsafe code.

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead, Write as _};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use anyhow::Context as _;

const PATIENCE_BEFORE_KILL: Duration = Duration::from_secs(5);
const POLL_INTERVAL: Duration = Duration::from_millis(20);

/// This program's end of the pipe to the guard.
pub(crate) struct Guard {
    process: Child,
    pipe: Mutex<Option<ChildStdin>>,
}

impl Guard {
    pub(crate) fn start(xtask: &Path) -> anyhow::Result<Self> {
        let mut process = Command::new(xtask)
            .arg("guard")
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .process_group(0)
            .spawn()
            .context("starting the guard process")?;
        let pipe = Mutex::new(process.stdin.take());
        Ok(Self { process, pipe })
    }

    /// Has this process group ended when this program ends. The child must be the group's leader.
    pub(crate) fn end_group(&self, leader: &Child) -> anyhow::Result<()> {
        self.send(&format!("group {}", leader.id()))
    }

    /// Takes back `end_group`: the child and its group have ended.
    pub(crate) fn forget_group(&self, leader: &Child) -> anyhow::Result<()> {
        self.send(&format!("forget {}", leader.id()))
    }

    /// Has this folder deleted when this program ends, after the groups have ended.
    pub(crate) fn delete_folder(&self, folder: &Path) -> anyhow::Result<()> {
        self.send(&format!("folder {}", folder.display()))
    }

    fn send(&self, line: &str) -> anyhow::Result<()> {
        let mut pipe = self.pipe.lock().unwrap_or_else(PoisonError::into_inner);
        let pipe = pipe.as_mut().context("the guard process has no pipe")?;
        writeln!(pipe, "{line}").context("telling the guard process what to end")
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        self.pipe
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        if let Err(error) = self.process.wait() {
            eprintln!("warning: waiting for the clean-up: {error}");
        }
    }
}

/// The guard process: reads the lines until the pipe closes, then cleans up.
pub(crate) fn watch(lines: impl BufRead) -> anyhow::Result<()> {
    let charge = Charge::read(lines)?;
    end_groups(&charge.groups);
    for folder in &charge.folders {
        fs::remove_dir_all(folder).with_context(|| format!("deleting {}", folder.display()))?;
    }
    Ok(())
}

/// Asks the process groups to end, and kills those that do not. All are asked at once: where nobody
/// takes the status of orphans, as in many containers, each one is waited for in vain.
pub(crate) fn end_groups(groups: &BTreeSet<u32>) {
    let mut remaining = groups.clone();
    remaining.retain(|group| signal_group(*group, "TERM"));
    let attempts = PATIENCE_BEFORE_KILL.as_millis() / POLL_INTERVAL.as_millis();
    for _ in 0..attempts {
        remaining.retain(|group| signal_group(*group, "0"));
        if remaining.is_empty() {
            return;
        }
        thread::sleep(POLL_INTERVAL);
    }
    remaining.retain(|group| signal_group(*group, "KILL"));
}

/// Sends a signal and says whether the group existed. The shell's own `kill` is used, because the
/// standard library has none and the program of that name is not installed everywhere.
fn signal_group(group: u32, signal: &str) -> bool {
    let command = format!("kill -{signal} -{group}");
    let status = Command::new("sh")
        .args(["-c", &command])
        .stderr(Stdio::null())
        .status();
    status.is_ok_and(|status| status.success())
}

/// What the guard has to end and to delete.
#[derive(Debug, Default, PartialEq)]
struct Charge {
    groups: BTreeSet<u32>,
    folders: BTreeSet<PathBuf>,
}

impl Charge {
    fn read(lines: impl BufRead) -> anyhow::Result<Self> {
        let mut charge = Self::default();
        for line in lines.lines() {
            charge.apply(&line.context("reading from the parent process")?)?;
        }
        Ok(charge)
    }

    fn apply(&mut self, line: &str) -> anyhow::Result<()> {
        let (verb, argument) = line.split_once(' ').context("a line without an argument")?;
        match verb {
            "group" => drop(self.groups.insert(argument.parse()?)),
            "forget" => drop(self.groups.remove(&argument.parse()?)),
            "folder" => drop(self.folders.insert(argument.into())),
            _ => anyhow::bail!("unknown line for the guard: {line}"),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forgotten_groups_are_left_alone() {
        let lines = "group 10\ngroup 11\nforget 10\nfolder /tmp/a b\n";
        let charge = Charge::read(lines.as_bytes()).unwrap();
        let expected = Charge {
            groups: [11].into(),
            folders: ["/tmp/a b".into()].into(),
        };
        assert_eq!(charge, expected);
    }

    #[test]
    fn nonsense_is_refused() {
        for line in ["group", "group x", "kill 1"] {
            assert!(Charge::read(line.as_bytes()).is_err(), "{line}");
        }
    }

    #[test]
    fn closing_the_pipe_ends_the_children_and_deletes_the_folders() {
        let folder = std::env::temp_dir().join(format!("xtask-guard-{}", std::process::id()));
        fs::create_dir_all(folder.join("inside")).unwrap();
        let mut child = Command::new("sh")
            .args(["-c", "sleep 60 & sleep 60"])
            .process_group(0)
            .spawn()
            .unwrap();
        let lines = format!("group {}\nfolder {}\n", child.id(), folder.display());

        let reaper = thread::spawn(move || child.wait().unwrap());
        watch(lines.as_bytes()).unwrap();

        assert!(
            !reaper.join().unwrap().success(),
            "the child was ended by a signal"
        );
        assert!(!folder.exists());
    }
}
