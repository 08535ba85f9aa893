//! Units with their last run: the last run is taken first, and filtered then.

use crate::support::{Answer, TestApp, assert_answer, run_of};

async fn units(app: &TestApp, query: &str) -> Answer {
    app.read(&format!("/integration/api/v1/tested_dut?{query}"))
        .await
}

#[tokio::test]
async fn a_unit_is_shown_as_documented_on_both_addresses() {
    for app in TestApp::each().await {
        app.stored(run_of("SN-1").failed().set("dut/info/firmware", "1.2"))
            .await;
        let answer = units(&app, "").await;
        assert_answer!(answer, @r#"
        200
        [
          {
            "attempt_count": 1,
            "duration": "PT50S",
            "dut_info": {
              "firmware": "1.2"
            },
            "finish_time": "2026-11-22T10:00:50Z",
            "part_number": "PCB-100",
            "serial_number": "SN-1",
            "start_time": "2026-11-22T10:00:00Z",
            "status": "fail",
            "status_icon": "❌",
            "test_plan_name": "Board test",
            "test_run_artifact": {},
            "test_stand_hw_id": "pc-1",
            "test_stand_info": {
              "geo": "hall 2"
            },
            "test_stand_name": "Stand 1"
          }
        ]
        "#);
        let other = app.read("/hardpy/api/v1/tested_dut").await;
        assert_eq!(other.body, answer.body);
    }
}

#[tokio::test]
async fn the_last_run_is_taken_first_and_filtered_then() {
    for app in TestApp::each().await {
        app.stored(run_of("repaired").failed()).await;
        app.stored(run_of("repaired").later(100)).await;
        app.stored(run_of("broken")).await;
        app.stored(run_of("broken").failed().set("start_time", 1_795_341_800))
            .await;
        let all = units(&app, "").await;
        assert_eq!(all.each("serial_number"), ["broken", "repaired"]);
        assert_eq!(all.each("status"), ["fail", "pass"]);
        assert_eq!(all.each("attempt_count"), ["2", "2"]);
        for (query, expected) in [
            ("status=fail", "broken"),
            ("status=pass", "repaired"),
            ("status=FAILED", "broken"),
            ("attempt_count=2&status=Passed", "repaired"),
            ("start_time_to=2026-11-22T10:01:40Z", "repaired"),
        ] {
            assert_eq!(
                units(&app, query).await.each("serial_number"),
                [expected],
                "{query}"
            );
        }
        assert!(
            units(&app, "attempt_count=1")
                .await
                .each("status")
                .is_empty()
        );
    }
}

#[tokio::test]
async fn the_same_serial_number_on_another_part_is_another_unit() {
    for app in TestApp::each().await {
        app.stored(run_of("SN-1")).await;
        app.stored(run_of("SN-1").set("dut/part_number", "PCB-200").later(100))
            .await;
        let all = units(&app, "").await;
        assert_eq!(all.each("part_number"), ["PCB-200", "PCB-100"]);
        assert_eq!(all.each("attempt_count"), ["1", "1"]);
    }
}

/// Two plans share a unit: its last run is of one of them.
#[tokio::test]
async fn a_unit_with_two_plans_is_listed_once() {
    for app in TestApp::each().await {
        app.stored(run_of("SN-1")).await;
        app.stored(run_of("SN-1").set("name", "Final test").later(100))
            .await;
        let all = units(&app, "").await;
        assert_eq!(all.each("test_plan_name"), ["Final test"]);
        assert!(
            units(&app, "test_plan_name=Board%20test")
                .await
                .each("status")
                .is_empty()
        );
    }
}

#[tokio::test]
async fn a_voided_last_run_gives_way_to_the_one_before() {
    for app in TestApp::each().await {
        app.stored(run_of("SN-1")).await;
        let last = app.stored(run_of("SN-1").failed().later(100)).await;
        let run_id = standcloud_store::RunId(uuid::Uuid::parse_str(&last).unwrap());
        let now = app.app.clock.now();
        let voided = app
            .app
            .store
            .void_run(app.organisation, run_id, "why", "test", now)
            .await;
        assert_eq!(voided.unwrap(), Some(true));
        assert_eq!(units(&app, "").await.each("status"), ["pass"]);
    }
}

#[tokio::test]
async fn pages_and_wrong_values_are_as_for_runs() {
    for app in TestApp::each().await {
        for index in 0..5 {
            app.stored(run_of(&format!("SN-{index}")).later(index))
                .await;
        }
        let page = units(&app, "limit=2&offset=1").await;
        assert_eq!(page.each("serial_number"), ["SN-3", "SN-2"]);
        let finished = units(&app, "finish_time_from=2026-11-22T10:00:53Z").await;
        assert_eq!(finished.each("serial_number"), ["SN-4", "SN-3"]);
        for query in [
            "limit=x",
            "attempt_count=x",
            "finish_time=x",
            "status=x",
            "limit=1001",
        ] {
            assert_eq!(units(&app, query).await.code(), 422, "{query}");
        }
    }
}
