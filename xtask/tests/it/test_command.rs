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
