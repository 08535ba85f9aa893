//! Tenants: whoever asks with another organisation's ids gets nothing and changes nothing.

use serde_json::json;
use standcloud_report::ParseLimits;
use standcloud_store::{
    NewApiKey, OrganisationId, QuarantineLimits, QuarantineOutcome, RejectedReport, RunId,
    RunNumber, TagScope, UnixMicros,
};
use uuid::Uuid;

use crate::support::{Database, Raw, Run, dump, dump_all, run, upload};

each_database!(
    no_read_function_shows_what_is_anothers,
    no_write_function_changes_what_is_anothers,
    names_come_from_the_own_dictionaries,
);

const QUARANTINED: Uuid = Uuid::from_u128(5);

/// What the tables of an organisation hold besides what is derived.
const KEPT_TABLES: [&str; 5] = ["report", "run_void", "quarantine", "api_key", "member"];

struct Owner {
    organisation: OrganisationId,
    run_id: RunId,
    number: RunNumber,
}

fn secret_run() -> Run {
    run("secret plan")
        .unit("secret serial")
        .part("secret part")
        .process("secret process")
        .status("failed")
        .set("", "user", json!("secret operator"))
        .set("", "batch_serial_number", json!("secret batch"))
        .set("/dut", "revision", json!("secret revision"))
        .set("/dut", "info", json!({"secret": "tag"}))
        .set("/test_stand", "info", json!({"secret": "tag"}))
        .set("/process", "info", json!({"secret": "tag"}))
        .set("/test_stand", "name", json!("secret stand"))
        .set("/test_stand", "hw_id", json!("secret pc"))
        .case("m", "c", "failed", json!([{"value": 1}]))
}

/// An organisation with something in every table, its only run voided.
async fn owner(database: &Database) -> Owner {
    let organisation = database.add_organisation("owner").await;
    let report = upload(organisation, &secret_run());
    let run_id = report.run_id;
    let earlier = upload(organisation, &run("other"));
    database.writer().commit(&[earlier, report]).await.unwrap();
    let store = &database.store;
    store
        .void_run(organisation, run_id, "why", "ann", UnixMicros(1))
        .await
        .unwrap();
    store.add_api_key(&key(organisation, "k1")).await.unwrap();
    assert_eq!(
        quarantine(database, organisation, 10).await,
        QuarantineOutcome::Kept
    );
    Owner {
        organisation,
        run_id,
        number: RunNumber(2),
    }
}

