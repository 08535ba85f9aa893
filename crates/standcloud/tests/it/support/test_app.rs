//! The application without a socket.

use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::request::Builder;
use axum::http::{Method, Request};
use http_body_util::BodyExt;
use standcloud::app::App;
use standcloud::auth::key_format::ApiKeyText;
use standcloud::clock::{Clock, Randomness};
use standcloud::config::Config;
use standcloud::router::router;
use standcloud::server_keys::ServerKeys;
use standcloud_store::{NewApiKey, NewOrganisation, OrganisationId, Store, UnixMicros};
use tower::ServiceExt;

use super::Answer;
use super::database::TestDatabase;

/// 2026-11-22 12:00 UTC, two hours after the runs of [`super::run_of`].
pub(crate) const NOW: UnixMicros = UnixMicros(1_795_348_800_000_000);

pub(crate) const UPLOAD: &str = "/hardpy/api/v1/test_report";
pub(crate) const RUNS: &str = "/integration/api/v1/test_run";
pub(crate) const BOTH_SCOPES: &str = "report:write report:read";

/// A running application with one organisation. Its time stands still until it is moved.
pub(crate) struct TestApp {
    pub(crate) app: App,
    pub(crate) organisation: OrganisationId,
    /// May upload and read.
    pub(crate) key: String,
    router: Router,
    secrets: Randomness,
    // Last, so that the connections are closed before the database goes.
    pub(crate) database: TestDatabase,
}

impl TestApp {
    /// One for each database that can be tested here.
    pub(crate) async fn each() -> Vec<Self> {
        Self::each_with(|_| {}).await
    }

    pub(crate) async fn each_with(configure: impl Fn(&mut Config)) -> Vec<Self> {
        let mut all = Vec::new();
        for database in TestDatabase::each().await {
            all.push(Self::start(database, &configure).await);
        }
        all
    }

    /// For what has nothing to do with the database.
    pub(crate) async fn sqlite() -> Self {
        Self::start(TestDatabase::sqlite(), &|_: &mut Config| {}).await
    }

    pub(crate) async fn sqlite_with(configure: impl Fn(&mut Config)) -> Self {
        Self::start(TestDatabase::sqlite(), &configure).await
    }

    /// One for each database, before anybody has set it up.
    pub(crate) async fn each_empty() -> Vec<Self> {
        let mut all = Vec::new();
        for database in TestDatabase::each().await {
            all.push(Self::start_empty(database, &|_: &mut Config| {}).await);
        }
        all
    }

    pub(crate) async fn empty() -> Self {
        Self::start_empty(TestDatabase::sqlite(), &|_: &mut Config| {}).await
    }

    async fn start(database: TestDatabase, configure: &impl Fn(&mut Config)) -> Self {
        let mut test_app = Self::start_empty(database, configure).await;
        test_app.organisation = add_organisation(&test_app.app, &test_app.secrets, "demo").await;
        test_app.key = test_app.add_key(BOTH_SCOPES, |_| {}).await;
        test_app
    }

    async fn start_empty(database: TestDatabase, configure: &impl Fn(&mut Config)) -> Self {
        let store = Store::open(&database.options).await.unwrap();
        let mut config = Config::default();
        // The real costs have a test of their own; here they would only make all of them slow.
        config.auth.password_memory_kib = 64;
        config.auth.password_passes = 1;
        configure(&mut config);
        let (app, _committer) = App::start(
            store,
            config,
            Clock::fixed(NOW),
            Randomness::from_seed(1),
            ServerKeys::generate(&Randomness::from_seed(3)),
            Duration::ZERO,
        );
        Self {
            router: router(&app),
            app,
            organisation: OrganisationId(0),
            key: String::new(),
            secrets: Randomness::from_seed(2),
            database,
        }
    }

    pub(crate) async fn add_key(&self, scopes: &str, change: impl Fn(&mut NewApiKey)) -> String {
        let text = ApiKeyText::generate(&self.secrets);
        let mut new = NewApiKey {
            organisation: self.organisation,
            public_id: text.public_id().to_owned(),
            name: format!("key {}", text.public_id()),
            owner: None,
            secret_sha256: text.secret_sha256(),
            scopes: scopes.to_owned(),
            allowed_networks: String::new(),
            created: self.app.clock.now(),
            expires: None,
        };
        change(&mut new);
        self.app.store.add_api_key(&new).await.unwrap();
        text.reveal().to_owned()
    }

    /// Another organisation in the same database.
    pub(crate) async fn add_organisation(&self, slug: &str) -> OrganisationId {
        add_organisation(&self.app, &self.secrets, slug).await
    }

    /// Another organisation in the same database, with a key that may do everything there.
    pub(crate) async fn add_foreign_key(&self) -> String {
        let organisation = self.add_organisation("foreign").await;
        self.add_key(BOTH_SCOPES, |new| new.organisation = organisation)
            .await
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (head, body) = response.into_parts();
        Answer {
            status: head.status,
            headers: head.headers,
            body: body.collect().await.unwrap().to_bytes(),
        }
    }

    /// Reads with the key of this organisation.
    pub(crate) async fn read(&self, path: &str) -> Answer {
        self.send(empty(with_key(get(path), &self.key))).await
    }

    /// Lists runs with the key of this organisation.
    pub(crate) async fn runs(&self, query: &str) -> Answer {
        self.read(&format!("{RUNS}?{query}")).await
    }

    /// Uploads with the key of this organisation.
    pub(crate) async fn upload(&self, body: impl Into<Body>) -> Answer {
        let request = with_key(post(UPLOAD), &self.key);
        self.send(request.body(body.into()).unwrap()).await
    }

    /// Uploads what must be accepted; returns the id of the run.
    pub(crate) async fn stored(&self, body: impl Into<Body>) -> String {
        self.upload(body).await.run_id()
    }
}

async fn add_organisation(app: &App, randomness: &Randomness, slug: &str) -> OrganisationId {
    let email = format!("admin@{slug}.example");
    let new = NewOrganisation {
        slug,
        name: slug,
        time_zone: "UTC",
        admin_id: randomness.uuid(NOW),
        admin_email: &email,
        admin_password_hash: "$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$aGFzaA",
        now: NOW,
    };
    app.store.add_organisation(&new).await.unwrap().id
}

pub(crate) fn get(path: &str) -> Builder {
    Request::builder().method(Method::GET).uri(path)
}

pub(crate) fn post(path: &str) -> Builder {
    let request = Request::builder().method(Method::POST).uri(path);
    request.header("content-type", "application/json")
}

pub(crate) fn with_key(request: Builder, key: &str) -> Builder {
    request.header("authorization", format!("Bearer {key}"))
}

/// As if the request came from this address.
pub(crate) fn from_address(request: Builder, address: &str) -> Builder {
    let peer: SocketAddr = format!("{address}:50000").parse().unwrap();
    request.extension(ConnectInfo(peer))
}

pub(crate) fn empty(request: Builder) -> Request<Body> {
    request.body(Body::empty()).unwrap()
}
