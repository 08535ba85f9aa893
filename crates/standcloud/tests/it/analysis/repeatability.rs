//! What units that were tested more than once tell about the measuring.

use serde_json::{Value, json};

use super::{assert_walled, reports};
use crate::support::people::MAX;
use crate::support::report::{Report, START};
use crate::support::{Browser, TestApp, run_of};

const REPEATABILITY: &str = "/api/v1/org/demo/analysis/repeatability";
const STUDY: &str = "/api/v1/org/demo/analysis/repeat-study";

/// One voltage between 4 and 6 V, measured so many minutes after the usual time.
fn measured(serial: &str, stand: u32, minute: i64, value: &Value) -> Report {
    let voltage = json!({"type": "numeric", "name": "U1", "value": value, "unit": "V",
        "operation": "gele", "lower_limit": 4.0, "upper_limit": 6.0, "result": true});
    let case = json!({"name": "Voltage", "status": "passed", "start_time": START,
        "stop_time": START + 3, "measurements": [voltage]});
    let module = json!({"name": "Power", "status": "passed", "start_time": START,
        "stop_time": START + 20, "cases": {"test_voltage": case}});
    run_of(serial)
        .later(60 * minute)
        .set("test_stand/name", format!("Stand {stand}"))
        .set("test_stand/number", stand)
        .set("modules/test_power", module)
}

async fn ask(browser: &Browser<'_>, path: &str) -> Value {
    let answer = browser.api_get(path).await;
    assert_eq!(answer.code(), 200, "{answer}");
    assert!(!answer.text().contains("NaN"), "{answer}");
    answer.json()
}

#[tokio::test]
async fn repeats_tell_how_much_is_the_measuring() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        // Two stands, each measures three units twice; the second one measures 0.1 V more.
        let mut minute = 0;
        for (serial, base) in [("A", 4.5), ("B", 5.0), ("C", 5.5)] {
            for (stand, offset) in [(1, 0.0), (2, 0.1)] {
                for noise in [0.0, 0.02] {
                    minute += 1;
                    let value = json!(base + offset + noise);
                    app.stored(measured(serial, stand, minute, &value)).await;
                }
            }
        }
        app.stored(measured("once", 1, 90, &json!(5.1))).await;
        let browser = Browser::signed_in(&app, MAX).await;
        let found = ask(&browser, &format!("{REPEATABILITY}?plan=Board+test")).await;
        assert_eq!((&found["units"], &found["tests"]), (&json!(3), &json!(12)));
        assert_eq!(found["after_failure"]["part"], 0);
        assert_eq!(found["after_failure"]["all"], 9);
        assert_eq!(found["notes"], json!([]));
        let row = &found["measurements"][0];
        assert_eq!((&row["units"], &row["values"]), (&json!(3), &json!(12)));
        // Four values 0, 0.02, 0.1 and 0.12 about their mean: squares 0.0104 with three degrees.
        let sigma = (0.0104_f64 / 3.0).sqrt();
        assert!((row["repeatability"].as_f64().unwrap() - sigma).abs() < 1e-9);
        let share = 6.0 * sigma / 2.0;
        assert!((row["tolerance_share"].as_f64().unwrap() - share).abs() < 1e-9);
        assert_eq!(row["verdict"], "conditional");
        assert_eq!(row["limits"]["text"], "4 … 6");

        let series = &row["measurement"]["series"];
        let study = ask(&browser, &format!("{STUDY}?series={series}")).await;
        assert_eq!(study["units"].as_array().unwrap().len(), 3);
        let runs = study["units"][0]["runs"].as_str().unwrap();
        let listed = ask(&browser, &format!("/api/v1/org/demo/runs?{runs}")).await;
        assert_eq!(listed["runs"].as_array().unwrap().len(), 4);
        let by_stand = &study["by_stand"]["study"];
        assert_eq!(
            (&by_stand["units"], &by_stand["trials"]),
            (&json!(3), &json!(2))
        );
        assert_eq!(by_stand["stands"].as_array().unwrap().len(), 2);
        let sigma_of = |source: &str| {
            let components = by_stand["components"].as_array().unwrap();
            let found = components.iter().find(|one| one["source"] == source);
            found.unwrap()["sigma"].as_f64().unwrap()
        };
        assert!((sigma_of("stands") - 0.1 / 2.0_f64.sqrt()).abs() < 2e-3);
        assert!(sigma_of("repeatability") < 0.0142);
    }
}

