//! A PostgreSQL server for the tests, made for one run and deleted after it.
//!
//! Problem: every store function is tested on PostgreSQL, and nobody should have to set up a server
//! for that, nor risk a real one.
//! Choice: `initdb` from the installed packages into a temporary folder, on a free port of
//! 127.0.0.1, without a password. As root it runs as another user, because PostgreSQL refuses root.
//! Consequence: only the installed binaries are needed. Each test makes its own database there.

use std::fs;
use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::fs::{PermissionsExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Context as _;

use crate::guard::Guard;
use crate::process;
use crate::tools::{find_program, find_user, install_package, is_root};

pub(crate) const URL_VARIABLE: &str = "STANDCLOUD_TEST_POSTGRES";
pub(crate) const BINARIES_VARIABLE: &str = "STANDCLOUD_TEST_POSTGRES_BIN";
pub(crate) const HINT: &str = "install PostgreSQL (apt-get install postgresql), or set STANDCLOUD_TEST_POSTGRES to the URL \
     of a server on which the tests may make databases";

const START_LIMIT: Duration = Duration::from_mins(1);
const POLL_INTERVAL: Duration = Duration::from_millis(100);
const CONNECTIONS_MAX: u32 = 300;

/// Whether commits wait for the disk. Tests that kill the server need it; on a slow disk the
/// others are quicker without.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Durability {
    Fsync,
    NoFsync,
}

/// A running server; it ends when this is dropped, or when this program ends.
pub(crate) struct ThrowAwayPostgres<'guard> {
    pub(crate) url: String,
    server: Child,
    guard: &'guard Guard,
}

/// The folder with `initdb` and `postgres`, after an attempt to install them when they are missing.
pub(crate) fn find_or_install_binaries() -> Option<PathBuf> {
    find_binaries().or_else(|| {
        install_package("postgresql");
        find_binaries()
    })
}

pub(crate) fn start<'guard>(
    guard: &'guard Guard,
    binaries: &Path,
    durability: Durability,
) -> anyhow::Result<ThrowAwayPostgres<'guard>> {
    let owner = owner()?;
    let folder = make_folder(guard, owner)?;
    make_cluster(binaries, &folder, owner)?;
    let port = free_port()?;
    let mut command = server_command(binaries, &folder, owner, port, durability)?;
    let server = command.spawn().context("starting PostgreSQL")?;
    guard.end_group(&server)?;
    let url = format!("postgres://postgres@127.0.0.1:{port}/postgres");
    let mut postgres = ThrowAwayPostgres { url, server, guard };
    wait_until_ready(&mut postgres.server, binaries, port)
        .with_context(|| format!("the log says:\n{}", read_log(&folder)))?;
    Ok(postgres)
}

impl Drop for ThrowAwayPostgres<'_> {
    fn drop(&mut self) {
        let ended =
            process::end(&mut self.server).and_then(|()| self.guard.forget_group(&self.server));
        if let Err(error) = ended {
            eprintln!("warning: ending PostgreSQL: {error:#}");
        }
    }
}

/// The user that PostgreSQL runs as when this program is root; None: the same user.
type Owner = Option<(u32, u32)>;

fn owner() -> anyhow::Result<Owner> {
    if !is_root() {
        return Ok(None);
    }
    let user = find_user(Path::new("/etc/passwd"), &["postgres", "nobody"]);
    user.context("PostgreSQL refuses to run as root, and there is no user postgres or nobody")
        .map(Some)
}

fn find_binaries() -> Option<PathBuf> {
    let configured = Command::new("pg_config").arg("--bindir").output().ok();
    let configured = configured.and_then(|output| String::from_utf8(output.stdout).ok());
    let configured = configured.map(|folder| PathBuf::from(folder.trim()));
    let in_path = find_program("postgres").and_then(|program| program.parent().map(Path::to_owned));
    let candidates = configured
        .into_iter()
        .chain(packaged_folders())
        .chain(in_path);
    candidates.into_iter().find(|folder| {
        ["initdb", "postgres", "pg_isready"]
            .iter()
            .all(|program| folder.join(program).is_file())
    })
}

