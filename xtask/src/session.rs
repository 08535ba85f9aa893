//! Where things are, for one run of `cargo xtask`, and how to call cargo.
//!
//! The build folder lies outside the checkout, in the user's cache, because then a fresh clone
//! finds what an earlier one has compiled. No linker is chosen: Rust's own (lld, the default on Linux)
//! links the server as quickly as mold does, measured 2.3 s against 2.4 s for a changed `main.rs`, and
//! a flag that only some machines can have would make two builds of one.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context as _;

use crate::guard::Guard;

/// The places of this run and the guard that ends its children.
pub(crate) struct Session {
    pub(crate) root: PathBuf,
    pub(crate) target: PathBuf,
    pub(crate) guard: Guard,
    /// This program. Looked up at the start, because a build may replace the file.
    pub(crate) xtask: PathBuf,
}

impl Session {
    pub(crate) fn start() -> anyhow::Result<Self> {
        let xtask = env::current_exe().context("looking up the path of this program")?;
        let root = repository_root()?;
        let target = target_folder(&root, &|name| env::var_os(name).map(PathBuf::from))?;
        let guard = Guard::start(&xtask)?;
        Ok(Self {
            root,
            target,
            guard,
            xtask,
        })
    }

    /// A cargo command in the repository, without what the outer `cargo xtask` left in the
    /// environment: some build scripts watch these variables and would compile again each time.
    pub(crate) fn cargo(&self) -> Command {
        let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = Command::new(cargo);
        command
            .current_dir(&self.root)
            .env("CARGO_TARGET_DIR", &self.target);
        for (name, _) in env::vars_os().filter(|(name, _)| is_left_over_from_cargo(name)) {
            command.env_remove(name);
        }
        command
    }

    /// The server as `profile` ("debug", "release") builds it.
    pub(crate) fn server(&self, profile: &str) -> PathBuf {
        self.target
            .join(profile)
            .join(format!("standcloud{}", env::consts::EXE_SUFFIX))
    }
}

fn repository_root() -> anyhow::Result<PathBuf> {
    let manifest_folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let compiled_from = manifest_folder
        .parent()
        .context("xtask lies at the top of the disk")?;
    // The compiled program may be shared by several clones; the one that is asked for is the one
    // that cargo names now.
    let asked_for = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let asked_for = asked_for.as_deref().and_then(Path::parent);
    Ok(asked_for.unwrap_or(compiled_from).to_owned())
}

fn target_folder(
    root: &Path,
    variable: &dyn Fn(&str) -> Option<PathBuf>,
) -> anyhow::Result<PathBuf> {
    if let Some(folder) = variable("CARGO_TARGET_DIR") {
        return Ok(root.join(folder));
    }
    let cache = variable("XDG_CACHE_HOME")
        .filter(|folder| folder.is_absolute())
        .or_else(|| variable("HOME").map(|home| home.join(".cache")))
        .or_else(|| variable("LOCALAPPDATA"))
        .context("no folder for compiled files\nhint: set CARGO_TARGET_DIR")?;
    Ok(cache.join("standcloud").join("target"))
}

fn is_left_over_from_cargo(name: &std::ffi::OsStr) -> bool {
    let prefixes = [
        "CARGO_PKG_",
        "CARGO_MANIFEST_",
        "CARGO_BIN_",
        "CARGO_CRATE_",
    ];
    let name = name.to_string_lossy();
    prefixes.iter().any(|prefix| name.starts_with(prefix))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn target_folder_follows_the_environment_in_order() {
        let cases: &[(&[(&str, &str)], &str)] = &[
            (&[("CARGO_TARGET_DIR", "/t"), ("HOME", "/h")], "/t"),
            (
                &[("CARGO_TARGET_DIR", "here"), ("HOME", "/h")],
                "/repository/here",
            ),
            (
                &[("XDG_CACHE_HOME", "/x"), ("HOME", "/h")],
                "/x/standcloud/target",
            ),
            (
                &[("XDG_CACHE_HOME", ""), ("HOME", "/h")],
                "/h/.cache/standcloud/target",
            ),
            (&[("HOME", "/h")], "/h/.cache/standcloud/target"),
        ];
        for (variables, expected) in cases {
            let variable = |name: &str| {
                let found = variables.iter().find(|(key, _)| *key == name);
                found.map(|(_, value)| PathBuf::from(value))
            };
            let folder = target_folder(Path::new("/repository"), &variable).unwrap();
            assert_eq!(folder, Path::new(expected), "{variables:?}");
        }
        assert!(target_folder(Path::new("/repository"), &|_| None).is_err());
    }

    #[test]
    fn only_variables_that_describe_the_outer_package_are_removed() {
        for name in ["CARGO_PKG_NAME", "CARGO_MANIFEST_DIR", "CARGO_BIN_NAME"] {
            assert!(is_left_over_from_cargo(name.as_ref()), "{name}");
        }
        for name in [
            "CARGO_HOME",
            "CARGO_TARGET_DIR",
            "CARGO_PROFILE_DEV_DEBUG",
            "RUSTFLAGS",
        ] {
            assert!(!is_left_over_from_cargo(name.as_ref()), "{name}");
        }
    }
}
