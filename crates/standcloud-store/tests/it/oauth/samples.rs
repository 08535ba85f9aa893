//! Made-up logins, grants and tokens.

use standcloud_store::{
    DeviceIssue, GrantKind, NewDeviceCode, NewGrant, NewTokens, OrganisationId, UnixMicros,
};
use uuid::Uuid;

pub(super) const CLIENT: &str = "hardpy-report-uploader";
/// The first Admin of every organisation of a test.
pub(super) const PERSON: Uuid = Uuid::from_u128(7);

/// As if it were the SHA-256 of something.
pub(super) fn hash(number: u8) -> [u8; 32] {
    [number; 32]
}

/// Waits from 1 to 100; its user code is `hash(number + 100)`.
pub(super) fn new_device_code(number: u8) -> NewDeviceCode {
    NewDeviceCode {
        device_sha256: hash(number),
        user_code_hmac: hash(number + 100),
        client_id: CLIENT.to_owned(),
        scope: "offline_access".to_owned(),
        audiences: "hardpy integration".to_owned(),
        created: UnixMicros(1),
        expires: UnixMicros(100),
        requester_ip: "192.0.2.1".to_owned(),
        user_agent: "python".to_owned(),
    }
}

pub(super) fn device_issue(number: u8, now: i64) -> DeviceIssue {
    DeviceIssue {
        grant: Uuid::from_u128(number.into()),
        tokens: new_tokens(number, now),
        absolute_expiry: UnixMicros(10_000),
        idle_expiry: UnixMicros(1000),
    }
}

/// Access token `hash(number)`, good for 100; refresh token `hash(number + 100)`.
pub(super) fn new_tokens(number: u8, now: i64) -> NewTokens {
    NewTokens {
        access_sha256: hash(number),
        access_expires: UnixMicros(now + 100),
        scope: "offline_access".to_owned(),
        audiences: "hardpy".to_owned(),
        refresh_sha256: Some(hash(number + 100)),
        created: UnixMicros(now),
    }
}

pub(super) fn new_grant(organisation: OrganisationId, number: u128) -> NewGrant {
    NewGrant {
        id: Uuid::from_u128(number),
        organisation,
        user: Some(PERSON),
        client_id: CLIENT.to_owned(),
        kind: GrantKind::Device,
        name: format!("stand {number}"),
        scope: "offline_access".to_owned(),
        audiences: "hardpy integration".to_owned(),
        created: UnixMicros(1),
        created_ip: "192.0.2.1".to_owned(),
        user_agent: "python".to_owned(),
        absolute_expiry: UnixMicros(10_000),
        idle_expiry: UnixMicros(1000),
    }
}