/// Where Debian puts the versions, the newest first.
fn packaged_folders() -> Vec<PathBuf> {
    let entries = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten();
    let mut versions: Vec<(u32, PathBuf)> = entries
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path())))
        .collect();
    versions.sort();
    versions
        .into_iter()
        .rev()
        .map(|(_, folder)| folder.join("bin"))
        .collect()
}

fn make_folder(guard: &Guard, owner: Owner) -> anyhow::Result<PathBuf> {
    let name = format!("standcloud-test-postgres-{}", std::process::id());
    let folder = std::env::temp_dir().join(name);
    fs::create_dir(&folder).with_context(|| format!("making {}", folder.display()))?;
    guard.delete_folder(&folder)?;
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o700))?;
    if let Some((user, group)) = owner {
        chown(&folder, Some(user), Some(group))
            .context("giving the folder to PostgreSQL's user")?;
    }
    Ok(folder)
}

fn make_cluster(binaries: &Path, folder: &Path, owner: Owner) -> anyhow::Result<()> {
    let mut initdb = command_as(&binaries.join("initdb"), folder, owner);
    initdb
        .args([
            "--username=postgres",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C",
            "--no-sync",
        ])
        .arg(format!("--pgdata={}", folder.join("data").display()));
    let output = initdb.output().context("starting initdb")?;
    let errors = String::from_utf8_lossy(&output.stderr);
    anyhow::ensure!(output.status.success(), "initdb failed:\n{errors}");
    Ok(())
}

fn server_command(
    binaries: &Path,
    folder: &Path,
    owner: Owner,
    port: u16,
    durability: Durability,
) -> anyhow::Result<Command> {
    let fsync = if durability == Durability::Fsync {
        "on"
    } else {
        "off"
    };
    let log = fs::File::create(folder.join("log")).context("making PostgreSQL's log")?;
    let mut command = command_as(&binaries.join("postgres"), folder, owner);
    command.arg("-D").arg(folder.join("data"));
    for setting in [
        "listen_addresses=127.0.0.1".to_owned(),
        format!("port={port}"),
        "unix_socket_directories=".to_owned(),
        format!("max_connections={CONNECTIONS_MAX}"),
        format!("fsync={fsync}"),
    ] {
        command.arg("-c").arg(setting);
    }
    command
        .stdin(Stdio::null())
        .stdout(log.try_clone()?)
        .stderr(log)
        .process_group(0);
    Ok(command)
}

/// The working folder is PostgreSQL's own, since its user may not be allowed to see ours.
fn command_as(program: &Path, folder: &Path, owner: Owner) -> Command {
    let mut command = Command::new(program);
    command.current_dir(folder).env("LC_ALL", "C");
    if let Some((user, group)) = owner {
        command.uid(user).gid(group);
    }
    command
}

fn free_port() -> anyhow::Result<u16> {
    let listener =
        TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("looking for a free port")?;
    Ok(listener.local_addr()?.port())
}

fn wait_until_ready(server: &mut Child, binaries: &Path, port: u16) -> anyhow::Result<()> {
    let deadline = Instant::now() + START_LIMIT;
    while Instant::now() < deadline {
        if let Some(status) = server.try_wait()? {
            anyhow::bail!("PostgreSQL ended while starting ({status})");
        }
        let mut is_ready = Command::new(binaries.join("pg_isready"));
        is_ready.args(["--quiet", "--host=127.0.0.1", "--dbname=postgres"]);
        is_ready.arg(format!("--port={port}"));
        if is_ready.status()?.success() {
            return Ok(());
        }
        thread::sleep(POLL_INTERVAL);
    }
    anyhow::bail!(
        "PostgreSQL did not start within {} s",
        START_LIMIT.as_secs()
    )
}

fn read_log(folder: &Path) -> String {
    fs::read_to_string(folder.join("log")).unwrap_or_default()
}
