//! Python environments for what is compared with.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context as _;

use crate::process::run_shown;
use crate::tools::PYTHON;

/// Beside the file with the pinned packages; made when it is missing or out of date.
pub(super) fn environment_for(folder: &Path) -> anyhow::Result<PathBuf> {
    let environment = folder.join(".venv");
    let requirements = folder.join("requirements.txt");
    let wanted = fs::read_to_string(&requirements).context("reading the requirements")?;
    let stamp = environment.join("installed-requirements.txt");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(environment);
    }
    eprintln!("Installing the Python packages of the benchmark.");
    let python = PYTHON.find_or_install().with_context(|| PYTHON.hint())?;
    run_shown(
        Command::new(python)
            .args(["-m", "venv", "--clear"])
            .arg(&environment),
    )?;
    let mut pip = Command::new(environment.join("bin/pip"));
    pip.args([
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--requirement",
    ]);
    run_shown(pip.arg(&requirements))?;
    fs::write(&stamp, wanted).context("remembering what is installed")?;
    Ok(environment)
}
