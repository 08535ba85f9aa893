//! What every request handler shares.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use standcloud_store::Store;

use crate::auth::key_cache::KeyCache;
use crate::auth::token_cache::TokenCache;
use crate::clock::{Clock, Randomness};
use crate::config::{Config, Limits};
use crate::demo::DemoWork;
use crate::facts::FactsRegistry;
use crate::ingest::{IngestOptions, IngestQueue};
use crate::live::LiveHub;
use crate::mail::Mailer;
use crate::metrics::Metrics;
use crate::names::NamesRegistry;
use crate::oauth::state::OauthState;
use crate::origins::Origins;
use crate::passwords::Passwords;
use crate::portal::sso::SsoProviders;
use crate::server_keys::ServerKeys;
use crate::values::ValuesRegistry;
use crate::web_api::export::ExportPlaces;
use crate::web_api::name_ranks::NameRanks;
use crate::web_api::stands::details_cache::StandDetailsCache;

/// What counts as a small body; nearly all reports are.
const SMALL_BODY_BYTES: usize = 1 << 20;

/// The running application. Cloning shares it.
#[derive(Debug, Clone)]
pub struct App(Arc<AppParts>);

/// The parts of an [`App`].
#[derive(Debug)]
pub struct AppParts {
    pub store: Store,
    pub config: Config,
    pub clock: Clock,
    pub randomness: Randomness,
    pub server_keys: ServerKeys,
    pub origins: Origins,
    pub passwords: Passwords,
    pub mail: Mailer,
    pub sso: SsoProviders,
    pub ingest: IngestQueue,
    pub facts: FactsRegistry,
    pub values: ValuesRegistry,
    pub live: LiveHub,
    pub exports: ExportPlaces,
    pub names: NamesRegistry,
    pub name_ranks: NameRanks,
    pub keys: KeyCache,
    pub tokens: TokenCache,
    pub oauth: OauthState,
    pub stand_details: StandDetailsCache,
    pub metrics: Arc<Metrics>,
    pub demo_work: DemoWork,
    bodies_in_flight: AtomicUsize,
}

impl std::ops::Deref for App {
    type Target = AppParts;

    fn deref(&self) -> &AppParts {
        &self.0
    }
}

impl App {
    /// Puts the parts together and starts the committing task, whose handle ends once the last
    /// `App` is gone and everything queued is stored.
    pub fn start(
        store: Store,
        config: Config,
        clock: Clock,
        randomness: Randomness,
        server_keys: ServerKeys,
        added_commit_delay: Duration,
    ) -> (Self, tokio::task::JoinHandle<()>) {
        let metrics = Arc::new(Metrics::default());
        let facts = FactsRegistry::new(store.clone());
        let values = ValuesRegistry::new(store.clone(), config.limits.values_cache_bytes);
        let options = IngestOptions {
            queue_reports: config.limits.queue_reports,
            commit_reports: config.limits.commit_reports,
            commit_timeout: Duration::from_secs(config.limits.answer_seconds),
            added_commit_delay,
        };
        let live = LiveHub::default();
        let (ingest, committer) = IngestQueue::start(
            store.clone(),
            facts.clone(),
            live.clone(),
            Arc::clone(&metrics),
            options,
        );
        let keys = KeyCache::new(config.limits.wrong_keys_per_minute);
        let oauth = OauthState::start(&store, &config.limits);
        let parts = AppParts {
            origins: Origins::from_config(&config),
            passwords: Passwords::new(&config.auth, randomness.clone()),
            mail: Mailer::start(config.mail.as_ref()),
            sso: SsoProviders::new(&config.sso),
            names: NamesRegistry::new(store.clone()),
            store,
            config,
            clock,
            randomness,
            server_keys,
            ingest,
            facts,
            values,
            live,
            exports: ExportPlaces::default(),
            name_ranks: NameRanks::default(),
            keys,
            tokens: TokenCache::default(),
            oauth,
            stand_details: StandDetailsCache::default(),
            metrics,
            demo_work: DemoWork::default(),
            bodies_in_flight: AtomicUsize::new(0),
        };
        (Self(Arc::new(parts)), committer)
    }

    /// Room for `bytes` of a body, given back when the guard is dropped; `None` when there is none.
    pub fn reserve_body(&self, bytes: usize) -> Option<BodyRoom> {
        let mut room = BodyRoom {
            app: self.clone(),
            bytes: 0,
        };
        room.grow(bytes).then_some(room)
    }
}

/// Memory set aside for one body.
#[derive(Debug)]
pub struct BodyRoom {
    app: App,
    bytes: usize,
}

impl BodyRoom {
    /// Takes more room; `false` when there is none.
    pub fn grow(&mut self, bytes: usize) -> bool {
        let wanted = self.bytes.saturating_add(bytes);
        let limit = limit_for(&self.app.config.limits, wanted);
        let take = |taken: usize| {
            let together = taken.saturating_add(bytes);
            (together <= limit).then_some(together)
        };
        let counter = &self.app.bodies_in_flight;
        let is_taken = counter
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, take)
            .is_ok();
        if is_taken {
            self.bytes = wanted;
        }
        is_taken
    }
}

/// A few large bodies that come slowly must not send every small one away, so an eighth of the room
/// is for small ones alone; but the largest body allowed always finds room in an idle server.
fn limit_for(limits: &Limits, body_bytes: usize) -> usize {
    let all = limits.bodies_in_flight_bytes;
    if body_bytes <= SMALL_BODY_BYTES {
        return all;
    }
    (all - all / 8).max(limits.body_bytes.min(all))
}

impl Drop for BodyRoom {
    fn drop(&mut self) {
        self.app
            .bodies_in_flight
            .fetch_sub(self.bytes, Ordering::Relaxed);
    }
}
