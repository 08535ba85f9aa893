//! A unit, its attempts, and what changed between two runs.

use serde_json::{Value, json};

use crate::support::people::{ANN, MAX};
use crate::support::{Browser, TestApp, run_of};

const UNIT: &str = "/api/v1/org/demo/units?part=PCB-100&serial=SN%2F1";
const RUNS: &str = "/api/v1/org/demo/units/runs?part=PCB-100&serial=SN%2F1";

fn run_path(run: &str, rest: &str) -> String {
    format!("/api/v1/org/demo/runs/{run}/{rest}")
}

/// The runs of the unit "SN/1": failed, passed on another stand, and once in another plan.
async fn three_runs(app: &TestApp) -> [String; 3] {
    let first = run_of("SN/1").failed();
    let second = run_of("SN/1").later(600).set("test_stand/name", "Stand 2");
    let second = second.set("user", "max").set("dut/revision", "B");
    let other = run_of("SN/1").later(1200).set("name", "Burn-in");
    app.stored(run_of("SN/2").later(30)).await;
    [
        app.stored(first).await,
        app.stored(second).await,
        app.stored(other.set("status", "stopped")).await,
    ]
}

#[tokio::test]
async fn a_unit_shows_how_it_stands_in_each_plan() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let [_, second, _] = three_runs(&app).await;
        let browser = Browser::signed_in(&app, MAX).await;
        let unit = browser.api_get(UNIT).await.json();
        assert_eq!(unit["serial_number"], "SN/1");
        assert_eq!(unit["verdict"], "passed");
        assert_eq!(
            (&unit["runs"], &unit["voided_runs"]),
            (&json!(3), &json!(0))
        );
        assert_eq!(unit["revisions"], json!(["B"]));
        assert_eq!(unit["first_run_at"], "2026-11-22T10:00:00Z");
        assert_eq!(unit["last_run_at"], "2026-11-22T10:20:00Z");
        let plans: Vec<_> = unit["plans"]
            .as_array()
            .unwrap()
            .iter()
            .map(plan_line)
            .collect();
        assert_eq!(
            plans,
            [
                json!(["Burn-in", "not_tested", null, 1]),
                json!(["Board test", "passed", false, 2]),
            ]
        );
        assert_eq!(unit["plans"][1]["last_run"]["run_id"], json!(second));
        assert_eq!(unit["plans"][1]["last_run"]["attempt"], 2);
        assert_eq!(
            (&unit["parts"], &unit["parents"]),
            (&json!(null), &json!([]))
        );
    }
}

fn plan_line(plan: &Value) -> Value {
    json!([
        plan["last_run"]["plan"],
        plan["verdict"],
        plan["first_pass"],
        plan["attempts"]
    ])
}

#[tokio::test]
async fn the_history_is_paged_and_says_why_runs_failed() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let [first, second, third] = three_runs(&app).await;
        let browser = Browser::signed_in(&app, MAX).await;
        let page = browser.api_get(&format!("{RUNS}&limit=2")).await.json();
        assert_eq!(ids(&page), [third.as_str(), &second]);
        let next = page["next"].as_str().unwrap();
        let rest = browser
            .api_get(&format!("{RUNS}&limit=2&after={next}"))
            .await
            .json();
        assert_eq!(
            (ids(&rest), &rest["next"]),
            (vec![first.as_str()], &json!(null))
        );
        assert_eq!(
            rest["runs"][0]["failure"],
            json!({
                "module_id": "test_power", "module_name": "Power",
                "case_id": "test_voltage", "case_name": "Voltage",
                "message": "5.6 V is too much",
            })
        );
        let oldest = browser
            .api_get(&format!("{RUNS}&order=oldest"))
            .await
            .json();
        assert_eq!(ids(&oldest), [first.as_str(), &second, &third]);
        assert_eq!(oldest["runs"][1]["stand_name"], "Stand 2");
        for wrong in ["&after=x", "&order=random", "&limit=some"] {
            let answer = browser.api_get(&format!("{RUNS}{wrong}")).await;
            assert_eq!(answer.code(), 422, "{wrong}: {answer}");
        }
    }
}

