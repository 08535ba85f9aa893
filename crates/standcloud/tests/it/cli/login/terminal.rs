//! What a person at a terminal sees besides the outcome.

use std::io::Read;
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::json;

use super::Desk;
use crate::support::fake_server::TOKEN;
use crate::support::program::Sandbox;

#[test]
fn ctrl_c_ends_it_quietly() {
    let desk = Desk::new();
    let arguments = format!("login {}", desk.server.address());
    let mut command = desk.sandbox.command(&arguments);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut process = command.spawn().unwrap();
    let is_polling = || !desk.server.seen(TOKEN).is_empty();
    let pauses = std::iter::repeat_n(Duration::from_millis(20), 1000);
    pauses
        .take_while(|_| !is_polling())
        .for_each(std::thread::sleep);
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
        let environment = desk.sandbox.command("");
        let shell = format!(
            "stty cols {columns} rows 50; exec {} login {} {options}",
            env!("CARGO_BIN_EXE_standcloud"),
            desk.server.address()
        );
        let mut terminal = Command::new("script");
        terminal.args(["-qec", &shell, "/dev/null"]).env_clear();
        for (name, value) in environment.get_envs() {
            terminal.env(name, value.unwrap());
        }
        terminal.current_dir(environment.get_current_dir().unwrap());
        let output = terminal.stdin(Stdio::null()).output().unwrap();
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(text.contains("BCDF-GHJK"), "{text}");
        text.contains('▀')
    };
    assert!(drawn(100, ""));
    assert!(!drawn(30, ""));
    assert!(!drawn(100, "--no-qr"));
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
