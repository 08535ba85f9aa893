//! What the authorization server of this node keeps in memory; nothing that a restart may not lose.

use std::sync::Arc;

use standcloud_store::{Store, UnixMicros};

use super::OauthError;
use super::device_polls::{DevicePolls, keep_writing};
use super::limiter::AddressLimiter;
use crate::app::App;
use crate::auth::ClientAddress;
use crate::config::Limits;

/// A whole plant may be behind one address, and each of its people signs in to an application.
const AUTHORIZATIONS_PER_MINUTE: u32 = 60;

/// Part of the application.
#[derive(Debug)]
pub struct OauthState {
    pub polls: Arc<DevicePolls>,
    /// Logins that begin.
    pub device_starts: AddressLimiter,
    /// Requests to ask a person, pushed or not.
    authorization_starts: AddressLimiter,
    unknown_secrets: AddressLimiter,
}

impl OauthState {
    /// Starts the task that writes polls; it ends with the application.
    pub fn start(store: &Store, limits: &Limits) -> Self {
        let polls = Arc::default();
        keep_writing(&polls, store.clone());
        Self {
            polls,
            device_starts: AddressLimiter::per_minute(limits.device_logins_per_minute),
            authorization_starts: AddressLimiter::per_minute(AUTHORIZATIONS_PER_MINUTE),
            unknown_secrets: AddressLimiter::per_minute(limits.wrong_keys_per_minute),
        }
    }

    /// 429 for an address that wants to ask too often.
    pub fn begin_authorization(
        &self,
        address: ClientAddress,
        now: UnixMicros,
    ) -> Result<(), OauthError> {
        let message = "Too many sign-ins were begun from this address. Try again later.";
        let taken = self.authorization_starts.take(address.0, now);
        taken.map_err(|seconds| OauthError::too_many_requests(message, seconds))
    }
}

/// `invalid_grant` for a code or token that was never given out, or 429 for who tries many. Right
/// ones never come here, so nobody is locked out by a neighbour at the same address.
pub fn unknown_secret(app: &App, address: ClientAddress) -> OauthError {
    let taken = app.oauth.unknown_secrets.take(address.0, app.clock.now());
    let Err(seconds) = taken else {
        return OauthError::invalid_grant("The code or token is not valid (any more).");
    };
    app.metrics.authorization("unknown_secret_limited");
    OauthError::too_many_requests("Too many wrong codes or tokens.", seconds)
}
