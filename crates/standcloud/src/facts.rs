//! The facts of each organisation in memory, never behind what was committed.
//!
//! A commit of this process appends its rows directly. Before a question is answered the change
//! number in the database is compared, which is one small query, and what other nodes (or the CLI)
//! have changed since is read. So every node answers as if it had done all the work itself. What
//! nobody has asked for in an hour is forgotten and read again when somebody does.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use standcloud_columns::Facts;
use standcloud_store::{OrganisationId, OrganisationReceipt, Store, StoreError};
use tokio::time::Instant;

const PAGE_ROWS: u32 = 20_000;
/// With more organisations than this, most would be forgotten before anybody asks.
const READ_AHEAD_MAX: usize = 64;
const IDLE_MAX: Duration = Duration::from_hours(1);

#[derive(Debug, Default)]
struct Loaded {
    facts: Facts,
    /// All changes below are applied; `None` before the first load.
    next_change: Option<i64>,
}

type Shared = Arc<tokio::sync::Mutex<Loaded>>;

#[derive(Debug)]
struct Entry {
    shared: Shared,
    asked: Instant,
}

/// The facts of all organisations that somebody asked for. Cloning shares them.
#[derive(Debug, Clone)]
pub struct FactsRegistry {
    store: Store,
    idle_max: Duration,
    organisations: Arc<Mutex<HashMap<OrganisationId, Entry>>>,
}

impl FactsRegistry {
    pub fn new(store: Store) -> Self {
        Self {
            store,
            idle_max: IDLE_MAX,
            organisations: Arc::default(),
        }
    }

    /// Forgets what nobody asked for in this time instead of an hour. Tests have no hour.
    #[must_use]
    pub fn with_idle_max(mut self, idle_max: Duration) -> Self {
        self.idle_max = idle_max;
        self
    }

    /// A snapshot that holds everything committed before this call, by whichever node.
    pub async fn snapshot(&self, organisation: OrganisationId) -> Result<Facts, StoreError> {
        let shared = self.shared(organisation);
        let mut loaded = shared.lock().await;
        match loaded.next_change {
            None => {
                let read = self.store.load_facts(organisation).await?;
                loaded.facts = read.facts;
                loaded.next_change = Some(read.next_change);
            }
            Some(applied) => self.refresh(organisation, &mut loaded, applied).await?,
        }
        loaded.facts.settle();
        Ok(loaded.facts.clone())
    }

    /// Reads what the first questions after a start will need: a million runs take some seconds.
    pub async fn read_ahead(self) {
        let organisations = match self.store.list_organisations().await {
            Ok(organisations) => organisations,
            Err(error) => return tracing::debug!(%error, "nothing was read ahead"),
        };
        for organisation in organisations.iter().take(READ_AHEAD_MAX) {
            if let Err(error) = self.snapshot(organisation.id).await {
                // Whoever asks will be told.
                return tracing::debug!(%error, "not everything was read ahead");
            }
        }
    }

    /// Appends what this process has just committed, if nothing else came between.
    pub fn append(&self, receipt: &OrganisationReceipt) {
        let organisations = self.lock();
        let Some(entry) = organisations.get(&receipt.organisation) else {
            return;
        };
        // Somebody who is reading right now will find the rows at the next question.
        let Ok(mut loaded) = entry.shared.try_lock() else {
            return;
        };
        if loaded.next_change == Some(receipt.first_change) && !receipt.renumbered {
            // Settled before the next question: many commits may come before it.
            loaded.facts.apply_unsettled(receipt.facts.clone());
            loaded.next_change = Some(receipt.next_change);
        }
    }

    /// Bytes held, for the metrics.
    pub fn memory_bytes(&self) -> usize {
        let organisations = self.lock();
        let loaded = organisations
            .values()
            .filter_map(|entry| entry.shared.try_lock().ok());
        loaded.map(|loaded| loaded.facts.memory_bytes()).sum()
    }

    /// Also forgets the organisations that nobody asks for any more.
    fn shared(&self, organisation: OrganisationId) -> Shared {
        let now = Instant::now();
        let mut organisations = self.lock();
        organisations.retain(|_, entry| now.duration_since(entry.asked) < self.idle_max);
        let entry = organisations.entry(organisation).or_insert_with(|| Entry {
            shared: Shared::default(),
            asked: now,
        });
        entry.asked = now;
        Arc::clone(&entry.shared)
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<OrganisationId, Entry>> {
        self.organisations
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// All pages are applied in one step: a page may hold an older run that changed.
    async fn refresh(
        &self,
        organisation: OrganisationId,
        loaded: &mut Loaded,
        applied: i64,
    ) -> Result<(), StoreError> {
        let next_change = self.store.next_change(organisation).await?;
        if next_change == applied {
            return Ok(());
        }
        let mut rows = Vec::new();
        let mut after = Some((applied - 1, i64::MAX));
        while let Some(from) = after {
            let page = self.store.list_facts(organisation, from, PAGE_ROWS).await?;
            rows.extend(page.rows);
            after = page.next;
        }
        loaded.facts.apply_unsettled(rows);
        loaded.next_change = Some(next_change);
        Ok(())
    }
}
