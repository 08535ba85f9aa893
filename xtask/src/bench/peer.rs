//! The server to compare with, in `bench/peer`.

use std::process::Command;

use super::python::environment_for;
use super::service::Service;
use super::workplace::{Workplace, free_port};

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
