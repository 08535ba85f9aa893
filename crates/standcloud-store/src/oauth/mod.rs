//! The authorization server's memory: requests, codes, grants and tokens, of which only hashes are kept.

mod authorization_codes;
mod authorization_requests;
mod client_grants;
mod device_codes;
mod grants;
mod refresh;
mod refresh_decision;
mod tokens;

pub use authorization_codes::{AuthorizationCode, CodeApproval, CodeRedemption, IssuedUnder};
pub use authorization_requests::{AuthorizationRequest, NewAuthorizationRequest};
pub use device_codes::{
    ConsumedDeviceCode, DeviceCode, DeviceCodeLimits, DeviceCodeOutcome, DeviceDecision,
    DeviceIssue, DeviceState, NewDeviceCode,
};
pub use grants::{Grant, GrantKind, NewGrant};
pub use refresh::{RefreshIssue, RefreshOutcome, RefreshToken};
pub use tokens::{AccessToken, NewTokens};
