//! `standcloud login` against every answer that an authorization server may give.

use std::io::Read;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

use crate::support::assert_answer;
use crate::support::fake_server::{DEVICE, FakeServer, HEALTH, METADATA, REVOCATION, TOKEN};
use crate::support::program::{Finished, Sandbox};

/// A terminal with a server.
struct Desk {
    sandbox: Sandbox,
    server: FakeServer,
}

impl Desk {
    fn new() -> Self {
        Self {
            sandbox: Sandbox::new(),
            server: FakeServer::start(),
        }
    }

    fn login(&self, options: &str) -> Finished {
        let done = self
            .sandbox
            .run(&format!("login {} {options}", self.server.address()));
        assert!(!done.to_string().contains("secret"), "{done}");
        done
    }

    /// What a person reads, without the port.
    fn told(&self, done: &Finished) -> String {
        done.to_string()
            .replace(&self.server.address(), "ADDR")
            .replace(self.sandbox.path("").to_str().unwrap(), "HOME/")
    }

    /// What is said after the code was shown.
    fn outcome(&self) -> String {
        let told = self.told(&self.login(""));
        let code = told.split_once('\n').unwrap().0.to_owned();
        let said = told
            .split_once("Ctrl-C stops.")
            .map_or("", |(_, said)| said);
        code + said
    }

    fn kept(&self) -> PathBuf {
        let folder = self.sandbox.path(".config/standcloud/logins");
        let files = std::fs::read_dir(folder).into_iter().flatten();
        let mut files = files.map(|entry| entry.unwrap().path());
        let file = files.find(|path| path.extension().is_some_and(|e| e == "json"));
        file.unwrap_or_default()
    }
}