/// What each read function tells this organisation of the owner's things, by name.
async fn seen_by(
    database: &Database,
    asking: OrganisationId,
    owner: &Owner,
) -> Vec<(&'static str, usize)> {
    let store = &database.store;
    let numbers = [owner.number, RunNumber(1)];
    let mut seen = vec![
        (
            "lookup_run",
            usize::from(
                store
                    .lookup_run(asking, owner.run_id)
                    .await
                    .unwrap()
                    .is_some(),
            ),
        ),
        (
            "lookup_report",
            usize::from(
                store
                    .lookup_report(asking, owner.run_id)
                    .await
                    .unwrap()
                    .is_some(),
            ),
        ),
        (
            "lookup_void",
            usize::from(
                store
                    .lookup_void(asking, owner.run_id)
                    .await
                    .unwrap()
                    .is_some(),
            ),
        ),
        (
            "lookup_quarantine",
            usize::from(
                store
                    .lookup_quarantine(asking, QUARANTINED)
                    .await
                    .unwrap()
                    .is_some(),
            ),
        ),
        (
            "list_runs",
            store.list_runs(asking, &numbers).await.unwrap().len(),
        ),
        (
            "list_reports",
            store.list_reports(asking, &numbers).await.unwrap().len(),
        ),
        (
            "count_reports",
            usize::try_from(store.count_reports(asking).await.unwrap()).unwrap(),
        ),
        (
            "list_quarantine",
            store.list_quarantine(asking, true, 9).await.unwrap().len(),
        ),
        (
            "list_api_keys",
            store.list_api_keys(asking).await.unwrap().len(),
        ),
        (
            "list_facts",
            store
                .list_facts(asking, (0, 0), 9)
                .await
                .unwrap()
                .rows
                .len(),
        ),
        (
            "list_facts_by_number",
            store
                .list_facts_by_number(asking, 0, 9)
                .await
                .unwrap()
                .len(),
        ),
        (
            "next_change",
            usize::from(store.next_change(asking).await.unwrap() > 1),
        ),
    ];
    let words = [
        (
            "find_plan_ids",
            store.find_plan_ids(asking, "secret plan").await,
        ),
        (
            "find_part_ids",
            store.find_part_ids(asking, "secret part").await,
        ),
        (
            "find_unit_ids",
            store.find_unit_ids(asking, "secret serial").await,
        ),
        (
            "find_revision_ids",
            store.find_revision_ids(asking, "secret revision").await,
        ),
        (
            "find_stand_ids_by_name",
            store.find_stand_ids_by_name(asking, "secret stand").await,
        ),
        (
            "find_stand_ids_by_hardware_id",
            store
                .find_stand_ids_by_hardware_id(asking, "secret pc")
                .await,
        ),
        (
            "find_batch_ids",
            store.find_batch_ids(asking, "secret batch").await,
        ),
        (
            "find_process_ids",
            store.find_process_ids(asking, "secret process").await,
        ),
        (
            "find_operator_ids",
            store.find_operator_ids(asking, "secret operator").await,
        ),
        (
            "tags of the DUT",
            store
                .find_tag_set_ids(asking, TagScope::Dut, "secret", "tag")
                .await,
        ),
        (
            "tags of the stand",
            store
                .find_tag_set_ids(asking, TagScope::Stand, "secret", "tag")
                .await,
        ),
        (
            "tags of the process",
            store
                .find_tag_set_ids(asking, TagScope::Process, "secret", "tag")
                .await,
        ),
    ];
    seen.extend(words.map(|(name, ids)| (name, ids.unwrap().len())));
    seen
}

async fn no_read_function_shows_what_is_anothers(database: &Database) {
    let stranger = database.add_organisation("stranger").await;
    let owner = owner(database).await;
    for (function, count) in seen_by(database, owner.organisation, &owner).await {
        assert!(
            count > 0,
            "{function} shows the owner nothing, so it proves nothing"
        );
    }
    for asking in [stranger, OrganisationId(0), OrganisationId(99)] {
        for (function, count) in seen_by(database, asking, &owner).await {
            assert_eq!(count, 0, "{function} shows {asking:?}");
        }
    }
}

/// A stranger with runs of the same numbers and names, who uses the owner's ids everywhere.
async fn no_write_function_changes_what_is_anothers(database: &Database) {
    let owner = owner(database).await;
    let stranger = database.add_organisation("stranger").await;
    let mut raw = Raw::open(database).await;
    let before = content(&mut raw, owner.organisation).await;
    let store = &database.store;
    let now = UnixMicros(9);
    database
        .commit(stranger, &[run("other"), secret_run(), secret_run().at(-5)])
        .await;
    assert_eq!(
        store
            .void_run(stranger, owner.run_id, "x", "eve", now)
            .await
            .unwrap(),
        None
    );
    assert_eq!(
        store
            .restore_run(
                stranger,
                owner.run_id,
                "found again",
                "tester",
                standcloud_store::UnixMicros(9)
            )
            .await
            .unwrap(),
        None
    );
    assert_eq!(
        quarantine(database, stranger, 10).await,
        QuarantineOutcome::Kept
    );
    store
        .resolve_quarantine(stranger, QUARANTINED, owner.run_id)
        .await
        .unwrap();
    assert!(
        !store
            .rotate_api_key("k1", now, &key(stranger, "k2"))
            .await
            .unwrap()
    );
    for name in ["k1", "line"] {
        let revoked = store.revoke_api_keys(stranger, name, now).await.unwrap();
        assert_eq!(revoked, Vec::<String>::new());
    }
    store
        .rebuild(stranger, &ParseLimits::default(), |_| ())
        .await
        .unwrap();
    assert_eq!(content(&mut raw, owner.organisation).await, before);
    // What the owner keeps takes none of the stranger's room.
    assert_eq!(
        quarantine(database, database.add_organisation("c").await, 1).await,
        QuarantineOutcome::Kept
    );
}

