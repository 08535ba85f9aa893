//! the code after the password, its recovery codes, and Admins who must have one.

use crate::support::authenticator_app::{AuthenticatorApp, SECOND_FACTOR, SET_UP, recovery_codes};
use crate::support::browser::words;
use crate::support::people::{ANN, MAX, PASSWORD};
use crate::support::{Answer, Browser, TestApp};

const ASK: &str = "/auth/second-factor";
const RECOVERY: &str = "/auth/second-factor/recovery";
const SESSION: &str = "__Host-sc_session";
const STEP: i64 = 30;

/// A browser after the password, on the page that asks for more.
async fn after_password<'a>(app: &'a TestApp, email: &str) -> Browser<'a> {
    let browser = Browser::new(app);
    let answer = browser.try_password(email, PASSWORD).await;
    assert_eq!(answer.header("location"), ASK, "{answer}");
    let page = browser.open(ASK).await;
    assert_eq!(page.code(), 200, "{page}");
    browser
}

async fn try_code(browser: &Browser<'_>, code: &str) -> Answer {
    browser.submit(ASK, &[("code", code)]).await
}

/// A code is right when it leads on.
async fn passes(browser: &Browser<'_>, code: &str) -> bool {
    try_code(browser, code).await.code() == 303
}

///
#[tokio::test]
async fn r_65_the_code_is_asked_after_the_password_and_the_session_is_new() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let owner = Browser::signed_in(&app, ANN).await;
        let before = owner.cookie(SESSION);
        let (phone, _) = AuthenticatorApp::enrol(&app, &owner).await;
        assert_ne!(owner.cookie(SESSION), before, "R-59");
        app.app.clock.advance_seconds(STEP);
        let browser = after_password(&app, ANN).await;
        let half = browser.cookie(SESSION);
        // Half a session opens nothing.
        let page = browser.get("/auth/sign-in/again").await;
        assert_eq!(page.code(), 303);
        assert!(page.header("location").starts_with(ASK), "{page}");
        browser.open(ASK).await;
        assert!(passes(&browser, &phone.code(0)).await);
        assert_ne!(browser.cookie(SESSION), half, "R-59");
        assert_eq!(browser.get("/auth/sign-in/again").await.code(), 200);
        let sessions = app.app.store.list_sessions(app.person(ANN).await.id);
        let methods: Vec<String> = sessions
            .await
            .unwrap()
            .into_iter()
            .map(|session| session.methods)
            .collect();
        assert_eq!(methods, ["password totp", "password totp"]);
    }
}

/// R-65, case 137: each step once, one step of difference between clocks and no more.
#[tokio::test]
async fn r_65_a_code_works_once_and_only_near_its_time() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let owner = Browser::signed_in(&app, ANN).await;
        let (phone, _) = AuthenticatorApp::enrol(&app, &owner).await;
        let confirmed_with = phone.code(0);
        let browser = after_password(&app, ANN).await;
        assert!(!passes(&browser, &confirmed_with).await, "used to confirm");
        for (steps, expected) in [(-2, false), (2, false), (-1, true), (0, true), (1, true)] {
            app.app.clock.advance_seconds(10 * STEP);
            let browser = after_password(&app, ANN).await;
            let code = phone.code(steps);
            assert_eq!(passes(&browser, &code).await, expected, "{steps}");
            let again = after_password(&app, ANN).await;
            assert!(!passes(&again, &code).await, "{steps} twice");
        }
    }
}

/// R-65, case 137: guessing gets slower and slower, from whichever browser.
#[tokio::test]
async fn r_65_six_wrong_codes_make_it_wait() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let owner = Browser::signed_in(&app, ANN).await;
        let (phone, codes) = AuthenticatorApp::enrol(&app, &owner).await;
        app.app.clock.advance_seconds(STEP);
        for number in 1..=5 {
            let browser = after_password(&app, ANN).await;
            let answer = try_code(&browser, &phone.wrong_code()).await;
            assert_eq!(answer.code(), 401, "{number}");
        }
        let browser = after_password(&app, ANN).await;
        let refused = try_code(&browser, &phone.code(0)).await;
        assert_eq!((refused.code(), refused.header("retry-after")), (429, "2"));
        // Recovery codes are counted with them.
        let browser = after_password(&app, ANN).await;
        let refused = browser
            .submit(RECOVERY, &[("recovery_code", &codes[0])])
            .await;
        assert_eq!(refused.code(), 429);
        app.app.clock.advance_seconds(2);
        let browser = after_password(&app, ANN).await;
        assert!(passes(&browser, &phone.code(0)).await);
        assert_eq!(app.audited("mfa.fail").await.len(), 5);
    }
}

