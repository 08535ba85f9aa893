//! Which measurements of a plan to look at first.

use serde_json::{Value, json};

use super::reports::{between, measured, number, text};
use crate::support::people::MAX;
use crate::support::{Browser, TestApp};

const ORG: &str = "/api/v1/org/demo/analysis";

async fn asked(browser: &Browser<'_>, query: &str) -> Value {
    let answer = browser.api_get(&format!("{ORG}/{query}")).await;
    assert_eq!(answer.code(), 200, "{query}: {answer}");
    answer.json()
}

/// A step of the mean at the end of "drifting", a bad value of "failing", "good" far inside its limits.
async fn with_runs(app: TestApp) -> TestApp {
    for at in 0..60_i32 {
        let noise = f64::from(at % 4) - 1.5;
        let drift = if at < 48 { 0.0 } else { 6.0 };
        let bad = if at == 7 { 20.0 } else { 0.0 };
        let measurements = [
            between("good", 5.0 + noise, -20.0, 30.0),
            between("drifting", 5.0 + noise + drift, -20.0, 30.0),
            between("failing", 5.0 + noise + bad, 0.0, 10.0),
            number("unlimited", 1.0 + noise),
            between("swapped", 3.0, 9.0, 1.0),
            text("version", "1.3"),
        ];
        let report = measured(&format!("S{at}"), &measurements);
        app.stored(report.later(i64::from(at) * 60)).await;
    }
    app
}

fn row<'a>(table: &'a Value, name: &str) -> &'a Value {
    let mut rows = table["measurements"].as_array().unwrap().iter();
    rows.find(|row| row["measurement"]["name"] == name).unwrap()
}

fn notes(row: &Value) -> Vec<&str> {
    let notes = row["notes"].as_array().unwrap().iter();
    notes.map(|note| note["code"].as_str().unwrap()).collect()
}

fn near(found: &Value, wanted: f64) {
    let found = found.as_f64().unwrap();
    assert!((found - wanted).abs() < 1e-9, "{found} for {wanted}");
}

#[tokio::test]
async fn the_riskiest_measurement_comes_first() {
    for app in TestApp::each().await {
        let app = with_runs(app.with_people().await).await;
        let browser = Browser::signed_in(&app, MAX).await;
        let table = asked(&browser, "capability?plan=Board+test").await;
        let rows = table["measurements"].as_array().unwrap().iter();
        let order: Vec<_> = rows
            .map(|row| {
                (
                    row["measurement"]["name"].as_str().unwrap(),
                    row["risk"].as_str().unwrap(),
                )
            })
            .collect();
        assert_eq!(
            order[..2],
            [("failing", "failing"), ("swapped", "failing")],
            "{order:?}"
        );
        assert_eq!(order[4], ("unlimited", "unknown"));
        assert_eq!(table["runs"], "plan=Board+test");

        let failing = row(&table, "failing");
        assert_eq!(failing["failed"]["part"], 1);
        assert_eq!(failing["failed"]["all"], 60);
        assert_eq!(failing["limits"]["text"], "0 … 10");
        let step = failing["failed_runs"].as_str().unwrap();
        assert!(step.starts_with("plan=Board+test&step="), "{step}");

        let good = row(&table, "good");
        near(&good["mean"], 5.0);
        // 15 of each of ±0.5 and ±1.5.
        near(&good["sigma"], (75.0_f64 / 59.0).sqrt());
        near(&good["ppk"], 25.0 / 3.0 / (75.0_f64 / 59.0).sqrt());
        near(&good["pp"], 50.0 / 6.0 / (75.0_f64 / 59.0).sqrt());
        assert_eq!(good["drift"]["is_drifting"], false);
        assert_eq!(good["trend"].as_array().unwrap().len(), 20);

        let drifting = row(&table, "drifting");
        assert_eq!(drifting["drift"]["is_drifting"], true);
        near(&drifting["drift"]["last_mean"], 11.0);
        assert!(notes(drifting).contains(&"not_stable"), "{drifting}");
        assert_eq!(notes(row(&table, "unlimited")), ["no_limits"]);
        assert!(notes(row(&table, "swapped")).contains(&"limits_swapped"));
        assert_eq!(row(&table, "swapped")["ppk"], json!(null));
    }
}

#[tokio::test]
async fn the_quick_table_has_the_same_figures() {
    for app in TestApp::each().await {
        let app = with_runs(app.with_people().await).await;
        let browser = Browser::signed_in(&app, MAX).await;
        let query = "capability?plan=Board+test&serial=S1&serial=S2&serial=S3&serial=S50";
        let full = asked(&browser, query).await;
        let quick = asked(&browser, &format!("{query}&trends=false")).await;
        for name in ["good", "drifting", "failing", "unlimited"] {
            let (full, quick) = (row(&full, name), row(&quick, name));
            for figure in ["values", "failed", "minimum", "maximum", "limits", "risk"] {
                assert_eq!(full[figure], quick[figure], "{name}: {figure}");
            }
            near(&quick["sigma"], full["sigma"].as_f64().unwrap());
            assert_eq!(quick["trend"], json!([]));
        }
        assert_eq!(row(&full, "good")["values"], 4);
        assert!(notes(row(&full, "good")).contains(&"few_values"));
    }
}

