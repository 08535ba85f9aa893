//! `standcloud runs` against a real server.

use crate::support::program::{Finished, Sandbox};
use crate::support::{assert_answer, run_of};

#[test]
fn runs_are_listed_filtered_and_written_as_json() {
    let sandbox = Sandbox::with_organisation();
    let key = sandbox.add_key("--name Person --scope report:write,report:read");
    let server = sandbox.serve("");
    let run = |arguments: &str| -> Finished {
        let address = server.address();
        sandbox.run(&format!(
            "{arguments} --insecure --to {address} --key {key}"
        ))
    };
    assert_answer!(run("runs"), @r"
    exit 0
    --- stderr
    No run fits.
    ");
    sandbox.write(
        "in/1.json",
        run_of("SN-1").set("dut/info/firmware", "1.2").bytes(),
    );
    sandbox.write("in/2.json", run_of("SN-2").failed().later(3600).bytes());
    assert_eq!(run("upload in").code, 0);
    assert_answer!(run("runs"), @r"
    exit 0
    --- stdout
    STATUS START DURATION PART SERIAL NUMBER ATTEMPT PLAN STAND ID
    FAIL [TIME] 00:00:50 PCB-100 SN-2 1 Board test Stand 1 [ID]
    PASS [TIME] 00:00:50 PCB-100 SN-1 1 Board test Stand 1 [ID]
    ");
    for (filter, expected) in [
        ("--serial SN-1", "SN-1"),
        ("--part PCB-100 --status fail", "SN-2"),
        ("--info firmware=1.2", "SN-1"),
        ("--since 2026-11-22T10:30:00Z", "SN-2"),
        ("--until 2026-11-22T10:30:00Z", "SN-1"),
        ("--limit 1", "SN-2"),
        ("--limit 1 --offset 1", "SN-1"),
    ] {
        let done = run(&format!("runs --json {filter}"));
        let object: serde_json::Value = serde_json::from_str(done.stdout.trim()).unwrap();
        assert_eq!(object["serial_number"], expected, "{filter}: {done}");
    }
    assert_answer!(run("runs --status fine"), @r"
    exit 1
    --- stderr
    error: 422 Unprocessable Entity: query.status: must be one of pass, fail, error, stopped, skipped, run, ready
    ");
    assert_answer!(run("runs --limit 5000"), @r"
    exit 1
    --- stderr
    error: 422 Unprocessable Entity: query.limit: must be at most 1000
    ");
    assert_answer!(run("runs --info firmware"), @r#"
    exit 1
    --- stderr
    error: --info "firmware" needs KEY=VALUE
    "#);
}

#[test]
fn a_key_that_cannot_read_and_a_server_that_is_away_are_told() {
    let sandbox = Sandbox::with_organisation();
    let key = sandbox.add_key("--name Stand-1");
    let server = sandbox.serve("");
    let address = server.address();
    assert_answer!(sandbox.run(&format!("runs --insecure --to {address} --key {key}")), @r"
    exit 1
    --- stderr
    error: 403 Forbidden: this credential lacks the scope report:read
    hint: 'standcloud key add' with --scope and --networks on the server makes a key that may
    ");
    assert_answer!(sandbox.run(&format!("runs --insecure --to {address} --key garbage")), @r"
    exit 1
    --- stderr
    error: 401 Unauthorized: the credential is not valid (any more)
    hint: the key is mistyped, ended or revoked; 'standcloud key list' on the server tells
    ");
    drop(server);
    let away = sandbox.run(&format!("runs --insecure --to {address} --key {key}"));
    assert_answer!(away, @r"
    exit 1
    --- stderr
    error: no connection to https://localhost:[PORT]: Connection refused (os error 111)
    hint: is the server running, and is the address right?
    ");
}
