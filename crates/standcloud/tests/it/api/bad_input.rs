//! What is not a report is answered with the place and the reason, and kept.

use serde_json::json;

use crate::support::{TestApp, assert_answer, run_of};

/// One line for each: what was sent, and what is answered.
async fn refusals(app: &TestApp, bodies: Vec<(&str, Vec<u8>)>) -> String {
    let mut lines = Vec::new();
    for (what, body) in bodies {
        let answer = app.upload(body).await;
        assert_eq!(answer.code(), 422, "{what}: {answer}");
        for problem in answer.json()["detail"].as_array().unwrap() {
            lines.push(format!("{what}: {problem}"));
        }
    }
    lines.join("\n")
}

#[tokio::test]
async fn what_is_not_json_is_told_where() {
    for app in TestApp::each().await {
        let bodies = vec![
            ("empty", b"".to_vec()),
            ("text", b"hello".to_vec()),
            ("cut off", b"{\"name\":\"x\"".to_vec()),
            ("NaN", b"{\"name\":\"x\",\n\"start_time\":NaN}".to_vec()),
            ("Infinity", b"{\"start_time\":-Infinity}".to_vec()),
            ("1e400", b"{\"start_time\":1e400}".to_vec()),
            ("not UTF-8", b"{\"name\":\"\xff\"}".to_vec()),
            ("byte-order mark", b"\xef\xbb\xbf{}".to_vec()),
            ("single quotes", b"{'name':'x'}".to_vec()),
            ("two documents", b"{}{}".to_vec()),
            ("NUL bytes", vec![0; 100]),
        ];
        assert_answer!(refusals(&app, bodies).await, @r#"
        empty: {"loc":["body",0],"msg":"the body is not valid JSON: it is empty at line 1 column 0","type":"json_invalid"}
        text: {"loc":["body",0],"msg":"the body is not valid JSON: expected value at line 1 column 1","type":"json_invalid"}
        cut off: {"loc":["body",10],"msg":"the body is not valid JSON: EOF while parsing an object at line 1 column 11","type":"json_invalid"}
        NaN: {"loc":["body",26],"msg":"the body is not valid JSON: NaN is not a JSON number; leave the value out or send null at line 2 column 14","type":"json_invalid"}
        Infinity: {"loc":["body",15],"msg":"the body is not valid JSON: -Infinity is not a JSON number; leave the value out or send null at line 1 column 16","type":"json_invalid"}
        1e400: {"loc":["body",18],"msg":"the body is not valid JSON: number out of range at line 1 column 19","type":"json_invalid"}
        not UTF-8: {"loc":["body",9],"msg":"the body is not UTF-8: the byte at 9 does not fit; send UTF-8 JSON","type":"json_invalid"}
        byte-order mark: {"loc":["body",0],"msg":"the body is not valid JSON: it starts with a byte-order mark; send UTF-8 without it at line 1 column 1","type":"json_invalid"}
        single quotes: {"loc":["body",1],"msg":"the body is not valid JSON: key must be a string at line 1 column 2","type":"json_invalid"}
        two documents: {"loc":["body",2],"msg":"the body is not valid JSON: trailing characters at line 1 column 3","type":"json_invalid"}
        NUL bytes: {"loc":["body",0],"msg":"the body is not valid JSON: expected value at line 1 column 1","type":"json_invalid"}
        "#);
    }
}

#[tokio::test]
async fn wrong_types_are_told_where() {
    for app in TestApp::each().await {
        let bodies = vec![
            ("array", b"[]".to_vec()),
            ("null", b"null".to_vec()),
            ("number", b"7".to_vec()),
            ("empty object", b"{}".to_vec()),
            ("name", run_of("S").set("name", 7).bytes()),
            ("status", run_of("S").set("status", "fine").bytes()),
            ("start_time", run_of("S").set("start_time", "now").bytes()),
            (
                "serial_number",
                run_of("S").set("dut/serial_number", 12).bytes(),
            ),
            ("error_code", run_of("S").set("error_code", -1).bytes()),
            (
                "stand number",
                run_of("S").set("test_stand/number", json!(1e30)).bytes(),
            ),
            ("modules", run_of("S").set("modules", json!([])).bytes()),
            ("case", run_of("S").set("modules/m/cases/c", 1).bytes()),
            (
                "measurements",
                run_of("S")
                    .failed()
                    .set(
                        "modules/test_power/cases/test_voltage/measurements",
                        json!([1, {"type": "numeric"}]),
                    )
                    .bytes(),
            ),
        ];
        assert_answer!(refusals(&app, bodies).await, @r#"
        array: {"loc":["body"],"msg":"expected an object, found a list","type":"dict_type"}
        array: {"loc":["body","name"],"msg":"this member is required","type":"missing"}
        array: {"loc":["body","status"],"msg":"this member is required","type":"missing"}
        null: {"loc":["body","name"],"msg":"this member is required","type":"missing"}
        null: {"loc":["body","status"],"msg":"this member is required","type":"missing"}
        number: {"loc":["body"],"msg":"expected an object, found a number","type":"dict_type"}
        number: {"loc":["body","name"],"msg":"this member is required","type":"missing"}
        number: {"loc":["body","status"],"msg":"this member is required","type":"missing"}
        empty object: {"loc":["body","name"],"msg":"this member is required","type":"missing"}
        empty object: {"loc":["body","status"],"msg":"this member is required","type":"missing"}
        name: {"loc":["body","name"],"msg":"expected a text, found a number","type":"string_type"}
        status: {"loc":["body","status"],"msg":"expected one of: passed, failed, error, stopped, skipped, run, ready","type":"enum"}
        start_time: {"loc":["body","start_time"],"msg":"expected a time in Unix seconds, found a text","type":"float_type"}
        serial_number: {"loc":["body","dut","serial_number"],"msg":"expected a text, found a number","type":"string_type"}
        error_code: {"loc":["body","error_code"],"msg":"expected zero or more","type":"greater_than_equal"}
        stand number: {"loc":["body","test_stand","number"],"msg":"expected a whole number of at most 64 bits","type":"int_type"}
        modules: {"loc":["body","modules"],"msg":"expected an object, found a list","type":"dict_type"}
        case: {"loc":["body","modules","m","name"],"msg":"this member is required","type":"missing"}
        case: {"loc":["body","modules","m","status"],"msg":"this member is required","type":"missing"}
        case: {"loc":["body","modules","m","cases","c"],"msg":"expected an object, found a number","type":"dict_type"}
        case: {"loc":["body","modules","m","cases","c","name"],"msg":"this member is required","type":"missing"}
        case: {"loc":["body","modules","m","cases","c","status"],"msg":"this member is required","type":"missing"}
        measurements: {"loc":["body","modules","test_power","cases","test_voltage","measurements",0],"msg":"expected an object, found a number","type":"dict_type"}
        measurements: {"loc":["body","modules","test_power","cases","test_voltage","measurements",0,"value"],"msg":"a measurement needs a value","type":"missing"}
        measurements: {"loc":["body","modules","test_power","cases","test_voltage","measurements",1,"value"],"msg":"a measurement needs a value","type":"missing"}
        "#);
    }
}

#[tokio::test]
async fn nesting_is_limited() {
    let app = TestApp::sqlite().await;
    let nested = |depth: usize| {
        let body = run_of("SN-1").set("artifact/x", 0).text();
        let brackets = format!("{}0{}", "[".repeat(depth), "]".repeat(depth));
        body.replace("\"x\":0", &format!("\"x\":{brackets}"))
    };
    assert_eq!(
        app.upload(nested(100)).await.code(),
        201,
        "what HardPy can send"
    );
    assert_answer!(app.upload(nested(200)).await, @r#"
    422
    {"detail":[{"loc":["body",142],"msg":"the body is not valid JSON: recursion limit exceeded at line 1 column 143","type":"json_invalid"}]}
    "#);
    assert_eq!(app.upload(nested(1_000_000)).await.code(), 422);
}

#[tokio::test]
async fn the_number_of_measurements_is_limited() {
    let app = TestApp::sqlite().await;
    for count in [100_001, 1_000_000] {
        let answer = app.upload(with_measurements(count)).await;
        assert_answer!(answer, @r#"
        422
        {"detail":[{"loc":["body","modules","m","cases","c","measurements"],"msg":"more than 100000 measurements in one report","type":"too_many"}]}
        "#);
    }
}

/// The limit is a setting, so a smaller one shows that what lies just within is stored.
#[tokio::test]
async fn as_many_measurements_as_allowed_are_stored() {
    for app in TestApp::each_with(|config| config.limits.report_measurements = 2_000).await {
        let id = app.stored(with_measurements(2_000)).await;
        let failed = app
            .read(&format!("/integration/api/v1/test_run/{id}/failed_case"))
            .await;
        let cases = failed.json();
        assert_eq!(cases[0]["measurements"].as_array().unwrap().len(), 2_000);
        assert_eq!(app.upload(with_measurements(2_001)).await.code(), 422);
    }
}

fn with_measurements(count: usize) -> Vec<u8> {
    let one = r#"{"type":"numeric","value":1.5},"#;
    let all = one.repeat(count);
    let body = run_of("SN-1")
        .set(
            "modules/m",
            json!({"name": "M", "status": "failed", "cases": {}}),
        )
        .set(
            "modules/m/cases/c",
            json!({"name": "C", "status": "failed", "measurements": 0}),
        )
        .text();
    body.replace(
        "\"measurements\":0",
        &format!("\"measurements\":[{}]", all.trim_end_matches(',')),
    )
    .into_bytes()
}

#[tokio::test]
async fn many_problems_are_told_but_not_without_end() {
    let app = TestApp::sqlite().await;
    let mut report = run_of("SN-1");
    for index in 0..500 {
        report = report.set(&format!("modules/m{index}"), 1);
    }
    let answer = app.upload(report).await;
    assert_eq!(answer.code(), 422);
    assert_eq!(answer.json()["detail"].as_array().unwrap().len(), 20);
    assert!(answer.body.len() < 10_000);
}
