//! Yields over HTTP: twelve runs of six units that tell right from wrong definitions.

use serde_json::{Value, json};

use crate::support::people::{ANN, MAX};
use crate::support::report::{Report, run_of};
use crate::support::test_app::{empty, with_key};
use crate::support::{Browser, TestApp, get};

const ANALYSIS: &str = "/api/v1/org/demo/analysis";
const DAY: i64 = 86_400;

/// One after the other, an hour apart. The first day is the day before yesterday.
fn twelve_runs() -> Vec<Report> {
    let runs = [
        ("U1", 1, "A", "passed"),
        ("U2", 1, "A", "failed"),
        ("U2", 1, "A", "passed"),
        ("U3", 1, "A", "failed"),
        ("U3", 2, "A", "passed"),
        ("U4", 1, "A", "failed"),
        ("U4", 1, "A", "failed"),
        ("U4", 1, "B", "passed"),
        ("U5", 1, "A", "stopped"),
        ("U5", 1, "A", "passed"),
        ("U6", 1, "A", "error"),
        ("U6", 1, "A", "passed"),
    ];
    let reports = (0..).zip(runs).map(|(number, (unit, day, stand, status))| {
        let second = (day - 3) * DAY - 8 * 3_600 + number * 600;
        run_of(unit)
            .later(second)
            .set("status", status)
            .set("test_stand/name", stand)
            .set("dut/part_number", "PN-X")
    });
    reports.collect()
}

async fn with_twelve_runs(app: TestApp) -> TestApp {
    let app = app.with_people().await;
    for report in twelve_runs() {
        app.stored(report).await;
    }
    app
}

async fn asked(browser: &Browser<'_>, question: &str) -> Value {
    let answer = browser.api_get(&format!("{ANALYSIS}/{question}")).await;
    assert_eq!(answer.code(), 200, "{question}: {answer}");
    answer.json()
}

/// Part and whole.
fn share(figures: &Value, name: &str) -> (u64, u64) {
    let count = |field: &str| figures[name][field].as_u64().unwrap();
    (count("part"), count("all"))
}

async fn count_runs(browser: &Browser<'_>, query: &str) -> usize {
    let answer = browser
        .api_get(&format!("/api/v1/org/demo/runs?limit=100&{query}"))
        .await;
    assert_eq!(answer.code(), 200, "{query}: {answer}");
    answer.json()["runs"].as_array().unwrap().len()
}

#[tokio::test]
async fn yields_are_those_of_first_tests() {
    for app in TestApp::each().await {
        let app = with_twelve_runs(app).await;
        let browser = Browser::signed_in(&app, MAX).await;
        let all = asked(&browser, "summary").await;
        let now = &all["now"];
        assert_eq!(now["run_count"], 12);
        assert_eq!(now["not_a_test"], 1);
        assert_eq!(now["units"], 6);
        assert_eq!(now["named_units"], 6);
        assert_eq!(now["stands"], 2);
        assert_eq!(now["batches"], 0);
        assert_eq!(share(now, "first_pass"), (2, 6));
        assert_eq!(share(now, "second_pass"), (5, 6));
        assert_eq!(share(now, "third_pass"), (6, 6));
        assert_eq!(share(now, "final_yield"), (6, 6));
        assert_eq!(share(now, "test_report"), (6, 11));
        let lower = now["first_pass"]["lower"].as_f64().unwrap();
        assert!((lower - 0.0968).abs() < 1e-4, "{lower}");
        assert_eq!(all["before"], json!(null));
        assert_eq!(all["notes"][0]["kind"], "few_units");
        let runs = |name: &str| all["runs"][name].as_str().unwrap().to_owned();
        assert_eq!(count_runs(&browser, &runs("all")).await, 12);
        assert_eq!(count_runs(&browser, &runs("first_tests")).await, 6);
        assert_eq!(count_runs(&browser, &runs("failed_first_tests")).await, 4);
        assert_eq!(count_runs(&browser, &runs("not_passed")).await, 5);
        assert_eq!(count_runs(&browser, &runs("not_a_test")).await, 1);
        assert_eq!(count_runs(&browser, &runs("without_unit")).await, 0);
    }
}

