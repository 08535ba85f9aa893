//! The authorization endpoint and the page that asks (RFC 6749 §4.1, RFC 9207).

use standcloud_store::Role;

use super::code_flow::{
    AUTHORIZATION, CALLBACK, CONSENT, HARDPY, SCOPE, STATE, WEB_CALLBACK, address, audit, decide,
    parameter, parameters_of, pushed, register, web_request,
};
use crate::support::browser::{encoded, form_post, without_cookies, words};
use crate::support::people::{ANN, MAX};
use crate::support::{Browser, TestApp};

const ACCEPT: &[(&str, &str)] = &[("decision", "accept"), ("name", "Stand 7")];
const DENY: &[(&str, &str)] = &[("decision", "deny")];

/// case 93.
#[tokio::test]
async fn r_35_consent_leads_back_with_code_state_iss_and_scope() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let browser = Browser::signed_in(&app, ANN).await;
        let answer = decide(&browser, &pushed(&app, &[]).await, ACCEPT).await;
        assert_eq!(answer.header("referrer-policy"), "no-referrer");
        assert_eq!(answer.header("cache-control"), "no-store");
        let parameters = parameters_of(&answer, CALLBACK);
        let names: Vec<&str> = parameters.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["code", "iss", "scope", "state"]);
        assert_eq!(parameter(&parameters, "iss"), "https://localhost:8443/auth");
        assert_eq!(parameter(&parameters, "scope"), SCOPE);
        assert_eq!(parameter(&parameters, "state"), STATE);
        assert_eq!(parameter(&parameters, "code").len(), 48);
        let grants = app
            .app
            .store
            .list_grants(app.organisation, 10)
            .await
            .unwrap();
        assert_eq!((grants.len(), grants[0].name.as_str()), (1, "Stand 7"));
        assert_eq!(grants[0].user_email.as_deref(), Some(ANN));
        assert_eq!(grants[0].audiences, "hardpy integration");
        assert_eq!(
            audit(&app, "code").await,
            ["code.approve ok user:ann@demo.example"]
        );
    }
}

/// R-35, case 94.
#[tokio::test]
async fn r_35_a_denial_leads_back_with_its_reason() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let browser = Browser::signed_in(&app, ANN).await;
        let answer = decide(&browser, &pushed(&app, &[]).await, DENY).await;
        let parameters = parameters_of(&answer, CALLBACK);
        assert_eq!(parameter(&parameters, "error"), "access_denied");
        assert!(parameter(&parameters, "error_description").contains("denied"));
        assert_eq!(parameter(&parameters, "iss"), "https://localhost:8443/auth");
        assert_eq!(parameter(&parameters, "scope"), SCOPE);
        assert_eq!(parameter(&parameters, "state"), STATE);
        let grants = app
            .app
            .store
            .list_grants(app.organisation, 10)
            .await
            .unwrap();
        assert!(grants.is_empty());
        assert_eq!(
            audit(&app, "code").await,
            ["code.deny ok user:ann@demo.example"]
        );
    }
}

/// case 92: after the decision the request is gone, and a reload before it is not.
#[tokio::test]
async fn r_34_a_request_is_decided_once() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        for decision in [ACCEPT, DENY] {
            let browser = Browser::signed_in(&app, ANN).await;
            let address = pushed(&app, &[]).await;
            for _ in 0..2 {
                assert_eq!(browser.open(&address).await.code(), 200, "a reload");
            }
            let action = browser.address_of(CONSENT);
            let csrf = browser.csrf();
            decide(&browser, &address, decision).await;
            assert_eq!(browser.get(&address).await.code(), 400);
            assert_eq!(browser.get(&action).await.code(), 400);
            for again in ["accept", "deny"] {
                let fields = [
                    ("csrf", csrf.as_str()),
                    ("decision", again),
                    ("organisation", "demo"),
                ];
                let answer = browser.send(form_post(&action), encoded(&fields)).await;
                assert_eq!(
                    (answer.code(), answer.header("location")),
                    (409, ""),
                    "{answer}"
                );
            }
        }
        let grants = app
            .app
            .store
            .list_grants(app.organisation, 10)
            .await
            .unwrap();
        assert_eq!(grants.len(), 1);
    }
}

