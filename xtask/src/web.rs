//! `cargo xtask web`: the web app in `web/`, built into `web/dist`.
//!
//! Problem: the server holds the files of the web app, which other tools build than the server's own.
//! Choice: not in a build script, which would fetch packages in the middle of `cargo build`, but before
//! every command here that builds the server. What is there already and not older than its sources is
//! left alone, so that this costs nothing. Without Node the server builds as well; then it shows a page
//! that says what is missing.
//! Packages come from the lock file only, with their digests, and none of them may run a script.

mod node;
mod stale;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context as _;

use crate::process::run_shown;
use crate::session::Session;
use node::Node;

const LOCK_FILE: &str = "package-lock.json";
/// Remembers from which lock file the packages were installed.
const INSTALLED_FROM: &str = "node_modules/.installed-from";

/// What the built files depend on.
const SOURCES: [&str; 9] = [
    "src",
    "public",
    "build",
    "index.html",
    "package.json",
    LOCK_FILE,
    "postcss.config.cjs",
    "tsconfig.json",
    "vite.config.ts",
];

/// The folder `web` with its packages, and what runs them.
pub(crate) struct Web {
    folder: PathBuf,
    node: Node,
}

pub(crate) fn run(session: &Session) -> anyhow::Result<()> {
    let web = Web::with_packages(session)?;
    web.build()?;
    println!("{}", web.folder.join("dist").display());
    Ok(())
}

/// Before a server is built that is to show the web app.
pub(crate) fn ensure_built(session: &Session) -> anyhow::Result<()> {
    if is_built(&session.root.join("web"))? {
        return Ok(());
    }
    Web::with_packages(session)?.build()
}

impl Web {
    pub(crate) fn with_packages(session: &Session) -> anyhow::Result<Self> {
        let web = Self {
            folder: session.root.join("web"),
            node: Node::find_or_install()?,
        };
        web.install()?;
        Ok(web)
    }

    /// Only if nothing has to be installed for it.
    pub(crate) fn if_there(session: &Session) -> Option<Self> {
        let folder = session.root.join("web");
        let node = has_packages(&folder).then(Node::find_or_install)?;
        Some(Self {
            folder,
            node: node.ok()?,
        })
    }

    /// A script of `package.json`.
    pub(crate) fn script(&self, name: &str) -> Command {
        let mut command = self.node.npm(&self.folder);
        command.args(["run", "--silent", name]);
        command
    }

    /// A program that one of the packages brings.
    pub(crate) fn program(&self, name: &str) -> Command {
        let mut command = Command::new(self.folder.join("node_modules/.bin").join(name));
        command.current_dir(&self.folder);
        command
    }

    /// Lists the packages of which the built files are made: one folder in each line.
    pub(crate) fn list_packages(&self) -> Command {
        let mut command = self.node.npm(&self.folder);
        command.args(["ls", "--all", "--omit=dev", "--parseable"]);
        command
    }

    fn build(&self) -> anyhow::Result<()> {
        if is_built(&self.folder)? {
            return Ok(());
        }
        eprintln!("Building the web app.");
        run_shown(&mut self.script("build"))
    }

    fn install(&self) -> anyhow::Result<()> {
        if has_packages(&self.folder) {
            return Ok(());
        }
        eprintln!("Installing the packages of the web app; this takes a minute.");
        let mut install = self.node.npm(&self.folder);
        install.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
        run_shown(&mut install)?;
        fs::copy(
            self.folder.join(LOCK_FILE),
            self.folder.join(INSTALLED_FROM),
        )
        .context("remembering what is installed")
        .map(drop)
    }
}

fn has_packages(folder: &Path) -> bool {
    let wanted = fs::read(folder.join(LOCK_FILE));
    let installed = fs::read(folder.join(INSTALLED_FROM));
    matches!((wanted, installed), (Ok(wanted), Ok(installed)) if wanted == installed)
}

fn is_built(folder: &Path) -> anyhow::Result<bool> {
    let sources = SOURCES.map(|source| folder.join(source));
    let is_stale = stale::is_older(&folder.join("dist/index.html"), &sources)?;
    Ok(!is_stale)
}
