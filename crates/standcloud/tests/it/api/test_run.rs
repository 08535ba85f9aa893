//! Reading runs: one, its failed cases, all of them.

use uuid::Uuid;

use standcloud_store::RunId;

use crate::support::report::START;
use crate::support::test_app::{RUNS, empty, with_key};
use crate::support::{TestApp, assert_answer, get, run_of};

#[tokio::test]
async fn a_run_is_shown_as_documented_on_both_addresses() {
    for app in TestApp::each().await {
        let report = run_of("SN-1")
            .failed()
            .set(
                "dut/info",
                serde_json::json!({"firmware": "1.2.3", "lot": 7, "none": null}),
            )
            .set("artifact", serde_json::json!({"curve": [1, 2.50, 3e0]}));
        let id = app.stored(report).await;
        let answer = app.read(&format!("{RUNS}/{id}")).await;
        assert_answer!(answer.text().replace(&id, "[ID]"), @r#"{"test_run_id":"[ID]","test_plan_name":"Board test","serial_number":"SN-1","part_number":"PCB-100","status":"FAIL","status_icon":"❌","number_of_attempt":1,"start_time":"2026-11-22T10:00:00Z","stop_time":"2026-11-22T10:00:50Z","duration":"00:00:50","test_stand_name":"Stand 1","test_stand_hw_id":"pc-1","test_run_artifact":{"curve":[1,2.5,3]},"test_stand_info":{"geo":"hall 2"},"dut_info":{"firmware":"1.2.3","lot":7,"none":null}}"#);
        let other = app.read(&format!("/hardpy/api/v1/test_run/{id}")).await;
        assert_eq!(other.body, answer.body);
        let listed = app.runs("").await;
        assert_eq!(listed.text(), format!("[{}]", answer.text()));
    }
}

#[tokio::test]
async fn the_failed_cases_are_shown_with_why() {
    for app in TestApp::each().await {
        let id = app.stored(run_of("SN-1").failed()).await;
        let answer = app.read(&format!("{RUNS}/{id}/failed_case")).await;
        assert_answer!(answer, @r#"
        200
        [
          {
            "assertion_msg": null,
            "attempt": 0,
            "case_id": "test_crash",
            "case_name": "Crash",
            "measurements": [],
            "module_id": "test_power",
            "module_name": "Power",
            "msg": [],
            "start_time": null,
            "status": "ERROR",
            "stop_time": null
          },
          {
            "assertion_msg": "5.6 V is too much",
            "attempt": 2,
            "case_id": "test_voltage",
            "case_name": "Voltage",
            "measurements": [
              {
                "comparison_value": null,
                "lower_limit": 4.5,
                "name": "U1",
                "operation": "gele",
                "result": false,
                "unit": "V",
                "upper_limit": 5.5,
                "value": 5.6
              },
              {
                "comparison_value": "1.3",
                "lower_limit": null,
                "name": "version",
                "operation": "eq",
                "result": false,
                "unit": null,
                "upper_limit": null,
                "value": "1.2"
              }
            ],
            "module_id": "test_power",
            "module_name": "Power",
            "msg": [
              "first line",
              "second line"
            ],
            "start_time": "2026-11-22T10:00:01Z",
            "status": "FAIL",
            "stop_time": "2026-11-22T10:00:03Z"
          }
        ]
        "#);
        let other = app
            .read(&format!("/hardpy/api/v1/test_run/{id}/failed_case"))
            .await;
        assert_eq!(other.body, answer.body);
        let passed = app.stored(run_of("SN-2")).await;
        let answer = app.read(&format!("{RUNS}/{passed}/failed_case")).await;
        assert_eq!(answer.text(), "[]");
    }
}

#[tokio::test]
async fn an_unknown_run_is_404_and_what_is_no_id_422() {
    for app in TestApp::each().await {
        for end in ["", "/failed_case", "/report"] {
            let path = format!("{RUNS}/00000000-0000-7000-8000-000000000000{end}");
            assert_answer!(app.read(&path).await, @r#"
            404
            {"detail":"there is no such test run"}
            "#);
            for wrong in ["1", "not-a-uuid", "%00", "%ff", "..%2f..%2fetc%2fpasswd"] {
                assert_answer!(app.read(&format!("{RUNS}/{wrong}{end}")).await, @r#"
                422
                {"detail":[{"loc":["path","test_run_id"],"msg":"must be a UUID","type":"uuid_parsing"}]}
                "#);
            }
        }
    }
}

#[tokio::test]
async fn r_49_another_organisation_sees_nothing() {
    for app in TestApp::each().await {
        let foreign_key = app.add_foreign_key().await;
        let id = app
            .stored(run_of("SN-1").failed().set("dut/info/lot", "7"))
            .await;
        for end in ["", "/failed_case", "/report"] {
            let request = get(&format!("{RUNS}/{id}{end}"));
            let answer = app.send(empty(with_key(request, &foreign_key))).await;
            assert_eq!(answer.code(), 404, "{end}: {answer}");
        }
        for path in [
            RUNS.to_owned(),
            format!("{RUNS}?serial_number=SN-1"),
            format!("{RUNS}?lot=7"),
            "/integration/api/v1/tested_dut".to_owned(),
        ] {
            let answer = app.send(empty(with_key(get(&path), &foreign_key))).await;
            assert_eq!(answer.text(), "[]", "{path}");
        }
    }
}

#[tokio::test]
async fn runs_are_listed_newest_first_by_their_own_time() {
    for app in TestApp::each().await {
        for seconds in [200, 0, 300, 100] {
            app.stored(run_of(&format!("at {seconds}")).later(seconds))
                .await;
        }
        let serials = app.runs("").await.each("serial_number");
        assert_eq!(serials, ["at 300", "at 200", "at 100", "at 0"]);
    }
}

/// Run time: the start, else the stop, else when it was received.
#[tokio::test]
async fn a_run_without_a_start_has_its_place_all_the_same() {
    for app in TestApp::each().await {
        let null = serde_json::Value::Null;
        app.stored(run_of("start").later(100)).await;
        let stop = run_of("stop")
            .set("start_time", null.clone())
            .set("stop_time", START + 200);
        app.stored(stop).await;
        let received = run_of("received")
            .set("start_time", null.clone())
            .set("stop_time", null);
        app.stored(received).await;
        app.stored(run_of("early")).await;
        let serials = app.runs("").await.each("serial_number");
        assert_eq!(serials, ["received", "stop", "start", "early"]);
    }
}

#[tokio::test]
async fn a_voided_run_leaves_the_lists_but_stays_visible() {
    for app in TestApp::each().await {
        let first = app.stored(run_of("SN-1")).await;
        let second = app.stored(run_of("SN-1").later(100)).await;
        let run_id = RunId(Uuid::parse_str(&first).unwrap());
        let store = &app.app.store;
        let now = app.app.clock.now();
        let voided = store
            .void_run(app.organisation, run_id, "wrong fixture", "test", now)
            .await;
        assert_eq!(voided.unwrap(), Some(true));
        assert_eq!(app.runs("").await.each("test_run_id"), [second.as_str()]);
        for end in ["", "/failed_case", "/report"] {
            let answer = app.read(&format!("{RUNS}/{first}{end}")).await;
            assert_eq!(answer.code(), 200, "{end}: {answer}");
        }
        let again = app.upload(run_of("SN-1")).await;
        assert_eq!(again.run_id(), first, "a resend does not bring it back");
        assert_eq!(app.runs("").await.each("test_run_id"), [second.as_str()]);
        store
            .restore_run(
                app.organisation,
                run_id,
                "found again",
                "tester",
                standcloud_store::UnixMicros(9),
            )
            .await
            .unwrap();
        assert_eq!(app.runs("").await.each("test_run_id"), [second, first]);
    }
}

#[tokio::test]
async fn every_status_has_its_word_and_icon() {
    for app in TestApp::each().await {
        let statuses = [
            "passed", "failed", "error", "stopped", "skipped", "run", "ready",
        ];
        for (seconds, status) in (0..).zip(statuses) {
            let report = run_of(status).later(-seconds).set("status", status);
            app.stored(report).await;
        }
        let answer = app.runs("").await;
        let words = answer.each("status").join(" ");
        assert_answer!(format!("{words}\n{}", answer.each("status_icon").join(" ")), @r"
        PASS FAIL ERROR STOPPED SKIPPED RUN READY
        ✅ ❌ ❌ ⏹ ⏭ ▶ ⏳
        ");
    }
}
