//! `standcloud rebuild` after one that was interrupted: everybody says what to do, and it helps.

use standcloud_report::ParseLimits;
use standcloud_store::{OpenOptions, Store};

use crate::support::assert_answer;
use crate::support::program::Sandbox;

/// As if the program had been killed after the first reports.
async fn interrupt(sandbox: &Sandbox) {
    let options = OpenOptions::new(&sandbox.path("data"), None);
    let store = Store::open(&options).await.unwrap();
    let organisation = store.find_organisation("demo").await.unwrap().unwrap();
    let limits = ParseLimits::default();
    let (first, mut done) = tokio::sync::mpsc::unbounded_channel();
    let rebuild = store.rebuild(organisation.id, &limits, |_| first.send(()).unwrap());
    tokio::select! {
        biased;
        Some(()) = done.recv() => {}
        ended = rebuild => panic!("{ended:?}"),
    }
    store.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_that_was_interrupted_is_told_of_and_ended_by_the_next() {
    let sandbox = Sandbox::with_organisation();
    let demo = sandbox.run("demo --runs 100");
    assert_eq!(demo.code, 0, "{demo}");
    interrupt(&sandbox).await;

    let again = "run 'standcloud rebuild --org demo' again";
    let doctor = sandbox.run("doctor").stdout;
    assert!(doctor.contains(again), "{doctor}");
    let server = sandbox.serve("");
    let line = server.expect_in_log(again);
    assert!(line.contains("WARN"), "{line}");
    assert_answer!(sandbox.run("rebuild --org demo"), @r"
    exit 0
    --- stderr
    demo: an earlier rebuild did not end; this one begins anew and ends it.
    demo: 100 runs rebuilt from their reports.
    ");
    server.terminate();
    server.ended();

    let doctor = sandbox.run("doctor").stdout;
    assert!(!doctor.contains("rebuild"), "{doctor}");
    assert_answer!(sandbox.run("seal"), @r"
    exit 0
    --- stderr
    demo: the values of 100 runs were sealed.
    ");
}

/// A report that was taken by a version that took more.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reports_that_are_not_taken_any_more_are_named() {
    let sandbox = Sandbox::with_organisation();
    let demo = sandbox.run("demo --runs 3");
    assert_eq!(demo.code, 0, "{demo}");
    let file = OpenOptions::new(&sandbox.path("data"), None).database_file();
    let url = format!("sqlite://{}", file.display());
    let pool = sqlx::SqlitePool::connect(&url).await.unwrap();
    let body = standcloud_store::compress_body(b"{}").unwrap();
    sqlx::query("UPDATE report SET body = $1, size_bytes = 2 WHERE run_number = 2")
        .bind(body)
        .execute(&pool)
        .await
        .unwrap();
    pool.close().await;
    let done = sandbox.run("rebuild");
    assert_eq!(done.code, 1, "{done}");
    let told: Vec<&str> = done.stderr.lines().collect();
    assert_eq!(told[0], "demo: 2 runs rebuilt from their reports.");
    assert!(
        told[1].starts_with("demo: 1 report cannot be read"),
        "{done}"
    );
    assert!(told[2].starts_with("  run 2 ("), "{done}");
    assert!(told[2].contains("body.name"), "{done}");
}
