//! passkeys instead of a password and after it.

use serde_json::Value;

use crate::support::authenticator_app::AuthenticatorApp;
use crate::support::browser::{ORIGIN, encoded, form_post, words};
use crate::support::people::{ANN, MAX, PASSWORD};
use crate::support::security_key::SecurityKey;
use crate::support::{Answer, Browser, TestApp};

const MANAGE: &str = "/auth/account/passkeys";
const SIGN_IN: &str = "/auth/passkey/sign-in";
const SECOND_FACTOR: &str = "/auth/second-factor/passkey";
/// Makes one thing wrong.
type Spoil = fn(&mut SecurityKey);

const SESSION: &str = "__Host-sc_session";

/// What the server hands to the browser's dialogue, and under which challenge.
async fn ask_options(browser: &Browser<'_>, action: &str) -> (String, Value) {
    let answer = try_options(browser, action).await;
    assert_eq!(answer.code(), 200, "{answer}");
    let json = answer.json();
    let challenge = json["challenge"].as_str().unwrap().to_owned();
    (challenge, json["options"].clone())
}

async fn try_options(browser: &Browser<'_>, action: &str) -> Answer {
    let csrf = browser.csrf();
    let request = form_post(&format!("{action}/options")).header("origin", ORIGIN);
    browser.send(request, encoded(&[("csrf", &csrf)])).await
}

async fn finish(browser: &Browser<'_>, action: &str, challenge: &str, answer: &str) -> Answer {
    let fields = [("challenge", challenge), ("credential", answer)];
    browser.submit(action, &fields).await
}

/// Adds a passkey for whoever is signed in.
async fn enrol(browser: &Browser<'_>, name: &str) -> SecurityKey {
    let mut key = SecurityKey::new();
    let answer = enrol_with(browser, &mut key, name).await;
    assert_eq!(answer.header("location"), MANAGE, "{answer}");
    key
}

async fn enrol_with(browser: &Browser<'_>, key: &mut SecurityKey, name: &str) -> Answer {
    browser.open(MANAGE).await;
    let (challenge, options) = ask_options(browser, MANAGE).await;
    let credential = key.create(&options);
    let fields = [
        ("challenge", challenge.as_str()),
        ("credential", &credential),
        ("name", name),
    ];
    browser.submit(MANAGE, &fields).await
}

async fn sign_in_with(browser: &Browser<'_>, key: &mut SecurityKey) -> Answer {
    browser.open("/auth/sign-in").await;
    let (challenge, options) = ask_options(browser, SIGN_IN).await;
    finish(browser, SIGN_IN, &challenge, &key.get(&options)).await
}

#[tokio::test]
async fn r_66_a_passkey_signs_in_without_an_address_or_a_password() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let owner = Browser::signed_in(&app, ANN).await;
        let before = owner.cookie(SESSION);
        let mut key = enrol(&owner, "YubiKey").await;
        assert_ne!(owner.cookie(SESSION), before, "R-59");
        // Twice: the counter moves on.
        for _ in 0..2 {
            let browser = Browser::new(&app);
            let answer = sign_in_with(&browser, &mut key).await;
            assert_eq!(answer.header("location"), "/", "{answer}");
            let page = browser.open(MANAGE).await;
            assert!(words(&page).contains("YubiKey"), "{page}");
        }
        assert_eq!(app.audited("passkey.add").await.len(), 1);
        let sign_ins = app.audited("sign_in.ok").await;
        assert_eq!(sign_ins, ["passkey", "passkey", "password"]);
    }
}

/// the options ask for what the server checks afterwards.
#[tokio::test]
async fn r_66_the_browser_is_asked_to_verify_the_person() {
    let app = TestApp::sqlite().await.with_people().await;
    let owner = Browser::signed_in(&app, ANN).await;
    enrol(&owner, "one").await;
    owner.open(MANAGE).await;
    let (_, options) = ask_options(&owner, MANAGE).await;
    let key = &options["publicKey"];
    assert_eq!(key["rp"]["id"], "localhost");
    assert_eq!(key["user"]["name"], ANN);
    assert_eq!(key["authenticatorSelection"]["residentKey"], "preferred");
    assert_eq!(
        key["authenticatorSelection"]["userVerification"],
        "required"
    );
    assert_eq!(key["excludeCredentials"].as_array().unwrap().len(), 1);
    let stranger = Browser::new(&app);
    stranger.open("/auth/sign-in").await;
    let (_, options) = ask_options(&stranger, SIGN_IN).await;
    assert_eq!(options["publicKey"]["userVerification"], "required");
    assert_eq!(options.get("mediation"), None);
}

