//! What was read lately, up to a number of bytes; what nobody has asked for longest goes first.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use standcloud_store::OrganisationId;
use tokio::time::Instant;

const IDLE_MAX: Duration = Duration::from_hours(1);

/// A series of an organisation.
pub(super) type Key = (OrganisationId, u32);

#[derive(Debug)]
pub(super) struct Cache<T> {
    slots: Mutex<HashMap<Key, Slot<T>>>,
    bytes_max: usize,
}

#[derive(Debug)]
struct Slot<T> {
    kept: Arc<T>,
    bytes: usize,
    asked: Instant,
}

impl<T> Cache<T> {
    pub(super) fn new(bytes_max: usize) -> Self {
        Self {
            slots: Mutex::default(),
            bytes_max,
        }
    }

    pub(super) fn get(&self, key: Key) -> Option<Arc<T>> {
        let mut slots = self.lock();
        let slot = slots.get_mut(&key)?;
        slot.asked = Instant::now();
        Some(Arc::clone(&slot.kept))
    }

    /// Keeps something of which it is not known yet how large it will be.
    pub(super) fn get_or_default(&self, key: Key) -> Arc<T>
    where
        T: Default,
    {
        if let Some(kept) = self.get(key) {
            return kept;
        }
        let mut slots = self.lock();
        let slot = slots.entry(key).or_insert_with(|| Slot {
            kept: Arc::default(),
            bytes: 0,
            asked: Instant::now(),
        });
        Arc::clone(&slot.kept)
    }

    pub(super) fn put(&self, key: Key, kept: Arc<T>, bytes: usize) {
        let asked = Instant::now();
        self.lock().insert(key, Slot { kept, bytes, asked });
        self.make_room();
    }

    /// It has so many bytes by now.
    pub(super) fn note_bytes(&self, key: Key, bytes: usize) {
        if let Some(slot) = self.lock().get_mut(&key) {
            slot.bytes = bytes;
        }
        self.make_room();
    }

    pub(super) fn bytes(&self) -> usize {
        self.lock().values().map(|slot| slot.bytes).sum()
    }

    fn make_room(&self) {
        let now = Instant::now();
        let mut slots = self.lock();
        slots.retain(|_, slot| now.duration_since(slot.asked) < IDLE_MAX);
        let mut bytes: usize = slots.values().map(|slot| slot.bytes).sum();
        while bytes > self.bytes_max {
            let oldest = slots.iter().min_by_key(|(_, slot)| slot.asked);
            let Some(key) = oldest.map(|(key, _)| *key) else {
                return;
            };
            bytes -= slots.remove(&key).map_or(0, |slot| slot.bytes);
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Key, Slot<T>>> {
        self.slots.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