fn ids(page: &Value) -> Vec<&str> {
    let runs = page["runs"].as_array().unwrap().iter();
    runs.map(|run| run["run_id"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn the_attempts_of_a_run_name_the_one_before() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let [first, second, third] = three_runs(&app).await;
        let browser = Browser::signed_in(&app, MAX).await;
        let attempts = browser.api_get(&run_path(&second, "attempts")).await.json();
        assert_eq!(ids(&attempts), [first.as_str(), &second]);
        assert_eq!(attempts["previous_run_id"], json!(first));
        assert_eq!(attempts["total"], 2);
        let at_first = browser.api_get(&run_path(&first, "attempts")).await.json();
        assert_eq!(at_first["previous_run_id"], json!(null));
        assert_eq!(at_first["runs"][0]["failure"]["case_name"], "Voltage");
        let alone = browser.api_get(&run_path(&third, "attempts")).await.json();
        assert_eq!(
            (ids(&alone), &alone["total"]),
            (vec![third.as_str()], &json!(1))
        );
    }
}

#[tokio::test]
async fn a_run_without_a_serial_number_has_one_attempt() {
    let app = TestApp::sqlite().await.with_people().await;
    let run = app
        .stored(run_of("x").set("dut/serial_number", Value::Null))
        .await;
    let browser = Browser::signed_in(&app, MAX).await;
    let attempts = browser.api_get(&run_path(&run, "attempts")).await.json();
    assert_eq!(
        (ids(&attempts), &attempts["total"]),
        (vec![run.as_str()], &json!(1))
    );
}

#[tokio::test]
async fn two_runs_are_compared() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let [first, second, third] = three_runs(&app).await;
        let browser = Browser::signed_in(&app, MAX).await;
        let path = run_path(&second, &format!("compare/{first}"));
        let compared = browser.api_get(&path).await.json();
        assert_eq!(compared["before"]["status"], "failed");
        assert_eq!(compared["after"]["status"], "passed");
        assert_eq!(
            (&compared["is_same_unit"], &compared["is_same_plan"]),
            (&json!(true), &json!(true))
        );
        assert_eq!(
            compared["facts"]["changed"],
            json!([
                {"scope": "stand", "name": "name", "before": "Stand 1", "after": "Stand 2"},
                {"scope": "run", "name": "operator", "before": null, "after": "max"},
                {"scope": "unit", "name": "revision", "before": null, "after": "B"},
            ])
        );
        // Keys of the sample report are sorted: the crashed case comes before.
        let case = &compared["cases"]["changed"][1];
        assert_eq!(
            (&case["case_name"], &case["after"]),
            (&json!("Voltage"), &json!(null))
        );
        assert_eq!(
            case["before"],
            json!({"status": "failed", "message": "5.6 V is too much"})
        );
        let measured = &compared["measurements"]["changed"][0];
        assert_eq!(
            (&measured["name"], &measured["before"]["value"]),
            (&json!("U1"), &json!(5.6))
        );
        assert_eq!(measured["before"]["operation"], "gele");
        assert_eq!(compared["measurements"]["changed_count"], 2);
        let other_plan = run_path(&third, &format!("compare/{first}"));
        let other_plan = browser.api_get(&other_plan).await.json();
        assert_eq!(other_plan["is_same_plan"], false);
    }
}

#[tokio::test]
async fn parts_and_parents_know_each_other() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let parts = json!([
            {"name": "Radio", "part_number": "RF-1", "serial_number": "R 1", "revision": "C"},
            {"part_number": "screw"},
        ]);
        let whole = app.stored(run_of("SN/1").set("dut/sub_units", parts)).await;
        let radio = run_of("R 1").later(60).set("dut/part_number", "RF-1");
        app.stored(radio.set("status", "failed")).await;
        let browser = Browser::signed_in(&app, MAX).await;
        let unit = browser.api_get(UNIT).await.json();
        assert_eq!(
            unit["parts"],
            json!({"named_by_run_id": whole, "named_at": "2026-11-22T10:00:00Z", "parts": [
                {"name": "Radio", "part_number": "RF-1", "serial_number": "R 1", "revision": "C",
                    "own_runs": 1, "last_status": "failed"},
                {"name": null, "part_number": "screw", "serial_number": null, "revision": null,
                    "own_runs": 0, "last_status": null},
            ]})
        );
        let part = "/api/v1/org/demo/units?part=RF-1&serial=R%201";
        let part = browser.api_get(part).await.json();
        assert_eq!(
            part["parents"],
            json!([{"part_number": "PCB-100", "serial_number": "SN/1",
                "last_named_at": "2026-11-22T10:00:00Z", "is_replaced": false}])
        );
    }
}

#[tokio::test]
async fn what_does_not_exist_here_is_not_found() {
    let app = TestApp::sqlite().await.with_people().await;
    let [first, second, _] = three_runs(&app).await;
    app.add_organisation("foreign").await;
    let browser = Browser::signed_in(&app, ANN).await;
    let nobody = "00000000-0000-7000-8000-000000000000";
    let mut missing = vec![
        "/api/v1/org/demo/units?part=PCB-100&serial=SN".to_owned(),
        "/api/v1/org/demo/units/runs?part=PCB&serial=SN%2F1".to_owned(),
        run_path(nobody, "attempts"),
        run_path("%ff", "attempts"),
        run_path("no-id", "attempts"),
        run_path(&first, &format!("compare/{nobody}")),
        run_path(nobody, &format!("compare/{first}")),
    ];
    // Another organisation is not there at all for who is no member of it.
    for path in own_paths(&first, &second) {
        missing.push(path.replace("/org/demo/", "/org/foreign/"));
    }
    for path in missing {
        let answer = browser.api_get(&path).await;
        assert_eq!(
            (answer.code(), &answer.json()["code"]),
            (404, &json!("not_found")),
            "{path}"
        );
    }
}

#[tokio::test]
async fn who_is_in_another_organisation_sees_nothing_of_this_one() {
    let app = TestApp::sqlite().await.with_people().await;
    let [first, second, _] = three_runs(&app).await;
    let foreign = app.add_organisation("foreign").await;
    let eve = app.add_person("eve@foreign.example").await;
    app.join(foreign, eve, standcloud_store::Role::Admin).await;
    let browser = Browser::signed_in(&app, "eve@foreign.example").await;
    for path in own_paths(&first, &second) {
        assert_eq!(browser.api_get(&path).await.code(), 404, "{path}");
        let moved = path.replace("/org/demo/", "/org/foreign/");
        assert_eq!(browser.api_get(&moved).await.code(), 404, "{moved}");
    }
    for path in own_paths(&first, &second) {
        assert_eq!(
            Browser::new(&app).api_get(&path).await.code(),
            401,
            "{path}"
        );
    }
}

fn own_paths(first: &str, second: &str) -> [String; 4] {
    [
        UNIT.to_owned(),
        RUNS.to_owned(),
        run_path(second, "attempts"),
        run_path(second, &format!("compare/{first}")),
    ]
}