/// R-66, case 139
#[tokio::test]
async fn r_66_an_answer_that_is_wrong_in_one_thing_is_refused() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let owner = Browser::signed_in(&app, ANN).await;
        let mut key = enrol(&owner, "key").await;
        let wrong: [(&str, Spoil); 5] = [
            ("origin", |key| {
                key.origin = "https://evil.example".to_owned();
            }),
            ("port", |key| {
                key.origin = "https://localhost:8444".to_owned();
            }),
            ("rpIdHash", |key| key.rp_id = "evil.example".to_owned()),
            ("no user verification", |key| key.verifies_user = false),
            ("cloned counter", |key| key.counter = 0),
        ];
        for (what, spoil) in wrong {
            let (origin, rp_id) = (key.origin.clone(), key.rp_id.clone());
            let counter = key.counter;
            spoil(&mut key);
            let browser = Browser::new(&app);
            let answer = sign_in_with(&browser, &mut key).await;
            assert_eq!(answer.code(), 401, "{what}");
            assert_eq!(browser.cookie(SESSION), None, "{what}");
            (key.origin, key.rp_id, key.verifies_user) = (origin, rp_id, true);
            key.counter = counter;
        }
        let browser = Browser::new(&app);
        assert_eq!(sign_in_with(&browser, &mut key).await.code(), 303);
        let mut stranger = SecurityKey::new();
        let browser = Browser::new(&app);
        assert_eq!(sign_in_with(&browser, &mut stranger).await.code(), 401);
    }
}

/// R-66, case 139: a challenge is answered once, by the browser that asked, within five minutes.
#[tokio::test]
async fn r_66_a_challenge_is_good_once_here_and_now() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let owner = Browser::signed_in(&app, ANN).await;
        let mut key = enrol(&owner, "key").await;
        let browser = Browser::new(&app);
        browser.open("/auth/sign-in").await;
        let (challenge, options) = ask_options(&browser, SIGN_IN).await;
        let answer = key.get(&options);
        let thief = Browser::new(&app);
        thief.open("/auth/sign-in").await;
        let stolen = finish(&thief, SIGN_IN, &challenge, &answer).await;
        assert_eq!(stolen.code(), 401, "in another browser");
        browser.open("/auth/sign-in").await;
        let late = finish(&browser, SIGN_IN, &challenge, &answer).await;
        assert_eq!(late.code(), 401, "used up");

        browser.open("/auth/sign-in").await;
        let (challenge, options) = ask_options(&browser, SIGN_IN).await;
        let answer = key.get(&options);
        let first = finish(&browser, SIGN_IN, &challenge, &answer).await;
        assert_eq!(first.code(), 303, "{first}");

        let browser = Browser::new(&app);
        browser.open("/auth/sign-in").await;
        let replayed = finish(&browser, SIGN_IN, &challenge, &answer).await;
        assert_eq!(replayed.code(), 401, "replayed");
        browser.open("/auth/sign-in").await;
        let (challenge, options) = ask_options(&browser, SIGN_IN).await;
        let other_answer = finish(&browser, SIGN_IN, &challenge, &answer).await;
        assert_eq!(other_answer.code(), 401, "the answer to another challenge");
        browser.open("/auth/sign-in").await;
        let (late_challenge, late_options) = ask_options(&browser, SIGN_IN).await;
        app.app.clock.advance_seconds(301);
        let late = finish(&browser, SIGN_IN, &late_challenge, &key.get(&late_options)).await;
        assert_eq!(late.code(), 401, "after five minutes");
        drop(options);
    }
}

/// A challenge for adding a key is none for signing in.
#[tokio::test]
async fn r_66_a_challenge_serves_what_it_was_made_for() {
    let app = TestApp::sqlite().await.with_people().await;
    let owner = Browser::signed_in(&app, ANN).await;
    let mut key = enrol(&owner, "key").await;
    owner.open(MANAGE).await;
    let (challenge, options) = ask_options(&owner, MANAGE).await;
    owner.open("/auth/sign-in/again").await;
    let answer = finish(&owner, SIGN_IN, &challenge, &key.get(&options)).await;
    assert_eq!(answer.code(), 401);
}

#[tokio::test]
async fn r_66_a_key_that_does_not_verify_its_owner_is_not_added() {
    let app = TestApp::sqlite().await.with_people().await;
    let owner = Browser::signed_in(&app, ANN).await;
    let mut key = SecurityKey::new();
    key.verifies_user = false;
    let answer = enrol_with(&owner, &mut key, "key").await;
    assert!(words(&answer).contains("was not added"), "{answer}");
    // Nor one that somebody else has.
    key.verifies_user = true;
    enrol_with(&owner, &mut key, "key").await;
    let max = Browser::signed_in(&app, MAX).await;
    let answer = enrol_with(&max, &mut key, "key").await;
    assert!(words(&answer).contains("known already"), "{answer}");
}

