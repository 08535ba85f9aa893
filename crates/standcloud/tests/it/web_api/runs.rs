//! Figures, history, the table of runs and what its filter offers.

use serde_json::{Value, json};

use crate::support::people::{ANN, MAX};
use crate::support::report::{Report, run_of};
use crate::support::{Browser, TestApp};

const ORG: &str = "/api/v1/org/demo";
const DAY: i64 = 86_400;

/// Yesterday one passed; today, at ten, one passed, one failed and passed again, one was stopped.
async fn with_runs(app: TestApp) -> TestApp {
    let reports: [Report; 5] = [
        run_of("S1").later(-DAY),
        run_of("S2").set("user", "ann"),
        run_of("S3")
            .failed()
            .later(60)
            .set("stop_time", 1_795_341_600 + 60 + 20),
        run_of("S3").later(120).set("batch_serial_number", "B-7"),
        run_of("S4")
            .set("status", "stopped")
            .later(180)
            .set("test_stand/name", "Stand 2")
            .set("dut/info/firmware", "1.2"),
    ];
    for report in reports {
        app.stored(report).await;
    }
    app
}

async fn asked(browser: &Browser<'_>, path: &str) -> Value {
    let answer = browser.api_get(&format!("{ORG}/{path}")).await;
    assert_eq!(answer.code(), 200, "{path}: {answer}");
    answer.json()
}

fn serials(page: &Value) -> Vec<String> {
    let runs = page["runs"].as_array().unwrap().iter();
    let text = |run: &Value| run["serial_number"].as_str().unwrap_or("-").to_owned();
    runs.map(text).collect()
}

#[tokio::test]
async fn figures_are_those_of_the_range_and_of_the_one_before() {
    for app in TestApp::each().await {
        let app = with_runs(app.with_people().await).await;
        let browser = Browser::signed_in(&app, MAX).await;
        let today = asked(&browser, "overview?range=today").await;
        assert_eq!(
            today["figures"],
            json!({"runs": 4, "passed": 2, "not_passed": 1, "not_a_test": 1,
                "mean_duration_ms": 40_000, "first_tests": 2, "passed_by_first": 1,
                "passed_by_second": 2, "passed_by_third": 2, "passed_ever": 2, "without_unit": 0})
        );
        assert_eq!(today["from"], "2026-11-22T00:00:00Z");
        assert_eq!(today["to"], "2026-11-23T00:00:00Z");
        assert_eq!(today["before"]["to"], "2026-11-21T12:00:00Z");
        assert_eq!(today["before"]["figures"]["runs"], 1);
        assert_eq!(today["first_run"], "2026-11-22T10:00:00Z");
        assert_eq!(today["last_run"], "2026-11-22T10:03:00Z");
        assert_eq!(today["organisation_has_runs"], true);
        let all = asked(&browser, "overview?status=failed").await;
        assert_eq!(all["figures"]["runs"], 1);
        assert_eq!(all["before"], json!(null));
        assert_eq!(all["from"], json!(null));
    }
}

/// Twelve runs of six units, and what wrong definitions of first-pass yield make of them.
async fn with_retests(app: TestApp) -> TestApp {
    let runs = [
        ("U1", 0, "A", "passed"),
        ("U2", 0, "A", "failed"),
        ("U2", 0, "A", "passed"),
        ("U3", 0, "A", "failed"),
        ("U3", DAY, "A", "passed"),
        ("U4", 0, "A", "failed"),
        ("U4", 0, "A", "failed"),
        ("U4", 0, "B", "passed"),
        ("U5", 0, "A", "stopped"),
        ("U5", 0, "A", "passed"),
        ("U6", 0, "A", "error"),
        ("U6", 0, "A", "passed"),
    ];
    for ((serial, later, stand, status), minute) in runs.into_iter().zip(0..) {
        let report = run_of(serial)
            .set("status", status)
            .set("test_stand/name", stand)
            .later(later - 2 * DAY + minute * 60);
        app.stored(report).await;
    }
    app
}

