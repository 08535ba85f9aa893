//! An upload that is accepted: stored once, whatever form the same run comes in.

use uuid::Uuid;

use crate::support::report::START;
use crate::support::test_app::{RUNS, UPLOAD, empty, with_key};
use crate::support::{TestApp, assert_answer, get, post, run_of};

#[tokio::test]
async fn a_report_is_answered_201_with_its_id() {
    for app in TestApp::each().await {
        let answer = app.upload(run_of("SN-1")).await;
        assert_eq!(answer.code(), 201, "{answer}");
        assert_eq!(answer.header("content-type"), "application/json");
        assert_eq!(answer.header("standcloud-outcome"), "stored");
        let id = Uuid::parse_str(&answer.run_id()).unwrap();
        assert_eq!(id.get_version_num(), 7);
        let body = answer.json();
        assert_eq!(body.as_object().unwrap().len(), 1, "{body}");
        assert_eq!(app.runs("").await.each("test_run_id"), [id.to_string()]);
    }
}

#[tokio::test]
async fn the_same_run_with_another_id_and_revision_is_there_already() {
    for app in TestApp::each().await {
        let first = app.stored(run_of("SN-1")).await;
        for again in [
            run_of("SN-1"),
            run_of("SN-1").set("id", "pc-2_8001").set("rev", "7-abc"),
            run_of("SN-1").without("id").without("rev"),
            run_of("SN-1")
                .without("id")
                .set("_id", "x")
                .set("_rev", "y"),
        ] {
            let answer = app.upload(again).await;
            assert_eq!(answer.run_id(), first);
            assert_eq!(answer.header("standcloud-outcome"), "duplicate");
        }
        assert_eq!(app.runs("").await.each("test_run_id"), [first]);
    }
}

/// What the stand keeps on its disk lacks the defaults that the upload fills in.
#[tokio::test]
async fn the_form_that_a_stand_keeps_is_the_same_run() {
    for app in TestApp::each().await {
        let uploaded = run_of("SN-1")
            .set("dut/sub_units", serde_json::json!([]))
            .set("dut/revision", serde_json::Value::Null)
            .set("test_stand/drivers", serde_json::json!({}))
            .set("start_time", 1_795_341_600.0);
        let first = app.stored(uploaded).await;
        let kept = run_of("SN-1").without("artifact").without("rev");
        assert_eq!(app.stored(kept).await, first);
    }
}

#[tokio::test]
async fn a_run_that_differs_in_one_value_is_another_run() {
    for app in TestApp::each().await {
        let first = app.stored(run_of("SN-1")).await;
        for (path, value) in [
            ("stop_time", serde_json::json!(START + 51)),
            ("dut/info/firmware", serde_json::json!("1.0")),
            ("batch_serial_number", serde_json::json!("B-1")),
            ("x_future_field", serde_json::json!(1)),
        ] {
            let other = app.stored(run_of("SN-1").set(path, value)).await;
            assert_ne!(other, first, "{path}");
        }
        assert_eq!(app.runs("").await.each("test_run_id").len(), 5);
    }
}

/// The tenant is part of the identity: one plant must not learn that another has a report.
#[tokio::test]
async fn the_same_report_in_another_organisation_is_another_run() {
    for app in TestApp::each().await {
        let foreign_key = app.add_foreign_key().await;
        let mine = app.stored(run_of("SN-1")).await;
        let request = with_key(post(UPLOAD), &foreign_key).body(run_of("SN-1").into());
        let answer = app.send(request.unwrap()).await;
        assert_eq!(answer.header("standcloud-outcome"), "stored");
        assert_ne!(answer.run_id(), mine);
    }
}

#[tokio::test]
async fn hardpy_0_11_1_uploads_to_its_misspelt_address() {
    for app in TestApp::each().await {
        let alias = "/StandCloudAPIMode.HARDPY/api/v1/test_report";
        let request = with_key(post(alias), &app.key).body(run_of("SN-1").into());
        let id = app.send(request.unwrap()).await.run_id();
        let path = format!("/StandCloudAPIMode.INTEGRATION/api/v1/test_run/{id}");
        let answer = app.send(empty(with_key(get(&path), &app.key))).await;
        assert_eq!(answer.json()["serial_number"], "SN-1");
    }
}

#[tokio::test]
async fn an_upload_is_not_taken_at_the_reading_address() {
    let app = TestApp::sqlite().await;
    let path = "/integration/api/v1/test_report";
    let request = with_key(post(path), &app.key).body(run_of("SN-1").into());
    assert_answer!(app.send(request.unwrap()).await, @r#"
    404
    {"detail":"there is nothing at this address"}
    "#);
}

#[tokio::test]
async fn the_oldest_reports_and_fields_of_the_future_are_taken() {
    for app in TestApp::each().await {
        let oldest = r#"{"_id":"r","name":"Plan","status":"passed","dut":{"serial_number":null},
            "test_stand":{"name":""},"modules":{"m":{"name":"M","status":"passed",
            "start_time":1,"stop_time":2,"cases":{"c":{"name":"C","status":"passed",
            "assertion_msg":null,"msg":null}}}}}"#;
        let id = app.stored(oldest).await;
        let answer = app.read(&format!("{RUNS}/{id}")).await;
        assert_answer!(answer.text().replace(&id, "[ID]"), @r#"{"test_run_id":"[ID]","test_plan_name":"Plan","serial_number":null,"part_number":"unknown","status":"PASS","status_icon":"✅","number_of_attempt":1,"start_time":null,"stop_time":null,"duration":null,"test_stand_name":"unknown","test_stand_hw_id":"","test_run_artifact":{},"test_stand_info":{},"dut_info":{}}"#);
        let future = run_of("SN-2")
            .set("new_thing", serde_json::json!({"a": [1]}))
            .set("dut/colour", "blue");
        app.stored(future).await;
    }
}

#[tokio::test]
async fn a_late_upload_renumbers_the_attempts() {
    for app in TestApp::each().await {
        let second = app.stored(run_of("SN-1").later(100)).await;
        let third = app.stored(run_of("SN-1").later(200)).await;
        let first = app.stored(run_of("SN-1").later(0)).await;
        app.stored(run_of("SN-2").later(150)).await;
        let answer = app.runs("serial_number=SN-1").await;
        assert_eq!(answer.each("test_run_id"), [third, second, first]);
        assert_eq!(answer.each("number_of_attempt"), ["3", "2", "1"]);
    }
}
