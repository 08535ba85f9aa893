//! Refused bodies: once each, counted, bounded, and never seen by others.

use standcloud_store::{
    OrganisationId, QuarantineLimits, QuarantineOutcome, QuarantinedReport, RejectedReport, RunId,
    UnixMicros, compress_body,
};
use uuid::Uuid;

use crate::support::Database;

each_database!(
    a_body_is_kept_once_and_counted,
    any_bytes_come_back,
    what_waits_is_listed_newest_first,
    the_number_of_bodies_is_bounded,
    the_bytes_are_bounded,
    what_is_resolved_makes_room_and_is_remembered,
    another_organisation_is_not_touched,
    nodes_that_keep_the_same_body_at_once_keep_one,
);

const WIDE: QuarantineLimits = QuarantineLimits {
    max_reports: 1_000,
    max_bytes: 1 << 30,
};

async fn a_body_is_kept_once_and_counted(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let first = rejected(organisation, 1, b"{bad");
    assert_eq!(keep(database, &first, WIDE).await, QuarantineOutcome::Kept);
    let again = RejectedReport {
        received: UnixMicros(50),
        principal: "key:other",
        source: "other",
        problems: "[\"newer reason\"]",
        ..rejected(organisation, 2, b"{bad")
    };
    assert_eq!(keep(database, &again, WIDE).await, QuarantineOutcome::Kept);
    let expected = QuarantinedReport {
        id: Uuid::from_u128(1),
        first_received: UnixMicros(1),
        last_received: UnixMicros(50),
        received_count: 2,
        principal: "key:test".to_owned(),
        source: "hardpy".to_owned(),
        problems: "[\"newer reason\"]".to_owned(),
        size_bytes: 4,
        run_id: None,
    };
    assert_eq!(
        list(database, organisation, false).await,
        std::slice::from_ref(&expected)
    );
    let found = database
        .store
        .lookup_quarantine(organisation, expected.id)
        .await
        .unwrap();
    assert_eq!(found, Some((expected, b"{bad".to_vec())));
    let unknown = Uuid::from_u128(2);
    assert_eq!(
        database
            .store
            .lookup_quarantine(organisation, unknown)
            .await
            .unwrap(),
        None
    );
}

async fn any_bytes_come_back(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let large = vec![b'x'; 3_000_000];
    let all: Vec<u8> = (0..=255).collect();
    let bodies: [&[u8]; 5] = [b"", b"\0", b"\xff\xfe", &all, &large];
    for (number, body) in (1..).zip(bodies) {
        let report = rejected(organisation, number, body);
        assert_eq!(keep(database, &report, WIDE).await, QuarantineOutcome::Kept);
        let found = database
            .store
            .lookup_quarantine(organisation, report.id)
            .await
            .unwrap();
        let (kept, bytes) = found.unwrap();
        assert!(bytes == body, "body {number}");
        assert_eq!(kept.size_bytes, i64::try_from(body.len()).unwrap());
    }
}

async fn what_waits_is_listed_newest_first(database: &Database) {
    let organisation = database.add_organisation("a").await;
    for number in [2, 5, 1, 4] {
        let body = number.to_string();
        keep(
            database,
            &rejected(organisation, number, body.as_bytes()),
            WIDE,
        )
        .await;
    }
    let again = RejectedReport {
        received: UnixMicros(9),
        ..rejected(organisation, 8, b"1")
    };
    keep(database, &again, WIDE).await;
    assert_eq!(ids(database, organisation, false).await, [1, 5, 4, 2]);
    let two = database
        .store
        .list_quarantine(organisation, false, 2)
        .await
        .unwrap();
    assert_eq!(two.len(), 2);
    assert_eq!(two[0].id, Uuid::from_u128(1));
}

async fn the_number_of_bodies_is_bounded(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let limits = QuarantineLimits {
        max_reports: 2,
        ..WIDE
    };
    let outcomes = async |bodies: &[&str]| {
        let mut outcomes = Vec::new();
        for (number, body) in (1..).zip(bodies) {
            let report = rejected(organisation, number, body.as_bytes());
            outcomes.push(keep(database, &report, limits).await);
        }
        outcomes
    };
    let [kept, full] = [QuarantineOutcome::Kept, QuarantineOutcome::Full];
    assert_eq!(
        outcomes(&["a", "b", "c", "a", "c"]).await,
        [kept, kept, full, kept, full]
    );
    let waiting = list(database, organisation, false).await;
    let counts: Vec<i64> = waiting.iter().map(|report| report.received_count).collect();
    assert_eq!(counts, [2, 1]);
    let none = QuarantineLimits {
        max_reports: 0,
        ..WIDE
    };
    let other = database.add_organisation("b").await;
    assert_eq!(keep(database, &rejected(other, 1, b"a"), none).await, full);
}

