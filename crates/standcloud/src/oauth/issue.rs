//! Making tokens and giving them out.

use axum::Json;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use standcloud_store::{NewTokens, UnixMicros};

use super::client::ClientOrigin;
use super::{AudienceSet, Client, GrantType, OauthScope, ScopeSet};
use crate::app::App;
use crate::auth::secret_text::{SecretKind, SecretText};

const MICROS_PER_SECOND: i64 = 1_000_000;
const MICROS_PER_DAY: i64 = 86_400 * MICROS_PER_SECOND;

/// Tokens in clear, to be sent once, and what is stored of them.
#[derive(Debug)]
pub struct PreparedTokens {
    pub stored: NewTokens,
    access: SecretText,
    refresh: Option<SecretText>,
}

/// Whether a refresh token comes along.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WithRefresh {
    Yes,
    No,
}

impl WithRefresh {
    /// HardPy polls for ever when it gets no refresh token, so a built-in client always gets one.
    pub fn of(client: &Client, scope: &ScopeSet) -> Self {
        let is_wanted =
            client.origin == ClientOrigin::BuiltIn || scope.contains(OauthScope::OfflineAccess);
        if is_wanted && client.may_use(GrantType::RefreshToken) {
            Self::Yes
        } else {
            Self::No
        }
    }
}

impl PreparedTokens {
    /// Makes new tokens; they are good once `stored` is stored. An access token ends with its grant.
    pub fn generate(
        app: &App,
        scope: &ScopeSet,
        audiences: &AudienceSet,
        absolute_expiry: UnixMicros,
        with_refresh: WithRefresh,
    ) -> Self {
        let now = app.clock.now();
        let life = seconds(app.config.auth.access_token_seconds);
        let access = SecretText::generate(SecretKind::AccessToken, &app.randomness);
        let refresh = (with_refresh == WithRefresh::Yes)
            .then(|| SecretText::generate(SecretKind::RefreshToken, &app.randomness));
        Self {
            stored: NewTokens {
                access_sha256: access.sha256(),
                access_expires: UnixMicros((now.0 + life).min(absolute_expiry.0)),
                scope: scope.to_string(),
                audiences: audiences.to_string(),
                refresh_sha256: refresh.as_ref().map(SecretText::sha256),
                created: now,
            },
            access,
            refresh,
        }
    }
}

/// The answer with the tokens (RFC 6749 §5.1) and nothing else: the whole of it must fit into the
/// Windows Credential Manager.
impl IntoResponse for PreparedTokens {
    fn into_response(self) -> Response {
        let life = self.stored.access_expires.0 - self.stored.created.0;
        Json(TokenAnswer {
            access_token: self.access.reveal(),
            token_type: "bearer",
            expires_in: u64::try_from(life / MICROS_PER_SECOND).unwrap_or(0),
            refresh_token: self.refresh.as_ref().map(SecretText::reveal),
            scope: &self.stored.scope,
        })
        .into_response()
    }
}

#[derive(Serialize)]
struct TokenAnswer<'a> {
    access_token: &'a str,
    token_type: &'static str,
    expires_in: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    refresh_token: Option<&'a str>,
    scope: &'a str,
}

/// When a grant made now ends, however much it is used.
pub fn absolute_expiry(app: &App) -> UnixMicros {
    let days = i64::from(app.config.auth.stand_absolute_days);
    UnixMicros(app.clock.now().0 + days * MICROS_PER_DAY)
}

/// When a grant that is used now ends unless it is used again.
pub fn idle_expiry(app: &App) -> UnixMicros {
    let days = i64::from(app.config.auth.stand_idle_days);
    UnixMicros(app.clock.now().0 + days * MICROS_PER_DAY)
}

pub(super) fn seconds(count: u64) -> i64 {
    i64::try_from(count)
        .unwrap_or(i64::MAX / MICROS_PER_SECOND)
        .saturating_mul(MICROS_PER_SECOND)
}
