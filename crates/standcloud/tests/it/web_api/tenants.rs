//! What belongs to another organisation does not exist, and Members do not get to what is for Admins
//!

use axum::http::Method;
use serde_json::{Value, json};
use standcloud_store::AuditFilter;

use crate::support::people::{ANN, MAX};
use crate::support::{Browser, TestApp};

/// What is asked for, and whether Members may.
const RESOURCES: [(&str, bool); 9] = [
    ("members", true),
    ("connected-stands", true),
    ("own-membership", true),
    ("invitations", false),
    ("api-keys", false),
    ("applications", false),
    ("audit", false),
    ("audit.csv", false),
    ("settings", false),
];

///
#[tokio::test]
async fn r_49_another_organisation_does_not_exist() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let foreign_key = app.add_foreign_key().await;
        let store = &app.app.store;
        let foreign = store.find_organisation("foreign").await.unwrap().unwrap();
        let browser = Browser::signed_in(&app, ANN).await;
        for (resource, _) in RESOURCES {
            for slug in ["foreign", "nothing"] {
                let path = format!("/api/v1/org/{slug}/{resource}");
                let answer = browser.api_get(&path).await;
                assert_eq!(answer.code(), 404, "{path}: {answer}");
            }
        }
        let key_id = &foreign_key[4..16];
        for (method, path) in [
            (
                Method::POST,
                format!("/api/v1/org/demo/api-keys/{key_id}/rotate"),
            ),
            (
                Method::DELETE,
                format!("/api/v1/org/demo/api-keys/{key_id}"),
            ),
            (
                Method::DELETE,
                format!("/api/v1/org/foreign/api-keys/{key_id}"),
            ),
        ] {
            let answer = browser.api_send(method, &path, &Value::Null).await;
            assert_eq!(answer.code(), 404, "{path}: {answer}");
        }
        let key = store.lookup_api_key(key_id).await.unwrap().unwrap();
        assert!(key.revoked.is_none() && key.successor_id.is_none());
        let seen = store
            .list_audit_events(foreign.id, &AuditFilter::default(), 10)
            .await;
        assert_eq!(seen.unwrap(), [], "Ann has left no trace there");
    }
}

/// a Member sees who is there and what is connected; who is not signed in sees nothing.
#[tokio::test]
async fn r_49_members_do_not_get_to_what_is_for_admins() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let browser = Browser::signed_in(&app, MAX).await;
        for (resource, members_may) in RESOURCES {
            let path = format!("/api/v1/org/demo/{resource}");
            let expected = if members_may { 200 } else { 403 };
            let answer = browser.api_get(&path).await;
            assert_eq!(answer.code(), expected, "{path}: {answer}");
            let answer = Browser::new(&app).api_get(&path).await;
            assert_eq!(answer.code(), 401, "{path}: {answer}");
        }
    }
}

/// where Admins need a second factor, a password alone is not enough for what is theirs.
#[tokio::test]
async fn r_67_admins_without_the_second_factor_are_told() {
    let app = TestApp::sqlite().await.with_people().await;
    app.require_second_factor_of_admins().await;
    let browser = Browser::signed_in(&app, ANN).await;
    for (resource, members_may) in RESOURCES {
        let answer = browser
            .api_get(&format!("/api/v1/org/demo/{resource}"))
            .await;
        if members_may {
            assert_eq!(answer.code(), 200, "{resource}: {answer}");
        } else {
            assert_eq!(answer.code(), 403, "{resource}: {answer}");
            assert_eq!(answer.json()["code"], "second_factor_needed", "{resource}");
        }
    }
}

/// a connected stand is listed, renamed and revoked by an Admin, and by nobody else.
#[tokio::test]
async fn r_28_a_connected_stand_is_renamed_and_revoked() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let list = "/api/v1/org/demo/connected-stands";
        app.add_stand(app.person(ANN).await.id, "FCT 1").await;
        let browser = Browser::signed_in(&app, ANN).await;
        let view = browser.api_get(list).await.json();
        assert_eq!(view["stands"][0]["name"], "FCT 1");
        assert_eq!(view["stands"][0]["state"], "connected");
        assert_eq!(view["stands"][0]["let_in_by"], ANN);
        let stand = format!("{list}/{}", view["stands"][0]["id"].as_str().unwrap());
        let name = json!({"name": " FCT 1, hall 2 "});
        let member = Browser::signed_in(&app, MAX).await;
        for method in [Method::PATCH, Method::DELETE] {
            let answer = member.api_send(method, &stand, &name).await;
            assert_eq!(answer.code(), 403, "{answer}");
        }
        let nameless = browser
            .api_send(Method::PATCH, &stand, &json!({"name": " "}))
            .await;
        assert_eq!(nameless.code(), 422, "{nameless}");
        let renamed = browser.api_send(Method::PATCH, &stand, &name).await;
        assert_eq!(renamed.code(), 204, "{renamed}");
        let view = browser.api_get(list).await.json();
        assert_eq!(view["stands"][0]["name"], "FCT 1, hall 2");
        let ended = browser.api_send(Method::DELETE, &stand, &Value::Null).await;
        assert_eq!(ended.code(), 204, "{ended}");
        let view = browser.api_get(list).await.json();
        assert_eq!(view["stands"][0]["state"], "revoked");
        assert_eq!(app.audited("grant.rename").await, ["was FCT 1"]);
        assert_eq!(app.audit_events("grant.revoke").await.len(), 1);
        let unknown = format!("{list}/not-an-id");
        let answer = browser.api_send(Method::PATCH, &unknown, &name).await;
        assert_eq!(answer.code(), 404, "{answer}");
    }
}

/// the log is filtered, paged and exported.
#[tokio::test]
async fn r_75_the_audit_log_is_filtered_and_exported() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let browser = Browser::signed_in(&app, ANN).await;
        app.app.clock.advance_seconds(1);
        Browser::signed_in(&app, MAX).await;
        let audit = "/api/v1/org/demo/audit";
        let page = browser
            .api_get(&format!("{audit}?action=sign_in&text=max"))
            .await
            .json();
        assert_eq!(page["events"][0]["actor"], format!("user:{MAX}"));
        assert_eq!(page["events"].as_array().unwrap().len(), 1, "{page}");
        assert_eq!(page["older"], Value::Null);
        let none = browser
            .api_get(&format!("{audit}?from=2020-01-01&to=2020-01-02"))
            .await;
        assert_eq!(none.json()["events"], json!([]));
        let newest = page["events"][0]["id"].as_str().unwrap();
        let older = browser
            .api_get(&format!("{audit}?action=sign_in&before={newest}"))
            .await
            .json();
        assert_eq!(
            older["events"][0]["actor"],
            format!("user:{ANN}"),
            "{older}"
        );
        let wrong = browser.api_get(&format!("{audit}?from=yesterday")).await;
        assert_eq!(wrong.code(), 422, "{wrong}");
        assert_eq!(wrong.json()["field"], "from");
        let json = browser
            .api_get("/api/v1/org/demo/audit.json?action=sign_in")
            .await;
        assert_eq!(json.header("content-type"), "application/x-ndjson");
        let lines: Vec<Value> = json
            .text()
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        assert_eq!(lines.len(), 2, "{json}");
        assert!(
            lines.iter().all(|line| line["action"] == "sign_in.ok"),
            "{json}"
        );
        let csv = browser
            .api_get("/api/v1/org/demo/audit.csv?action=sign_in")
            .await;
        assert!(csv.text().starts_with("time,action,result,actor,"), "{csv}");
        assert_eq!(csv.text().lines().count(), 3, "{csv}");
    }
}