fn mode(path: &Path) -> u32 {
    std::fs::metadata(path).unwrap().permissions().mode() & 0o777
}

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
fn what_ends_a_login_is_explained() {
    let desk = Desk::new();
    let answer = |status: u16, body: Value| {
        desk.server.forget(TOKEN);
        desk.server.says(TOKEN, status, &body);
        desk.outcome()
    };
    let refuse = |body: Value| answer(400, body);
    assert_answer!(refuse(json!({"error": "access_denied"})), @r"
    exit 1
    error: the login was denied in the browser
    hint: if that was a mistake, begin again
    ");
    assert_answer!(refuse(json!({"error": "expired_token"})), @r"
    exit 1
    error: nobody approved the login in time, so its code has ended
    hint: begin again, and open the link within a few minutes
    ");
    let description = "The code is\u{1b}[31m unknown.\r\n";
    assert_answer!(refuse(json!({"error": "invalid_grant", "error_description": description})), @r"
    exit 1
    error: the login failed: The code is [31m unknown.
    hint: begin again with 'standcloud login ADDR'
    ");
    assert_answer!(answer(200, json!({"access_token": "scat_secret"})), @r"
    exit 1
    error: ADDR does not answer as a StandCloud server does (a member is missing)
    hint: is the address right, and is there a proxy with a page of its own?
    ");
    assert_answer!(answer(200, json!({"access_token": "scat_secret", "expires_in": 3600})), @r"
    exit 1
    error: the server gave no refresh token, so the login would end within the hour
    hint: its administrator may have switched that off for this program
    ");
    assert_eq!(desk.kept(), PathBuf::new());
}

#[test]
fn a_code_that_nobody_looks_at_ends_by_itself() {
    let desk = Desk::new();
    desk.server.begins(&json!({"expires_in": 2}));
    assert_answer!(desk.outcome(), @r"
    exit 1
    error: nobody approved the login in time, so its code has ended
    hint: begin again, and open the link within a few minutes
    ");
    assert_eq!(desk.server.seen(TOKEN).len(), 2);
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

#[test]
fn a_page_in_the_place_of_an_answer_is_no_server_of_ours() {
    let desk = Desk::new();
    desk.server.forget(TOKEN);
    desk.server.shows(TOKEN, 200, "<h1>Guest network</h1>");
    assert_answer!(desk.outcome(), @r"
    exit 1
    error: ADDR does not answer as a StandCloud server does (200 OK)
    hint: is the address right, and is there a proxy with a page of its own?
    ");
    let begin = |status: u16, body: Value| {
        desk.server.forget(DEVICE);
        desk.server.says(DEVICE, status, &body);
        desk.told(&desk.login(""))
    };
    assert_answer!(begin(404, json!({"detail": "there is nothing at this address"})), @r"
    exit 1
    --- stderr
    error: ADDR does not answer as a StandCloud server does (404 Not Found)
    hint: is the address right, and is there a proxy with a page of its own?
    ");
    let unknown = json!({"error": "invalid_client", "error_description": "Unknown client."});
    assert_answer!(begin(401, unknown), @r"
    exit 1
    --- stderr
    error: the server refuses the login: Unknown client.
    ");
    assert_answer!(begin(429, json!({"error": "temporarily_unavailable"})), @r"
    exit 1
    --- stderr
    error: the server is too busy (429 Too Many Requests)
    hint: try again in a minute
    ");
    desk.server
        .begins(&json!({"verification_uri_complete": "javascript:alert(1)"}));
    assert_answer!(desk.told(&desk.login("")), @r"
    exit 1
    --- stderr
    error: ADDR does not answer as a StandCloud server does (the page to open has no web address)
    hint: is the address right, and is there a proxy with a page of its own?
    ");
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
fn ctrl_c_ends_it_quietly() {
    let desk = Desk::new();
    let mut command = desk
        .sandbox
        .command(&format!("login {}", desk.server.address()));
    let mut process = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    while desk.server.seen(TOKEN).is_empty() {
        std::thread::sleep(Duration::from_millis(20));
    }
    let process_id = process.id().to_string();
    let sent = Command::new("kill").args(["-INT", &process_id]).status();
    assert!(sent.unwrap().success());
    assert_eq!(process.wait().unwrap().code(), Some(130));
    let mut said = String::new();
    let stderr = process.stderr.take().unwrap();
    { stderr }.read_to_string(&mut said).unwrap();
    assert!(said.trim_end().ends_with("Ctrl-C stops."), "{said}");
}

#[test]
fn on_a_terminal_a_qr_code_is_drawn_where_it_has_room() {
    let desk = Desk::new();
    desk.server.begins(&json!({"expires_in": 1}));
    let drawn = |columns: u32, options: &str| {
        let mut command = desk.sandbox.command("");
        let shell = format!(
            "stty cols {columns} rows 50; exec {} login {} {options}",
            env!("CARGO_BIN_EXE_standcloud"),
            desk.server.address()
        );
        let mut terminal = Command::new("script");
        terminal.args(["-qec", &shell, "/dev/null"]).env_clear();
        for (name, value) in command.get_envs() {
            terminal.env(name, value.unwrap());
        }
        terminal.current_dir(command.get_current_dir().unwrap());
        command = terminal;
        let output = command.stdin(Stdio::null()).output().unwrap();
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(text.contains("BCDF-GHJK"), "{text}");
        text.contains('▀')
    };
    assert!(drawn(100, ""));
    assert!(!drawn(30, ""));
    assert!(!drawn(100, "--no-qr"));
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
        crate::support::program::finish(command, "")
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

#[test]
fn a_token_is_not_sent_where_anybody_can_read_it() {
    let sandbox = Sandbox::new();
    assert_answer!(sandbox.run("login http://10.0.0.1:8443"), @r"
    exit 1
    --- stderr
    error: http://10.0.0.1:8443 is not encrypted, so anybody on the way could take your login
    hint: leave http:// out; a StandCloud server speaks https
    ");
    assert_answer!(sandbox.run("login ann:secret@plant.example"), @r"
    exit 1
    --- stderr
    error: an address holds no user name or password
    hint: host and port are enough
    ");
}

#[test]
fn the_certificate_of_the_server_is_verified() {
    let sandbox = Sandbox::with_organisation();
    let server = sandbox.serve("");
    let login = |options: &str| sandbox.run(&format!("login {} {options}", server.address()));
    assert_answer!(login(""), @r"
    exit 1
    --- stderr
    error: no connection to https://localhost:[PORT]: invalid peer certificate: UnknownIssuer
    hint: give the server's certificate with --certificate FILE (its tls/certificate.pem), or --insecure as HardPy does
    ");
    assert_answer!(login("--certificate missing.pem"), @r"
    exit 1
    --- stderr
    error: cannot read the certificate missing.pem
      because: No such file or directory (os error 2)
    ");
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
        let done = crate::support::program::finish(command, "");
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
fn help_teaches_with_an_example() {
    let sandbox = Sandbox::new();
    for command in ["login", "logout"] {
        let help = sandbox.run(&format!("{command} --help"));
        let example = format!("  standcloud {command} standcloud.example:8443");
        assert!(help.stdout.contains(&example), "{help}");
    }
}
