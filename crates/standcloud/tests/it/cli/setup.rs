//! `standcloud setup`

use std::os::unix::fs::PermissionsExt;

use crate::support::assert_answer;
use crate::support::program::Sandbox;

#[test]
fn setup_makes_an_organisation_and_says_what_comes_next() {
    let sandbox = Sandbox::new();
    let done = sandbox.run_with_input(
        "setup --org Demo --email Boss@Example.org --time-zone Europe/Berlin",
        "correct horse battery\n",
    );
    assert_answer!(done, @r#"
    exit 0
    --- stderr
    Organisation "Demo" (demo, Europe/Berlin) is ready; boss@example.org is its Admin.
    Next: standcloud key add --data data --org demo --name "Stand 1"
    "#);
    let mode = std::fs::metadata(sandbox.path("data"))
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(
        mode & 0o777,
        0o700,
        "others on the machine must not read it"
    );
}

#[test]
fn a_second_setup_changes_nothing() {
    let sandbox = Sandbox::with_organisation();
    let again = sandbox.run_with_input(
        "setup --org demo --email b@example.org",
        "nine copper spoons rattle",
    );
    assert_answer!(again, @r"
    exit 1
    --- stderr
    error: organisation demo exists already; nothing was changed
    hint: 'standcloud key add' makes keys for it; a second one needs another --org
    ");
    let other = sandbox.run_with_input("setup --org Other --email a@example.org", "");
    assert_answer!(other, @r#"
    exit 0
    --- stderr
    Organisation "Other" (other, UTC) is ready; a@example.org is its Admin.
    a@example.org had an account before and keeps its password.
    Next: standcloud key add --data data --org other --name "Stand 1"
    "#);
}

#[test]
fn what_is_wrong_is_said_before_anything_is_made() {
    let sandbox = Sandbox::new();
    let run = |arguments: &str, input: &str| sandbox.run_with_input(arguments, input).to_string();
    assert_answer!(run("setup --org Demo --email a@example.org", "short\n"), @r"
    exit 1
    --- stderr
    error: The password needs at least 15 characters. A sentence is easy to remember.
    hint: four or five unrelated words are good
    ");
    assert_answer!(run("setup --org Demo --email a@example.org", ""), @r#"
    exit 1
    --- stderr
    error: there is no password on standard input
    hint: printf '%s' "$PASSWORD" | standcloud …
    "#);
    assert_answer!(run("setup --org Demo --email nobody", "correct horse battery"), @r#"
    exit 1
    --- stderr
    error: "nobody" is not an e-mail address
    hint: --email you@example.org
    "#);
    assert_answer!(
        run("setup --org Demo --email a@example.org --time-zone Mars/Base", "correct horse battery"),
        @r#"
    exit 1
    --- stderr
    error: there is no time zone "Mars/Base"
    hint: a name such as Europe/Berlin or UTC
    "#
    );
    assert_answer!(run("setup --org ___ --email a@example.org", "correct horse battery"), @r#"
    exit 1
    --- stderr
    error: the name "___" has no letter or digit of a-z, 0-9 for its web address
    hint: write it in Latin letters
    "#);
    assert_answer!(run("setup --email a@example.org", "correct horse battery"), @r"
    exit 2
    --- stderr
    error: the following required arguments were not provided:
      --org <NAME>

    Usage: standcloud setup --org <NAME> --email <E>

    For more information, try '--help'.
    ");
    assert!(!sandbox.path("data").exists());
}

#[test]
fn the_password_is_nowhere_on_the_disk() {
    let sandbox = Sandbox::with_organisation();
    let found = crate::support::program::files_with(&sandbox.path("data"), "correct horse");
    assert!(found.is_empty(), "{found:?}");
}
