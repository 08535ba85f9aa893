//! A data folder with the demo, and an organisation with a key and a few generated reports of its own,
//! so that the API has something to answer.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{Read as _, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context as _;

use crate::process::{run_for_output, run_shown};

const ORGANISATION: &str = "demo";
pub(crate) const EMAIL: &str = "admin@example.com";
const OWN_RUNS_MAX: u32 = 100;
const ACCESS_FILE: &str = "demo-access.txt";

/// How to get into a folder that this command has made.
#[derive(Debug, PartialEq)]
pub(crate) struct Access {
    pub(crate) key: String,
    pub(crate) password: String,
}

impl Access {
    /// None for a data folder that was made in another way: its secrets are not ours.
    pub(crate) fn read(data: &Path) -> anyhow::Result<Option<Self>> {
        let file = data.join(ACCESS_FILE);
        if !file.exists() {
            return Ok(None);
        }
        let text =
            fs::read_to_string(&file).with_context(|| format!("reading {}", file.display()))?;
        Self::parse(&text)
            .with_context(|| format!("reading {}", file.display()))
            .map(Some)
    }

    fn parse(text: &str) -> anyhow::Result<Self> {
        let value = |name: &str| {
            let line = text
                .lines()
                .find_map(|line| line.strip_prefix(name)?.strip_prefix('='));
            line.map(str::to_owned)
                .with_context(|| format!("there is no line {name}="))
        };
        Ok(Self {
            key: value("key")?,
            password: value("password")?,
        })
    }

    fn render(&self) -> String {
        format!(
            "email={EMAIL}\npassword={}\nkey={}\n",
            self.password, self.key
        )
    }

    fn write(&self, data: &Path) -> anyhow::Result<()> {
        let file = data.join(ACCESS_FILE);
        let opened = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&file);
        let written = opened.and_then(|mut file| file.write_all(self.render().as_bytes()));
        written.with_context(|| format!("writing {}", file.display()))
    }
}

pub(crate) fn make_data_folder(
    server: &Path,
    data: &Path,
    runs: u32,
    seed: u64,
) -> anyhow::Result<()> {
    let unfinished = unfinished_folder(data)?;
    if unfinished.exists() {
        fs::remove_dir_all(&unfinished)
            .with_context(|| format!("deleting {}", unfinished.display()))?;
    }
    eprintln!("Making the data folder {}.", data.display());
    let access = set_up(server, &unfinished)?;
    eprintln!("Generating {runs} test reports.");
    fill(server, &unfinished, runs, seed)?;
    access.write(&unfinished)?;
    fs::rename(&unfinished, data).with_context(|| format!("making {}", data.display()))
}

fn unfinished_folder(data: &Path) -> anyhow::Result<PathBuf> {
    let mut name = data
        .file_name()
        .context("the data folder has no name")?
        .to_owned();
    name.push(".unfinished");
    Ok(data.with_file_name(name))
}

fn set_up(server: &Path, data: &Path) -> anyhow::Result<Access> {
    let made = DirBuilder::new().recursive(true).mode(0o700).create(data);
    made.with_context(|| format!("making {}", data.display()))?;
    let password = random_password()?;
    let mut setup = Command::new(server);
    setup
        .arg("setup")
        .arg("--data")
        .arg(data)
        .args(["--org", ORGANISATION, "--email", EMAIL]);
    run_for_output(&mut setup, &format!("{password}\n"))?;
    let mut key_add = Command::new(server);
    key_add
        .args(["key", "add"])
        .arg("--data")
        .arg(data)
        .args(["--org", ORGANISATION]);
    key_add.args([
        "--name",
        "cargo xtask run",
        "--scope",
        "report:write,report:read",
    ]);
    let key = run_for_output(&mut key_add, "")?.trim().to_owned();
    Ok(Access { key, password })
}

fn fill(server: &Path, data: &Path, runs: u32, seed: u64) -> anyhow::Result<()> {
    let own_runs = runs.min(OWN_RUNS_MAX);
    for (place, runs) in [
        (vec!["--org", ORGANISATION], own_runs),
        (vec!["--demo-organisation"], runs),
    ] {
        let mut demo = Command::new(server);
        demo.arg("demo").arg("--data").arg(data).args(place);
        run_shown(demo.args(["--runs", &runs.to_string(), "--seed", &seed.to_string()]))?;
    }
    Ok(())
}

/// 128 random bits as text.
fn random_password() -> anyhow::Result<String> {
    let mut bytes = [0; 16];
    let mut source = fs::File::open("/dev/urandom").context("opening /dev/urandom")?;
    source
        .read_exact(&mut bytes)
        .context("reading /dev/urandom")?;
    Ok(format!("{:032x}", u128::from_ne_bytes(bytes)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn access_survives_writing_and_reading() {
        let access = Access {
            key: "sck_a=b".into(),
            password: "0123".into(),
        };
        assert_eq!(Access::parse(&access.render()).unwrap(), access);
        assert!(Access::parse("password=1\n").is_err());
    }

    #[test]
    fn unfinished_folder_lies_beside_the_folder() {
        let unfinished = unfinished_folder(Path::new("/a/data")).unwrap();
        assert_eq!(unfinished, Path::new("/a/data.unfinished"));
        assert!(unfinished_folder(Path::new("/")).is_err());
    }

    #[test]
    fn passwords_differ() {
        let password = random_password().unwrap();
        assert_eq!(password.len(), 32);
        assert_ne!(password, random_password().unwrap());
    }
}
