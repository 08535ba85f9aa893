//! The page of a test run: what it shows, its raw report, its neighbours, voiding.

use axum::http::Method;
use serde_json::{Value, json};

use crate::support::people::{ANN, MAX};
use crate::support::report::START;
use crate::support::{Answer, Browser, TestApp, run_of};

fn path_of(run_id: &str) -> String {
    format!("/api/v1/org/demo/runs/{run_id}")
}

async fn page(browser: &Browser<'_>, run_id: &str) -> Value {
    let answer = browser.api_get(&path_of(run_id)).await;
    assert_eq!(answer.code(), 200, "{answer}");
    answer.json()
}

async fn send_reason(browser: &Browser<'_>, run_id: &str, deed: &str, reason: &str) -> Answer {
    let path = format!("{}/{deed}", path_of(run_id));
    let body = json!({"reason": reason});
    browser.api_send(Method::POST, &path, &body).await
}

#[tokio::test]
async fn a_run_shows_its_card_its_failure_and_its_steps() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let report = run_of("S1")
            .failed()
            .set("dut/sub_units", json!([{"serial_number": "C-7"}]));
        let run_id = app.stored(report).await;
        let browser = Browser::signed_in(&app, MAX).await;
        let page = page(&browser, &run_id).await;
        assert_eq!(page["id"], run_id.as_str());
        assert_eq!(page["status"], "failed");
        assert_eq!(page["void"], json!(null));
        assert_eq!(page["duration_ms"], 50_000);
        assert_eq!(page["start"], "2026-11-22T10:00:00Z");
        let stand = json!({"id": 1, "name": "Stand 1", "number": 1, "hardware_id": "pc-1"});
        assert_eq!(page["stand"], stand);
        let report = &page["report"];
        let failure = json!({
            "module_id": "test_power", "module_name": "Power", "case_id": "test_voltage",
            "case_name": "Voltage", "status": "failed", "message": "5.6 V is too much",
        });
        assert_eq!(report["caused_failure"], failure);
        // The stand blames another one than the first.
        assert_eq!(report["first_failure"]["case_id"], "test_crash");
        assert_eq!(report["first_failure"]["message"], json!(null));
        assert_eq!(
            (&report["failed_case_count"], &report["case_count"]),
            (&json!(2), &json!(3))
        );
        assert_eq!(report["sub_units"][0]["serial_number"], "C-7");
        let case = &report["modules"][0]["cases"][2];
        assert_eq!(case["duration_ms"], 2_000);
        assert_eq!(case["messages"], json!(["first line", "second line"]));
        assert_eq!(
            case["measurements"][0],
            json!({
                "name": "U1", "position": 0, "value": 5.6, "unit": "V", "operation": "gele",
                "comparison_value": null, "lower_limit": 4.5, "upper_limit": 5.5,
                "case_sensitive": true, "result": false,
            })
        );
        assert_eq!(case["measurements"][1]["value"], "1.2");
    }
}

