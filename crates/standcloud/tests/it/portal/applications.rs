//! The page of third-party programs.

use standcloud_store::{AuditFilter, OAuthClient};

use crate::support::browser::{encoded, form_post, words};
use crate::support::people::{ANN, MAX};
use crate::support::{Answer, Browser, TestApp};

const PAGE: &str = "/auth/o/demo/applications";
const WEB: &[(&str, &str)] = &[
    ("name", "Dashboard"),
    ("grant", "code"),
    ("scope", "report:read"),
    ("kind", "confidential"),
    (
        "redirect_uris",
        "https://dash.example/back\r\nhttp://127.0.0.1/back",
    ),
];

/// the secret is shown once, and kept as a hash.
#[tokio::test]
async fn r_09_an_admin_registers_a_program_and_sees_its_secret_once() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let browser = Browser::signed_in(&app, ANN).await;
        let page = browser.open(PAGE).await;
        assert!(words(&page).contains("No applications yet"), "{page}");
        let page = browser.submit(PAGE, WEB).await;
        assert_eq!(page.code(), 200, "{page}");
        let secret = secret_of(&page);
        let client = only_client(&app).await;
        assert_eq!(client.name, "Dashboard");
        assert_eq!(
            client.redirect_uris,
            "https://dash.example/back http://127.0.0.1/back"
        );
        assert_eq!(client.grant_types, "authorization_code refresh_token");
        assert_eq!(client.scopes, "offline_access report:read");
        assert_eq!(client.created_by, Some(app.person(ANN).await.id));
        assert!(words(&page).contains(&client.client_id));
        let page = browser.open(PAGE).await;
        assert!(page.text().contains(&client.client_id));
        assert!(!page.text().contains(&secret), "{page}");
        assert_eq!(actions(&app).await, ["client.add"]);
    }
}

#[tokio::test]
async fn what_cannot_be_is_explained_and_nothing_typed_is_lost() {
    let app = TestApp::sqlite().await.with_people().await;
    let browser = Browser::signed_in(&app, ANN).await;
    browser.open(PAGE).await;
    for (change, expected) in [
        (("name", ""), "The name must have"),
        (("grant", ""), "Choose how it gets its tokens"),
        (("scope", "everything"), "Choose what it may do"),
        (("redirect_uris", ""), "needs an address to come back to"),
        (("redirect_uris", "http://dash.example/"), "cannot be used"),
    ] {
        let mut fields = WEB.to_vec();
        fields.retain(|(name, _)| *name != change.0);
        fields.push(change);
        let page = browser.submit(PAGE, &fields).await;
        assert_eq!(page.code(), 400, "{page}");
        assert!(words(&page).contains(expected), "{expected}: {page}");
        if change.0 != "name" {
            assert!(page.text().contains("value=\"Dashboard\""), "{page}");
        }
    }
    browser.submit(PAGE, WEB).await;
    let page = browser.submit(PAGE, WEB).await;
    assert_eq!(page.code(), 400);
    assert!(words(&page).contains("of this name already"), "{page}");
    only_client(&app).await;
}

#[tokio::test]
async fn a_program_is_changed_by_its_buttons() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let browser = Browser::signed_in(&app, ANN).await;
        browser.open(PAGE).await;
        let page = browser.submit(PAGE, WEB).await;
        let old_secret = secret_of(&page);
        let old = only_client(&app).await;
        let address = format!("{PAGE}/{}", old.client_id);
        let press = async |action: &'static str| {
            browser.open(PAGE).await;
            browser.submit(&address, &[("action", action)]).await
        };
        let page = press("secret").await;
        assert_ne!(secret_of(&page), old_secret);
        assert_ne!(only_client(&app).await.secret_sha256, old.secret_sha256);
        assert_eq!(press("disable").await.header("location"), PAGE);
        assert!(only_client(&app).await.disabled.is_some());
        press("enable").await;
        assert_eq!(only_client(&app).await.disabled, None);
        assert_eq!(press("nothing").await.code(), 400);
        press("remove").await;
        let left = app.app.store.list_oauth_clients(app.organisation).await;
        assert_eq!(left.unwrap(), []);
        let mut noted = actions(&app).await;
        noted.sort();
        assert_eq!(
            noted,
            [
                "client.add",
                "client.disable",
                "client.enable",
                "client.remove",
                "client.secret"
            ]
        );
    }
}

