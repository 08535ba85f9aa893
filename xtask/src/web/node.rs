//! Node and its package manager.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context as _;

use crate::process::run_for_output;
use crate::tools::{NODE, NPM, Tool};

/// The same as `engines` in `web/package.json`.
const OLDEST: (u32, u32) = (20, 19);

const HINT: &str = "hint: the web app is built with Node 20.19 or newer and npm: \
    apt-get install nodejs npm, or https://nodejs.org/en/download";

pub(super) struct Node {
    npm: PathBuf,
}

impl Node {
    pub(super) fn find_or_install() -> anyhow::Result<Self> {
        let find = |tool: Tool| {
            let found = tool.find_or_install();
            found.with_context(|| format!("{} is missing\n{HINT}", tool.program))
        };
        let node = find(NODE)?;
        let npm = find(NPM)?;
        let version = run_for_output(Command::new(node).arg("--version"), "")?;
        let is_new_enough = parse_version(&version).is_some_and(|version| version >= OLDEST);
        anyhow::ensure!(is_new_enough, "Node {} is too old\n{HINT}", version.trim());
        Ok(Self { npm })
    }

    pub(super) fn npm(&self, folder: &Path) -> Command {
        let mut command = Command::new(&self.npm);
        command
            .current_dir(folder)
            .env("npm_config_update_notifier", "false");
        command
    }
}

/// Reads `v20.19.4`.
fn parse_version(version: &str) -> Option<(u32, u32)> {
    let mut numbers = version.trim().strip_prefix('v')?.split('.');
    Some((numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_by_their_numbers() {
        assert!(parse_version("v20.20.2\n").unwrap() >= OLDEST);
        assert!(parse_version("v100.0.0").unwrap() >= OLDEST);
        assert!(parse_version("v20.9.0").unwrap() < OLDEST);
        assert!(parse_version("v18.19.1").unwrap() < OLDEST);
        assert_eq!(parse_version("20"), None);
    }
}
