//! signing in through an OpenID Connect provider.

use serde_json::{Value, json};
use standcloud_store::Role;

use crate::support::browser::words;
use crate::support::openid_provider::{CLIENT_SECRET, OpenIdProvider, Request, Signing};
use crate::support::people::{ANN, PASSWORD};
use crate::support::{Answer, Browser, TestApp};

const PAGE: &str = "/auth/sign-in";
const BEGIN: &str = "/auth/sso/plant";
const CALLBACK: &str = "/auth/sso/plant/callback";
const ACCOUNT: &str = "/auth/account/sso";
/// Makes an ID token of claims.
type Forge<'a> = Box<dyn Fn(&Value) -> String + 'a>;

const SESSION: &str = "__Host-sc_session";

/// Where the button leads.
async fn leave(browser: &Browser<'_>, page: &str) -> Request {
    browser.open(page).await;
    let answer = browser.submit(BEGIN, &[]).await;
    assert_eq!(answer.code(), 200, "{answer}");
    let refresh = answer.header("refresh");
    Request::parse(refresh.strip_prefix("0; url=").unwrap())
}

async fn come_back(browser: &Browser<'_>, request: &Request, code: &str) -> Answer {
    let state = request.get("state");
    let path = format!("{CALLBACK}?code={code}&state={state}");
    browser.get(&path).await
}

/// The whole way for the person with this subject.
async fn sign_in(
    browser: &Browser<'_>,
    app: &TestApp,
    provider: &OpenIdProvider,
    subject: &str,
) -> Answer {
    sign_in_as(browser, app, provider, subject, |_| {}).await
}

async fn sign_in_as(
    browser: &Browser<'_>,
    app: &TestApp,
    provider: &OpenIdProvider,
    subject: &str,
    change: impl Fn(&mut Value),
) -> Answer {
    let request = leave(browser, PAGE).await;
    let mut claims = provider.claims(&request, subject, app.app.clock.now());
    change(&mut claims);
    let code = provider.agree(&request, &claims, &Signing::Rs256);
    come_back(browser, &request, &code).await
}

async fn each_with(provider: &OpenIdProvider, more: Value) -> Vec<TestApp> {
    TestApp::each_with(|config| config.sso = vec![provider.config(&more)]).await
}

async fn sqlite_with(provider: &OpenIdProvider, more: Value) -> TestApp {
    TestApp::sqlite_with(|config| config.sso = vec![provider.config(&more)]).await
}

fn for_plant() -> Value {
    json!({ "organisation": "demo", "allowed_domains": ["plant.example"] })
}

fn assert_refused(browser: &Browser<'_>, answer: &Answer, status: u16, what: &str) {
    assert_eq!(answer.code(), status, "{what}: {answer}");
    assert_eq!(browser.cookie(SESSION), None, "{what}");
}

/// and the second time it is the same person.
#[tokio::test]
async fn r_72_an_unknown_person_becomes_a_member() {
    let provider = OpenIdProvider::start().await;
    for app in each_with(&provider, for_plant()).await {
        let browser = Browser::new(&app);
        let answer = sign_in(&browser, &app, &provider, "pat").await;
        assert_eq!(answer.header("location"), "/", "{answer}");
        let pat = app.person("pat@plant.example").await;
        assert_eq!(
            (pat.name.as_str(), pat.password_hash),
            ("Pat from the Plant", None)
        );
        let memberships = app.app.store.list_memberships(pat.id).await.unwrap();
        let roles: Vec<Role> = memberships.iter().map(|member| member.role).collect();
        assert_eq!(roles, [Role::Member]);
        // Known by the subject, whatever the address is now.
        let browser = Browser::new(&app);
        let answer = sign_in_as(&browser, &app, &provider, "pat", |claims| {
            claims["email"] = "pat.new@plant.example".into();
        })
        .await;
        assert_eq!(answer.code(), 303, "{answer}");
        let sessions = app.app.store.list_sessions(pat.id).await.unwrap();
        assert_eq!(sessions.len(), 2);
        assert_eq!(sessions[0].methods, "sso");
        assert_eq!(app.audited("sso.link").await, ["new Member"]);
    }
}

