//! One running server process.

use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStderr, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex, mpsc};
use std::time::{Duration, Instant};

use super::client::Client;

const START_LIMIT: Duration = Duration::from_secs(20);
const ANNOUNCEMENT: &str = "StandCloud listens on http://localhost:";
const LOG_LINES_SHOWN: usize = 30;

/// Killed when dropped; the end of its log is printed when the test fails.
#[derive(Debug)]
pub(super) struct Server {
    process: Child,
    address: String,
    log: Arc<Mutex<Vec<String>>>,
}

impl Server {
    /// Starts the command, which speaks plain HTTP, and waits until it can do its work.
    pub(super) async fn start(mut command: Command) -> Self {
        let mut process = command.stderr(Stdio::piped()).spawn().unwrap();
        let log = Arc::new(Mutex::new(Vec::new()));
        let announced = follow_log(process.stderr.take().unwrap(), Arc::clone(&log));
        let port = tokio::task::spawn_blocking(move || announced.recv_timeout(START_LIMIT));
        let port = port.await.unwrap();
        let mut server = Self {
            process,
            address: String::new(),
            log,
        };
        server.address = format!("http://127.0.0.1:{}", port.unwrap());
        server.wait_until_ready().await;
        server
    }

    pub(super) fn address(&self) -> &str {
        &self.address
    }

    pub(super) fn pid(&self) -> u32 {
        self.process.id()
    }

    /// As a power cut does, for the process.
    pub(super) fn kill(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }

    /// What an init system does; returns at once.
    pub(super) fn terminate(&self) {
        send_signal("TERM", self.pid());
    }

    /// Waits for the end of the process.
    pub(super) async fn ended(&mut self, limit: Duration) -> ExitStatus {
        let start = Instant::now();
        loop {
            if let Some(status) = self.process.try_wait().unwrap() {
                return status;
            }
            assert!(start.elapsed() < limit, "the server does not end");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    /// Ends it gently.
    pub(super) async fn stop(mut self) {
        self.terminate();
        let status = self.ended(Duration::from_secs(30)).await;
        assert!(status.success(), "{status}");
    }

    async fn wait_until_ready(&self) {
        let client = Client::new(&self.address, "");
        let start = Instant::now();
        while client.status_of("/readyz").await != Some(200) {
            assert!(start.elapsed() < START_LIMIT, "the server is not ready");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
        if std::thread::panicking() {
            let log = self.log.lock().unwrap();
            let skipped = log.len().saturating_sub(LOG_LINES_SHOWN);
            eprintln!("--- the end of the server's log ---");
            for line in log.iter().skip(skipped) {
                eprintln!("{line}");
            }
        }
    }
}

pub(super) fn send_signal(name: &str, pid: u32) {
    assert!(try_send_signal(name, pid), "kill -{name} {pid}");
}

/// `false` when there is no such process. The shell's own `kill` is everywhere, and needs no unsafe
/// code here.
pub(super) fn try_send_signal(name: &str, pid: u32) -> bool {
    let script = format!("kill -{name} {pid}");
    let mut shell = Command::new("sh");
    let shell = shell.args(["-c", &script]).stderr(Stdio::null());
    shell.status().unwrap().success()
}

/// Collects the log and passes the port on once it is told.
fn follow_log(stderr: ChildStderr, log: Arc<Mutex<Vec<String>>>) -> mpsc::Receiver<String> {
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || {
        for line in BufReader::new(stderr).lines().map_while(Result::ok) {
            if let Some(port) = line.strip_prefix(ANNOUNCEMENT) {
                let _ = sender.send(port.to_owned());
            }
            log.lock().unwrap().push(line);
        }
    });
    receiver
}
