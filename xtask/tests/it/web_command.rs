use std::fs;
use std::process::Output;

use crate::fake::{Workplace, last_line, text};

/// Notes what it is asked; the build makes the page.
const NPM: &str = r#"
echo "$@" >> "$WORKPLACE/npm-calls"
case "$*" in
  ci*) [ ! -e "$WORKPLACE/no-network" ] || exit 1 ;;
  *build*) : > dist/index.html ;;
  *test*) echo '      Tests  7 passed (7)' ;;
esac
"#;

fn workplace() -> Workplace {
    let workplace = Workplace::new("exit 0");
    workplace.add_script("bin/npm", NPM);
    workplace.add_script("bin/node", "echo v20.19.0");
    workplace
}

fn xtask(workplace: &Workplace, arguments: &[&str]) -> Output {
    let path = format!("{}:/usr/bin:/bin", workplace.path("bin").display());
    let mut xtask = workplace.xtask();
    xtask.env("PATH", path).args(arguments).output().unwrap()
}

#[test]
fn what_is_there_is_left_alone() {
    let workplace = workplace();
    let output = xtask(&workplace, &["web"]);
    assert!(output.status.success(), "{}", text(&output));
    assert_eq!(workplace.read("npm-calls"), "");
}

#[test]
fn a_fresh_clone_installs_and_builds_once() {
    let workplace = workplace();
    fs::remove_dir_all(workplace.path("web/dist")).unwrap();
    fs::create_dir(workplace.path("web/dist")).unwrap();
    fs::write(workplace.path("web/package-lock.json"), "newer").unwrap();
    for _ in 0..2 {
        let output = xtask(&workplace, &["web"]);
        assert!(output.status.success(), "{}", text(&output));
    }
    let calls = "ci --ignore-scripts --no-audit --no-fund\nrun --silent build\n";
    assert_eq!(workplace.read("npm-calls"), calls);
}

#[test]
fn packages_that_could_not_be_installed_are_asked_for_again() {
    let workplace = workplace();
    fs::write(workplace.path("web/package-lock.json"), "newer").unwrap();
    fs::write(workplace.path("no-network"), "").unwrap();
    for _ in 0..2 {
        let output = xtask(&workplace, &["web"]);
        assert_eq!(output.status.code(), Some(1), "{}", text(&output));
    }
    assert_eq!(workplace.read("npm-calls").matches("ci ").count(), 2);
}

#[test]
fn an_old_node_is_refused_with_a_hint() {
    let workplace = workplace();
    workplace.add_script("bin/node", "echo v18.19.1");
    let output = xtask(&workplace, &["web"]);
    assert_eq!(output.status.code(), Some(1), "{}", text(&output));
    let message = text(&output);
    assert!(message.contains("v18.19.1 is too old"), "{message}");
    assert!(message.contains("hint:"), "{message}");
}

#[test]
fn tests_of_the_web_app_are_counted() {
    let workplace = workplace();
    let output = xtask(&workplace, &["test", "--strict", "--only", "web"]);
    assert!(output.status.success(), "{}", text(&output));
    assert_eq!(last_line(&output), "7 passed, 0 failed");
    let calls = "run --silent check\nrun --silent test\nrun --silent build\n";
    assert_eq!(workplace.read("npm-calls"), calls);
}
