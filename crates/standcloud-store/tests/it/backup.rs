//! A copy of the whole database while it is used.

use standcloud_store::{Engine, OpenOptions, Store, StoreError};
use tempfile::TempDir;

use crate::support::{Database, Raw, dump_all, run, upload};

each_database!(a_copy_opens_and_holds_everything,);

async fn a_copy_opens_and_holds_everything(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let folder = TempDir::new().unwrap();
    let copy = OpenOptions::new(folder.path(), None);
    let report = upload(organisation, &run("plan").unit("S1"));
    let run_id = report.run_id;
    database.writer().commit(&[report]).await.unwrap();
    let outcome = database.store.backup(&copy.database_file()).await;
    if database.engine() == Engine::Postgres {
        assert!(
            matches!(&outcome, Err(StoreError::NotSupported(hint)) if hint.contains("pg_dump"))
        );
        assert!(!copy.database_file().exists());
        return;
    }
    outcome.unwrap();
    let expected = dump_all(&mut Raw::open(database).await, organisation).await;
    database
        .commit(organisation, &[run("after the copy")])
        .await;

    let copied = Store::open(&copy).await.unwrap();
    assert_eq!(copied.integrity_problem().await.unwrap(), None);
    assert_eq!(copied.count_reports(organisation).await.unwrap(), 1);
    assert_eq!(copied.next_change(organisation).await.unwrap(), 2);
    let body = |store: Store| async move {
        store
            .lookup_report(organisation, run_id)
            .await
            .unwrap()
            .unwrap()
            .body
    };
    assert_eq!(
        body(copied.clone()).await,
        body(database.store.clone()).await
    );
    assert_eq!(
        copied.list_organisations().await.unwrap(),
        database.store.list_organisations().await.unwrap()
    );
    let mut raw = Raw::open_file(&copy.database_file()).await;
    assert_eq!(dump_all(&mut raw, organisation).await, expected);

    // The copy goes on where the original was.
    let mut writer = standcloud_store::ReportWriter::new(copied);
    let receipt = writer
        .commit(&[upload(organisation, &run("plan").unit("S1").at(1))])
        .await
        .unwrap();
    let row = &receipt.organisations[0].facts[0];
    assert_eq!((row.run_number, row.plan, row.attempt), (2, 1, 2));
}

#[test]
fn a_file_that_exists_is_not_overwritten() {
    crate::support::on_sqlite(async |database: &Database| {
        let folder = TempDir::new().unwrap();
        let target = folder.path().join("copy.db");
        std::fs::write(&target, "precious").unwrap();
        let outcome = database.store.backup(&target).await;
        assert!(outcome.is_err());
        assert_eq!(std::fs::read(&target).unwrap(), b"precious");
    });
}

#[test]
fn a_copy_is_taken_while_reports_come_in() {
    crate::support::on_sqlite(async |database: &Database| {
        let organisation = database.add_organisation("a").await;
        let folder = TempDir::new().unwrap();
        let mut writer = database.writer();
        let uploads = async {
            for second in 0..100 {
                writer
                    .commit(&[upload(organisation, &run("plan").at(second))])
                    .await
                    .unwrap();
            }
        };
        let copies = async {
            for number in 0..5 {
                let folder = folder.path().join(number.to_string());
                std::fs::create_dir(&folder).unwrap();
                let copy = OpenOptions::new(&folder, None);
                database.store.backup(&copy.database_file()).await.unwrap();
                let copied = Store::open(&copy).await.unwrap();
                let reports = copied.count_reports(organisation).await.unwrap();
                let next = copied.next_change(organisation).await.unwrap();
                assert_eq!(i64::try_from(reports).unwrap() + 1, next);
            }
        };
        tokio::join!(uploads, copies);
        assert_eq!(database.facts(organisation).await.len(), 100);
    });
}
