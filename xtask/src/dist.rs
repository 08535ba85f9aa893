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
use crate::web;

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
    web::ensure_built(session)?;
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
    ensure_has_web_app(session, &server)?;
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

/// The first page names all other files by their digests, so a server that has it has them all.
fn ensure_has_web_app(session: &Session, server: &Path) -> anyhow::Result<()> {
    let page = session.root.join("web/dist/index.html");
    let page = fs::read(&page).with_context(|| format!("reading {}", page.display()))?;
    let server = fs::read(server).with_context(|| format!("reading {}", server.display()))?;
    anyhow::ensure!(
        contains(&server, &page),
        "the server was built without the web app that is in web/dist\n\
         hint: touch crates/standcloud/build.rs"
    );
    Ok(())
}

fn contains(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes
        .windows(wanted.len().max(1))
        .any(|part| part == wanted)
}

fn copy_into(file: &Path, folder: &Path) -> anyhow::Result<()> {
    let name = file.file_name().context("a file without a name")?;
    fs::copy(file, folder.join(name)).with_context(|| format!("copying {}", file.display()))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_found_in_a_program() {
        assert!(contains(b"\0\x7fELF<!doctype html>\0", b"<!doctype html>"));
        assert!(!contains(b"\0\x7fELF\0", b"<!doctype html>"));
        assert!(!contains(b"\0\x7fELF\0", b""));
    }
}
