//! Settings of an organisation.

use crate::support::browser::words;
use crate::support::people::{ANN, MAX};
use crate::support::{Browser, TestApp};

const SETTINGS: &str = "/auth/o/demo/settings";

#[tokio::test]
async fn an_admin_changes_them_and_the_audit_says_what() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let admin = Browser::signed_in(&app, ANN).await;
        admin.open(SETTINGS).await;
        let fields = [
            ("name", " Werk É "),
            ("time_zone", "Asia/Tokyo"),
            ("day_start", "06:30"),
            ("members_may_approve", "yes"),
        ];
        let page = admin.submit_and_follow(SETTINGS, &fields).await;
        assert!(words(&page).contains("Saved."), "{page}");
        let settings = app.app.store.organisation_settings(app.organisation).await;
        let settings = settings.unwrap().unwrap();
        assert_eq!(settings.name, "Werk É");
        assert_eq!(
            (settings.time_zone.as_str(), settings.day_start_minutes),
            ("Asia/Tokyo", 390)
        );
        assert!(settings.members_may_approve && !settings.admins_need_second_factor);
        let events = app.audit_events("organisation.settings").await;
        assert_eq!(
            events[0].detail,
            "name: demo to Werk É; time zone: UTC to Asia/Tokyo; day start: 00:00 to 06:30; \
             members may connect stands: no to yes"
        );
    }
}

#[tokio::test]
async fn what_is_wrong_changes_nothing() {
    let app = TestApp::sqlite().await.with_people().await;
    let admin = Browser::signed_in(&app, ANN).await;
    let right = [("name", "x"), ("time_zone", "UTC"), ("day_start", "06:30")];
    for (index, value, expected) in [
        (0, "", "Give the organisation a name"),
        (1, "Mars/Base", "Choose a time zone"),
        (2, "25:00", "Write the start of the day"),
    ] {
        admin.open(SETTINGS).await;
        let mut fields = right;
        fields[index].1 = value;
        let answer = admin.submit(SETTINGS, &fields).await;
        assert_eq!(answer.code(), 400);
        assert!(words(&answer).contains(expected), "{answer}");
    }
    let settings = app.app.store.organisation_settings(app.organisation).await;
    assert_eq!(settings.unwrap().unwrap().name, "demo");
    let member = Browser::signed_in(&app, MAX).await;
    assert_eq!(member.get(SETTINGS).await.code(), 403);
}
