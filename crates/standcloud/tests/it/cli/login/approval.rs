//! Logins that are approved: how they are waited for and where they are kept.

use std::path::PathBuf;
use std::time::Duration;

use serde_json::{Value, json};

use super::{Desk, mode};
use crate::support::assert_answer;
use crate::support::fake_server::{DEVICE, HEALTH, METADATA, REVOCATION, TOKEN};
use crate::support::program::finish;

#[test]
fn a_login_is_approved_and_kept_where_only_its_owner_can_read_it() {
    let desk = Desk::new();
    desk.server
        .says(TOKEN, 400, &json!({"error": "authorization_pending"}));
    desk.server.grants(1, 3600);
    let done = desk.login("");
    let kept = desk.kept();
    let name = kept.file_name().unwrap().to_str().unwrap();
    assert_answer!(desk.told(&done).replace(name, "FILE"), @r"
    exit 0
    --- stdout
    https://plant.example/device?user_code=BCDF-GHJK
    BCDF-GHJK
    --- stderr
    To sign in to ADDR, open this page on any computer or phone:
    Compare its code with this one, and accept:
    Waiting for at most 6 min; Ctrl-C stops.
    The login is kept in HOME/.config/standcloud/logins/FILE, which only you can read.
    Signed in to ADDR.
    ");
    assert_eq!(mode(&kept), 0o600);
    assert_eq!(mode(kept.parent().unwrap()), 0o700);
    let login: Value = serde_json::from_slice(&std::fs::read(&kept).unwrap()).unwrap();
    assert_eq!(login["refresh_token"], "scrt_secret1");

    let began = &desk.server.seen(DEVICE)[0].form;
    assert_eq!(began["client_id"], "standcloud-cli");
    assert_eq!(began["scope"], "report:read report:write offline_access");
    let polls = desk.server.seen(TOKEN);
    assert_eq!(polls.len(), 3);
    for poll in &polls {
        assert_eq!(poll.form["client_id"], "standcloud-cli");
        assert_eq!(poll.form["device_code"], "scdc_secret");
        let grant_type = "urn:ietf:params:oauth:grant-type:device_code";
        assert_eq!(poll.form["grant_type"], grant_type);
    }
    assert!(polls[2].at - polls[1].at >= Duration::from_secs(1));
}

#[test]
fn slow_down_makes_it_five_seconds_slower() {
    let desk = Desk::new();
    desk.server.forget(TOKEN);
    desk.server.says(TOKEN, 400, &json!({"error": "slow_down"}));
    desk.server.grants(1, 3600);
    assert_eq!(desk.login("").code, 0);
    let polls = desk.server.seen(TOKEN);
    assert!(polls[1].at - polls[0].at >= Duration::from_secs(6));
}

#[test]
fn a_busy_server_in_the_middle_is_waited_for() {
    let desk = Desk::new();
    desk.server.forget(TOKEN);
    desk.server.shows(TOKEN, 503, "<h1>Maintenance</h1>");
    let busy = json!({"error": "temporarily_unavailable"});
    desk.server.says(TOKEN, 429, &busy);
    desk.server.grants(1, 3600);
    let outcome = desk.outcome();
    assert!(
        outcome.starts_with("exit 0\nThe server does not answer at the moment; still trying.\n"),
        "{outcome}"
    );
    assert_eq!(desk.server.seen(TOKEN).len(), 3);
}

/// RFC 8414 §3.3: metadata of another issuer is not used.
#[test]
fn metadata_is_followed_when_it_is_the_servers_own() {
    let desk = Desk::new();
    desk.server.grants(1, 3600);
    let metadata = |issuer: &str, token_host: &str| {
        let own = desk.server.address();
        json!({
            "issuer": format!("{issuer}/auth"),
            "device_authorization_endpoint": format!("{own}{DEVICE}"),
            "token_endpoint": format!("{token_host}/moved/token"),
            "revocation_endpoint": format!("{own}{REVOCATION}"),
        })
    };
    let own = desk.server.address();
    let moved = |document: Value| {
        desk.server.forget(METADATA);
        desk.server.says(METADATA, 200, &document);
        let before = desk.server.seen("/moved/token").len();
        desk.login("--token-file kept");
        let _ = std::fs::remove_file(desk.sandbox.path("kept"));
        desk.server.seen("/moved/token").len() > before
    };
    assert!(!moved(metadata("https://evil.example", &own)));
    assert!(!moved(metadata(&own, "https://evil.example")));
    assert!(moved(metadata(&own, &own)));
}

#[test]
fn a_login_that_works_is_not_made_again_and_one_that_ended_is() {
    let desk = Desk::new();
    desk.server.grants(1, 3600);
    assert_eq!(desk.login("").code, 0);
    assert_answer!(desk.told(&desk.login("")), @r"
    exit 0
    --- stdout
    Signed in to ADDR.
    valid until: [TIME], then renewed by itself
    --- stderr
    To sign in as somebody else: 'standcloud logout ADDR' first.
    ");
    assert_eq!(desk.server.seen(DEVICE).len(), 1);
    assert_eq!(
        desk.server.seen(HEALTH)[0].authorization,
        "Bearer scat_secret1"
    );

    desk.server.forget(HEALTH);
    desk.server.says(HEALTH, 503, &json!({"detail": "later"}));
    assert_answer!(desk.told(&desk.login("")), @r"
    exit 1
    --- stderr
    error: 503 Service Unavailable: later
    ");
    desk.server.forget(HEALTH);
    desk.server.says(HEALTH, 401, &json!({"detail": "no"}));
    desk.server.forget(TOKEN);
    desk.server.grants(2, 3600);
    assert_eq!(desk.login("").code, 0);
    assert_eq!(desk.server.seen(DEVICE).len(), 2);
}

/// As on a server without a desktop.
#[cfg(target_os = "linux")]
#[test]
fn without_a_keyring_the_login_is_kept_in_a_file() {
    let desk = Desk::new();
    desk.server.grants(1, 3600);
    let run = |command: &str| {
        let arguments = format!("{command} {}", desk.server.address());
        let mut command = desk.sandbox.command(&arguments);
        command.env_remove("STANDCLOUD_NO_KEYRING");
        command.env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent");
        let done = finish(command, "");
        desk.told(&done)
    };
    assert_answer!(run("login --check"), @r"
    exit 1
    --- stderr
    error: you are not signed in to ADDR
    hint: 'standcloud login ADDR' signs you in
    hint: the system keyring does not answer here, so a login in it cannot be seen
    ");
    assert!(run("login").contains("only you can read"));
    assert_eq!(mode(&desk.kept()), 0o600);
    assert!(run("login --check").starts_with("exit 0"));
    assert!(run("logout").starts_with("exit 0"));
    assert_eq!(desk.kept(), PathBuf::new());
    assert_answer!(run("logout"), @r"
    exit 0
    --- stderr
    You were not signed in to ADDR.
    hint: the system keyring does not answer here, so a login in it cannot be seen
    ");
}

#[test]
fn the_address_comes_from_the_hardpy_toml_above() {
    let desk = Desk::new();
    let settings = format!("[stand_cloud]\naddress = \"{}\"\n", desk.server.address());
    desk.sandbox.write("plan/hardpy.toml", settings);
    std::fs::create_dir_all(desk.sandbox.path("plan/deep/er")).unwrap();
    desk.server.grants(1, 3600);
    let run_in = |folder: &str| {
        let mut command = desk.sandbox.command("login");
        command.current_dir(desk.sandbox.path(folder));
        finish(command, "")
    };
    let done = run_in("plan/deep/er");
    assert_eq!(done.code, 0, "{done}");
    assert_eq!(desk.server.seen(DEVICE).len(), 1);
    assert_answer!(run_in(""), @r"
    exit 1
    --- stderr
    error: which server?
    hint: 'standcloud login ADDR', or run this where hardpy.toml has [stand_cloud] address
    ");
}
