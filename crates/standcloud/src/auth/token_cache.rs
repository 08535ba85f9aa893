//! Access tokens seen lately, so that an upload does not cost a look-up.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use standcloud_store::{AccessToken, UnixMicros};
use uuid::Uuid;

use super::Scope;
use crate::oauth::{AudienceSet, ScopeSet};

/// A revoked token ends within 5 s on every node, so it is read again sooner.
const FRESH_US: i64 = 3_000_000;
const TOUCH_INTERVAL_US: i64 = 60_000_000;
const ENTRIES_MAX: usize = 10_000;

/// A token as it was read, and what follows from it.
#[derive(Debug)]
pub struct KnownToken {
    pub token: AccessToken,
    /// For the record.
    pub principal: String,
    pub rights: Vec<Scope>,
    /// `None` is good for nothing.
    pub audiences: Option<AudienceSet>,
    read: UnixMicros,
}

impl KnownToken {
    pub fn new(token: AccessToken, read: UnixMicros) -> Self {
        Self {
            principal: format!("grant:{}", token.grant),
            rights: ScopeSet::parse_stored(&token.scope).rights(),
            audiences: AudienceSet::parse_stored(&token.audiences),
            token,
            read,
        }
    }
}

/// What of a use should be written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct UseToNote {
    /// Of this token.
    pub is_first: bool,
    /// Of its grant, at most once a minute.
    pub is_new_minute: bool,
}

#[derive(Debug, Default)]
struct Entries {
    tokens: HashMap<[u8; 32], Arc<KnownToken>>,
    first_uses: HashMap<[u8; 32], UnixMicros>,
    touched: HashMap<Uuid, UnixMicros>,
}

/// Bounded; forgetting costs a look-up.
#[derive(Debug, Default)]
pub struct TokenCache(Mutex<Entries>);

impl TokenCache {
    /// A token read not long ago.
    pub fn find(&self, sha256: &[u8; 32], now: UnixMicros) -> Option<Arc<KnownToken>> {
        let entries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = entries.tokens.get(sha256)?;
        let age = now.0 - known.read.0;
        (0..FRESH_US).contains(&age).then(|| Arc::clone(known))
    }

    pub fn remember(&self, sha256: [u8; 32], known: KnownToken) -> Arc<KnownToken> {
        let known = Arc::new(known);
        let mut entries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if entries.tokens.len() >= ENTRIES_MAX {
            entries.tokens.clear();
        }
        entries.tokens.insert(sha256, Arc::clone(&known));
        known
    }

    /// What ended on this node ends at once.
    pub fn forget_grant(&self, grant: Uuid) {
        let mut entries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        entries.tokens.retain(|_, known| known.token.grant != grant);
    }

    /// Decides what to note of a use, and takes it for noted.
    pub fn use_to_note(
        &self,
        sha256: &[u8; 32],
        token: &AccessToken,
        now: UnixMicros,
    ) -> UseToNote {
        let mut entries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if entries.first_uses.len() >= ENTRIES_MAX {
            entries.first_uses.clear();
        }
        if entries.touched.len() >= ENTRIES_MAX {
            entries.touched.clear();
        }
        let is_first =
            token.first_used.is_none() && entries.first_uses.insert(*sha256, now).is_none();
        let touched = entries.touched.get(&token.grant).copied();
        let is_new_minute = touched
            .max(token.last_used)
            .is_none_or(|touched| now.0 - touched.0 >= TOUCH_INTERVAL_US);
        if is_new_minute {
            entries.touched.insert(token.grant, now);
        }
        UseToNote {
            is_first,
            is_new_minute,
        }
    }

    /// A use that could not be written is noted the next time.
    pub fn forget_use(&self, sha256: &[u8; 32], grant: Uuid) {
        let mut entries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        entries.first_uses.remove(sha256);
        entries.touched.remove(&grant);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use standcloud_store::OrganisationId;

    const SECOND: i64 = 1_000_000;

    fn token(first_used: Option<UnixMicros>) -> AccessToken {
        AccessToken {
            grant: Uuid::from_u128(1),
            organisation: OrganisationId(1),
            user: None,
            client_id: String::new(),
            scope: "authelia.bearer.authz".to_owned(),
            audiences: "hardpy".to_owned(),
            created: UnixMicros(0),
            expires: UnixMicros(0),
            first_used,
            last_used: first_used,
            is_valid: true,
        }
    }

    ///
    #[test]
    fn a_token_is_fresh_for_three_seconds_and_never_from_the_future() {
        let cache = TokenCache::default();
        cache.remember(
            [1; 32],
            KnownToken::new(token(None), UnixMicros(100 * SECOND)),
        );
        for (seconds, is_fresh) in [(99, false), (100, true), (102, true), (103, false)] {
            let found = cache.find(&[1; 32], UnixMicros(seconds * SECOND));
            assert_eq!(found.is_some(), is_fresh, "{seconds}");
        }
        cache.forget_grant(Uuid::from_u128(1));
        assert!(cache.find(&[1; 32], UnixMicros(100 * SECOND)).is_none());
    }

    #[test]
    fn the_first_use_is_noted_at_once_and_the_others_once_a_minute() {
        let cache = TokenCache::default();
        let note = |number: u8, first_used: Option<i64>, seconds: i64| {
            let token = token(first_used.map(|first| UnixMicros(first * SECOND)));
            let noted = cache.use_to_note(&[number; 32], &token, UnixMicros(seconds * SECOND));
            (noted.is_first, noted.is_new_minute)
        };
        assert_eq!(note(1, None, 100), (true, true));
        assert_eq!(note(1, None, 101), (false, false));
        assert_eq!(
            note(2, None, 102),
            (true, false),
            "another token of the grant"
        );
        assert_eq!(note(1, Some(100), 159), (false, false));
        assert_eq!(note(1, Some(100), 160), (false, true));
        cache.forget_use(&[1; 32], Uuid::from_u128(1));
        assert_eq!(note(1, None, 161), (true, true));
        assert_eq!(
            note(3, Some(161), 162),
            (false, false),
            "another node has noted it"
        );
    }
}
