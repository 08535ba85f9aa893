//! Mail: handing it over, trying again, and what is told to whom.

use std::time::Duration;

use standcloud::mail::{Mail, Mailer};
use standcloud::notices::{self, Stand};
use standcloud_store::UnixMicros;

use crate::support::TestApp;
use crate::support::mail_sink::MailSink;
use crate::support::people::{ANN, MAX};

const DAY: i64 = 86_400;

fn mail(to: &str) -> Mail {
    Mail {
        kind: "test",
        to: to.to_owned(),
        subject: "Grüße".to_owned(),
        text: "https://localhost:8443/auth/reset?token=secret\n.\nend é\n".to_owned(),
    }
}

#[tokio::test]
async fn a_mail_arrives_with_subject_and_text() {
    let sink = MailSink::start().await;
    let mailer = Mailer::start(Some(&sink.config()));
    mailer.send(mail("ann@example.org"));
    let text = sink.mail(0).await;
    assert!(text.contains("To: ann@example.org\n"), "{text}");
    assert!(
        text.contains("From: StandCloud <standcloud@plant.example>\n"),
        "{text}"
    );
    assert!(text.contains("Subject: =?utf-8?"), "{text}");
    assert!(text.contains("reset?token=secret"), "{text}");
    assert!(text.contains("end é"), "{text}");
}

#[tokio::test]
async fn a_mail_is_tried_again_and_holds_nobody_up() {
    let sink = MailSink::start_refusing(2).await;
    let delays = [Duration::from_millis(50), Duration::from_millis(50)];
    let mailer = Mailer::start_with(Some(&sink.config()), &delays);
    mailer.send(mail("first@example.org"));
    assert!(
        sink.mail(0).await.contains("To: first@example.org"),
        "at the third attempt"
    );
    let refusing = MailSink::start_refusing(1).await;
    let slow = [Duration::from_hours(1)];
    let mailer = Mailer::start_with(Some(&refusing.config()), &slow);
    mailer.send(mail("waits@example.org"));
    mailer.send(mail("passes@example.org"));
    assert!(refusing.mail(0).await.contains("To: passes@example.org"));
}

#[tokio::test]
async fn what_cannot_be_delivered_is_given_up() {
    let sink = MailSink::start_refusing(2).await;
    let mailer = Mailer::start_with(Some(&sink.config()), &[Duration::from_millis(1)]);
    mailer.send(mail("given-up@example.org"));
    mailer.send(mail("no address"));
    tokio::time::sleep(Duration::from_millis(200)).await;
    mailer.send(mail("last@example.org"));
    assert!(sink.mail(0).await.contains("To: last@example.org"));
    assert_eq!(sink.count(), 1);
}

#[tokio::test]
async fn without_a_mail_server_nothing_happens() {
    let mailer = Mailer::start(None);
    assert!(!mailer.is_on());
    mailer.send(mail("ann@example.org"));
}

/// a mail may hold a link that lets somebody in.
#[test]
fn r_76_debug_shows_no_text() {
    assert_eq!(format!("{:?}", mail("ann@example.org")), "Mail(test)");
}

/// who has connected a stand is told when something happens to it.
#[tokio::test]
async fn r_28_people_are_told_about_their_stands() {
    let sink = MailSink::start().await;
    let config = sink.config();
    let app = TestApp::sqlite_with(|all| all.mail = Some(config.clone())).await;
    let app = app.with_people().await;
    let stand = Stand {
        name: "Stand 7",
        organisation: app.organisation,
        user: app.person(MAX).await.id,
        ip: "192.0.2.5",
    };
    notices::stand_connected(&app.app, &stand).await;
    let text = sink.mail(0).await;
    assert!(text.contains(&format!("To: {MAX}")), "{text}");
    assert!(
        text.contains("Subject: Stand 7 is connected to demo"),
        "{text}"
    );
    assert!(
        text.contains("https://localhost:8443/o/demo/organisation/stands"),
        "{text}"
    );
    notices::token_reuse(&app.app, &stand).await;
    let text = sink.mail(1).await;
    assert!(text.contains("hardpy sc-logout"), "{text}");
}

/// 14 and 3 days before the end, once each, to the Admins.
#[tokio::test]
async fn r_54_admins_are_told_of_keys_that_end_soon() {
    let sink = MailSink::start().await;
    let config = sink.config();
    for app in TestApp::each_with(|all| all.mail = Some(config.clone())).await {
        let app = app.with_people().await;
        let now = app.app.clock.now();
        let first = app.person("admin@demo.example").await.id;
        app.app.store.disable_user(first, now).await.unwrap();
        let in_days = |days: i64| Some(UnixMicros(now.0 + days * DAY * 1_000_000));
        for (name, days) in [("Soon", 20), ("Much later", 300)] {
            app.add_key("report:read", |new| {
                new.name = name.to_owned();
                new.expires = in_days(days);
            })
            .await;
        }
        let before = sink.count();
        let tell = async || {
            for _ in 0..3 {
                notices::keys_expire(&app.app).await.unwrap();
            }
        };
        tell().await;
        app.app.clock.advance_seconds(7 * DAY);
        tell().await;
        let text = sink.mail(before).await;
        assert!(text.contains(&format!("To: {ANN}")), "{text}");
        assert!(
            text.contains("Soon: in 13 days") && !text.contains("Much later"),
            "{text}"
        );
        app.app.clock.advance_seconds(10 * DAY);
        tell().await;
        let text = sink.mail(before + 1).await;
        assert!(text.contains("Soon: in 3 days"), "{text}");
        app.app.clock.advance_seconds(4 * DAY);
        tell().await;
        app.app.mail.send(mail("last@example.org"));
        assert!(sink.mail(before + 2).await.contains("To: last@example.org"));
    }
}