#[tokio::test]
async fn a_unit_counts_on_the_day_of_its_first_test() {
    let app = with_twelve_runs(TestApp::sqlite().await).await;
    let browser = Browser::signed_in(&app, MAX).await;
    let history = asked(&browser, "history?from=2026-11-20&to=2026-11-21&bucket=day").await;
    let periods = history["periods"].as_array().unwrap();
    assert_eq!(periods.len(), 2);
    assert_eq!(share(&periods[0], "first_pass"), (2, 6));
    // U3 passed on this day, but it was tested first on the day before.
    assert_eq!(periods[1]["run_count"], 1, "{history}");
    assert_eq!(share(&periods[1], "first_pass"), (0, 0));
    assert_eq!(periods[1]["first_pass"]["share"], json!(null));
    let second_day = asked(&browser, "summary?from=2026-11-21&to=2026-11-21").await;
    assert_eq!(second_day["now"]["units"], 0);
    assert_eq!(second_day["notes"][0]["kind"], "no_units");
    assert_eq!(share(&second_day["before"], "first_pass"), (2, 6));
}

/// Home's first-pass yield is the one of the page Yield, now and before.
#[tokio::test]
async fn the_overview_has_the_same_first_pass_yield() {
    let app = with_twelve_runs(TestApp::sqlite().await).await;
    let browser = Browser::signed_in(&app, MAX).await;
    let counts = |figures: &Value| {
        let count = |field: &str| figures[field].as_u64().unwrap();
        (count("passed_by_first"), count("first_tests"))
    };
    for query in [
        "",
        "from=2026-11-21&to=2026-11-21",
        "status=failed",
        "plan=unknown",
    ] {
        let summary = asked(&browser, &format!("summary?{query}")).await;
        let path = format!("/api/v1/org/demo/overview?{query}");
        let overview = browser.api_get(&path).await.json();
        let ours = share(&summary["now"], "first_pass");
        assert_eq!(counts(&overview["figures"]), ours, "{query}");
        assert_eq!(overview["before"].is_null(), summary["before"].is_null());
        if !summary["before"].is_null() {
            let ours = share(&summary["before"], "first_pass");
            assert_eq!(counts(&overview["before"]["figures"]), ours, "{query}");
        }
    }
}

#[tokio::test]
async fn a_unit_counts_at_the_stand_of_its_first_test() {
    let app = with_twelve_runs(TestApp::sqlite().await).await;
    let browser = Browser::signed_in(&app, MAX).await;
    let by_stand = asked(&browser, "yield?by=stand").await;
    let groups = by_stand["groups"].as_array().unwrap();
    let group = |label: &str| {
        let is_it = |group: &&Value| group["names"][0]["label"] == label;
        groups.iter().find(is_it).unwrap()
    };
    assert_eq!(share(group("A #1"), "first_pass"), (2, 6));
    assert_eq!(share(group("B #1"), "first_pass"), (0, 0));
    assert_eq!(share(group("B #1"), "test_report"), (1, 1));
    assert_eq!(share(&by_stand["all"], "first_pass"), (2, 6));
    let runs = group("B #1")["runs"].as_str().unwrap();
    assert_eq!(count_runs(&browser, runs).await, 1);
}

#[tokio::test]
async fn the_same_serial_number_on_two_parts_is_two_units() {
    let app = with_twelve_runs(TestApp::sqlite().await).await;
    let other = run_of("U1").later(60).set("dut/part_number", "PN-Y");
    app.stored(other).await;
    let browser = Browser::signed_in(&app, MAX).await;
    let all = asked(&browser, "summary").await;
    assert_eq!(share(&all["now"], "first_pass"), (3, 7));
    let by = asked(&browser, "yield?by=part&by=batch&order=units").await;
    assert_eq!(by["by"], json!(["part", "batch"]));
    let groups = by["groups"].as_array().unwrap();
    assert_eq!(groups[0]["names"][0]["label"], "PN-X");
    assert_eq!(groups[0]["names"][1]["value"], "");
    let one = asked(&browser, "yield?by=part&limit=1&order=units").await;
    assert_eq!(one["others"]["groups"], 1);
    assert_eq!(share(&one["others"], "first_pass"), (1, 1));
}

#[tokio::test]
async fn a_process_at_nought_makes_the_rolled_yield_nought() {
    let app = TestApp::sqlite().await.with_people().await;
    for number in 0..10 {
        let unit = format!("U{number}");
        let solder = run_of(&unit).set("process/name", "Solder").failed();
        app.stored(solder.later(number)).await;
        let mut last = run_of(&unit).set("process/name", "Final");
        if number == 0 {
            last = last.failed();
        }
        app.stored(last.later(100 + number)).await;
        let repair = run_of(&unit).set("process/name", "Repair").failed();
        app.stored(repair.later(200 + number)).await;
    }
    let browser = Browser::signed_in(&app, MAX).await;
    let rolled = asked(&browser, "rolled-yield").await;
    let part = &rolled["parts"][0];
    assert_eq!(part["rolled"], 0.0);
    let stages = part["stages"].as_array().unwrap();
    let processes: Vec<&str> = stages
        .iter()
        .map(|stage| stage["process"].as_str().unwrap())
        .collect();
    assert_eq!(processes, ["Final", "Repair", "Solder"]);
    assert_eq!(share(&stages[0], "first_pass"), (9, 10));
    assert_eq!(stages[1]["is_repair"], true);
    let runs = stages[0]["runs"].as_str().unwrap();
    assert_eq!(count_runs(&browser, runs).await, 10);
    let without = asked(&browser, "rolled-yield?process=Final&process=Repair").await;
    assert_eq!(without["parts"][0]["rolled"], 0.9);
    let notes = asked(&browser, "summary?process=Repair").await["notes"].clone();
    let kinds: Vec<Value> = notes
        .as_array()
        .unwrap()
        .iter()
        .map(|note| note["kind"].clone())
        .collect();
    assert_eq!(kinds, ["few_units", "repair_process"]);
}

