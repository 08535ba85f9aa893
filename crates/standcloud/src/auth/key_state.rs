//! What to tell an Admin about a key: whether it works, and whether it needs attention.

use standcloud_store::{ApiKey, UnixMicros};

const MICROS_PER_DAY: i64 = 86_400_000_000;
const EXPIRY_NOTICE_DAYS: i64 = 14;
const UNUSED_NOTICE_DAYS: i64 = 90;

/// The life of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyState {
    Active,
    /// Replaced; valid until it expires.
    Rotated,
    Expired,
    Revoked,
}

impl KeyState {
    pub fn of(key: &ApiKey, now: UnixMicros) -> Self {
        if key.revoked.is_some() {
            Self::Revoked
        } else if key.expires.is_some_and(|expires| expires <= now) {
            Self::Expired
        } else if key.successor_id.is_some() {
            Self::Rotated
        } else {
            Self::Active
        }
    }

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Rotated => "rotated",
            Self::Expired => "expired",
            Self::Revoked => "revoked",
        }
    }
}

/// What needs attention about a key that works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyNotice {
    EndsInDays(i64),
    UnusedForDays(i64),
}

impl std::fmt::Display for KeyNotice {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::EndsInDays(days) => {
                write!(
                    formatter,
                    "ends in {days} days: 'key rotate' makes a new one"
                )
            }
            Self::UnusedForDays(days) => write!(formatter, "unused for {days} days"),
        }
    }
}

/// A word of warning about a key that works: it ends soon, or nobody has used it for long.
pub fn key_notice(key: &ApiKey, now: UnixMicros) -> Option<KeyNotice> {
    if KeyState::of(key, now) != KeyState::Active {
        return None;
    }
    let days_left = key
        .expires
        .map(|expires| (expires.0 - now.0) / MICROS_PER_DAY);
    if let Some(days) = days_left.filter(|days| *days < EXPIRY_NOTICE_DAYS) {
        return Some(KeyNotice::EndsInDays(days));
    }
    let idle_days = (now.0 - key.last_used.unwrap_or(key.created).0) / MICROS_PER_DAY;
    (idle_days >= UNUSED_NOTICE_DAYS).then_some(KeyNotice::UnusedForDays(idle_days))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: UnixMicros = UnixMicros(1_800_000_000_000_000);

    fn key(expires_in_days: Option<i64>, used_days_ago: i64) -> ApiKey {
        let day = |days: i64| UnixMicros(NOW.0 + days * MICROS_PER_DAY);
        ApiKey {
            organisation: standcloud_store::OrganisationId(1),
            public_id: "id".to_owned(),
            name: "name".to_owned(),
            secret_sha256: Vec::new(),
            scopes: String::new(),
            allowed_networks: String::new(),
            created: day(-1000),
            expires: expires_in_days.map(day),
            revoked: None,
            successor_id: None,
            last_used: Some(day(-used_days_ago)),
            last_used_ip: None,
        }
    }

    #[test]
    fn a_key_that_needs_attention_says_so() {
        assert_eq!(key_notice(&key(Some(100), 1), NOW), None);
        assert_eq!(key_notice(&key(None, 89), NOW), None);
        assert_eq!(
            key_notice(&key(Some(3), 1), NOW),
            Some(KeyNotice::EndsInDays(3))
        );
        assert_eq!(
            key_notice(&key(None, 91), NOW).unwrap().to_string(),
            "unused for 91 days"
        );
        let revoked = ApiKey {
            revoked: Some(NOW),
            ..key(Some(3), 100)
        };
        assert_eq!(key_notice(&revoked, NOW), None);
        assert_eq!(KeyState::of(&key(Some(0), 1), NOW), KeyState::Expired);
    }
}