/// Of many attempts that come at the same time, one is looked at.
#[tokio::test]
async fn r_65_attempts_at_the_same_time_do_not_escape_the_count() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let owner = Browser::signed_in(&app, ANN).await;
        let (phone, _) = AuthenticatorApp::enrol(&app, &owner).await;
        let mut browsers = Vec::new();
        for _ in 0..12 {
            browsers.push(after_password(&app, ANN).await);
        }
        let wrong = phone.wrong_code();
        let mut looked_at = 0;
        for answer in join_all(browsers.iter().map(|browser| try_code(browser, &wrong))).await {
            looked_at += usize::from(answer.code() == 401);
        }
        assert!((1..=5).contains(&looked_at), "{looked_at}");
    }
}

async fn join_all<T>(futures: impl Iterator<Item = impl Future<Output = T>>) -> Vec<T> {
    let mut pending: Vec<_> = futures.map(Box::pin).collect();
    let mut done: Vec<Option<T>> = pending.iter().map(|_| None).collect();
    std::future::poll_fn(|context| {
        for (future, slot) in pending.iter_mut().zip(&mut done) {
            if slot.is_none()
                && let std::task::Poll::Ready(value) = future.as_mut().poll(context)
            {
                *slot = Some(value);
            }
        }
        if done.iter().all(Option::is_some) {
            std::task::Poll::Ready(())
        } else {
            std::task::Poll::Pending
        }
    })
    .await;
    done.into_iter().flatten().collect()
}

/// R-65, case 138
#[tokio::test]
async fn r_65_a_recovery_code_works_once() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let owner = Browser::signed_in(&app, ANN).await;
        let (_, codes) = AuthenticatorApp::enrol(&app, &owner).await;
        assert_eq!(codes.len(), 10);
        let try_recovery = async |code: &str| {
            let browser = after_password(&app, ANN).await;
            let answer = browser.submit(RECOVERY, &[("recovery_code", code)]).await;
            answer.code()
        };
        let typed = codes[3].to_uppercase().replace('-', " ");
        assert_eq!(try_recovery(&typed).await, 303);
        assert_eq!(try_recovery(&codes[3]).await, 401);
        assert_eq!(try_recovery("0000-0000-0000-0000").await, 401);
        let used = app.audited("recovery_code.use").await;
        assert_eq!(used, ["9 left"]);
        // Renewing ends the old ones.
        owner.open(SECOND_FACTOR).await;
        let renew = format!("{SECOND_FACTOR}/codes");
        let renewed = recovery_codes(&owner.submit(&renew, &[]).await);
        assert_eq!(try_recovery(&codes[4]).await, 401);
        assert_eq!(try_recovery(&renewed[4]).await, 303);
    }
}

#[tokio::test]
async fn r_65_it_is_not_asked_before_it_was_confirmed() {
    let app = TestApp::sqlite().await.with_people().await;
    let owner = Browser::signed_in(&app, ANN).await;
    owner.open(SECOND_FACTOR).await;
    let begin = format!("{SECOND_FACTOR}/begin");
    let page = owner.submit_and_follow(&begin, &[]).await;
    let phone = AuthenticatorApp::scan(&app, &page);
    assert!(page.text().contains("<svg"), "the picture to scan");
    let wrong = owner.submit(SET_UP, &[("code", &phone.wrong_code())]).await;
    assert_eq!(wrong.code(), 422);
    let browser = Browser::new(&app);
    let answer = browser.try_password(ANN, PASSWORD).await;
    assert_eq!(answer.header("location"), "/");
}