/// whoever opened it first decides; a link that leaks afterwards is worth nothing.
#[tokio::test]
async fn r_34_a_request_belongs_to_the_session_that_opened_it() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let address = pushed(&app, &[]).await;
        let first = Browser::signed_in(&app, ANN).await;
        assert_eq!(first.open(&address).await.code(), 200);
        let other = Browser::signed_in(&app, ANN).await;
        assert_eq!(other.open(&address).await.code(), 400);
        assert_eq!(decide(&first, &address, ACCEPT).await.code(), 303);
    }
}

/// R-60, case 54 for this page: a forged answer changes nothing, and neither does looking.
#[tokio::test]
async fn r_60_a_forged_answer_changes_nothing() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let browser = Browser::signed_in(&app, ANN).await;
        let address = pushed(&app, &[]).await;
        browser.open(&address).await;
        let action = browser.address_of(CONSENT);
        let csrf = browser.csrf();
        let right = [
            ("csrf", csrf.as_str()),
            ("decision", "accept"),
            ("organisation", "demo"),
        ];
        let forged = [("decision", "accept"), ("organisation", "demo")];
        let answer = browser.send(form_post(&action), encoded(&forged)).await;
        assert_eq!(answer.code(), 403, "without the token");
        for (name, value) in [
            ("origin", "https://evil.example"),
            ("sec-fetch-site", "cross-site"),
        ] {
            let request = form_post(&action).header(name, value);
            let answer = browser.send(request, encoded(&right)).await;
            assert_eq!(answer.code(), 403, "{name}: {answer}");
        }
        let other = Browser::signed_in(&app, MAX).await;
        let answer = other.send(form_post(&action), encoded(&right)).await;
        assert_eq!(answer.code(), 403, "the token of another session");
        let undecided = [("csrf", csrf.as_str()), ("organisation", "demo")];
        let answer = browser.send(form_post(&action), encoded(&undecided)).await;
        assert_eq!(answer.code(), 400, "neither yes nor no");
        let foreign = [
            ("csrf", csrf.as_str()),
            ("decision", "accept"),
            ("organisation", "other"),
        ];
        let answer = browser.send(form_post(&action), encoded(&foreign)).await;
        assert_eq!(answer.code(), 400, "an organisation of others");
        let grants = app
            .app
            .store
            .list_grants(app.organisation, 10)
            .await
            .unwrap();
        assert!(grants.is_empty());
        let answer = browser.send(form_post(&action), encoded(&right)).await;
        assert_eq!(answer.code(), 303, "{answer}");
    }
}

/// cases 52 and 104: the request survives signing in, with a new session id.
#[tokio::test]
async fn r_63_signing_in_on_the_way_keeps_the_request() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let browser = Browser::new(&app);
        let page = browser.open(&pushed(&app, &[]).await).await;
        assert!(words(&page).contains("Sign in"), "{page}");
        let fields = [
            ("email", ANN),
            ("password", crate::support::people::PASSWORD),
        ];
        let page = browser.submit_and_follow("/auth/sign-in", &fields).await;
        assert_eq!(page.code(), 200, "{page}");
        let answer = browser.submit(&browser.address_of(CONSENT), ACCEPT).await;
        parameter(&parameters_of(&answer, CALLBACK), "code");
    }
}

/// whoever signed in long ago proves again that it is they; the request is kept.
#[tokio::test]
async fn r_27_an_old_sign_in_is_asked_for_again() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let browser = Browser::signed_in(&app, ANN).await;
        app.app.clock.advance_seconds(16 * 60);
        let address = pushed(&app, &[]).await;
        let consent = browser.get(&address).await;
        let answer = browser.get(consent.header("location")).await;
        let again = answer.header("location");
        assert!(
            again.starts_with("/auth/sign-in/again?return_to=%2Fauth%2Fconsent"),
            "{again}"
        );
        browser.get(again).await;
        let fields = [("password", crate::support::people::PASSWORD)];
        let page = browser
            .submit_and_follow("/auth/sign-in/again", &fields)
            .await;
        assert_eq!(page.code(), 200, "{page}");
        let answer = browser.submit(&browser.address_of(CONSENT), ACCEPT).await;
        assert_eq!(answer.code(), 303, "{answer}");
    }
}

