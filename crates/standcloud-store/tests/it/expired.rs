//! of each kind what has ended goes and what has not stays.

use standcloud_store::{
    DeviceCodeLimits, ExpiryLimits, GrantKind, NewDeviceCode, NewGrant, NewTokens, OrganisationId,
    UnixMicros,
};
use uuid::Uuid;

use crate::support::Database;

each_database!(
    nothing_is_removed_before_its_time,
    more_than_one_portion_is_removed_in_portions,
    unused_logins_of_one_client_end,
    failures_are_forgotten,
);

pub(crate) fn limits(now: i64) -> ExpiryLimits {
    let at = UnixMicros(now);
    ExpiryLimits {
        now: at,
        codes: at,
        used_refresh_tokens: at,
        grants: at,
        idle_sessions: at,
        old_sessions: at,
        failures: at,
        unused_logins: at,
    }
}

/// Removes what had ended before this time, of every kind; returns how many.
pub(crate) async fn remove(database: &Database, now: i64) -> u64 {
    database.store.remove_expired(&limits(now)).await.unwrap()
}

/// Ends at 100.
fn device_code(number: u16) -> NewDeviceCode {
    let mut hash = [0; 32];
    hash[..2].copy_from_slice(&number.to_be_bytes());
    NewDeviceCode {
        device_sha256: hash,
        user_code_hmac: hash,
        client_id: "client".to_owned(),
        scope: String::new(),
        audiences: String::new(),
        created: UnixMicros(1),
        expires: UnixMicros(100),
        requester_ip: String::new(),
        user_agent: String::new(),
    }
}

/// Made at 1; its access token ends at 100, it is idle at 200.
async fn add_grant(database: &Database, organisation: OrganisationId, number: u8) -> Uuid {
    let grant = NewGrant {
        id: Uuid::from_u128(number.into()),
        organisation,
        user: None,
        client_id: "client".to_owned(),
        kind: GrantKind::Device,
        name: "stand".to_owned(),
        scope: String::new(),
        audiences: String::new(),
        created: UnixMicros(1),
        created_ip: String::new(),
        user_agent: String::new(),
        absolute_expiry: UnixMicros(300),
        idle_expiry: UnixMicros(200),
    };
    let tokens = NewTokens {
        access_sha256: [number; 32],
        access_expires: UnixMicros(100),
        scope: String::new(),
        audiences: String::new(),
        refresh_sha256: Some([number; 32]),
        created: UnixMicros(1),
    };
    let added = database.store.add_grant_with_tokens(&grant, &tokens).await;
    added.unwrap();
    grant.id
}

async fn nothing_is_removed_before_its_time(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let grant = add_grant(database, organisation, 1).await;
    let used = add_grant(database, organisation, 2).await;
    let noted = database.store.note_first_use([2; 32], UnixMicros(5));
    noted.await.unwrap();
    let code_limits = DeviceCodeLimits {
        per_requester: 9,
        all: 9,
    };
    let code = device_code(1);
    let added = database.store.add_device_code(&code, code_limits);
    added.await.unwrap();
    assert_eq!(remove(database, 100).await, 0);
    // The code, and the access token that nobody has used.
    assert_eq!(remove(database, 101).await, 2);
    let kept = database.store.lookup_access_token([2; 32]).await.unwrap();
    assert!(kept.is_some(), "that it was used must be known");
    assert_eq!(remove(database, 200).await, 0);
    // Two refresh tokens, one access token, two grants.
    assert_eq!(remove(database, 201).await, 5);
    for id in [grant, used] {
        assert_eq!(database.store.lookup_grant(id).await.unwrap(), None);
    }
}

async fn more_than_one_portion_is_removed_in_portions(database: &Database) {
    let code_limits = DeviceCodeLimits {
        per_requester: 9999,
        all: 9999,
    };
    for number in 0..1200 {
        let new = device_code(number);
        let added = database.store.add_device_code(&new, code_limits);
        added.await.unwrap();
    }
    assert_eq!(remove(database, 101).await, 1000);
    assert_eq!(remove(database, 101).await, 200);
    assert_eq!(remove(database, 101).await, 0);
}

async fn unused_logins_of_one_client_end(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let unused = add_grant(database, organisation, 1).await;
    let used = add_grant(database, organisation, 2).await;
    let touched = database
        .store
        .touch_grant(used, "192.0.2.1", UnixMicros(200), UnixMicros(50));
    touched.await.unwrap();
    let revoke = async |client: &str, now: i64| {
        let revoked = database
            .store
            .revoke_unused_logins(client, &limits(now))
            .await;
        revoked.unwrap()
    };
    assert_eq!(revoke("client", 1).await, 0, "it is not old enough");
    assert_eq!(revoke("another", 60).await, 0);
    assert_eq!(revoke("client", 60).await, 1);
    assert_eq!(revoke("client", 61).await, 0);
    let grant = database.store.lookup_grant(unused).await.unwrap().unwrap();
    assert_eq!(grant.revoked_reason.as_deref(), Some("never used"));
}

async fn failures_are_forgotten(database: &Database) {
    let counted = database
        .store
        .count_failure("sign-in:a", 1000, UnixMicros(50));
    counted.await.unwrap();
    assert_eq!(remove(database, 50).await, 0);
    assert_eq!(remove(database, 51).await, 1);
}
