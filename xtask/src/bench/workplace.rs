//! The programs and folders of one run of the benchmark.

use std::fs::{self, File};
use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::fs::MetadataExt as _;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use anyhow::Context as _;

use super::service::Service;
use crate::postgres::{self, Durability, ThrowAwayPostgres};
use crate::process::{self, run_for_output, run_shown};
use crate::session::Session;

/// What is built besides the server and the load generator, and how.
#[derive(Default)]
pub(super) struct Build {
    /// Without optimisation; for trying out the benchmark itself.
    pub(super) debug: bool,
    /// An example of the server's crate.
    pub(super) example: Option<&'static str>,
}

/// What a server is asked until it answers.
#[derive(Clone, Copy)]
pub(super) struct Question<'a> {
    pub(super) path: &'a str,
    /// Empty where none is needed.
    pub(super) key: &'a str,
}

impl Default for Question<'_> {
    fn default() -> Self {
        Self {
            path: "/readyz",
            key: "",
        }
    }
}

pub(super) struct Workplace<'session> {
    pub(super) session: &'session Session,
    /// The load generator.
    pub(super) generator: PathBuf,
    pub(super) server: PathBuf,
    folder: PathBuf,
}

impl Build {
    fn profile(&self) -> &'static str {
        if self.debug { "debug" } else { "release" }
    }

    fn run(&self, session: &Session) -> anyhow::Result<()> {
        let mut cargo = session.cargo();
        cargo.args(["build", "--package", "standcloud", "--bin", "standcloud"]);
        cargo.args(["--package", "standcloud-bench", "--bin", "standcloud-bench"]);
        if let Some(example) = self.example {
            cargo.args(["--example", example]);
        }
        if !self.debug {
            eprintln!("Building with optimisation; the first time takes some minutes.");
            cargo.arg("--release");
        }
        run_shown(&mut cargo)
    }
}

impl<'session> Workplace<'session> {
    pub(super) fn make(
        session: &'session Session,
        name: &str,
        build: &Build,
    ) -> anyhow::Result<Self> {
        build.run(session)?;
        let folder = session
            .target
            .join(format!("bench-{name}-{}", std::process::id()));
        fs::create_dir_all(&folder).with_context(|| format!("making {}", folder.display()))?;
        session.guard.delete_folder(&folder)?;
        let server = session.server(build.profile());
        Ok(Self {
            session,
            generator: server.with_file_name("standcloud-bench"),
            server,
            folder,
        })
    }

    /// A new, empty folder.
    pub(super) fn folder(&self, name: &str) -> anyhow::Result<PathBuf> {
        let folder = self.folder.join(name);
        fs::create_dir(&folder).with_context(|| format!("making {}", folder.display()))?;
        Ok(folder)
    }

    /// Flushes to the disk, with the settings that PostgreSQL has from the start.
    pub(super) fn start_postgres(&self) -> anyhow::Result<ThrowAwayPostgres<'session>> {
        let binaries = postgres::find_or_install_binaries().context(postgres::HINT)?;
        postgres::start(&self.session.guard, &binaries, Durability::Fsync)
    }

    /// Starts a server and waits for its page; what it says goes to a file.
    pub(super) fn start_service(
        &self,
        command: &mut Command,
        port: u16,
    ) -> anyhow::Result<Service<'session>> {
        self.start_and_ask(command, port, &Question::default())
    }

    /// Starts a server and waits for its first answer to a question.
    pub(super) fn start_and_ask(
        &self,
        command: &mut Command,
        port: u16,
        question: &Question,
    ) -> anyhow::Result<Service<'session>> {
        let mut waiting = self.ask(port, question)?;
        let log = self.folder.join(format!("{port}.log"));
        let output = File::create(&log).with_context(|| format!("making {}", log.display()))?;
        command
            .stdin(Stdio::null())
            .stdout(output.try_clone()?)
            .stderr(output)
            .process_group(0);
        let name = process::describe(command);
        let started = Instant::now();
        let child = command
            .spawn()
            .with_context(|| format!("starting {name}"))?;
        self.session.guard.end_group(&child)?;
        let mut service = Service::new(child, self.session);
        let status = waiting.wait().context("waiting for the server")?;
        service.time_to_ready = started.elapsed();
        anyhow::ensure!(
            status.success(),
            "{name} says:\n{}",
            fs::read_to_string(&log)?
        );
        Ok(service)
    }

    /// Begins to ask before the server is started, so that its first answer is not missed.
    fn ask(&self, port: u16, question: &Question) -> anyhow::Result<Child> {
        let mut ready = Command::new(&self.generator);
        ready.args(["ready", "--url", &format!("https://127.0.0.1:{port}")]);
        ready.args(["--path", question.path]);
        ready.env("STANDCLOUD_BENCH_KEY", question.key);
        ready.spawn().context("starting the load generator")
    }

    pub(super) fn make_certificate(&self, folder: &Path) -> anyhow::Result<()> {
        let mut certificate = Command::new(&self.generator);
        certificate.arg("certificate").arg("--folder").arg(folder);
        run_for_output(&mut certificate, "").map(drop)
    }
}

pub(super) fn free_port() -> anyhow::Result<u16> {
    let listener =
        TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("looking for a free port")?;
    Ok(listener.local_addr()?.port())
}

/// What the files take of the disk, which is not the same as their length.
pub(super) fn bytes_on_disk(folder: &Path) -> anyhow::Result<u64> {
    let mut bytes = 0;
    for entry in fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))? {
        let entry = entry?;
        let metadata = entry.metadata()?;
        bytes += metadata.blocks() * 512;
        if metadata.is_dir() {
            bytes += bytes_on_disk(&entry.path())?;
        }
    }
    Ok(bytes)
}
