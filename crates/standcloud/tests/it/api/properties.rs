//! Whatever text a stand sends can be read back and asked for, on both databases, and whatever a
//! client asks is answered with JSON.

use std::fmt::Write;

use axum::http::Uri;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use tokio::runtime::Runtime;

use crate::support::test_app::RUNS;
use crate::support::{TestApp, run_of};

/// Fewer than the usual 256, since each case goes through a database.
fn runner() -> TestRunner {
    let usual = Config::default();
    TestRunner::new(Config {
        cases: usual.cases.min(64),
        failure_persistence: None,
        ..usual
    })
}

/// Texts of people, with quotes, control characters and NUL among them.
fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[ -~]{1,20}",
        "\\PC{1,20}",
        proptest::collection::vec(any::<char>(), 1..20).prop_map(String::from_iter),
        Just("\0".to_owned()),
        Just("'; DROP TABLE run; --".to_owned()),
        Just("x".repeat(5_000)),
    ]
}

fn percent_encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |mut encoded, byte| {
        write!(encoded, "%{byte:02x}").unwrap();
        encoded
    })
}

/// A key of `info` that is a parameter of its own cannot be asked for.
fn is_reserved(key: &str) -> bool {
    key.contains('_') || ["limit", "offset", "status", "duration"].contains(&key)
}

#[test]
fn every_text_is_found_again_by_every_filter() {
    let runtime = Runtime::new().unwrap();
    let apps = runtime.block_on(TestApp::each());
    let _context = runtime.enter();
    let texts = proptest::collection::vec(any_text(), 7);
    let outcome = runner().run(&texts, |texts| {
        prop_assume!(!is_reserved(&texts[5]));
        for app in &apps {
            runtime.block_on(find_by_each(app, &texts));
        }
        Ok(())
    });
    outcome.unwrap();
    drop(apps);
}

async fn find_by_each(app: &TestApp, texts: &[String]) {
    let text = |index: usize| texts[index].as_str();
    let report = run_of(text(0))
        .set("dut/part_number", text(1))
        .set("name", text(2))
        .set("test_stand/name", text(3))
        .set("test_stand/hw_id", text(4))
        .set("dut/info", serde_json::json!({ text(5): text(6) }));
    let id = app.stored(report.clone()).await;
    let names = [
        "serial_number",
        "part_number",
        "test_plan_name",
        "test_stand_name",
        "test_stand_hw_id",
    ];
    let fixed = names
        .into_iter()
        .zip(texts)
        .map(|(name, text)| (name.to_owned(), text));
    let info = (percent_encoded(text(5)), &texts[6]);
    for (name, text) in fixed.chain([info]) {
        let query = format!("{name}={}&limit=1000", percent_encoded(text));
        let found = app.runs(&query).await.each("test_run_id");
        assert!(found.contains(&id), "{name} {text:?}");
    }
    let shown = app.read(&format!("{RUNS}/{id}")).await.json();
    let info = shown["dut_info"].as_object().unwrap();
    assert_eq!(info.values().next().unwrap(), text(6));
    let raw = app.read(&format!("{RUNS}/{id}/report")).await;
    assert_eq!(raw.body, report.bytes());
}

#[test]
fn every_query_is_answered_with_json() {
    let runtime = Runtime::new().unwrap();
    let apps = runtime.block_on(TestApp::each());
    let _context = runtime.enter();
    let names = prop_oneof![
        Just("limit".to_owned()),
        Just("offset".to_owned()),
        Just("duration".to_owned()),
        Just("number_of_attempt".to_owned()),
        Just("start_time_from".to_owned()),
        Just("stop_time".to_owned()),
        Just("status".to_owned()),
        any_text().prop_map(|text| percent_encoded(&text)),
    ];
    let values = prop_oneof![
        any_text().prop_map(|text| percent_encoded(&text)),
        any::<i128>().prop_map(|number| number.to_string()),
        any::<f64>().prop_map(|number| number.to_string()),
        "[0-9:TZPHMS.+-]{0,30}",
    ];
    let queries = proptest::collection::vec((names, values), 0..5);
    let outcome = runner().run(&queries, |pairs| {
        let pairs: Vec<_> = pairs
            .into_iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let path = format!("{RUNS}?{}", pairs.join("&"));
        prop_assume!(path.parse::<Uri>().is_ok());
        for app in &apps {
            let answer = runtime.block_on(app.read(&path));
            prop_assert!(matches!(answer.code(), 200 | 422), "{path}: {answer}");
            answer.json();
        }
        Ok(())
    });
    outcome.unwrap();
    drop(apps);
}