/// what is sent to the provider.
#[tokio::test]
async fn r_71_the_request_has_state_nonce_and_pkce() {
    let provider = OpenIdProvider::start().await;
    let app = sqlite_with(&provider, for_plant()).await;
    let browser = Browser::new(&app);
    let first = leave(&browser, PAGE).await;
    let second = leave(&browser, PAGE).await;
    assert!(first.url.as_str().starts_with(provider.issuer()));
    assert_eq!(first.get("response_type"), "code");
    assert_eq!(first.get("scope"), "openid email profile");
    assert_eq!(
        first.get("redirect_uri"),
        "https://localhost:8443/auth/sso/plant/callback"
    );
    for name in ["state", "nonce", "code_challenge"] {
        assert!(first.get(name).len() >= 43, "{name}");
        assert_ne!(first.get(name), second.get(name), "{name}");
    }
    assert_eq!(first.get("prompt"), "");
}

/// the algorithms that are taken.
#[tokio::test]
async fn r_71_good_signatures_of_four_algorithms_are_taken() {
    let provider = OpenIdProvider::start().await;
    let app = sqlite_with(&provider, for_plant()).await;
    for signing in [
        Signing::Rs256,
        Signing::Ps256,
        Signing::Es256,
        Signing::EdDsa,
    ] {
        let browser = Browser::new(&app);
        let request = leave(&browser, PAGE).await;
        let claims = provider.claims(&request, "pat", app.app.clock.now());
        let code = provider.agree(&request, &claims, &signing);
        let answer = come_back(&browser, &request, &code).await;
        assert_eq!(answer.code(), 303, "{signing:?}: {answer}");
    }
}

/// R-71, case 143: one claim is wrong at a time.
#[tokio::test]
async fn r_71_a_token_with_a_wrong_claim_is_refused() {
    let provider = OpenIdProvider::start().await;
    for app in each_with(&provider, for_plant()).await {
        let now = app.app.clock.now().0 / 1_000_000;
        let wrong = [
            ("nonce", json!("another")),
            ("nonce", Value::Null),
            ("iss", json!("https://evil.example")),
            ("aud", json!("another-client")),
            ("aud", json!(["standcloud-of-the-plant", "another-client"])),
            ("azp", json!("another-client")),
            ("exp", json!(now - 1)),
            ("exp", json!(now)),
            ("iat", json!(now + 3600)),
            ("sub", json!("")),
        ];
        for (claim, value) in &wrong {
            let browser = Browser::new(&app);
            let answer = sign_in_as(&browser, &app, &provider, "pat", |claims| {
                claims[claim] = value.clone();
            })
            .await;
            let what = format!("{claim} {value}");
            assert_refused(&browser, &answer, 403, &what);
        }
        let mut reasons = app.audited("sso.fail").await;
        reasons.dedup();
        assert_eq!(reasons.len(), wrong.len(), "each for its own: {reasons:#?}");
        let is_untrusted = |reason: &String| reason.starts_with("untrusted answer: ");
        assert!(reasons.iter().all(is_untrusted), "{reasons:#?}");
        let nobody = app.app.store.find_user("pat@plant.example").await.unwrap();
        assert_eq!(nobody, None);
    }
}

