//! What belongs to another organisation does not exist, and Members do not get to Admins' pages.

use standcloud_store::AuditFilter;

use crate::support::browser::words;
use crate::support::people::{ANN, MAX};
use crate::support::{Browser, TestApp};

const SECTIONS: [&str; 6] = [
    "stands",
    "members",
    "keys",
    "applications",
    "audit",
    "settings",
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
        for section in SECTIONS {
            let answer = browser.get(&format!("/auth/o/foreign/{section}")).await;
            assert_eq!(answer.code(), 404, "{section}: {answer}");
        }
        let key_id = &foreign_key[4..16];
        let question = browser
            .get(&format!("/auth/o/demo/keys/{key_id}/revoke"))
            .await;
        assert_eq!(question.code(), 404, "{question}");
        browser.get("/auth/o/demo/keys").await;
        let csrf = browser.csrf();
        for deed in ["rotate", "revoke"] {
            let fields = [("csrf", csrf.as_str()), ("key", key_id)];
            let request = crate::support::browser::form_post(&format!("/auth/o/demo/keys/{deed}"));
            let answer = browser
                .send(request, crate::support::browser::encoded(&fields))
                .await;
            assert_eq!(answer.code(), 404, "{deed}: {answer}");
        }
        let key = store.lookup_api_key(key_id).await.unwrap().unwrap();
        assert!(key.revoked.is_none() && key.successor_id.is_none());
        let seen = store
            .list_audit_events(foreign.id, &AuditFilter::default(), 10)
            .await;
        assert_eq!(seen.unwrap(), [], "Ann has left no trace there");
    }
}

/// a Member sees who is there and what is connected, and changes nothing of it.
#[tokio::test]
async fn r_49_members_do_not_get_to_pages_of_admins() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        app.add_stand(app.person(ANN).await.id, "FCT 1").await;
        let grants = app
            .app
            .store
            .list_grants(app.organisation, 10)
            .await
            .unwrap();
        let stand = format!("/auth/o/demo/stands/{}", grants[0].id);
        let browser = Browser::signed_in(&app, MAX).await;
        for section in SECTIONS {
            let expected = if section == "stands" || section == "members" {
                200
            } else {
                403
            };
            let answer = browser.get(&format!("/auth/o/demo/{section}")).await;
            assert_eq!(answer.code(), expected, "{section}: {answer}");
        }
        for export in ["export.json", "export.csv"] {
            let answer = browser.get(&format!("/auth/o/demo/audit/{export}")).await;
            assert_eq!(answer.code(), 403, "{answer}");
        }
        assert_eq!(browser.get(&stand).await.code(), 403);
        browser.get("/auth/account").await;
        let csrf = browser.csrf();
        for deed in ["rename", "revoke"] {
            let fields = [("csrf", csrf.as_str()), ("name", "mine")];
            let request = crate::support::browser::form_post(&format!("{stand}/{deed}"));
            let answer = browser
                .send(request, crate::support::browser::encoded(&fields))
                .await;
            assert_eq!(answer.code(), 403, "{deed}: {answer}");
        }
        let grants = app
            .app
            .store
            .list_grants(app.organisation, 10)
            .await
            .unwrap();
        assert!(grants[0].name == "FCT 1" && grants[0].revoked.is_none());
    }
}

/// a connected stand is listed, renamed and revoked by an Admin.
#[tokio::test]
async fn r_28_a_connected_stand_is_renamed_and_revoked() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        app.add_stand(app.person(ANN).await.id, "FCT 1").await;
        let browser = Browser::signed_in(&app, ANN).await;
        let list = browser.get("/auth/o/demo/stands").await;
        assert!(words(&list).contains("FCT 1"), "{list}");
        let stand = browser.address_of("/auth/o/demo/stands/");
        browser.get(&stand).await;
        let renamed = browser
            .submit_and_follow(&format!("{stand}/rename"), &[("name", "FCT 1, hall 2")])
            .await;
        assert!(words(&renamed).contains("FCT 1, hall 2"), "{renamed}");
        let ended = browser
            .submit_and_follow(&format!("{stand}/revoke"), &[])
            .await;
        assert!(
            words(&ended).contains("No stand is connected yet"),
            "{ended}"
        );
        assert!(words(&ended).contains("Ended (1)"), "{ended}");
        assert_eq!(app.audited("grant.rename").await, ["was FCT 1"]);
        assert_eq!(app.audit_events("grant.revoke").await.len(), 1);
    }
}

/// the log is filtered and exported.
#[tokio::test]
async fn r_75_the_audit_log_is_filtered_and_exported() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let browser = Browser::signed_in(&app, ANN).await;
        Browser::signed_in(&app, MAX).await;
        let page = browser
            .get("/auth/o/demo/audit?action=sign_in&text=max")
            .await;
        assert!(words(&page).contains("user:max@demo.example"), "{page}");
        assert!(!words(&page).contains("user:ann@demo.example"), "{page}");
        let none = browser
            .get("/auth/o/demo/audit?from=2020-01-01&to=2020-01-02")
            .await;
        assert!(words(&none).contains("Nothing found"), "{none}");
        let json = browser
            .get("/auth/o/demo/audit/export.json?action=sign_in")
            .await;
        assert_eq!(json.header("content-type"), "application/x-ndjson");
        let lines: Vec<serde_json::Value> = json
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
            .get("/auth/o/demo/audit/export.csv?action=sign_in")
            .await;
        assert!(csv.text().starts_with("time,action,result,actor,"), "{csv}");
        assert_eq!(csv.text().lines().count(), 3, "{csv}");
    }
}
