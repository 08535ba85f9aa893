//! Every query parameter of the lists, what it finds, and what is said about a wrong one.

use crate::support::{TestApp, assert_answer, run_of};

/// Three runs that differ in everything that can be asked for.
async fn app_with_three_runs(app: &TestApp) {
    app.stored(run_of("SN-1").set(
        "dut/info",
        serde_json::json!({"firmware": "1.2.3", "lot": 7, "Käufer": "Ö & Co"}),
    ))
    .await;
    app.stored(
        run_of("SN-2")
            .failed()
            .later(3600)
            .set("name", "Final test")
            .set("dut/part_number", "PCB-200")
            .set(
                "dut/info",
                serde_json::json!({"firmware": "1.2.3", "lot": 8}),
            )
            .set("test_stand/name", "Stand 2")
            .set("test_stand/hw_id", "pc-2"),
    )
    .await;
    app.stored(
        run_of("SN-1")
            .later(7200)
            .set("stop_time", 1_795_341_600 + 7200 + 754),
    )
    .await;
}

#[tokio::test]
async fn each_parameter_finds_what_it_says() {
    for app in TestApp::each().await {
        app_with_three_runs(&app).await;
        for (query, expected) in [
            ("", "SN-1 SN-2 SN-1"),
            ("serial_number=SN-1", "SN-1 SN-1"),
            ("serial_number=sn-1", ""),
            ("serial_number=SN-1&serial_number=SN-2", "SN-1 SN-2 SN-1"),
            ("part_number=PCB-200", "SN-2"),
            ("part_number=PCB-200&serial_number=SN-1", ""),
            ("test_plan_name=Final+test", "SN-2"),
            ("test_plan_name=Final%20test", "SN-2"),
            (
                "test_stand_name=Stand 2".replace(' ', "%20").as_str(),
                "SN-2",
            ),
            ("test_stand_hw_id=pc-1", "SN-1 SN-1"),
            ("test_stand_hw_id=pc-1&test_stand_name=Stand%202", ""),
            ("status=pass", "SN-1 SN-1"),
            ("status=PASSED", "SN-1 SN-1"),
            ("status=Fail", "SN-2"),
            ("status=failed&status=passed", "SN-1 SN-2 SN-1"),
            ("status=skipped", ""),
            ("status_icon=%E2%9D%8C", "SN-2"),
            ("number_of_attempt=2", "SN-1"),
            ("number_of_attempt=3", ""),
            ("duration=00:12:34", "SN-1"),
            ("duration=PT50S", "SN-2 SN-1"),
            ("duration=754", "SN-1"),
            ("start_time=2026-11-22T11:00:00Z", "SN-2"),
            ("start_time=2026-11-22T12:00:00%2B01:00", "SN-2"),
            ("start_time=2026-11-22", "SN-1 SN-2 SN-1"),
            ("start_time_from=2026-11-22T11:00:00Z", "SN-1 SN-2"),
            ("start_time_from=2026-11-22T11:00:01Z", "SN-1"),
            ("start_time_to=2026-11-22T11:00:00Z", "SN-2 SN-1"),
            (
                "start_time_from=2026-11-22T10:30:00&start_time_to=2026-11-22T11:30:00",
                "SN-2",
            ),
            ("start_time_from=1795345200", "SN-1 SN-2"),
            ("start_time_from=2026-11-23", ""),
            ("stop_time_to=2026-11-22T10:00:50Z", "SN-1"),
            ("stop_time_from=2026-11-22T12:12:34Z", "SN-1"),
            ("stop_time=2026-11-22T11:00:50Z", "SN-2"),
            ("firmware=1.2.3", "SN-2 SN-1"),
            ("firmware=1.2", ""),
            ("lot=7", "SN-1"),
            ("lot=7&lot=8", "SN-2 SN-1"),
            ("firmware=1.2.3&lot=8", "SN-2"),
            ("no_such_key=1", ""),
            ("K%C3%A4ufer=%C3%96%20%26%20Co", "SN-1"),
            ("limit=1", "SN-1"),
            ("limit=1&offset=1", "SN-2"),
            ("offset=3", ""),
            ("limit=0", ""),
            ("limit=1000", "SN-1 SN-2 SN-1"),
            ("serial_number=SN-1&limit=1&offset=1", "SN-1"),
            ("stop_time_from=2026-11-22&limit=1&offset=1", "SN-2"),
        ] {
            let answer = app.runs(query).await;
            assert_eq!(answer.each("serial_number").join(" "), expected, "{query}");
        }
    }
}