#[tokio::test]
async fn a_unit_is_counted_where_it_was_tested_first() {
    for app in TestApp::each().await {
        let app = with_retests(app.with_people().await).await;
        let browser = Browser::signed_in(&app, MAX).await;
        let units = async |query: &str| -> [u64; 5] {
            let answer = asked(&browser, &format!("overview?{query}")).await;
            let figure = |name: &str| answer["figures"][name].as_u64().unwrap();
            [
                "first_tests",
                "passed_by_first",
                "passed_by_second",
                "passed_by_third",
                "passed_ever",
            ]
            .map(figure)
        };
        assert_eq!(units("").await, [6, 2, 5, 6, 6]);
        assert_eq!(
            units("from=2026-11-20&to=2026-11-20").await,
            [6, 2, 5, 6, 6]
        );
        assert_eq!(units("from=2026-11-21&to=2026-11-21").await, [0; 5]);
        let stands = asked(&browser, "filter-values/stand").await;
        let stand_b = stands["values"]
            .as_array()
            .unwrap()
            .iter()
            .find(|one| one["label"] == "B #1");
        let stand_b = stand_b.unwrap_or_else(|| panic!("{stands}"));
        let of_stand_b = format!("stand={}", stand_b["value"].as_str().unwrap());
        assert_eq!(units(&of_stand_b).await, [0; 5]);
        // The same serial number on another part is another unit; a run of no unit is none.
        let other = run_of("U1")
            .set("dut/part_number", "PN-2")
            .later(-2 * DAY + 800);
        app.stored(other).await;
        app.stored(
            run_of("S")
                .set("dut/serial_number", Value::Null)
                .later(-2 * DAY + 900),
        )
        .await;
        assert_eq!(units("").await, [7, 3, 6, 7, 7]);
        let figures = asked(&browser, "overview").await;
        assert_eq!(figures["figures"]["without_unit"], 1);
    }
}

#[tokio::test]
async fn an_organisation_without_runs_says_so() {
    let app = TestApp::sqlite().await.with_people().await;
    let browser = Browser::signed_in(&app, MAX).await;
    let overview = asked(&browser, "overview?range=all").await;
    assert_eq!(overview["organisation_has_runs"], false);
    assert_eq!(overview["figures"]["mean_duration_ms"], json!(null));
    let history = asked(&browser, "history").await;
    assert_eq!(history["bars"].as_array().unwrap().len(), 24, "{history}");
    let page = asked(&browser, "runs").await;
    assert_eq!(
        page,
        json!({"runs": [], "total": 0, "next": null, "previous": null})
    );
}

#[tokio::test]
async fn history_has_a_bar_for_every_hour_and_every_day() {
    let app = with_runs(TestApp::sqlite().await.with_people().await).await;
    let browser = Browser::signed_in(&app, MAX).await;
    let today = asked(&browser, "history?range=today").await;
    assert_eq!(
        (&today["bucket"], &today["outside"]),
        (&json!("hour"), &json!(0))
    );
    let bars = today["bars"].as_array().unwrap();
    assert_eq!(bars.len(), 24);
    assert_eq!(
        bars[10],
        json!({"from": "2026-11-22T10:00:00Z", "to": "2026-11-22T11:00:00Z",
            "passed": 2, "not_passed": 1, "not_a_test": 1})
    );
    assert_eq!(bars[11]["passed"], 0);
    let week = asked(&browser, "history?range=week").await;
    let passed: Vec<_> = week["bars"]
        .as_array()
        .unwrap()
        .iter()
        .map(|bar| &bar["passed"])
        .collect();
    assert_eq!(passed, [0, 0, 0, 0, 0, 1, 2]);
    let later = asked(&browser, "history?from=2027-01-05").await;
    assert_eq!(later["bars"].as_array().unwrap().len(), 24);
    assert_eq!(later["bars"][0]["from"], "2027-01-05T00:00:00Z");
    let months = asked(&browser, "history?range=week&bucket=month").await;
    assert_eq!(months["bars"].as_array().unwrap().len(), 1);
    assert_eq!(months["bars"][0]["passed"], 3);
}

#[tokio::test]
async fn a_wrong_clock_does_not_stretch_the_history() {
    let app = with_runs(TestApp::sqlite().await.with_people().await).await;
    app.stored(run_of("S8").set("start_time", 5).set("stop_time", 9))
        .await;
    app.stored(
        run_of("S9")
            .set("start_time", 4_000_000_000_i64)
            .set("stop_time", 4_000_000_009_i64),
    )
    .await;
    let browser = Browser::signed_in(&app, MAX).await;
    let history = asked(&browser, "history").await;
    assert_eq!(history["bucket"], "month");
    assert_eq!(history["outside"], 2, "{history}");
    let bars = history["bars"].as_array().unwrap();
    assert!(bars.len() <= 400);
    assert_eq!(bars.last().unwrap()["passed"], 3);
}

