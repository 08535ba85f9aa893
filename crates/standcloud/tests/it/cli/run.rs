//! `standcloud run`

use crate::support::program::Sandbox;
use crate::support::{assert_answer, run_of};

#[test]
fn a_run_is_voided_with_a_reason_and_brought_back() {
    let sandbox = Sandbox::with_organisation();
    let key = sandbox.add_key("--name Person --scope report:write,report:read");
    let server = sandbox.serve("");
    let to = format!("--insecure --to {} --key {key}", server.address());
    sandbox.write("report.json", run_of("SN-1").bytes());
    assert_eq!(sandbox.run(&format!("upload report.json {to}")).code, 0);
    let listed = || sandbox.run(&format!("runs --json {to}")).stdout;
    let run: serde_json::Value = serde_json::from_str(&listed()).unwrap();
    let id = run["test_run_id"].as_str().unwrap();

    let void = format!("run void {id} --why wrong-fixture");
    assert_answer!(sandbox.run(&void), @r"
    exit 0
    --- stderr
    Voided [ID]; 'standcloud run restore' brings it back.
    ");
    assert_eq!(listed(), "", "a running server leaves it out at once");
    assert_answer!(sandbox.run(&void), @r"
    exit 0
    --- stderr
    [ID] was voided before; the first reason stands.
    ");
    assert_answer!(sandbox.run(&format!("run restore {id}")), @r"
    exit 0
    --- stderr
    Brought [ID] back.
    ");
    assert_answer!(sandbox.run(&format!("run restore {id}")), @r"
    exit 0
    --- stderr
    [ID] is not voided.
    ");
    assert!(listed().contains(id));
}

#[test]
fn what_cannot_be_voided_is_told() {
    let sandbox = Sandbox::with_organisation();
    let unknown = "00000000-0000-7000-8000-000000000000";
    assert_answer!(sandbox.run(&format!("run void {unknown} --why x")), @r"
    exit 1
    --- stderr
    error: there is no run [ID] in demo
    hint: 'standcloud runs' shows the ids
    ");
    assert_answer!(sandbox.run(&format!("run restore {unknown}")), @r"
    exit 1
    --- stderr
    error: there is no run [ID] in demo
    hint: 'standcloud runs' shows the ids
    ");
    assert_answer!(sandbox.run(&format!("run void {unknown}")), @r"
    exit 2
    --- stderr
    error: the following required arguments were not provided:
      --why <REASON>

    Usage: standcloud run void --why <REASON> <ID>

    For more information, try '--help'.
    ");
    assert_answer!(sandbox.run("run void 7 --why x"), @r"
    exit 2
    --- stderr
    error: invalid value '7' for '<ID>': invalid length: found 1

    For more information, try '--help'.
    ");
    let mut command = sandbox.command("run void");
    command.args([unknown, "--why", "  "]);
    assert_answer!(crate::support::program::finish(command, ""), @r"
    exit 1
    --- stderr
    error: --why needs 1 to 2000 characters
    ");
}
