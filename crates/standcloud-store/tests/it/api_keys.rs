//! API keys: what is stored comes back, and each life ends once.

use standcloud_store::{ApiKey, NewApiKey, OrganisationId, StoreError, UnixMicros};
use uuid::Uuid;

use crate::support::Database;

each_database!(
    what_is_stored_comes_back,
    keys_are_listed_newest_first_with_ended_ones,
    a_public_id_is_taken_once,
    rotation_happens_once,
    rotation_never_makes_a_key_live_longer,
    ended_keys_and_foreign_keys_are_not_rotated,
    nodes_that_rotate_at_once_make_one_successor,
    a_failed_rotation_leaves_the_old_key,
    revoking_by_name_ends_all_of_that_name,
    a_use_is_noted,
);

const HOUR: i64 = 3_600_000_000;

async fn what_is_stored_comes_back(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let key = NewApiKey {
        owner: Some(Uuid::from_u128(7)),
        secret_sha256: std::array::from_fn(|index| u8::try_from(index * 8).unwrap()),
        scopes: "upload read".to_owned(),
        allowed_networks: "10.0.0.0/8 2001:db8::/32".to_owned(),
        expires: Some(UnixMicros(i64::MAX)),
        ..key(organisation, "k1", "line 1 é", 5)
    };
    database.store.add_api_key(&key).await.unwrap();
    let expected = ApiKey {
        organisation,
        public_id: key.public_id,
        name: key.name,
        secret_sha256: key.secret_sha256.to_vec(),
        scopes: key.scopes,
        allowed_networks: key.allowed_networks,
        created: UnixMicros(5),
        expires: key.expires,
        revoked: None,
        successor_id: None,
        last_used: None,
        last_used_ip: None,
    };
    assert_eq!(lookup(database, "k1").await, expected);
    for unknown in ["", "K1", "k1 ", "k2"] {
        assert_eq!(database.store.lookup_api_key(unknown).await.unwrap(), None);
    }
}

async fn keys_are_listed_newest_first_with_ended_ones(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let other = database.add_organisation("b").await;
    for new in [
        key(organisation, "old", "x", 1),
        key(organisation, "new", "y", 3),
        key(organisation, "mid", "z", 2),
        key(organisation, "also", "z", 3),
        key(other, "foreign", "x", 9),
    ] {
        database.store.add_api_key(&new).await.unwrap();
    }
    let revoked = database
        .store
        .revoke_api_keys(organisation, "y", UnixMicros(4))
        .await
        .unwrap();
    assert_eq!(revoked, ["new"]);
    let keys = database.store.list_api_keys(organisation).await.unwrap();
    let ids: Vec<&str> = keys.iter().map(|key| key.public_id.as_str()).collect();
    assert_eq!(ids, ["also", "new", "mid", "old"]);
}

async fn a_public_id_is_taken_once(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let first = key(organisation, "k1", "first", 1);
    database.store.add_api_key(&first).await.unwrap();
    let second = key(organisation, "k1", "second", 2);
    let error = database.store.add_api_key(&second).await.unwrap_err();
    assert!(matches!(error, StoreError::Statement(_)), "{error}");
    assert_eq!(lookup(database, "k1").await.name, "first");
}

async fn rotation_happens_once(database: &Database) {
    let organisation = database.add_organisation("a").await;
    database
        .store
        .add_api_key(&key(organisation, "k1", "n", 1))
        .await
        .unwrap();
    let second = key(organisation, "k2", "n", 10);
    assert!(rotate(database, "k1", HOUR, &second).await);
    let old = lookup(database, "k1").await;
    assert_eq!(
        (old.successor_id.as_deref(), old.expires),
        (Some("k2"), Some(UnixMicros(HOUR)))
    );
    assert_eq!(old.revoked, None);
    assert_eq!(lookup(database, "k2").await.successor_id, None);

    let third = key(organisation, "k3", "n", 11);
    assert!(!rotate(database, "k1", 2 * HOUR, &third).await);
    assert_eq!(lookup(database, "k1").await, old);
    assert_eq!(database.store.lookup_api_key("k3").await.unwrap(), None);
    assert!(rotate(database, "k2", 2 * HOUR, &third).await);
}

async fn rotation_never_makes_a_key_live_longer(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let ends = [
        (None, HOUR),
        (Some(HOUR / 2), HOUR / 2),
        (Some(2 * HOUR), HOUR),
    ];
    for (index, (expires, expected)) in ends.into_iter().enumerate() {
        let (old, new) = (format!("old{index}"), format!("new{index}"));
        let old_key = NewApiKey {
            expires: expires.map(UnixMicros),
            ..key(organisation, &old, "n", 1)
        };
        database.store.add_api_key(&old_key).await.unwrap();
        assert!(rotate(database, &old, HOUR, &key(organisation, &new, "n", 2)).await);
        assert_eq!(
            lookup(database, &old).await.expires,
            Some(UnixMicros(expected)),
            "{expires:?}"
        );
    }
}

