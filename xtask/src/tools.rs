//! Programs that the tests need beside cargo, and how to get them.
//!
//! A missing program is installed from the distribution when that can be done without asking: as
//! root, with `apt-get`. Otherwise the message says what to install.

use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::process::run_shown;
use crate::session::Session;

/// A program and the package of Debian that brings it.
#[derive(Clone, Copy)]
pub(crate) struct Tool {
    pub(crate) program: &'static str,
    pub(crate) package: &'static str,
}

pub(crate) const PYTHON: Tool = Tool {
    program: "python3",
    package: "python3-venv",
};
/// Lets a test see that a report is flushed to the disk before it is acknowledged.
pub(crate) const STRACE: Tool = Tool {
    program: "strace",
    package: "strace",
};

/// The pages are tested in it.
pub(crate) const BROWSER: Tool = Tool {
    program: "chromium",
    package: "chromium",
};
/// HardPy keeps a login in the system keyring, which is these two.
pub(crate) const SESSION_BUS: Tool = Tool {
    program: "dbus-daemon",
    package: "dbus",
};
pub(crate) const KEYRING: Tool = Tool {
    program: "gnome-keyring-daemon",
    package: "gnome-keyring",
};
pub(crate) const NODE: Tool = Tool {
    program: "node",
    package: "nodejs",
};
pub(crate) const NPM: Tool = Tool {
    program: "npm",
    package: "npm",
};

impl Tool {
    /// The path of the program, after an attempt to install it when it is missing.
    pub(crate) fn find_or_install(self) -> Option<PathBuf> {
        find_program(self.program).or_else(|| {
            install_package(self.package);
            find_program(self.program)
        })
    }

    pub(crate) fn hint(self) -> String {
        format!(
            "install {}, for example with: apt-get install {}",
            self.program, self.package
        )
    }
}

/// Looks a program up in the PATH.
pub(crate) fn find_program(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    let name = format!("{name}{}", env::consts::EXE_SUFFIX);
    env::split_paths(&path)
        .map(|folder| folder.join(&name))
        .find(|program| program.is_file())
}

/// Installs a package of Debian when this process may; whether it worked shows in what is there
/// afterwards.
pub(crate) fn install_package(package: &str) {
    if !is_root() || find_program("apt-get").is_none() {
        return;
    }
    eprintln!("Installing {package} with apt-get, because it is missing.");
    let install =
        || run_shown(apt_get().args(["install", "--yes", "--no-install-recommends", package]));
    // A fresh container has no package lists yet.
    let installed = install().or_else(|_| {
        run_shown(apt_get().arg("update"))?;
        install()
    });
    if let Err(error) = installed {
        eprintln!("warning: {error:#}");
    }
}

/// Whether cargo has this subcommand of the toolchain, after an attempt to install it.
pub(crate) fn has_or_gets_component(session: &Session, subcommand: &str, component: &str) -> bool {
    has_cargo_command(&mut session.cargo(), subcommand) || {
        let mut rustup = Command::new("rustup");
        let added = run_shown(rustup.args(["component", "add", component]));
        added.is_ok() && has_cargo_command(&mut session.cargo(), subcommand)
    }
}

/// Whether cargo has this subcommand.
pub(crate) fn has_cargo_command(cargo: &mut Command, name: &str) -> bool {
    let version = cargo
        .args([name, "--version"])
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    version.status().is_ok_and(|status| status.success())
}

pub(crate) fn is_root() -> bool {
    let output = Command::new("id").arg("-u").output();
    output.is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

fn apt_get() -> Command {
    let mut command = Command::new("apt-get");
    command
        .env("DEBIAN_FRONTEND", "noninteractive")
        .arg("--quiet")
        .stdin(Stdio::null());
    command
}

/// The user and group id of the first of these users that exists, from a file like /etc/passwd.
pub(crate) fn find_user(passwd: &Path, names: &[&str]) -> Option<(u32, u32)> {
    let users = std::fs::read_to_string(passwd).ok()?;
    names
        .iter()
        .find_map(|name| users.lines().find_map(|line| ids_of_user(line, name)))
}

fn ids_of_user(line: &str, wanted: &str) -> Option<(u32, u32)> {
    let mut fields = line.split(':');
    let name = fields.next()?;
    let mut ids = fields.skip(1).map(str::parse::<u32>);
    let ids = (ids.next()?.ok()?, ids.next()?.ok()?);
    (name == wanted).then_some(ids)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_are_found_in_the_path_only() {
        assert!(find_program("sh").is_some());
        assert!(find_program("no-program-has-this-name").is_none());
    }

    #[test]
    fn ids_are_read_from_the_line_of_that_user() {
        let line = "postgres:x:101:103:PostgreSQL administrator:/var/lib/postgresql:/bin/bash";
        assert_eq!(ids_of_user(line, "postgres"), Some((101, 103)));
        assert_eq!(ids_of_user(line, "postgre"), None);
        assert_eq!(ids_of_user("postgres:x:", "postgres"), None);
        assert_eq!(ids_of_user("", "postgres"), None);
    }

    #[test]
    fn earlier_names_win() {
        let passwd = env::temp_dir().join(format!("xtask-passwd-{}", std::process::id()));
        std::fs::write(
            &passwd,
            "nobody:x:65534:65534::/:\npostgres:x:101:103::/:\n",
        )
        .unwrap();
        assert_eq!(
            find_user(&passwd, &["postgres", "nobody"]),
            Some((101, 103))
        );
        assert_eq!(
            find_user(&passwd, &["absent", "nobody"]),
            Some((65534, 65534))
        );
        assert_eq!(find_user(&passwd, &["absent"]), None);
        std::fs::remove_file(&passwd).unwrap();
    }
}
