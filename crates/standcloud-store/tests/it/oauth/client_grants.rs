//! Grants of programs that speak for themselves, and what ends them.

use standcloud_store::{GrantKind, NewGrant, NewOAuthClient, OrganisationId, UnixMicros};
use uuid::Uuid;

use super::samples::{hash, new_grant, new_tokens};
use crate::support::Database;

each_database!(
    one_grant_lasts_for_all_tokens_of_a_program,
    another_scope_or_a_dead_grant_is_not_shared,
    disabling_or_removing_a_program_ends_what_it_was_allowed,
);

async fn one_grant_lasts_for_all_tokens_of_a_program(database: &Database) {
    let organisation = database.add_organisation("a").await;
    assert_eq!(issue(database, &grant(organisation, 1), 1, 10).await, 1);
    let later = NewGrant {
        idle_expiry: UnixMicros(2000),
        ..grant(organisation, 2)
    };
    assert_eq!(issue(database, &later, 2, 20).await, 1);
    let grants = database.store.list_grants(organisation, 10).await.unwrap();
    assert_eq!((grants.len(), grants[0].idle_expiry), (1, UnixMicros(2000)));
    for number in [1, 2] {
        let token = database
            .store
            .lookup_access_token(hash(number))
            .await
            .unwrap()
            .unwrap();
        assert_eq!((token.grant, token.user), (Uuid::from_u128(1), None));
        assert!(token.is_valid);
    }
}

async fn another_scope_or_a_dead_grant_is_not_shared(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let other = database.add_organisation("b").await;
    issue(database, &grant(organisation, 1), 1, 10).await;
    let change = |number: u128, change: &dyn Fn(&mut NewGrant)| {
        let mut new = grant(organisation, number);
        change(&mut new);
        new
    };
    for (number, new) in [
        (
            2,
            change(2, &|new| "report:read".clone_into(&mut new.scope)),
        ),
        (
            3,
            change(3, &|new| "integration".clone_into(&mut new.audiences)),
        ),
        (4, change(4, &|new| "other".clone_into(&mut new.client_id))),
        (5, grant(other, 5)),
    ] {
        assert_eq!(
            issue(database, &new, u8::try_from(number).unwrap(), 10).await,
            number
        );
    }
    let after_its_idle_time = issue(database, &grant(organisation, 6), 6, 1000).await;
    assert_eq!(after_its_idle_time, 6);
    let near_its_end = change(7, &|new| new.idle_expiry = UnixMicros(9999));
    assert_eq!(issue(database, &near_its_end, 7, 999).await, 6);
    assert_eq!(issue(database, &grant(organisation, 8), 8, 9950).await, 8);
}

///
async fn disabling_or_removing_a_program_ends_what_it_was_allowed(database: &Database) {
    let organisation = database.add_organisation("a").await;
    for (number, reason) in [(1, "client disabled"), (2, "client removed")] {
        let id = format!("app_{number}");
        let client = NewOAuthClient {
            client_id: id.clone(),
            organisation,
            name: id.clone(),
            secret_sha256: Some([1; 32]),
            grant_types: "client_credentials".to_owned(),
            scopes: "report:read".to_owned(),
            redirect_uris: String::new(),
            created_by: None,
            created: UnixMicros(1),
        };
        database.store.add_oauth_client(&client).await.unwrap();
        let new = NewGrant {
            client_id: id.clone(),
            ..grant(organisation, number.into())
        };
        issue(database, &new, number, 10).await;
        let store = &database.store;
        let now = UnixMicros(20);
        let has_ended = if number == 1 {
            store.disable_oauth_client(organisation, &id, now).await
        } else {
            store.remove_oauth_client(organisation, &id, now).await
        };
        assert!(has_ended.unwrap());
        let ended = store.lookup_grant(new.id).await.unwrap().unwrap();
        assert_eq!(ended.revoked, Some(now));
        assert_eq!(ended.revoked_reason.as_deref(), Some(reason));
        let token = store
            .lookup_access_token(hash(number))
            .await
            .unwrap()
            .unwrap();
        assert!(!token.is_valid);
    }
    issue(database, &grant(organisation, 3), 3, 10).await;
    let other = database
        .store
        .lookup_grant(Uuid::from_u128(3))
        .await
        .unwrap();
    assert_eq!(other.unwrap().revoked, None, "of another program");
}

fn grant(organisation: OrganisationId, number: u128) -> NewGrant {
    NewGrant {
        user: None,
        kind: GrantKind::ClientCredentials,
        client_id: "app".to_owned(),
        ..new_grant(organisation, number)
    }
}

/// The number of the grant under which tokens were given out.
async fn issue(database: &Database, grant: &NewGrant, number: u8, now: i64) -> u128 {
    let tokens = new_tokens(number, now);
    let issued = database.store.issue_client_tokens(grant, &tokens).await;
    issued.unwrap().as_u128()
}
