//! a forgotten password.

use axum::http::Method;
use standcloud_store::Role;

use crate::support::browser::words;
use crate::support::mail_sink::MailSink;
use crate::support::people::{ANN, MAX, PASSWORD};
use crate::support::{Answer, Browser, TestApp};

const NEW_PASSWORD: &str = "nine copper spoons rattle";
const CHOSEN: [(&str, &str); 2] = [("new_password", NEW_PASSWORD), ("repeated", NEW_PASSWORD)];
const ORIGIN: &str = "https://localhost:8443";

async fn with_mail(sink: &MailSink) -> Vec<TestApp> {
    let mail = sink.config();
    let mut apps = Vec::new();
    for app in TestApp::each_with(|config| config.mail = Some(mail.clone())).await {
        apps.push(app.with_people().await);
    }
    apps
}

async fn ask(app: &TestApp, email: &str) -> String {
    let browser = Browser::new(app);
    browser.open("/auth/sign-in").await;
    assert_eq!(browser.address_of("/auth/forgotten"), "/auth/forgotten");
    browser.open("/auth/forgotten").await;
    let answer = browser.submit("/auth/forgotten", &[("email", email)]).await;
    assert_eq!(answer.code(), 200, "{answer}");
    words(&answer).replace(email, "E")
}

/// Case 146: the link works once, and the mail names the canonical address.
#[tokio::test]
async fn r_69_the_link_in_the_mail_changes_the_password_once() {
    let sink = MailSink::start().await;
    for app in with_mail(&sink).await {
        let before = sink.count();
        let signed_in = Browser::signed_in(&app, MAX).await;
        ask(&app, MAX).await;
        let link = sink.link(before, ORIGIN).await;
        let browser = Browser::new(&app);
        assert_eq!(browser.open(&link).await.code(), 200);
        let answer = browser.submit("/auth/reset", &CHOSEN).await;
        assert!(
            words(&answer).contains("Your password is changed"),
            "{answer}"
        );
        assert_eq!(
            signed_in.get("/auth/account").await.code(),
            303,
            "all sessions end"
        );
        assert_eq!(browser.try_password(MAX, PASSWORD).await.code(), 401);
        assert_eq!(browser.try_password(MAX, NEW_PASSWORD).await.code(), 303);
        let again = Browser::new(&app);
        assert_eq!(again.get(&link).await.code(), 403, "once");
        let notice = sink.mail(before + 1).await;
        assert!(
            notice.contains("Your StandCloud password was changed"),
            "{notice}"
        );
        assert!(!notice.contains("scln_") && !notice.contains(NEW_PASSWORD));
    }
}

#[tokio::test]
async fn r_69_the_answer_is_the_same_for_an_unknown_address() {
    let sink = MailSink::start().await;
    for app in with_mail(&sink).await {
        let before = sink.count();
        let known = ask(&app, MAX).await;
        sink.mail(before).await;
        assert_eq!(ask(&app, "eve@demo.example").await, known);
        app.app
            .store
            .disable_user(app.person(ANN).await.id, app.app.clock.now())
            .await
            .unwrap();
        assert_eq!(ask(&app, ANN).await, known);
        // What comes next came through the same queue, so nothing was sent in between.
        app.app.clock.advance_seconds(1);
        ask(&app, MAX).await;
        let next = sink.mail(before + 1).await;
        assert!(next.contains(&format!("To: {MAX}")), "{next}");
    }
}

#[tokio::test]
async fn r_69_the_link_lives_half_an_hour_and_a_new_one_replaces_it() {
    let sink = MailSink::start().await;
    for app in with_mail(&sink).await {
        let before = sink.count();
        ask(&app, MAX).await;
        let first = sink.link(before, ORIGIN).await;
        ask(&app, MAX).await;
        let second = sink.link(before + 1, ORIGIN).await;
        let code = async |link: &str| Browser::new(&app).get(link).await.code();
        assert_eq!((code(&first).await, code(&second).await), (403, 200));
        app.app.clock.advance_seconds(30 * 60 - 1);
        assert_eq!(code(&second).await, 200);
        app.app.clock.advance_seconds(1);
        assert_eq!(code(&second).await, 403);
    }
}

