//! Measures what the check of a credential adds to a request once the credential is known: the
//! server's own function on a running application, in a loop. Prints nanoseconds as JSON.
//!
//! Each number is the median of many batches, so that neither the re-reading of a credential every
//! few seconds nor other programs on the machine count; the benchmark of polls counts those.

use std::io::Write as _;
use std::net::{IpAddr, Ipv4Addr};
use std::time::{Duration, Instant};

use anyhow::Context as _;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use serde_json::json;
use standcloud::app::App;
use standcloud::auth::key_format::ApiKeyText;
use standcloud::auth::secret_text::{SecretKind, SecretText};
use standcloud::auth::{Audience, ClientAddress, Scope, authenticate};
use standcloud::clock::{Clock, Randomness};
use standcloud::config::Config;
use standcloud::server_keys::ServerKeys;
use standcloud_store::{
    GrantKind, NewApiKey, NewGrant, NewOrganisation, NewTokens, OpenOptions, OrganisationId, Store,
    UnixMicros,
};
use uuid::Uuid;

const BATCHES: usize = 300;
const CHECKS_PER_BATCH: u32 = 1_000;
const ADDRESS: ClientAddress = ClientAddress(IpAddr::V4(Ipv4Addr::LOCALHOST));

fn main() -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?;
    let result = runtime.block_on(measure())?;
    Ok(writeln!(std::io::stdout(), "{result}")?)
}

async fn measure() -> anyhow::Result<serde_json::Value> {
    let folder = tempfile::tempdir()?;
    let store = Store::open(&OpenOptions::new(folder.path(), None)).await?;
    let randomness = Randomness::from_system();
    let (app, _committer) = App::start(
        store,
        Config::default(),
        Clock::System,
        randomness.clone(),
        ServerKeys::generate(&randomness),
        Duration::ZERO,
    );
    let admin = app.randomness.uuid(app.clock.now());
    let organisation = add_organisation(&app, admin).await?;
    let token = add_token(&app, organisation, admin).await?;
    let key = add_key(&app, organisation).await?;
    Ok(json!({
        "access_token_ns": in_turn(&app, &token).await?,
        "access_token_two_threads_ns": two_at_once(&app, &token).await?,
        "api_key_ns": in_turn(&app, &key).await?,
        "api_key_two_threads_ns": two_at_once(&app, &key).await?,
    }))
}

async fn add_organisation(app: &App, admin_id: Uuid) -> anyhow::Result<OrganisationId> {
    let new = NewOrganisation {
        slug: "bench",
        name: "Bench",
        time_zone: "UTC",
        admin_id,
        admin_email: "bench@example.com",
        admin_password_hash: "nobody signs in",
        now: app.clock.now(),
    };
    Ok(app.store.add_organisation(&new).await?.id)
}

/// As a stand gets it.
async fn add_token(app: &App, organisation: OrganisationId, user: Uuid) -> anyhow::Result<String> {
    let token = SecretText::generate(SecretKind::AccessToken, &app.randomness);
    let now = app.clock.now();
    let in_an_hour = UnixMicros(now.0 + 3_600_000_000);
    let scope = "offline_access authelia.bearer.authz".to_owned();
    let audiences = "hardpy integration".to_owned();
    let grant = NewGrant {
        id: app.randomness.uuid(now),
        organisation,
        user: Some(user),
        client_id: "hardpy-report-uploader".to_owned(),
        kind: GrantKind::Device,
        name: "bench".to_owned(),
        scope: scope.clone(),
        audiences: audiences.clone(),
        created: now,
        created_ip: ADDRESS.0.to_string(),
        user_agent: "python-requests/2.34.2".to_owned(),
        absolute_expiry: in_an_hour,
        idle_expiry: in_an_hour,
    };
    let tokens = NewTokens {
        access_sha256: token.sha256(),
        access_expires: in_an_hour,
        scope,
        audiences,
        refresh_sha256: None,
        created: now,
    };
    app.store.add_grant_with_tokens(&grant, &tokens).await?;
    Ok(token.reveal().to_owned())
}

async fn add_key(app: &App, organisation: OrganisationId) -> anyhow::Result<String> {
    let text = ApiKeyText::generate(&app.randomness);
    let new = NewApiKey {
        organisation,
        public_id: text.public_id().to_owned(),
        name: "bench".to_owned(),
        owner: None,
        secret_sha256: text.secret_sha256(),
        scopes: "report:write report:read".to_owned(),
        allowed_networks: String::new(),
        created: app.clock.now(),
        expires: None,
    };
    app.store.add_api_key(&new).await?;
    Ok(text.reveal().to_owned())
}

async fn in_turn(app: &App, credential: &str) -> anyhow::Result<f64> {
    check_again_and_again(app.clone(), headers(credential)?).await
}

/// What one of them takes while the other does the same.
async fn two_at_once(app: &App, credential: &str) -> anyhow::Result<f64> {
    let headers = headers(credential)?;
    let tasks = [headers.clone(), headers]
        .map(|headers| tokio::spawn(check_again_and_again(app.clone(), headers)));
    let mut slowest: f64 = 0.0;
    for task in tasks {
        slowest = slowest.max(task.await??);
    }
    Ok(slowest)
}

/// The headers that HardPy sends with a report.
fn headers(credential: &str) -> anyhow::Result<HeaderMap> {
    let others = [
        (header::HOST, "standcloud.example.com"),
        (header::USER_AGENT, "python-requests/2.34.2"),
        (header::ACCEPT, "application/json"),
        (header::ACCEPT_ENCODING, "gzip, deflate"),
        (header::CONNECTION, "keep-alive"),
        (header::CONTENT_TYPE, "application/json"),
        (header::CONTENT_LENGTH, "34500"),
    ];
    let mut headers: HeaderMap = others
        .map(|(name, value): (HeaderName, _)| (name, HeaderValue::from_static(value)))
        .into_iter()
        .collect();
    let bearer = format!("Bearer {credential}").parse()?;
    headers.insert(header::AUTHORIZATION, bearer);
    Ok(headers)
}

async fn check_again_and_again(app: App, headers: HeaderMap) -> anyhow::Result<f64> {
    let mut batches = Vec::with_capacity(BATCHES);
    for _ in 0..BATCHES {
        let started = Instant::now();
        for _ in 0..CHECKS_PER_BATCH {
            let checked = authenticate(
                &app,
                &headers,
                ADDRESS,
                Audience::HardPy,
                Scope::ReportWrite,
            )
            .await;
            let is_right = checked.is_ok();
            anyhow::ensure!(is_right, "the credential was refused");
        }
        batches.push(started.elapsed());
    }
    batches.sort_unstable();
    let median = batches.get(BATCHES / 2).context("there is a batch")?;
    Ok(median.as_secs_f64() * 1e9 / f64::from(CHECKS_PER_BATCH))
}