/// R-71, case 143: the signature is missing, of the wrong sort, or somebody else's.
#[tokio::test]
async fn r_71_a_token_with_a_wrong_signature_is_refused() {
    let provider = OpenIdProvider::start().await;
    let app = sqlite_with(&provider, for_plant()).await;
    let attacker = OpenIdProvider::start().await;
    let rsa = provider.key_id(&Signing::Rs256);
    let forged: Vec<(&str, Forge<'_>)> = vec![
        (
            "none",
            Box::new(|claims| provider.sign(claims, &Signing::None, &rsa)),
        ),
        (
            "HS256 with the public key",
            Box::new(|claims| provider.sign(claims, &Signing::Hs256(provider.rsa_modulus()), &rsa)),
        ),
        (
            "HS256 with the client secret",
            Box::new(|claims| provider.sign(claims, &Signing::Hs256(CLIENT_SECRET.into()), &rsa)),
        ),
        (
            "unknown kid",
            Box::new(|claims| provider.sign(claims, &Signing::Rs256, "rsa-999")),
        ),
        (
            "kid of another key",
            Box::new(|claims| {
                provider.sign(claims, &Signing::Rs256, &provider.key_id(&Signing::Es256))
            }),
        ),
        (
            "somebody else's key",
            Box::new(|claims| {
                attacker.sign(claims, &Signing::Es256, &provider.key_id(&Signing::Es256))
            }),
        ),
        (
            "changed claims",
            Box::new(|claims| {
                let token = provider.sign(claims, &Signing::Rs256, &rsa);
                let mut other = claims.clone();
                other["sub"] = "boss".into();
                let other = provider.sign(&other, &Signing::Rs256, &rsa);
                let head: Vec<&str> = other.rsplitn(2, '.').collect();
                format!("{}.{}", head[1], token.rsplit('.').next().unwrap())
            }),
        ),
    ];
    for (what, forge) in &forged {
        let browser = Browser::new(&app);
        let request = leave(&browser, PAGE).await;
        let claims = provider.claims(&request, "pat", app.app.clock.now());
        let code = provider.agree_with(&request, forge(&claims));
        let answer = come_back(&browser, &request, &code).await;
        assert_refused(&browser, &answer, 403, what);
    }
    assert_eq!(app.audited("sso.fail").await.len(), forged.len());
}

/// R-71, case 143: state, code and answer belong together and to one browser, once.
#[tokio::test]
async fn r_71_a_state_is_good_once_in_its_own_browser_for_ten_minutes() {
    let provider = OpenIdProvider::start().await;
    for app in each_with(&provider, for_plant()).await {
        let agree = |request: &Request| {
            let claims = provider.claims(request, "pat", app.app.clock.now());
            provider.agree(request, &claims, &Signing::Rs256)
        };
        let browser = Browser::new(&app);
        let request = leave(&browser, PAGE).await;
        let code = agree(&request);
        // Login CSRF: the attacker's answer in the victim's browser.
        let victim = Browser::new(&app);
        victim.open(PAGE).await;
        let stolen = come_back(&victim, &request, &code).await;
        assert_refused(&victim, &stolen, 400, "another browser");
        let used = come_back(&browser, &request, &code).await;
        assert_refused(&browser, &used, 400, "used up");

        let wrong = format!("{CALLBACK}?code={code}&state=scch_wrong");
        assert_refused(&browser, &browser.get(&wrong).await, 400, "unknown state");
        let request = leave(&browser, PAGE).await;
        let twice = format!(
            "{CALLBACK}?code=a&state={0}&state={0}",
            request.get("state")
        );
        assert_refused(&browser, &browser.get(&twice).await, 400, "state twice");

        let request = leave(&browser, PAGE).await;
        let code = agree(&request);
        app.app.clock.advance_seconds(601);
        let late = come_back(&browser, &request, &code).await;
        assert_refused(&browser, &late, 400, "after ten minutes");

        let request = leave(&browser, PAGE).await;
        let code = agree(&request);
        assert_eq!(come_back(&browser, &request, &code).await.code(), 303);
        let thief = Browser::new(&app);
        let request = leave(&thief, PAGE).await;
        let replayed = come_back(&thief, &request, &code).await;
        assert_refused(&thief, &replayed, 502, "code replay");
        // PKCE: a stolen code is worth nothing in another sign-in.
        let other = Browser::new(&app);
        let injected = agree(&leave(&other, PAGE).await);
        let request = leave(&thief, PAGE).await;
        let answer = come_back(&thief, &request, &injected).await;
        assert_refused(&thief, &answer, 502, "code injection");
    }
}

