//! The commands on PostgreSQL, as an administrator of a larger plant uses them.

use crate::support::database::TestDatabase;
use crate::support::program::{Sandbox, Server, finish};
use crate::support::run_of;

#[tokio::test(flavor = "multi_thread")]
async fn the_first_day_of_a_plant_with_postgresql() {
    for database in TestDatabase::each().await {
        let Some(url) = database.options.database_url.clone() else {
            continue;
        };
        tokio::task::spawn_blocking(move || first_day(&url))
            .await
            .unwrap();
    }
}

fn first_day(url: &str) {
    let sandbox = Sandbox::new();
    let command = |arguments: &str| {
        let mut command = sandbox.command(arguments);
        command.env("STANDCLOUD_DATABASE_URL", url);
        command
    };
    let run = |arguments: &str| finish(command(arguments), "correct horse battery");
    let setup = run("setup --org Demo --email a@example.org");
    assert_eq!(setup.code, 0, "{setup}");
    let key = run("key add --name Person --scope report:write,report:read").stdout;
    let server = Server::start(command("serve --listen 127.0.0.1:0"));
    let to = format!("--insecure --to {} --key {}", server.address(), key.trim());
    sandbox.write("report.json", run_of("SN-1").bytes());
    let upload = run(&format!("upload report.json {to}"));
    assert_eq!(
        upload.stdout, "1 accepted, 0 duplicates, 0 refused\n",
        "{upload}"
    );
    let runs = run(&format!("runs --json {to}"));
    assert_eq!(runs.stdout.lines().count(), 1, "{runs}");
    let doctor = run("doctor");
    assert!(doctor.stdout.contains("PostgreSQL"), "{doctor}");
    assert!(
        doctor.stdout.contains("demo: 1 reports, 0 in quarantine"),
        "{doctor}"
    );
    let backup = run("backup copy.db");
    assert!(
        backup
            .stderr
            .contains("hint: back it up with its own tools: pg_dump"),
        "{backup}"
    );
    assert_eq!(backup.code, 1);
    assert!(!sandbox.path("data/standcloud.db").exists());
    assert_eq!(run("rebuild").code, 0);
}