/// The stand was offline and delivers the first test last.
#[tokio::test]
async fn a_late_report_is_not_the_newest_repeat() {
    let app = TestApp::sqlite().await.with_people().await;
    for (minute, value, upper) in [(10, 4.5, 6.0), (20, 4.7, 7.0), (5, 4.4, 6.0)] {
        for serial in ["A", "B"] {
            let value = reports::between("U1", value, 4.0, upper);
            let report = reports::measured(serial, &[value]);
            app.stored(report.later(minute * 60)).await;
        }
    }
    let browser = Browser::signed_in(&app, MAX).await;
    let found = ask(&browser, &format!("{REPEATABILITY}?plan=Board+test")).await;
    let row = &found["measurements"][0];
    assert_eq!(row["limits"]["upper"], 7.0);
    let series = &row["measurement"]["series"];
    let study = ask(&browser, &format!("{STUDY}?series={series}")).await;
    let values = study["units"][0]["values"].as_array().unwrap().iter();
    let values: Vec<_> = values.map(|value| value["value"].as_f64()).collect();
    assert_eq!(values, [Some(4.4), Some(4.5), Some(4.7)]);
}

#[tokio::test]
async fn what_has_no_repeats_says_what_is_missing() {
    let app = TestApp::sqlite().await.with_people().await;
    app.stored(measured("A", 1, 0, &json!(5.0))).await;
    let browser = Browser::signed_in(&app, MAX).await;
    let question = format!("{REPEATABILITY}?plan=Board+test");
    let found = ask(&browser, &question).await;
    assert_eq!(found["notes"][0]["code"], "no_repeats");
    assert_eq!(found["measurements"][0]["notes"][0]["code"], "no_repeats");
    assert_eq!(found["measurements"][0]["repeatability"], json!(null));
    let failed = measured("A", 1, 1, &json!(5.0)).set("status", "failed");
    app.stored(failed).await;
    app.stored(measured("A", 1, 2, &json!(5.0))).await;
    let found = ask(&browser, &question).await;
    assert_eq!(found["measurements"][0]["notes"][0]["code"], "one_unit");
    app.stored(measured("B", 1, 3, &json!(5.0))).await;
    app.stored(measured("B", 1, 4, &json!(5.0))).await;
    let found = ask(&browser, &question).await;
    let row = &found["measurements"][0];
    assert_eq!(row["notes"][0]["code"], "no_spread", "{row}");
    assert_eq!(row["distinct_categories"], json!(null));
    let series = &row["measurement"]["series"];
    let study = ask(&browser, &format!("{STUDY}?series={series}")).await;
    assert_eq!(study["by_stand"]["study"], json!(null));
    assert_eq!(study["by_stand"]["note"]["code"], "no_crossed_design");
    for value in [1e308, -1e308] {
        app.stored(measured("C", 1, 5, &json!(value))).await;
        app.stored(measured("C", 1, 6, &json!(-value))).await;
    }
    let found = ask(&browser, &question).await;
    assert_eq!(found["measurements"][0]["notes"][0]["code"], "not_finite");
    ask(&browser, &format!("{STUDY}?series={series}")).await;
}

#[tokio::test]
async fn files_and_strangers() {
    let app = TestApp::sqlite().await.with_people().await;
    app.stored(measured("A", 1, 0, &json!(5.0))).await;
    app.stored(measured("A", 1, 1, &json!(5.1))).await;
    let browser = Browser::signed_in(&app, MAX).await;
    let csv = format!("{REPEATABILITY}?plan=Board+test&format=csv");
    let csv = browser.api_get(&csv).await;
    assert!(csv.text().contains("test_voltage,U1,V,4 … 6"), "{csv}");
    let xlsx = format!("{REPEATABILITY}?plan=Board+test&format=xlsx");
    assert_eq!(browser.api_get(&xlsx).await.code(), 200);
    let found = ask(&browser, &format!("{REPEATABILITY}?plan=Board+test")).await;
    let series = &found["measurements"][0]["measurement"]["series"];
    let csv = browser
        .api_get(&format!("{STUDY}?series={series}&format=csv"))
        .await;
    assert!(
        csv.text().contains("U1,V,A,PCB-100,1,Stand 1 #1,5"),
        "{csv}"
    );
    assert!(
        csv.text().contains("U1,V,A,PCB-100,2,Stand 1 #1,5.1"),
        "{csv}"
    );
    let xlsx = format!("{STUDY}?series={series}&format=xlsx");
    assert_eq!(browser.api_get(&xlsx).await.code(), 200);
    for (path, code) in [
        (REPEATABILITY.to_owned(), 422),
        (format!("{REPEATABILITY}?plan=unknown"), 404),
        (format!("{STUDY}?series=999"), 404),
        (STUDY.to_owned(), 422),
    ] {
        assert_eq!(browser.api_get(&path).await.code(), code, "{path}");
    }
    assert_walled(&app, &format!("{REPEATABILITY}?plan=Board+test")).await;
}
