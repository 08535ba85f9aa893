//! The audit log: added to, filtered, never shown to others.

use standcloud_store::{AuditEvent, AuditFilter, AuditResult, OrganisationId, Role, UnixMicros};
use uuid::Uuid;

use crate::support::Database;

each_database!(
    events_come_newest_first_and_are_filtered,
    an_organisation_sees_its_events_and_the_sign_ins_of_its_members,
);

fn event(number: u128, organisation: Option<OrganisationId>, action: &str) -> AuditEvent {
    AuditEvent {
        id: Uuid::from_u128(number),
        organisation,
        at: UnixMicros(i64::try_from(number).unwrap() * 10),
        action: action.to_owned(),
        result: AuditResult::Ok,
        actor: "user:ann@example.org".to_owned(),
        user: None,
        ip: "192.0.2.1".to_owned(),
        user_agent: "Mozilla".to_owned(),
        client_id: String::new(),
        grant: Some(Uuid::from_u128(7)),
        subject: format!("stand {number}"),
        detail: "100 %_done".to_owned(),
    }
}

async fn numbers(
    database: &Database,
    organisation: OrganisationId,
    filter: &AuditFilter,
) -> Vec<u128> {
    let events = database.store.list_audit_events(organisation, filter, 100);
    let events = events.await.unwrap().into_iter();
    events.map(|event| event.id.as_u128()).collect()
}

///
async fn events_come_newest_first_and_are_filtered(database: &Database) {
    let organisation = database.add_organisation("acme").await;
    let actions = ["device.start", "device.approve", "devices", "key.create"];
    for (number, action) in (1..).zip(actions) {
        let mut event = event(number, Some(organisation), action);
        if number == 4 {
            event.result = AuditResult::Refused;
        }
        database.store.add_audit_event(&event).await.unwrap();
    }
    let all = AuditFilter::default();
    assert_eq!(numbers(database, organisation, &all).await, [4, 3, 2, 1]);
    let action = |name: &str| AuditFilter {
        action: Some(name.to_owned()),
        ..AuditFilter::default()
    };
    let text = |part: &str| AuditFilter {
        text: Some(part.to_owned()),
        ..AuditFilter::default()
    };
    for (filter, expected) in [
        (action("device"), vec![2, 1]),
        (action("device.approve"), vec![2]),
        (action("dev"), vec![]),
        (action("%"), vec![]),
        (text("STAND 3"), vec![3]),
        (text("ANN@"), vec![4, 3, 2, 1]),
        (text("%_done"), vec![4, 3, 2, 1]),
        (text("100_%"), vec![]),
        (text("\\"), vec![]),
        (
            AuditFilter {
                from: Some(UnixMicros(20)),
                to: Some(UnixMicros(40)),
                ..AuditFilter::default()
            },
            vec![3, 2],
        ),
        (
            AuditFilter {
                before: Some(Uuid::from_u128(3)),
                ..AuditFilter::default()
            },
            vec![2, 1],
        ),
    ] {
        assert_eq!(
            numbers(database, organisation, &filter).await,
            expected,
            "{filter:?}"
        );
    }
    let read = database
        .store
        .list_audit_events(organisation, &all, 1)
        .await;
    let mut expected = event(4, Some(organisation), "key.create");
    expected.result = AuditResult::Refused;
    assert_eq!(read.unwrap(), [expected]);
}

///
async fn an_organisation_sees_its_events_and_the_sign_ins_of_its_members(database: &Database) {
    let organisation = database.add_organisation("acme").await;
    let other = database.add_organisation("other").await;
    let (ann, eve) = (Uuid::from_u128(100), Uuid::from_u128(200));
    let store = &database.store;
    for (user, email, place) in [
        (ann, "ann@example.org", organisation),
        (eve, "eve@example.org", other),
    ] {
        let now = UnixMicros(1);
        store.add_user(user, email, "", None, now).await.unwrap();
        store
            .add_member(place, user, Role::Member, now)
            .await
            .unwrap();
    }
    for (number, place, user) in [
        (1, Some(organisation), None),
        (2, Some(other), Some(ann)),
        (3, None, Some(ann)),
        (4, None, Some(eve)),
        (5, None, None),
    ] {
        let mut event = event(number, place, "sign_in.ok");
        event.user = user;
        store.add_audit_event(&event).await.unwrap();
    }
    let all = AuditFilter::default();
    assert_eq!(numbers(database, organisation, &all).await, [3, 1]);
    assert_eq!(numbers(database, other, &all).await, [4, 2]);
}