async fn the_bytes_are_bounded(database: &Database) {
    let organisation = database.add_organisation("a").await;
    // Compressed sizes differ by a byte or two, so the bodies are of the same bytes but one.
    let size = compress_body(b"body 1").unwrap().len() as u64;
    let limits = QuarantineLimits {
        max_bytes: 2 * size,
        ..WIDE
    };
    let mut outcomes = Vec::new();
    for (number, body) in (1..).zip([b"body 1", b"body 2", b"body 3", b"body 1"]) {
        outcomes.push(keep(database, &rejected(organisation, number, body), limits).await);
    }
    let [kept, full] = [QuarantineOutcome::Kept, QuarantineOutcome::Full];
    assert_eq!(outcomes, [kept, kept, full, kept]);
    assert_eq!(ids(database, organisation, false).await, [1, 2]);
}

async fn what_is_resolved_makes_room_and_is_remembered(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let limits = QuarantineLimits {
        max_reports: 1,
        ..WIDE
    };
    let run_id = RunId(Uuid::from_u128(77));
    keep(database, &rejected(organisation, 1, b"a"), limits).await;
    database
        .store
        .resolve_quarantine(organisation, Uuid::from_u128(1), run_id)
        .await
        .unwrap();
    assert_eq!(ids(database, organisation, false).await, Vec::<u128>::new());
    let resolved = list(database, organisation, true).await;
    assert_eq!(resolved.len(), 1);
    assert_eq!(resolved[0].run_id, Some(run_id));

    let resend = rejected(organisation, 9, b"a");
    let outcome = QuarantineOutcome::Resolved(run_id);
    assert_eq!(keep(database, &resend, limits).await, outcome);
    assert_eq!(
        list(database, organisation, true).await[0].received_count,
        2
    );
    assert_eq!(
        keep(database, &rejected(organisation, 2, b"b"), limits).await,
        QuarantineOutcome::Kept
    );
    assert_eq!(
        keep(database, &rejected(organisation, 3, b"c"), limits).await,
        QuarantineOutcome::Full
    );
    assert_eq!(ids(database, organisation, true).await, [1, 2]);
}

async fn another_organisation_is_not_touched(database: &Database) {
    let first = database.add_organisation("a").await;
    let second = database.add_organisation("b").await;
    let run_id = RunId(Uuid::from_u128(77));
    keep(database, &rejected(first, 1, b"same"), WIDE).await;
    keep(database, &rejected(second, 2, b"same"), WIDE).await;
    assert_eq!(ids(database, first, true).await, [1]);
    assert_eq!(ids(database, second, true).await, [2]);
    let foreign = Uuid::from_u128(1);
    assert_eq!(
        database
            .store
            .lookup_quarantine(second, foreign)
            .await
            .unwrap(),
        None
    );
    database
        .store
        .resolve_quarantine(second, foreign, run_id)
        .await
        .unwrap();
    assert_eq!(list(database, first, false).await[0].run_id, None);
    assert_eq!(list(database, first, false).await[0].received_count, 1);
}

async fn nodes_that_keep_the_same_body_at_once_keep_one(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let other_node = database.open_again().await;
    let mut nodes = tokio::task::JoinSet::new();
    for number in 1..=8 {
        let store = if number % 2 == 0 {
            &database.store
        } else {
            &other_node
        }
        .clone();
        nodes.spawn(async move {
            let report = rejected(organisation, number, b"same");
            store.quarantine_report(&report, WIDE).await.unwrap()
        });
    }
    assert_eq!(nodes.join_all().await, [QuarantineOutcome::Kept; 8]);
    let kept = list(database, organisation, true).await;
    assert_eq!((kept.len(), kept[0].received_count), (1, 8));
}

/// The number is the id and the time.
fn rejected(organisation: OrganisationId, number: u8, body: &[u8]) -> RejectedReport<'_> {
    RejectedReport {
        organisation,
        id: Uuid::from_u128(u128::from(number)),
        received: UnixMicros(i64::from(number)),
        principal: "key:test",
        source: "hardpy",
        problems: "[\"reason é\"]",
        body,
    }
}

async fn keep(
    database: &Database,
    report: &RejectedReport<'_>,
    limits: QuarantineLimits,
) -> QuarantineOutcome {
    database
        .store
        .quarantine_report(report, limits)
        .await
        .unwrap()
}

async fn list(
    database: &Database,
    organisation: OrganisationId,
    with_resolved: bool,
) -> Vec<QuarantinedReport> {
    let reports = database
        .store
        .list_quarantine(organisation, with_resolved, 100);
    reports.await.unwrap()
}

async fn ids(database: &Database, organisation: OrganisationId, with_resolved: bool) -> Vec<u128> {
    let reports = list(database, organisation, with_resolved).await;
    reports.iter().map(|report| report.id.as_u128()).collect()
}
