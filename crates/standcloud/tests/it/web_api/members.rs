//! Members: who may see and change what, and what ends with a membership.

use axum::http::Method;
use serde_json::{Value, json};
use standcloud::auth::secret_text::{SecretKind, SecretText};
use standcloud_store::Role;

use crate::support::people::{ANN, MAX};
use crate::support::test_app::{empty, get, with_key};
use crate::support::{Browser, TestApp};

const MEMBERS: &str = "/api/v1/org/demo/members";
const LEAVE: &str = "/api/v1/org/demo/own-membership";
/// Made with the organisation; nobody knows a password for it.
const FIRST_ADMIN: &str = "admin@demo.example";

async fn address_of(app: &TestApp, email: &str) -> String {
    format!("{MEMBERS}/{}", app.person(email).await.id)
}

async fn role_of(app: &TestApp, email: &str) -> Option<Role> {
    let id = app.person(email).await.id;
    let memberships = app.app.store.list_memberships(id).await.unwrap();
    memberships.first().map(|membership| membership.role)
}

/// Members see who is there; how they sign in is for Admins.
#[tokio::test]
async fn members_see_who_is_there() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let member = Browser::signed_in(&app, MAX).await;
        let list = member.api_get(MEMBERS).await;
        assert_eq!(list.each("email"), [FIRST_ADMIN, ANN, MAX]);
        assert_eq!(list.each("is_you"), ["false", "false", "true"]);
        assert_eq!(list.each("signing_in"), ["null", "null", "null"]);
        let admin = Browser::signed_in(&app, ANN).await;
        let list = admin.api_get(MEMBERS).await.json();
        assert_eq!(
            list[1]["signing_in"],
            json!({
                "last": "2026-11-22T12:00:00Z", "has_second_factor": false, "has_passkey": false,
            })
        );
    }
}

/// what is shown and done follows from the role that the person has now.
#[tokio::test]
async fn r_49_a_changed_role_counts_at_once() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let admin = Browser::signed_in(&app, ANN).await;
        let member = Browser::signed_in(&app, MAX).await;
        let max = address_of(&app, MAX).await;
        let settings = "/api/v1/org/demo/settings";
        assert_eq!(member.api_get(settings).await.code(), 403);
        for (role, code) in [("admin", 200), ("member", 403)] {
            let change = json!({"role": role});
            let answer = admin.api_send(Method::PATCH, &max, &change).await;
            assert_eq!(answer.code(), 204, "{answer}");
            assert_eq!(member.api_get(settings).await.code(), code, "{role}");
        }
        let events = app.audit_events("member.role").await;
        assert_eq!(events.len(), 2);
        assert_eq!(events[0].subject, MAX);
        assert_eq!(events[0].actor, format!("user:{ANN}"));
        let answer = admin
            .api_send(Method::PATCH, &max, &json!({"role": "owner"}))
            .await;
        assert_eq!(answer.code(), 422, "{answer}");
    }
}

#[tokio::test]
async fn the_last_admin_can_neither_be_removed_nor_demoted() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let store = &app.app.store;
        let first = app.person(FIRST_ADMIN).await.id;
        store
            .disable_user(first, app.app.clock.now())
            .await
            .unwrap();
        let admin = Browser::signed_in(&app, ANN).await;
        let ann = address_of(&app, ANN).await;
        for (method, path, told) in [
            (Method::PATCH, &ann, "This is the only Admin"),
            (Method::DELETE, &ann, "This is the only Admin"),
            (Method::DELETE, &LEAVE.to_owned(), "You are the only Admin"),
        ] {
            let answer = admin
                .api_send(method, path, &json!({"role": "member"}))
                .await;
            assert_eq!(answer.code(), 409, "{answer}");
            assert!(answer.text().contains(told), "{answer}");
        }
        assert_eq!(role_of(&app, ANN).await, Some(Role::Admin));
        assert_eq!(admin.api_get(MEMBERS).await.code(), 200, "still signed in");
    }
}

