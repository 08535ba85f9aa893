//! `standcloud login` against every answer that an authorization server may give, and what becomes of
//! the login that it leaves.

mod approval;
mod kept;
mod real;
mod refusals;
mod terminal;

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use crate::support::fake_server::FakeServer;
use crate::support::program::{Finished, Sandbox};

/// A terminal with a server.
pub(super) struct Desk {
    pub(super) sandbox: Sandbox,
    pub(super) server: FakeServer,
}

impl Desk {
    pub(super) fn new() -> Self {
        Self {
            sandbox: Sandbox::new(),
            server: FakeServer::start(),
        }
    }

    pub(super) fn login(&self, options: &str) -> Finished {
        let done = self
            .sandbox
            .run(&format!("login {} {options}", self.server.address()));
        assert!(!done.to_string().contains("secret"), "{done}");
        done
    }

    /// What a person reads, without the port.
    pub(super) fn told(&self, done: &Finished) -> String {
        done.to_string()
            .replace(&self.server.address(), "ADDR")
            .replace(self.sandbox.path("").to_str().unwrap(), "HOME/")
    }

    /// What is said after the code was shown.
    pub(super) fn outcome(&self) -> String {
        let told = self.told(&self.login(""));
        let code = told.split_once('\n').unwrap().0.to_owned();
        let said = told
            .split_once("Ctrl-C stops.")
            .map_or("", |(_, said)| said);
        code + said
    }

    pub(super) fn kept(&self) -> PathBuf {
        let folder = self.sandbox.path(".config/standcloud/logins");
        let files = std::fs::read_dir(folder).into_iter().flatten();
        let mut files = files.map(|entry| entry.unwrap().path());
        let file = files.find(|path| path.extension().is_some_and(|e| e == "json"));
        file.unwrap_or_default()
    }
}

pub(super) fn mode(path: &Path) -> u32 {
    std::fs::metadata(path).unwrap().permissions().mode() & 0o777
}
