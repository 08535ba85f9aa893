//! `standcloud serve`: how it starts, what it refuses, and how it stops.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt;
use std::time::Duration;

use crate::support::program::{Sandbox, files_with};
use crate::support::{assert_answer, run_of};

#[test]
fn a_first_start_makes_a_certificate_and_says_where_it_listens() {
    let sandbox = Sandbox::new();
    let server = sandbox.serve("");
    for file in ["certificate.pem", "key.pem"] {
        assert!(sandbox.path("data/tls").join(file).exists(), "{file}");
    }
    let key = std::fs::metadata(sandbox.path("data/tls/key.pem")).unwrap();
    assert_eq!(key.permissions().mode() & 0o077, 0);
    server.terminate();
    let (code, log) = server.ended();
    assert_eq!(code, 0, "{log}");
}

/// R-68: the link is in what the server says at its start, a new one each time, and nowhere else.
#[test]
fn r_68_a_server_without_an_organisation_prints_the_link_to_make_one() {
    let sandbox = Sandbox::new();
    let link = || {
        let server = sandbox.serve("");
        let address = format!("  https://{}/auth/setup?token=scln_", server.address());
        server.terminate();
        let (_, log) = server.ended();
        let line = log.lines().find(|line| line.starts_with(&address));
        line.unwrap_or_else(|| panic!("{log}")).trim().to_owned()
    };
    let (first, second) = (link(), link());
    let secret = |link: &str| link.split('=').nth(1).unwrap().to_owned();
    assert_ne!(secret(&first), secret(&second));
    let kept = files_with(&sandbox.path("data"), &secret(&second));
    assert!(kept.is_empty(), "{kept:?}");
    let set_up = Sandbox::with_organisation();
    let server = set_up.serve("");
    server.terminate();
    let (_, log) = server.ended();
    assert!(!log.contains("/auth/setup"), "{log}");
}