#[tokio::test]
async fn a_wrong_value_is_told_with_its_parameter() {
    for app in TestApp::each().await {
        let mut lines = Vec::new();
        for query in [
            "limit=x",
            "limit=-1",
            "limit=1001",
            "limit=",
            "offset=1.5",
            "offset=99999999999999999999999",
            "status=fine",
            "number_of_attempt=two",
            "duration=long",
            "start_time=yesterday",
            "start_time_from=2026-13-01",
            "stop_time_to=",
            "stop_time=1e9",
        ] {
            let answer = app.runs(query).await;
            assert_eq!(answer.code(), 422, "{query}: {answer}");
            lines.push(format!("{query}: {}", answer.json()["detail"][0]));
        }
        assert_answer!(lines.join("\n"), @r#"
        limit=x: {"loc":["query","limit"],"msg":"must be a whole number from 0","type":"value_error"}
        limit=-1: {"loc":["query","limit"],"msg":"must be a whole number from 0","type":"value_error"}
        limit=1001: {"loc":["query","limit"],"msg":"must be at most 1000","type":"value_error"}
        limit=: {"loc":["query","limit"],"msg":"must be a whole number from 0","type":"value_error"}
        offset=1.5: {"loc":["query","offset"],"msg":"must be a whole number from 0","type":"value_error"}
        offset=99999999999999999999999: {"loc":["query","offset"],"msg":"must be a whole number from 0","type":"value_error"}
        status=fine: {"loc":["query","status"],"msg":"must be one of pass, fail, error, stopped, skipped, run, ready","type":"value_error"}
        number_of_attempt=two: {"loc":["query","number_of_attempt"],"msg":"must be a whole number","type":"value_error"}
        duration=long: {"loc":["query","duration"],"msg":"must be a duration such as 00:12:34, PT50S or 50","type":"value_error"}
        start_time=yesterday: {"loc":["query","start_time"],"msg":"must be a time such as 2026-01-31T14:00:00Z or a date","type":"value_error"}
        start_time_from=2026-13-01: {"loc":["query","start_time_from"],"msg":"must be a time such as 2026-01-31T14:00:00Z or a date","type":"value_error"}
        stop_time_to=: {"loc":["query","stop_time_to"],"msg":"must be a time such as 2026-01-31T14:00:00Z or a date","type":"value_error"}
        stop_time=1e9: {"loc":["query","stop_time"],"msg":"must be a time such as 2026-01-31T14:00:00Z or a date","type":"value_error"}
        "#);
    }
}

#[tokio::test]
async fn strange_queries_are_answered_with_json() {
    for app in TestApp::each().await {
        app.stored(run_of("SN-1")).await;
        for query in [
            "%ff=%ff",
            "%",
            "a=%zz",
            "=",
            "&&&",
            "serial_number",
            "serial_number=%00",
            "serial_number=' OR 1=1 --".replace(' ', "%20").as_str(),
            "%00=%00",
            "a[]=1&a[b]=2",
            "offset=18446744073709551615",
            "start_time_from=9223372036854775807",
        ] {
            let answer = app.runs(query).await;
            assert!(matches!(answer.code(), 200 | 422), "{query}: {answer}");
            answer.json();
        }
        let many = "a=1&".repeat(65);
        assert_answer!(app.runs(&many).await, @r#"
        422
        {"detail":[{"loc":["query","query"],"msg":"too many parameters","type":"value_error"}]}
        "#);
    }
}