/// mix-up (RFC 9207), and a person who changed their mind.
#[tokio::test]
async fn r_71_an_answer_of_another_provider_or_a_refusal_is_shown() {
    let provider = OpenIdProvider::start().await;
    let app = sqlite_with(&provider, for_plant()).await;
    let browser = Browser::new(&app);
    let request = leave(&browser, PAGE).await;
    let claims = provider.claims(&request, "pat", app.app.clock.now());
    let code = provider.agree(&request, &claims, &Signing::Rs256);
    let state = request.get("state");
    let path = format!("{CALLBACK}?code={code}&state={state}&iss=https%3A%2F%2Fevil.example");
    assert_refused(&browser, &browser.get(&path).await, 403, "iss");
    let request = leave(&browser, PAGE).await;
    let state = request.get("state");
    let path = format!("{CALLBACK}?error=access_denied&state={state}");
    let answer = browser.get(&path).await;
    assert_refused(&browser, &answer, 403, "denied");
    assert!(words(&answer).contains("Plant Login did not let you in"));
    let issuer: String = form_urlencoded::byte_serialize(provider.issuer().as_bytes()).collect();
    let request = leave(&browser, PAGE).await;
    let claims = provider.claims(&request, "pat", app.app.clock.now());
    let code = provider.agree(&request, &claims, &Signing::Rs256);
    let path = format!(
        "{CALLBACK}?code={code}&state={}&iss={issuer}",
        request.get("state")
    );
    assert_eq!(browser.get(&path).await.code(), 303);
}

/// new keys are found, but nobody makes us ask all the time.
#[tokio::test]
async fn r_71_new_keys_are_fetched_at_most_once_a_minute() {
    let provider = OpenIdProvider::start().await;
    let app = sqlite_with(&provider, for_plant()).await;
    let browser = Browser::new(&app);
    assert_eq!(sign_in(&browser, &app, &provider, "pat").await.code(), 303);
    assert_eq!(provider.asked_for_keys(), 1);
    provider.rotate_keys();
    for _ in 0..3 {
        let answer = sign_in(&Browser::new(&app), &app, &provider, "pat").await;
        assert_eq!(answer.code(), 403);
    }
    assert_eq!(provider.asked_for_keys(), 1);
    app.app.clock.advance_seconds(61);
    let browser = Browser::new(&app);
    assert_eq!(sign_in(&browser, &app, &provider, "pat").await.code(), 303);
    assert_eq!(provider.asked_for_keys(), 2);
}

/// R-72, case 143: nobody takes over an account by claiming its address.
#[tokio::test]
async fn r_72_an_unverified_address_connects_nothing_and_makes_nobody() {
    let provider = OpenIdProvider::start().await;
    let more = json!({
        "organisation": "demo",
        "link_by_email": true,
        "allowed_domains": ["demo.example", "plant.example"],
    });
    for app in each_with(&provider, more).await {
        let app = app.with_people().await;
        for verified in [json!(false), Value::Null] {
            for email in [ANN, "new@plant.example"] {
                let browser = Browser::new(&app);
                let answer = sign_in_as(&browser, &app, &provider, "eve", |claims| {
                    claims["email"] = email.into();
                    claims["email_verified"] = verified.clone();
                })
                .await;
                assert_refused(&browser, &answer, 403, email);
            }
        }
        let ann = app.person(ANN).await.id;
        assert_eq!(app.app.store.list_identities(ann).await.unwrap(), []);
        // Verified, it is Ann.
        let browser = Browser::new(&app);
        let answer = sign_in_as(&browser, &app, &provider, "ann", |claims| {
            claims["email"] = ANN.to_uppercase().into();
        })
        .await;
        assert_eq!(answer.code(), 303, "{answer}");
        assert_eq!(app.app.store.list_identities(ann).await.unwrap().len(), 1);
        assert_eq!(app.audited("sso.link").await, ["by e-mail"]);
    }
}

