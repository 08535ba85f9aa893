//! Reports that are strange but valid: taken, kept verbatim, and readable.

use axum::body::Body;

use crate::support::report::START;
use crate::support::test_app::RUNS;
use crate::support::{TestApp, assert_answer, run_of};

/// Uploads the bytes, checks that they come back unchanged, returns the run's id.
async fn stored_verbatim(app: &TestApp, body: impl Into<Vec<u8>>) -> String {
    let body = body.into();
    let id = app.stored(Body::from(body.clone())).await;
    let raw = app.read(&format!("{RUNS}/{id}/report")).await;
    assert!(raw.body == body, "the raw report of {id} has changed");
    id
}

/// The raw report keeps every digit; what is shown of `info` is exact within 64 bits, and the nearest
/// number beyond.
#[tokio::test]
async fn integers_beyond_2_53_and_i64_stay_as_they_were() {
    for app in TestApp::each().await {
        let mut lines = Vec::new();
        for number in [
            "9007199254740993",
            "-9223372036854775808",
            "18446744073709551615",
            "18446744073709551616",
            "-99999999999999999999999999",
            "1.00000000000000000000000001",
        ] {
            let body = run_of(number).set("dut/info/big", 0).text();
            let body = body.replace("\"big\":0", &format!("\"big\":{number}"));
            let id = stored_verbatim(&app, body).await;
            let shown = app.read(&format!("{RUNS}/{id}")).await;
            let info = shown.text().split("\"dut_info\":").nth(1).unwrap();
            lines.push(format!("{number}: {info}"));
        }
        assert_answer!(lines.join("\n"), @r#"
        9007199254740993: {"big":9007199254740993}}
        -9223372036854775808: {"big":-9223372036854775808}}
        18446744073709551615: {"big":18446744073709551615}}
        18446744073709551616: {"big":1.8446744073709552e+19}}
        -99999999999999999999999999: {"big":-1e+26}}
        1.00000000000000000000000001: {"big":1.0}}
        "#);
    }
}

#[tokio::test]
async fn an_error_code_beyond_its_range_is_taken_and_kept_verbatim() {
    for app in TestApp::each().await {
        for code in ["4294967296", "18446744073709551615"] {
            let body = run_of(code).set("error_code", 0).text();
            let body = body.replace("\"error_code\":0", &format!("\"error_code\":{code}"));
            stored_verbatim(&app, body).await;
        }
    }
}

#[tokio::test]
async fn what_a_database_cannot_hold_is_replaced_in_what_is_derived_only() {
    for app in TestApp::each().await {
        for escape in [r"\u0000", r"\ud800", r"\udc00\ud800", r"\uFFFF", "🔋"] {
            let body = run_of("SN-odd")
                .set("name", "Plan HERE")
                .set("dut/part_number", "PN HERE")
                .set("dut/info/note", "HERE")
                .set("test_stand/name", "HERE")
                .set("user", "HERE")
                .failed()
                .set(
                    "modules/test_power/cases/test_voltage/assertion_msg",
                    "HERE",
                )
                .text()
                .replace("HERE", escape);
            let id = stored_verbatim(&app, body).await;
            let shown = app.read(&format!("{RUNS}/{id}")).await;
            assert_eq!(shown.code(), 200, "{escape}: {shown}");
            shown.json();
            let failed = app.read(&format!("{RUNS}/{id}/failed_case")).await;
            assert_eq!(failed.code(), 200, "{escape}: {failed}");
        }
        let listed = app.runs("serial_number=SN-odd").await;
        assert_eq!(listed.each("serial_number").len(), 5);
    }
}

/// What is replaced when it is stored must be replaced when it is asked for as well.
#[tokio::test]
async fn a_serial_number_with_a_nul_can_be_asked_for() {
    for app in TestApp::each().await {
        let body = run_of("SN HERE").text().replace("HERE", r"\u0000");
        let id = stored_verbatim(&app, body).await;
        let found = app.runs("serial_number=SN%20%00").await;
        assert_eq!(found.each("test_run_id"), [id]);
    }
}

#[tokio::test]
async fn keys_and_texts_of_many_kilobytes_are_taken() {
    for app in TestApp::each().await {
        let long = "k".repeat(10_000);
        let report = run_of(&long)
            .set("name", long.as_str())
            .set("dut/part_number", long.as_str())
            .set("dut/info", serde_json::json!({ long.as_str(): long }))
            .set("test_stand/name", long.as_str())
            .set("test_stand/hw_id", long.as_str())
            .set("user", long.as_str())
            .set("batch_serial_number", long.as_str())
            .set(
                "modules",
                serde_json::json!({ long.as_str(): {"name": long, "status": "failed",
                "cases": { long.as_str(): {"name": long, "status": "failed"} } } }),
            );
        let id = stored_verbatim(&app, report.bytes()).await;
        let found = app
            .runs(&format!("serial_number={long}&{long}={long}"))
            .await;
        assert_eq!(found.each("test_run_id"), [id]);
    }
}

