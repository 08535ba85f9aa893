//! Third-party programs: registered, changed, ended.

use axum::http::Method;
use serde_json::{Value, json};
use standcloud_store::OAuthClient;

use crate::support::people::{ANN, MAX};
use crate::support::{Answer, Browser, TestApp};

const APPLICATIONS: &str = "/api/v1/org/demo/applications";

fn dashboard() -> Value {
    json!({
        "name": "Dashboard", "ways": ["code"], "scopes": ["report_read"], "is_public": false,
        "redirect_uris": ["https://dash.example/back", " http://127.0.0.1/back", ""],
    })
}

fn secret_of(answer: &Answer) -> String {
    assert_eq!(answer.code(), 201, "{answer}");
    answer.json()["client_secret"].as_str().unwrap().to_owned()
}

async fn only_client(app: &TestApp) -> OAuthClient {
    let store = &app.app.store;
    let clients = store.list_oauth_clients(app.organisation).await.unwrap();
    assert_eq!(clients.len(), 1);
    clients.into_iter().next().unwrap()
}

/// the secret is shown once, and kept as a hash.
#[tokio::test]
async fn r_09_an_admin_registers_a_program_and_sees_its_secret_once() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let browser = Browser::signed_in(&app, ANN).await;
        let list = browser.api_get(APPLICATIONS).await;
        assert_eq!(list.json(), json!([]));
        let answer = browser
            .api_send(Method::POST, APPLICATIONS, &dashboard())
            .await;
        let secret = secret_of(&answer);
        let client = only_client(&app).await;
        assert_eq!(client.name, "Dashboard");
        assert_eq!(
            client.redirect_uris,
            "https://dash.example/back http://127.0.0.1/back"
        );
        assert_eq!(client.grant_types, "authorization_code refresh_token");
        assert_eq!(client.scopes, "offline_access report:read");
        assert_eq!(client.created_by, Some(app.person(ANN).await.id));
        assert_eq!(answer.json()["client_id"], client.client_id);
        let list = browser.api_get(APPLICATIONS).await;
        assert_eq!(list.each("client_id"), [client.client_id]);
        assert_eq!(list.json()[0]["ways"], json!(["code"]));
        assert!(!list.text().contains(&secret), "{list}");
        assert_eq!(app.audit_events("client.add").await.len(), 1);
    }
}

#[tokio::test]
async fn what_cannot_be_is_explained() {
    let app = TestApp::sqlite().await.with_people().await;
    let browser = Browser::signed_in(&app, ANN).await;
    for (field, value, expected) in [
        ("name", json!(""), "The name must have"),
        ("ways", json!([]), "Choose how it gets its tokens"),
        ("scopes", json!([]), "Choose what it may do"),
        (
            "redirect_uris",
            json!([]),
            "needs an address to come back to",
        ),
        (
            "redirect_uris",
            json!(["http://dash.example/"]),
            "cannot be used",
        ),
    ] {
        let mut body = dashboard();
        body[field] = value;
        let answer = browser.api_send(Method::POST, APPLICATIONS, &body).await;
        assert_eq!(answer.code(), 422, "{answer}");
        assert_eq!(answer.json()["field"], field, "{answer}");
        assert!(answer.text().contains(expected), "{expected}: {answer}");
    }
    for code in [201, 422] {
        let answer = browser
            .api_send(Method::POST, APPLICATIONS, &dashboard())
            .await;
        assert_eq!(answer.code(), code, "one of each name: {answer}");
    }
    only_client(&app).await;
}

