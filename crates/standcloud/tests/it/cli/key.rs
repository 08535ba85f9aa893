//! `standcloud key`

use standcloud::auth::key_format::ApiKeyText;

use crate::support::assert_answer;
use crate::support::program::{Sandbox, files_with};

#[test]
fn the_key_stands_alone_on_stdout() {
    let sandbox = Sandbox::with_organisation();
    let done = sandbox.run("key add --org Demo --name Stand-1 --expires 2099-12-31");
    assert_answer!(done, @r#"
    exit 0
    --- stdout
    [KEY]
    --- stderr
    Key "Stand-1" for demo may report:write; it ends on [TIME]. It is not shown again.
    "#);
    assert!(ApiKeyText::parse(done.stdout.trim_end()).is_some());
    let secret = &done.stdout[16..48];
    assert!(
        files_with(&sandbox.path("data"), secret).is_empty(),
        "R-52: the secret is kept"
    );
}

#[test]
fn keys_are_listed_with_their_state() {
    let sandbox = Sandbox::with_organisation();
    assert_answer!(sandbox.run("key list"), @r"
    exit 0
    --- stderr
    There are no keys yet: 'standcloud key add --name NAME' makes one.
    ");
    sandbox.add_key("--name Reader --scope report:read --networks 10.0.0.0/8 --expires never");
    sandbox.add_key("--name Stand-1 --expires 2099-12-31");
    let list = sandbox.run("key list");
    assert_answer!(list, @r"
    exit 0
    --- stdout
    NAME ID STATE SCOPES EXPIRES LAST USED FROM
    Stand-1 [KEY-ID] active report:write [TIME] - -
    Reader [KEY-ID] active report:read - - -
    ");
    let json = sandbox.run("key list --json").stdout;
    let names: Vec<serde_json::Value> = json
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(names[1]["networks"], serde_json::json!(["10.0.0.0/8"]));
    assert_eq!(names[1]["expires"], serde_json::Value::Null);
}

#[test]
fn a_rotation_leaves_the_old_key_valid_for_a_while() {
    let sandbox = Sandbox::with_organisation();
    sandbox.add_key("--name Stand-1");
    assert_answer!(sandbox.run("key rotate --name Stand-1 --expires 2099-12-31"), @r"
    exit 0
    --- stdout
    [KEY]
    --- stderr
    The old key [KEY-ID] stays valid for 7 days. The new one is not shown again.
    ");
    let list = sandbox.run("key list").to_string();
    assert_answer!(list, @r"
    exit 0
    --- stdout
    NAME ID STATE SCOPES EXPIRES LAST USED FROM
    Stand-1 [KEY-ID] active report:write [TIME] - -
    Stand-1 [KEY-ID] rotated report:write [TIME] - -
    ");
    assert_answer!(sandbox.run("key rotate --name Nobody"), @r#"
    exit 1
    --- stderr
    error: there is no active key "Nobody"
    hint: 'key list' shows them
    "#);
}

#[test]
fn a_revoked_key_is_ended_and_its_name_free_again() {
    let sandbox = Sandbox::with_organisation();
    sandbox.add_key("--name Stand-1");
    assert_answer!(sandbox.run("key add --name Stand-1"), @r#"
    exit 1
    --- stderr
    error: there is an active key "Stand-1" already
    hint: 'key rotate' replaces it, 'key revoke' ends it, or choose another name
    "#);
    assert_answer!(sandbox.run("key revoke --name Stand-1"), @r"
    exit 0
    --- stderr
    Revoked [KEY-ID]. A running server refuses it within 5 seconds.
    ");
    assert_answer!(sandbox.run("key revoke --name Stand-1"), @r#"
    exit 1
    --- stderr
    error: there is no key "Stand-1" to revoke
    hint: 'key list' shows them
    "#);
    sandbox.add_key("--name Stand-1");
}

#[test]
fn a_key_may_be_named_by_its_id() {
    let sandbox = Sandbox::with_organisation();
    let key = sandbox.add_key("--name Stand-1");
    let id = ApiKeyText::parse(&key).unwrap().public_id().to_owned();
    assert_eq!(sandbox.run(&format!("key revoke --name {id}")).code, 0);
}

#[test]
fn wrong_arguments_are_told() {
    let sandbox = Sandbox::with_organisation();
    let run = |arguments: &str| sandbox.run(arguments).to_string();
    assert_answer!(run("key add --name A --scope admin:all"), @r#"
    exit 2
    --- stderr
    error: invalid value 'admin:all' for '--scope <SCOPES>': unknown scope "admin:all": use report:write or report:read

    For more information, try '--help'.
    "#);
    assert_answer!(run("key add --name A --expires soon"), @r#"
    exit 1
    --- stderr
    error: "soon" is neither like 90d nor like 2027-01-31 nor 'never'
      because: failed to parse four digit integer as year: invalid digit, expected 0-9 but got s
    "#);
    assert_answer!(run("key add --name A --expires 2020-01-01"), @r#"
    exit 1
    --- stderr
    error: "2020-01-01" is in the past
    "#);
    assert_answer!(run("key add --name A --networks 10.0.0.0/99"), @r"
    exit 2
    --- stderr
    error: invalid value '10.0.0.0/99' for '--networks <NETWORKS>': invalid IP address syntax

    For more information, try '--help'.
    ");
    assert_answer!(run("key add --org Nobody --name A"), @r#"
    exit 1
    --- stderr
    error: there is no organisation "Nobody"
    hint: 'standcloud setup' makes one
    "#);
    assert_answer!(run("key add --data elsewhere --name A"), @r"
    exit 1
    --- stderr
    error: there is no database in elsewhere
    hint: 'standcloud setup' makes one; or name the folder with --data
    ");
}

#[test]
fn with_several_organisations_one_must_be_named() {
    let sandbox = Sandbox::with_organisation();
    sandbox.run_with_input(
        "setup --org Other --email b@example.org",
        "another password",
    );
    assert_answer!(sandbox.run("key add --name A"), @r"
    exit 1
    --- stderr
    error: there are several organisations: name one with --org
    ");
    assert_eq!(sandbox.run("key add --org other --name A").code, 0);
}