#[test]
fn a_key_made_while_the_server_runs_works_at_once() {
    let sandbox = Sandbox::with_organisation();
    let server = sandbox.serve("");
    let key = sandbox.add_key("--name Stand-1 --scope report:write,report:read");
    sandbox.write("report.json", run_of("SN-1").bytes());
    let to = format!(
        "--to {} --key {key} --certificate data/tls/certificate.pem",
        server.address()
    );
    assert_answer!(sandbox.run(&format!("upload report.json {to}")), @r"
    exit 0
    --- stdout
    1 accepted, 0 duplicates, 0 refused
    ");
    assert_answer!(sandbox.run(&format!("runs {to}")), @r"
    exit 0
    --- stdout
    STATUS START DURATION PART SERIAL NUMBER ATTEMPT PLAN STAND ID
    PASS [TIME] 00:00:50 PCB-100 SN-1 1 Board test Stand 1 [ID]
    ");
}

#[test]
fn two_servers_on_one_folder_are_one_too_many() {
    let sandbox = Sandbox::new();
    let _server = sandbox.serve("");
    assert_answer!(sandbox.run("serve --listen 127.0.0.1:0"), @r"
    exit 1
    --- stderr
    error: another server uses the folder data
    hint: stop it, or give this one its own --data folder
    ");
}

#[test]
fn what_would_be_unsafe_or_cannot_work_is_refused() {
    let sandbox = Sandbox::new();
    sandbox.write("unknown.toml", "[limits]\nbody_byte = 1\n");
    sandbox.write("wrong.toml", "listen = \"somewhere\"\n");
    sandbox.write("half.toml", "certificate_file = \"a.pem\"\n");
    let run = |arguments: &str| sandbox.run(arguments).to_string();
    assert_answer!(run("serve --listen 0.0.0.0:8080 --plain-http"), @r"
    exit 1
    --- stderr
    error: plain HTTP on 0.0.0.0:8080 would send API keys in clear over the network
    hint: listen on 127.0.0.1, or say --behind-proxy if a proxy in front ends TLS
    ");
    assert_answer!(run("serve --config unknown.toml"), @r"
    exit 1
    --- stderr
    error: the configuration unknown.toml is not right
      because: TOML parse error at line 2, column 1
      |
    2 | body_byte = 1
      | ^^^^^^^^^
    unknown field `body_byte`, expected one of `body_bytes`, `bodies_in_flight_bytes`, `body_idle_seconds`, `body_total_seconds`, `header_seconds`, `answer_seconds`, `queue_reports`, `commit_reports`, `report_values`, `report_measurements`, `quarantine_reports`, `quarantine_bytes`, `page_entries`, `values_cache_bytes`, `wrong_keys_per_minute`, `device_logins_per_minute`, `device_logins_per_address`, `device_logins`, `database_connections`, `shutdown_seconds`
    ");
    assert_answer!(run("serve --config wrong.toml"), @r#"
    exit 1
    --- stderr
    error: the configuration wrong.toml is not right
      because: TOML parse error at line 1, column 10
      |
    1 | listen = "somewhere"
      | ^^^^^^^^^^^
    invalid socket address syntax
    "#);
    assert_answer!(run("serve --config half.toml"), @r"
    exit 1
    --- stderr
    error: certificate_file and private_key_file belong together: give both or none
    ");
    assert_answer!(run("serve --config missing.toml"), @r"
    exit 1
    --- stderr
    error: cannot read the configuration missing.toml
      because: No such file or directory (os error 2)
    ");
    assert_answer!(run("serve --public-url stands.example"), @r#"
    exit 1
    --- stderr
    error: public_url must begin with https:// or http://, not "stands.example"
    "#);
    assert_answer!(run("serve --listen nowhere"), @r"
    exit 2
    --- stderr
    error: invalid value 'nowhere' for '--listen <ADDRESS:PORT>': invalid socket address syntax

    For more information, try '--help'.
    ");
    assert!(!sandbox.path("data").exists(), "nothing was made");
}

#[test]
fn a_port_in_use_is_told() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap();
    let done = Sandbox::new().run(&format!("serve --listen {address}"));
    let text = done
        .to_string()
        .replace(&address.port().to_string(), "[PORT]");
    assert_answer!(text, @r"
    exit 1
    --- stderr
    error: cannot listen on 127.0.0.1:[PORT]
      because: Address already in use (os error 98)
    hint: is another server running? choose --listen
    ");
}

#[test]
fn behind_a_proxy_plain_http_is_served() {
    let sandbox = Sandbox::new();
    let server = sandbox.serve("--plain-http");
    let answer = ask(
        server.port,
        "GET /hardpy/api/v1/healthcheck HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n",
    );
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(answer.ends_with("\r\n\r\n{}"), "{answer}");
}

/// Clients send a whole body before they look for the answer, and a connection that is reset
/// meanwhile hides it: a stand would never learn that its report is too large or its key has ended.
#[test]
fn who_sends_a_large_body_in_vain_can_read_why() {
    let sandbox = Sandbox::with_organisation();
    let key = sandbox.add_key("--name Stand-1 --scope report:write");
    let server = sandbox.serve("--plain-http");
    for (key, mebibytes, expected) in [(key.as_str(), 65, "413"), ("garbage", 20, "401")] {
        let head = format!(
            "POST /hardpy/api/v1/test_report HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\
             authorization: Bearer {key}\r\ncontent-length: {}\r\n\r\n",
            mebibytes << 20
        );
        let mut connection = TcpStream::connect(("127.0.0.1", server.port)).unwrap();
        connection.write_all(head.as_bytes()).unwrap();
        for _ in 0..mebibytes {
            connection.write_all(&vec![b' '; 1 << 20]).unwrap();
        }
        let mut answer = String::new();
        connection.read_to_string(&mut answer).unwrap();
        assert!(
            answer.starts_with(&format!("HTTP/1.1 {expected}")),
            "{answer}"
        );
    }
}

/// A client that asks first is answered before it sends.
#[test]
fn who_asks_before_sending_is_answered_before_sending() {
    let sandbox = Sandbox::new();
    let server = sandbox.serve("--plain-http");
    let answer = ask(
        server.port,
        "POST /hardpy/api/v1/test_report HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\n\
         authorization: Bearer garbage\r\ncontent-length: 1000000\r\n\r\n",
    );
    assert!(answer.starts_with("HTTP/1.1 401"), "{answer}");
}

#[test]
fn a_connection_that_says_nothing_is_closed() {
    let sandbox = Sandbox::new();
    sandbox.write("config.toml", "[limits]\nheader_seconds = 1\n");
    let server = sandbox.serve("--plain-http --config config.toml");
    for begin in ["", "GET /healthz HTTP/1.1\r\nhost: x\r\nx-slow: "] {
        let started = std::time::Instant::now();
        let answer = ask(server.port, begin);
        assert!(!answer.contains(" 200 "), "{answer}");
        assert!(started.elapsed() < Duration::from_secs(10), "{begin:?}");
    }
}

#[test]
fn the_log_can_be_read_by_programs() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "config.toml",
        "[log]\nformat = \"json\"\nlevel = \"debug\"\n",
    );
    let server = sandbox.serve("--plain-http --config config.toml");
    ask(
        server.port,
        "GET /healthz?serial=hush HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n",
    );
    server.terminate();
    let (_, log) = server.ended();
    let lines = log.lines().filter(|line| line.starts_with('{'));
    let parsed: Vec<serde_json::Value> = lines
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let answered = parsed
        .iter()
        .find(|line| line["fields"]["message"] == "answered");
    let fields = &answered.unwrap()["fields"];
    assert_eq!(
        (&fields["route"], &fields["status"]),
        (&"/healthz".into(), &200.into())
    );
    assert!(!log.contains("hush"), "{log}");
}

fn ask(port: u16, request: &str) -> String {
    let mut connection = TcpStream::connect(("127.0.0.1", port)).unwrap();
    connection.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    connection.read_to_string(&mut answer).unwrap();
    answer
}

/// SIGTERM while a report is on its way: it is stored and answered, and then the server ends.
#[test]
fn a_stopping_server_finishes_what_is_under_way() {
    let sandbox = Sandbox::with_organisation();
    let key = sandbox.add_key("--name Stand-1 --scope report:write");
    let server = sandbox.serve("--plain-http");
    let body = run_of("SN-1").bytes();
    let (first, second) = body.split_at(body.len() / 2);
    let mut connection = TcpStream::connect(("127.0.0.1", server.port)).unwrap();
    let head = format!(
        "POST /hardpy/api/v1/test_report HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {key}\r\n\
         content-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        body.len()
    );
    connection.write_all(head.as_bytes()).unwrap();
    connection.write_all(first).unwrap();
    connection.flush().unwrap();
    // The server must have taken the connection before it is told to stop.
    std::thread::sleep(Duration::from_millis(500));
    server.terminate();
    std::thread::sleep(Duration::from_millis(300));
    connection.write_all(second).unwrap();
    let mut answer = String::new();
    connection.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 201"), "{answer}");
    let (code, log) = server.ended();
    assert_eq!(code, 0, "{log}");
    assert!(log.contains("stopped"), "{log}");
    let doctor = sandbox.run("doctor");
    assert!(doctor.stdout.contains("demo: 1 reports"), "{doctor}");
}

/// R-52: also the most talkative log holds no secret, over HTTP/1.1 and HTTP/2.
#[test]
fn the_log_holds_no_secret() {
    let sandbox = Sandbox::with_organisation();
    let key = sandbox.add_key("--name Stand-1 --scope report:write,report:read");
    sandbox.write("report.json", run_of("SN-very-private").bytes());
    sandbox.write("config.toml", "[log]\nlevel = \"debug\"\n");
    let server = sandbox.serve("--config config.toml");
    let to = format!("--to {} --key {key} --insecure", server.address());
    assert_eq!(sandbox.run(&format!("upload report.json {to}")).code, 0);
    assert_eq!(
        sandbox
            .run(&format!("runs --serial SN-very-private {to}"))
            .code,
        0
    );
    let wrong = key.replace("sck_", "sck_x");
    sandbox.run(&format!(
        "runs --to {} --key {wrong} --insecure",
        server.address()
    ));
    server.terminate();
    let (code, log) = server.ended();
    assert_eq!(code, 0);
    assert!(
        log.contains("answered"),
        "this test looks in the wrong place: {log}"
    );
    for secret in [&key[16..48], "SN-very-private"] {
        let lines: Vec<_> = log.lines().filter(|line| line.contains(secret)).collect();
        assert!(lines.is_empty(), "{lines:?}");
    }
    assert!(files_with(&sandbox.path("data"), &key[16..48]).is_empty());
}