#[tokio::test]
async fn runs_come_newest_first_with_their_names() {
    for app in TestApp::each().await {
        let app = with_runs(app.with_people().await).await;
        let browser = Browser::signed_in(&app, MAX).await;
        let page = asked(&browser, "runs").await;
        assert_eq!(serials(&page), ["S4", "S3", "S3", "S2", "S1"]);
        assert_eq!((&page["total"], &page["next"]), (&json!(5), &json!(null)));
        let mut failed = page["runs"][2].clone();
        assert!(failed["id"].take().is_string());
        assert_eq!(
            failed,
            json!({"id": null, "status": "failed", "serial_number": "S3", "part_number": "PCB-100",
                "revision": null, "plan": "Board test", "attempt": 1, "start": "2026-11-22T10:01:00Z",
                "duration_ms": 20_000,
                "stand": {"id": 1, "name": "Stand 1", "number": 1, "hardware_id": "pc-1"},
                "batch": null, "process": "Final", "operator": null,
                "failing_module": "test_power", "failing_case": "test_voltage"})
        );
        assert_eq!(page["runs"][1]["attempt"], 2);
    }
}

#[tokio::test]
async fn every_condition_narrows_the_list() {
    for app in TestApp::each().await {
        let app = with_runs(app.with_people().await).await;
        let browser = Browser::signed_in(&app, MAX).await;
        for (query, expected) in [
            ("range=yesterday", vec!["S1"]),
            ("from=2026-11-21&to=2026-11-21", vec!["S1"]),
            ("from=2026-11-22T10:02:00Z", vec!["S4", "S3"]),
            ("status=failed&status=stopped", vec!["S4", "S3"]),
            ("serial=S1&serial=S2&serial=nobody", vec!["S2", "S1"]),
            (
                "plan=Board+test&part=PCB-100&process=Final&serial=S2",
                vec!["S2"],
            ),
            ("plan=unknown", vec![]),
            ("operator=ann", vec!["S2"]),
            ("batch=B-7", vec!["S3"]),
            ("stand=2", vec!["S4"]),
            ("tag=dut:firmware%3D1.2", vec!["S4"]),
            ("tag=dut:firmware%3D1.2&tag=dut:firmware%3D1.3", vec!["S4"]),
            ("tag=dut:firmware%3D1.2&tag=stand:geo%3Dhall+2", vec!["S4"]),
            ("tag=dut:firmware%3D1.2&tag=stand:geo%3Dhall+3", vec![]),
        ] {
            let page = asked(&browser, &format!("runs?{query}")).await;
            assert_eq!(serials(&page), expected, "{query}");
            assert_eq!(page["total"], expected.len(), "{query}");
        }
    }
}

#[tokio::test]
async fn pages_go_on_and_back_in_every_order() {
    for app in TestApp::each().await {
        let app = with_runs(app.with_people().await).await;
        let browser = Browser::signed_in(&app, MAX).await;
        for sort in [
            "start", "duration", "attempt", "status", "plan", "part", "stand", "batch", "process",
            "operator",
        ] {
            for direction in ["asc", "desc"] {
                let order = format!("runs?sort={sort}&direction={direction}");
                let all = ids(&asked(&browser, &order).await);
                let first = asked(&browser, &format!("{order}&limit=2")).await;
                let second = follow(&browser, &order, &first["next"]).await;
                let third = follow(&browser, &order, &second["next"]).await;
                assert_eq!(
                    [ids(&first), ids(&second), ids(&third)].concat(),
                    all,
                    "{order}"
                );
                assert_eq!(
                    (&first["previous"], &third["next"]),
                    (&json!(null), &json!(null))
                );
                assert_eq!(
                    ids(&follow(&browser, &order, &third["previous"]).await),
                    ids(&second)
                );
                let back = follow(&browser, &order, &second["previous"]).await;
                assert_eq!((ids(&back), &back["previous"]), (ids(&first), &json!(null)));
            }
        }
        let by_stand = asked(&browser, "runs?sort=stand&direction=asc").await;
        assert_eq!(by_stand["runs"][4]["stand"]["name"], "Stand 2");
        let by_batch = asked(&browser, "runs?sort=batch&direction=desc").await;
        assert_eq!(by_batch["runs"][0]["batch"], "B-7");
        let by_duration = asked(&browser, "runs?sort=duration&direction=asc").await;
        assert_eq!(by_duration["runs"][0]["duration_ms"], 20_000);
    }
}

async fn follow(browser: &Browser<'_>, order: &str, cursor: &Value) -> Value {
    let cursor = cursor.as_str().unwrap();
    asked(browser, &format!("{order}&limit=2&cursor={cursor}")).await
}

fn ids(page: &Value) -> Vec<String> {
    let runs = page["runs"].as_array().unwrap().iter();
    runs.map(|run| run["id"].to_string()).collect()
}

#[tokio::test]
async fn a_new_name_finds_its_place() {
    let app = with_runs(TestApp::sqlite().await.with_people().await).await;
    let browser = Browser::signed_in(&app, MAX).await;
    asked(&browser, "runs?sort=plan&direction=asc").await;
    app.stored(run_of("S9").set("name", "Aging")).await;
    let page = asked(&browser, "runs?sort=plan&direction=asc").await;
    assert_eq!(page["runs"][0]["plan"], "Aging");
}

