//! Keys seen lately, so that an upload does not cost a look-up, and wrong ones are slowed down.

use std::collections::HashMap;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::{Mutex, PoisonError};

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use standcloud_store::{ApiKey, UnixMicros};

/// A revoked key ends within this time on every node.
const FRESH_US: i64 = 3_000_000;
const TOUCH_INTERVAL_US: i64 = 60_000_000;
const ENTRIES_MAX: usize = 10_000;

struct Entry {
    key: ApiKey,
    read: UnixMicros,
    touched: Option<UnixMicros>,
    /// When a refusal was last noted.
    refused: Option<UnixMicros>,
}

/// The cache and the limiter of failures.
pub struct KeyCache {
    entries: Mutex<HashMap<String, Entry>>,
    failures: DefaultKeyedRateLimiter<IpAddr>,
}

impl std::fmt::Debug for KeyCache {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("KeyCache")
    }
}

impl KeyCache {
    pub fn new(failures_per_minute: u32) -> Self {
        let per_minute = NonZeroU32::new(failures_per_minute).unwrap_or(NonZeroU32::MIN);
        Self {
            entries: Mutex::default(),
            failures: RateLimiter::keyed(Quota::per_minute(per_minute)),
        }
    }

    /// A key read not long ago.
    pub fn find(&self, public_id: &str, now: UnixMicros) -> Option<ApiKey> {
        let entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        let entry = entries.get(public_id)?;
        let age = now.0 - entry.read.0;
        (0..FRESH_US).contains(&age).then(|| entry.key.clone())
    }

    /// Remembers a key that was just read.
    pub fn remember(&self, key: ApiKey, now: UnixMicros) {
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        if entries.len() >= ENTRIES_MAX {
            entries.clear();
        }
        let known = entries.get(&key.public_id);
        let touched = known.map_or(key.last_used, |entry| entry.touched);
        let refused = known.and_then(|entry| entry.refused);
        entries.insert(
            key.public_id.clone(),
            Entry {
                key,
                read: now,
                touched,
                refused,
            },
        );
    }

    /// Whether this use should be noted in the store; true at most once a minute per key.
    pub fn should_touch(&self, public_id: &str, now: UnixMicros) -> bool {
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(entry) = entries.get_mut(public_id) else {
            return false;
        };
        if entry
            .touched
            .is_some_and(|touched| now.0 - touched.0 < TOUCH_INTERVAL_US)
        {
            return false;
        }
        entry.touched = Some(now);
        true
    }

    /// Whether a refusal of this key should be noted; true at most once a minute per key.
    pub fn should_note_refusal(&self, public_id: &str, now: UnixMicros) -> bool {
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(entry) = entries.get_mut(public_id) else {
            return false;
        };
        let is_due = entry
            .refused
            .is_none_or(|refused| now.0 - refused.0 >= TOUCH_INTERVAL_US);
        if is_due {
            entry.refused = Some(now);
        }
        is_due
    }

    /// Counts a wrong key; `false` when the address has sent too many. Right keys never come here,
    /// so a stand with an old key cannot lock out its neighbours behind the same address.
    pub fn may_fail(&self, address: IpAddr) -> bool {
        if self.failures.len() > ENTRIES_MAX {
            self.failures.retain_recent();
        }
        self.failures.check_key(&address).is_ok()
    }
}
