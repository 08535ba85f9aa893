//! `standcloud doctor`

use crate::support::assert_answer;
use crate::support::program::Sandbox;

/// Without what depends on this machine.
fn findings(text: &str) -> String {
    let kept = text
        .lines()
        .map(|line| match line.split_whitespace().nth(1) {
            Some(subject @ ("version" | "disk" | "clock" | "certificate")) => {
                let verdict = line.split_whitespace().next().unwrap();
                format!("{verdict} {subject} …")
            }
            Some("database") if line.contains("SQLite 3.") => "ok database SQLite 3…".to_owned(),
            _ => line.split_whitespace().collect::<Vec<_>>().join(" "),
        });
    kept.collect::<Vec<_>>().join("\n")
}

#[test]
fn a_healthy_installation_is_told_in_one_screen() {
    let sandbox = Sandbox::with_organisation();
    let done = sandbox.run("doctor");
    assert_eq!(done.code, 0, "{done}");
    assert_answer!(findings(&done.stdout), @r"
    ok version …
    ok clock …
    ok data folder data is private
    ok disk …
    ok certificate …
    ok database SQLite 3…
    ok organisation demo: 0 reports, 0 in quarantine
    ");
    let json = sandbox.run("doctor --json").stdout;
    for line in json.lines() {
        let finding: serde_json::Value = serde_json::from_str(line).unwrap();
        assert!(finding["verdict"].is_string() && finding["text"].is_string());
    }
}

#[test]
fn each_problem_is_told_with_what_to_do() {
    use std::os::unix::fs::PermissionsExt;
    let sandbox = Sandbox::with_organisation();
    sandbox.write("wrong.toml", "lisen = 1\n");
    sandbox.write("data/tls/certificate.pem", "nonsense");
    let open = std::fs::Permissions::from_mode(0o755);
    std::fs::set_permissions(sandbox.path("data"), open).unwrap();
    let done = sandbox.run("doctor --config wrong.toml");
    assert_eq!(done.code, 1);
    assert_answer!(findings(&done.stdout), @r"
    ok version …
    problem configuration the configuration wrong.toml is not right: TOML parse error at line 1, column 1
    |
    1 | lisen = 1
    | ^^^^^
    unknown field `lisen`, expected one of `listen`, `public_url`, `also_known_as`, `server_key_file`, `database_url`, `certificate_file`, `private_key_file`, `plain_http`, `behind_proxy`, `trusted_proxies`, `metrics`, `demo`, `log`, `limits`, `auth`, `mail`, `sso`

    ok clock …
    warning data folder others on this machine may read it: chmod 700 data
    ok disk …
    problem certificate …
    ok database SQLite 3…
    ok organisation demo: 0 reports, 0 in quarantine
    ");
    let missing = sandbox.run("doctor --data elsewhere");
    assert_eq!(missing.code, 1);
    assert_answer!(findings(&missing.stdout), @r"
    ok version …
    ok clock …
    problem data folder elsewhere is not there: name it with --data, or run 'standcloud setup'
    warning disk …
    ok certificate …
    problem database there is no database in elsewhere
    hint: 'standcloud setup' makes one; or name the folder with --data
    ");
}

#[test]
fn a_damaged_database_is_found() {
    let sandbox = Sandbox::with_organisation();
    let file = sandbox.path("data/standcloud.db");
    let mut bytes = std::fs::read(&file).unwrap();
    let middle = bytes.len() / 2;
    for byte in &mut bytes[4096..middle] {
        *byte = 0xaa;
    }
    std::fs::write(&file, bytes).unwrap();
    let done = sandbox.run("doctor");
    assert_eq!(done.code, 1, "{done}");
    assert!(done.stdout.contains("problem  database"), "{done}");
}

/// R-77: two keys on one database would fail in ways that nobody explains.
#[test]
fn a_server_key_of_another_installation_is_found_and_can_be_accepted() {
    let sandbox = Sandbox::with_organisation();
    drop(sandbox.serve(""));
    let done = sandbox.run("doctor");
    assert!(done.stdout.contains("server key"), "{done}");
    assert_eq!(done.code, 0, "{done}");
    sandbox.write("data/server.key", format!("1 {}\n", "ab".repeat(32)));
    let done = sandbox.run("doctor");
    assert_eq!(done.code, 1, "{done}");
    assert!(
        done.stdout.contains("does not belong to this database"),
        "{done}"
    );
    let refused = sandbox.run("serve --listen 127.0.0.1:0");
    assert_ne!(refused.code, 0, "{refused}");
    assert!(refused.stderr.contains("--accept-server-key"), "{refused}");
    assert_eq!(sandbox.run("doctor --accept-server-key").code, 0);
    assert_eq!(sandbox.run("doctor").code, 0);
}

/// A mail server that cannot be reached is found before somebody waits for an invitation.
#[test]
fn a_mail_server_that_is_not_there_is_told() {
    let sandbox = Sandbox::with_organisation();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    drop(taken);
    sandbox.write(
        "mail.toml",
        format!(
            "[mail]\nserver = \"127.0.0.1\"\nport = {port}\nsecurity = \"none\"\nfrom = \"s@plant.example\"\n"
        ),
    );
    let done = sandbox.run("doctor --config mail.toml");
    assert_eq!(done.code, 1, "{done}");
    let expected = format!("127.0.0.1:{port} takes no mail, so invitations");
    assert!(done.stdout.contains(&expected), "{done}");
    sandbox.write("wrong.toml", "[mail]\nserver = \"m\"\nfrom = \"nobody\"\n");
    let done = sandbox.run("doctor --config wrong.toml");
    assert!(
        done.stdout.contains("mail.from \"nobody\" is no address"),
        "{done}"
    );
}
