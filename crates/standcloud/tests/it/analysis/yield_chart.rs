//! The control chart of the share that failed over HTTP.

use serde_json::{Value, json};

use super::assert_walled;
use crate::support::people::MAX;
use crate::support::report::{Report, run_of};
use crate::support::test_app::{empty, with_key};
use crate::support::{Browser, TestApp, get};

const CHART: &str = "/api/v1/org/demo/analysis/yield-chart";
const DAY: i64 = 86_400;
/// Units per day.
const UNITS: i64 = 12;

/// Five days with one failure each and a bad one with ten; who failed passes at the second test.
fn six_days() -> Vec<Report> {
    let mut reports = Vec::new();
    for day in 0..6 {
        let failures = if day == 5 { 10 } else { 1 };
        for unit in 0..UNITS {
            let first = run_of(&format!("U{day}-{unit}")).later((day - 6) * DAY + unit * 60);
            if unit < failures {
                reports.push(first.clone().failed());
                reports.push(first.later((day - 6) * DAY + 3_600 + unit * 60));
            } else {
                reports.push(first);
            }
        }
    }
    reports
}

async fn with_six_days(app: TestApp) -> TestApp {
    let app = app.with_people().await;
    for report in six_days() {
        app.stored(report).await;
    }
    app
}

async fn asked(browser: &Browser<'_>, query: &str) -> Value {
    let answer = browser.api_get(&format!("{CHART}?{query}")).await;
    assert_eq!(answer.code(), 200, "{query}: {answer}");
    answer.json()
}

fn of<'a>(chart: &'a Value, name: &str) -> Vec<&'a Value> {
    let periods = chart["periods"].as_array().unwrap().iter();
    periods.map(|period| &period[name]).collect()
}

async fn count_runs(browser: &Browser<'_>, query: &Value) -> usize {
    let path = format!(
        "/api/v1/org/demo/runs?limit=100&{}",
        query.as_str().unwrap()
    );
    let answer = browser.api_get(&path).await;
    assert_eq!(answer.code(), 200, "{answer}");
    answer.json()["runs"].as_array().unwrap().len()
}

#[tokio::test]
async fn the_bad_day_is_beyond_the_limits_and_leads_to_its_units() {
    for app in TestApp::each().await {
        let app = with_six_days(app).await;
        let browser = Browser::signed_in(&app, MAX).await;
        let chart = asked(&browser, "bucket=day").await;
        assert_eq!(chart["of"], "units");
        assert_eq!(
            (&chart["failed"]["part"], &chart["failed"]["all"]),
            (&json!(15), &json!(72))
        );
        let limits = &chart["limits"];
        assert_eq!(
            (&limits["kind"], &limits["is_asked"]),
            (&json!("p"), &json!(false))
        );
        assert_eq!(
            (&limits["judged"], &limits["beyond"]),
            (&json!(6), &json!(1))
        );
        let by_chance = limits["marked_by_chance"].as_f64().unwrap();
        assert!((0.000_1..0.01).contains(&by_chance), "{by_chance}");
        let mut verdicts = vec![json!("within"); 5];
        verdicts.push(json!("above"));
        assert_eq!(of(&chart, "verdict"), verdicts.iter().collect::<Vec<_>>());
        // p̄ + 3 √(p̄ (1 − p̄) / n)
        let mean = 15.0 / 72.0_f64;
        let upper = mean + 3.0 * (mean * (1.0 - mean) / 12.0).sqrt();
        let last = &chart["periods"][5];
        assert!(
            (last["upper_limit"].as_f64().unwrap() - upper).abs() < 1e-12,
            "{last}"
        );
        assert_eq!(last["lower_limit"], 0.0);
        assert_eq!(count_runs(&browser, &last["runs"]).await, 12);
        assert_eq!(count_runs(&browser, &last["failed_runs"]).await, 10);
        assert_eq!(chart["notes"][0]["kind"], "few_periods");
    }
}

