//! A running server, ours or another, and what the system says about it.

use std::fs;
use std::process::Child;
use std::time::Duration;

use anyhow::Context as _;

use crate::process;
use crate::session::Session;

/// It ends gracefully when this is dropped, or when this program ends.
pub(super) struct Service<'session> {
    child: Child,
    session: &'session Session,
    pub(super) time_to_ready: Duration,
}

impl<'session> Service<'session> {
    pub(super) fn new(child: Child, session: &'session Session) -> Self {
        Self {
            child,
            session,
            time_to_ready: Duration::ZERO,
        }
    }

    pub(super) fn process(&self) -> u32 {
        self.child.id()
    }

    pub(super) fn resident_kib(&self) -> anyhow::Result<u64> {
        let file = format!("/proc/{}/status", self.process());
        let status = fs::read_to_string(&file).with_context(|| format!("reading {file}"))?;
        resident_in(&status).context("the system does not say how much memory the server has")
    }
}

impl Drop for Service<'_> {
    fn drop(&mut self) {
        let ended = process::end(&mut self.child)
            .and_then(|()| self.session.guard.forget_group(&self.child));
        if let Err(error) = ended {
            eprintln!("warning: ending a server: {error:#}");
        }
    }
}

fn resident_in(status: &str) -> Option<u64> {
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn resident_memory_is_found() {
        assert_eq!(
            resident_in("VmPeak:\t 1 kB\nVmRSS:\t   12345 kB\n"),
            Some(12_345)
        );
        assert_eq!(resident_in("VmPeak:\t 1 kB\n"), None);
    }
}
