//! A PostgreSQL server of one test, which may be stopped and frozen.

use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::fs::{MetadataExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use sqlx::{Connection, PgConnection};
use tempfile::TempDir;

use super::environment::skip;
use super::server::{send_signal, try_send_signal};

const START_LIMIT: Duration = Duration::from_secs(30);

/// Ended at once and deleted when dropped.
#[derive(Debug)]
pub(super) struct Cluster {
    folder: TempDir,
    binaries: PathBuf,
    port: u16,
    postmaster: Option<Child>,
}

impl Cluster {
    /// `None` when PostgreSQL is not installed here.
    pub(super) async fn start() -> Option<Self> {
        let Some(binaries) = find_binaries() else {
            skip("the programs of PostgreSQL are not installed");
            return None;
        };
        let folder = TempDir::new().unwrap();
        if let Some((user, group)) = owner() {
            chown(folder.path(), Some(user), Some(group)).unwrap();
        }
        let mut cluster = Self {
            folder,
            binaries,
            port: free_port(),
            postmaster: None,
        };
        cluster.initialise();
        cluster.resume().await;
        Some(cluster)
    }

    pub(super) fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    /// As `pg_ctl stop -m immediate`: no checkpoint, recovery at the next start.
    pub(super) fn stop_immediately(&mut self) {
        let Some(mut postmaster) = self.postmaster.take() else {
            return;
        };
        send_signal("QUIT", postmaster.id());
        postmaster.wait().unwrap();
    }

    /// Starts it again on the same port and waits until it takes connections.
    pub(super) async fn resume(&mut self) {
        let mut command = self.command("postgres");
        command
            .arg("-D")
            .arg(self.folder.path().join("data"))
            .args(["-c", "listen_addresses=127.0.0.1"])
            .args(["-c", "unix_socket_directories="])
            .args(["-c", &format!("port={}", self.port)])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        self.postmaster = Some(command.spawn().unwrap());
        let start = Instant::now();
        while PgConnection::connect(&self.url()).await.is_err() {
            assert!(start.elapsed() < START_LIMIT, "PostgreSQL does not start");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Every process stands still, and connections stay open: what a hanging disk looks like.
    pub(super) fn freeze(&self) {
        // The parent first, so that no child is born meanwhile.
        send_signal("STOP", self.parent());
        self.signal_children("STOP");
    }

    pub(super) fn thaw(&self) {
        self.signal_children("CONT");
        send_signal("CONT", self.parent());
    }

    /// One that ends at this moment need not be signalled any more.
    fn signal_children(&self, signal: &str) {
        for child in children_of(self.parent()) {
            try_send_signal(signal, child);
        }
    }

    fn parent(&self) -> u32 {
        self.postmaster.as_ref().unwrap().id()
    }

    fn initialise(&self) {
        let mut command = self.command("initdb");
        command
            .args(["--username=postgres", "--auth=trust", "--encoding=UTF8"])
            .args(["--locale=C", "--no-sync", "--pgdata"])
            .arg(self.folder.path().join("data"));
        let output = command.output().unwrap();
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "initdb: {errors}");
    }

    /// PostgreSQL refuses to run as root.
    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(self.binaries.join(program));
        command.current_dir(self.folder.path()).env("LC_ALL", "C");
        if let Some((user, group)) = owner() {
            command.uid(user).gid(group);
        }
        command
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if self.postmaster.is_some() {
            self.thaw();
            self.stop_immediately();
        }
    }
}

/// The user and group to run as; `None` keeps the present ones.
fn owner() -> Option<(u32, u32)> {
    let is_root = std::fs::metadata("/proc/self").unwrap().uid() == 0;
    if !is_root {
        return None;
    }
    let users = std::fs::read_to_string("/etc/passwd").unwrap();
    let find = |name: &str| {
        let mut fields = users
            .lines()
            .map(|line| line.split(':').collect::<Vec<_>>());
        fields.find(|fields| fields[0] == name)
    };
    let fields = find("postgres").or_else(|| find("nobody")).unwrap();
    Some((fields[2].parse().unwrap(), fields[3].parse().unwrap()))
}

fn find_binaries() -> Option<PathBuf> {
    let given = std::env::var_os("STANDCLOUD_TEST_POSTGRES_BIN").map(PathBuf::from);
    let configured = Command::new("pg_config").arg("--bindir").output().ok();
    let configured = configured.and_then(|output| String::from_utf8(output.stdout).ok());
    let configured = configured.map(|text| PathBuf::from(text.trim()));
    let packaged = std::fs::read_dir("/usr/lib/postgresql");
    let packaged = packaged.into_iter().flatten().flatten();
    let packaged = packaged.map(|entry| entry.path().join("bin"));
    let is_complete =
        |folder: &Path| folder.join("initdb").is_file() && folder.join("postgres").is_file();
    let mut folders = given.into_iter().chain(configured).chain(packaged);
    folders.find(|folder| is_complete(folder))
}

fn free_port() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    listener.local_addr().unwrap().port()
}

fn children_of(parent: u32) -> Vec<u32> {
    let path = format!("/proc/{parent}/task/{parent}/children");
    let text = std::fs::read_to_string(path).unwrap();
    text.split_whitespace()
        .map(|pid| pid.parse().unwrap())
        .collect()
}
