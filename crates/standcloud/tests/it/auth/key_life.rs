//! a key ends when it was revoked, when its time is over and after its rotation.

use std::time::Duration;

use standcloud::auth::key_format::ApiKeyText;
use standcloud::clock::Randomness;
use standcloud_store::{ApiKey, NewApiKey, UnixMicros};

use crate::support::test_app::{NOW, RUNS, empty, from_address, with_key};
use crate::support::{TestApp, get};

const SECOND: i64 = 1_000_000;
const DAY: i64 = 86_400 * SECOND;

async fn status_of(app: &TestApp, key: &str) -> u16 {
    app.send(empty(with_key(get(RUNS), key))).await.code()
}

async fn stored_key(app: &TestApp, key: &str) -> ApiKey {
    let text = ApiKeyText::parse(key).unwrap();
    let stored = app.app.store.lookup_api_key(text.public_id()).await;
    stored.unwrap().unwrap()
}

#[tokio::test]
async fn r_47_a_revoked_key_ends_within_five_seconds() {
    for app in TestApp::each().await {
        let key = app.add_key("report:read", |_| {}).await;
        assert_eq!(status_of(&app, &key).await, 200);
        let id = stored_key(&app, &key).await.public_id;
        let now = app.app.clock.now();
        let revoked = app
            .app
            .store
            .revoke_api_keys(app.organisation, &id, now)
            .await;
        assert_eq!(revoked.unwrap(), [id]);
        app.app.clock.advance_seconds(5);
        assert_eq!(status_of(&app, &key).await, 401);
        assert_eq!(status_of(&app, &app.key).await, 200, "the others go on");
    }
}

#[tokio::test]
async fn r_52_a_key_ends_at_the_instant_that_was_set() {
    for app in TestApp::each().await {
        let expires = UnixMicros(NOW.0 + 60 * SECOND);
        let key = app
            .add_key("report:read", |new| new.expires = Some(expires))
            .await;
        assert_eq!(status_of(&app, &key).await, 200);
        app.app.clock.advance_seconds(59);
        assert_eq!(status_of(&app, &key).await, 200);
        app.app.clock.advance_seconds(1);
        assert_eq!(status_of(&app, &key).await, 401);
    }
}

#[tokio::test]
async fn r_54_after_a_rotation_both_keys_work_and_then_only_the_new_one() {
    for app in TestApp::each().await {
        let old = app.add_key("report:read", |_| {}).await;
        let new = ApiKeyText::generate(&Randomness::from_seed(3));
        let old_stored = stored_key(&app, &old).await;
        let successor = NewApiKey {
            organisation: app.organisation,
            public_id: new.public_id().to_owned(),
            name: old_stored.name,
            owner: None,
            secret_sha256: new.secret_sha256(),
            scopes: old_stored.scopes,
            allowed_networks: String::new(),
            created: NOW,
            expires: None,
        };
        let old_ends = UnixMicros(NOW.0 + 7 * DAY);
        let store = &app.app.store;
        let rotated = store
            .rotate_api_key(&old_stored.public_id, old_ends, &successor)
            .await;
        assert!(rotated.unwrap());
        assert_eq!(status_of(&app, &old).await, 200);
        assert_eq!(status_of(&app, new.reveal()).await, 200);
        app.app.clock.advance_seconds(7 * 86_400);
        assert_eq!(status_of(&app, &old).await, 401);
        assert_eq!(status_of(&app, new.reveal()).await, 200);
        assert_eq!(
            stored_key(&app, &old).await.successor_id.as_deref(),
            Some(new.public_id())
        );
    }
}

#[tokio::test]
async fn r_52_the_last_use_is_noted_at_most_once_a_minute() {
    for app in TestApp::each().await {
        let use_from = async |address: &str| {
            let request = from_address(with_key(get(RUNS), &app.key), address);
            assert_eq!(app.send(empty(request)).await.code(), 200);
        };
        use_from("192.0.2.1").await;
        assert_eq!(noted_use(&app, NOW).await, "192.0.2.1");
        app.app.clock.advance_seconds(59);
        use_from("192.0.2.2").await;
        app.app.clock.advance_seconds(1);
        use_from("192.0.2.3").await;
        let later = UnixMicros(NOW.0 + 60 * SECOND);
        assert_eq!(noted_use(&app, later).await, "192.0.2.3");
    }
}

/// The address of the use at that time. It is noted in the background; an earlier note would be
/// there by then, because notes go one after the other.
async fn noted_use(app: &TestApp, at: UnixMicros) -> String {
    for _ in 0..500 {
        let stored = stored_key(app, &app.key).await;
        match stored.last_used {
            Some(used) if used == at => return stored.last_used_ip.unwrap(),
            Some(used) if used > NOW => panic!("noted at {} already", used.0),
            _ => tokio::time::sleep(Duration::from_millis(10)).await,
        }
    }
    panic!("the use was never noted");
}
