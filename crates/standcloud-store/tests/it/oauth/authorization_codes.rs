//! Authorization codes: a yes makes one, and its first presentation burns it.

use standcloud_store::{
    AuthorizationCode, CodeApproval, CodeRedemption, ExpiryLimits, GrantKind, NewGrant, UnixMicros,
};
use uuid::Uuid;

use super::authorization_requests::{open, request, session};
use super::samples::{CLIENT, PERSON, hash, new_grant, new_tokens};
use crate::expired::limits;
use crate::support::Database;

each_database!(
    a_yes_makes_a_grant_and_a_code,
    only_the_session_that_opened_it_says_yes,
    a_request_that_was_answered_makes_nothing_more,
    a_code_is_burnt_by_its_first_presentation,
    nodes_that_present_a_code_at_once_have_one_first,
    first_tokens_wait_for_a_living_grant,
    old_codes_are_removed,
);

async fn a_yes_makes_a_grant_and_a_code(database: &Database) {
    approve(database).await;
    let grant = database
        .store
        .lookup_grant(Uuid::from_u128(1))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (grant.kind, grant.idle_expiry),
        (GrantKind::Code, UnixMicros(120))
    );
    assert_eq!(grant.user, Some(PERSON));
    let asked = request(1, 100);
    let expected = AuthorizationCode {
        code_sha256: hash(9),
        client_id: CLIENT.to_owned(),
        redirect_uri: asked.redirect_uri,
        code_challenge: asked.code_challenge,
        grant: grant.id,
        created: UnixMicros(60),
        expires: UnixMicros(120),
    };
    assert_eq!(
        redeem(database, 9, 61).await,
        CodeRedemption::First(expected)
    );
}

async fn only_the_session_that_opened_it_says_yes(database: &Database) {
    let approval = prepare(database).await;
    for (wrong_session, now) in [(8, 60), (7, 100)] {
        let approved = database.store.approve_authorization_request(
            hash(1),
            session(wrong_session),
            &approval,
            UnixMicros(now),
        );
        assert!(!approved.await.unwrap(), "{wrong_session} {now}");
    }
    let grant = database
        .store
        .lookup_grant(approval.grant.id)
        .await
        .unwrap();
    assert_eq!(grant, None);
    assert_eq!(redeem(database, 9, 61).await, CodeRedemption::Unknown);
}

async fn a_request_that_was_answered_makes_nothing_more(database: &Database) {
    let approval = approve(database).await;
    let second = CodeApproval {
        grant: NewGrant {
            id: Uuid::from_u128(2),
            ..approval.grant
        },
        code_sha256: hash(10),
        ..approval
    };
    let store = &database.store;
    let approved =
        store.approve_authorization_request(hash(1), session(7), &second, UnixMicros(61));
    assert!(!approved.await.unwrap());
    let denied = store.deny_authorization_request(hash(1), session(7), UnixMicros(61));
    assert_eq!(denied.await.unwrap(), None);
    assert_eq!(store.lookup_grant(Uuid::from_u128(2)).await.unwrap(), None);
    assert_eq!(redeem(database, 10, 62).await, CodeRedemption::Unknown);
}

/// who comes too late or wrongly burns it as well.
async fn a_code_is_burnt_by_its_first_presentation(database: &Database) {
    approve(database).await;
    assert_eq!(redeem(database, 8, 61).await, CodeRedemption::Unknown);
    let CodeRedemption::First(code) = redeem(database, 9, 999).await else {
        panic!("it was there");
    };
    for _ in 0..2 {
        let again = redeem(database, 9, 61).await;
        assert_eq!(again, CodeRedemption::Reused(code.clone()));
    }
}

async fn nodes_that_present_a_code_at_once_have_one_first(database: &Database) {
    approve(database).await;
    let other_node = database.open_again().await;
    let mut tasks = tokio::task::JoinSet::new();
    for index in 0..8 {
        let store = [&database.store, &other_node][index % 2].clone();
        tasks.spawn(async move {
            let redeemed = store.redeem_authorization_code(hash(9), UnixMicros(61));
            matches!(redeemed.await.unwrap(), CodeRedemption::First(_))
        });
    }
    let firsts = tasks.join_all().await;
    assert_eq!(firsts.into_iter().filter(|is_first| *is_first).count(), 1);
}

async fn first_tokens_wait_for_a_living_grant(database: &Database) {
    let organisation = approve(database).await.grant.organisation;
    let store = &database.store;
    let id = Uuid::from_u128(1);
    let issue = async |number: u8, now: i64| {
        let tokens = new_tokens(number, now);
        let issued = store.issue_first_tokens(id, &tokens, UnixMicros(5000));
        issued.await.unwrap()
    };
    assert_eq!(issue(1, 120).await, None, "the code's time is over");
    let issued = issue(2, 119).await.unwrap();
    assert_eq!(
        (issued.grant, issued.organisation, issued.user),
        (id, organisation, Some(PERSON))
    );
    let grant = store.lookup_grant(id).await.unwrap().unwrap();
    assert_eq!(grant.idle_expiry, UnixMicros(5000));
    let token = store.lookup_access_token(hash(2)).await.unwrap().unwrap();
    assert!(token.is_valid);
    let revoked = store.revoke_grant(organisation, id, "test", UnixMicros(130));
    assert!(revoked.await.unwrap());
    assert_eq!(issue(3, 131).await, None, "ended meanwhile");
    assert_eq!(store.lookup_access_token(hash(3)).await.unwrap(), None);
}

async fn old_codes_are_removed(database: &Database) {
    approve(database).await;
    let remove = async |before| {
        // Of the other kinds nothing has ended.
        let limits = ExpiryLimits {
            codes: UnixMicros(before),
            ..limits(0)
        };
        database.store.remove_expired(&limits).await.unwrap()
    };
    assert_eq!(remove(119).await, 1, "the request that led to the code");
    assert_eq!(remove(120).await, 0);
    assert_eq!(remove(121).await, 1);
    assert_eq!(redeem(database, 9, 61).await, CodeRedemption::Unknown);
}

/// Request `hash(1)`, opened by session 7; approving it makes grant 1 and code `hash(9)`.
async fn prepare(database: &Database) -> CodeApproval {
    let organisation = database.add_organisation("a").await;
    let new = request(1, 100);
    database
        .store
        .add_authorization_request(&new)
        .await
        .unwrap();
    open(database, 1, 7, (50, 100)).await.unwrap();
    CodeApproval {
        grant: NewGrant {
            kind: GrantKind::Code,
            idle_expiry: UnixMicros(120),
            ..new_grant(organisation, 1)
        },
        code_sha256: hash(9),
        code_expires: UnixMicros(120),
    }
}

async fn approve(database: &Database) -> CodeApproval {
    let approval = prepare(database).await;
    let store = &database.store;
    let approved =
        store.approve_authorization_request(hash(1), session(7), &approval, UnixMicros(60));
    assert!(approved.await.unwrap());
    approval
}

async fn redeem(database: &Database, code: u8, now: i64) -> CodeRedemption {
    let store = &database.store;
    let redeemed = store.redeem_authorization_code(hash(code), UnixMicros(now));
    redeemed.await.unwrap()
}
