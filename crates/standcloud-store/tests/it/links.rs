//! Links that work once.

use standcloud_store::{
    Invitee, Link, LinkPurpose, NewOrganisation, NewPerson, OrganisationId, PasswordReset, Role,
    StoreError, UnixMicros,
};
use uuid::Uuid;

use crate::support::{Database, Raw, add_grant};

each_database!(
    a_link_is_found_for_its_purpose_until_it_expires,
    only_the_newest_link_for_somebody_works,
    an_invitation_makes_a_new_person_a_member_once,
    an_invitation_makes_a_known_person_a_member,
    who_has_an_account_already_does_not_get_another,
    an_invitation_that_was_withdrawn_does_not_work,
    two_who_accept_at_once_are_one,
    a_password_is_reset_once,
    the_first_organisation_is_set_up_once,
);

const A: [u8; 32] = [1; 32];
const B: [u8; 32] = [2; 32];
const NOW: UnixMicros = UnixMicros(50);

async fn a_link_is_found_for_its_purpose_until_it_expires(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let store = &database.store;
    let link = Link {
        created_by: Some(Uuid::from_u128(7)),
        user: Some(Uuid::from_u128(8)),
        ..invitation(organisation, 1, "new@example.org")
    };
    store.replace_link(A, &link).await.unwrap();
    let find = |sha256, purpose, now| store.find_link(sha256, purpose, UnixMicros(now));
    let found = find(A, LinkPurpose::Invitation, 99).await.unwrap();
    assert_eq!(found, Some(link));
    for (sha256, purpose, now) in [
        (A, LinkPurpose::Invitation, 100),
        (A, LinkPurpose::Reset, 50),
        (A, LinkPurpose::Setup, 50),
        (B, LinkPurpose::Invitation, 50),
    ] {
        assert_eq!(find(sha256, purpose, now).await.unwrap(), None);
    }
}

async fn only_the_newest_link_for_somebody_works(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let other = database.add_organisation("b").await;
    let store = &database.store;
    for (sha256, place, number, email) in [
        (A, organisation, 1, "new@example.org"),
        ([3; 32], organisation, 3, "other@example.org"),
        ([4; 32], other, 4, "new@example.org"),
        (B, organisation, 2, "new@example.org"),
    ] {
        let link = invitation(place, number, email);
        store.replace_link(sha256, &link).await.unwrap();
    }
    let mut found = Vec::new();
    for sha256 in [A, B, [3; 32], [4; 32]] {
        let link = store
            .find_link(sha256, LinkPurpose::Invitation, NOW)
            .await
            .unwrap();
        found.push(link.is_some());
    }
    assert_eq!(found, [false, true, true, true]);
    let listed = store.list_invitations(organisation).await.unwrap();
    let emails: Vec<&str> = listed.iter().map(|link| link.email.as_str()).collect();
    assert_eq!(emails, ["new@example.org", "other@example.org"]);
}

async fn an_invitation_makes_a_new_person_a_member_once(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let store = &database.store;
    let link = invitation(organisation, 1, "new@example.org");
    store.replace_link(A, &link).await.unwrap();
    let accept = |number| store.accept_invitation(A, new_person(number), NOW);
    assert_eq!(accept(2).await.unwrap(), Some(link));
    assert_eq!(accept(3).await.unwrap(), None, "once");
    let user = store.find_user("new@example.org").await.unwrap().unwrap();
    assert_eq!((user.id, user.name.as_str()), (Uuid::from_u128(2), "Ann É"));
    assert_eq!(user.password_hash.as_deref(), Some("$new"));
    let memberships = store.list_memberships(user.id).await.unwrap();
    assert_eq!(memberships.len(), 1);
    assert_eq!(memberships[0].role, Role::Admin);
    assert_eq!(store.list_invitations(organisation).await.unwrap(), []);
}

async fn an_invitation_makes_a_known_person_a_member(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let user = database.add_person(2).await;
    let store = &database.store;
    let link = invitation(organisation, 1, "p2@example.org");
    store.replace_link(A, &link).await.unwrap();
    let expired = store.accept_invitation(A, Invitee::Known(user), UnixMicros(100));
    assert_eq!(expired.await.unwrap(), None);
    let accepted = store.accept_invitation(A, Invitee::Known(user), NOW);
    assert!(accepted.await.unwrap().is_some());
    let memberships = store.list_memberships(user).await.unwrap();
    assert_eq!(memberships[0].organisation.id, organisation);
    let known = store.lookup_user(user).await.unwrap().unwrap();
    assert_eq!(known.password_hash.as_deref(), Some("$hash"));
}

async fn who_has_an_account_already_does_not_get_another(database: &Database) {
    let organisation = database.add_organisation("a").await;
    database.add_person(2).await;
    let store = &database.store;
    let link = invitation(organisation, 1, "p2@example.org");
    store.replace_link(A, &link).await.unwrap();
    let error = store
        .accept_invitation(A, new_person(3), NOW)
        .await
        .unwrap_err();
    assert!(matches!(error, StoreError::Exists(_)), "{error}");
    let still = store
        .find_link(A, LinkPurpose::Invitation, NOW)
        .await
        .unwrap();
    assert_eq!(still, Some(link), "a failure does not use it up");
}

