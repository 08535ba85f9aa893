//! what people and programs present is nowhere in the log, in the audit or in the metrics.

use std::io::Write;
use std::sync::{Arc, Mutex};

use crate::support::browser::encoded;
use crate::support::people::{ANN, PASSWORD};
use crate::support::test_app::{from_address, with_key};
use crate::support::{Browser, TestApp, get, post};
use standcloud_store::AuditFilter;

const DEVICE: &str = "/auth/api/oidc/device-authorization";
const TOKEN: &str = "/auth/api/oidc/token";
const REVOCATION: &str = "/auth/api/oidc/revocation";
const CONSENT: &str = "/auth/consent/openid/device-authorization";
const DEVICE_GRANT: &str = "urn:ietf:params:oauth:grant-type:device_code";
const CLIENT: (&str, &str) = ("client_id", "hardpy-report-uploader");

/// Everything that is logged, down to the last detail.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    fn start() -> Self {
        let log = Self::default();
        let writer = log.clone();
        // Each test is a process of its own under nextest; elsewhere the first one wins, and this
        // is the only one.
        tracing_subscriber::fmt()
            .with_max_level(tracing::Level::TRACE)
            .with_ansi(false)
            .with_writer(move || writer.clone())
            .init();
        log
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap()).into_owned()
    }
}

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

async fn form(app: &TestApp, path: &str, fields: &[(&str, &str)]) -> serde_json::Value {
    let mut request = from_address(post(path), "192.0.2.7");
    let headers = request.headers_mut().unwrap();
    headers.insert(
        "content-type",
        "application/x-www-form-urlencoded".parse().unwrap(),
    );
    let answer = app.send(request.body(encoded(fields)).unwrap()).await;
    if answer.body.is_empty() {
        return serde_json::Value::Null;
    }
    answer.json()
}

/// A stand signs in, uploads, refreshes and is revoked; people mistype. Returns what was secret.
async fn live_a_day(app: &TestApp) -> Vec<String> {
    let browser = Browser::new(app);
    let mistyped = "almost the right password";
    browser.try_password(ANN, mistyped).await;
    browser.sign_in(ANN).await;
    let begun = form(app, DEVICE, &[CLIENT]).await;
    let text = |value: &serde_json::Value, name: &str| value[name].as_str().unwrap().to_owned();
    let (device_code, user_code) = (text(&begun, "device_code"), text(&begun, "user_code"));
    let link = text(&begun, "verification_uri_complete");
    let proof = link.rsplit('=').next().unwrap().to_owned();
    let poll = [
        CLIENT,
        ("grant_type", DEVICE_GRANT),
        ("device_code", device_code.as_str()),
    ];
    assert_eq!(
        form(app, TOKEN, &poll).await["error"],
        "authorization_pending"
    );
    browser
        .open(link.strip_prefix("https://localhost:8443").unwrap())
        .await;
    let csrf = browser.csrf();
    let decision = [
        ("stand_name", "Stand 7"),
        ("started_myself", "yes"),
        ("decision", "approve"),
    ];
    assert_eq!(browser.submit(CONSENT, &decision).await.code(), 303);
    app.app.clock.advance_seconds(6);
    let tokens = form(app, TOKEN, &poll).await;
    let (access, refresh) = (
        text(&tokens, "access_token"),
        text(&tokens, "refresh_token"),
    );
    let health = with_key(get("/hardpy/api/v1/healthcheck"), &access);
    let answer = app.send(crate::support::test_app::empty(health)).await;
    assert_eq!(answer.code(), 200, "{answer}");
    let renewal = [
        CLIENT,
        ("grant_type", "refresh_token"),
        ("refresh_token", refresh.as_str()),
    ];
    let renewed = form(app, TOKEN, &renewal).await;
    let (new_access, new_refresh) = (
        text(&renewed, "access_token"),
        text(&renewed, "refresh_token"),
    );
    form(app, REVOCATION, &[CLIENT, ("token", new_refresh.as_str())]).await;
    app.read("/integration/api/v1/test_run").await;
    let key_secret = app.key[16..].to_owned();
    let session = browser.cookie("__Host-sc_session").unwrap();
    vec![
        mistyped.to_owned(),
        PASSWORD.to_owned(),
        session,
        csrf,
        device_code,
        user_code.clone(),
        user_code.replace('-', ""),
        format!("p={proof}"),
        access,
        refresh,
        new_access,
        new_refresh,
        key_secret,
    ]
}

#[tokio::test]
async fn r_76_no_secret_is_logged_audited_or_counted() {
    let log = Log::start();
    for app in TestApp::each().await {
        let app = app.with_people().await;
        let secrets = live_a_day(&app).await;
        let filter = AuditFilter::default();
        let events = app
            .app
            .store
            .list_audit_events(app.organisation, &filter, 1000);
        let audit = format!("{:?}", events.await.unwrap());
        assert!(audit.contains("device.approve"), "{audit}");
        let metrics = app.app.metrics.render(0, 0);
        assert!(metrics.contains("standcloud_authorization"), "{metrics}");
        let debug = format!("{:?}", app.app);
        let logged = log.text();
        assert!(
            logged.contains("/auth/api/oidc/token"),
            "the log is really caught"
        );
        for secret in &secrets {
            for (place, text) in [
                ("log", &logged),
                ("audit", &audit),
                ("metrics", &metrics),
                ("debug", &debug),
            ] {
                let line = text.lines().find(|line| line.contains(secret.as_str()));
                assert_eq!(line, None, "{secret} in the {place}");
            }
        }
    }
}
