//! inviting people and accepting.

use axum::http::Method;
use serde_json::json;
use standcloud_store::Role;

use crate::support::browser::words;
use crate::support::mail_sink::MailSink;
use crate::support::people::{ANN, MAX, PASSWORD};
use crate::support::{Answer, Browser, TestApp};

const INVITATIONS: &str = "/api/v1/org/demo/invitations";
const EVA: &str = "eva@demo.example";
const NEW_PASSWORD: &str = "nine copper spoons rattle";
const NEW_PERSON: [(&str, &str); 3] = [
    ("name", "Eva"),
    ("new_password", NEW_PASSWORD),
    ("repeated", NEW_PASSWORD),
];

async fn invite(admin: &Browser<'_>, email: &str, role: &str) -> Answer {
    let body = json!({"email": email, "role": role});
    admin.api_send(Method::POST, INVITATIONS, &body).await
}

/// Without a mail server the Admin gets the link.
async fn invited(admin: &Browser<'_>, email: &str, role: &str) -> String {
    link_on(&invite(admin, email, role).await)
}

fn link_on(answer: &Answer) -> String {
    assert_eq!(answer.code(), 201, "{answer}");
    let link = answer.json()["link"].as_str().map(str::to_owned);
    let link = link.unwrap_or_else(|| panic!("no link: {answer}"));
    link.strip_prefix("https://localhost:8443")
        .unwrap()
        .to_owned()
}

#[tokio::test]
async fn r_70_a_new_person_joins_with_the_link_and_its_role() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let admin = Browser::signed_in(&app, ANN).await;
        for (email, role, expected) in [
            (EVA, "member", Role::Member),
            ("Boss@Demo.example", "admin", Role::Admin),
        ] {
            let link = invited(&admin, email, role).await;
            let eva = Browser::new(&app);
            let page = eva.open(&link).await;
            assert!(words(&page).contains("You are invited to demo"), "{page}");
            let fields = [&NEW_PERSON[..], &[("role", "admin"), ("email", "x@y.z")]].concat();
            let answer = eva.submit("/auth/invitation", &fields).await;
            assert_eq!(answer.code(), 303, "{answer}");
            assert_eq!(answer.header("location"), "/o/demo");
            let user = app.person(&email.to_lowercase()).await;
            assert_eq!(user.name, "Eva");
            let memberships = app.app.store.list_memberships(user.id).await.unwrap();
            assert_eq!(
                memberships[0].role, expected,
                "what the link says, not the form"
            );
            assert_eq!(eva.get(&link).await.code(), 403, "once");
        }
    }
}

#[tokio::test]
async fn r_70_a_known_person_signs_in_and_accepts() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let other = app.add_organisation("other").await;
        let admin = app.add_person("admin@other2.example").await;
        app.join(other, admin, Role::Admin).await;
        let admin = Browser::signed_in(&app, "admin@other2.example").await;
        let body = json!({"email": MAX, "role": "member"});
        let path = "/api/v1/org/other/invitations";
        let link = link_on(&admin.api_send(Method::POST, path, &body).await);
        let max = Browser::new(&app);
        max.open(&link).await;
        let fields = [("email", MAX), ("password", PASSWORD)];
        let page = max.submit_and_follow("/auth/sign-in", &fields).await;
        assert!(words(&page).contains("You are invited to other"), "{page}");
        let before = max.cookie("__Host-sc_session").unwrap();
        let answer = max.submit("/auth/invitation", &[]).await;
        assert_eq!(answer.header("location"), "/o/other", "{answer}");
        let after = max.cookie("__Host-sc_session").unwrap();
        assert_ne!(after, before, "R-59: a new id when rights change");
        let members = max.api_get("/api/v1/org/other/members").await;
        assert_eq!(members.code(), 200, "{members}");
        let memberships = app
            .app
            .store
            .list_memberships(app.person(MAX).await.id)
            .await
            .unwrap();
        assert_eq!(memberships.len(), 2);
    }
}

#[tokio::test]
async fn r_70_an_invitation_is_for_one_address() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let admin = Browser::signed_in(&app, ANN).await;
        let link = invited(&admin, EVA, "admin").await;
        let max = Browser::signed_in(&app, MAX).await;
        let page = max.get(&link).await;
        assert_eq!(page.code(), 403);
        assert!(
            words(&page).contains(&format!("you are signed in as {MAX}")),
            "{page}"
        );
        let token = link.split('=').nth(1).unwrap();
        let csrf = max.csrf();
        let fields = [("csrf", csrf.as_str()), ("token", token)];
        let request = crate::support::browser::form_post("/auth/invitation");
        let body = crate::support::browser::encoded(&fields);
        assert_eq!(max.send(request, body).await.code(), 403);
        let roles = app
            .app
            .store
            .list_memberships(app.person(MAX).await.id)
            .await
            .unwrap();
        assert_eq!(roles[0].role, Role::Member);
        assert_eq!(
            Browser::new(&app).get(&link).await.code(),
            200,
            "still unused"
        );
    }
}

