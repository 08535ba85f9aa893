//! Where runs fail, as people and as programs ask it.

use serde_json::{Value, json};

use crate::support::people::MAX;
use crate::support::report::{Report, run_of};
use crate::support::{Browser, TestApp};

const ANALYSIS: &str = "/api/v1/org/demo/analysis";
const MESSAGE: &str = "modules/test_power/cases/test_voltage/assertion_msg";
const DAY: i64 = 86_400;

fn at_voltage(unit: &str, message: &str) -> Report {
    run_of(unit).failed().set(MESSAGE, message)
}

fn at_current(unit: &str) -> Report {
    run_of(unit)
        .failed()
        .set("caused_dut_failure_id", "test_power::test_current")
        .set("modules/test_power/cases/test_current/status", "failed")
}

/// Three fail at the voltage, one at the current, one without a step; two pass.
async fn with_failures(app: TestApp) -> TestApp {
    let app = app.with_people().await;
    let reports = [
        run_of("U1").later(-2 * DAY),
        run_of("U2").set("test_stand/name", "Stand 2"),
        at_voltage("U3", "5.61 V is above 5.5 V").later(-2 * DAY),
        at_voltage("U4", "no contact").later(30),
        at_voltage("U5", "5.7 V is above 5.5 V")
            .later(60)
            .set("test_stand/name", "Stand 2"),
        at_current("U6").later(90),
        run_of("U7").set("status", "error").later(120),
    ];
    for report in reports {
        app.stored(report).await;
    }
    app
}

async fn asked(browser: &Browser<'_>, question: &str) -> Value {
    let answer = browser.api_get(&format!("{ANALYSIS}/{question}")).await;
    assert_eq!(answer.code(), 200, "{question}: {answer}");
    answer.json()
}

async fn serials(browser: &Browser<'_>, query: &Value) -> Vec<String> {
    let query = query.as_str().unwrap();
    let answer = browser
        .api_get(&format!("/api/v1/org/demo/runs?{query}"))
        .await;
    assert_eq!(answer.code(), 200, "{query}: {answer}");
    let page = answer.json();
    let runs = page["runs"].as_array().unwrap().iter();
    let mut serials: Vec<String> = runs
        .map(|run| run["serial_number"].as_str().unwrap().to_owned())
        .collect();
    serials.sort();
    serials
}

#[tokio::test]
async fn steps_come_by_weight_with_their_usual_message() {
    for app in TestApp::each().await {
        let app = with_failures(app).await;
        let browser = Browser::signed_in(&app, MAX).await;
        let found = asked(&browser, "failures?bucket=day&range=all").await;
        assert_eq!(found["tests"], 7);
        assert_eq!(found["not_passed"], 5);
        assert_eq!(found["without_step"]["count"], 1);
        let steps = found["steps"].as_array().unwrap();
        assert_eq!(steps.len(), 2, "{found}");
        let voltage = &steps[0];
        assert_eq!(voltage["plan"], "Board test");
        assert_eq!(voltage["module"], "test_power");
        assert_eq!(voltage["case"], "test_voltage");
        assert_eq!(voltage["module_name"], "Power");
        assert_eq!(voltage["case_name"], "Voltage");
        assert_eq!(voltage["count"], 3);
        assert_eq!(voltage["share"], 0.6);
        assert_eq!(voltage["cumulated"], 0.6);
        assert_eq!(steps[1]["cumulated"], 0.8);
        assert_eq!(voltage["first_seen"], "2026-11-20T10:00:00Z");
        assert_eq!(voltage["last_seen"], "2026-11-22T10:01:00Z");
        assert_eq!(
            voltage["messages"],
            json!([
                {"text": "5.7 V is above 5.5 V", "pattern": "# V is above # V", "count": 2},
                {"text": "no contact", "pattern": "no contact", "count": 1},
            ])
        );
        assert_eq!(voltage["messages_of"], 3);
        assert_eq!(voltage["trend"], json!([1, 0, 2]));
        assert_eq!(found["periods"][0], "2026-11-20T00:00:00Z");
        assert_eq!(
            serials(&browser, &voltage["runs"]).await,
            ["U3", "U4", "U5"]
        );
        assert_eq!(
            serials(&browser, &found["without_step"]["runs"]).await,
            ["U7"]
        );
        let all = ["U3", "U4", "U5", "U6", "U7"];
        assert_eq!(serials(&browser, &found["runs"]).await, all);
    }
}

#[tokio::test]
async fn a_step_is_split_by_stand() {
    let app = with_failures(TestApp::sqlite().await).await;
    let browser = Browser::signed_in(&app, MAX).await;
    let found = asked(&browser, "failures?split=stand&limit=1&messages=0").await;
    let split = found["steps"][0]["split"].as_array().unwrap();
    let parts: Vec<_> = split
        .iter()
        .map(|part| {
            let label = part["name"]["label"].as_str().unwrap();
            (
                label,
                part["failed"]["part"].clone(),
                part["failed"]["all"].clone(),
            )
        })
        .collect();
    assert_eq!(
        parts,
        [
            ("Stand 1 #1", json!(2), json!(5)),
            ("Stand 2 #1", json!(1), json!(2))
        ]
    );
    assert_eq!(serials(&browser, &split[1]["runs"]).await, ["U5"]);
    assert_eq!(found["others"], json!({"steps": 1, "count": 1}));
    assert_eq!(found["steps"][0]["messages"], json!([]));
    assert_eq!(found["steps"][0]["case_name"], json!(null));
}

#[tokio::test]
async fn only_what_was_asked_for_counts() {
    let app = with_failures(TestApp::sqlite().await).await;
    let browser = Browser::signed_in(&app, MAX).await;
    let errors = asked(&browser, "failures?status=error").await;
    assert_eq!(errors["not_passed"], 1);
    assert_eq!(errors["steps"], json!([]));
    let passed = asked(&browser, "failures?status=passed").await;
    assert_eq!(passed["not_passed"], 0);
    assert_eq!(passed["without_step"]["count"], 0);
    let none = asked(&browser, "failures?plan=unknown&split=batch").await;
    assert_eq!(none["tests"], 0);
    let wrong = format!("{ANALYSIS}/failures?split=colour");
    assert_eq!(browser.api_get(&wrong).await.code(), 422);
}

#[tokio::test]
async fn measurements_come_by_how_often_they_were_bad() {
    for app in TestApp::each().await {
        let app = with_failures(app).await;
        let browser = Browser::signed_in(&app, MAX).await;
        let found = asked(&browser, "failing-measurements").await;
        assert_eq!(found["failed_values"], 4, "{found}");
        let measurements = found["measurements"].as_array().unwrap();
        let voltage = &measurements[0];
        assert_eq!(voltage["name"], "U1");
        assert_eq!(voltage["unit"], "V");
        assert_eq!(voltage["case"], "test_voltage");
        assert_eq!(voltage["count"], 4);
        assert_eq!(voltage["cumulated"], 1.0);
        assert_eq!(voltage["failed"]["all"], 4);
        assert_eq!(
            serials(&browser, &voltage["runs"]).await,
            ["U3", "U4", "U5"]
        );
        let none = asked(&browser, "failing-measurements?status=passed").await;
        assert_eq!(none["measurements"], json!([]));
    }
}
