//! The built program in a folder of its own, as a person at a terminal uses it.

use std::fmt;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use tempfile::TempDir;

const PASSWORD: &str = "correct horse battery";
const START_LIMIT: Duration = Duration::from_secs(30);

/// A folder that is the program's working folder and home; its data folder is `data`.
pub(crate) struct Sandbox {
    folder: TempDir,
}

impl Sandbox {
    pub(crate) fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    /// With the organisation "Demo".
    pub(crate) fn with_organisation() -> Self {
        let sandbox = Self::new();
        let done = sandbox.run_with_input("setup --org Demo --email a@example.org", PASSWORD);
        assert_eq!(done.code, 0, "{done}");
        sandbox
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    /// Words are separated by spaces.
    pub(crate) fn run(&self, arguments: &str) -> Finished {
        self.run_with_input(arguments, "")
    }

    pub(crate) fn run_with_input(&self, arguments: &str, input: &str) -> Finished {
        finish(self.command(arguments), input)
    }

    /// Makes a key; what stdout holds is the key and nothing else.
    pub(crate) fn add_key(&self, arguments: &str) -> String {
        let done = self.run(&format!("key add {arguments}"));
        assert_eq!(done.code, 0, "{done}");
        done.stdout.trim_end().to_owned()
    }

    pub(crate) fn command(&self, arguments: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_standcloud"));
        command
            .args(arguments.split_whitespace())
            .current_dir(self.folder.path())
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", self.folder.path())
            // The keyring belongs to the person who runs the tests.
            .env("STANDCLOUD_NO_KEYRING", "1")
            .env("TZ", "UTC");
        command
    }

    /// Starts a server on a free port of this machine and waits until it listens.
    pub(crate) fn serve(&self, arguments: &str) -> Server {
        Server::start(self.command(&format!("serve --listen 127.0.0.1:0 {arguments}")))
    }
}

pub(crate) fn finish(mut command: Command, input: &str) -> Finished {
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut process = command.spawn().unwrap();
    // A program that refuses its arguments does not read its input.
    let _ = process.stdin.take().unwrap().write_all(input.as_bytes());
    Finished::from(process.wait_with_output().unwrap())
}

/// What a command has left.
pub(crate) struct Finished {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl From<Output> for Finished {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

/// Exit code, stdout and stderr, with a word in the place of what differs from run to run.
impl fmt::Display for Finished {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "exit {}", self.code)?;
        for (name, text) in [("stdout", &self.stdout), ("stderr", &self.stderr)] {
            if !text.is_empty() {
                write!(formatter, "\n--- {name}\n{}", steady(text.trim_end()))?;
            }
        }
        Ok(())
    }
}

/// Replaces ids, keys, times and ports, and the width of columns, which follows from them.
pub(crate) fn steady(text: &str) -> String {
    let lines = text.lines().map(|line| {
        let indent = line.len() - line.trim_start().len();
        let words = line.split_whitespace().map(steady_word);
        let gaps = words.collect::<Vec<_>>().join(" ");
        format!("{}{gaps}", &line[..indent])
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn steady_word(word: &str) -> String {
    let is_part = |letter: char| letter.is_ascii_alphanumeric() || "-_.:".contains(letter);
    let core = word.trim_matches(|letter: char| !is_part(letter));
    let core = core.trim_end_matches(['.', ':']);
    let (prefix, value) = match core.rsplit_once("key:").or(core.rsplit_once("localhost:")) {
        Some((_, value)) => core.split_at(core.len() - value.len()),
        None => ("", core),
    };
    match stand_in(prefix, value) {
        Some(stand_in) => word.replacen(core, &format!("{prefix}{stand_in}"), 1),
        None => word.to_owned(),
    }
}

fn stand_in(prefix: &str, value: &str) -> Option<&'static str> {
    let is_base_62 = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric());
    // Words such as "Organisation" have twelve letters as well.
    let is_no_word = value
        .bytes()
        .skip(1)
        .any(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase());
    if uuid::Uuid::parse_str(value).is_ok() {
        Some("[ID]")
    } else if value.starts_with("sck_") && value.len() == 54 {
        Some("[KEY]")
    } else if value.parse::<jiff::Timestamp>().is_ok() {
        Some("[TIME]")
    } else if prefix.ends_with("localhost:") && value.parse::<u16>().is_ok() {
        Some("[PORT]")
    } else if value.len() == 12 && is_base_62(value) && is_no_word {
        Some("[KEY-ID]")
    } else {
        None
    }
}

/// A running server; killed when dropped.
pub(crate) struct Server {
    process: Child,
    pub(crate) port: u16,
    log: mpsc::Receiver<String>,
}

impl Server {
    pub(crate) fn start(mut command: Command) -> Self {
        let mut process = command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let stderr = process.stderr.take().unwrap();
        let (sender, log) = mpsc::channel();
        std::thread::spawn(move || {
            for line in BufReader::new(stderr).lines().map_while(Result::ok) {
                let _ = sender.send(line);
            }
        });
        let mut server = Self {
            process,
            port: 0,
            log,
        };
        server.port = server.announced_port();
        server
    }

    /// `localhost:PORT`, as a person types it.
    pub(crate) fn address(&self) -> String {
        format!("localhost:{}", self.port)
    }

    /// Asks it to stop, as an init system does; returns at once.
    pub(crate) fn terminate(&self) {
        let process_id = self.process.id().to_string();
        let sent = Command::new("kill").args(["-TERM", &process_id]).status();
        assert!(sent.unwrap().success());
    }

    /// Waits for the end; returns the exit code and the rest of the log.
    pub(crate) fn ended(mut self) -> (i32, String) {
        let code = self.process.wait().unwrap().code().unwrap_or(-1);
        let mut log = String::new();
        while let Ok(line) = self.log.recv_timeout(START_LIMIT) {
            log.push_str(&line);
            log.push('\n');
        }
        (code, log)
    }

    /// Waits for a line of the log with this text.
    pub(crate) fn expect_in_log(&self, text: &str) -> String {
        let mut seen = String::new();
        while let Ok(line) = self.log.recv_timeout(START_LIMIT) {
            if line.contains(text) {
                return line;
            }
            seen.push_str(&line);
            seen.push('\n');
        }
        panic!("the server does not say {text:?}:\n{seen}");
    }

    fn announced_port(&self) -> u16 {
        let mut seen = String::new();
        while let Ok(line) = self.log.recv_timeout(START_LIMIT) {
            if let Some(url) = line.strip_prefix("StandCloud listens on ") {
                return url.rsplit(':').next().unwrap().parse().unwrap();
            }
            seen.push_str(&line);
            seen.push('\n');
        }
        panic!("the server does not listen:\n{seen}");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// All files below a folder that contain the text.
pub(crate) fn files_with(folder: &Path, text: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files_with(&path, text));
            continue;
        }
        let mut bytes = Vec::new();
        let opened = std::fs::File::open(&path);
        opened.unwrap().read_to_end(&mut bytes).unwrap();
        if bytes
            .windows(text.len())
            .any(|part| part == text.as_bytes())
        {
            found.push(path);
        }
    }
    found
}