/// case 108: it is said what ends, and it ends at once.
#[tokio::test]
async fn r_37_removal_ends_sessions_stands_and_keys() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let max = app.person(MAX).await.id;
        let ann = app.person(ANN).await.id;
        let stand = app.add_stand(max, "Stand <7>").await;
        let neighbour = app.add_stand(ann, "Stand of Ann").await;
        let key = app
            .add_key("report:read", |new| {
                new.owner = Some(max);
                new.name = "key of Max".to_owned();
            })
            .await;
        let code = async |token: &str| {
            let request = with_key(get("/hardpy/api/v1/test_run"), token);
            app.send(empty(request)).await.code()
        };
        let is_valid = async |token: &str| {
            let secret = SecretText::parse(SecretKind::AccessToken, token).unwrap();
            let found = app.app.store.lookup_access_token(secret.sha256()).await;
            found.unwrap().unwrap().is_valid
        };
        assert!(is_valid(&stand).await);
        assert_eq!(code(&key).await, 200);
        let member = Browser::signed_in(&app, MAX).await;
        let admin = Browser::signed_in(&app, ANN).await;
        let address = address_of(&app, MAX).await;
        let asked = admin.api_get(&format!("{address}/holdings")).await;
        assert_eq!(
            asked.json(),
            json!({
                "stands": ["Stand <7>"], "stand_count": 1, "keys": ["key of Max"], "key_count": 1,
            })
        );
        assert!(is_valid(&stand).await, "asking changes nothing");
        let remove = format!("{address}?revoke_keys=true");
        let done = admin.api_send(Method::DELETE, &remove, &Value::Null).await;
        assert_eq!(done.code(), 204, "{done}");
        assert!(!admin.api_get(MEMBERS).await.text().contains(MAX));
        assert_eq!(member.api_get(MEMBERS).await.code(), 401, "signed out");
        // Credentials are remembered for three seconds, so that all servers know within five.
        app.app.clock.advance_seconds(4);
        assert_eq!((code(&stand).await, code(&key).await), (401, 401));
        assert!(!is_valid(&stand).await && is_valid(&neighbour).await);
        member.sign_in(MAX).await;
        assert_eq!(member.api_get(MEMBERS).await.code(), 404);
        let session = member.api_get("/api/v1/session").await.json();
        assert_eq!(session["organisations"], json!([]));
        let again = admin.api_send(Method::DELETE, &address, &Value::Null).await;
        assert_eq!(again.code(), 404, "{again}");
    }
}

#[tokio::test]
async fn keys_of_the_removed_may_stay() {
    let app = TestApp::sqlite().await.with_people().await;
    let max = app.person(MAX).await.id;
    let key = app
        .add_key("report:read", |new| new.owner = Some(max))
        .await;
    let admin = Browser::signed_in(&app, ANN).await;
    let address = address_of(&app, MAX).await;
    let done = admin.api_send(Method::DELETE, &address, &Value::Null).await;
    assert_eq!(done.code(), 204, "{done}");
    app.app.clock.advance_seconds(4);
    let request = with_key(get("/hardpy/api/v1/test_run"), &key);
    assert_eq!(app.send(empty(request)).await.code(), 200);
}

/// Invariant 5: what belongs to another organisation does not exist.
#[tokio::test]
async fn people_of_other_organisations_cannot_be_reached() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let other = app.add_organisation("other").await;
        let stranger = app.add_person("stranger@other.example").await;
        app.join(other, stranger, Role::Member).await;
        let admin = Browser::signed_in(&app, ANN).await;
        for organisation in ["demo", "other", "nothing"] {
            let base = format!("/api/v1/org/{organisation}/members/{stranger}");
            let role = json!({"role": "admin"});
            for (method, path) in [
                (Method::PATCH, base.clone()),
                (Method::DELETE, base.clone()),
                (Method::POST, format!("{base}/reset")),
                (Method::POST, format!("{base}/sign-out")),
            ] {
                let answer = admin.api_send(method, &path, &role).await;
                assert_eq!(answer.code(), 404, "{path}: {answer}");
            }
            let held = admin.api_get(&format!("{base}/holdings")).await;
            assert_eq!(held.code(), 404, "{held}");
        }
        let memberships = app.app.store.list_memberships(stranger).await.unwrap();
        assert_eq!(memberships[0].role, Role::Member);
    }
}

