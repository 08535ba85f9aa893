//! Whether a built file is older than what it is made of, by the times of the files. A folder's own time
//! counts too: it changes when a file in it is added or deleted.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use anyhow::Context as _;

/// A file that is not there is older than everything.
pub(super) fn is_older(built: &Path, sources: &[PathBuf]) -> anyhow::Result<bool> {
    let built_at = match fs::metadata(built) {
        Ok(metadata) => metadata.modified()?,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(true),
        Err(error) => return Err(error).with_context(|| format!("reading {}", built.display())),
    };
    let changes: anyhow::Result<Vec<SystemTime>> =
        sources.iter().map(|path| last_change(path)).collect();
    Ok(changes?.into_iter().any(|change| change > built_at))
}

fn last_change(path: &Path) -> anyhow::Result<SystemTime> {
    let metadata = fs::metadata(path).with_context(|| format!("reading {}", path.display()))?;
    let mut latest = metadata.modified()?;
    if metadata.is_dir() {
        for entry in fs::read_dir(path).with_context(|| format!("reading {}", path.display()))? {
            latest = latest.max(last_change(&entry?.path())?);
        }
    }
    Ok(latest)
}

#[cfg(test)]
mod tests {
    use std::fs::File;
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_change_an_addition_and_a_deletion_are_seen() {
        let folder = std::env::temp_dir().join(format!("xtask-stale-{}", std::process::id()));
        let source = folder.join("src/pages");
        fs::create_dir_all(&source).unwrap();
        let (page, built) = (source.join("page.ts"), folder.join("built"));
        let sources = [folder.join("src")];
        let start = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000);
        let set_time = |path: &Path, seconds: u64| {
            let time = start + Duration::from_secs(seconds);
            File::open(path).unwrap().set_modified(time).unwrap();
        };
        fs::write(&page, "").unwrap();
        assert!(is_older(&built, &sources).unwrap(), "not built yet");

        fs::write(&built, "").unwrap();
        for path in [&page, &source, &folder.join("src")] {
            set_time(path, 1);
        }
        set_time(&built, 2);
        assert!(!is_older(&built, &sources).unwrap(), "nothing has changed");

        set_time(&page, 3);
        assert!(is_older(&built, &sources).unwrap(), "a file has changed");

        set_time(&page, 1);
        fs::remove_file(&page).unwrap();
        assert!(is_older(&built, &sources).unwrap(), "a file is gone");
        fs::remove_dir_all(&folder).unwrap();
    }
}
