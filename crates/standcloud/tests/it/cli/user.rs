//! `standcloud user`

use crate::support::assert_answer;
use crate::support::program::Sandbox;

const PASSWORD: &str = "nine copper spoons rattle";

#[test]
fn people_are_added_listed_and_kept_out() {
    let sandbox = Sandbox::with_organisation();
    let added = sandbox.run_with_input("user add Ann@Example.org --name Ann --admin", PASSWORD);
    assert_answer!(added, @r"
    exit 0
    --- stderr
    ann@example.org is admin of demo.
    ");
    assert_answer!(sandbox.run("user add ann@example.org"), @r"
    exit 1
    --- stderr
    error: ann@example.org is a member of demo already
    hint: Admins change roles on the page 'Members'
    ");
    assert_answer!(sandbox.run("user disable a@example.org"), @r"
    exit 0
    --- stderr
    a@example.org is kept out; browsers, stands and programs of this person are signed out.
    ");
    assert_answer!(sandbox.run("user list"), @r"
    exit 0
    --- stdout
    E-MAIL NAME STATE LAST SIGN-IN ORGANISATIONS
    a@example.org disabled never demo (admin)
    ann@example.org Ann active never demo (admin)
    ");
    let last = sandbox.run("user disable ann@example.org");
    assert!(
        last.stderr.contains("Nobody can administer demo now"),
        "{last}"
    );
    assert_answer!(sandbox.run("user enable ann@example.org"), @r"
    exit 0
    --- stderr
    ann@example.org may sign in again. Stands must be connected again.
    ");
    assert_answer!(sandbox.run("user enable ann@example.org"), @r"
    exit 1
    --- stderr
    error: ann@example.org is not disabled
    ");
    assert_answer!(sandbox.run("user sign-out ann@example.org --stands"), @r"
    exit 0
    --- stderr
    Signed ann@example.org out of 0 browsers.
    Stands and programs that this person has connected are signed out too.
    ");
    assert_answer!(sandbox.run("user remove-second-factor ann@example.org"), @r"
    exit 1
    --- stderr
    error: ann@example.org has no second step
    ");
    let json = sandbox.run("user list --json").stdout;
    let first: serde_json::Value = serde_json::from_str(json.lines().next().unwrap()).unwrap();
    assert_eq!(
        (&first["email"], &first["state"]),
        (&"a@example.org".into(), &"disabled".into())
    );
}

/// R-68, R-69
#[test]
fn r_68_a_password_is_reset_by_whoever_runs_the_server() {
    let sandbox = Sandbox::with_organisation();
    let reset = |input: &str| sandbox.run_with_input("user reset-password a@example.org", input);
    assert_answer!(reset("short"), @r"
    exit 1
    --- stderr
    error: The password needs at least 15 characters. A sentence is easy to remember.
    hint: four or five unrelated words are good
    ");
    assert_answer!(reset(PASSWORD), @r"
    exit 0
    --- stderr
    a@example.org has a new password and is signed out of all browsers.
    ");
    let done =
        sandbox.run("user reset-password a@example.org --link --public-url https://s.example/");
    assert_eq!(done.code, 0, "{done}");
    let link = done.stdout.trim_end();
    assert!(
        link.starts_with("https://s.example/auth/reset?token=scln_"),
        "{link}"
    );
    let kept = crate::support::program::files_with(&sandbox.path("data"), &link[link.len() - 43..]);
    assert!(kept.is_empty(), "{kept:?}");
    let nobody = sandbox.run_with_input("user reset-password b@example.org", PASSWORD);
    assert!(
        nobody
            .stderr
            .contains("there is nobody with the address b@example.org"),
        "{nobody}"
    );
}

#[test]
fn help_names_every_command() {
    let sandbox = Sandbox::new();
    let help = sandbox.run("user --help").stdout;
    for command in [
        "list",
        "add",
        "reset-password",
        "remove-second-factor",
        "disable",
        "enable",
        "sign-out",
    ] {
        assert!(help.contains(command), "{help}");
    }
}
