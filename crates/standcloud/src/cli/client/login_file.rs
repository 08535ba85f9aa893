//! Files that only their owner may read.

use std::fs::{DirBuilder, File, TryLockError};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, bail};

use super::ServerAddress;

const LOCK_WAIT_MAX: Duration = Duration::from_secs(30);
const LOCK_PAUSE: Duration = Duration::from_millis(50);

/// Below the user's configuration folder, one file for each address.
pub(super) fn default_path(address: &ServerAddress) -> anyhow::Result<PathBuf> {
    let folder = configuration_folder().context(
        "there is no folder for the login, because neither HOME nor XDG_CONFIG_HOME is set\n\
         hint: name a file with --token-file",
    )?;
    let is_plain = |letter: &char| letter.is_ascii_alphanumeric() || ".-".contains(*letter);
    let name: String = address
        .to_string()
        .chars()
        .map(|letter| if is_plain(&letter) { letter } else { '_' })
        .collect();
    Ok(folder.join("standcloud/logins").join(name + ".json"))
}

fn configuration_folder() -> Option<PathBuf> {
    let of = |name| std::env::var_os(name).filter(|value| !value.is_empty());
    if cfg!(windows) {
        return of("APPDATA").map(PathBuf::from);
    }
    of("XDG_CONFIG_HOME")
        .map(PathBuf::from)
        .filter(|folder| folder.is_absolute())
        .or_else(|| Some(PathBuf::from(of("HOME")?).join(".config")))
}

/// `None` when there is no such file.
pub(super) fn read(path: &Path) -> anyhow::Result<Option<String>> {
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("cannot read {}", path.display())),
    }
}

/// All or nothing: a power cut leaves the old file or the new one.
pub(super) fn write(path: &Path, text: &str) -> anyhow::Result<()> {
    let write = || -> std::io::Result<()> {
        make_folder_of(path)?;
        let beside = beside(path, ".new");
        remove(&beside)?;
        let mut file = private().create_new(true).open(&beside)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        std::fs::rename(&beside, path)
    };
    write().with_context(|| format!("cannot write {}", path.display()))
}

pub(super) fn remove(path: &Path) -> std::io::Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Keeps other processes of this user away from the login beside it, until it is dropped.
#[derive(Debug)]
pub(crate) struct LoginLock(#[expect(dead_code, reason = "dropping it opens the lock")] File);

impl LoginLock {
    pub(super) async fn take(login_file: &Path) -> anyhow::Result<Self> {
        let path = beside(login_file, ".lock");
        let open = || {
            make_folder_of(&path)?;
            private().create(true).truncate(false).open(&path)
        };
        let file = open().with_context(|| format!("cannot open {}", path.display()))?;
        let until = tokio::time::Instant::now() + LOCK_WAIT_MAX;
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Self(file)),
                Err(TryLockError::WouldBlock) if tokio::time::Instant::now() < until => {
                    tokio::time::sleep(LOCK_PAUSE).await;
                }
                Err(TryLockError::WouldBlock) => bail!(
                    "another standcloud holds {} for too long\nhint: end it, then try again",
                    path.display()
                ),
                Err(TryLockError::Error(error)) => {
                    return Err(error).with_context(|| format!("cannot lock {}", path.display()));
                }
            }
        }
    }
}

/// The file keeps its name, so `a.json` and `a.toml` do not share a lock.
fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

fn make_folder_of(path: &Path) -> std::io::Result<()> {
    let Some(folder) = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
    else {
        return Ok(());
    };
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

fn private() -> std::fs::OpenOptions {
    let mut options = File::options();
    options.write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}
