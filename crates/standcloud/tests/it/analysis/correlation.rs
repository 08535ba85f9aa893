//! Two measurements of the same runs.

use serde_json::{Value, json};

use super::reports::{between, measured, number, text};
use crate::support::people::MAX;
use crate::support::{Browser, TestApp};

const ORG: &str = "/api/v1/org/demo/analysis";

/// Five runs with a line of slope 2, and one that lacks the second value.
async fn with_runs(app: TestApp) -> TestApp {
    for (minute, first) in [(1, 1.0), (2, 2.0), (3, 3.0), (4, 4.0), (5, 5.0_f64)] {
        let second = 2.0 * first + if minute == 3 { 0.5 } else { 0.0 };
        let measurements = [
            between("U1", first, 0.0, 4.5),
            number("U2", second),
            number("constant", 7.0),
            text("version", "1.3"),
        ];
        let report = measured(&format!("S{minute}"), &measurements);
        app.stored(report.later(minute * 60)).await;
    }
    let lonely = measured("S9", &[number("U1", 9.0)]).later(600);
    app.stored(lonely).await;
    let other_plan = measured("S1", &[number("U1", 1.5)]).set("name", "Another test");
    app.stored(other_plan.later(700)).await;
    app
}

async fn asked(browser: &Browser<'_>, query: &str) -> Value {
    let answer = browser.api_get(&format!("{ORG}/{query}")).await;
    assert_eq!(answer.code(), 200, "{query}: {answer}");
    answer.json()
}

async fn series(browser: &Browser<'_>, plan: &str, name: &str) -> u64 {
    let all = asked(browser, &format!("measurements?plan={plan}")).await;
    let mut all = all.as_array().unwrap().iter();
    let found = all.find(|one| one["name"] == name).unwrap();
    found["series"].as_u64().unwrap()
}

fn near(found: &Value, wanted: f64) {
    let found = found.as_f64().unwrap();
    assert!((found - wanted).abs() < 1e-6, "{found} for {wanted}");
}

#[tokio::test]
async fn pairs_are_values_of_one_run() {
    for app in TestApp::each().await {
        let app = with_runs(app.with_people().await).await;
        let browser = Browser::signed_in(&app, MAX).await;
        let (first, second) = (
            series(&browser, "Board+test", "U1").await,
            series(&browser, "Board+test", "U2").await,
        );
        let query = format!("correlation?series={first}&other={second}");
        let found = asked(&browser, &query).await;
        assert_eq!(
            (&found["pairs"], &found["left_out"]),
            (&json!(5), &json!(0))
        );
        assert_eq!(found["runs"], "plan=Board+test");
        assert_eq!(found["note"], json!(null));
        assert_eq!(found["first"]["name"], "U1");
        near(&found["pearson"]["value"], 0.997_509_336);
        near(&found["spearman"]["value"], 1.0);
        near(&found["line"]["slope"], 2.0);
        near(&found["line"]["intercept"], 0.1);
        assert_eq!(found["points"]["first"], json!([1.0, 2.0, 3.0, 4.0, 5.0]));
        assert_eq!(found["points"]["second"], json!([2.0, 4.0, 6.5, 8.0, 10.0]));
        let results = json!([null, null, null, null, false]);
        assert_eq!(found["points"]["results"], results);
        assert_eq!(found["points"]["times"][0], "2026-11-22T10:01:00Z");
        let some = asked(&browser, &format!("{query}&serial=S1&serial=S2")).await;
        assert_eq!(some["pairs"], 2);
        assert_eq!(some["pearson"]["lower"], json!(null));
        let as_program = query.replace("correlation", "/integration/api/v1/analysis/correlation");
        assert_eq!(app.read(&as_program).await.json(), found);
    }
}

#[tokio::test]
async fn what_has_no_coefficient_says_why() {
    let app = with_runs(TestApp::sqlite().await.with_people().await).await;
    let browser = Browser::signed_in(&app, MAX).await;
    let first = series(&browser, "Board+test", "U1").await;
    let constant = series(&browser, "Board+test", "constant").await;
    let of_other_plan = series(&browser, "Another+test", "U1").await;
    for (other, more, reason) in [
        (constant, "", "no_spread"),
        (constant, "&serial=nobody", "too_few_pairs"),
        (of_other_plan, "", "different_plans"),
    ] {
        let query = format!("correlation?series={first}&other={other}{more}");
        let found = asked(&browser, &query).await;
        assert_eq!(found["note"]["reason"], reason);
        assert!(found["note"]["text"].as_str().unwrap().ends_with('.'));
        assert_eq!(
            (&found["pearson"], &found["spearman"]),
            (&json!(null), &json!(null))
        );
    }
    let version = series(&browser, "Board+test", "version").await;
    for (other, code) in [(first, 422), (version, 422), (9_999, 404)] {
        let path = format!("{ORG}/correlation?series={first}&other={other}");
        assert_eq!(browser.api_get(&path).await.code(), code, "{path}");
    }
}

#[tokio::test]
async fn all_pairs_leave_as_a_file() {
    let app = with_runs(TestApp::sqlite().await.with_people().await).await;
    let browser = Browser::signed_in(&app, MAX).await;
    let first = series(&browser, "Board+test", "U1").await;
    let second = series(&browser, "Board+test", "U2").await;
    let path = format!("{ORG}/correlation?series={first}&other={second}");
    let answer = browser.api_get(&format!("{path}&format=csv")).await;
    let text = answer.text();
    let lines: Vec<&str> = text.trim_start_matches('\u{feff}').lines().collect();
    assert_eq!(lines[0], "run_number,time,first,second,result");
    assert!(
        lines[5].ends_with(",2026-11-22T10:05:00Z,5,10,failed"),
        "{}",
        lines[5]
    );
    assert_eq!(lines.len(), 6);
    let answer = browser.api_get(&format!("{path}&format=xlsx")).await;
    assert_eq!(answer.code(), 200);
    assert!(answer.body.starts_with(b"PK"));
}

#[tokio::test]
async fn what_is_related_is_found_among_all_measurements() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        for at in 0..60 {
            let first = f64::from(at * 7 % 13);
            let measurements = [
                number("U1", first),
                number("falls", 100.0 - first.powi(3)),
                number("chance", f64::from(at * 5 % 11)),
                number("constant", 7.0),
                text("version", "1.3"),
            ];
            let report = measured(&format!("S{at}"), &measurements);
            app.stored(report.later(i64::from(at) * 60)).await;
        }
        let browser = Browser::signed_in(&app, MAX).await;
        let first = series(&browser, "Board+test", "U1").await;
        let found = asked(&browser, &format!("related?series={first}")).await;
        let figures = ["values", "looked_at"].map(|name| found[name].as_u64().unwrap());
        assert_eq!(figures, [60, 60]);
        let related = found["related"].as_array().unwrap();
        assert_eq!(related.len(), 1, "{found}");
        assert_eq!(related[0]["measurement"]["name"], "falls");
        near(&related[0]["spearman"]["value"], -1.0);
        let none = asked(&browser, &format!("related?series={first}&serial=S1")).await;
        assert_eq!(
            (&none["looked_at"], &none["related"]),
            (&json!(1), &json!([]))
        );
    }
}
