//! The steps of a device login, so that each test reads as a story.

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use http_body_util::BodyExt;
use standcloud::app::App;
use standcloud::clock::Randomness;
use standcloud::oauth::UserCode;
use standcloud::router::router;
use standcloud::server_keys::ServerKeys;
use standcloud_store::{AuditEvent, AuditFilter, DeviceDecision, OrganisationId, Store};
use tower::ServiceExt;
use uuid::Uuid;

use crate::support::test_app::{empty, from_address, get, with_key};
use crate::support::{Answer, TestApp};

pub(super) const DEVICE: &str = "/auth/api/oidc/device-authorization";
pub(super) const TOKEN: &str = "/auth/api/oidc/token";
pub(super) const REVOCATION: &str = "/auth/api/oidc/revocation";
pub(super) const INTROSPECTION: &str = "/auth/api/oidc/introspection";
pub(super) const CLIENT: &str = "client_id=hardpy-report-uploader";
pub(super) const SCOPE: &str = "scope=offline_access+authelia.bearer.authz";
pub(super) const HARDPY: &str = "https://localhost:8443/hardpy/api/v1";
pub(super) const INTEGRATION: &str = "https://localhost:8443/integration/api/v1";
pub(super) const HEALTH: &str = "/hardpy/api/v1/healthcheck";
const DEVICE_GRANT: &str = "urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code";

/// One server; several may share a database.
pub(super) struct Node {
    pub(super) app: App,
    pub(super) organisation: OrganisationId,
    router: Router,
}

#[derive(Debug, Clone)]
pub(super) struct Login {
    pub(super) device_code: String,
    pub(super) user_code: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tokens {
    pub(super) access: String,
    pub(super) refresh: String,
}

impl Tokens {
    pub(super) fn of(answer: &Answer) -> Self {
        assert_eq!(answer.code(), 200, "{answer}");
        let text = |name: &str| answer.json()[name].as_str().unwrap().to_owned();
        Self {
            access: text("access_token"),
            refresh: text("refresh_token"),
        }
    }
}

impl Node {
    pub(super) fn of(test: &TestApp) -> Self {
        Self {
            app: test.app.clone(),
            organisation: test.organisation,
            router: router(&test.app),
        }
    }

    /// Another server on the same database with the same key and clock; or the same, started again.
    pub(super) async fn another(test: &TestApp, seed: u64) -> Self {
        let store = Store::open(&test.database.options).await.unwrap();
        let (app, _committer) = App::start(
            store,
            test.app.config.clone(),
            test.app.clock.clone(),
            Randomness::from_seed(seed),
            ServerKeys::generate(&Randomness::from_seed(3)),
            std::time::Duration::ZERO,
        );
        Self {
            router: router(&app),
            app,
            organisation: test.organisation,
        }
    }

    pub(super) async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (head, body) = response.into_parts();
        Answer {
            status: head.status,
            headers: head.headers,
            body: body.collect().await.unwrap().to_bytes(),
        }
    }

    pub(super) async fn form(&self, path: &str, body: &str) -> Answer {
        self.send(form_request(path, body)).await
    }

    pub(super) async fn form_from(&self, address: &str, path: &str, body: &str) -> Answer {
        let request = Request::post(path)
            .header("content-type", "application/x-www-form-urlencoded")
            .header("user-agent", "python-requests/2.34.2");
        let request = from_address(request, address);
        self.send(request.body(body.to_owned().into()).unwrap())
            .await
    }

    pub(super) async fn begin(&self) -> Login {
        let body = format!("{CLIENT}&{SCOPE}&audience={HARDPY}");
        let answer = self.form(DEVICE, &body).await;
        assert_eq!(answer.code(), 200, "{answer}");
        let text = |name: &str| answer.json()[name].as_str().unwrap().to_owned();
        Login {
            device_code: text("device_code"),
            user_code: text("user_code"),
        }
    }

    pub(super) async fn poll(&self, login: &Login) -> Answer {
        self.form(TOKEN, &poll_body(&login.device_code)).await
    }

    pub(super) async fn person(&self) -> Uuid {
        let person = self.app.store.find_user("admin@demo.example").await;
        person.unwrap().unwrap().id
    }

