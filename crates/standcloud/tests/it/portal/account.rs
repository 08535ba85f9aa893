//! A person's own page.

use crate::support::browser::words;
use crate::support::people::{ANN, MAX, PASSWORD};
use crate::support::{Browser, TestApp};

const ACCOUNT: &str = "/auth/account";
const CHANGE: &str = "/auth/account/password";
const NEW_PASSWORD: &str = "nine copper spoons rattle";

#[tokio::test]
async fn the_first_page_leads_to_the_account() {
    let app = TestApp::sqlite().await.with_people().await;
    let browser = Browser::signed_in(&app, MAX).await;
    for path in ["/", "/auth", "/auth/"] {
        let answer = browser.get(path).await;
        assert_eq!(
            (answer.code(), answer.header("location")),
            (303, ACCOUNT),
            "{path}"
        );
    }
    assert_eq!(browser.get(ACCOUNT).await.code(), 200);
    assert_eq!(
        Browser::new(&app).get(ACCOUNT).await.header("location"),
        "/auth/sign-in"
    );
}

#[tokio::test]
async fn a_name_is_changed_and_shown() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let browser = Browser::signed_in(&app, MAX).await;
        browser.open(ACCOUNT).await;
        let page = browser
            .submit_and_follow("/auth/account/profile", &[("name", " Max É ")])
            .await;
        assert!(words(&page).contains("Saved."), "{page}");
        assert_eq!(app.person(MAX).await.name, "Max É");
        let long = "x".repeat(101);
        let answer = browser
            .submit("/auth/account/profile", &[("name", &long)])
            .await;
        assert_eq!(answer.code(), 400);
        assert_eq!(app.person(MAX).await.name, "Max É");
    }
}

/// a new password ends all other sessions, and this one gets a new id.
#[tokio::test]
async fn r_59_changing_the_password_ends_all_other_sessions() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let other = Browser::signed_in(&app, MAX).await;
        let browser = Browser::signed_in(&app, MAX).await;
        let before = browser.cookie("__Host-sc_session").unwrap();
        browser.open(ACCOUNT).await;
        let fields = [
            ("password", PASSWORD),
            ("new_password", NEW_PASSWORD),
            ("repeated", NEW_PASSWORD),
        ];
        let page = browser.submit_and_follow(CHANGE, &fields).await;
        assert!(words(&page).contains("Your password is changed"), "{page}");
        assert_ne!(browser.cookie("__Host-sc_session").unwrap(), before);
        assert_eq!(other.get(ACCOUNT).await.code(), 303);
        assert_eq!(
            Browser::new(&app).try_password(MAX, PASSWORD).await.code(),
            401
        );
        assert_eq!(
            Browser::new(&app)
                .try_password(MAX, NEW_PASSWORD)
                .await
                .code(),
            303
        );
        assert_eq!(app.audited("password.change").await.len(), 1);
    }
}

/// 15 characters without a second factor, no easy ones; R-58: guessing is slowed down here too.
#[tokio::test]
async fn r_57_a_bad_password_is_not_taken() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let browser = Browser::signed_in(&app, MAX).await;
        browser.open(ACCOUNT).await;
        for (present, new, expected) in [
            (
                "wrong wrong wrong",
                NEW_PASSWORD,
                "The present password is wrong",
            ),
            (PASSWORD, "fourteen chars", "at least 15 characters"),
            (PASSWORD, "max@demo.example max", "easy to guess"),
        ] {
            let fields = [
                ("password", present),
                ("new_password", new),
                ("repeated", new),
            ];
            let answer = browser.submit(CHANGE, &fields).await;
            assert_eq!(answer.code(), 400);
            assert!(words(&answer).contains(expected), "{expected}: {answer}");
        }
        for _ in 0..5 {
            browser
                .submit(CHANGE, &[("password", "wrong wrong wrong")])
                .await;
        }
        let fields = [
            ("password", PASSWORD),
            ("new_password", NEW_PASSWORD),
            ("repeated", NEW_PASSWORD),
        ];
        assert_eq!(browser.submit(CHANGE, &fields).await.code(), 429);
        app.app.clock.advance_seconds(3600);
        assert_eq!(
            Browser::new(&app).try_password(MAX, PASSWORD).await.code(),
            303,
            "unchanged"
        );
    }
}

/// the list of sessions, ending one, and "log out everywhere".
#[tokio::test]
async fn r_59_own_sessions_are_listed_and_ended() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let here = Browser::signed_in(&app, MAX).await;
        let there = Browser::at(&app, "198.51.100.3");
        there.sign_in(MAX).await;
        let stranger = Browser::signed_in(&app, ANN).await;
        let page = here.open(ACCOUNT).await;
        assert!(words(&page).contains("from 198.51.100.3"), "{page}");
        assert!(words(&page).contains("this one"), "{page}");
        let foreign = app
            .app
            .store
            .list_sessions(app.person(ANN).await.id)
            .await
            .unwrap();
        let foreign = foreign[0].public_id.to_string();
        here.submit("/auth/account/sessions/end", &[("session", &foreign)])
            .await;
        assert_eq!(stranger.get(ACCOUNT).await.code(), 200, "not theirs to end");
        here.open(ACCOUNT).await;
        here.submit("/auth/account/sessions/end", &[]).await;
        assert_eq!(there.get(ACCOUNT).await.code(), 303);
        assert_eq!(here.get(ACCOUNT).await.code(), 200);
        for browser in [&there, &Browser::new(&app)] {
            browser.sign_in(MAX).await;
        }
        here.open(ACCOUNT).await;
        let page = here
            .submit_and_follow("/auth/account/sessions/end-others", &[])
            .await;
        assert!(words(&page).contains("Signed out there"), "{page}");
        assert_eq!(there.get(ACCOUNT).await.code(), 303);
        let left = app
            .app
            .store
            .list_sessions(app.person(MAX).await.id)
            .await
            .unwrap();
        assert_eq!(left.len(), 1);
    }
}

#[tokio::test]
async fn who_leaves_takes_their_stands_along() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let max = app.person(MAX).await.id;
        app.add_stand(max, "Stand 7").await;
        let browser = Browser::signed_in(&app, MAX).await;
        let page = browser.open("/auth/account/leave/demo").await;
        assert!(words(&page).contains("Stand 7"), "{page}");
        let answer = browser.submit("/auth/account/leave/demo", &[]).await;
        assert_eq!(answer.header("location"), "/auth/sign-in");
        let store = &app.app.store;
        assert_eq!(store.list_memberships(max).await.unwrap(), []);
        let held = store
            .holdings(app.organisation, max, app.app.clock.now())
            .await
            .unwrap();
        assert!(held.grants.is_empty());
        browser.sign_in(MAX).await;
        let page = browser.open(ACCOUNT).await;
        assert!(
            words(&page).contains(&format!("Ask an Admin to invite {MAX}")),
            "{page}"
        );
    }
}

/// Nobody can make our pages say something by a link.
#[tokio::test]
async fn a_made_up_notice_is_not_shown() {
    let app = TestApp::sqlite().await.with_people().await;
    let browser = Browser::signed_in(&app, MAX).await;
    let page = browser.open("/auth/account?done=You+have+won").await;
    assert_eq!(page.code(), 200);
    assert!(!page.text().contains("won"), "{page}");
}
