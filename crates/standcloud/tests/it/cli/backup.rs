//! `standcloud backup` and `standcloud restore`

use crate::support::program::Sandbox;
use crate::support::{assert_answer, run_of};

/// The size of the file depends on the version of the database.
fn without_size(text: &str) -> String {
    let words = text.split(' ').map(|word| match word.strip_prefix('(') {
        Some(size) if size.bytes().all(|byte| byte.is_ascii_digit()) => "([SIZE]",
        _ => word,
    });
    words.collect::<Vec<_>>().join(" ")
}

#[test]
fn a_backup_of_a_running_server_can_be_restored() {
    let sandbox = Sandbox::with_organisation();
    let key = sandbox.add_key("--name Person --scope report:write,report:read");
    let server = sandbox.serve("");
    let to = format!("--insecure --to {} --key {key}", server.address());
    sandbox.write("1.json", run_of("SN-1").bytes());
    assert_eq!(sandbox.run(&format!("upload 1.json {to}")).code, 0);
    let backup = sandbox.run("backup copy.db");
    assert_answer!(without_size(&backup.to_string()), @r"
    exit 0
    --- stderr
    Wrote copy.db ([SIZE] bytes).
    The tls folder and server.key are not in it: keep a copy of both, apart from the backup.
    ");
    assert_answer!(sandbox.run("backup copy.db"), @r"
    exit 1
    --- stderr
    error: copy.db exists already; a backup never overwrites a file
    ");
    sandbox.write("2.json", run_of("SN-2").bytes());
    assert_eq!(sandbox.run(&format!("upload 2.json {to}")).code, 0);

    assert_answer!(sandbox.run("restore copy.db --replace"), @r"
    exit 1
    --- stderr
    error: a server uses the folder data
    hint: stop it first
    ");
    drop(server);
    assert_answer!(sandbox.run("restore copy.db"), @r"
    exit 1
    --- stderr
    error: there is a database in data
    hint: --replace keeps it beside the restored one
    ");
    let restored = sandbox.run("restore copy.db --replace");
    let shown = restored.to_string();
    let (before, _) = shown.split_once(".before-restore-").unwrap();
    assert_answer!(before, @r"
    exit 0
    --- stderr
    The database before is data/standcloud.db
    ");
    assert_eq!(restored.code, 0);
    let doctor = sandbox.run("doctor").stdout;
    assert!(doctor.contains("demo: 1 reports"), "{doctor}");
}

#[test]
fn a_backup_can_be_restored_into_an_empty_folder() {
    let sandbox = Sandbox::with_organisation();
    assert_eq!(sandbox.run("backup copy.db").code, 0);
    assert_answer!(sandbox.run("restore --data elsewhere copy.db"), @r"
    exit 0
    --- stderr
    Restored copy.db into elsewhere.
    ");
    let doctor = sandbox.run("doctor --data elsewhere").stdout;
    assert!(doctor.contains("demo: 0 reports"), "{doctor}");
}

#[test]
fn a_copy_that_was_cut_off_is_not_restored() {
    let sandbox = Sandbox::with_organisation();
    assert_eq!(sandbox.run("backup copy.db").code, 0);
    let whole = std::fs::read(sandbox.path("copy.db")).unwrap();
    for kept in [whole.len() - 1, whole.len() / 2, 4096] {
        sandbox.write("cut.db", &whole[..kept]);
        let done = sandbox.run("restore --replace cut.db");
        assert_eq!(done.code, 1, "{done}");
        let expected = format!("cut.db is not complete: {kept} of {} bytes", whole.len());
        assert!(done.stderr.contains(&expected), "{done}");
    }
    assert!(sandbox.run("doctor").stdout.contains("demo: 0 reports"));
}

/// What is left of another database's write-ahead log must not be taken for this one's.
#[test]
fn a_left_over_log_of_another_database_does_no_harm() {
    let sandbox = Sandbox::with_organisation();
    assert_eq!(sandbox.run("backup copy.db").code, 0);
    let server = sandbox.serve("");
    sandbox.add_key("--name Unwanted");
    let log = std::fs::read(sandbox.path("data/standcloud.db-wal")).unwrap();
    assert!(!log.is_empty(), "this test needs a log");
    drop(server);
    sandbox.write("elsewhere/standcloud.db-wal", log);
    assert_eq!(sandbox.run("restore --data elsewhere copy.db").code, 0);
    assert!(!sandbox.path("elsewhere/standcloud.db-wal").exists());
    assert_eq!(sandbox.run("key list --data elsewhere").stdout, "");
}

#[test]
fn what_is_no_backup_is_refused() {
    let sandbox = Sandbox::with_organisation();
    sandbox.write("notes.txt", "SQLite format");
    let run = |arguments: &str| sandbox.run(arguments).to_string();
    assert_answer!(run("restore --replace notes.txt"), @r"
    exit 1
    --- stderr
    error: notes.txt is not a backup of StandCloud
    ");
    assert_answer!(run("restore --replace missing.db"), @r"
    exit 1
    --- stderr
    error: cannot read missing.db
      because: No such file or directory (os error 2)
    ");
    assert_answer!(run("backup --data elsewhere copy.db"), @r"
    exit 1
    --- stderr
    error: there is no database in elsewhere
    hint: 'standcloud setup' makes one; or name the folder with --data
    ");
    assert_answer!(run("backup --database-url postgres://nobody@127.0.0.1:1/none copy.db"), @r"
    exit 1
    --- stderr
    error: cannot open the database
      because: the database does not answer: pool timed out while waiting for an open connection
    hint: is PostgreSQL running, and are address, name and password of the URL right?
    ");
    assert_answer!(run("restore --database-url postgres://nobody@127.0.0.1:1/none notes.txt"), @r"
    exit 1
    --- stderr
    error: this is a PostgreSQL database
    hint: restore it with pg_restore
    ");
    assert!(
        sandbox.run("doctor").stdout.contains("demo: 0 reports"),
        "it was left alone"
    );
}