/// whoever finds an open browser cannot change the second step.
#[tokio::test]
async fn r_67_changing_the_second_step_needs_a_recent_sign_in() {
    let app = TestApp::sqlite().await.with_people().await;
    let owner = Browser::signed_in(&app, ANN).await;
    let (phone, _) = AuthenticatorApp::enrol(&app, &owner).await;
    owner.open(SECOND_FACTOR).await;
    app.app.clock.advance_seconds(16 * 60);
    for action in ["begin", "codes", "off"] {
        owner.open(SECOND_FACTOR).await;
        let path = format!("{SECOND_FACTOR}/{action}");
        let csrf = owner.csrf();
        let request = crate::support::browser::form_post(&path);
        let answer = owner
            .send(
                request,
                crate::support::browser::encoded(&[("csrf", &csrf)]),
            )
            .await;
        let expected = "/auth/sign-in/again?return_to=%2Fauth%2Faccount%2Fsecond-factor".to_owned();
        assert_eq!(answer.header("location"), expected, "{action}");
    }
    owner.open("/auth/sign-in/again").await;
    let answer = owner
        .submit("/auth/sign-in/again", &[("password", PASSWORD)])
        .await;
    assert_eq!(answer.header("location"), ASK, "the second step again");
    owner.open(ASK).await;
    assert!(passes(&owner, &phone.code(0)).await);
    owner.open(SECOND_FACTOR).await;
    owner.submit(&format!("{SECOND_FACTOR}/off"), &[]).await;
    let browser = Browser::new(&app);
    let answer = browser.try_password(ANN, PASSWORD).await;
    assert_eq!(answer.header("location"), "/");
    assert_eq!(app.audited("mfa.remove").await.len(), 1);
}

/// Half a session does not wait for ever.
#[tokio::test]
async fn r_65_the_second_step_must_follow_soon() {
    let app = TestApp::sqlite().await.with_people().await;
    let owner = Browser::signed_in(&app, ANN).await;
    let (phone, _) = AuthenticatorApp::enrol(&app, &owner).await;
    let browser = after_password(&app, ANN).await;
    app.app.clock.advance_seconds(16 * 60);
    let answer = browser.submit(ASK, &[("code", &phone.code(0))]).await;
    assert_ne!(answer.code(), 303, "the form is out of date: {answer}");
    assert_eq!(browser.get(ASK).await.header("location"), "/auth/sign-in");
}

/// The secret is worth nothing to whoever reads the database.
#[tokio::test]
async fn r_65_the_secret_is_sealed_for_one_person() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let owner = Browser::signed_in(&app, ANN).await;
        owner.open(SECOND_FACTOR).await;
        let begin = format!("{SECOND_FACTOR}/begin");
        let page = owner.submit_and_follow(&begin, &[]).await;
        let key = words(&page);
        let store = &app.app.store;
        let ann = app.person(ANN).await.id;
        let stored = store.lookup_totp(ann).await.unwrap().unwrap();
        assert_eq!(stored.secret.len(), 1 + 12 + 20 + 16, "sealed");
        let plain = app
            .app
            .server_keys
            .open(&format!("totp {ann}"), &stored.secret);
        assert_eq!(plain.map(|plain| plain.len()), Some(20));
        let max = app.person(MAX).await.id;
        let foreign = app
            .app
            .server_keys
            .open(&format!("totp {max}"), &stored.secret);
        assert_eq!(foreign, None);
        assert!(!key.is_empty());
    }
}

/// an organisation may ask more of its Admins.
#[tokio::test]
async fn r_67_admins_who_must_have_a_second_step_are_led_to_it() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        app.require_second_factor_of_admins().await;
        let ann = Browser::signed_in(&app, ANN).await;
        let keys = "/api/v1/org/demo/api-keys";
        let answer = ann.api_get(keys).await;
        assert_eq!(answer.json()["code"], "second_factor_needed", "{answer}");
        let page = ann.open("/auth/account/second-factor?needed=1").await;
        assert!(words(&page).contains("asks its Admins"), "{page}");
        AuthenticatorApp::enrol(&app, &ann).await;
        assert_eq!(ann.api_get(keys).await.code(), 200);
        // Members are not concerned: they may not see the page in any case.
        let max = Browser::signed_in(&app, MAX).await;
        let answer = max.api_get(keys).await;
        assert_eq!(answer.json()["code"], "forbidden", "{answer}");
    }
}

/// A code in the address or another window does not set up two phones.
#[tokio::test]
async fn r_65_a_second_window_cannot_replace_the_phone() {
    let app = TestApp::sqlite().await.with_people().await;
    let owner = Browser::signed_in(&app, ANN).await;
    let (phone, _) = AuthenticatorApp::enrol(&app, &owner).await;
    let second = Browser::new(&app);
    second.try_password(ANN, PASSWORD).await;
    app.app.clock.advance_seconds(STEP);
    second.open(ASK).await;
    assert!(passes(&second, &phone.code(0)).await);
    assert_eq!(second.get(SET_UP).await.header("location"), SECOND_FACTOR);
}