#[tokio::test]
async fn charts_and_artifacts_are_there_within_their_budgets() {
    let app = TestApp::sqlite().await.with_people().await;
    let x: Vec<u32> = (0..20_000).collect();
    let y: Vec<f64> = x
        .iter()
        .map(|x| if *x == 7_777 { 99.5 } else { 1.0 })
        .collect();
    let case = json!({
        "name": "Curve", "status": "passed", "artifact": {"large": "x".repeat(70_000)},
        "chart": {"type": "line_log_x", "title": "Curve", "marker_name": ["long", null],
            "x_data": [x, [1, 2]], "y_data": [y, [3, 4]]},
    });
    let report = run_of("S1")
        .set("artifact/small", json!([1, {"a": "é"}]))
        .set(
            "modules/m",
            json!({"name": "M", "status": "passed", "cases": {"c": case}}),
        );
    let run_id = app.stored(report).await;
    let page = page(&Browser::signed_in(&app, ANN).await, &run_id).await;
    let report = &page["report"];
    let artifact = json!({"json": r#"{"small":[1,{"a":"é"}]}"#, "size_bytes": 24});
    assert_eq!(report["artifact"], artifact);
    let case = &report["modules"][0]["cases"][0];
    assert_eq!(
        case["artifact"],
        json!({"json": null, "size_bytes": 70_012})
    );
    let chart = &case["chart"];
    assert_eq!(
        (&chart["kind"], &chart["series_count"]),
        (&json!("line_log_x"), &json!(2))
    );
    let long = &chart["series"][0];
    assert_eq!(long["point_count"], 20_000);
    let y = long["y"].as_array().unwrap();
    assert!(y.len() <= 4_002 && y.contains(&json!(99.5)), "{}", y.len());
    assert_eq!(chart["series"][1]["x"], json!([1.0, 2.0]));
}

#[tokio::test]
async fn thousands_of_measurements_come_in_pages() {
    let app = TestApp::sqlite().await.with_people().await;
    let all: Vec<Value> = (0..6_500)
        .map(|n| json!({"type": "numeric", "value": n}))
        .collect();
    let case = json!({"name": "C", "status": "passed", "measurements": all});
    let module = json!({"name": "M", "status": "passed", "cases": {"c é": case}});
    let run_id = app.stored(run_of("S1").set("modules/m", module)).await;
    let browser = Browser::signed_in(&app, MAX).await;
    let page = page(&browser, &run_id).await;
    let case = &page["report"]["modules"][0]["cases"][0];
    assert_eq!(case["measurement_count"], 6_500);
    assert_eq!(case["measurements"].as_array().unwrap().len(), 5_000);
    let rest = |offset| {
        format!(
            "{}/measurements?module=m&case=c+%C3%A9&offset={offset}",
            path_of(&run_id)
        )
    };
    let next = browser.api_get(&rest(6_000)).await.json();
    assert_eq!(
        (
            &next["total"],
            next["measurements"].as_array().unwrap().len()
        ),
        (&json!(6_500), 500)
    );
    assert_eq!(next["measurements"][0]["value"], 6_000.0);
    let nothing = browser.api_get(&rest(9_000)).await.json();
    assert_eq!(nothing["measurements"], json!([]));
    let unknown = format!("{}/measurements?module=m&case=d", path_of(&run_id));
    assert_eq!(browser.api_get(&unknown).await.code(), 404);
}

#[tokio::test]
async fn the_raw_report_is_given_as_it_came() {
    let app = TestApp::sqlite().await.with_people().await;
    let report = run_of("S/1 \"é\"").set("unheard_of", "kept");
    let run_id = app.stored(report.clone()).await;
    let browser = Browser::signed_in(&app, MAX).await;
    let path = format!("{}/report", path_of(&run_id));
    let shown = browser.api_get(&path).await;
    assert_eq!((shown.code(), shown.text()), (200, report.text().as_str()));
    assert_eq!(shown.header("content-type"), "application/json");
    let saved = browser.api_get(&format!("{path}?download=1")).await;
    assert_eq!(
        saved.header("content-disposition"),
        "attachment; filename=\"S_1_____2026-11-22T10-00-00Z.json\""
    );
}

#[tokio::test]
async fn neighbours_follow_the_run_time_within_what_is_asked() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let first = app.stored(run_of("S1")).await;
        let other_plan = app
            .stored(run_of("S2").later(10).set("name", "Other"))
            .await;
        let late = app.stored(run_of("S3").later(200)).await;
        let middle = app.stored(run_of("S1").later(100)).await;
        let browser = Browser::signed_in(&app, MAX).await;
        let around = async |run_id: &str, within: &str| {
            let path = format!("{}/neighbours?within={within}", path_of(run_id));
            let found = browser.api_get(&path).await.json();
            let id = |side: &str| found[side]["id"].as_str().unwrap_or("none").to_owned();
            (id("older"), id("newer"))
        };
        let none = || "none".to_owned();
        assert_eq!(
            around(&middle, "all").await,
            (other_plan.clone(), late.clone())
        );
        assert_eq!(around(&middle, "plan").await, (first.clone(), late.clone()));
        assert_eq!(around(&middle, "unit").await, (first.clone(), none()));
        assert_eq!(around(&first, "stand").await, (none(), other_plan.clone()));
        assert_eq!(around(&late, "part").await, (middle.clone(), none()));
        let voided = send_reason(&browser, &other_plan, "void", "by mistake").await;
        assert_eq!(voided.code(), 200, "{voided}");
        assert_eq!(
            around(&middle, "all").await,
            (first, late),
            "voided runs are skipped"
        );
        let path = format!("{}/neighbours?within=moon", path_of(&middle));
        assert_eq!(browser.api_get(&path).await.code(), 422);
    }
}