/// R-25 for this page, R-61, R-64: what the person reads.
#[tokio::test]
async fn r_64_the_page_says_who_asks_for_what() {
    let app = TestApp::sqlite().await.with_people().await;
    let browser = Browser::signed_in(&app, ANN).await;
    let page = browser.open(&pushed(&app, &[]).await).await;
    let text = words(&page);
    for part in [
        "HardPy command-line tool, not verified asks to",
        "upload test reports",
        "read test runs, units and reports",
        "stay signed in for as long as it is used",
        "cannot check which program",
        "Organisation: demo",
        "the program on this computer",
        "Deny Accept",
        ANN,
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let (id, _) = register(&app, app.organisation, |draft| {
        "<script>alert(1)</script>".clone_into(&mut draft.name);
    })
    .await;
    let page = browser.open(&address(&web_request(&id, &[]))).await;
    assert!(!page.text().contains("<script>alert"), "{page}");
    assert!(page.text().contains("&lt;script&gt;"), "{page}");
    assert!(words(&page).contains("https://dash.example"), "{page}");
    let policy = page.header("content-security-policy");
    assert!(
        policy.contains("form-action 'self' http://127.0.0.1:* https://dash.example;"),
        "{policy}"
    );
    assert!(policy.contains("frame-ancestors 'none'"), "{policy}");
    assert_eq!(page.header("x-frame-options"), "DENY");
}

/// case 90: a registered program need not push, and both methods are right.
#[tokio::test]
async fn a_registered_program_may_send_its_request_with_the_browser() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let (id, _) = register(&app, app.organisation, |_| {}).await;
        let browser = Browser::signed_in(&app, MAX).await;
        let answer = decide(&browser, &address(&web_request(&id, &[])), ACCEPT).await;
        let parameters = parameters_of(&answer, WEB_CALLBACK);
        assert_eq!(parameter(&parameters, "state"), STATE);
        assert_eq!(
            parameter(&parameters, "scope"),
            "offline_access report:read"
        );
        let posted = browser
            .send(form_post(AUTHORIZATION), encoded(&web_request(&id, &[])))
            .await;
        assert!(posted.header("location").starts_with(CONSENT), "{posted}");
        assert_eq!(posted.code(), 303);
    }
}

/// case 105: the program is told of its mistakes, unless the address to
/// come back to is not its own.
#[tokio::test]
async fn mistakes_are_told_to_the_program_and_to_nobody_else() {
    for app in TestApp::each().await {
        let (id, _) = register(&app, app.organisation, |_| {}).await;
        for (change, error) in [
            (("response_type", "token"), "unsupported_response_type"),
            (("code_challenge", ""), "invalid_request"),
            (("code_challenge_method", "plain"), "invalid_request"),
            (("scope", "report:write"), "invalid_scope"),
            (("scope", "openid"), "invalid_scope"),
            (("resource", "https://evil.example/x"), "invalid_target"),
        ] {
            let answer = without_cookies(&app, &address(&web_request(&id, &[change]))).await;
            let parameters = parameters_of(&answer, WEB_CALLBACK);
            assert_eq!(parameter(&parameters, "error"), error, "{change:?}");
            assert!(!parameter(&parameters, "error_description").is_empty());
            assert_eq!(parameter(&parameters, "state"), STATE);
            assert_eq!(parameter(&parameters, "iss"), "https://localhost:8443/auth");
        }
        for change in [
            ("redirect_uri", ""),
            ("redirect_uri", "https://dash.example/back"),
            ("redirect_uri", "https://evil.example/back?from=standcloud"),
            ("client_id", "nobody"),
            ("request", "eyJ.x.y"),
        ] {
            let answer = without_cookies(&app, &address(&web_request(&id, &[change]))).await;
            assert_eq!(
                (answer.code(), answer.header("location")),
                (400, ""),
                "{change:?}"
            );
        }
        let mut twice = web_request(&id, &[]);
        twice.push(("state", "other"));
        let answer = without_cookies(&app, &address(&twice)).await;
        assert_eq!(
            (answer.code(), answer.header("location")),
            (400, ""),
            "R-03"
        );
        let now = app.app.clock.now();
        let waiting = app.app.store.count_waiting_authorization_requests(now);
        assert_eq!(waiting.await.unwrap(), 0);
    }
}

