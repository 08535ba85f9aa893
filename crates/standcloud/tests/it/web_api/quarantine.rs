//! Refused reports: seen, tried again and discarded by Admins.

use axum::http::Method;
use serde_json::{Value, json};
use standcloud_store::{AuditFilter, RejectedReport};
use uuid::Uuid;

use crate::support::people::{ANN, MAX};
use crate::support::{Browser, TestApp, run_of};

const LIST: &str = "/api/v1/org/demo/quarantine";

#[tokio::test]
async fn an_admin_sees_why_a_report_was_refused() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let bad = r#"{"name": 5, "<script>": "é"}"#;
        assert_eq!(app.upload(bad).await.code(), 422);
        assert_eq!(app.upload(bad).await.code(), 422);
        let ann = Browser::signed_in(&app, ANN).await;
        let page = ann.api_get(LIST).await.json();
        assert_eq!((&page["waiting"], &page["next"]), (&json!(1), &Value::Null));
        let item = &page["items"][0];
        assert_eq!(item["received_count"], 2);
        assert_eq!(item["source"], "hardpy");
        assert_eq!(item["size_bytes"], bad.len());
        let problems = item["problems"].as_array().unwrap();
        assert!(
            problems.iter().any(|problem| problem["place"] == "name"),
            "{item}"
        );
        let path = format!("{LIST}/{}", item["id"].as_str().unwrap());
        let detail = ann.api_get(&path).await.json();
        assert_eq!(
            (&detail["body_text"], &detail["body_is_cut"]),
            (&json!(bad), &json!(false))
        );
        let file = ann.api_get(&format!("{path}/body")).await;
        assert_eq!(file.text(), bad);
        assert_eq!(file.header("content-type"), "application/octet-stream");
        assert!(
            file.header("content-disposition").starts_with("attachment"),
            "{file}"
        );
    }
}

/// As an older version may have refused what this one understands.
async fn quarantine(app: &TestApp, body: &[u8], number: u128) -> String {
    let rejected = RejectedReport {
        organisation: app.organisation,
        id: Uuid::from_u128(number),
        received: app.app.clock.now(),
        principal: "key:old",
        source: "hardpy",
        problems: "[]",
        body,
    };
    let limits = app.app.config.limits.quarantine();
    app.app
        .store
        .quarantine_report(&rejected, limits)
        .await
        .unwrap();
    format!("{LIST}/{}", rejected.id)
}

#[tokio::test]
async fn what_is_understood_now_becomes_a_run_and_the_rest_stays() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let body = run_of("SN-1").bytes();
        let good = quarantine(&app, &body, 1).await;
        let bad = quarantine(&app, b"{", 2).await;
        let ann = Browser::signed_in(&app, ANN).await;
        let send = async |path: &str| {
            let path = format!("{path}/reprocess");
            ann.api_send(Method::POST, &path, &json!({})).await.json()
        };
        let stored = send(&good).await;
        assert_eq!(stored["outcome"], "stored");
        assert_eq!(send(&good).await, stored, "twice is once");
        let refused = send(&bad).await;
        assert_eq!(refused["outcome"], "refused");
        assert_eq!(refused["problems"][0]["kind"], "json_invalid");
        let page = ann.api_get(LIST).await.json();
        assert_eq!(
            (page["items"].as_array().unwrap().len(), &page["waiting"]),
            (1, &json!(1))
        );
        let all = ann.api_get(&format!("{LIST}?all=true")).await.json();
        assert_eq!(all["items"][0]["run_id"], stored["run_id"]);
        assert_eq!(
            ann.api_send(Method::DELETE, &good, &json!({})).await.code(),
            404
        );
        assert_eq!(
            ann.api_send(Method::DELETE, &bad, &json!({})).await.code(),
            204
        );
        assert_eq!(
            ann.api_send(Method::DELETE, &bad, &json!({})).await.code(),
            404
        );
        assert_eq!(ann.api_get(LIST).await.json()["waiting"], 0);
        let deeds = audited(&app).await;
        assert!(
            deeds.contains(&"quarantine.discard".to_owned()),
            "{deeds:?}"
        );
        assert_eq!(
            deeds
                .iter()
                .filter(|deed| *deed == "quarantine.reprocess")
                .count(),
            3
        );
    }
}

async fn audited(app: &TestApp) -> Vec<String> {
    let store = &app.app.store;
    let filter = AuditFilter::default();
    let events = store
        .list_audit_events(app.organisation, &filter, 100)
        .await
        .unwrap();
    events.into_iter().map(|event| event.action).collect()
}

#[tokio::test]
async fn pages_follow_each_other_without_a_gap() {
    let app = TestApp::sqlite().await.with_people().await;
    for number in 1..=120_u128 {
        if number % 7 == 0 {
            app.app.clock.advance_seconds(1);
        }
        quarantine(&app, format!("{{{number}").as_bytes(), number).await;
    }
    let ann = Browser::signed_in(&app, ANN).await;
    let mut seen = std::collections::BTreeSet::new();
    let mut next = String::new();
    for _ in 0..3 {
        let page = ann.api_get(&format!("{LIST}?{next}")).await.json();
        for item in page["items"].as_array().unwrap() {
            assert!(
                seen.insert(item["id"].as_str().unwrap().to_owned()),
                "{item}"
            );
        }
        next = format!("after={}", page["next"].as_str().unwrap_or_default());
    }
    assert_eq!((seen.len(), next.as_str()), (120, "after="));
    assert_eq!(ann.api_get(&format!("{LIST}?after=x")).await.code(), 422);
}

#[tokio::test]
async fn it_is_for_admins_of_the_organisation() {
    let app = TestApp::sqlite().await.with_people().await;
    let path = quarantine(&app, b"{", 1).await;
    let (stranger, max) = (Browser::new(&app), Browser::signed_in(&app, MAX).await);
    app.add_organisation("foreign").await;
    let ann = Browser::signed_in(&app, ANN).await;
    let unknown = format!("{LIST}/{}", Uuid::from_u128(9));
    let elsewhere = path.replace("/demo/", "/foreign/");
    for (browser, code, base) in [
        (&stranger, 401, &path),
        (&max, 403, &path),
        (&ann, 404, &unknown),
        (&ann, 404, &elsewhere),
    ] {
        for end in ["", "/body"] {
            let answer = browser.api_get(&format!("{base}{end}")).await;
            assert_eq!(answer.code(), code, "{base}{end}: {answer}");
        }
        let again = format!("{base}/reprocess");
        for (method, path) in [(Method::POST, &again), (Method::DELETE, base)] {
            let answer = browser.api_send(method, path, &json!({})).await;
            assert_eq!(answer.code(), code, "{path}: {answer}");
        }
    }
    assert_eq!(stranger.api_get(LIST).await.code(), 401);
    assert_eq!(max.api_get(LIST).await.code(), 403);
    assert_eq!(ann.api_get(LIST).await.json()["waiting"], 1);
}
