//! A login in use: renewed, shared by processes, ended.

use std::process::Stdio;

use serde_json::{Value, json};

use crate::support::assert_answer;
use crate::support::fake_server::{FakeServer, HEALTH, REVOCATION, TOKEN, tokens};
use crate::support::program::{Finished, Sandbox, files_with};

const RUNS: &str = "/integration/api/v1/test_run";
const WHO: &str = "/integration/api/v1/credential";
const UPLOAD: &str = "/hardpy/api/v1/test_report";

/// Somebody who has signed in; the login is in `kept`.
struct Desk {
    sandbox: Sandbox,
    server: FakeServer,
}

impl Desk {
    /// The access token lives for so many seconds from now on.
    fn signed_in(expires_in: u64) -> Self {
        let desk = Self {
            sandbox: Sandbox::new(),
            server: FakeServer::start(),
        };
        desk.server.forget(TOKEN);
        desk.server.grants(1, expires_in);
        desk.server.says(RUNS, 200, &json!([]));
        let done = desk.run("login");
        assert_eq!(done.code, 0, "{done}");
        desk.server.forget(TOKEN);
        desk
    }

    fn arguments(&self, command: &str) -> String {
        let (command, options) = command.split_once(' ').unwrap_or((command, ""));
        let to = if command == "runs" { "--to " } else { "" };
        let address = self.server.address();
        format!("{command} {to}{address} --token-file kept {options}")
    }

    fn run(&self, command: &str) -> Finished {
        let done = self.sandbox.run(&self.arguments(command));
        assert!(!done.to_string().contains("secret"), "{done}");
        done
    }

    fn told(&self, command: &str) -> String {
        let done = self.run(command).to_string();
        done.replace(&self.server.address(), "ADDR")
    }

    fn kept(&self) -> Value {
        let bytes = std::fs::read(self.sandbox.path("kept")).unwrap();
        serde_json::from_slice(&bytes).unwrap()
    }
}

#[test]
fn runs_uses_the_login_and_renews_it_when_less_than_a_minute_is_left() {
    let desk = Desk::signed_in(3600);
    assert_eq!(desk.run("runs").code, 0);
    assert_eq!(
        desk.server.seen(RUNS)[0].authorization,
        "Bearer scat_secret1"
    );

    let desk = Desk::signed_in(59);
    let mut renewed = tokens(2, 59);
    desk.server.says(TOKEN, 200, &renewed);
    assert_eq!(desk.run("runs").code, 0);
    assert_eq!(
        desk.server.seen(RUNS)[0].authorization,
        "Bearer scat_secret2"
    );
    let asked = &desk.server.seen(TOKEN).last().unwrap().form.clone();
    assert_eq!(asked["grant_type"], "refresh_token");
    assert_eq!(asked["refresh_token"], "scrt_secret1");
    assert_eq!(asked["client_id"], "standcloud-cli");
    assert_eq!(desk.kept()["refresh_token"], "scrt_secret2");

    // A server that sends no new refresh token lets the old one stand.
    renewed = tokens(3, 3600);
    renewed.as_object_mut().unwrap().remove("refresh_token");
    desk.server.forget(TOKEN);
    desk.server.says(TOKEN, 200, &renewed);
    assert_eq!(desk.run("runs").code, 0);
    assert_eq!(desk.kept()["access_token"], "scat_secret3");
    assert_eq!(desk.kept()["refresh_token"], "scrt_secret2");
}

#[test]
fn upload_uses_the_login() {
    let desk = Desk::signed_in(3600);
    desk.sandbox.write("report.json", "{}");
    desk.server.says(UPLOAD, 201, &json!({}));
    let to = format!("--to {} --token-file kept", desk.server.address());
    let done = desk.sandbox.run(&format!("upload report.json {to}"));
    assert_eq!(done.code, 0, "{done}");
    let sent = &desk.server.seen(UPLOAD)[0].authorization;
    assert_eq!(sent, "Bearer scat_secret1");
}

