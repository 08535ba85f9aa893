use std::net::TcpStream;
use std::path::PathBuf;
use std::process::Stdio;

use crate::fake::{Workplace, is_running, last_line, signal, text, wait_until};

#[test]
fn what_passes_is_counted_in_the_last_line() {
    let workplace = Workplace::new("echo 'test result: ok. 3 passed; 0 failed; 0 ignored'");
    let arguments = ["test", "--strict", "--only", "format", "--only", "rust"];
    let output = workplace.xtask().args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", text(&output));
    assert_eq!(last_line(&output), "4 passed, 0 failed");
}

#[test]
fn a_failed_step_fails_the_whole_and_does_not_stop_the_rest() {
    let workplace = Workplace::new(
        "case \"$*\" in
           *--version*) ;;
           fmt*) exit 1 ;;
           *) echo 'test result: FAILED. 5 passed; 2 failed; 0 ignored'; exit 101 ;;
         esac",
    );
    let arguments = ["test", "--only", "format", "--only", "rust"];
    let output = workplace.xtask().args(arguments).output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", text(&output));
    assert_eq!(last_line(&output), "5 passed, 3 failed");
}

#[test]
fn tests_that_run_nothing_do_not_pass() {
    let workplace = Workplace::new("exit 0");
    let output = workplace
        .xtask()
        .args(["test", "--only", "rust"])
        .output()
        .unwrap();
    assert!(!output.status.success(), "{}", text(&output));
    assert_eq!(last_line(&output), "0 passed, 1 failed");
}

#[test]
fn options_reach_the_tests_as_variables() {
    let workplace = Workplace::new(
        "case \"$*\" in
           *--version*) ;;
           *) env | grep -E '^(STANDCLOUD_TEST|PROPTEST|CARGO_PKG)' | sort > \"$WORKPLACE/seen\"
              echo 'test result: ok. 1 passed; 0 failed' ;;
         esac",
    );
    let mut xtask = workplace.xtask();
    xtask
        .env("CARGO_PKG_NAME", "xtask")
        .env_remove("STANDCLOUD_TEST_POSTGRES_BIN");
    let output = xtask
        .args(["test", "--strict", "--long", "--only", "rust"])
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", text(&output));
    let seen = workplace.read("seen");
    for line in [
        "STANDCLOUD_TEST_LONG=1",
        "STANDCLOUD_TEST_STRICT=1",
        "STANDCLOUD_TEST_POSTGRES=postgres://127.0.0.1:1/none",
        "PROPTEST_CASES=1024",
    ] {
        assert!(
            seen.lines().any(|seen| seen == line),
            "{line} is not in\n{seen}"
        );
    }
    assert!(!seen.contains("CARGO_PKG_NAME"), "{seen}");
}

/// Pretends to be a fresh container: nothing can be installed before the package lists are there.
const APT_GET: &str = r#"
echo "$@" >> "$WORKPLACE/apt-calls"
case "$*" in
  *update*) : > "$WORKPLACE/lists" ;;
  *install*strace*)
    [ -e "$WORKPLACE/lists" ] || exit 100
    printf '#!/bin/sh\n' > "$WORKPLACE/bin/strace" ;;
  *) exit 100 ;;
esac
"#;

fn workplace_without_strace() -> Workplace {
    let workplace = Workplace::new("echo 'test result: ok. 1 passed; 0 failed'");
    workplace.add_script("bin/apt-get", APT_GET);
    workplace.add_script("bin/id", "echo 0");
    std::os::unix::fs::symlink("/bin/sh", workplace.path("bin/sh")).unwrap();
    workplace
}

#[test]
fn a_missing_program_is_installed() {
    let workplace = workplace_without_strace();
    let mut xtask = workplace.xtask();
    xtask
        .env("PATH", workplace.path("bin"))
        .args(["test", "--strict", "--only", "rust"]);
    let output = xtask.output().unwrap();
    assert!(output.status.success(), "{}", text(&output));
    let calls = workplace.read("apt-calls");
    assert!(calls.contains("update"), "{calls}");
    assert_eq!(
        calls
            .matches("install --yes --no-install-recommends strace")
            .count(),
        2,
        "{calls}"
    );
}

