use std::fs;
use std::io::{BufRead as _, BufReader};
use std::net::TcpListener;
use std::process::{Child, Stdio};

use crate::fake::{Workplace, signal, text};

/// Pretends to be the server: notes what it is asked, and listens with Python.
const SERVER: &str = r#"
echo "$@" >> "$WORKPLACE/calls"
case "$1" in
  setup) read -r password; [ ${#password} -ge 20 ] || exit 1 ;;
  key) echo sck_pretended ;;
  demo) [ ! -e "$WORKPLACE/demo-fails" ] || exit 1 ;;
  serve)
    exec python3 -c '
import signal, socket, sys
signal.signal(signal.SIGINT, lambda *_: sys.exit(7))
host, port = sys.argv[1].split(":")
listener = socket.create_server((host, int(port)))
signal.pause()' "$5" ;;
esac
"#;

fn workplace() -> Workplace {
    let workplace = Workplace::new("exit 0");
    workplace.add_script("target/debug/standcloud", SERVER);
    workplace
}

/// Starts it and returns when the line for the terminal is printed.
fn start(workplace: &Workplace, listen: &str) -> (Child, Vec<String>) {
    let mut xtask = workplace.xtask();
    xtask.args(["run", "--data", "data", "--listen", listen, "--runs", "5"]);
    let mut xtask = xtask.stdout(Stdio::piped()).spawn().unwrap();
    let lines = BufReader::new(xtask.stdout.take().unwrap())
        .lines()
        .map(Result::unwrap);
    let mut seen = Vec::new();
    for line in lines {
        let is_last = line.contains("Ctrl-C");
        seen.push(line);
        if is_last {
            break;
        }
    }
    (xtask, seen)
}

fn free_address() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().to_string()
}

#[test]
fn a_new_folder_is_filled_and_a_second_start_keeps_it() {
    let workplace = workplace();
    let listen = free_address();
    for start_number in [1, 2] {
        let (mut server, seen) = start(&workplace, &listen);
        let curl = seen
            .iter()
            .find(|line| line.contains("curl --cacert"))
            .expect("a curl line");
        assert!(curl.contains("X-API-KEY: sck_pretended"), "{curl}");
        assert!(curl.contains("data/tls/certificate.pem"), "{curl}");
        assert!(signal(server.id(), "INT"));
        assert_eq!(
            server.wait().unwrap().code(),
            Some(7),
            "the server's own code"
        );
        let calls = workplace.read("calls");
        assert_eq!(
            calls.matches("demo --data").count(),
            2,
            "start {start_number}: {calls}"
        );
        assert_eq!(
            calls.matches("serve --data").count(),
            start_number,
            "{calls}"
        );
    }
    let calls = workplace.read("calls");
    for place in ["--org demo", "--demo-organisation"] {
        let filled = format!("{place} --runs 5 --seed 1");
        assert!(calls.contains(&filled), "{calls}");
    }
    assert!(calls.contains("--demo first"), "{calls}");
    assert!(
        calls.contains("--scope report:write,report:read"),
        "{calls}"
    );
}

#[test]
fn an_interrupted_start_leaves_no_folder_that_looks_whole() {
    let workplace = workplace();
    fs::write(workplace.path("demo-fails"), "").unwrap();
    let mut xtask = workplace.xtask();
    let output = xtask
        .args(["run", "--data", "data", "--listen", &free_address()])
        .output();
    let output = output.unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", text(&output));
    assert!(!workplace.path("data").exists());

    fs::remove_file(workplace.path("demo-fails")).unwrap();
    let (mut server, _) = start(&workplace, &free_address());
    assert!(workplace.path("data/demo-access.txt").exists());
    assert!(!workplace.path("data.unfinished").exists());
    assert!(signal(server.id(), "INT"));
    server.wait().unwrap();
}

#[test]
fn a_folder_of_somebody_else_is_served_but_not_filled() {
    let workplace = workplace();
    fs::create_dir(workplace.path("data")).unwrap();
    let (mut server, seen) = start(&workplace, &free_address());
    assert!(seen.iter().any(|line| line.contains("no key")), "{seen:?}");
    assert!(!workplace.read("calls").contains("demo --data"));
    assert!(signal(server.id(), "INT"));
    server.wait().unwrap();
}

#[test]
fn a_port_in_use_is_explained_before_anything_is_built() {
    let workplace = workplace();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let listen = listener.local_addr().unwrap().to_string();
    let output = workplace
        .xtask()
        .args(["run", "--data", "data", "--listen", &listen])
        .output();
    let output = output.unwrap();
    assert_eq!(output.status.code(), Some(1));
    let message = text(&output);
    assert!(
        message.contains(&format!("cannot listen on {listen}")),
        "{message}"
    );
    assert!(message.contains("hint:"), "{message}");
    assert_eq!(workplace.read("calls"), "");
}
