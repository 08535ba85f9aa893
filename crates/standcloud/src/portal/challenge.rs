//! Something begun in one browser that the same browser must finish, once and soon.
//!
//! The database knows the challenge by its hash only. What belongs to it is bound to the session, or
//! to the form cookie of a browser without one, so nobody finishes what was begun elsewhere.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use standcloud_store::NewChallenge;

use super::{Browser, PageError};
use crate::app::App;
use crate::auth::secret_text::{SecretKind, SecretText};

/// In all, so that nobody fills the table. They live for minutes.
const WAITING_MAX: u64 = 10_000;

/// One sort is never taken for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ChallengeKind {
    PasskeyRegistration,
    PasskeySignIn,
    PasskeySecondFactor,
    Sso,
}

impl ChallengeKind {
    fn as_str(self) -> &'static str {
        match self {
            Self::PasskeyRegistration => "passkey-registration",
            Self::PasskeySignIn => "passkey-sign-in",
            Self::PasskeySecondFactor => "passkey-second-factor",
            Self::Sso => "sso",
        }
    }

    fn minutes(self) -> i64 {
        match self {
            Self::Sso => 10,
            _ => 5,
        }
    }
}

#[derive(Serialize, Deserialize)]
struct Bound<T> {
    browser: String,
    content: T,
}

/// Remembers `content` under a new challenge.
pub(super) async fn remember<T: Serialize>(
    app: &App,
    browser: &Browser,
    kind: ChallengeKind,
    content: T,
) -> Result<SecretText, PageError> {
    let now = app.clock.now();
    if app.store.count_challenges(now).await? >= WAITING_MAX {
        return Err(PageError::Busy);
    }
    let bound = Bound {
        browser: browser.binding(),
        content,
    };
    let data = serde_json::to_string(&bound).map_err(|error| not_json(&error))?;
    let challenge = SecretText::generate(SecretKind::Challenge, &app.randomness);
    let mut expires = now;
    expires.0 += kind.minutes() * super::browser::MICROS_PER_MINUTE;
    let new = NewChallenge {
        challenge_sha256: challenge.sha256(),
        kind: kind.as_str(),
        data: &data,
        created: now,
        expires,
    };
    app.store.add_challenge(&new).await?;
    Ok(challenge)
}

/// What was remembered under this challenge, by this browser; it is used up in any case.
pub(super) async fn recall<T: DeserializeOwned>(
    app: &App,
    browser: &Browser,
    kind: ChallengeKind,
    challenge: &str,
) -> Result<Option<T>, PageError> {
    let Some(challenge) = SecretText::parse(SecretKind::Challenge, challenge) else {
        return Ok(None);
    };
    let now = app.clock.now();
    let taken = app
        .store
        .take_challenge(challenge.sha256(), kind.as_str(), now);
    let Some(data) = taken.await? else {
        return Ok(None);
    };
    let bound: Bound<T> = serde_json::from_str(&data).map_err(|error| not_json(&error))?;
    Ok((bound.browser == browser.binding()).then_some(bound.content))
}

fn not_json(error: &serde_json::Error) -> PageError {
    PageError::Internal(format!("a challenge was not written or read: {error}"))
}
