//! How stands use their time.

use serde_json::{Value, json};

use super::assert_walled;
use crate::support::people::MAX;
use crate::support::{Browser, TestApp, run_of};

const TIME_USE: &str = "/api/v1/org/demo/analysis/time-use";

async fn ask(browser: &Browser<'_>, query: &str) -> Value {
    let answer = browser.api_get(&format!("{TIME_USE}?{query}")).await;
    assert_eq!(answer.code(), 200, "{answer}");
    assert!(!answer.text().contains("NaN"), "{answer}");
    answer.json()
}

#[tokio::test]
async fn the_time_of_a_stand_by_day_and_hour() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        app.stored(run_of("1")).await;
        app.stored(run_of("2").later(60)).await;
        app.stored(run_of("3").later(3_600).failed()).await;
        app.stored(run_of("4").later(-86_400)).await;
        let other = run_of("5").later(60).set("test_stand/name", "Stand 2");
        app.stored(other).await;
        let browser = Browser::signed_in(&app, MAX).await;
        let found = ask(&browser, "").await;
        assert_eq!(found["stands"].as_array().unwrap().len(), 2);
        let stand = &found["stands"][0];
        assert_eq!(stand["stand"]["label"], "Stand 1 #1");
        assert_eq!(stand["runs"], "stand=1");
        let figures = &stand["figures"];
        assert_eq!((&figures["runs"], &figures["days"]), (&json!(4), &json!(2)));
        assert_eq!(figures["testing_s"], 200.0);
        assert_eq!(figures["waiting_s"], 10.0);
        assert_eq!(figures["stopped_s"], 3_490.0);
        assert_eq!(figures["planned_s"], 3_700.0);
        assert_eq!(figures["stops"], 1);
        assert_eq!(figures["quality"], 0.75);
        assert_eq!(figures["performance"], 200.0 / 210.0);
        let oee = 210.0 / 3_700.0 * (200.0 / 210.0) * 0.75;
        assert!((figures["oee"].as_f64().unwrap() - oee).abs() < 1e-12);
        let hours = stand["testing_s_by_hour"].as_array().unwrap();
        let testing: f64 = hours.iter().map(|hour| hour.as_f64().unwrap()).sum();
        assert_eq!((hours.len(), testing), (24, 200.0));
        let days = stand["days"].as_array().unwrap();
        assert_eq!(days.len(), 2);
        let runs = days[1]["runs"].as_str().unwrap();
        let listed = browser
            .api_get(&format!("/api/v1/org/demo/runs?{runs}"))
            .await;
        assert_eq!(
            listed.json()["runs"].as_array().unwrap().len(),
            3,
            "{listed}"
        );
        assert_eq!(stand["longest_stops"][0]["duration_s"], 3_490.0);
        assert_eq!(found["figures"]["runs"], 5);
        assert_eq!(found["assumptions"].as_array().unwrap().len(), 4);
    }
}

/// The range begins and ends within a day.
#[tokio::test]
async fn a_day_leads_to_those_of_its_runs_that_were_asked_for() {
    let app = TestApp::sqlite().await.with_people().await;
    for (serial, second) in [("1", 0), ("2", 60), ("3", 3_600), ("4", 7_200)] {
        app.stored(run_of(serial).later(second)).await;
    }
    let browser = Browser::signed_in(&app, MAX).await;
    let asked = "from=2026-11-22T10:00:30Z&to=2026-11-22T11:30:00Z";
    let found = ask(&browser, asked).await;
    let day = &found["stands"][0]["days"][0];
    assert_eq!(day["figures"]["runs"], 2);
    let runs = day["runs"].as_str().unwrap();
    let path = format!("/api/v1/org/demo/runs?{runs}");
    let listed = browser.api_get(&path).await.json();
    assert_eq!(listed["runs"].as_array().unwrap().len(), 2, "{runs}");
}

#[tokio::test]
async fn what_has_no_time_says_so() {
    let app = TestApp::sqlite().await.with_people().await;
    let browser = Browser::signed_in(&app, MAX).await;
    let nothing = ask(&browser, "").await;
    assert_eq!(nothing["stands"], json!([]));
    assert_eq!(nothing["figures"]["note"], "no_durations");
    assert_eq!(nothing["figures"]["oee"], json!(null));
    app.stored(run_of("1").without("stop_time")).await;
    let found = ask(&browser, "plan=Board+test").await;
    let figures = &found["stands"][0]["figures"];
    assert_eq!(figures["without_duration"], 1);
    assert_eq!(figures["note"], "no_durations");
    assert_eq!(figures["runs_per_hour"], json!(null));
    assert_eq!(found["assumptions"].as_array().unwrap().len(), 5);
    let unknown = ask(&browser, "plan=unknown").await;
    assert_eq!(unknown["stands"], json!([]));
}

#[tokio::test]
async fn a_file_has_a_row_per_stand_and_day() {
    let app = TestApp::sqlite().await.with_people().await;
    app.stored(run_of("1")).await;
    app.stored(run_of("2").later(-86_400)).await;
    let browser = Browser::signed_in(&app, MAX).await;
    let csv = browser.api_get(&format!("{TIME_USE}?format=csv")).await;
    let lines: Vec<String> = csv.text().lines().map(str::to_owned).collect();
    assert!(lines[0].contains("stand,day,runs"), "{csv}");
    assert_eq!(lines.len(), 3, "{csv}");
    assert!(lines[1].starts_with("Stand 1 #1,2026-11-2"), "{csv}");
    let xlsx = browser.api_get(&format!("{TIME_USE}?format=xlsx")).await;
    assert_eq!(xlsx.code(), 200);
}

#[tokio::test]
async fn a_break_has_a_sensible_length_and_strangers_see_nothing() {
    let app = TestApp::sqlite().await.with_people().await;
    let browser = Browser::signed_in(&app, MAX).await;
    for wrong in ["0", "1441", "x"] {
        let answer = browser
            .api_get(&format!("{TIME_USE}?break_minutes={wrong}"))
            .await;
        assert_eq!(answer.code(), 422, "{answer}");
    }
    assert_walled(&app, TIME_USE).await;
}
