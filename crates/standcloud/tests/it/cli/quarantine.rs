//! `standcloud quarantine`

use crate::support::program::{Sandbox, steady};
use crate::support::{assert_answer, run_of};

#[test]
fn a_refused_report_is_listed_shown_and_tried_again() {
    let sandbox = Sandbox::with_organisation();
    assert_answer!(sandbox.run("quarantine list"), @r"
    exit 0
    --- stderr
    Nothing waits in quarantine.
    ");
    let key = sandbox.add_key("--name Stand-1");
    let server = sandbox.serve("");
    let bad = run_of("SN-1")
        .set("status", "fine")
        .set("dut/serial_number", 7)
        .bytes();
    sandbox.write("bad.json", &bad);
    let to = format!("--insecure --to {} --key {key}", server.address());
    assert_eq!(sandbox.run(&format!("upload bad.json {to}")).code, 1);
    assert_eq!(sandbox.run(&format!("upload bad.json {to}")).code, 1);

    let list = sandbox.run("quarantine list");
    assert_answer!(list, @r"
    exit 0
    --- stdout
    ID LAST RECEIVED TIMES BYTES FROM FIRST PROBLEM
    [ID] [TIME] 2 325 key:[KEY-ID] body.status: expected one of: passed, failed, error, stopped, skipped, run, ready
    ");
    let json: serde_json::Value =
        serde_json::from_str(&sandbox.run("quarantine list --json").stdout).unwrap();
    assert_eq!(json["received_count"], 2);
    let id = json["id"].as_str().unwrap();
    let show = sandbox.run(&format!("quarantine show {id}"));
    assert_answer!(show, @r"
    exit 0
    --- stdout
    id [ID]
    first received [TIME]
    last received [TIME], 2 times in all
    from key:[KEY-ID]
    size 325 bytes
    problems
      body.status: expected one of: passed, failed, error, stopped, skipped, run, ready
      body.dut.serial_number: expected a text, found a number
    ");
    let body = sandbox.run(&format!("quarantine show {id} --body"));
    assert_eq!(body.stdout.as_bytes(), bad);
    assert_answer!(sandbox.run("quarantine retry"), @r"
    exit 1
    --- stdout
    [ID] refused: body.status: expected one of: passed, failed, error, stopped, skipped, run, ready
    --- stderr
    0 re-processed, 1 refused again.
    ");
    assert_answer!(sandbox.run(&format!("quarantine retry {id}")), @r"
    exit 1
    --- stdout
    [ID] refused: body.status: expected one of: passed, failed, error, stopped, skipped, run, ready
    --- stderr
    0 re-processed, 1 refused again.
    ");
    let unknown = "00000000-0000-7000-8000-000000000000";
    assert_answer!(sandbox.run(&format!("quarantine show {unknown}")), @r"
    exit 1
    --- stderr
    error: there is nothing with the id [ID] in quarantine
    hint: 'standcloud quarantine list --all' shows the ids
    ");
    assert_answer!(sandbox.run("quarantine show 7"), @r"
    exit 2
    --- stderr
    error: invalid value '7' for '<ID>': invalid length: found 1

    For more information, try '--help'.
    ");
}

/// A report with more than the allowed measurements is refused by a strict server, and taken when it
/// is tried again with the usual limits: what a later version would do.
#[test]
fn what_validates_now_becomes_a_run_and_the_resend_finds_it() {
    let sandbox = Sandbox::with_organisation();
    let key = sandbox.add_key("--name Stand-1 --scope report:write,report:read");
    sandbox.write("strict.toml", "[limits]\nreport_measurements = 1\n");
    let server = sandbox.serve("--config strict.toml");
    sandbox.write("report.json", run_of("SN-1").failed().bytes());
    let to = format!("--insecure --to {} --key {key}", server.address());
    let refused = sandbox.run(&format!("upload report.json {to}"));
    assert_eq!(refused.code, 1, "{refused}");
    assert_answer!(sandbox.run("quarantine retry"), @r"
    exit 0
    --- stdout
    [ID] run [ID]
    --- stderr
    1 re-processed, 0 refused again.
    ");
    assert_answer!(sandbox.run("quarantine list"), @r"
    exit 0
    --- stderr
    Nothing waits in quarantine.
    ");
    assert!(steady(&sandbox.run("quarantine list --all").stdout).contains("[ID]"));
    assert_answer!(sandbox.run(&format!("upload report.json {to}")), @r"
    exit 0
    --- stdout
    0 accepted, 1 duplicates, 0 refused
    ");
    let runs = sandbox.run(&format!("runs --json {to}"));
    assert_eq!(runs.stdout.lines().count(), 1, "{runs}");
}