/// instead of the code.
#[tokio::test]
async fn r_66_a_passkey_is_a_second_step_for_its_owner() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let owner = Browser::signed_in(&app, ANN).await;
        AuthenticatorApp::enrol(&app, &owner).await;
        let mut key = enrol(&owner, "key").await;
        let max = Browser::signed_in(&app, MAX).await;
        let mut foreign = enrol(&max, "key of Max").await;
        let browser = Browser::new(&app);
        browser.try_password(ANN, PASSWORD).await;
        browser.open("/auth/second-factor").await;
        let (challenge, options) = ask_options(&browser, SECOND_FACTOR).await;
        let allowed = &options["publicKey"]["allowCredentials"];
        assert_eq!(allowed.as_array().unwrap().len(), 1);
        let answer = finish(&browser, SECOND_FACTOR, &challenge, &foreign.get(&options)).await;
        assert_eq!(answer.code(), 401);
        browser.open("/auth/second-factor").await;
        let (challenge, options) = ask_options(&browser, SECOND_FACTOR).await;
        let answer = finish(&browser, SECOND_FACTOR, &challenge, &key.get(&options)).await;
        assert_eq!(answer.code(), 303, "{answer}");
        let sessions = app.app.store.list_sessions(app.person(ANN).await.id);
        let sessions = sessions.await.unwrap();
        let is_there = |session: &&standcloud_store::Session| session.methods == "password passkey";
        assert!(sessions.iter().any(|session| is_there(&session)));
        assert_eq!(app.audited("mfa.fail").await, ["passkey"]);
    }
}

/// the person was verified, so it counts.
#[tokio::test]
async fn r_67_a_passkey_is_enough_for_admins_who_must_have_a_second_step() {
    let app = TestApp::sqlite().await.with_people().await;
    let owner = Browser::signed_in(&app, ANN).await;
    let mut key = enrol(&owner, "key").await;
    app.require_second_factor_of_admins().await;
    let keys = "/api/v1/org/demo/api-keys";
    let browser = Browser::signed_in(&app, ANN).await;
    assert_eq!(browser.api_get(keys).await.code(), 403);
    let browser = Browser::new(&app);
    sign_in_with(&browser, &mut key).await;
    assert_eq!(browser.api_get(keys).await.code(), 200);
}

#[tokio::test]
async fn r_66_a_removed_key_and_a_disabled_person_stay_out() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let owner = Browser::signed_in(&app, ANN).await;
        let mut first = enrol(&owner, "first").await;
        let mut second = enrol(&owner, "second").await;
        let id = first.public_id();
        let remove = format!("{MANAGE}/remove");
        // Nobody removes the key of another.
        let max = Browser::signed_in(&app, MAX).await;
        enrol(&max, "own").await;
        max.open(MANAGE).await;
        max.submit(&remove, &[("passkey", &id)]).await;
        let before = sign_in_with(&Browser::new(&app), &mut first).await;
        assert_eq!(before.code(), 303);
        owner.open(MANAGE).await;
        owner.submit(&remove, &[("passkey", &id)]).await;
        let removed = [
            sign_in_with(&Browser::new(&app), &mut first).await.code(),
            sign_in_with(&Browser::new(&app), &mut second).await.code(),
        ];
        assert_eq!(removed, [401, 303]);
        let (ann, now) = (app.person(ANN).await.id, app.app.clock.now());
        assert!(app.app.store.disable_user(ann, now).await.unwrap());
        let disabled = sign_in_with(&Browser::new(&app), &mut second).await;
        assert_eq!(disabled.code(), 401);
        assert_eq!(app.audited("passkey.remove").await.len(), 1);
    }
}

///
#[tokio::test]
async fn r_67_adding_a_passkey_needs_a_recent_sign_in() {
    let app = TestApp::sqlite().await.with_people().await;
    let owner = Browser::signed_in(&app, ANN).await;
    app.app.clock.advance_seconds(16 * 60);
    owner.open(MANAGE).await;
    let answer = try_options(&owner, MANAGE).await;
    let expected = "/auth/sign-in/again?return_to=%2Fauth%2Faccount%2Fpasskeys";
    assert_eq!(answer.header("location"), expected);
}

/// there are no passkeys for an IP address, and the page says so.
#[tokio::test]
async fn r_66_an_ip_address_has_no_passkeys() {
    let app = TestApp::sqlite_with(|config| {
        config.public_url = Some("https://10.0.0.5:8443".to_owned());
    })
    .await
    .with_people()
    .await;
    let owner = Browser::signed_in(&app, ANN).await;
    // The browser of the tests says localhost, which has passkeys even here.
    assert!(words(&owner.open(MANAGE).await).contains("It works at localhost"));
    let page = owner.open_at("10.0.0.5:8443", MANAGE).await;
    assert!(words(&page).contains("by its IP address"), "{page}");
    assert!(!page.text().contains("data-passkey"), "{page}");
}