    pub(super) async fn decide(&self, login: &Login, decision: &DeviceDecision) -> bool {
        let code = UserCode::parse(&login.user_code).unwrap();
        let hmac = code.hmac(&self.app.server_keys);
        let (person, now) = (self.person().await, self.app.clock.now());
        let decided = self
            .app
            .store
            .decide_device_login(hmac, decision, person, now);
        decided.await.unwrap()
    }

    pub(super) async fn approve(&self, login: &Login) -> bool {
        let decision = DeviceDecision::Approve {
            organisation: self.organisation,
            grant_name: "line 1".to_owned(),
        };
        self.decide(login, &decision).await
    }

    pub(super) async fn deny(&self, login: &Login) -> bool {
        self.decide(login, &DeviceDecision::Deny).await
    }

    /// The whole login of a stand.
    pub(super) async fn log_in(&self) -> Tokens {
        let login = self.begin().await;
        assert!(self.approve(&login).await);
        Tokens::of(&self.poll(&login).await)
    }

    pub(super) async fn refresh(&self, refresh: &str) -> Answer {
        self.refresh_with(refresh, "").await
    }

    /// As HardPy does, with more parameters.
    pub(super) async fn refresh_with(&self, refresh: &str, more: &str) -> Answer {
        let body = format!("{CLIENT}&grant_type=refresh_token&refresh_token={refresh}{more}");
        self.form(TOKEN, &body).await
    }

    pub(super) async fn bearer(&self, path: &str, token: &str) -> Answer {
        self.send(empty(with_key(get(path), token))).await
    }

    pub(super) async fn health(&self, token: &str) -> u16 {
        self.bearer(HEALTH, token).await.code()
    }

    /// Uses an access token and waits until that is written down.
    pub(super) async fn use_token(&self, token: &str) {
        assert_eq!(self.health(token).await, 200);
        let secret = standcloud::auth::secret_text::SecretText::parse(
            standcloud::auth::secret_text::SecretKind::AccessToken,
            token,
        );
        let sha256 = secret.unwrap().sha256();
        for _ in 0..500 {
            let stored = self.app.store.lookup_access_token(sha256).await.unwrap();
            if stored.unwrap().first_used.is_some() {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        panic!("the first use was not noted");
    }

    /// Waits for events, which are written in the background.
    pub(super) async fn events(&self, action: &str, count: usize) -> Vec<AuditEvent> {
        let filter = AuditFilter {
            action: Some(action.to_owned()),
            ..AuditFilter::default()
        };
        let mut events = Vec::new();
        for _ in 0..500 {
            let listed = self
                .app
                .store
                .list_audit_events(self.organisation, &filter, 1000);
            events = listed.await.unwrap();
            if events.len() >= count {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        assert_eq!(events.len(), count, "{action}: {events:?}");
        events
    }
}

pub(super) fn poll_body(device_code: &str) -> String {
    format!("{CLIENT}&grant_type={DEVICE_GRANT}&device_code={device_code}")
}

pub(super) fn form_request(path: &str, body: &str) -> Request<Body> {
    Request::post(path)
        .header("content-type", "application/x-www-form-urlencoded")
        .body(body.to_owned().into())
        .unwrap()
}

/// "J400 x" of the specification: for every refusal.
pub(super) fn assert_refused(answer: &Answer, status: u16, error: &str) {
    assert_eq!(answer.code(), status, "{answer}");
    assert_eq!(
        answer.header("content-type"),
        "application/json",
        "{answer}"
    );
    assert_eq!(answer.header("cache-control"), "no-store", "{answer}");
    assert_eq!(answer.header("pragma"), "no-cache", "{answer}");
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    assert!(answer.headers.contains_key("content-security-policy"));
    assert_eq!(answer.json()["error"], error, "{answer}");
    let description = answer.json()["error_description"]
        .as_str()
        .unwrap()
        .to_owned();
    assert!(!description.is_empty());
    let is_allowed = |letter: char| matches!(letter, ' '..='~') && letter != '"' && letter != '\\';
    assert!(description.chars().all(is_allowed), "{description}");
}
