//! A cargo and a server made of shell scripts, in a folder that is deleted afterwards.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::process::{Command, Output};
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::{Duration, Instant};

const PATIENCE: Duration = Duration::from_secs(20);

pub(crate) struct Workplace {
    pub(crate) folder: PathBuf,
}

impl Workplace {
    /// `cargo` is the text of a shell script; it is asked for everything that cargo would be.
    pub(crate) fn new(cargo: &str) -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("xtask-it-{}-{number}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        fs::create_dir(&folder).unwrap();
        let workplace = Self { folder };
        workplace.add_script("cargo", cargo);
        workplace.add_web_app();
        workplace
    }

    /// A web app that is built, in the place of the real one.
    fn add_web_app(&self) {
        for folder in ["src", "public", "build", "dist", "node_modules"] {
            fs::create_dir_all(self.path("web").join(folder)).unwrap();
        }
        for file in [
            "index.html",
            "package.json",
            "package-lock.json",
            "postcss.config.cjs",
            "tsconfig.json",
            "vite.config.ts",
            "node_modules/.installed-from",
            "dist/index.html",
        ] {
            fs::write(self.path("web").join(file), "").unwrap();
        }
    }

    pub(crate) fn add_script(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, format!("#!/bin/sh\n{text}\n")).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.join(path)
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_default()
    }

    /// `cargo xtask` in this workplace. Its PostgreSQL is one that nobody connects to.
    pub(crate) fn xtask(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command
            .current_dir(&self.folder)
            .env("CARGO", self.path("cargo"))
            .env("CARGO_MANIFEST_DIR", self.path("xtask"))
            .env("CARGO_TARGET_DIR", self.path("target"))
            .env("WORKPLACE", &self.folder)
            .env("STANDCLOUD_TEST_POSTGRES", "postgres://127.0.0.1:1/none");
        command
    }
}

impl Drop for Workplace {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.folder).unwrap();
    }
}

pub(crate) fn text(output: &Output) -> String {
    let errors = String::from_utf8_lossy(&output.stderr);
    format!(
        "{}\n--- stderr\n{errors}",
        String::from_utf8_lossy(&output.stdout)
    )
}

pub(crate) fn last_line(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout)
        .lines()
        .last()
        .unwrap_or_default()
        .to_owned()
}

#[track_caller]
pub(crate) fn wait_until(what: &str, mut is_so: impl FnMut() -> bool) {
    let deadline = Instant::now() + PATIENCE;
    while !is_so() {
        assert!(Instant::now() < deadline, "waited in vain: {what}");
        thread::sleep(Duration::from_millis(20));
    }
}

pub(crate) fn signal(process: u32, name: &str) -> bool {
    let kill = format!("kill -{name} {process}");
    Command::new("sh")
        .args(["-c", &kill])
        .output()
        .unwrap()
        .status
        .success()
}

/// Whether it runs; one that has ended and was not waited for does not.
pub(crate) fn is_running(process: u32) -> bool {
    let output = Command::new("ps")
        .args(["-o", "stat=", "-p", &process.to_string()])
        .output();
    let output = output.map(|output| output.stdout).unwrap_or_default();
    let state = output.trim_ascii_start().first().copied();
    state.is_some_and(|state| state != b'Z')
}
