//! The commands that need little: help, version, the OpenAPI document, rebuild, sample data.

use crate::support::assert_answer;
use crate::support::program::Sandbox;

#[test]
fn help_begins_with_the_first_steps() {
    let sandbox = Sandbox::new();
    let help = sandbox.run("--help");
    assert_eq!(help.code, 0);
    for step in [
        "standcloud setup --data",
        "standcloud key add",
        "standcloud serve",
    ] {
        assert!(help.stdout.contains(step), "{help}");
    }
    let version = sandbox.run("--version").stdout;
    assert_eq!(
        version.trim(),
        concat!("standcloud ", env!("CARGO_PKG_VERSION"))
    );
}

/// Whatever a person tries first, an explanation of one sentence is there.
#[test]
fn every_command_explains_itself() {
    let sandbox = Sandbox::new();
    let help = sandbox.run("help").stdout;
    let (_, commands) = help.split_once("Commands:\n").unwrap();
    let names = commands
        .lines()
        .map_while(|line| line.split_whitespace().next());
    let names: Vec<_> = names.filter(|name| *name != "help").collect();
    assert!(names.len() >= 12, "{names:?}");
    for name in names {
        let own = sandbox.run(&format!("{name} --help"));
        assert_eq!(own.code, 0, "{own}");
        assert!(own.stdout.lines().next().unwrap().len() > 10, "{own}");
    }
}

#[test]
fn the_openapi_document_is_printed() {
    let printed = Sandbox::new().run("openapi").stdout;
    let document: serde_json::Value = serde_json::from_str(&printed).unwrap();
    assert_eq!(document["info"]["title"], "StandCloud");
}

#[test]
fn sample_data_is_made_and_rebuilt() {
    let sandbox = Sandbox::with_organisation();
    let demo = sandbox.run("demo --runs 30");
    assert_eq!(demo.code, 0, "{demo}");
    assert_answer!(sandbox.run("rebuild"), @r"
    exit 0
    --- stderr
    demo: 30 runs rebuilt from their reports.
    ");
    let doctor = sandbox.run("doctor").stdout;
    assert!(doctor.contains("demo: 30 reports"), "{doctor}");
    assert_answer!(sandbox.run("rebuild --org Nobody"), @r#"
    exit 1
    --- stderr
    error: there is no organisation "Nobody"
    hint: 'standcloud setup' makes one
    "#);
}
