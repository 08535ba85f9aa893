//! A login as it is kept: its tokens and how long the first one lives.

use std::fmt;

use serde::{Deserialize, Serialize};
use standcloud_store::UnixMicros;

use super::ServerAddress;

/// A token that lives shorter than this is renewed before it is used.
const LIFE_LEFT_MIN_SECONDS: i64 = 60;

/// A token or code; it shows itself to nobody.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Hidden(String);

impl Hidden {
    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Hidden {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Hidden")
    }
}

/// The successful answer of a token endpoint (RFC 6749 §5.1).
#[derive(Debug, Deserialize)]
pub(crate) struct TokenAnswer {
    access_token: Hidden,
    expires_in: i64,
    refresh_token: Option<Hidden>,
}

/// What is kept of a sign-in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Login {
    address: String,
    access_token: Hidden,
    refresh_token: Hidden,
    /// Of the access token, in seconds since 1970 by this machine's clock.
    expires_at: i64,
}

impl Login {
    /// `None` without a refresh token: such a login would end within the hour.
    pub(crate) fn new(
        address: &ServerAddress,
        answer: TokenAnswer,
        now: UnixMicros,
    ) -> Option<Self> {
        Some(Self {
            address: address.to_string(),
            access_token: answer.access_token,
            refresh_token: answer.refresh_token?,
            expires_at: expiry(answer.expires_in, now),
        })
    }

    /// With new tokens; a server that sends no new refresh token lets the old one stand.
    pub(crate) fn renewed(&self, answer: TokenAnswer, now: UnixMicros) -> Self {
        Self {
            address: self.address.clone(),
            access_token: answer.access_token,
            refresh_token: answer
                .refresh_token
                .unwrap_or_else(|| self.refresh_token.clone()),
            expires_at: expiry(answer.expires_in, now),
        }
    }

    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    pub(crate) fn access_token(&self) -> &Hidden {
        &self.access_token
    }

    pub(crate) fn refresh_token(&self) -> &Hidden {
        &self.refresh_token
    }

    /// The end of the access token.
    pub(crate) fn expires_at(&self) -> jiff::Timestamp {
        jiff::Timestamp::from_second(self.expires_at).unwrap_or(jiff::Timestamp::MIN)
    }

    pub(crate) fn needs_renewal(&self, now: UnixMicros) -> bool {
        self.expires_at - seconds(now) < LIFE_LEFT_MIN_SECONDS
    }

    pub(crate) fn is_expired(&self, now: UnixMicros) -> bool {
        self.expires_at <= seconds(now)
    }
}

fn expiry(expires_in: i64, now: UnixMicros) -> i64 {
    seconds(now).saturating_add(expires_in.max(0))
}

fn seconds(time: UnixMicros) -> i64 {
    time.0.div_euclid(1_000_000)
}
