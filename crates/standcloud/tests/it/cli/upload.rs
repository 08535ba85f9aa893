//! `standcloud upload` against a real server.

use std::process::Stdio;
use std::time::Duration;

use crate::support::program::{Finished, Sandbox, Server};
use crate::support::{assert_answer, run_of};

struct Plant {
    sandbox: Sandbox,
    server: Server,
    key: String,
}

impl Plant {
    fn start() -> Self {
        let sandbox = Sandbox::with_organisation();
        let key = sandbox.add_key("--name Stand-1 --scope report:write,report:read");
        let server = sandbox.serve("");
        Self {
            sandbox,
            server,
            key,
        }
    }

    fn upload(&self, arguments: &str) -> Finished {
        self.sandbox.run(&format!(
            "upload --to {} --key {} --certificate data/tls/certificate.pem {arguments}",
            self.server.address(),
            self.key
        ))
    }
}

#[test]
fn a_second_upload_sends_nothing_and_again_finds_duplicates() {
    let plant = Plant::start();
    for index in 0..20 {
        let report = run_of(&format!("SN-{index}")).set("_id", "x").bytes();
        plant
            .sandbox
            .write(&format!("runstore/deep/{index}.json"), report);
    }
    plant.sandbox.write("runstore/readme.txt", "not a report");
    assert_answer!(plant.upload("runstore"), @r"
    exit 0
    --- stdout
    20 accepted, 0 duplicates, 0 refused
    ");
    assert_answer!(plant.upload("runstore"), @r"
    exit 0
    --- stdout
    0 accepted, 0 duplicates, 0 refused
    --- stderr
    20 were uploaded from here before and not sent (--again sends them).
    ");
    assert_answer!(plant.upload("--again runstore"), @r"
    exit 0
    --- stdout
    0 accepted, 20 duplicates, 0 refused
    ");
    assert_answer!(plant.upload("--again --json runstore"), @r#"
    exit 0
    --- stdout
    {"accepted":0,"duplicate":20,"refused":[],"uploaded_before":0}
    "#);
}

#[test]
fn what_is_refused_is_named_and_the_rest_goes_through() {
    let plant = Plant::start();
    plant.sandbox.write("good.json", run_of("SN-1").bytes());
    plant.sandbox.write(
        "bad.json",
        run_of("SN-2").set("status", "fine").set("name", 1).bytes(),
    );
    plant.sandbox.write("broken.json", "{");
    assert_answer!(plant.upload("good.json bad.json broken.json"), @r"
    exit 1
    --- stdout
    1 accepted, 0 duplicates, 2 refused
    --- stderr
    refused: bad.json: 422 Unprocessable Entity: body.name: expected a text, found a number; body.status: expected one of: passed, failed, error, stopped, skipped, run, ready
    refused: broken.json: 422 Unprocessable Entity: body.0: the body is not valid JSON: EOF while parsing an object at line 1 column 1
    ");
    let list = plant.sandbox.run("quarantine list");
    assert_eq!(list.stdout.lines().count(), 3, "{list}");
}

#[test]
fn files_that_are_not_there_are_told() {
    let plant = Plant::start();
    std::fs::create_dir(plant.sandbox.path("empty")).unwrap();
    assert_answer!(plant.upload("missing.json"), @r"
    exit 1
    --- stderr
    error: cannot read missing.json
      because: No such file or directory (os error 2)
    ");
    assert_answer!(plant.upload("empty"), @r"
    exit 1
    --- stderr
    error: there is no *.json file in what you named
    ");
}

#[test]
fn a_certificate_that_nobody_vouches_for_is_explained() {
    let plant = Plant::start();
    plant.sandbox.write("report.json", run_of("SN-1").bytes());
    let to = format!("--to {} --key {}", plant.server.address(), plant.key);
    assert_answer!(plant.sandbox.run(&format!("upload report.json {to}")), @r"
    exit 1
    --- stderr
    error: no connection to https://localhost:[PORT]: invalid peer certificate: UnknownIssuer
    hint: give the server's certificate with --certificate FILE (its tls/certificate.pem), or --insecure as HardPy does
    ");
    assert_answer!(plant.sandbox.run(&format!("upload report.json --insecure {to}")), @r"
    exit 0
    --- stdout
    1 accepted, 0 duplicates, 0 refused
    ");
    let by_address = to.replace("localhost", "127.0.0.1");
    let pinned = plant.sandbox.run(&format!(
        "upload report.json --again --certificate data/tls/certificate.pem {by_address}"
    ));
    assert_answer!(pinned, @r"
    exit 0
    --- stdout
    0 accepted, 1 duplicates, 0 refused
    ");
    assert_answer!(plant.sandbox.run(&format!("upload report.json --again --certificate report.json {to}")), @r"
    exit 1
    --- stderr
    error: report.json is not a PEM certificate
    hint: the server's is tls/certificate.pem in its data folder
    ");
}

#[test]
fn a_refused_key_is_told_once() {
    let plant = Plant::start();
    for index in 0..5 {
        plant.sandbox.write(
            &format!("{index}.json"),
            run_of(&format!("SN-{index}")).bytes(),
        );
    }
    let reader = plant.sandbox.add_key("--name Reader --scope report:read");
    let with = |key: &str| {
        plant.sandbox.run(&format!(
            "upload . --insecure --to {} --key {key}",
            plant.server.address()
        ))
    };
    assert_answer!(with("garbage"), @r"
    exit 1
    --- stderr
    error: 401 Unauthorized: the credential is not valid (any more)
    hint: the key is mistyped, ended or revoked; 'standcloud key list' on the server tells
    ");
    assert_answer!(with(&reader), @r"
    exit 1
    --- stderr
    error: 403 Forbidden: this credential lacks the scope report:write
    hint: 'standcloud key add' with --scope and --networks on the server makes a key that may
    ");
    assert_eq!(plant.sandbox.run("key revoke --name Stand-1").code, 0);
    assert_answer!(with(&plant.key), @r"
    exit 1
    --- stderr
    error: 401 Unauthorized: the credential is not valid (any more)
    hint: the key is mistyped, ended or revoked; 'standcloud key list' on the server tells
    ");
}

#[test]
fn a_server_that_is_away_is_told() {
    let sandbox = Sandbox::new();
    sandbox.write("report.json", run_of("SN-1").bytes());
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = free.local_addr().unwrap().to_string();
    drop(free);
    let done = sandbox.run(&format!("upload report.json --to {address} --key x"));
    assert_answer!(done.to_string().replace(&address, "[ADDRESS]"), @r"
    exit 1
    --- stderr
    error: no connection to https://[ADDRESS]: Connection refused (os error 111)
    hint: is the server running, and is the address right?
    ");
}

#[test]
fn address_and_key_come_from_hardpy_toml() {
    let plant = Plant::start();
    plant.sandbox.write("report.json", run_of("SN-1").bytes());
    assert_answer!(plant.sandbox.run("upload report.json"), @r"
    exit 1
    --- stderr
    error: which server?
    hint: name it with --to, or run this where hardpy.toml has [stand_cloud] address
    ");
    plant.sandbox.write("hardpy.toml", "title = \"x\"\n");
    let address = plant.server.address();
    assert_answer!(plant.sandbox.run(&format!("upload report.json --to {address}")), @r"
    exit 1
    --- stderr
    error: you are not signed in to localhost:[PORT], and there is no API key
    hint: 'standcloud login localhost:[PORT]' signs you in
    hint: or give a key: --key, STANDCLOUD_API_KEY, or [stand_cloud] api_key in hardpy.toml; 'standcloud key add' on the server makes one
    ");
    let settings = format!(
        "title = \"x\"\n[database]\nstorage_type = \"json\"\n\
         [stand_cloud]\naddress = \"{address}\"\napi_key = \"{}\"\n",
        plant.key
    );
    plant.sandbox.write("stand/hardpy.toml", settings);
    assert_answer!(plant.sandbox.run("upload report.json --insecure --hardpy-toml stand/hardpy.toml"), @r"
    exit 0
    --- stdout
    1 accepted, 0 duplicates, 0 refused
    ");
    plant.sandbox.write("hardpy.toml", "this is not TOML");
    assert_answer!(plant.sandbox.run("upload report.json"), @r"
    exit 1
    --- stderr
    error: hardpy.toml is not a TOML file
      because: TOML parse error at line 1, column 6
      |
    1 | this is not TOML
      | ^
    key with no value, expected `=`
    ");
}

/// Killed and started again in the middle, as after a power cut: nothing has to be done by hand, and
/// nothing is there twice.
#[test]
fn an_upload_goes_on_when_the_server_comes_back() {
    let sandbox = Sandbox::with_organisation();
    let key = sandbox.add_key("--name Stand-1 --scope report:write,report:read");
    let count = 300;
    for index in 0..count {
        let report = run_of(&format!("SN-{index}")).set("artifact/trace", "x".repeat(100_000));
        sandbox.write(&format!("runstore/{index}.json"), report.bytes());
    }
    let server = sandbox.serve("");
    let address = format!("127.0.0.1:{}", server.port);
    let upload = sandbox
        .command(&format!(
            "upload runstore --json --insecure --to {address} --key {key}"
        ))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    std::thread::sleep(Duration::from_millis(400));
    drop(server);
    let _server = Server::start(sandbox.command(&format!("serve --listen {address}")));
    let done = Finished::from(upload.wait_with_output().unwrap());
    assert_eq!(done.code, 0, "{done}");
    let summary: serde_json::Value = serde_json::from_str(&done.stdout).unwrap();
    let accepted = summary["accepted"].as_i64().unwrap();
    assert_eq!(
        accepted + summary["duplicate"].as_i64().unwrap(),
        count,
        "{done}"
    );
    let doctor = sandbox.run("doctor").stdout;
    assert!(
        doctor.contains(&format!("demo: {count} reports")),
        "{doctor}"
    );
}