#[tokio::test]
async fn r_70_invitations_end_after_a_week_or_when_withdrawn_or_sent_again() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let admin = Browser::signed_in(&app, ANN).await;
        let first = invited(&admin, EVA, "member").await;
        let is_good = async |link: &str| Browser::new(&app).get(link).await.code() == 200;
        assert!(is_good(&first).await);
        let listed = admin.api_get(INVITATIONS).await.json();
        assert_eq!(listed["invitations"][0]["email"], EVA);
        assert_eq!(listed["invitations"][0]["invited_by"], ANN);
        assert_eq!(listed["is_mailed"], false);
        let id = listed["invitations"][0]["id"].as_str().unwrap();
        let again = format!("{INVITATIONS}/{id}/again");
        let second = link_on(&admin.api_send(Method::POST, &again, &json!({})).await);
        assert!(!is_good(&first).await, "only the newest link works");
        assert!(is_good(&second).await);
        let listed = admin.api_get(INVITATIONS).await.json();
        let id = listed["invitations"][0]["id"].as_str().unwrap();
        let one = format!("{INVITATIONS}/{id}");
        for code in [204, 409] {
            let answer = admin.api_send(Method::DELETE, &one, &json!({})).await;
            assert_eq!(answer.code(), code, "once: {answer}");
        }
        let listed = admin.api_get(INVITATIONS).await.json();
        assert_eq!(listed["invitations"], json!([]));
        assert!(!is_good(&second).await);
        let third = invited(&admin, EVA, "member").await;
        app.app.clock.advance_seconds(7 * 86_400 - 1);
        assert!(is_good(&third).await);
        app.app.clock.advance_seconds(1);
        assert!(!is_good(&third).await);
        let eva = Browser::new(&app);
        assert!(words(&eva.get(&third).await).contains("This link does not work"));
    }
}

#[tokio::test]
async fn only_admins_invite_and_only_who_is_no_member() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let admin = Browser::signed_in(&app, ANN).await;
        for (email, expected) in [
            (MAX, "a member already"),
            ("MAX@demo.example", "a member already"),
            ("nobody", "no e-mail address"),
            ("a@b, c@d.example", "no e-mail address"),
        ] {
            let answer = invite(&admin, email, "member").await;
            assert_eq!(answer.json()["field"], "email", "{answer}");
            assert!(answer.text().contains(expected), "{answer}");
        }
        let answer = invite(&admin, EVA, "owner").await;
        assert_eq!(answer.code(), 422, "{answer}");
        let member = Browser::signed_in(&app, MAX).await;
        assert_eq!(member.api_get(INVITATIONS).await.code(), 403);
        assert_eq!(invite(&member, EVA, "admin").await.code(), 403);
        assert_eq!(invite(&Browser::new(&app), EVA, "admin").await.code(), 401);
        let organisation = app.organisation;
        assert_eq!(
            app.app.store.list_invitations(organisation).await.unwrap(),
            []
        );
    }
}

/// inviting needs a recent sign-in.
#[tokio::test]
async fn r_67_an_old_sign_in_is_confirmed_before_inviting() {
    let app = TestApp::sqlite().await.with_people().await;
    let admin = Browser::signed_in(&app, ANN).await;
    app.app.clock.advance_seconds(16 * 60);
    let answer = invite(&admin, EVA, "admin").await;
    assert_eq!(answer.json()["code"], "sign_in_again", "{answer}");
    admin.open("/auth/sign-in/again").await;
    let answer = admin
        .submit("/auth/sign-in/again", &[("password", PASSWORD)])
        .await;
    assert_eq!(answer.code(), 303, "{answer}");
    assert_eq!(invite(&admin, EVA, "admin").await.code(), 201);
}

/// R-12, case 146: the mail names the configured address, whatever the Host header says.
#[tokio::test]
async fn r_12_invitations_are_mailed_with_the_canonical_address() {
    let sink = MailSink::start().await;
    let mail = sink.config();
    for (number, app) in TestApp::each_with(|config| {
        config.mail = Some(mail.clone());
        config.public_url = Some("https://stands.plant.example".to_owned());
        config.also_known_as = vec!["localhost:8443".to_owned()];
    })
    .await
    .into_iter()
    .enumerate()
    {
        let app = app.with_people().await;
        let admin = Browser::signed_in(&app, ANN).await;
        let answer = invite(&admin, EVA, "member").await;
        assert_eq!(answer.code(), 201, "{answer}");
        assert!(
            !answer.text().contains("scln_"),
            "the Admin does not see the link"
        );
        let text = sink.mail(number).await;
        assert!(text.contains(&format!("To: {EVA}")), "{text}");
        assert!(text.contains("Auto-Submitted: auto-generated"), "{text}");
        assert!(!text.contains("localhost"), "{text}");
        let link = sink.link(number, "https://stands.plant.example").await;
        assert_eq!(Browser::new(&app).get(&link).await.code(), 200);
    }
}
