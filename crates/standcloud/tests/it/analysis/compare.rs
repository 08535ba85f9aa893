//! Two choices of runs side by side.

use serde_json::{Value, json};

use super::reports::{between, measured, number};
use crate::support::people::MAX;
use crate::support::report::run_of;
use crate::support::{Browser, TestApp};

const ORG: &str = "/api/v1/org/demo/analysis";
const BATCHES: &str = "compare?a.batch=good&b.batch=bad";

async fn asked(browser: &Browser<'_>, query: &str) -> Value {
    let answer = browser.api_get(&format!("{ORG}/{query}")).await;
    assert_eq!(answer.code(), 200, "{query}: {answer}");
    answer.json()
}

/// Batch "bad" fails half of its runs at one step, and draws more current.
async fn with_runs(app: TestApp) -> TestApp {
    for at in 0..30_i32 {
        for batch in ["good", "bad"] {
            let is_bad = batch == "bad";
            let noise = f64::from(at % 5) - 2.0;
            let measurements = [
                between(
                    "current",
                    10.0 + noise + if is_bad { 4.0 } else { 0.0 },
                    0.0,
                    20.0,
                ),
                number("wide", noise * if is_bad { 6.0 } else { 1.0 }),
                number("same", 3.0 + noise),
                number("constant", 7.0),
            ];
            let report = measured(&format!("{batch}-{at}"), &measurements)
                .set("batch_serial_number", batch)
                .later(i64::from(at) * 60);
            let fails = is_bad && at % 2 == 0;
            let report = if fails {
                report
                    .set("status", "failed")
                    .set("caused_dut_failure_id", "test_power::test_voltage")
            } else {
                report
            };
            app.stored(report).await;
        }
    }
    app
}

fn row<'a>(found: &'a Value, name: &str) -> &'a Value {
    let mut rows = found["measurements"].as_array().unwrap().iter();
    rows.find(|row| row["measurement"]["name"] == name).unwrap()
}

#[tokio::test]
async fn a_bad_batch_is_told_from_a_good_one() {
    for app in TestApp::each().await {
        let app = with_runs(app.with_people().await).await;
        let browser = Browser::signed_in(&app, MAX).await;
        let found = asked(&browser, BATCHES).await;
        let yields = &found["first_pass_yield"];
        assert_eq!(
            (&yields["a"]["part"], &yields["b"]["part"]),
            (&json!(30), &json!(15))
        );
        assert_eq!(yields["difference"], -0.5);
        assert_eq!(yields["verdict"], "higher_in_a");
        assert!(yields["p_value"].as_f64().unwrap() < 1e-4);
        assert!(yields["upper"].as_f64().unwrap() < 0.0);
        assert_eq!(found["b"]["runs"], "batch=bad");
        assert_eq!(
            found["b"]["failed_runs"],
            "batch=bad&status=failed&status=error"
        );

        let step = &found["steps"][0];
        assert_eq!(
            (&step["case"], &found["steps_compared"]),
            (&json!("test_voltage"), &json!(1))
        );
        assert_eq!(step["failed"]["b"]["share"], 0.5);
        assert_eq!(step["failed"]["verdict"], "higher_in_b");
        let runs = format!("runs?{}", step["runs_b"].as_str().unwrap());
        let runs = browser
            .api_get(&format!("/api/v1/org/demo/{runs}"))
            .await
            .json();
        assert_eq!(runs["total"], 15);

        assert_eq!(found["plan"], "Board test");
        assert_eq!(found["measurements_compared"], 4);
        let current = row(&found, "current");
        assert_eq!(current["mean_verdict"], "higher_in_b");
        assert_eq!(current["sigma_verdict"], "not_sure");
        assert!((current["mean_difference"].as_f64().unwrap() - 4.0).abs() < 1e-9);
        let wide = row(&found, "wide");
        assert_eq!(wide["mean_verdict"], "not_sure");
        assert_eq!(wide["sigma_verdict"], "higher_in_b");
        assert_eq!(row(&found, "same")["mean_verdict"], "not_sure");
        assert_eq!(
            row(&found, "constant")["mean_verdict"],
            "nothing_to_compare"
        );
        assert_eq!(row(&found, "constant")["effect_sigmas"], json!(null));
        assert_eq!(found["durations_compared"], 1);
    }
}

#[tokio::test]
async fn sides_may_differ_in_anything_and_share_the_rest() {
    let app = with_runs(TestApp::sqlite().await.with_people().await).await;
    let browser = Browser::signed_in(&app, MAX).await;
    let times = "compare?batch=good&a.from=2026-11-22T10:00:00Z&a.to=2026-11-22T10:10:00Z\
        &b.from=2026-11-22T10:10:00Z";
    let found = asked(&browser, times).await;
    assert_eq!(
        (
            &found["a"]["figures"]["runs"],
            &found["b"]["figures"]["runs"]
        ),
        (&json!(10), &json!(20))
    );
    let few = asked(
        &browser,
        &format!("{BATCHES}&serial=good-1&serial=bad-1&serial=bad-3"),
    )
    .await;
    assert_eq!(row(&few, "current")["mean_verdict"], "too_few");
    let nothing = asked(&browser, "compare?a.batch=good&b.batch=unknown").await;
    assert_eq!(nothing["plan"], json!(null));
    assert_eq!(nothing["first_pass_yield"]["verdict"], "nothing_to_compare");
    assert_eq!(nothing["measurements"], json!([]));
    for (query, code) in [
        ("compare", 422),
        ("compare?a.batch=good&b.batch=good", 422),
        ("compare?a.status=green&b.batch=good", 422),
        ("compare?plan=unknown&a.batch=good&b.batch=bad", 404),
    ] {
        assert_eq!(
            browser.api_get(&format!("{ORG}/{query}")).await.code(),
            code,
            "{query}"
        );
    }
    let path = format!("{ORG}/{BATCHES}&format=csv");
    assert_eq!(browser.api_get(&path).await.text().lines().count(), 5);
}

#[tokio::test]
async fn measurements_are_of_the_plan_that_both_have() {
    let app = with_runs(TestApp::sqlite().await.with_people().await).await;
    for serial in ["x1", "x2"] {
        let lonely = run_of(serial)
            .set("name", "Only good")
            .set("batch_serial_number", "good");
        app.stored(lonely.later(9_000)).await;
    }
    let browser = Browser::signed_in(&app, MAX).await;
    assert_eq!(asked(&browser, BATCHES).await["plan"], "Board test");
    let asked_for = format!("{BATCHES}&plan=Only+good");
    assert_eq!(asked(&browser, &asked_for).await["plan"], "Only good");
}
