//! Signing in with a password, and out.

use axum::http::StatusCode;

use crate::support::browser::{ORIGIN, encoded, form_post, words};
use crate::support::people::{ANN, MAX, PASSWORD};
use crate::support::{Browser, TestApp};

const SESSION: &str = "__Host-sc_session";
const DAY: i64 = 86_400;

/// R-59, case 140: the flags are exact, and nothing but cookies with the `__Host-` prefix is set.
#[tokio::test]
async fn r_59_a_right_password_begins_a_session() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let browser = Browser::new(&app);
        let answer = browser.try_password(ANN, PASSWORD).await;
        assert_eq!(answer.code(), 303, "{answer}");
        assert_eq!(answer.header("location"), "/");
        let mut cookies: Vec<&str> = answer
            .headers
            .get_all("set-cookie")
            .iter()
            .map(|value| value.to_str().unwrap())
            .collect();
        cookies.sort_unstable();
        let secret = browser.cookie(SESSION).unwrap();
        let device = browser.cookie("__Host-sc_device").unwrap();
        assert_eq!(
            cookies,
            [
                format!(
                    "__Host-sc_device={device}; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=34560000"
                ),
                "__Host-sc_form=; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=0".to_owned(),
                format!("{SESSION}={secret}; HttpOnly; SameSite=Lax; Secure; Path=/"),
            ]
        );
        let sessions = app.app.store.list_sessions(app.person(ANN).await.id);
        assert_eq!(sessions.await.unwrap().len(), 1);
    }
}

/// R-58, case 134: whoever tries addresses learns nothing.
#[tokio::test]
async fn r_58_unknown_and_known_people_get_the_same_answer() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let known = Browser::at(&app, "192.0.2.1")
            .try_password(ANN, "wrong wrong wrong")
            .await;
        let unknown = Browser::at(&app, "192.0.2.2")
            .try_password("eve@demo.example", "wrong wrong wrong")
            .await;
        assert_eq!(known.status, StatusCode::UNAUTHORIZED);
        assert_eq!(unknown.status, known.status);
        assert_eq!(words(&unknown), words(&known));
        let shape = |text: &str| text.replace(ANN, "E").replace("eve@demo.example", "E");
        let without_token = |text: &str| {
            let mut pieces = text.split("name=\"csrf\"");
            let head = pieces.next().unwrap().to_owned();
            pieces.fold(head, |whole, piece| whole + &piece[90 - 11..])
        };
        assert_eq!(
            without_token(&shape(unknown.text())),
            without_token(&shape(known.text()))
        );
    }
}

#[tokio::test]
async fn a_disabled_person_and_one_without_a_password_cannot_sign_in() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let store = &app.app.store;
        let now = app.app.clock.now();
        let id = app.app.randomness.uuid(now);
        store
            .add_user(id, "sso@demo.example", "", None, now)
            .await
            .unwrap();
        for password in ["", PASSWORD] {
            let answer = Browser::new(&app)
                .try_password("sso@demo.example", password)
                .await;
            assert_eq!(answer.code(), 401);
        }
    }
}

/// The address is written in any case; the password exactly.
#[tokio::test]
async fn the_case_of_the_address_does_not_matter() {
    let app = TestApp::sqlite().await.with_people().await;
    let answer = Browser::new(&app)
        .try_password(" ANN@Demo.Example ", PASSWORD)
        .await;
    assert_eq!(answer.code(), 303, "{answer}");
    let answer = Browser::new(&app)
        .try_password(ANN, &PASSWORD.to_uppercase())
        .await;
    assert_eq!(answer.code(), 401);
}

/// R-59, case 104: session fixation. Signing in gives a new id and ends the old one.
#[tokio::test]
async fn r_59_the_id_before_signing_in_is_worth_nothing_after() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let browser = Browser::new(&app);
        browser.set_cookie(SESSION, "scse_0123456789012345678901234567890123456789012");
        browser.sign_in(ANN).await;
        let first = browser.cookie(SESSION).unwrap();
        assert_ne!(first, "scse_0123456789012345678901234567890123456789012");
        browser.open("/auth/sign-in/again").await;
        let again = browser
            .submit("/auth/sign-in/again", &[("password", PASSWORD)])
            .await;
        assert_eq!(again.code(), 303, "{again}");
        let second = browser.cookie(SESSION).unwrap();
        assert_ne!(second, first);
        let thief = Browser::new(&app);
        thief.set_cookie(SESSION, &first);
        let answer = thief.get("/auth/sign-in/again").await;
        assert_eq!(
            answer.header("location"),
            "/auth/sign-in?return_to=%2Fauth%2Fsign-in%2Fagain"
        );
        thief.set_cookie(SESSION, &second);
        assert_eq!(thief.get("/auth/sign-in/again").await.code(), 200);
    }
}

