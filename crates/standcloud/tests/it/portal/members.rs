//! Members: who may see and change what, and what ends with a membership.

use standcloud::auth::secret_text::{SecretKind, SecretText};
use standcloud_store::Role;

use crate::support::browser::{encoded, form_post, words};
use crate::support::people::{ANN, MAX};
use crate::support::test_app::{empty, get, with_key};
use crate::support::{Browser, TestApp};

const MEMBERS: &str = "/auth/o/demo/members";
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

/// what the page shows and does follows from the role that the person has now.
#[tokio::test]
async fn r_49_a_changed_role_counts_at_once() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let admin = Browser::signed_in(&app, ANN).await;
        let member = Browser::signed_in(&app, MAX).await;
        let max = address_of(&app, MAX).await;
        assert_eq!(member.get(&max).await.code(), 403);
        admin.open(&max).await;
        let change = format!("{max}/role");
        let page = admin.submit_and_follow(&change, &[("role", "admin")]).await;
        assert!(words(&page).contains("The role is changed"), "{page}");
        assert_eq!(member.get(&max).await.code(), 200);
        assert_eq!(
            admin.submit(&change, &[("role", "member")]).await.code(),
            303
        );
        assert_eq!(member.get(&max).await.code(), 403);
        let events = app.audit_events("member.role").await;
        assert_eq!(events.len(), 2);
        assert_eq!(events[0].subject, MAX);
        assert_eq!(events[0].actor, format!("user:{ANN}"));
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
        admin.open(&ann).await;
        let answer = admin
            .submit(&format!("{ann}/role"), &[("role", "member")])
            .await;
        assert_eq!(answer.code(), 409);
        assert!(
            words(&answer).contains("This is the only Admin"),
            "{answer}"
        );
        admin.open(&format!("{ann}/remove")).await;
        assert_eq!(
            admin.submit(&format!("{ann}/remove"), &[]).await.code(),
            409
        );
        admin.open("/auth/account/leave/demo").await;
        let answer = admin.submit("/auth/account/leave/demo", &[]).await;
        assert_eq!(answer.code(), 409);
        assert!(
            words(&answer).contains("You are the only Admin"),
            "{answer}"
        );
        assert_eq!(role_of(&app, ANN).await, Some(Role::Admin));
        assert_eq!(admin.get(&ann).await.code(), 200, "still signed in");
    }
}

/// case 108: the page says what ends, and it ends at once.
#[tokio::test]
async fn r_37_removal_ends_sessions_stands_and_keys() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let max = app.person(MAX).await.id;
        let ann = app.person(ANN).await.id;
        let stand = app.add_stand(max, "Stand <7>").await;
        let neighbour = app.add_stand(ann, "Stand of Ann").await;
        let key = app
            .add_key("report:read", |new| new.owner = Some(max))
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
        let page = address_of(&app, MAX).await;
        let asked = admin.open(&format!("{page}/remove")).await;
        let text = words(&asked);
        assert!(
            text.contains("1 connected stand or program will be signed out"),
            "{text}"
        );
        assert!(
            text.contains("Stand <7>") && !text.contains("Stand of Ann"),
            "{text}"
        );
        assert!(text.contains("1 API key that this person made"), "{text}");
        assert!(is_valid(&stand).await, "asking changes nothing");
        let remove = format!("{page}/remove");
        let done = admin
            .submit_and_follow(&remove, &[("revoke_keys", "yes")])
            .await;
        assert!(words(&done).contains("no member any more"), "{done}");
        assert!(!words(&done).contains(MAX));
        assert_eq!(member.get("/auth/account").await.code(), 303, "signed out");
        // Credentials are remembered for three seconds, so that all servers know within five.
        app.app.clock.advance_seconds(4);
        assert_eq!((code(&stand).await, code(&key).await), (401, 401));
        assert!(!is_valid(&stand).await && is_valid(&neighbour).await);
        member.sign_in(MAX).await;
        assert_eq!(member.get(MEMBERS).await.code(), 404);
        let account = member.open("/auth/account").await;
        assert!(
            words(&account).contains("You belong to no organisation yet"),
            "{account}"
        );
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
    let remove = format!("{}/remove", address_of(&app, MAX).await);
    admin.open(&remove).await;
    assert_eq!(admin.submit(&remove, &[]).await.code(), 303);
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
        admin.open(MEMBERS).await;
        let csrf = admin.csrf();
        assert_eq!(admin.get("/auth/o/other/members").await.code(), 404);
        assert_eq!(admin.get("/auth/o/nothing/members").await.code(), 404);
        assert_eq!(
            admin.get(&format!("{MEMBERS}/{stranger}")).await.code(),
            404
        );
        for (path, field) in [
            (format!("{MEMBERS}/{stranger}/role"), ("role", "admin")),
            (
                format!("{MEMBERS}/{stranger}/remove"),
                ("revoke_keys", "yes"),
            ),
            (format!("{MEMBERS}/{stranger}/reset"), ("a", "b")),
            (format!("{MEMBERS}/{stranger}/sign-out"), ("a", "b")),
            (
                format!("/auth/o/other/members/{stranger}/role"),
                ("role", "admin"),
            ),
            (
                "/auth/o/other/members/invite".to_owned(),
                ("email", "x@y.example"),
            ),
            ("/auth/o/other/settings".to_owned(), ("name", "x")),
        ] {
            let fields = encoded(&[("csrf", &csrf), field]);
            let answer = admin.send(form_post(&path), fields).await;
            assert_eq!(answer.code(), 404, "{path}");
        }
        let memberships = app.app.store.list_memberships(stranger).await.unwrap();
        assert_eq!(memberships[0].role, Role::Member);
    }
}

