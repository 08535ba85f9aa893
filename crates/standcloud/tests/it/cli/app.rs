//! `standcloud app`

use std::process::Command;

use crate::support::assert_answer;
use crate::support::program::{Finished, Sandbox, files_with, finish};

/// R-09: the secret is shown once and kept as a hash only.
#[test]
fn a_program_is_registered_and_its_secret_shown_once() {
    let sandbox = Sandbox::with_organisation();
    let done = sandbox.run("app add --name Power-BI --grant client-credentials");
    assert_eq!(done.code, 0, "{done}");
    let (id, secret) = credentials(&done);
    assert!(
        id.starts_with("app_") && secret.starts_with("sccs_"),
        "{done}"
    );
    assert_answer!(done.stderr.trim_end(), @r#""Power-BI" is registered in demo and may report:read. Its secret is not shown again."#);
    assert!(
        files_with(&sandbox.path("data"), &secret[5..]).is_empty(),
        "the secret is kept"
    );
    assert!(!files_with(&sandbox.path("data"), &id).is_empty());
}

#[test]
fn programs_are_listed_with_what_they_may_do() {
    let sandbox = Sandbox::with_organisation();
    assert_answer!(sandbox.run("app list"), @r"
    exit 0
    --- stderr
    There are no programs yet: 'standcloud app add --help' shows how to register one.
    ");
    let add = |arguments: &str| {
        let done = sandbox.run(&format!("app add {arguments}"));
        assert_eq!(done.code, 0, "{done}");
        done
    };
    let station = add("--name Station --grant device --scope report:write,report:read --public");
    assert_answer!(station.stderr.trim_end(), @r#""Station" is registered in demo and may report:write and report:read. It is a public program and has no secret."#);
    assert_eq!(station.stdout.lines().count(), 1, "{station}");
    add(
        "--name Board --grant code,device --redirect https://b.example/x --redirect http://127.0.0.1/y",
    );
    let list = sandbox.run("app list").stdout;
    let rows: Vec<Vec<&str>> = list
        .lines()
        .map(|line| line.split_whitespace().enumerate())
        .map(|words| {
            words
                .filter(|(at, _)| *at != 1)
                .map(|(_, word)| word)
                .collect()
        })
        .collect();
    assert_eq!(
        rows[1].join(" "),
        "Board active confidential device code report:read -"
    );
    assert_eq!(
        rows[2].join(" "),
        "Station active public device report:write report:read -"
    );
    let json = sandbox.run("app list --json").stdout;
    let first: serde_json::Value = serde_json::from_str(json.lines().next().unwrap()).unwrap();
    let expected = serde_json::json!(["https://b.example/x", "http://127.0.0.1/y"]);
    assert_eq!(first["redirect_uris"], expected);
    assert_eq!(first["grants"], serde_json::json!(["device", "code"]));
    assert!(!json.contains("secret"), "{json}");
}

#[test]
fn a_program_is_disabled_enabled_and_removed() {
    let sandbox = Sandbox::with_organisation();
    let added = sandbox.run("app add --name A --grant client-credentials --json");
    let added: serde_json::Value = serde_json::from_str(&added.stdout).unwrap();
    let id = added["client_id"].as_str().unwrap();
    let run = |arguments: &str| sandbox.run(arguments).to_string();
    assert_answer!(run("app disable --name A"), @r#"
    exit 0
    --- stderr
    "A" is disabled. A running server refuses it and its tokens within 5 seconds.
    "#);
    assert!(run("app list").contains("disabled"));
    assert_answer!(run("app disable --name A"), @r#"
    exit 1
    --- stderr
    error: "A" is disabled already
    "#);
    assert_answer!(run(&format!("app enable --name {id}")), @r#"
    exit 0
    --- stderr
    "A" may ask again. What people had allowed it before stays ended.
    "#);
    assert_answer!(run("app enable --name A"), @r#"
    exit 1
    --- stderr
    error: "A" is not disabled
    "#);
    assert_answer!(run("app remove --name A"), @r#"
    exit 0
    --- stderr
    "A" is forgotten. A running server refuses it and its tokens within 5 seconds.
    "#);
    assert_answer!(run("app remove --name A"), @r#"
    exit 1
    --- stderr
    error: there is no program "A"
    hint: 'app list' shows them
    "#);
}

#[test]
fn a_new_secret_replaces_the_old_one() {
    let sandbox = Sandbox::with_organisation();
    let (id, old) = credentials(&sandbox.run("app add --name A --grant client-credentials"));
    let done = sandbox.run("app secret --name A");
    assert_answer!(done.stderr.trim_end(), @"The old secret is refused from now on. The new one is not shown again.");
    let (same_id, new) = credentials(&done);
    assert_eq!(id, same_id);
    assert_ne!(old, new);
    sandbox.run("app add --name B --grant device --public");
    assert_answer!(sandbox.run("app secret --name B"), @r#"
    exit 1
    --- stderr
    error: "B" is a public program: it has no secret
    hint: register it again without --public if it runs on a server
    "#);
}

#[test]
fn what_does_not_go_together_is_told() {
    let sandbox = Sandbox::with_organisation();
    let run = |arguments: &str| sandbox.run(arguments).to_string();
    assert_answer!(run("app add --name A --grant code"), @r"
    exit 1
    --- stderr
    error: The code flow needs an address to come back to (a redirect address).
    ");
    assert_answer!(run("app add --name A --grant code --redirect http://localhost/x"), @r#"
    exit 1
    --- stderr
    error: The redirect address "http://localhost/x" cannot be used: it must begin with https://, or with http://127.0.0.1 or http://[::1] for a program on the person's own machine; localhost is not safe.
    "#);
    assert_answer!(run("app add --name A --grant client-credentials --public"), @r"
    exit 1
    --- stderr
    error: A program without a secret cannot use client credentials: they are the secret.
    ");
    assert_answer!(run("app add --name A --grant password"), @r#"
    exit 2
    --- stderr
    error: invalid value 'password' for '--grant <GRANTS>': unknown grant "password": use device, code or client-credentials

    For more information, try '--help'.
    "#);
    assert_eq!(
        sandbox
            .run("app add --name A --grant client-credentials")
            .code,
        0
    );
    assert_answer!(run("app add --name A --grant client-credentials"), @r#"
    exit 1
    --- stderr
    error: there is a program "A" already
    hint: 'app secret' makes a new secret for it, 'app remove' forgets it, or choose another name
    "#);
}

#[test]
fn a_name_may_have_spaces_and_help_teaches() {
    let sandbox = Sandbox::with_organisation();
    let mut command: Command = sandbox.command("app add --grant client-credentials --name");
    command.arg("Power BI");
    let done = finish(command, "");
    assert_eq!(done.code, 0, "{done}");
    let help = sandbox.run("app add --help").stdout;
    for part in [
        "Examples:",
        "client-credentials",
        "--redirect https://dash.example/back",
    ] {
        assert!(help.contains(part), "{help}");
    }
}

/// R-75
#[test]
fn every_change_is_in_the_audit_log() {
    let sandbox = Sandbox::with_organisation();
    sandbox.run("app add --name A --grant client-credentials");
    for change in ["secret", "disable", "enable", "remove"] {
        let done = sandbox.run(&format!("app {change} --name A"));
        assert_eq!(done.code, 0, "{done}");
    }
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let actions = runtime.block_on(async {
        let options = standcloud_store::OpenOptions::new(&sandbox.path("data"), None);
        let store = standcloud_store::Store::open(&options).await.unwrap();
        let organisation = store.find_organisation("demo").await.unwrap().unwrap().id;
        let filter = standcloud_store::AuditFilter {
            action: Some("client".to_owned()),
            ..Default::default()
        };
        let events = store.list_audit_events(organisation, &filter, 100).await;
        let events = events.unwrap().into_iter();
        events.map(|event| event.action).collect::<Vec<_>>()
    });
    let mut actions = actions;
    actions.sort();
    assert_eq!(
        actions,
        [
            "client.add",
            "client.disable",
            "client.enable",
            "client.remove",
            "client.secret"
        ]
    );
}

fn credentials(done: &Finished) -> (String, String) {
    let value = |name: &str| {
        let lines = done.stdout.lines();
        let mut values = lines.filter_map(|line| line.strip_prefix(name)?.strip_prefix('='));
        values.next().unwrap_or_else(|| panic!("{done}")).to_owned()
    };
    (value("client_id"), value("client_secret"))
}
