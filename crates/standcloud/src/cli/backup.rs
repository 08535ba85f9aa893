//! `standcloud backup` and `standcloud restore`

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::Args;
use standcloud_store::Engine;

use super::output::say;
use super::{DataOptions, make_private_folder};
use crate::clock::Clock;

const HEADER_BYTES: u64 = 100;

#[derive(Debug, Args)]
pub(super) struct BackupOptions {
    #[command(flatten)]
    data: DataOptions,
    /// The file to write; it must not exist
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

#[derive(Debug, Args)]
pub(super) struct RestoreOptions {
    #[command(flatten)]
    data: DataOptions,
    /// A file that 'standcloud backup' wrote
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Put it in the place of a database that exists; that one is kept beside it
    #[arg(long)]
    replace: bool,
}

pub(super) async fn run(options: BackupOptions) -> anyhow::Result<ExitCode> {
    let store = options.data.open().await?;
    if store.engine() == Engine::Postgres {
        bail!(
            "this is a PostgreSQL database\n\
             hint: back it up with its own tools: pg_dump --format=custom --file=FILE URL \
             (restore: pg_restore), or pg_basebackup with archived WAL for large ones"
        );
    }
    if options.file.exists() {
        bail!(
            "{} exists already; a backup never overwrites a file",
            options.file.display()
        );
    }
    // Under another name until it is complete, so that a file with the right name is a whole one.
    let unfinished = beside(&options.file, ".unfinished");
    let _ = std::fs::remove_file(&unfinished);
    store.backup(&unfinished).await?;
    std::fs::rename(&unfinished, &options.file)
        .with_context(|| format!("cannot name the backup {}", options.file.display()))?;
    let size = std::fs::metadata(&options.file)?.len();
    say(format!("Wrote {} ({size} bytes).", options.file.display()));
    say("The tls folder and server.key are not in it: keep a copy of both, apart from the backup.");
    Ok(ExitCode::SUCCESS)
}

pub(super) fn restore(options: &RestoreOptions) -> anyhow::Result<ExitCode> {
    if options.data.database_url.is_some() {
        bail!("this is a PostgreSQL database\nhint: restore it with pg_restore");
    }
    let folder = &options.data.data_folder;
    make_private_folder(folder)?;
    let lock = File::create(folder.join("serve.lock"))
        .with_context(|| format!("cannot write into {}", folder.display()))?;
    if lock.try_lock().is_err() {
        bail!(
            "a server uses the folder {}\nhint: stop it first",
            folder.display()
        );
    }
    require_database(&options.file)?;
    let database = folder.join("standcloud.db");
    let copy = folder.join("standcloud.db.restoring");
    std::fs::copy(&options.file, &copy)
        .with_context(|| format!("cannot copy {}", options.file.display()))?;
    File::open(&copy)?.sync_all()?;
    if database.exists() && !options.replace {
        let _ = std::fs::remove_file(&copy);
        bail!(
            "there is a database in {}\nhint: --replace keeps it beside the restored one",
            folder.display()
        );
    }
    put_aside(&database)?;
    std::fs::rename(&copy, &database).context("cannot put the backup in place")?;
    say(format!(
        "Restored {} into {}.",
        options.file.display(),
        folder.display()
    ));
    Ok(ExitCode::SUCCESS)
}

/// The old database with its write-ahead log, which belongs to it and to no other. A log that was
/// left without its database goes as well, or the restored one would take it for its own.
fn put_aside(database: &Path) -> anyhow::Result<()> {
    let was_there = database.exists();
    let suffix = format!(".before-restore-{}", Clock::System.now().0 / 1_000_000);
    for part in ["", "-wal", "-shm"] {
        let from = beside(database, part);
        if from.exists() {
            let to = beside(database, &format!("{suffix}{part}"));
            std::fs::rename(&from, &to)
                .with_context(|| format!("cannot put {} aside", from.display()))?;
        }
    }
    if was_there {
        say(format!(
            "The database before is {}.",
            beside(database, &suffix).display()
        ));
    }
    Ok(())
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// A whole SQLite file: its header (<https://sqlite.org/fileformat2.html> §1.3) says how many pages
/// of which size it has, so a copy that was cut off is seen.
fn require_database(file: &Path) -> anyhow::Result<()> {
    let mut header = Vec::new();
    let opened = File::open(file);
    let length = opened
        .and_then(|opened| {
            let length = opened.metadata()?.len();
            opened.take(HEADER_BYTES).read_to_end(&mut header)?;
            Ok(length)
        })
        .with_context(|| format!("cannot read {}", file.display()))?;
    let Some(expected) = database_bytes(&header) else {
        bail!("{} is not a backup of StandCloud", file.display());
    };
    if length < expected {
        bail!(
            "{} is not complete: {length} of {expected} bytes are there\nhint: copy it again",
            file.display()
        );
    }
    Ok(())
}

/// `None` for what is no SQLite file.
fn database_bytes(header: &[u8]) -> Option<u64> {
    let rest = header.strip_prefix(b"SQLite format 3\0")?;
    let page_size = match u16::from_be_bytes(rest.get(..2)?.try_into().ok()?) {
        1 => 65_536,
        size => u64::from(size),
    };
    let pages = u32::from_be_bytes(rest.get(12..16)?.try_into().ok()?);
    Some(page_size * u64::from(pages))
}
