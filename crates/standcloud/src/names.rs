//! The names of each organisation in memory, for searching; read when somebody first searches.
//!
//! Ids are given in the order of commits, so what is new since the last search is what comes after the
//! last id that is known, whichever server has stored it. What nobody has searched for a while is
//! forgotten: a million serial numbers take some 30 MB.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use standcloud_columns::Names;
use standcloud_store::{Dictionary, OrganisationId, Store, StoreError};
use tokio::time::Instant;

const PAGE_ROWS: u32 = 20_000;
/// Of one kind; beyond it, older ones are found and newer ones are not.
const NAMES_MAX: usize = 20_000_000;
const IDLE_MAX: Duration = Duration::from_mins(30);

/// All that can be searched for in an organisation, as it was at one moment.
#[derive(Debug, Clone, Default)]
pub struct NamesSnapshot {
    kinds: [Names; Dictionary::ALL.len()],
}

impl NamesSnapshot {
    /// The ids of the best matches.
    pub fn find(&self, dictionary: Dictionary, part: &str, limit: usize) -> Vec<u32> {
        let all = Dictionary::ALL.iter().zip(&self.kinds);
        let mut all = all.filter(|(found, _)| **found == dictionary);
        let found = all.next().map(|(_, names)| names.find(part, limit));
        found.unwrap_or_default()
    }
}

#[derive(Debug, Default)]
struct Loaded {
    snapshot: NamesSnapshot,
    last_ids: [i64; Dictionary::ALL.len()],
    /// Everything below this change is read.
    next_change: Option<i64>,
}

#[derive(Debug)]
struct Entry {
    shared: Arc<tokio::sync::Mutex<Loaded>>,
    asked: Instant,
}

/// The names of the organisations in which somebody searches. Cloning shares them.
#[derive(Debug, Clone)]
pub struct NamesRegistry {
    store: Store,
    organisations: Arc<Mutex<HashMap<OrganisationId, Entry>>>,
}

impl NamesRegistry {
    pub fn new(store: Store) -> Self {
        Self {
            store,
            organisations: Arc::default(),
        }
    }

    /// Everything committed before this call, by whichever server.
    pub async fn snapshot(
        &self,
        organisation: OrganisationId,
    ) -> Result<NamesSnapshot, StoreError> {
        let shared = self.shared(organisation);
        let mut loaded = shared.lock().await;
        let next_change = self.store.next_change(organisation).await?;
        if loaded.next_change != Some(next_change) {
            self.read_new(organisation, &mut loaded).await?;
            loaded.next_change = Some(next_change);
        }
        Ok(loaded.snapshot.clone())
    }

    /// Also forgets the organisations in which nobody searches any more.
    fn shared(&self, organisation: OrganisationId) -> Arc<tokio::sync::Mutex<Loaded>> {
        let now = Instant::now();
        let organisations = self.organisations.lock();
        let mut organisations = organisations.unwrap_or_else(PoisonError::into_inner);
        organisations.retain(|_, entry| now.duration_since(entry.asked) < IDLE_MAX);
        let entry = organisations.entry(organisation).or_insert_with(|| Entry {
            shared: Arc::default(),
            asked: now,
        });
        entry.asked = now;
        Arc::clone(&entry.shared)
    }

    /// What was read before a failure stays; the next search goes on from there.
    async fn read_new(
        &self,
        organisation: OrganisationId,
        loaded: &mut Loaded,
    ) -> Result<(), StoreError> {
        let kinds = loaded.snapshot.kinds.iter_mut().zip(&mut loaded.last_ids);
        for (dictionary, (names, last_id)) in Dictionary::ALL.into_iter().zip(kinds) {
            while names.len() < NAMES_MAX {
                let rows = self
                    .store
                    .list_names_after(organisation, dictionary, *last_id, PAGE_ROWS)
                    .await?;
                for row in &rows {
                    *last_id = row.id;
                    if let Ok(id) = u32::try_from(row.id) {
                        names.push(id, &row.name);
                    }
                }
                if rows.len() < usize::try_from(PAGE_ROWS).unwrap_or(usize::MAX) {
                    break;
                }
            }
        }
        Ok(())
    }
}
