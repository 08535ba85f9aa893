//! Where the time of a test plan goes.

use serde_json::{Value, json};

use crate::support::people::MAX;
use crate::support::report::{Report, START, run_of};
use crate::support::{Browser, TestApp};

const ORG: &str = "/api/v1/org/demo/analysis";

fn case(seconds: i64) -> Value {
    json!({"name": "Case", "status": "passed", "start_time": START, "stop_time": START + seconds,
        "measurements": []})
}

/// Two modules: the first with two cases.
fn timed(serial_number: &str, seconds: [i64; 3]) -> Report {
    let [first, second, third] = seconds;
    let power = json!({"name": "Power", "status": "passed",
        "cases": {"test_load": case(first), "test_rails": case(second)}});
    let radio = json!({"name": "Radio", "status": "passed", "cases": {"test_range": case(third)}});
    run_of(serial_number)
        .set("modules/test_power", power)
        .set("modules/test_radio", radio)
}

async fn asked(browser: &Browser<'_>, query: &str) -> Value {
    let answer = browser.api_get(&format!("{ORG}/{query}")).await;
    assert_eq!(answer.code(), 200, "{query}: {answer}");
    answer.json()
}

#[tokio::test]
async fn steps_modules_and_stands_share_the_time() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        for report in [
            timed("S1", [1, 2, 10]),
            timed("S2", [3, 2, 10]),
            timed("S3", [5, 2, 25]).set("test_stand/name", "Slow"),
        ] {
            app.stored(report).await;
        }
        let browser = Browser::signed_in(&app, MAX).await;
        let found = asked(&browser, "step-durations?plan=Board+test").await;
        assert_eq!(found["steps_seconds"], 60.0);
        assert_eq!(found["runs_seconds"], 150.0);
        assert_eq!(found["note"], json!(null));
        let load = &found["steps"][0];
        assert_eq!(
            (&load["case"], &load["values"]),
            (&json!("test_load"), &json!(3))
        );
        assert_eq!(load["mean_seconds"], 3.0);
        assert_eq!(load["median_seconds"], 3.0);
        assert_eq!(load["maximum_seconds"], 5.0);
        assert_eq!(load["total_seconds"], 9.0);
        assert_eq!(load["share"], 0.15);
        let modules = found["modules"].as_array().unwrap().iter();
        let modules: Vec<_> = modules
            .map(|module| {
                (
                    module["module"].as_str().unwrap(),
                    module["share"].as_f64().unwrap(),
                )
            })
            .collect();
        assert_eq!(modules, [("test_power", 0.25), ("test_radio", 0.75)]);
        let slow = &found["stands"][0];
        assert!(
            slow["name"]["label"].as_str().unwrap().starts_with("Slow"),
            "{slow}"
        );
        assert_eq!(slow["mean_seconds"], 32.0);
        assert_eq!(slow["mean_seconds_everywhere"], 20.0);
        let some = asked(&browser, "step-durations?plan=Board+test&serial=S1").await;
        assert_eq!(some["steps_seconds"], 13.0);
        let path = format!("{ORG}/step-durations?plan=Board+test&format=csv");
        let answer = browser.api_get(&path).await;
        let file = answer.text();
        assert_eq!(file.lines().count(), 4);
    }
}

#[tokio::test]
async fn runs_without_times_of_steps_say_what_to_do() {
    let app = TestApp::sqlite().await.with_people().await;
    app.stored(run_of("S1")).await;
    let browser = Browser::signed_in(&app, MAX).await;
    let found = asked(&browser, "step-durations?plan=Board+test").await;
    assert_eq!(found["steps"], json!([]));
    let note = found["note"].as_str().unwrap();
    assert!(note.contains("standcloud rebuild"), "{note}");
}