async fn ended_keys_and_foreign_keys_are_not_rotated(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let other = database.add_organisation("b").await;
    let expired = NewApiKey {
        expires: Some(UnixMicros(10)),
        ..key(organisation, "expired", "n", 1)
    };
    database.store.add_api_key(&expired).await.unwrap();
    database
        .store
        .add_api_key(&key(organisation, "revoked", "m", 1))
        .await
        .unwrap();
    database
        .store
        .add_api_key(&key(other, "foreign", "n", 1))
        .await
        .unwrap();
    database
        .store
        .revoke_api_keys(organisation, "m", UnixMicros(5))
        .await
        .unwrap();
    let new = key(organisation, "new", "n", 10);
    for old in ["expired", "revoked", "foreign", "missing"] {
        assert!(!rotate(database, old, HOUR, &new).await, "{old}");
        assert_eq!(
            database.store.lookup_api_key("new").await.unwrap(),
            None,
            "{old}"
        );
    }
    assert_eq!(lookup(database, "foreign").await.expires, None);
}

async fn nodes_that_rotate_at_once_make_one_successor(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let other_node = database.open_again().await;
    database
        .store
        .add_api_key(&key(organisation, "old", "n", 1))
        .await
        .unwrap();
    let mut tasks = tokio::task::JoinSet::new();
    for index in 0..8 {
        let store = if index % 2 == 0 {
            &database.store
        } else {
            &other_node
        }
        .clone();
        let new = key(organisation, &format!("new{index}"), "n", 2);
        tasks.spawn(async move {
            store
                .rotate_api_key("old", UnixMicros(HOUR), &new)
                .await
                .unwrap()
        });
    }
    let won = tasks
        .join_all()
        .await
        .into_iter()
        .filter(|won| *won)
        .count();
    assert_eq!(won, 1);
    let keys = database.store.list_api_keys(organisation).await.unwrap();
    assert_eq!(keys.len(), 2);
    assert_eq!(
        lookup(database, "old").await.successor_id.as_ref(),
        Some(&keys[0].public_id)
    );
}

async fn a_failed_rotation_leaves_the_old_key(database: &Database) {
    let organisation = database.add_organisation("a").await;
    database
        .store
        .add_api_key(&key(organisation, "old", "n", 1))
        .await
        .unwrap();
    database
        .store
        .add_api_key(&key(organisation, "taken", "m", 1))
        .await
        .unwrap();
    let before = lookup(database, "old").await;
    let taken = key(organisation, "taken", "n", 2);
    let outcome = database
        .store
        .rotate_api_key("old", UnixMicros(HOUR), &taken)
        .await;
    assert!(
        matches!(outcome, Err(StoreError::Statement(_))),
        "{outcome:?}"
    );
    assert_eq!(lookup(database, "old").await, before);
}

async fn revoking_by_name_ends_all_of_that_name(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let other = database.add_organisation("b").await;
    for new in [
        key(organisation, "k1", "line", 1),
        key(organisation, "k2", "line", 2),
        key(organisation, "k3", "k1", 3),
        key(organisation, "k4", "Line", 4),
        key(other, "k5", "line", 5),
    ] {
        database.store.add_api_key(&new).await.unwrap();
    }
    let revoke = async |name: &str, now: i64| {
        let revoked = database
            .store
            .revoke_api_keys(organisation, name, UnixMicros(now))
            .await;
        let mut revoked = revoked.unwrap();
        revoked.sort();
        revoked
    };
    assert_eq!(revoke("line", 10).await, ["k1", "k2"]);
    assert_eq!(revoke("line", 11).await, Vec::<String>::new());
    assert_eq!(lookup(database, "k1").await.revoked, Some(UnixMicros(10)));
    assert_eq!(revoke("k4", 12).await, ["k4"]);
    assert_eq!(revoke("k5", 13).await, Vec::<String>::new());
    assert_eq!(revoke("", 14).await, Vec::<String>::new());
    assert_eq!(lookup(database, "k5").await.revoked, None);
    assert_eq!(lookup(database, "k3").await.revoked, None);
}

async fn a_use_is_noted(database: &Database) {
    let organisation = database.add_organisation("a").await;
    for id in ["k1", "k2"] {
        database
            .store
            .add_api_key(&key(organisation, id, "n", 1))
            .await
            .unwrap();
    }
    for (ip, now) in [("10.0.0.1", 5), ("2001:db8::1", 6)] {
        database
            .store
            .touch_api_key("k1", ip, UnixMicros(now))
            .await
            .unwrap();
        let used = lookup(database, "k1").await;
        assert_eq!(
            (used.last_used, used.last_used_ip.as_deref()),
            (Some(UnixMicros(now)), Some(ip))
        );
    }
    assert_eq!(lookup(database, "k2").await.last_used, None);
    database
        .store
        .touch_api_key("missing", "10.0.0.1", UnixMicros(7))
        .await
        .unwrap();
}

async fn rotate(database: &Database, old: &str, old_expires: i64, new: &NewApiKey) -> bool {
    let rotated = database
        .store
        .rotate_api_key(old, UnixMicros(old_expires), new);
    rotated.await.unwrap()
}

async fn lookup(database: &Database, public_id: &str) -> ApiKey {
    database
        .store
        .lookup_api_key(public_id)
        .await
        .unwrap()
        .unwrap()
}

fn key(organisation: OrganisationId, public_id: &str, name: &str, created: i64) -> NewApiKey {
    NewApiKey {
        organisation,
        public_id: public_id.to_owned(),
        name: name.to_owned(),
        owner: None,
        secret_sha256: [0; 32],
        scopes: String::new(),
        allowed_networks: String::new(),
        created: UnixMicros(created),
        expires: None,
    }
}
