//! the first organisation and its Admin.

use standcloud::one_time_links::LinkMaker;
use standcloud_store::Role;

use crate::support::browser::words;
use crate::support::{Browser, TestApp};

const NEW_PASSWORD: &str = "nine copper spoons rattle";
const FIELDS: [(&str, &str); 6] = [
    ("organisation", "ACME Werk 2"),
    ("time_zone", "Europe/Berlin"),
    ("name", "Ann É"),
    ("email", " Boss@Example.org "),
    ("new_password", NEW_PASSWORD),
    ("repeated", NEW_PASSWORD),
];

async fn setup_path(app: &TestApp) -> String {
    let maker = LinkMaker {
        store: &app.app.store,
        randomness: &app.app.randomness,
        now: app.app.clock.now(),
    };
    let secret = maker.setup().await.unwrap();
    format!("/auth/setup?token={}", secret.reveal())
}

#[tokio::test]
async fn r_68_who_holds_the_link_becomes_the_first_admin() {
    for app in TestApp::each_empty().await {
        let browser = Browser::new(&app);
        let page = browser.open(&setup_path(&app).await).await;
        assert_eq!(page.code(), 200, "{page}");
        let answer = browser.submit("/auth/setup", &FIELDS).await;
        assert_eq!(answer.code(), 303, "{answer}");
        assert_eq!(answer.header("location"), "/o/acme-werk-2");
        let keys = browser.api_get("/api/v1/org/acme-werk-2/api-keys").await;
        assert_eq!(keys.code(), 200, "{keys}");
        let user = app.person("boss@example.org").await;
        assert_eq!(user.name, "Ann É");
        let memberships = app.app.store.list_memberships(user.id).await.unwrap();
        assert_eq!(memberships.len(), 1);
        assert_eq!(memberships[0].role, Role::Admin);
        assert_eq!(memberships[0].organisation.time_zone, "Europe/Berlin");
        let again = Browser::new(&app);
        let answer = again.try_password("boss@example.org", NEW_PASSWORD).await;
        assert_eq!(answer.code(), 303);
    }
}

/// Case 145: without the link there is no page, whoever comes first.
#[tokio::test]
async fn r_68_without_the_link_nobody_sets_anything_up() {
    for app in TestApp::each_empty().await {
        let old = setup_path(&app).await;
        let new = setup_path(&app).await;
        let wrong = format!("/auth/setup?token=scln_{}", "0".repeat(43));
        for path in ["/auth/setup", "/auth/setup?token=", &wrong, &old] {
            let answer = Browser::new(&app).get(path).await;
            assert_eq!(answer.code(), 403, "{path}");
            assert!(words(&answer).contains("whenever it starts"), "{answer}");
        }
        let browser = Browser::new(&app);
        browser.open(&new).await;
        let mut fields = FIELDS.to_vec();
        let token = old.split('=').nth(1).unwrap().to_owned();
        fields.push(("token", &token));
        assert_eq!(browser.submit("/auth/setup", &fields).await.code(), 403);
        assert!(app.app.store.list_organisations().await.unwrap().is_empty());
        app.app.clock.advance_seconds(24 * 3600);
        assert_eq!(browser.get(&new).await.code(), 403, "after a day");
    }
}

#[tokio::test]
async fn r_68_the_link_works_once_and_only_for_the_first_organisation() {
    for app in TestApp::each_empty().await {
        let path = setup_path(&app).await;
        let slow = Browser::new(&app);
        slow.open(&path).await;
        let quick = Browser::new(&app);
        quick.open(&path).await;
        assert_eq!(quick.submit("/auth/setup", &FIELDS).await.code(), 303);
        let mut fields = FIELDS;
        fields[3].1 = "eve@example.org";
        let answer = slow.submit("/auth/setup", &fields).await;
        assert_eq!(answer.code(), 403);
        assert!(words(&answer).contains("set up already"), "{answer}");
        let later = setup_path(&app).await;
        slow.open(&later).await;
        assert_eq!(slow.submit("/auth/setup", &fields).await.code(), 403);
        assert_eq!(app.app.store.list_organisations().await.unwrap().len(), 1);
        assert_eq!(
            app.app.store.find_user("eve@example.org").await.unwrap(),
            None
        );
    }
}

#[tokio::test]
async fn what_is_wrong_is_said_and_what_was_typed_stays() {
    let app = TestApp::empty().await;
    let browser = Browser::new(&app);
    browser.open(&setup_path(&app).await).await;
    for (index, value, expected) in [
        (0, " ", "Give the organisation a name"),
        (1, "Mars/Base", "Choose a time zone"),
        (2, "", "Type your name"),
        (3, "boss", "This is no e-mail address"),
        (4, "short", "at least 15 characters"),
        (4, "aaaaaaaaaaaaaaaaaaaaaaaa", "easy to guess"),
        (5, "something else", "not the same"),
    ] {
        let mut fields = FIELDS;
        fields[index].1 = value;
        let answer = browser.submit("/auth/setup", &fields).await;
        assert_eq!(answer.code(), 400);
        assert!(words(&answer).contains(expected), "{expected}: {answer}");
        let has_kept = index == 2 || answer.text().contains("value=\"Ann É\"");
        assert!(has_kept, "{answer}");
        assert!(!answer.text().contains(NEW_PASSWORD), "never sent back");
    }
    assert_eq!(browser.submit("/auth/setup", &FIELDS).await.code(), 303);
}