/// The same ids everywhere, and another name behind each.
async fn names_come_from_the_own_dictionaries(database: &Database) {
    let named = |name: &str| {
        run(name)
            .unit(name)
            .part(name)
            .process(name)
            .set("", "user", json!(name))
            .set("", "batch_serial_number", json!(name))
            .set(
                "",
                "caused_dut_failure_id",
                json!(format!("{name}::{name}")),
            )
            .set("/dut", "revision", json!(name))
            .set("/test_stand", "name", json!(name))
            .set("/test_stand", "hw_id", json!(name))
    };
    let mut organisations = Vec::new();
    for name in ["a", "b", "c"] {
        let organisation = database.add_organisation(name).await;
        let receipt = database.commit(organisation, &[named(name)]).await;
        assert_eq!(receipt.organisations[0].facts[0].plan, 1);
        organisations.push((organisation, name));
    }
    for (organisation, name) in organisations {
        let runs = database
            .store
            .list_runs(organisation, &[RunNumber(1)])
            .await
            .unwrap();
        let run_id = runs[0].run_id;
        let looked_up = database
            .store
            .lookup_run(organisation, run_id)
            .await
            .unwrap();
        assert_eq!(looked_up.as_ref(), Some(&runs[0]));
        let name = name.to_owned();
        let run = &runs[0];
        for own in [
            &run.plan,
            &run.part_number,
            &run.stand_name,
            &run.stand_hardware_id,
        ] {
            assert_eq!(own, &name);
        }
        let step = run.failing_step.clone().map(|(module, _)| module);
        for own in [
            &run.revision,
            &run.serial_number,
            &run.batch,
            &run.process,
            &run.operator,
            &step,
        ] {
            assert_eq!(own.as_ref(), Some(&name));
        }
    }
}

type Content = Vec<(&'static str, Vec<Vec<String>>)>;

async fn content(raw: &mut Raw, organisation: OrganisationId) -> Content {
    let mut content: Content = dump_all(raw, organisation).await.into_iter().collect();
    for table in KEPT_TABLES {
        let rows = dump(raw, table, organisation).await;
        assert!(!rows.is_empty(), "{table} is empty, so it proves nothing");
        content.push((table, rows));
    }
    let sql = format!("SELECT * FROM organisation WHERE id = {}", organisation.0);
    content.push(("organisation", raw.rows(&sql).await));
    content
}

async fn quarantine(
    database: &Database,
    organisation: OrganisationId,
    max_reports: u64,
) -> QuarantineOutcome {
    let rejected = RejectedReport {
        organisation,
        id: QUARANTINED,
        received: UnixMicros(1),
        principal: "key:k1",
        source: "hardpy",
        problems: "[]",
        body: b"{bad",
    };
    let limits = QuarantineLimits {
        max_reports,
        max_bytes: 1_000,
    };
    database
        .store
        .quarantine_report(&rejected, limits)
        .await
        .unwrap()
}

fn key(organisation: OrganisationId, public_id: &str) -> NewApiKey {
    NewApiKey {
        organisation,
        public_id: public_id.to_owned(),
        name: "line".to_owned(),
        owner: None,
        secret_sha256: [1; 32],
        scopes: "upload".to_owned(),
        allowed_networks: String::new(),
        created: UnixMicros(1),
        expires: None,
    }
}
