//! the secret of a key is nowhere but in the hands of its owner.

use crate::support::TestApp;
use crate::support::get;
use crate::support::test_app::{RUNS, empty, with_key};

/// What must not be found: the random middle of the key.
fn secret_of(key: &str) -> &str {
    &key[16..48]
}

#[tokio::test]
async fn r_52_the_database_holds_no_secret() {
    let app = TestApp::sqlite().await;
    app.stored(crate::support::run_of("SN-1")).await;
    app.app.store.close().await;
    let mut seen_id = false;
    for entry in std::fs::read_dir(app.database.path()).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        let holds = |text: &str| {
            bytes
                .windows(text.len())
                .any(|part| part == text.as_bytes())
        };
        assert!(!holds(secret_of(&app.key)));
        seen_id |= holds(&app.key[4..16]);
    }
    assert!(
        seen_id,
        "the public id should be there, or this test looks in the wrong place"
    );
}

#[tokio::test]
async fn r_52_debug_and_metrics_show_no_secret() {
    let app = TestApp::sqlite_with(|config| {
        config.database_url = Some(
            "postgres://user:hush-hush@db.example/standcloud"
                .to_owned()
                .into(),
        );
    })
    .await;
    let answer = app.send(empty(with_key(get(RUNS), &app.key))).await;
    assert_eq!(answer.code(), 200);
    let metrics = app.send(empty(get("/metrics"))).await;
    let debug = format!("{:?}", app.app);
    for text in [metrics.text(), &debug] {
        assert!(!text.contains(secret_of(&app.key)), "{text}");
        assert!(!text.contains("hush-hush"), "{text}");
    }
}