/// what the operator did not allow.
#[tokio::test]
async fn r_72_who_may_come_in_is_the_operators_choice() {
    let provider = OpenIdProvider::start().await;
    // Not connected by e-mail unless that is switched on; the answer does not tell who has an account.
    let app = sqlite_with(&provider, json!({})).await.with_people().await;
    let mut answers = Vec::new();
    for email in [ANN, "nobody@demo.example"] {
        let browser = Browser::new(&app);
        let answer = sign_in_as(&browser, &app, &provider, "x", |claims| {
            claims["email"] = email.into();
        })
        .await;
        assert_refused(&browser, &answer, 403, email);
        answers.push(words(&answer));
    }
    assert_eq!(answers[0], answers[1]);
    // Another domain.
    let app = sqlite_with(&provider, for_plant()).await;
    let browser = Browser::new(&app);
    let answer = sign_in_as(&browser, &app, &provider, "x", |claims| {
        claims["email"] = "x@plant.example.evil.example".into();
    })
    .await;
    assert_refused(&browser, &answer, 403, "domain");
    assert!(words(&answer).contains("at plant.example"), "{answer}");
    // A provider that verifies addresses without saying so; but an explicit no stays a no.
    let more = json!({ "organisation": "demo", "verified_emails": true });
    let app = sqlite_with(&provider, more).await;
    for (verified, expected) in [(json!(false), 403), (Value::Null, 303)] {
        let browser = Browser::new(&app);
        let answer = sign_in_as(&browser, &app, &provider, "pat", |claims| {
            claims["email_verified"] = verified.clone();
        })
        .await;
        assert_eq!(answer.code(), expected, "{verified}: {answer}");
    }
}

/// disabling a person here wins, however they are known.
#[tokio::test]
async fn r_72_a_disabled_person_stays_out() {
    let provider = OpenIdProvider::start().await;
    let more = json!({
        "organisation": "demo",
        "link_by_email": true,
        "allowed_domains": ["plant.example"],
    });
    for app in each_with(&provider, more).await {
        let browser = Browser::new(&app);
        assert_eq!(sign_in(&browser, &app, &provider, "pat").await.code(), 303);
        let (pat, now) = (
            app.person("pat@plant.example").await.id,
            app.app.clock.now(),
        );
        app.app.store.disable_user(pat, now).await.unwrap();
        for subject in ["pat", "pat-with-a-new-account"] {
            let browser = Browser::new(&app);
            let answer = sign_in_as(&browser, &app, &provider, subject, |claims| {
                claims["email"] = "pat@plant.example".into();
            })
            .await;
            assert_refused(&browser, &answer, 403, subject);
        }
    }
}

/// a signed-in person connects the account of the provider with theirs.
#[tokio::test]
async fn r_72_a_person_connects_and_disconnects() {
    let provider = OpenIdProvider::start().await;
    for app in each_with(&provider, json!({})).await {
        let app = app.with_people().await;
        let ann = Browser::signed_in(&app, ANN).await;
        let connect = async |browser: &Browser<'_>, subject: &str| {
            let request = leave(browser, ACCOUNT).await;
            let claims = provider.claims(&request, subject, app.app.clock.now());
            let code = provider.agree(&request, &claims, &Signing::Rs256);
            come_back(browser, &request, &code).await
        };
        let answer = connect(&ann, "ann-at-plant").await;
        assert_eq!(answer.header("location"), ACCOUNT, "{answer}");
        let browser = Browser::new(&app);
        assert_eq!(
            sign_in(&browser, &app, &provider, "ann-at-plant")
                .await
                .code(),
            303
        );
        let page = browser.open(ACCOUNT).await;
        assert!(words(&page).contains(ANN), "{page}");
        // It is hers: nobody else connects it.
        let max = Browser::signed_in(&app, crate::support::people::MAX).await;
        assert_eq!(connect(&max, "ann-at-plant").await.code(), 403);
        ann.open(ACCOUNT).await;
        let path = format!("{ACCOUNT}/disconnect");
        assert_eq!(ann.submit(&path, &[]).await.code(), 303);
        let browser = Browser::new(&app);
        let answer = sign_in(&browser, &app, &provider, "ann-at-plant").await;
        assert_refused(&browser, &answer, 403, "disconnected");
        assert_eq!(app.audited("sso.unlink").await.len(), 1);
    }
}