#[tokio::test]
async fn nothing_is_said_plainly() {
    let app = TestApp::sqlite().await.with_people().await;
    let browser = Browser::signed_in(&app, MAX).await;
    for question in [
        "summary",
        "history",
        "yield?by=stand&by=batch&by=part",
        "rolled-yield",
    ] {
        let answer = asked(&browser, question).await;
        assert!(!answer.to_string().contains("NaN"), "{question}");
    }
    let summary = asked(&browser, "summary?plan=unknown").await;
    assert_eq!(summary["notes"][0]["kind"], "no_runs");
    assert_eq!(summary["now"]["first_pass"]["share"], json!(null));
    assert_eq!(asked(&browser, "rolled-yield").await["parts"], json!([]));
}

#[tokio::test]
async fn answers_leave_as_files() {
    let app = with_twelve_runs(TestApp::sqlite().await).await;
    let browser = Browser::signed_in(&app, MAX).await;
    let csv = browser
        .api_get(&format!("{ANALYSIS}/yield?by=stand&format=csv"))
        .await;
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
    let name = "attachment; filename=\"demo_yield_all_2026-11-22.csv\"";
    assert_eq!(csv.header("content-disposition"), name);
    let lines: Vec<&str> = csv.text().split("\r\n").collect();
    assert!(
        lines[0].starts_with("\u{feff}stand,run_count,passed,"),
        "{csv}"
    );
    assert!(lines[1].starts_with("A #1,11,5,5,1,0,6,0.333"), "{csv}");
    for question in ["summary", "history", "yield", "rolled-yield", "failures"] {
        let answer = browser
            .api_get(&format!("{ANALYSIS}/{question}?format=xlsx"))
            .await;
        assert_eq!(answer.code(), 200, "{question}: {answer}");
        assert!(answer.body.starts_with(b"PK"), "{question}");
    }
    let wrong = format!("{ANALYSIS}/summary?format=pdf");
    assert_eq!(browser.api_get(&wrong).await.code(), 422);
}

#[tokio::test]
async fn only_those_who_may_read_are_answered() {
    let app = with_twelve_runs(TestApp::sqlite().await).await;
    app.add_foreign_key().await;
    for question in [
        "summary",
        "history",
        "yield",
        "rolled-yield",
        "failures",
        "failing-measurements",
    ] {
        let stranger = Browser::new(&app);
        let answer = stranger.api_get(&format!("{ANALYSIS}/{question}")).await;
        assert_eq!(answer.code(), 401, "{question}");
        let browser = Browser::signed_in(&app, ANN).await;
        let foreign = format!("/api/v1/org/foreign/analysis/{question}");
        assert_eq!(browser.api_get(&foreign).await.code(), 404, "{question}");
        let path = format!("/integration/api/v1/analysis/{question}");
        let answer = app.send(empty(with_key(get(&path), &app.key))).await;
        assert_eq!(answer.code(), 200, "{question}: {answer}");
        let writer = app.add_key("report:write", |_| {}).await;
        let refused = app.send(empty(with_key(get(&path), &writer))).await;
        assert_eq!(refused.code(), 403, "{question}");
        assert_eq!(app.send(empty(get(&path))).await.code(), 401, "{question}");
    }
}

#[tokio::test]
async fn a_program_reads_the_organisation_of_its_key() {
    let app = with_twelve_runs(TestApp::sqlite().await).await;
    let foreign = app.add_foreign_key().await;
    let path = "/integration/api/v1/analysis/summary?part=PN-X";
    let ours = app.read(path).await.json();
    assert_eq!(share(&ours["now"], "first_pass"), (2, 6));
    let theirs = app.send(empty(with_key(get(path), &foreign))).await;
    assert_eq!(theirs.json()["now"]["run_count"], 0);
}