#[tokio::test]
async fn of_duplicate_keys_the_last_counts() {
    for app in TestApp::each().await {
        let body = run_of("SN-1")
            .text()
            .replacen('{', r#"{"status":"failed","name":"other","#, 1);
        let id = stored_verbatim(&app, body).await;
        let shown = app.read(&format!("{RUNS}/{id}")).await.json();
        assert_eq!(
            (&shown["status"], &shown["test_plan_name"]),
            (&"PASS".into(), &"Board test".into())
        );
    }
}

#[tokio::test]
async fn odd_times_are_kept_as_they_are() {
    for app in TestApp::each().await {
        let odd = |start: serde_json::Value, stop: serde_json::Value| {
            run_of(&format!("{start} {stop}"))
                .set("start_time", start)
                .set("stop_time", stop)
        };
        let table = [
            (
                "future",
                odd(4_102_444_800_i64.into(), 4_102_444_860_i64.into()),
            ),
            ("before 1970", odd((-86_400).into(), (-86_390).into())),
            ("stop before start", odd(START.into(), (START - 10).into())),
            ("no stop", odd(START.into(), serde_json::Value::Null)),
            ("no start", odd(serde_json::Value::Null, START.into())),
            (
                "neither",
                odd(serde_json::Value::Null, serde_json::Value::Null),
            ),
            (
                "fraction",
                odd(1_795_341_600.25.into(), 1_795_341_601.75.into()),
            ),
            (
                "year 9999",
                odd(253_402_300_799_i64.into(), serde_json::Value::Null),
            ),
        ];
        let mut lines = Vec::new();
        for (what, report) in table {
            let id = stored_verbatim(&app, report.bytes()).await;
            let shown = app.read(&format!("{RUNS}/{id}")).await.json();
            lines.push(format!(
                "{what}: {} … {}, {}",
                shown["start_time"], shown["stop_time"], shown["duration"]
            ));
        }
        assert_answer!(lines.join("\n"), @r#"
        future: "2100-01-01T00:00:00Z" … "2100-01-01T00:01:00Z", "00:01:00"
        before 1970: "1969-12-31T00:00:00Z" … "1969-12-31T00:00:10Z", "00:00:10"
        stop before start: "2026-11-22T10:00:00Z" … "2026-11-22T09:59:50Z", null
        no stop: "2026-11-22T10:00:00Z" … null, null
        no start: null … "2026-11-22T10:00:00Z", null
        neither: null … null, null
        fraction: "2026-11-22T10:00:00.25Z" … "2026-11-22T10:00:01.75Z", "00:00:01"
        year 9999: null … null, null
        "#);
        assert_eq!(app.runs("").await.each("test_run_id").len(), 8);
        assert_eq!(app.read("/integration/api/v1/tested_dut").await.code(), 200);
    }
}

#[tokio::test]
async fn times_that_no_calendar_has_are_refused_or_shown_without_a_panic() {
    for app in TestApp::each().await {
        for time in [
            "1e18",
            "-1e18",
            "1e300",
            "9223372036854775807",
            "99999999999999",
        ] {
            let body = run_of(time).text();
            let body = body.replacen(
                &format!("\"start_time\":{START}"),
                &format!("\"start_time\":{time}"),
                1,
            );
            let answer = app.upload(body).await;
            assert!(matches!(answer.code(), 201 | 422), "{time}: {answer}");
        }
        assert_eq!(app.runs("").await.code(), 200);
        assert_eq!(app.read("/integration/api/v1/tested_dut").await.code(), 200);
    }
}

#[tokio::test]
async fn without_a_serial_number_there_is_a_run_but_no_unit() {
    for app in TestApp::each().await {
        let nobody = run_of("").set("dut/serial_number", serde_json::Value::Null);
        let first = app.stored(nobody.clone()).await;
        let second = app.stored(nobody.later(100)).await;
        let runs = app.runs("").await;
        assert_eq!(runs.each("test_run_id"), [second, first]);
        assert_eq!(runs.each("number_of_attempt"), ["1", "1"]);
        assert_eq!(runs.each("serial_number"), ["null", "null"]);
        let units = app.read("/integration/api/v1/tested_dut").await;
        assert!(units.each("serial_number").is_empty());
    }
}