#[test]
fn many_processes_renew_a_login_once() {
    let desk = Desk::signed_in(0);
    desk.server.grants(2, 3600);
    // A second use of a refresh token would be refused, as it looks like theft.
    desk.server
        .says(TOKEN, 400, &json!({"error": "invalid_grant"}));
    let processes: Vec<_> = (0..6)
        .map(|_| {
            let mut command = desk.sandbox.command(&desk.arguments("runs"));
            command.stdout(Stdio::piped()).stderr(Stdio::piped());
            command.spawn().unwrap()
        })
        .collect();
    for process in processes {
        let done = Finished::from(process.wait_with_output().unwrap());
        assert_eq!(done.code, 0, "{done}");
    }
    // One for the login, one for the renewal.
    assert_eq!(desk.server.seen(TOKEN).len(), 2);
    for asked in desk.server.seen(RUNS) {
        assert_eq!(asked.authorization, "Bearer scat_secret2");
    }
}

#[test]
fn a_refused_renewal_says_how_to_sign_in_again() {
    let desk = Desk::signed_in(0);
    let revoked = json!({"error": "invalid_grant", "error_description": "The stand was revoked."});
    desk.server.says(TOKEN, 400, &revoked);
    assert_answer!(desk.told("runs"), @r"
    exit 1
    --- stderr
    error: your login has ended: The stand was revoked.
    hint: 'standcloud login ADDR' signs you in again
    ");
    assert_answer!(desk.told("login --check"), @r"
    exit 1
    --- stderr
    error: your login has ended: The stand was revoked.
    hint: 'standcloud login ADDR' signs you in again
    ");
    // The next login begins at the start.
    desk.server.forget(TOKEN);
    desk.server.says(TOKEN, 400, &revoked);
    desk.server.grants(2, 3600);
    let done = desk.run("login");
    assert_eq!(done.code, 0, "{done}");
    assert_eq!(desk.kept()["refresh_token"], "scrt_secret2");
}

#[test]
fn a_server_that_is_busy_at_a_renewal_does_not_cost_the_login() {
    let desk = Desk::signed_in(50);
    desk.server.shows(TOKEN, 503, "<h1>Maintenance</h1>");
    assert_eq!(desk.run("runs").code, 0);
    assert_eq!(
        desk.server.seen(RUNS)[0].authorization,
        "Bearer scat_secret1"
    );

    let desk = Desk::signed_in(0);
    desk.server.shows(TOKEN, 503, "<h1>Maintenance</h1>");
    assert_answer!(desk.told("runs"), @r"
    exit 1
    --- stderr
    error: the server is too busy (503 Service Unavailable)
    hint: try again in a minute
    ");
    desk.server.forget(TOKEN);
    desk.server.grants(2, 3600);
    assert_eq!(desk.run("runs").code, 0);
}

#[test]
fn check_tells_who_where_and_until_when() {
    let desk = Desk::signed_in(3600);
    let who = json!({
        "principal": "user:ann@example.org", "organisation_name": "Plant\u{1b}[2J 1", "scopes": [],
    });
    desk.server.says(WHO, 200, &who);
    assert_answer!(desk.told("login --check"), @r"
    exit 0
    --- stdout
    Signed in to ADDR.
    as: user:ann@example.org
    organisation: Plant [2J 1
    valid until: [TIME], then renewed by itself
    ");
    desk.server.forget(HEALTH);
    desk.server.says(HEALTH, 401, &json!({"detail": "no"}));
    assert_answer!(desk.told("login --check"), @r"
    exit 1
    --- stderr
    error: your login to ADDR has ended, or was revoked
    hint: 'standcloud login ADDR' signs you in again
    ");
    desk.server.forget(RUNS);
    desk.server.says(RUNS, 401, &json!({"detail": "no"}));
    assert_answer!(desk.told("runs"), @r"
    exit 1
    --- stderr
    error: 401 Unauthorized: no
    hint: your login has ended, or was revoked; 'standcloud login ADDR' signs you in again
    ");
    desk.server.forget(RUNS);
    desk.server.says(RUNS, 403, &json!({"detail": "no"}));
    assert_answer!(desk.told("runs"), @r"
    exit 1
    --- stderr
    error: 403 Forbidden: no
    hint: your login may not do this; ask an Admin of your organisation, or give a key with --key
    ");
    std::fs::remove_file(desk.sandbox.path("kept")).unwrap();
    assert_answer!(desk.told("login --check"), @r"
    exit 1
    --- stderr
    error: you are not signed in to ADDR
    hint: 'standcloud login ADDR' signs you in
    ");
}

#[test]
fn logout_ends_the_login_at_the_server_and_here() {
    let desk = Desk::signed_in(3600);
    assert_answer!(desk.told("logout"), @r"
    exit 0
    --- stderr
    Signed out of ADDR.
    ");
    let revoked = &desk.server.seen(REVOCATION)[0].form;
    assert_eq!(revoked["token"], "scrt_secret1");
    assert_eq!(revoked["client_id"], "standcloud-cli");
    assert_eq!(files_with(&desk.sandbox.path(""), "secret").len(), 0);
    assert_answer!(desk.told("logout"), @r"
    exit 0
    --- stderr
    You were not signed in to ADDR.
    ");
    assert_eq!(desk.server.seen(REVOCATION).len(), 1);
}

#[test]
fn logout_forgets_the_login_when_the_server_is_away() {
    let desk = Desk::signed_in(3600);
    desk.server.forget(REVOCATION);
    desk.server.shows(REVOCATION, 502, "<h1>Bad gateway</h1>");
    assert_answer!(desk.told("logout"), @r"
    exit 0
    --- stderr
    The login is forgotten here, but the server could not be told: the server is too busy (502 Bad Gateway)
    It ends there when it is not used for some weeks. To end it now, revoke it in the list of connected stands.
    ");
    assert!(!desk.sandbox.path("kept").exists());
}

/// Somebody's other file must not be overwritten, nor deleted.
#[test]
fn a_file_that_is_no_login_to_this_server_is_left_alone() {
    let desk = Desk::signed_in(3600);
    let mut other = desk.kept();
    other["address"] = json!("other.example");
    for text in [other.to_string(), "my diary".to_owned()] {
        desk.sandbox.write("kept", &text);
        for command in ["login", "login --check", "logout", "runs"] {
            let done = desk.run(command);
            assert_eq!(done.code, 1, "{done}");
            assert!(done.stderr.contains("hint: "), "{done}");
        }
        let now = std::fs::read_to_string(desk.sandbox.path("kept")).unwrap();
        assert_eq!(now, text);
    }
    assert_answer!(desk.told("login"), @r"
    exit 1
    --- stderr
    error: kept is not a login of StandCloud
    hint: delete it, or name another --token-file
    ");
    desk.sandbox.write("kept", other.to_string());
    assert_answer!(desk.told("login"), @r"
    exit 1
    --- stderr
    error: kept is the login to other.example, not to ADDR
    hint: name another --token-file
    ");
}

/// It would stay open at the server with nobody to end it.
#[test]
fn a_login_that_cannot_be_kept_is_ended_at_once() {
    let sandbox = Sandbox::new();
    let server = FakeServer::start();
    server.grants(1, 3600);
    std::fs::create_dir(sandbox.path("kept.new")).unwrap();
    let done = sandbox.run(&format!("login {} --token-file kept", server.address()));
    assert_eq!(done.code, 1, "{done}");
    assert!(done.stderr.contains("cannot write kept"), "{done}");
    assert_eq!(server.seen(REVOCATION)[0].form["token"], "scrt_secret1");
}

#[test]
fn a_key_that_is_given_goes_before_the_login_and_the_login_before_the_stands_key() {
    let desk = Desk::signed_in(3600);
    let settings = format!(
        "[stand_cloud]\naddress = \"{}\"\napi_key = \"sck_stand\"\n",
        desk.server.address()
    );
    desk.sandbox.write("hardpy.toml", settings);
    desk.run("runs --key sck_given");
    desk.run("runs");
    desk.sandbox.run("runs");
    let seen = desk.server.seen(RUNS);
    let sent: Vec<_> = seen.iter().map(|seen| &*seen.authorization).collect();
    let expected = [
        "Bearer sck_given",
        "Bearer scat_secret1",
        "Bearer sck_stand",
    ];
    assert_eq!(sent, expected);
}
