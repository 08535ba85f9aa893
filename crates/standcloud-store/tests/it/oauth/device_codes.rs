//! a device login is decided once, by whom it may, and gives out tokens once.

use standcloud_store::{
    DeviceCode, DeviceCodeLimits, DeviceCodeOutcome, DeviceDecision, DeviceState, OrganisationId,
    UnixMicros,
};

use super::samples::{CLIENT, PERSON, device_issue, hash, new_device_code};
use crate::support::Database;

each_database!(
    what_is_stored_comes_back,
    a_login_is_found_by_its_user_code_while_it_waits,
    the_first_decision_stands,
    nodes_that_decide_at_once_decide_once,
    an_approved_login_gives_out_tokens_once,
    nodes_that_consume_at_once_consume_once,
    what_is_not_approved_is_not_consumed,
    who_lost_the_rights_gives_out_nothing,
    waiting_logins_are_limited,
    a_user_code_is_taken_once,
    polls_are_noted,
);

const LIMITS: DeviceCodeLimits = DeviceCodeLimits {
    per_requester: 50,
    all: 10_000,
};

async fn add(database: &Database, number: u8) {
    let outcome = database
        .store
        .add_device_code(&new_device_code(number), LIMITS)
        .await;
    assert_eq!(outcome.unwrap(), DeviceCodeOutcome::Added);
}

async fn lookup(database: &Database, number: u8) -> Option<DeviceCode> {
    let found = database.store.lookup_device_code(hash(number)).await;
    found.unwrap()
}

async fn decide(database: &Database, number: u8, decision: &DeviceDecision, now: i64) -> bool {
    let (code, now) = (hash(number + 100), UnixMicros(now));
    let decided = database
        .store
        .decide_device_login(code, decision, PERSON, now)
        .await;
    decided.unwrap()
}

fn approve(organisation: OrganisationId) -> DeviceDecision {
    DeviceDecision::Approve {
        organisation,
        grant_name: "line 1".to_owned(),
    }
}

async fn what_is_stored_comes_back(database: &Database) {
    let organisation = database.add_organisation("a").await;
    add(database, 1).await;
    let pending = DeviceCode {
        client_id: CLIENT.to_owned(),
        scope: "offline_access".to_owned(),
        audiences: "hardpy integration".to_owned(),
        state: DeviceState::Pending,
        created: UnixMicros(1),
        expires: UnixMicros(100),
        requester_ip: "192.0.2.1".to_owned(),
        user_agent: "python".to_owned(),
        last_poll: None,
        organisation: None,
        user: None,
        grant: None,
    };
    assert_eq!(lookup(database, 1).await, Some(pending.clone()));
    assert_eq!(lookup(database, 2).await, None);
    assert!(decide(database, 1, &approve(organisation), 5).await);
    let approved = DeviceCode {
        state: DeviceState::Approved,
        organisation: Some(organisation),
        user: Some(PERSON),
        ..pending
    };
    assert_eq!(lookup(database, 1).await, Some(approved));
}

/// an old code and a used one are as unknown as a wrong one.
async fn a_login_is_found_by_its_user_code_while_it_waits(database: &Database) {
    add(database, 1).await;
    let find = async |now: i64| {
        let found = database
            .store
            .find_device_login(hash(101), UnixMicros(now))
            .await;
        found.unwrap().is_some()
    };
    assert!(find(99).await);
    assert!(!find(100).await);
    assert!(decide(database, 1, &DeviceDecision::Deny, 5).await);
    assert!(!find(6).await);
    let other = database.store.find_device_login(hash(1), UnixMicros(6));
    assert_eq!(other.await.unwrap(), None);
}

async fn the_first_decision_stands(database: &Database) {
    let organisation = database.add_organisation("a").await;
    for (number, first, second) in [
        (1, approve(organisation), DeviceDecision::Deny),
        (2, DeviceDecision::Deny, approve(organisation)),
        (3, approve(organisation), approve(organisation)),
    ] {
        add(database, number).await;
        assert!(decide(database, number, &first, 5).await);
        let before = lookup(database, number).await;
        assert!(!decide(database, number, &second, 6).await);
        assert_eq!(lookup(database, number).await, before);
    }
    add(database, 4).await;
    assert!(!decide(database, 4, &approve(organisation), 100).await);
}

async fn nodes_that_decide_at_once_decide_once(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let other = database.open_again().await;
    for number in 1..20 {
        add(database, number).await;
        let (yes, no) = (approve(organisation), DeviceDecision::Deny);
        let code = hash(number + 100);
        let (one, two) = tokio::join!(
            database
                .store
                .decide_device_login(code, &yes, PERSON, UnixMicros(5)),
            other.decide_device_login(code, &no, PERSON, UnixMicros(5)),
        );
        assert!(one.unwrap() != two.unwrap());
    }
}