#[test]
fn a_program_that_cannot_be_installed_is_a_failure_only_in_the_strict_form() {
    let workplace = workplace_without_strace();
    workplace.add_script("bin/apt-get", "exit 100");
    for (is_strict, word) in [(false, "PARTLY"), (true, "FAILED")] {
        let mut xtask = workplace.xtask();
        xtask
            .env("PATH", workplace.path("bin"))
            .args(["test", "--only", "rust"]);
        if is_strict {
            xtask.arg("--strict");
        }
        let output = xtask.output().unwrap();
        assert_eq!(output.status.success(), !is_strict, "{}", text(&output));
        let shown = text(&output);
        let line = shown
            .lines()
            .find(|line| line.contains(word))
            .expect("a line in the table");
        assert!(line.contains("apt-get install strace"), "{line}");
    }
}

#[test]
fn kill_leaves_neither_child_nor_grandchild_behind() {
    let workplace = Workplace::new(
        "case \"$*\" in
           *--version*) ;;
           *) sleep 600 & echo $! > \"$WORKPLACE/grandchild\"
              echo $$ > \"$WORKPLACE/child\"
              sleep 600 ;;
         esac",
    );
    let mut xtask = workplace
        .xtask()
        .args(["test", "--only", "rust"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    wait_until("the child starts", || {
        workplace.read("child").ends_with('\n')
    });
    let processes = ["child", "grandchild"].map(|name| {
        workplace
            .read(name)
            .trim()
            .parse::<u32>()
            .expect("a process number")
    });
    assert!(processes.into_iter().all(is_running));

    xtask.kill().unwrap();
    xtask.wait().unwrap();

    wait_until("both end", || !processes.into_iter().any(is_running));
}

#[test]
fn postgres_is_there_for_the_tests_and_gone_after_them() {
    let workplace = Workplace::new(
        "case \"$*\" in
           *--version*) ;;
           *) echo \"$STANDCLOUD_TEST_POSTGRES\" > \"$WORKPLACE/url\"
              while ! [ -e \"$WORKPLACE/go-on\" ]; do sleep 0.05; done
              echo 'test result: ok. 1 passed; 0 failed' ;;
         esac",
    );
    for is_killed in [false, true] {
        let mut xtask = workplace.xtask();
        xtask
            .env_remove("STANDCLOUD_TEST_POSTGRES")
            .args(["test", "--only", "rust"]);
        let mut xtask = xtask.spawn().unwrap();
        wait_until("PostgreSQL starts", || {
            workplace.read("url").ends_with('\n')
        });
        let url = workplace.read("url");
        let Some(rest) = url.trim().strip_prefix("postgres://postgres@") else {
            assert!(
                std::env::var_os("STANDCLOUD_TEST_STRICT").is_none(),
                "PostgreSQL is missing"
            );
            eprintln!("skipped: PostgreSQL is not installed");
            std::fs::write(workplace.path("go-on"), "").unwrap();
            xtask.wait().unwrap();
            return;
        };
        let address = rest.split('/').next().unwrap().to_owned();
        TcpStream::connect(&address).expect("PostgreSQL listens");
        let folder = postgres_folder(xtask.id());
        assert!(folder.exists());

        if is_killed {
            assert!(signal(xtask.id(), "KILL"));
        } else {
            std::fs::write(workplace.path("go-on"), "").unwrap();
        }
        assert_eq!(xtask.wait().unwrap().success(), !is_killed);

        wait_until("the folder is deleted", || !folder.exists());
        assert!(
            TcpStream::connect(&address).is_err(),
            "PostgreSQL still listens"
        );
        std::fs::remove_file(workplace.path("url")).unwrap();
        drop(std::fs::remove_file(workplace.path("go-on")));
    }
}

fn postgres_folder(xtask: u32) -> PathBuf {
    std::env::temp_dir().join(format!("standcloud-test-postgres-{xtask}"))
}
