//! Registered programs: what is stored comes back, and what ends one ends what it was allowed.

use standcloud_store::{NewOAuthClient, OAuthClient, OrganisationId, StoreError, UnixMicros};
use uuid::Uuid;

use crate::support::Database;

each_database!(
    what_is_stored_comes_back,
    programs_are_listed_by_name_with_disabled_ones,
    a_client_id_is_taken_once,
    disabling_and_enabling_happen_once_each,
    only_a_confidential_client_gets_a_new_secret,
    a_removed_program_is_forgotten,
    a_use_is_noted,
);

async fn what_is_stored_comes_back(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let new = NewOAuthClient {
        secret_sha256: Some(std::array::from_fn(|index| {
            u8::try_from(index * 8).unwrap()
        })),
        grant_types: "authorization_code refresh_token".to_owned(),
        scopes: "report:read".to_owned(),
        redirect_uris: "https://a.example/back http://127.0.0.1/back".to_owned(),
        created_by: Some(Uuid::from_u128(7)),
        ..client(organisation, "sca_1", "Dashboard é", 5)
    };
    database.store.add_oauth_client(&new).await.unwrap();
    let expected = OAuthClient {
        client_id: new.client_id,
        organisation,
        name: new.name,
        secret_sha256: new.secret_sha256.map(|sha256| sha256.to_vec()),
        grant_types: new.grant_types,
        scopes: new.scopes,
        redirect_uris: new.redirect_uris,
        created_by: new.created_by,
        created: UnixMicros(5),
        disabled: None,
        last_used: None,
    };
    assert_eq!(lookup(database, "sca_1").await, Some(expected));
    for unknown in ["", "SCA_1", "sca_1 ", "sca_2"] {
        assert_eq!(lookup(database, unknown).await, None, "{unknown:?}");
    }
}

async fn programs_are_listed_by_name_with_disabled_ones(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let other = database.add_organisation("b").await;
    for new in [
        client(organisation, "2", "beta", 1),
        client(organisation, "1", "alpha", 2),
        client(other, "3", "alpha", 3),
    ] {
        database.store.add_oauth_client(&new).await.unwrap();
    }
    assert!(disable(database, organisation, "1", 9).await);
    let listed = database
        .store
        .list_oauth_clients(organisation)
        .await
        .unwrap();
    let listed: Vec<_> = listed
        .iter()
        .map(|client| (client.client_id.as_str(), client.disabled))
        .collect();
    assert_eq!(listed, [("1", Some(UnixMicros(9))), ("2", None)]);
}

async fn a_client_id_is_taken_once(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let first = client(organisation, "1", "first", 1);
    database.store.add_oauth_client(&first).await.unwrap();
    let second = client(organisation, "1", "second", 2);
    let error = database.store.add_oauth_client(&second).await.unwrap_err();
    assert!(matches!(error, StoreError::Statement(_)), "{error}");
    assert_eq!(lookup(database, "1").await.unwrap().name, "first");
}

async fn disabling_and_enabling_happen_once_each(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let other = database.add_organisation("b").await;
    let new = client(organisation, "1", "n", 1);
    database.store.add_oauth_client(&new).await.unwrap();
    let enable = async |organisation| {
        let enabled = database.store.enable_oauth_client(organisation, "1").await;
        enabled.unwrap()
    };
    assert!(!enable(organisation).await);
    assert!(!disable(database, other, "1", 2).await);
    assert!(disable(database, organisation, "1", 3).await);
    assert!(!disable(database, organisation, "1", 4).await);
    assert_eq!(
        lookup(database, "1").await.unwrap().disabled,
        Some(UnixMicros(3))
    );
    assert!(!enable(other).await);
    assert!(enable(organisation).await);
    assert_eq!(lookup(database, "1").await.unwrap().disabled, None);
}

async fn only_a_confidential_client_gets_a_new_secret(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let other = database.add_organisation("b").await;
    let confidential = NewOAuthClient {
        secret_sha256: Some([1; 32]),
        ..client(organisation, "1", "n", 1)
    };
    let public = client(organisation, "2", "m", 1);
    for new in [&confidential, &public] {
        database.store.add_oauth_client(new).await.unwrap();
    }
    let replace = async |organisation, id: &str, byte: u8| {
        let replaced = database
            .store
            .replace_oauth_client_secret(organisation, id, [byte; 32]);
        replaced.await.unwrap()
    };
    assert!(!replace(other, "1", 2).await);
    assert!(!replace(organisation, "2", 2).await);
    assert!(!replace(organisation, "3", 2).await);
    let secret = async |id: &str| lookup(database, id).await.unwrap().secret_sha256;
    assert_eq!(
        (secret("1").await, secret("2").await),
        (Some(vec![1; 32]), None)
    );
    assert!(replace(organisation, "1", 2).await);
    assert_eq!(secret("1").await, Some(vec![2; 32]));
}

async fn a_removed_program_is_forgotten(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let other = database.add_organisation("b").await;
    let new = client(organisation, "1", "n", 1);
    database.store.add_oauth_client(&new).await.unwrap();
    let remove = async |organisation| {
        let removed = database
            .store
            .remove_oauth_client(organisation, "1", UnixMicros(2));
        removed.await.unwrap()
    };
    assert!(!remove(other).await);
    assert!(remove(organisation).await);
    assert!(!remove(organisation).await);
    assert_eq!(lookup(database, "1").await, None);
}

async fn a_use_is_noted(database: &Database) {
    let organisation = database.add_organisation("a").await;
    for id in ["1", "2"] {
        let new = client(organisation, id, id, 1);
        database.store.add_oauth_client(&new).await.unwrap();
    }
    for (id, before, now) in [("1", 0, 6), ("1", 5, 7), ("missing", 0, 6)] {
        let (before, now) = (UnixMicros(before), UnixMicros(now));
        let touched = database.store.touch_oauth_client(id, before, now);
        touched.await.unwrap();
    }
    let used = async |id: &str| lookup(database, id).await.unwrap().last_used;
    assert_eq!(
        (used("1").await, used("2").await),
        (Some(UnixMicros(6)), None)
    );
    let touched = database
        .store
        .touch_oauth_client("1", UnixMicros(6), UnixMicros(8));
    touched.await.unwrap();
    assert_eq!(used("1").await, Some(UnixMicros(8)));
}

async fn disable(database: &Database, organisation: OrganisationId, id: &str, now: i64) -> bool {
    let disabled = database
        .store
        .disable_oauth_client(organisation, id, UnixMicros(now));
    disabled.await.unwrap()
}

async fn lookup(database: &Database, client_id: &str) -> Option<OAuthClient> {
    database.store.lookup_oauth_client(client_id).await.unwrap()
}

fn client(organisation: OrganisationId, id: &str, name: &str, created: i64) -> NewOAuthClient {
    NewOAuthClient {
        client_id: id.to_owned(),
        organisation,
        name: name.to_owned(),
        secret_sha256: None,
        grant_types: String::new(),
        scopes: String::new(),
        redirect_uris: String::new(),
        created_by: None,
        created: UnixMicros(created),
    }
}