#[tokio::test]
async fn filters_offer_their_values() {
    for app in TestApp::each().await {
        let app = with_runs(app.with_people().await).await;
        let browser = Browser::signed_in(&app, MAX).await;
        for (field, value) in [
            ("plan?search=board", "Board test"),
            ("part?search=100", "PCB-100"),
            ("batch", "B-7"),
            ("process", "Final"),
            ("operator?search=AN", "ann"),
            ("stand?search=stand+2", "2"),
            ("stand?id=2", "2"),
            ("tag?search=firm", "dut:firmware=1.2"),
        ] {
            let found = asked(&browser, &format!("filter-values/{field}")).await;
            assert_eq!(found["values"][0]["value"], value, "{field}");
            assert_eq!(found["values"].as_array().unwrap().len(), 1, "{field}");
        }
        let one = asked(&browser, "filter-values/stand?limit=1").await;
        assert_eq!(
            one,
            json!({"values": [{"value": "1", "label": "Stand 1 #1", "detail": "pc-1"}],
                "has_more": true})
        );
        let unknown = browser
            .api_get(&format!("{ORG}/filter-values/colour"))
            .await;
        assert_eq!(unknown.code(), 404);
    }
}

#[tokio::test]
async fn what_cannot_be_right_is_told() {
    let app = TestApp::sqlite().await.with_people().await;
    let browser = Browser::signed_in(&app, MAX).await;
    for (query, field) in [
        ("runs?range=decade", "range"),
        ("runs?from=soon", "from"),
        ("runs?from=2026-11-02&to=2026-11-01", "to"),
        ("runs?status=green", "status"),
        ("runs?stand=one", "stand"),
        ("runs?tag=x", "tag"),
        ("runs?limit=0", "limit"),
        ("runs?limit=201", "limit"),
        ("runs?cursor=x", "cursor"),
        ("runs?sort=colour", "query"),
        ("history?bucket=year", "query"),
    ] {
        let answer = browser.api_get(&format!("{ORG}/{query}")).await;
        assert_eq!(answer.code(), 422, "{query}: {answer}");
        assert_eq!(answer.json()["field"], field, "{query}");
    }
}

#[tokio::test]
async fn only_members_read_them() {
    let app = with_runs(TestApp::sqlite().await.with_people().await).await;
    app.add_organisation("foreign").await;
    let browser = Browser::signed_in(&app, ANN).await;
    for path in ["overview", "history", "runs", "filter-values/plan"] {
        let nobody = Browser::new(&app).api_get(&format!("{ORG}/{path}")).await;
        assert_eq!(nobody.code(), 401, "{path}");
        let foreign = browser
            .api_get(&format!("/api/v1/org/foreign/{path}"))
            .await;
        assert_eq!(foreign.code(), 404, "{path}");
    }
}

#[tokio::test]
async fn every_group_of_a_figure_can_be_asked_for() {
    for app in TestApp::each().await {
        let app = with_runs(app.with_people().await).await;
        let changed = run_of("S5").later(600).set("dut/revision", "B");
        app.stored(changed.set("error_code", 7).set("status", "error"))
            .await;
        let browser = Browser::signed_in(&app, MAX).await;
        for (query, expected) in [
            ("revision=B", vec!["S5"]),
            ("revision=B&part=OTHER", vec![]),
            ("batch=&operator=ann", vec!["S2"]),
            ("batch=&batch=B-7&part=PCB-100&attempt=2", vec!["S3"]),
            ("error_code=7", vec!["S5"]),
            ("error_code=8", vec![]),
            ("attempt=2", vec!["S3"]),
            ("attempt=first&status=failed", vec!["S3"]),
            ("step=1&range=all", vec!["S3"]),
            ("step=0&revision=B", vec!["S5"]),
        ] {
            let page = asked(&browser, &format!("runs?{query}")).await;
            assert_eq!(serials(&page), expected, "{query}");
        }
        let revisions = asked(&browser, "filter-values/revision").await;
        assert_eq!(
            revisions["values"],
            json!([{"value": "B", "label": "B", "detail": null}])
        );
        let step = asked(&browser, "filter-values/step?id=1").await;
        let expected = json!([{"value": "1", "label": "test_power › test_voltage",
            "detail": "Board test"}]);
        assert_eq!(step["values"], expected);
        let answer = browser.api_get(&format!("{ORG}/runs?attempt=last")).await;
        assert_eq!(answer.code(), 422);
    }
}