/// A stand that was offline delivers runs of before the limits changed, after those of since then.
#[tokio::test]
async fn limits_of_a_late_report_are_not_the_present_ones() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        for (minute, upper) in [(10, 9.0), (11, 9.0), (20, 7.0), (21, 7.0), (5, 9.0)] {
            let report = measured(
                &format!("S{minute}"),
                &[between("U1", 5.0, 1.0, upper), number("free", 1.0)],
            );
            app.stored(report.later(minute * 60)).await;
        }
        let browser = Browser::signed_in(&app, MAX).await;
        for others in ["", "&trends=false"] {
            let table = asked(&browser, &format!("capability?plan=Board+test{others}")).await;
            assert_eq!(row(&table, "U1")["limits"]["upper"], 7.0, "{others}");
            assert_eq!(row(&table, "free")["limits"], json!(null));
            let early = format!("capability?plan=Board+test&serial=S10&serial=S5{others}");
            let table = asked(&browser, &early).await;
            assert_eq!(row(&table, "U1")["limits"]["upper"], 9.0, "{others}");
        }
    }
}

#[tokio::test]
async fn limits_of_the_newest_run_count_and_the_others_are_told() {
    let app = TestApp::sqlite().await.with_people().await;
    for (at, upper) in [(0, 9.0), (1, 9.0), (2, 7.0)] {
        let value = 5.0 + f64::from(at);
        let report = measured(&format!("S{at}"), &[between("U1", value, 1.0, upper)]);
        app.stored(report.later(i64::from(at) * 60)).await;
    }
    let browser = Browser::signed_in(&app, MAX).await;
    let table = asked(&browser, "capability?plan=Board+test").await;
    let row = row(&table, "U1");
    assert_eq!(row["limits"]["upper"], 7.0);
    assert_eq!(row["used_limits"][0]["values"], 2);
    assert_eq!(row["used_limits"][0]["limits"]["upper"], 9.0);
    assert!(notes(row).contains(&"limits_changed"));
}

#[tokio::test]
async fn values_without_limits_are_no_other_set_of_limits() {
    let app = TestApp::sqlite().await.with_people().await;
    for (at, value) in [number("U1", 5.0), between("U1", 5.1, 1.0, 9.0)]
        .iter()
        .enumerate()
    {
        let report = measured(&format!("S{at}"), std::slice::from_ref(value));
        app.stored(report.later(i64::try_from(at).unwrap() * 60))
            .await;
    }
    let browser = Browser::signed_in(&app, MAX).await;
    let table = asked(&browser, "capability?plan=Board+test").await;
    let row = row(&table, "U1");
    assert_eq!(
        (&row["values"], &row["limits"]["upper"]),
        (&json!(2), &json!(9.0))
    );
    assert!(!notes(row).contains(&"limits_changed"));
}

#[tokio::test]
async fn a_table_needs_one_plan_and_leaves_as_a_file() {
    let app = with_runs(TestApp::sqlite().await.with_people().await).await;
    let browser = Browser::signed_in(&app, MAX).await;
    for (query, code) in [
        ("capability", 422),
        ("capability?plan=a&plan=b", 422),
        ("capability?plan=unknown", 404),
    ] {
        assert_eq!(
            browser.api_get(&format!("{ORG}/{query}")).await.code(),
            code,
            "{query}"
        );
    }
    let path = format!("{ORG}/capability?plan=Board+test&format=csv");
    let answer = browser.api_get(&path).await;
    let file = answer.text();
    let mut lines = file.lines();
    let titles = lines.next().unwrap();
    assert!(titles.contains("module,case,measurement"), "{titles}");
    assert_eq!(lines.count(), 5);
}

#[tokio::test]
async fn plans_have_their_figures() {
    for app in TestApp::each().await {
        let app = with_runs(app.with_people().await).await;
        let other = measured("S1", &[])
            .set("name", "Another test")
            .set("status", "failed");
        app.stored(other.later(9_000)).await;
        let browser = Browser::signed_in(&app, MAX).await;
        let plans = asked(&browser, "plans").await;
        let first = &plans["plans"][0];
        assert_eq!(
            (&first["plan"], &first["figures"]["runs"]),
            (&json!("Board test"), &json!(60))
        );
        assert_eq!(first["first_pass_yield"]["part"], 60);
        assert_eq!(first["last_run"], "2026-11-22T10:59:00Z");
        assert_eq!(first["runs"], "plan=Board+test");
        let second = &plans["plans"][1];
        assert_eq!(second["plan"], "Another test");
        assert_eq!(second["first_pass_yield"]["share"], 0.0);
        let one = asked(&browser, "plans?plan=Another+test&range=today").await;
        assert_eq!(one["plans"].as_array().unwrap().len(), 1);
        assert_eq!(one["plans"][0]["runs"], "range=today&plan=Another+test");
    }
}