/// R-59, case 141: what the browser still has is dead, and no page may be kept.
#[tokio::test]
async fn r_59_signing_out_ends_the_session_on_the_server() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let browser = Browser::signed_in(&app, ANN).await;
        let secret = browser.cookie(SESSION).unwrap();
        let page = browser.get("/auth/sign-in/again").await;
        assert_eq!(page.header("cache-control"), "no-store");
        let answer = sign_out(&browser).await;
        assert_eq!(answer, (303, "/auth/sign-in".to_owned()));
        assert_eq!(browser.cookie(SESSION), None);
        let old = Browser::new(&app);
        old.set_cookie(SESSION, &secret);
        assert_eq!(old.get("/auth/sign-in/again").await.code(), 303);
    }
}

async fn sign_out(browser: &Browser<'_>) -> (u16, String) {
    let request = form_post("/auth/sign-out").header("origin", ORIGIN);
    let csrf = browser.csrf();
    let answer = browser.send(request, encoded(&[("csrf", &csrf)])).await;
    (answer.code(), answer.header("location").to_owned())
}

/// idle 8 hours, absolute 7 days.
#[tokio::test]
async fn r_59_sessions_end_when_idle_and_in_any_case() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let browser = Browser::signed_in(&app, ANN).await;
        let is_in = async || browser.get("/auth/sign-in/again").await.code() == 200;
        app.app.clock.advance_seconds(8 * 3600);
        assert!(is_in().await, "used just in time");
        app.app.clock.advance_seconds(8 * 3600 + 1);
        assert!(!is_in().await, "idle");
        browser.sign_in(MAX).await;
        for _ in 0..7 * 4 {
            app.app.clock.advance_seconds(DAY / 4);
            assert!(is_in().await);
        }
        app.app.clock.advance_seconds(1);
        assert!(!is_in().await, "absolute");
    }
}

///
#[tokio::test]
async fn r_63_signing_in_leads_to_own_pages_only() {
    let app = TestApp::sqlite().await.with_people().await;
    for (asked, expected) in [
        ("/o/demo/runs/7?tab=raw", "/o/demo/runs/7?tab=raw"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("/auth/%5C%5Cevil.example", "/auth/%5C%5Cevil.example"),
    ] {
        let browser = Browser::new(&app);
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair("return_to", asked)
            .finish();
        browser.open(&format!("/auth/sign-in?{query}")).await;
        let fields = [("email", ANN), ("password", PASSWORD)];
        let answer = browser.submit("/auth/sign-in", &fields).await;
        assert_eq!(answer.code(), 303, "never 307 or 308 (R-14)");
        assert_eq!(answer.header("location"), expected);
        let tampered = Browser::new(&app);
        tampered.open("/auth/sign-in").await;
        let fields = [("email", ANN), ("password", PASSWORD), ("return_to", asked)];
        let answer = tampered.submit("/auth/sign-in", &fields).await;
        assert_eq!(answer.header("location"), expected);
    }
}

/// R-11, case 140: over plain HTTP from elsewhere nobody signs in.
#[tokio::test]
async fn r_11_no_session_without_encryption() {
    let app = TestApp::sqlite_with(|config| {
        config.plain_http = true;
        config.behind_proxy = true;
        config.trusted_proxies = vec!["10.0.0.0/8".parse().unwrap()];
        config.public_url = Some("https://localhost:8443".to_owned());
    })
    .await
    .with_people()
    .await;
    let direct = Browser::at(&app, "192.0.2.7")
        .try_password(ANN, PASSWORD)
        .await;
    assert_eq!(direct.code(), 403, "{direct}");
    assert!(
        !direct
            .headers
            .get_all("set-cookie")
            .iter()
            .any(|cookie| { cookie.to_str().unwrap().contains(SESSION) })
    );
    let on_this_machine = Browser::at(&app, "127.0.0.1")
        .try_password(ANN, PASSWORD)
        .await;
    assert_eq!(on_this_machine.code(), 303);
}

/// neither password nor cookie is anywhere in the database.
#[tokio::test]
async fn r_76_passwords_and_cookies_are_nowhere_in_the_database() {
    let app = TestApp::sqlite().await.with_people().await;
    let browser = Browser::signed_in(&app, ANN).await;
    let secret = browser.cookie(SESSION).unwrap();
    let file = std::fs::read(app.database.path().join("standcloud.db")).unwrap();
    let log = std::fs::read(app.database.path().join("standcloud.db-wal")).unwrap_or_default();
    let all = [file, log].concat();
    let holds = |text: &str| all.windows(text.len()).any(|part| part == text.as_bytes());
    assert!(holds(ANN), "the file that was searched is the right one");
    assert!(!holds(PASSWORD));
    assert!(!holds(&secret) && !holds(&secret["scse_".len()..]));
}
