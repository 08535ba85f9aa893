//! The flush itself.
//!
//! A killed process leaves its page cache behind, so no test with kills can tell whether anything
//! was flushed. Here the system calls are watched: the write of the report into SQLite's
//! write-ahead log, its flush, and only then the 201. The same look at a server that does not flush
//! must find no flush, or the look is worth nothing.

use std::process::Command;
use std::time::Duration;

use super::client::{Answer, Client};
use super::environment::skip;
use super::reports::report;
use super::server::Server;
use super::site::Site;
use super::trace::{Event, events_of, is_flushed_before_last_answer};

const CALLS: &str = "trace=fsync,fdatasync,write,pwrite64,writev,sendto,sendmsg";
/// The use of a key is noted in the background once a minute, with a flush of its own, which must
/// not be taken for that of a report.
const UNTIL_QUIET: Duration = Duration::from_millis(700);

#[tokio::test(flavor = "multi_thread")]
async fn a_report_is_flushed_before_it_is_acknowledged() {
    let Some(events) = trace_upload(None).await else {
        return;
    };
    assert!(is_flushed_before_last_answer(&events), "{events:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_does_not_flush_is_found_out() {
    let Some(events) = trace_upload(Some("none")).await else {
        return;
    };
    assert!(events.contains(&Event::LogWritten), "{events:?}");
    assert!(events.contains(&Event::CreatedAnswered), "{events:?}");
    assert!(!is_flushed_before_last_answer(&events), "{events:?}");
}

/// Uploads two reports to a server under observation.
async fn trace_upload(durability: Option<&str>) -> Option<Vec<Event>> {
    let site = Site::sqlite();
    let key = site.set_up().await;
    let trace = site.path("trace");
    if !can_trace() {
        skip("strace is not installed, or may not observe processes here");
        return None;
    }
    let mut observer = Command::new("strace");
    // -D: the server is the child, not the observer, so that signals reach it.
    observer.args(["-D", "-f", "-y", "-s", "24", "-e", CALLS, "-o"]);
    observer.arg(&trace);
    let mut command = site.serve_command_under(observer);
    if let Some(durability) = durability {
        command.env("STANDCLOUD_TEST_DURABILITY", durability);
    }
    let server = Server::start(command).await;
    let client = Client::new(server.address(), &key);
    for number in [0, 1] {
        let answer = client.upload(report(number, "1")).await;
        assert!(matches!(answer, Answer::Created(_)), "{answer:?}");
        tokio::time::sleep(UNTIL_QUIET).await;
    }
    let text = std::fs::read_to_string(&trace).unwrap();
    Some(events_of(&text))
}

fn can_trace() -> bool {
    let traced = Command::new("strace")
        .args(["-o", "/dev/null", "true"])
        .output();
    traced.is_ok_and(|output| output.status.success())
}