async fn an_invitation_that_was_withdrawn_does_not_work(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let other = database.add_organisation("b").await;
    let store = &database.store;
    let link = invitation(organisation, 1, "new@example.org");
    store.replace_link(A, &link).await.unwrap();
    let id = link.public_id;
    assert_eq!(store.withdraw_invitation(other, id).await.unwrap(), None);
    assert_eq!(
        store.withdraw_invitation(organisation, id).await.unwrap(),
        Some(link)
    );
    assert_eq!(
        store.withdraw_invitation(organisation, id).await.unwrap(),
        None
    );
    assert_eq!(
        store
            .accept_invitation(A, new_person(2), NOW)
            .await
            .unwrap(),
        None
    );
    assert_eq!(store.find_user("new@example.org").await.unwrap(), None);
}

async fn two_who_accept_at_once_are_one(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let other_node = database.open_again().await;
    for round in 0..8_u8 {
        let sha256 = [100 + round; 32];
        let email = format!("new{round}@example.org");
        let link = invitation(organisation, 1000 + u128::from(round), &email);
        database.store.replace_link(sha256, &link).await.unwrap();
        let (one, two) = tokio::join!(
            database
                .store
                .accept_invitation(sha256, new_person(u128::from(2 * round) + 10), NOW),
            other_node.accept_invitation(sha256, new_person(u128::from(2 * round) + 11), NOW),
        );
        let accepted = [one, two]
            .into_iter()
            .filter(|one| matches!(one, Ok(Some(_))));
        assert_eq!(accepted.count(), 1);
    }
    assert_eq!(database.store.list_users().await.unwrap().len(), 9);
    other_node.close().await;
}

async fn a_password_is_reset_once(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let user = database.add_member(organisation, 2, Role::Member).await;
    let store = &database.store;
    let mut raw = Raw::open(database).await;
    add_grant(&mut raw, organisation, 2, "x").await;
    for (sha256, revoke_grants, live) in [(A, false, 1), (B, true, 0)] {
        database.add_session(user, 1).await;
        let link = Link {
            purpose: LinkPurpose::Reset,
            organisation: None,
            user: Some(user),
            role: Role::Member,
            ..invitation(organisation, 1, "p2@example.org")
        };
        let link = Link {
            public_id: Uuid::from_u128(u128::from(sha256[0])),
            ..link
        };
        store.replace_link(sha256, &link).await.unwrap();
        let reset = PasswordReset {
            password_hash: "$reset",
            revoke_grants,
            now: NOW,
        };
        let late = PasswordReset {
            now: UnixMicros(100),
            ..reset
        };
        assert_eq!(store.reset_password(sha256, &late).await.unwrap(), None);
        assert_eq!(store.list_sessions(user).await.unwrap().len(), 1);
        assert_eq!(
            store.reset_password(sha256, &reset).await.unwrap(),
            Some(user)
        );
        assert_eq!(
            store.reset_password(sha256, &reset).await.unwrap(),
            None,
            "once"
        );
        assert_eq!(store.list_sessions(user).await.unwrap(), []);
        let known = store.lookup_user(user).await.unwrap().unwrap();
        assert_eq!(known.password_hash.as_deref(), Some("$reset"));
        let grants = raw.number("SELECT COUNT(*) FROM oauth_grant WHERE revoked_us IS NULL");
        assert_eq!(grants.await, live);
    }
}

async fn the_first_organisation_is_set_up_once(database: &Database) {
    let store = &database.store;
    store.replace_link(A, &setup_link(1)).await.unwrap();
    store.replace_link(B, &setup_link(2)).await.unwrap();
    let new = NewOrganisation {
        slug: "acme",
        name: "ACME",
        time_zone: "UTC",
        admin_id: Uuid::from_u128(5),
        admin_email: "boss@example.org",
        admin_password_hash: "$boss",
        now: NOW,
    };
    assert_eq!(
        store.set_up(A, "Boss", &new).await.unwrap(),
        None,
        "an old link"
    );
    let (organisation, admin) = store.set_up(B, "Boss", &new).await.unwrap().unwrap();
    assert_eq!(
        (organisation.slug.as_str(), admin),
        ("acme", Uuid::from_u128(5))
    );
    let user = store.lookup_user(admin).await.unwrap().unwrap();
    assert_eq!(
        (user.name.as_str(), user.email.as_str()),
        ("Boss", "boss@example.org")
    );
    store.replace_link([3; 32], &setup_link(3)).await.unwrap();
    let second = NewOrganisation {
        slug: "second",
        ..new
    };
    assert_eq!(store.set_up([3; 32], "Eve", &second).await.unwrap(), None);
    assert_eq!(store.list_organisations().await.unwrap(), [organisation]);
}

fn setup_link(number: u128) -> Link {
    Link {
        purpose: LinkPurpose::Setup,
        organisation: None,
        ..invitation(OrganisationId(0), number, "")
    }
}

fn new_person<'a>(number: u128) -> Invitee<'a> {
    Invitee::New(NewPerson {
        id: Uuid::from_u128(number),
        name: "Ann É",
        password_hash: "$new",
    })
}

fn invitation(organisation: OrganisationId, number: u128, email: &str) -> Link {
    Link {
        public_id: Uuid::from_u128(number),
        purpose: LinkPurpose::Invitation,
        organisation: Some(organisation),
        user: None,
        email: email.to_owned(),
        role: Role::Admin,
        created_by: None,
        created: UnixMicros(1),
        expires: UnixMicros(100),
    }
}