#[tokio::test]
async fn nobody_is_flooded_with_mail() {
    let sink = MailSink::start().await;
    for app in with_mail(&sink).await {
        let before = sink.count();
        for _ in 0..5 {
            ask(&app, MAX).await;
        }
        ask(&app, ANN).await;
        // Mails leave side by side, so Ann's may arrive before the last of Max's.
        let mut to_max = 0;
        let mut to_ann = 0;
        for number in 0..4 {
            let mail = sink.mail(before + number).await;
            to_max += usize::from(mail.contains(&format!("To: {MAX}")));
            to_ann += usize::from(mail.contains(&format!("To: {ANN}")));
        }
        assert_eq!((to_max, to_ann), (3, 1));
        assert_eq!(sink.count(), before + 4);
    }
}

#[tokio::test]
async fn one_address_cannot_ask_without_end() {
    let app = TestApp::sqlite().await.with_people().await;
    let browser = Browser::new(&app);
    browser.open("/auth/sign-in").await;
    let mut codes = Vec::new();
    for number in 0..31 {
        let email = format!("person{number}@demo.example");
        let fields = [("email", email.as_str()), ("csrf", &browser.csrf())]
            .map(|(name, value)| (name, value.to_owned()));
        let fields: Vec<(&str, &str)> = fields
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        let request = crate::support::browser::form_post("/auth/forgotten");
        codes.push(
            browser
                .send(request, crate::support::browser::encoded(&fields))
                .await
                .code(),
        );
    }
    assert_eq!(codes[29..], [200, 429]);
}

/// An Admin makes a link for Max.
async fn make_link(app: &TestApp, admin: &Browser<'_>) -> Answer {
    let id = app.person(MAX).await.id;
    let path = format!("/api/v1/org/demo/members/{id}/reset");
    admin
        .api_send(Method::POST, &path, &serde_json::json!({}))
        .await
}

fn path_on(answer: &Answer) -> String {
    let link = answer.json()["link"].as_str().map(str::to_owned);
    let link = link.unwrap_or_else(|| panic!("no link: {answer}"));
    link.strip_prefix("https://localhost:8443")
        .unwrap()
        .to_owned()
}

/// Without a mail server: ask an Admin, who makes a link.
#[tokio::test]
async fn r_69_without_mail_an_admin_makes_the_link() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let page = Browser::new(&app).get("/auth/forgotten").await;
        assert!(words(&page).contains("Ask an Admin"), "{page}");
        let admin = Browser::signed_in(&app, ANN).await;
        let link = path_on(&make_link(&app, &admin).await);
        let browser = Browser::new(&app);
        browser.open(&link).await;
        let answer = browser.submit("/auth/reset", &CHOSEN).await;
        assert_eq!(answer.code(), 200, "{answer}");
        assert_eq!(browser.try_password(MAX, NEW_PASSWORD).await.code(), 303);
    }
}

/// A link is as good as the account, so an Admin does not get one to other organisations' data.
#[tokio::test]
async fn an_admin_makes_no_link_for_who_belongs_elsewhere_too() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let other = app.add_organisation("other").await;
        let max = app.person(MAX).await.id;
        app.join(other, max, Role::Member).await;
        let admin = Browser::signed_in(&app, ANN).await;
        let answer = make_link(&app, &admin).await;
        assert_eq!(answer.code(), 403);
        assert!(!answer.text().contains("scln_"));
        app.join(other, app.person(ANN).await.id, Role::Admin).await;
        let answer = make_link(&app, &admin).await;
        assert_eq!(answer.code(), 201, "Admin of both: {answer}");
    }
}

/// R-37, case 82: stands are signed out with the old password if the person wants that.
#[tokio::test]
async fn r_37_stands_are_signed_out_on_request() {
    let app = TestApp::sqlite().await.with_people().await;
    let admin = Browser::signed_in(&app, ANN).await;
    let max = app.person(MAX).await.id;
    for (ticked, left) in [(&[][..], 1), (&[("sign_out_stands", "yes")][..], 0)] {
        app.add_stand(max, "Stand 1").await;
        let link = path_on(&make_link(&app, &admin).await);
        let browser = Browser::new(&app);
        browser.open(&link).await;
        let answer = browser
            .submit("/auth/reset", &[&CHOSEN[..], ticked].concat())
            .await;
        assert_eq!(answer.code(), 200, "{answer}");
        let held = app
            .app
            .store
            .holdings(app.organisation, max, app.app.clock.now())
            .await
            .unwrap();
        assert_eq!(held.grants.len(), left);
    }
}
