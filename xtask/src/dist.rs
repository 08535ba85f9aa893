//! `cargo xtask dist`: the archive for people who do not build: the server, its licences, how to
//! start it.

mod third_party;

use std::env::consts::{ARCH, OS};
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::Context as _;

use crate::process::run_shown;
use crate::session::Session;
use crate::tools::find_program;

/// What the archive holds beside the server and `docs/`, by its path in the repository.
const FILES: [&str; 6] = [
    "README.md",
    "CHANGELOG.md",
    "LICENSE-MIT",
    "LICENSE-APACHE",
    "packaging/standcloud.example.toml",
    "packaging/standcloud.service",
];

pub(crate) fn run(session: &Session) -> anyhow::Result<()> {
    let build = ["build", "--release", "--locked", "--package", "standcloud"];
    run_shown(session.cargo().args(build))?;
    let name = format!("standcloud-{}-{OS}-{ARCH}", env!("CARGO_PKG_VERSION"));
    let dist = session.root.join("dist");
    let folder = dist.join(&name);
    fill_folder(session, &folder)?;
    let archive = dist.join(format!("{name}.tar.gz"));
    run_shown(
        Command::new("tar")
            .arg("-czf")
            .arg(&archive)
            .arg("-C")
            .arg(&dist)
            .arg(&name),
    )?;
    fs::remove_dir_all(&folder).with_context(|| format!("deleting {}", folder.display()))?;
    println!("{}", archive.display());
    Ok(())
}

fn fill_folder(session: &Session, folder: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
    let server = session.server("release");
    copy_into(&server, folder)?;
    if let (Some(strip), Some(name)) = (find_program("strip"), server.file_name()) {
        run_shown(Command::new(strip).arg(folder.join(name)))?;
    }
    FILES
        .iter()
        .try_for_each(|file| copy_into(&session.root.join(file), folder))?;
    run_shown(
        Command::new("cp")
            .arg("-R")
            .arg(session.root.join("docs"))
            .arg(folder),
    )?;
    fs::write(
        folder.join("THIRD-PARTY-LICENCES.txt"),
        third_party::render(session)?,
    )
    .context("writing the licences of others")
}

fn copy_into(file: &Path, folder: &Path) -> anyhow::Result<()> {
    let name = file.file_name().context("a file without a name")?;
    fs::copy(file, folder.join(name)).with_context(|| format!("copying {}", file.display()))?;
    Ok(())
}