/// Nobody shuts themselves out.
#[tokio::test]
async fn r_72_the_only_way_in_cannot_be_disconnected() {
    let provider = OpenIdProvider::start().await;
    let app = sqlite_with(&provider, for_plant()).await;
    let browser = Browser::new(&app);
    sign_in(&browser, &app, &provider, "pat").await;
    browser.open(ACCOUNT).await;
    let answer = browser.submit(&format!("{ACCOUNT}/disconnect"), &[]).await;
    assert_eq!(answer.code(), 400);
    assert!(words(&answer).contains("your only way to sign in"));
    // Nor is a password asked that there is not.
    app.app.clock.advance_seconds(16 * 60);
    let page = browser.open("/auth/sign-in/again").await;
    assert!(!page.text().contains("type=\"password\""), "{page}");
}

/// for weighty things the provider must ask the person anew.
#[tokio::test]
async fn r_67_confirming_asks_the_provider_to_ask_again() {
    let provider = OpenIdProvider::start().await;
    let app = sqlite_with(&provider, for_plant()).await;
    let browser = Browser::new(&app);
    sign_in(&browser, &app, &provider, "pat").await;
    let now = app.app.clock.now().0 / 1_000_000;
    for (age, expected) in [(3600, 403), (10, 303)] {
        let request = leave(&browser, "/auth/sign-in/again").await;
        assert_eq!(
            (request.get("prompt"), request.get("max_age")),
            ("login", "0")
        );
        let mut claims = provider.claims(&request, "pat", app.app.clock.now());
        claims["auth_time"] = json!(now - age);
        let code = provider.agree(&request, &claims, &Signing::Rs256);
        assert_eq!(come_back(&browser, &request, &code).await.code(), expected);
    }
}

/// the provider sees to the second step.
#[tokio::test]
async fn r_67_single_sign_on_is_enough_for_admins_who_must_have_a_second_step() {
    let provider = OpenIdProvider::start().await;
    let more = json!({ "link_by_email": true, "allowed_domains": ["demo.example"] });
    let app = sqlite_with(&provider, more).await.with_people().await;
    app.require_second_factor_of_admins().await;
    let browser = Browser::new(&app);
    sign_in_as(&browser, &app, &provider, "ann", |claims| {
        claims["email"] = ANN.into();
    })
    .await;
    let keys = browser.api_get("/api/v1/org/demo/api-keys").await;
    assert_eq!(keys.code(), 200, "{keys}");
}

#[tokio::test]
async fn a_provider_that_is_away_is_named_and_the_password_still_works() {
    let provider = OpenIdProvider::start().await;
    let away = json!({ "issuer": "http://127.0.0.1:9" });
    let app = sqlite_with(&provider, away).await.with_people().await;
    let browser = Browser::new(&app);
    browser.open(PAGE).await;
    let answer = browser.submit(BEGIN, &[]).await;
    assert_refused(&browser, &answer, 502, "away");
    assert!(
        words(&answer).contains("Plant Login does not answer"),
        "{answer}"
    );
    assert_eq!(browser.try_password(ANN, PASSWORD).await.code(), 303);
}

/// back to where the person wanted to go, and nowhere else.
#[tokio::test]
async fn r_63_the_way_back_is_kept() {
    let provider = OpenIdProvider::start().await;
    let app = sqlite_with(&provider, for_plant()).await;
    for (wanted, expected) in [
        ("%2Fauth%2Faccount%2Fpasskeys", "/auth/account/passkeys"),
        ("https%3A%2F%2Fevil.example", "/"),
    ] {
        let browser = Browser::new(&app);
        let request = leave(&browser, &format!("{PAGE}?return_to={wanted}")).await;
        let claims = provider.claims(&request, "pat", app.app.clock.now());
        let code = provider.agree(&request, &claims, &Signing::Rs256);
        let answer = come_back(&browser, &request, &code).await;
        assert_eq!(answer.header("location"), expected);
    }
}
