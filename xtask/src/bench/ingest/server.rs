//! StandCloud as the benchmark starts it: by its command line, like everybody.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anyhow::Context as _;

use super::workplace::{Service, Workplace, free_port};
use crate::process::run_for_output;

const ORGANISATION: &str = "bench";
const SLOW_COMMIT_VARIABLE: &str = "STANDCLOUD_TEST_COMMIT_DELAY_MS";

pub(super) enum Database {
    Sqlite,
    /// 5 ms more for each commit, as on a slow disk.
    SlowSqlite,
    Postgres {
        url: String,
    },
}

pub(super) struct Server<'session> {
    pub(super) port: u16,
    /// Empty for a server without an organisation.
    pub(super) key: String,
    pub(super) time_to_ready: Duration,
    service: Service<'session>,
}

impl<'session> Server<'session> {
    /// On an empty folder.
    pub(super) fn start(
        workplace: &Workplace<'session>,
        data: &Path,
        database: &Database,
    ) -> anyhow::Result<Self> {
        let port = free_port()?;
        let mut serve = command(workplace, &["serve"], data, database);
        serve.args(["--listen", &format!("127.0.0.1:{port}")]);
        if matches!(database, Database::SlowSqlite) {
            serve.env(SLOW_COMMIT_VARIABLE, "5");
        }
        let service = workplace.start_service(&mut serve, port)?;
        Ok(Self {
            port,
            key: String::new(),
            time_to_ready: service.time_to_ready,
            service,
        })
    }

    /// With an organisation and a key that may write.
    pub(super) fn start_with_key(
        workplace: &Workplace<'session>,
        data: &Path,
        database: &Database,
    ) -> anyhow::Result<Self> {
        let mut setup = command(workplace, &["setup"], data, database);
        setup.args(["--org", ORGANISATION, "--email", "bench@example.com"]);
        run_for_output(&mut setup, "a password for one run\n")?;
        let mut key_add = command(workplace, &["key", "add"], data, database);
        key_add.args(["--org", ORGANISATION, "--name", "bench"]);
        key_add.args(["--scope", "report:write,report:read"]);
        let key = run_for_output(&mut key_add, "")?.trim().to_owned();
        Ok(Self {
            key,
            ..Self::start(workplace, data, database)?
        })
    }

    pub(super) fn resident_kib(&self) -> anyhow::Result<u64> {
        let file = format!("/proc/{}/status", self.service.process());
        let status = fs::read_to_string(&file).with_context(|| format!("reading {file}"))?;
        resident_in(&status).with_context(|| format!("there is no VmRSS in {file}"))
    }
}

fn command(workplace: &Workplace, verbs: &[&str], data: &Path, database: &Database) -> Command {
    let mut command = Command::new(&workplace.server);
    command.args(verbs).arg("--data").arg(data);
    if let Database::Postgres { url } = database {
        command.args(["--database-url", url]);
    }
    command
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