/// Members see who is there and change nothing.
#[tokio::test]
async fn members_change_nobody() {
    let app = TestApp::sqlite().await.with_people().await;
    let member = Browser::signed_in(&app, MAX).await;
    member.open(MEMBERS).await;
    let csrf = member.csrf();
    let (ann, max) = (address_of(&app, ANN).await, address_of(&app, MAX).await);
    for path in [
        format!("{max}/role"),
        format!("{ann}/remove"),
        format!("{ann}/reset"),
        format!("{ann}/sign-out"),
        "/auth/o/demo/settings".to_owned(),
    ] {
        let fields = encoded(&[("csrf", &csrf), ("role", "admin"), ("name", "x")]);
        assert_eq!(
            member.send(form_post(&path), fields).await.code(),
            403,
            "{path}"
        );
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
        let max = address_of(&app, MAX).await;
        admin.open(&max).await;
        let page = admin
            .submit_and_follow(&format!("{max}/sign-out"), &[])
            .await;
        assert!(
            words(&page).contains("All browsers of this person are signed out"),
            "{page}"
        );
        for browser in [&laptop, &phone] {
            assert_eq!(browser.get("/auth/account").await.code(), 303);
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
    admin.open(&max).await;
    let csrf = admin.csrf();
    app.app.clock.advance_seconds(16 * 60);
    for action in ["role", "sign-out", "reset", "remove"] {
        let path = format!("{max}/{action}");
        let fields = encoded(&[("csrf", &csrf), ("role", "admin")]);
        let answer = admin.send(form_post(&path), fields).await;
        assert_eq!(answer.code(), 303, "{action}");
        assert!(
            answer.header("location").starts_with("/auth/sign-in/again"),
            "{action}"
        );
    }
    assert_eq!(role_of(&app, MAX).await, Some(Role::Member));
}

///
#[tokio::test]
async fn r_64_names_are_escaped() {
    let app = TestApp::sqlite().await.with_people().await;
    let max = app.person(MAX).await.id;
    app.app
        .store
        .rename_user(max, "<b onclick=x>\"'&")
        .await
        .unwrap();
    let admin = Browser::signed_in(&app, ANN).await;
    for path in [MEMBERS.to_owned(), address_of(&app, MAX).await] {
        let page = admin.open(&path).await;
        assert!(!page.text().contains("<b onclick"), "{page}");
        assert!(
            page.text().contains("&lt;b onclick=x&gt;&quot;'&amp;"),
            "{page}"
        );
    }
}