/// a program that is disabled while the person thinks gets nothing.
#[tokio::test]
async fn a_disabled_program_is_unknown() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let (id, _) = register(&app, app.organisation, |_| {}).await;
        let browser = Browser::signed_in(&app, ANN).await;
        let address = address(&web_request(&id, &[]));
        browser.open(&address).await;
        let now = app.app.clock.now();
        let store = &app.app.store;
        store
            .disable_oauth_client(app.organisation, &id, now)
            .await
            .unwrap();
        let answer = browser.submit(&browser.address_of(CONSENT), ACCEPT).await;
        assert_eq!(answer.code(), 409, "{answer}");
        assert_eq!(without_cookies(&app, &address).await.code(), 400);
    }
}

/// Who may say yes to what, and for which organisation.
#[tokio::test]
async fn only_the_right_people_let_a_program_in() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let writer = register(&app, app.organisation, |draft| {
            draft.scopes = vec![standcloud::auth::Scope::ReportWrite];
        });
        let (writer, _) = writer.await;
        let max = Browser::signed_in(&app, MAX).await;
        let refused = [pushed(&app, &[]).await, address(&web_request(&writer, &[]))];
        for address in &refused {
            let page = max.open(address).await;
            assert_eq!(page.code(), 403, "{page}");
            assert!(words(&page).contains("Only an Admin"), "{page}");
        }
        let eve = "eve@other.example";
        app.add_person(eve).await;
        let stranger = Browser::signed_in(&app, eve).await;
        for address in [pushed(&app, &[]).await, address(&web_request(&writer, &[]))] {
            assert_eq!(stranger.open(&address).await.code(), 403);
        }
    }
}

/// Issue 3, item 0: a login belongs to one organisation, and the page asks which.
#[tokio::test]
async fn with_several_organisations_the_page_asks_which() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        app.add_foreign_key().await;
        let foreign = app
            .app
            .store
            .find_organisation("foreign")
            .await
            .unwrap()
            .unwrap();
        let ann = app.person(ANN).await.id;
        app.join(foreign.id, ann, Role::Admin).await;
        let browser = Browser::signed_in(&app, ANN).await;
        let address = pushed(&app, &[]).await;
        let answer = decide(&browser, &address, ACCEPT).await;
        assert_eq!(answer.code(), 400, "none was chosen: {answer}");
        let chosen = [("decision", "accept"), ("organisation", "foreign")];
        let answer = decide(&browser, &address, &chosen).await;
        assert_eq!(answer.code(), 303, "{answer}");
        let grants = app.app.store.list_grants(foreign.id, 10).await.unwrap();
        assert_eq!(grants.len(), 1);
        // A registered program belongs to its own organisation, so there is nothing to ask.
        let (id, _) = register(&app, app.organisation, |_| {}).await;
        let address = super::code_flow::address(&web_request(&id, &[]));
        assert_eq!(decide(&browser, &address, ACCEPT).await.code(), 303);
        let grants = app
            .app
            .store
            .list_grants(app.organisation, 10)
            .await
            .unwrap();
        assert_eq!(
            (grants.len(), grants[0].client_id.as_str()),
            (1, id.as_str())
        );
    }
}

/// beside a `request_uri` nothing else counts.
#[tokio::test]
async fn r_34_other_parameters_beside_a_pushed_request_are_ignored() {
    let app = TestApp::sqlite().await.with_people().await;
    let browser = Browser::signed_in(&app, ANN).await;
    let address = pushed(&app, &[]).await;
    let more = format!("{address}&redirect_uri=https%3A%2F%2Fevil.example&scope=openid&state=x");
    let answer = decide(&browser, &more, ACCEPT).await;
    assert_eq!(parameter(&parameters_of(&answer, CALLBACK), "state"), STATE);
    assert!(address.contains(HARDPY));
}