#[tokio::test]
async fn a_member_voids_a_run_and_brings_it_back() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let first = app.stored(run_of("S1").failed()).await;
        let second = app.stored(run_of("S1").later(100)).await;
        let browser = Browser::signed_in(&app, MAX).await;
        assert_eq!(page(&browser, &second).await["attempt"], 2);
        let voided = send_reason(&browser, &first, "void", " wrong fixture, é ").await;
        assert_eq!(voided.code(), 200, "{voided}");
        let void = json!({"reason": "wrong fixture, é", "by": format!("user:{MAX}"),
            "at": "2026-11-22T12:00:00Z"});
        assert_eq!(voided.json()["void"], void);
        assert_eq!(page(&browser, &first).await["void"], void);
        assert_eq!(page(&browser, &second).await["attempt"], 1);
        let again = send_reason(&browser, &first, "void", "again").await;
        assert_eq!(
            (again.code(), &again.json()["code"]),
            (409, &json!("conflict"))
        );
        let back = send_reason(&browser, &first, "restore", "it was right").await;
        assert_eq!((back.code(), &back.json()["void"]), (200, &json!(null)));
        assert_eq!(page(&browser, &first).await["void"], json!(null));
        assert_eq!(page(&browser, &second).await["attempt"], 2);
        let again = send_reason(&browser, &first, "restore", "again").await;
        assert_eq!(again.code(), 409);
        assert_eq!(app.audited("run.void").await, ["wrong fixture, é"]);
        assert_eq!(app.audited("run.restore").await, ["it was right"]);
        let event = &app.audit_events("run.void").await[0];
        assert_eq!(
            (event.subject.as_str(), event.actor.as_str()),
            (first.as_str(), "user:max@demo.example")
        );
    }
}

#[tokio::test]
async fn a_void_needs_a_reason() {
    let app = TestApp::sqlite().await.with_people().await;
    let run_id = app.stored(run_of("S1")).await;
    let browser = Browser::signed_in(&app, MAX).await;
    for reason in ["", "  ", &"x".repeat(501), "nul \0"] {
        let refused = send_reason(&browser, &run_id, "void", reason).await;
        assert_eq!(
            (refused.code(), &refused.json()["field"]),
            (422, &json!("reason"))
        );
    }
    assert_eq!(page(&browser, &run_id).await["void"], json!(null));
}

#[tokio::test]
async fn odd_reports_have_a_page() {
    let app = TestApp::sqlite().await.with_people().await;
    let browser = Browser::signed_in(&app, MAX).await;
    let bare = app.stored(r#"{"name": "Bare", "status": "run"}"#).await;
    let page_of_bare = page(&browser, &bare).await;
    assert_eq!(page_of_bare["start"], json!(null));
    assert_eq!(page_of_bare["report"]["modules"], json!([]));
    assert_eq!(page_of_bare["report"]["first_failure"], json!(null));
    let blamed = run_of("S1")
        .set("caused_dut_failure_id", "gone::away")
        .set("start_time", START + 60)
        .set("stop_time", START)
        .set(
            "modules/m",
            json!({"name": "", "status": "error", "cases": {}}),
        );
    let page = page(&browser, &app.stored(blamed).await).await;
    let failure = &page["report"]["caused_failure"];
    assert_eq!(
        (&failure["case_id"], &failure["case_name"]),
        (&json!("away"), &json!(null))
    );
}

#[tokio::test]
async fn runs_are_for_members_only() {
    let app = TestApp::sqlite().await.with_people().await;
    let run_id = app.stored(run_of("S1")).await;
    app.add_organisation("foreign").await;
    app.add_person("eve@foreign.example").await;
    let eve = Browser::signed_in(&app, "eve@foreign.example").await;
    let (nobody, max) = (Browser::new(&app), Browser::signed_in(&app, MAX).await);
    for tail in [
        "",
        "/report",
        "/neighbours",
        "/measurements?module=m&case=c",
    ] {
        let path = path_of(&run_id) + tail;
        assert_eq!(nobody.api_get(&path).await.code(), 401, "{path}");
        assert_eq!(eve.api_get(&path).await.code(), 404, "{path}");
        let unknown = path.replace(&run_id, "0190a000-0000-7000-8000-000000000000");
        assert_eq!(max.api_get(&unknown).await.code(), 404, "{unknown}");
        let no_id = path.replace(&run_id, "7");
        assert_eq!(max.api_get(&no_id).await.code(), 404, "{no_id}");
    }
    assert_eq!(send_reason(&eve, &run_id, "void", "mine").await.code(), 404);
    assert_eq!(
        send_reason(&nobody, &run_id, "void", "mine").await.code(),
        401
    );
    let unknown = "0190a000-0000-7000-8000-000000000000";
    assert_eq!(send_reason(&max, unknown, "void", "gone").await.code(), 404);
}
