//! How stands are.

use serde_json::{Value, json};

use super::{STANDS, app_with_stand, assert_walled};
use crate::support::people::MAX;
use crate::support::{Browser, TestApp, run_of};

const HOUR: i64 = 3_600;

async fn stands(browser: &Browser<'_>) -> Vec<Value> {
    let answer = browser.api_get(STANDS).await;
    assert_eq!(answer.code(), 200, "{answer}");
    answer.json()["stands"].as_array().unwrap().clone()
}

#[tokio::test]
async fn a_stand_is_told_with_its_newest_report_and_its_figures() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let browser = Browser::signed_in(&app, MAX).await;
        assert!(stands(&browser).await.is_empty());
        let newest = run_of("2")
            .later(600)
            .failed()
            .set("test_stand/location", "hall 2")
            .set("test_stand/timezone", "Europe/Berlin")
            .set("test_stand/revision", "B");
        app.stored(newest).await;
        app.stored(run_of("1").later(-30 * HOUR)).await;
        let found = stands(&browser).await;
        assert_eq!(found.len(), 1);
        assert_eq!(
            found[0],
            json!({
                "id": 1, "name": "Stand 1", "number": 1, "hw_id": "pc-1", "revision": "B",
                "location": "hall 2", "time_zone": "Europe/Berlin",
                "created_at": "2026-11-22T12:00:00Z",
                "first_activity_at": "2026-11-21T04:00:00Z",
                "last_activity_at": "2026-11-22T10:10:00Z",
                "runs": 2,
                "health": {"state": "active", "since": null, "failed_in_a_row": null, "failed_tests": []},
                "today": {"runs": 1, "passed": 0, "not_passed": 1},
                "last_24_hours": {"runs": 1, "passed": 0, "not_passed": 1},
                "last_7_days": {"runs": 2, "passed": 1, "not_passed": 1},
                "picture_version": null,
            })
        );
    }
}

#[tokio::test]
async fn a_stand_is_failing_and_then_silent() {
    let app = app_with_stand().await;
    let browser = Browser::signed_in(&app, MAX).await;
    let mut ids = Vec::new();
    for number in 1..=4 {
        let run = run_of(&number.to_string()).failed().later(number * 60);
        ids.push(app.stored(run).await);
    }
    let health = stands(&browser).await[0]["health"].clone();
    assert_eq!(health["state"], "failing");
    assert_eq!(health["since"], "2026-11-22T10:01:00Z");
    assert_eq!(health["failed_in_a_row"], 4);
    let told = health["failed_tests"].as_array().unwrap();
    let told: Vec<&str> = told
        .iter()
        .map(|test| test["test_run_id"].as_str().unwrap())
        .collect();
    ids.reverse();
    assert_eq!(told, ids[..3]);
    app.app.clock.advance_seconds(8 * HOUR);
    let health = stands(&browser).await[0]["health"].clone();
    assert_eq!(health["state"], "silent");
    assert_eq!(health["since"], "2026-11-22T10:04:00Z");
    app.stored(run_of("9").later(9 * HOUR)).await;
    let health = stands(&browser).await[0]["health"].clone();
    assert_eq!(health["state"], "active", "{health}");
}

#[tokio::test]
async fn the_page_tells_what_the_newest_report_says() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let run = run_of("1")
            .set("test_stand/drivers", json!({"dmm": "1.2"}))
            .set(
                "test_stand/instruments",
                json!([{"name": "Scope", "serial_number": "S1"}]),
            );
        app.stored(run).await;
        let browser = Browser::signed_in(&app, MAX).await;
        let page = browser.api_get(&format!("{STANDS}/1")).await.json();
        assert_eq!(page["stand"]["name"], "Stand 1");
        assert_eq!(page["silent_after_minutes"], 480);
        assert_eq!(page["info"], json!([{"name": "geo", "value": "hall 2"}]));
        assert_eq!(page["drivers"], json!([{"name": "dmm", "value": "1.2"}]));
        assert_eq!(page["instruments"][0]["serial_number"], "S1");
        assert_eq!(page["instruments"][0]["part_number"], json!(null));
        assert_eq!(page["connection"]["kind"], "api_key");
        assert_eq!(page["connection"]["is_ended"], false);
        for unknown in ["2", "x", "99999999999999"] {
            let answer = browser.api_get(&format!("{STANDS}/{unknown}")).await;
            assert_eq!(answer.code(), 404, "{answer}");
            assert_eq!(answer.json()["code"], "not_found");
        }
        assert_walled(&app, &format!("{STANDS}/1")).await;
    }
}

#[tokio::test]
async fn a_connected_stand_names_its_login() {
    let app = TestApp::sqlite().await.with_people().await;
    let max = app.person(MAX).await;
    let token = app.add_stand(max.id, "Line 1").await;
    let upload = crate::support::test_app::with_key(
        crate::support::test_app::post(crate::support::test_app::UPLOAD),
        &token,
    );
    let answer = app.send(upload.body(run_of("1").into()).unwrap()).await;
    assert_eq!(answer.code(), 201, "{answer}");
    let browser = Browser::signed_in(&app, MAX).await;
    let page = browser.api_get(&format!("{STANDS}/1")).await.json();
    let connection = &page["connection"];
    assert_eq!(connection["kind"], "login");
    assert_eq!(connection["name"], "Line 1");
    assert_eq!(connection["let_in_by"], MAX);
}
