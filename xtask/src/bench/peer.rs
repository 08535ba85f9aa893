//! The server to compare with, in `bench/peer`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context as _;

use super::service::Service;
use super::workplace::{Workplace, free_port};
use crate::process::run_shown;
use crate::tools::PYTHON;

/// What the peer does with a body before it hands it to the database.
#[derive(Clone, Copy)]
pub(super) enum Body {
    Parsed,
    Raw,
}

pub(super) struct Peer<'session> {
    pub(super) port: u16,
    pub(super) service: Service<'session>,
}

impl<'session> Peer<'session> {
    pub(super) fn start(
        workplace: &Workplace<'session>,
        database_url: &str,
        workers: u32,
        body: Body,
    ) -> anyhow::Result<Self> {
        let folder = workplace.session.root.join("bench/peer");
        let environment = environment_for(&folder)?;
        let port = free_port()?;
        let certificate = workplace.folder(&format!("peer-{port}"))?;
        workplace.make_certificate(&certificate)?;
        let mut uvicorn = Command::new(environment.join("bin/uvicorn"));
        uvicorn.arg("server:app").arg("--app-dir").arg(&folder);
        uvicorn.args(["--host", "127.0.0.1", "--port", &port.to_string()]);
        uvicorn.args(["--loop", "uvloop", "--http", "httptools"]);
        uvicorn.args(["--workers", &workers.to_string()]);
        // The usual 5 s are just what a stand waits between two polls.
        uvicorn.args(["--timeout-keep-alive", "60"]);
        uvicorn.args(["--no-access-log", "--log-level", "warning"]);
        uvicorn
            .arg("--ssl-certfile")
            .arg(certificate.join("certificate.pem"));
        uvicorn
            .arg("--ssl-keyfile")
            .arg(certificate.join("key.pem"));
        uvicorn
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .env("PEER_DATABASE_URL", database_url);
        uvicorn.env("PEER_BODY", body.as_variable());
        let service = workplace.start_service(&mut uvicorn, port)?;
        Ok(Self { port, service })
    }
}

impl Body {
    fn as_variable(self) -> &'static str {
        match self {
            Self::Parsed => "parsed",
            Self::Raw => "raw",
        }
    }
}

/// The Python environment with the pinned packages; made when it is missing or out of date.
fn environment_for(folder: &Path) -> anyhow::Result<PathBuf> {
    let environment = folder.join(".venv");
    let requirements = folder.join("requirements.txt");
    let wanted = fs::read_to_string(&requirements).context("reading the peer's requirements")?;
    let stamp = environment.join("installed-requirements.txt");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(environment);
    }
    eprintln!("Installing the peer's Python packages.");
    let python = PYTHON.find_or_install().with_context(|| PYTHON.hint())?;
    run_shown(
        Command::new(python)
            .args(["-m", "venv", "--clear"])
            .arg(&environment),
    )?;
    let mut pip = Command::new(environment.join("bin/pip"));
    pip.args([
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--requirement",
    ]);
    run_shown(pip.arg(&requirements))?;
    fs::write(&stamp, wanted).context("remembering what is installed")?;
    Ok(environment)
}
