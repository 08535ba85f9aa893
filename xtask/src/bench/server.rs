//! StandCloud as the benchmark starts it: by its command line, like everybody.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use super::service::Service;
use super::workplace::{Question, Workplace, free_port};
use crate::process::run_for_output;

pub(super) const ORGANISATION: &str = "bench";
pub(super) const ADMIN: &str = "bench@example.com";
pub(super) const ADMIN_PASSWORD: &str = "a password for one run";
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
    pub(super) service: Service<'session>,
}

impl<'session> Server<'session> {
    /// With the settings that everybody has from the start, or with those of a file.
    pub(super) fn start(
        workplace: &Workplace<'session>,
        data: &Path,
        database: &Database,
        config: Option<&Path>,
    ) -> anyhow::Result<Self> {
        Self::start_and_ask(workplace, data, database, config, &Question::default())
    }

    /// The time to ready is that until the question is answered.
    pub(super) fn start_and_ask(
        workplace: &Workplace<'session>,
        data: &Path,
        database: &Database,
        config: Option<&Path>,
        question: &Question,
    ) -> anyhow::Result<Self> {
        let port = free_port()?;
        let mut serve = command(workplace, &["serve"], data, database);
        serve.args(["--listen", &format!("127.0.0.1:{port}")]);
        if let Some(config) = config {
            serve.arg("--config").arg(config);
        }
        if matches!(database, Database::SlowSqlite) {
            serve.env(SLOW_COMMIT_VARIABLE, "5");
        }
        let service = workplace.start_and_ask(&mut serve, port, question)?;
        Ok(Self { port, service })
    }

    pub(super) fn time_to_ready(&self) -> Duration {
        self.service.time_to_ready
    }
}

/// Makes an organisation with its Admin, and a key that may write and read. Before the start.
pub(super) fn set_up(
    workplace: &Workplace,
    data: &Path,
    database: &Database,
) -> anyhow::Result<String> {
    let mut setup = command(workplace, &["setup"], data, database);
    setup.args(["--org", ORGANISATION, "--email", ADMIN]);
    run_for_output(&mut setup, &format!("{ADMIN_PASSWORD}\n"))?;
    let mut key_add = command(workplace, &["key", "add"], data, database);
    key_add.args(["--org", ORGANISATION, "--name", "bench"]);
    key_add.args(["--scope", "report:write,report:read"]);
    Ok(run_for_output(&mut key_add, "")?.trim().to_owned())
}

pub(super) fn command(
    workplace: &Workplace,
    verbs: &[&str],
    data: &Path,
    database: &Database,
) -> Command {
    let mut command = Command::new(&workplace.server);
    command.args(verbs).arg("--data").arg(data);
    if let Database::Postgres { url } = database {
        command.args(["--database-url", url]);
    }
    command
}