/// Members, strangers, forged forms and old sign-ins change nothing.
#[tokio::test]
async fn only_an_admin_who_has_just_signed_in_changes_programs() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let max = Browser::signed_in(&app, MAX).await;
        assert_eq!(max.open(PAGE).await.code(), 403);
        let answer = max
            .send(form_post(PAGE), encoded(&with_csrf(&max).await))
            .await;
        assert_eq!(answer.code(), 403, "{answer}");
        app.add_person("eve@other.example").await;
        let eve = Browser::signed_in(&app, "eve@other.example").await;
        assert_eq!(eve.open(PAGE).await.code(), 404);
        let ann = Browser::signed_in(&app, ANN).await;
        ann.open(PAGE).await;
        let forged = ann.send(form_post(PAGE), encoded(WEB)).await;
        assert_eq!(forged.code(), 403, "{forged}");
        app.app.clock.advance_seconds(16 * 60);
        let answer = ann.submit(PAGE, WEB).await;
        assert!(
            answer.header("location").starts_with("/auth/sign-in/again"),
            "{answer}"
        );
        let clients = app.app.store.list_oauth_clients(app.organisation).await;
        assert_eq!(clients.unwrap(), []);
    }
}

/// Programs of other organisations are not there.
#[tokio::test]
async fn a_program_of_others_cannot_be_touched() {
    let app = TestApp::sqlite().await.with_people().await;
    app.add_foreign_key().await;
    let foreign = app
        .app
        .store
        .find_organisation("foreign")
        .await
        .unwrap()
        .unwrap();
    let now = app.app.clock.now();
    let client = standcloud_store::NewOAuthClient {
        client_id: "app_foreign".to_owned(),
        organisation: foreign.id,
        name: "Foreign".to_owned(),
        secret_sha256: Some([1; 32]),
        grant_types: "client_credentials".to_owned(),
        scopes: "report:read".to_owned(),
        redirect_uris: String::new(),
        created_by: None,
        created: now,
    };
    app.app.store.add_oauth_client(&client).await.unwrap();
    let browser = Browser::signed_in(&app, ANN).await;
    let page = browser.open(PAGE).await;
    assert!(!page.text().contains("Foreign"));
    let csrf = browser.csrf();
    for action in ["secret", "disable", "remove"] {
        let fields = [("csrf", csrf.as_str()), ("action", action)];
        let address = format!("{PAGE}/app_foreign");
        let answer = browser.send(form_post(&address), encoded(&fields)).await;
        assert_eq!(answer.code(), 404, "{action}: {answer}");
    }
    let kept = app
        .app
        .store
        .lookup_oauth_client("app_foreign")
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (kept.disabled, kept.secret_sha256),
        (None, Some(vec![1; 32]))
    );
}

/// The form of [`WEB`] with the token of a page that this person may see.
async fn with_csrf(browser: &Browser<'_>) -> Vec<(&'static str, &'static str)> {
    browser.open("/auth/o/demo/stands").await;
    let csrf: &'static str = browser.csrf().leak();
    let mut fields = WEB.to_vec();
    fields.push(("csrf", csrf));
    fields
}

fn secret_of(page: &Answer) -> String {
    let text = page.text();
    let at = text
        .find("sccs_")
        .unwrap_or_else(|| panic!("no secret: {page}"));
    text[at..at + 48].to_owned()
}

async fn only_client(app: &TestApp) -> OAuthClient {
    let clients = app
        .app
        .store
        .list_oauth_clients(app.organisation)
        .await
        .unwrap();
    assert_eq!(clients.len(), 1);
    clients.into_iter().next().unwrap()
}

async fn actions(app: &TestApp) -> Vec<String> {
    let filter = AuditFilter {
        action: Some("client".to_owned()),
        ..AuditFilter::default()
    };
    let events = app
        .app
        .store
        .list_audit_events(app.organisation, &filter, 100)
        .await;
    events
        .unwrap()
        .into_iter()
        .map(|event| event.action)
        .collect()
}