#[tokio::test]
async fn a_program_is_changed_and_removed() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let browser = Browser::signed_in(&app, ANN).await;
        let answer = browser
            .api_send(Method::POST, APPLICATIONS, &dashboard())
            .await;
        let old_secret = secret_of(&answer);
        let old = only_client(&app).await;
        let address = format!("{APPLICATIONS}/{}", old.client_id);
        let renew = format!("{address}/secret");
        let answer = browser.api_send(Method::POST, &renew, &json!({})).await;
        assert_ne!(secret_of(&answer), old_secret);
        assert_ne!(only_client(&app).await.secret_sha256, old.secret_sha256);
        for is_disabled in [true, false, true] {
            let change = json!({"is_disabled": is_disabled});
            let answer = browser.api_send(Method::PATCH, &address, &change).await;
            assert_eq!(answer.code(), 204, "{answer}");
            assert_eq!(only_client(&app).await.disabled.is_some(), is_disabled);
        }
        let answer = browser.api_send(Method::DELETE, &address, &json!({})).await;
        assert_eq!(answer.code(), 204, "{answer}");
        let left = app.app.store.list_oauth_clients(app.organisation).await;
        assert_eq!(left.unwrap(), []);
        for action in ["add", "disable", "enable", "remove", "secret"] {
            let noted = app.audit_events(&format!("client.{action}")).await;
            assert!(!noted.is_empty(), "{action}");
        }
    }
}

/// Members, strangers, forged requests and old sign-ins change nothing.
#[tokio::test]
async fn only_an_admin_who_has_just_signed_in_changes_programs() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        app.add_person("eve@other.example").await;
        for (email, code) in [(MAX, 403), ("eve@other.example", 404)] {
            let browser = Browser::signed_in(&app, email).await;
            assert_eq!(browser.api_get(APPLICATIONS).await.code(), code);
            let answer = browser
                .api_send(Method::POST, APPLICATIONS, &dashboard())
                .await;
            assert_eq!(answer.code(), code, "{answer}");
        }
        let ann = Browser::signed_in(&app, ANN).await;
        let forged = crate::support::post(APPLICATIONS);
        let forged = ann.send(forged, dashboard().to_string().into()).await;
        assert_eq!(forged.code(), 403, "{forged}");
        assert_eq!(forged.json()["code"], "out_of_date");
        app.app.clock.advance_seconds(16 * 60);
        let answer = ann.api_send(Method::POST, APPLICATIONS, &dashboard()).await;
        assert_eq!(answer.json()["code"], "sign_in_again", "{answer}");
        let clients = app.app.store.list_oauth_clients(app.organisation).await;
        assert_eq!(clients.unwrap(), []);
    }
}

/// Programs of other organisations are not there.
#[tokio::test]
async fn a_program_of_others_cannot_be_touched() {
    let app = TestApp::sqlite().await.with_people().await;
    app.add_foreign_key().await;
    let store = &app.app.store;
    let foreign = store.find_organisation("foreign").await.unwrap().unwrap();
    let client = standcloud_store::NewOAuthClient {
        client_id: "app_foreign".to_owned(),
        organisation: foreign.id,
        name: "Foreign".to_owned(),
        secret_sha256: Some([1; 32]),
        grant_types: "client_credentials".to_owned(),
        scopes: "report:read".to_owned(),
        redirect_uris: String::new(),
        created_by: None,
        created: app.app.clock.now(),
    };
    store.add_oauth_client(&client).await.unwrap();
    let browser = Browser::signed_in(&app, ANN).await;
    assert_eq!(browser.api_get(APPLICATIONS).await.json(), json!([]));
    let address = format!("{APPLICATIONS}/app_foreign");
    for (method, path) in [
        (Method::POST, format!("{address}/secret")),
        (Method::PATCH, address.clone()),
        (Method::DELETE, address.clone()),
    ] {
        let change = json!({"is_disabled": true});
        let answer = browser.api_send(method, &path, &change).await;
        assert_eq!(answer.code(), 404, "{path}: {answer}");
    }
    let kept = store.lookup_oauth_client("app_foreign").await;
    let kept = kept.unwrap().unwrap();
    assert_eq!(
        (kept.disabled, kept.secret_sha256),
        (None, Some(vec![1; 32]))
    );
}