#[tokio::test]
async fn all_tests_count_retests_and_kinds_can_be_chosen() {
    let app = with_six_days(TestApp::sqlite().await).await;
    let browser = Browser::signed_in(&app, MAX).await;
    let chart = asked(&browser, "bucket=day&of=tests&kind=laney_p").await;
    assert_eq!(chart["of"], "tests");
    assert_eq!(chart["failed"]["all"], 72 + 15);
    let limits = &chart["limits"];
    assert_eq!(limits["kind"], "laney_p");
    assert_eq!(limits["is_asked"], true);
    assert!(limits["why"].as_str().unwrap().contains("as you chose"));
    let last = &chart["periods"][5];
    assert_eq!(count_runs(&browser, &last["runs"]).await, 22);
    assert_eq!(count_runs(&browser, &last["failed_runs"]).await, 10);
    let only_passed = asked(&browser, "of=tests&status=passed").await;
    assert_eq!(only_passed["failed"]["part"], 0);
    assert_eq!(only_passed["notes"][0]["kind"], "none_failed");
}

/// Nothing, one period, all the same, or too few: no limits, in words, and no point beyond them.
#[tokio::test]
async fn without_limits_it_says_why() {
    let app = with_six_days(TestApp::sqlite().await).await;
    app.stored(run_of("late").later(-60).set("dut/part_number", "PN-9"))
        .await;
    let browser = Browser::signed_in(&app, MAX).await;
    for (query, kind) in [
        ("plan=unknown", "nothing_counted"),
        ("status=stopped", "nothing_counted"),
        ("part=PN-9", "one_period"),
        ("bucket=month&from=2026-11-01&to=2026-11-30", "one_period"),
        ("bucket=day&status=passed", "none_failed"),
        ("bucket=day&status=failed", "all_failed"),
    ] {
        let chart = asked(&browser, query).await;
        assert_eq!(chart["limits"], json!(null), "{query}: {chart}");
        assert_eq!(chart["notes"][0]["kind"], kind, "{query}: {chart}");
        let words = chart["notes"][0]["text"].as_str().unwrap();
        assert!(words.split(' ').count() > 4, "{words}");
        for name in ["lower_limit", "upper_limit"] {
            assert!(
                of(&chart, name).iter().all(|limit| limit.is_null()),
                "{query}"
            );
        }
        let verdicts = of(&chart, "verdict");
        let unmarked = [json!("empty"), json!("no_limits")];
        assert!(
            verdicts.iter().all(|verdict| unmarked.contains(verdict)),
            "{query}"
        );
    }
}

#[tokio::test]
async fn it_leaves_as_a_file_and_wrong_words_are_refused() {
    let app = with_six_days(TestApp::sqlite().await).await;
    let browser = Browser::signed_in(&app, MAX).await;
    let csv = browser
        .api_get(&format!("{CHART}?bucket=day&format=csv"))
        .await;
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
    let lines: Vec<&str> = csv.text().trim_end().split("\r\n").collect();
    let head = "\u{feff}from,to,failed,counted,share,lower_limit,centre,upper_limit,verdict";
    assert_eq!(lines[0], head);
    assert_eq!(lines.len(), 7);
    assert!(lines[6].ends_with(",above"), "{csv}");
    let none = browser
        .api_get(&format!("{CHART}?plan=unknown&format=xlsx"))
        .await;
    assert!(none.body.starts_with(b"PK"));
    for query in [
        "of=boards",
        "kind=u",
        "bucket=decade",
        "format=pdf",
        "from=x",
    ] {
        let answer = browser.api_get(&format!("{CHART}?{query}")).await;
        assert_eq!(answer.code(), 422, "{query}: {answer}");
    }
}

#[tokio::test]
async fn it_is_for_the_organisation_and_its_programs() {
    let app = with_six_days(TestApp::sqlite().await).await;
    assert_walled(&app, CHART).await;
    let path = "/integration/api/v1/analysis/yield-chart";
    assert_eq!(app.read(path).await.json()["failed"]["all"], 72);
    let writer = app.add_key("report:write", |_| {}).await;
    let refused = app.send(empty(with_key(get(path), &writer))).await;
    assert_eq!(refused.code(), 403, "{refused}");
    assert_eq!(app.send(empty(get(path))).await.code(), 401);
}
