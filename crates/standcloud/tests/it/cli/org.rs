//! `standcloud org`

use crate::support::assert_answer;
use crate::support::program::Sandbox;

#[test]
fn organisations_are_made_listed_and_renamed() {
    let sandbox = Sandbox::with_organisation();
    let added = sandbox.run("org add --org Werk-2 --email a@example.org --time-zone Asia/Tokyo");
    assert_answer!(added, @r#"
    exit 0
    --- stderr
    Organisation "Werk-2" (werk-2, Asia/Tokyo) is ready; a@example.org is its Admin.
    a@example.org had an account before and keeps its password.
    Next: standcloud key add --data data --org werk-2 --name "Stand 1"
    "#);
    assert_answer!(sandbox.run("org rename --org werk-2 --name Halle"), @r#"
    exit 0
    --- stderr
    werk-2 is now called "Halle".
    "#);
    assert_answer!(sandbox.run("org list"), @r"
    exit 0
    --- stdout
    SLUG NAME TIME ZONE MEMBERS
    demo Demo UTC 1
    werk-2 Halle Asia/Tokyo 1
    ");
    let json = sandbox.run("org list --json").stdout;
    let first: serde_json::Value = serde_json::from_str(json.lines().next().unwrap()).unwrap();
    assert_eq!(first["slug"], "demo");
}

#[test]
fn settings_are_shown_and_changed() {
    let sandbox = Sandbox::with_organisation();
    assert_answer!(sandbox.run("org settings --day-start 06:30 --members-may-approve yes"), @r"
    exit 0
    --- stdout
    name Demo
    time-zone UTC
    day-start 06:30
    members-may-approve yes
    admins-need-second-factor no
    --- stderr
    Changed: day start: 00:00 to 06:30; members may connect stands: no to yes.
    ");
    assert_answer!(sandbox.run("org settings"), @r"
    exit 0
    --- stdout
    name Demo
    time-zone UTC
    day-start 06:30
    members-may-approve yes
    admins-need-second-factor no
    ");
    for (arguments, expected) in [
        ("--day-start 25:00", "is no time of day"),
        ("--time-zone Mars/Base", "there is no time zone"),
        ("--members-may-approve perhaps", "say yes or no"),
        ("--org nothing", "there is no organisation"),
    ] {
        let done = sandbox.run(&format!("org settings {arguments}"));
        assert_ne!(done.code, 0);
        assert!(done.stderr.contains(expected), "{done}");
    }
}