async fn an_approved_login_gives_out_tokens_once(database: &Database) {
    let organisation = database.add_organisation("a").await;
    add(database, 1).await;
    decide(database, 1, &approve(organisation), 5).await;
    let issue = device_issue(1, 10);
    let consume = async || {
        let consumed = database
            .store
            .consume_device_code(hash(1), CLIENT, &issue)
            .await;
        consumed.unwrap()
    };
    let consumed = consume().await.unwrap();
    assert_eq!(consumed.organisation, organisation);
    assert_eq!(
        (consumed.user, consumed.grant_name.as_str()),
        (PERSON, "line 1")
    );
    let grant = database.store.lookup_grant(issue.grant).await.unwrap();
    assert_eq!(grant.unwrap().name, "line 1");
    let code = lookup(database, 1).await.unwrap();
    assert_eq!(
        (code.state, code.grant),
        (DeviceState::Consumed, Some(issue.grant))
    );
    assert_eq!(consume().await, None);
}

async fn nodes_that_consume_at_once_consume_once(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let other = database.open_again().await;
    for number in 1..10 {
        add(database, number).await;
        decide(database, number, &approve(organisation), 5).await;
        let (first, second) = (device_issue(number, 10), device_issue(number + 50, 10));
        let (one, two) = tokio::join!(
            database
                .store
                .consume_device_code(hash(number), CLIENT, &first),
            other.consume_device_code(hash(number), CLIENT, &second),
        );
        let winners = [one.unwrap(), two.unwrap()];
        assert_eq!(winners.iter().flatten().count(), 1);
        let grants = database.store.list_grants(organisation, 100).await.unwrap();
        assert_eq!(grants.len(), usize::from(number));
    }
}

async fn what_is_not_approved_is_not_consumed(database: &Database) {
    let organisation = database.add_organisation("a").await;
    for (number, decision, client, now) in [
        (1, None, CLIENT, 10),
        (2, Some(DeviceDecision::Deny), CLIENT, 10),
        (3, Some(approve(organisation)), "another", 10),
        (4, Some(approve(organisation)), CLIENT, 100),
    ] {
        add(database, number).await;
        if let Some(decision) = decision {
            decide(database, number, &decision, 5).await;
        }
        let before = lookup(database, number).await;
        let consumed = database
            .store
            .consume_device_code(hash(number), client, &device_issue(number, now))
            .await;
        assert_eq!(consumed.unwrap(), None, "{number}");
        assert_eq!(lookup(database, number).await, before, "{number}");
    }
}

async fn who_lost_the_rights_gives_out_nothing(database: &Database) {
    let foreign = OrganisationId(99);
    database.add_organisation("a").await;
    add(database, 1).await;
    decide(database, 1, &approve(foreign), 5).await;
    let consumed = database
        .store
        .consume_device_code(hash(1), CLIENT, &device_issue(1, 10))
        .await;
    assert_eq!(consumed.unwrap(), None);
}

///
async fn waiting_logins_are_limited(database: &Database) {
    let begin = async |number: u8, ip: &str, now: i64| {
        let mut new = new_device_code(number);
        new.requester_ip = ip.to_owned();
        (new.created, new.expires) = (UnixMicros(now), UnixMicros(now + 99));
        let limits = DeviceCodeLimits {
            per_requester: 2,
            all: 3,
        };
        database.store.add_device_code(&new, limits).await.unwrap()
    };
    assert_eq!(begin(1, "a", 1).await, DeviceCodeOutcome::Added);
    assert_eq!(begin(2, "a", 1).await, DeviceCodeOutcome::Added);
    assert_eq!(
        begin(3, "a", 1).await,
        DeviceCodeOutcome::TooManyOfRequester
    );
    assert_eq!(begin(4, "b", 1).await, DeviceCodeOutcome::Added);
    assert_eq!(begin(5, "b", 1).await, DeviceCodeOutcome::TooMany);
    assert!(decide(database, 1, &DeviceDecision::Deny, 5).await);
    assert_eq!(
        begin(6, "a", 5).await,
        DeviceCodeOutcome::Added,
        "a decided one does not wait"
    );
    assert_eq!(
        begin(7, "a", 100).await,
        DeviceCodeOutcome::Added,
        "nor does an old one"
    );
}

async fn a_user_code_is_taken_once(database: &Database) {
    add(database, 1).await;
    let mut new = new_device_code(2);
    new.user_code_hmac = hash(101);
    let outcome = database.store.add_device_code(&new, LIMITS).await.unwrap();
    assert_eq!(outcome, DeviceCodeOutcome::UserCodeTaken);
    assert_eq!(lookup(database, 2).await, None);
}

async fn polls_are_noted(database: &Database) {
    let mut polls = Vec::new();
    for number in 1..100 {
        add_from(database, number).await;
        polls.push((hash(number), UnixMicros(i64::from(number) * 10)));
    }
    polls.push((hash(200), UnixMicros(1)));
    database.store.note_device_polls(&polls).await.unwrap();
    for number in 1..100 {
        let code = lookup(database, number).await.unwrap();
        assert_eq!(code.last_poll, Some(UnixMicros(i64::from(number) * 10)));
    }
    database.store.note_device_polls(&[]).await.unwrap();
}

async fn add_from(database: &Database, number: u8) {
    let mut new = new_device_code(number);
    new.requester_ip = number.to_string();
    database.store.add_device_code(&new, LIMITS).await.unwrap();
}
