//! The box that finds everything with a name.

use serde_json::{Value, json};

use crate::support::people::{ANN, MAX};
use crate::support::{Browser, TestApp, run_of};

async fn search(browser: &Browser<'_>, query: &str) -> Value {
    let answer = browser
        .api_get(&format!("/api/v1/org/demo/search?q={query}"))
        .await;
    assert_eq!(answer.code(), 200, "{answer}");
    answer.json()
}

fn serial_numbers(found: &Value) -> Vec<&str> {
    let units = found["units"].as_array().unwrap().iter();
    units
        .map(|unit| unit["serial_number"].as_str().unwrap())
        .collect()
}

#[tokio::test]
async fn units_are_found_by_any_part_of_their_serial_number() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        for serial in ["SN-1000", "SN-1001", "100", "50%_x"] {
            app.stored(run_of(serial)).await;
        }
        let browser = Browser::signed_in(&app, MAX).await;
        let found = search(&browser, "100").await;
        assert_eq!(serial_numbers(&found), ["100", "SN-1001", "SN-1000"]);
        let found = search(&browser, "sn-10").await;
        assert_eq!(serial_numbers(&found), ["SN-1001", "SN-1000"]);
        let found = search(&browser, "%25_").await;
        assert_eq!(
            serial_numbers(&found),
            ["50%_x"],
            "no letter has a meaning of its own"
        );
        app.stored(run_of("SN-2000")).await;
        let found = search(&browser, "2000").await;
        assert_eq!(
            serial_numbers(&found),
            ["SN-2000"],
            "what came later is found too"
        );
        assert_eq!(search(&browser, "").await["units"], json!([]));
    }
}

#[tokio::test]
async fn runs_plans_parts_and_stands_are_found() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let run = app.stored(run_of("SN-1")).await;
        let browser = Browser::signed_in(&app, ANN).await;
        let found = search(&browser, &run[..13]).await;
        assert_eq!(found["runs"][0]["run_id"], json!(run));
        assert_eq!(found["runs"][0]["serial_number"], "SN-1");
        let summary = app.app.store.lookup_run(
            app.organisation,
            standcloud_store::RunId(run.parse().unwrap()),
        );
        let summary = summary.await.unwrap().unwrap();
        for (kind, name) in [
            ("plans", &summary.plan),
            ("parts", &summary.part_number),
            ("stands", &summary.stand_name),
        ] {
            let part: String = name.chars().skip(1).take(4).collect();
            let encoded = part.replace(' ', "%20");
            let found = search(&browser, &encoded).await;
            assert_eq!(found[kind][0]["name"], json!(name), "{kind}: {found}");
        }
    }
}

#[tokio::test]
async fn others_find_nothing() {
    let app = TestApp::sqlite().await.with_people().await;
    app.stored(run_of("SN-1")).await;
    let key = app.add_foreign_key().await;
    assert!(!key.is_empty());
    let anybody = Browser::new(&app);
    let answer = anybody.api_get("/api/v1/org/demo/search?q=SN").await;
    assert_eq!(answer.code(), 401, "{answer}");
    let browser = Browser::signed_in(&app, ANN).await;
    let answer = browser.api_get("/api/v1/org/foreign/search?q=SN").await;
    assert_eq!(answer.code(), 404, "{answer}");
    let long = "x".repeat(300);
    let answer = browser
        .api_get(&format!("/api/v1/org/demo/search?q={long}"))
        .await;
    assert_eq!(answer.code(), 422, "{answer}");
}