/// Members see who is there and change nothing; who is not signed in sees nothing.
#[tokio::test]
async fn members_change_nobody() {
    let app = TestApp::sqlite().await.with_people().await;
    let member = Browser::signed_in(&app, MAX).await;
    let (ann, max) = (address_of(&app, ANN).await, address_of(&app, MAX).await);
    for (method, path) in [
        (Method::PATCH, max.clone()),
        (Method::DELETE, ann.clone()),
        (Method::POST, format!("{ann}/reset")),
        (Method::POST, format!("{ann}/sign-out")),
        (Method::GET, format!("{ann}/holdings")),
    ] {
        let role = json!({"role": "admin"});
        let answer = member.api_send(method.clone(), &path, &role).await;
        assert_eq!(answer.code(), 403, "{path}: {answer}");
        let answer = Browser::new(&app).api_send(method, &path, &role).await;
        assert_eq!(answer.code(), 401, "{path}: {answer}");
    }
    assert_eq!(role_of(&app, MAX).await, Some(Role::Member));
    assert_eq!(role_of(&app, ANN).await, Some(Role::Admin));
}

/// a lost laptop.
#[tokio::test]
async fn r_59_an_admin_signs_somebody_out_everywhere() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let laptop = Browser::signed_in(&app, MAX).await;
        let phone = Browser::signed_in(&app, MAX).await;
        let admin = Browser::signed_in(&app, ANN).await;
        let path = format!("{}/sign-out", address_of(&app, MAX).await);
        let answer = admin.api_send(Method::POST, &path, &json!({})).await;
        assert_eq!(answer.code(), 204, "{answer}");
        for browser in [&laptop, &phone] {
            assert_eq!(browser.api_get("/api/v1/session").await.code(), 401);
        }
        assert_eq!(app.audited("session.end").await.len(), 1);
    }
}

/// managing people needs a recent sign-in.
#[tokio::test]
async fn r_67_an_old_sign_in_changes_nobody() {
    let app = TestApp::sqlite().await.with_people().await;
    let admin = Browser::signed_in(&app, ANN).await;
    let max = address_of(&app, MAX).await;
    app.app.clock.advance_seconds(16 * 60);
    for (method, path) in [
        (Method::PATCH, max.clone()),
        (Method::DELETE, max.clone()),
        (Method::POST, format!("{max}/reset")),
        (Method::POST, format!("{max}/sign-out")),
        (Method::GET, format!("{max}/holdings")),
    ] {
        let answer = admin
            .api_send(method, &path, &json!({"role": "admin"}))
            .await;
        assert_eq!(answer.code(), 403, "{path}: {answer}");
        assert_eq!(answer.json()["code"], "sign_in_again", "{path}");
    }
    assert_eq!(role_of(&app, MAX).await, Some(Role::Member));
}

#[tokio::test]
async fn who_leaves_takes_their_stands_along() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let max = app.person(MAX).await.id;
        app.add_stand(max, "Stand 7").await;
        let browser = Browser::signed_in(&app, MAX).await;
        let asked = browser.api_get(LEAVE).await.json();
        assert_eq!(asked["stands"], json!(["Stand 7"]));
        let answer = browser.api_send(Method::DELETE, LEAVE, &Value::Null).await;
        assert_eq!(answer.code(), 204, "{answer}");
        let store = &app.app.store;
        assert_eq!(store.list_memberships(max).await.unwrap(), []);
        let held = store
            .holdings(app.organisation, max, app.app.clock.now())
            .await
            .unwrap();
        assert!(held.grants.is_empty());
        assert_eq!(app.audited("member.remove").await, ["left"]);
        browser.sign_in(MAX).await;
        assert_eq!(browser.api_get(LEAVE).await.code(), 404);
    }
}
