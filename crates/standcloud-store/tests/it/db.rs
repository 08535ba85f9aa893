//! Opening, migrating and asking the database about itself.

use standcloud_store::{Engine, OpenOptions, Store};
use tempfile::TempDir;
use tokio::task::JoinSet;

use crate::support::{Database, Raw, run, upload};

each_database!(
    the_database_answers_and_names_itself,
    nodes_that_open_an_empty_database_at_once_migrate_it_once,
    opening_again_finds_everything,
    unsafe_settings_are_told,
    a_sound_database_has_no_problem,
    a_closed_store_is_temporarily_away,
);

async fn the_database_answers_and_names_itself(database: &Database) {
    database.store.ping().await.unwrap();
    let version = database.store.version().await.unwrap();
    let name = match database.engine() {
        Engine::Sqlite => "SQLite 3.",
        Engine::Postgres => "PostgreSQL ",
    };
    assert!(version.starts_with(name), "{version}");
    assert!(version.len() > name.len(), "{version}");
}

async fn nodes_that_open_an_empty_database_at_once_migrate_it_once(database: &Database) {
    let rounds = match database.engine() {
        Engine::Sqlite => 30,
        Engine::Postgres => 2,
    };
    for round in 0..rounds {
        let folder = TempDir::new().unwrap();
        let options = empty(database, &folder).await;
        let mut nodes = JoinSet::new();
        for _ in 0..6 {
            let options = options.clone();
            nodes.spawn(async move { Store::open(&options).await });
        }
        for store in nodes.join_all().await {
            let store = store.unwrap_or_else(|error| panic!("round {round}: {error}"));
            store.ping().await.unwrap();
            assert_eq!(store.list_organisations().await.unwrap(), []);
            store.close().await;
        }
    }
    if database.engine() == Engine::Postgres {
        let mut raw = Raw::open(database).await;
        let twice = "SELECT COUNT(*) - COUNT(DISTINCT version) FROM _sqlx_migrations";
        assert_eq!(raw.number(twice).await, 0);
        let failed = "SELECT COUNT(*) FROM _sqlx_migrations WHERE NOT success";
        assert_eq!(raw.number(failed).await, 0);
    }
}

/// Another folder, or the same PostgreSQL database with nothing in it.
async fn empty(database: &Database, folder: &TempDir) -> OpenOptions {
    let options = OpenOptions {
        data_folder: folder.path().to_owned(),
        ..database.options().clone()
    };
    if database.engine() == Engine::Postgres {
        let mut raw = Raw::open(database).await;
        raw.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
            .await;
    }
    options
}

async fn opening_again_finds_everything(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let report = upload(organisation, &run("plan"));
    let run_id = report.run_id;
    database.writer().commit(&[report]).await.unwrap();
    database.store.close().await;
    let store = database.open_again().await;
    assert_eq!(store.engine(), database.engine());
    assert_eq!(
        store
            .lookup_run(organisation, run_id)
            .await
            .unwrap()
            .unwrap()
            .plan,
        "plan"
    );
}

/// A throw-away server may well run without fsync, so the answer must follow its settings.
async fn unsafe_settings_are_told(database: &Database) {
    let problems = database.store.unsafe_settings().await.unwrap();
    let mut expected = Vec::new();
    if database.engine() == Engine::Postgres {
        let mut raw = Raw::open(database).await;
        for name in ["fsync", "full_page_writes"] {
            if raw.rows(&format!("SHOW {name}")).await[0][0] != "on" {
                expected.push(name);
            }
        }
    }
    assert_eq!(problems.len(), expected.len(), "{problems:?}");
    for (problem, name) in problems.iter().zip(expected) {
        assert!(problem.contains(&format!("{name} = off")), "{problem}");
    }
}

async fn a_sound_database_has_no_problem(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let reports = [upload(organisation, &run("plan"))];
    database.writer().commit(&reports).await.unwrap();
    assert_eq!(database.store.integrity_problem().await.unwrap(), None);
}

#[test]
fn a_damaged_sqlite_file_is_found() {
    crate::support::on_sqlite(async |database: &Database| {
        let organisation = database.add_organisation("a").await;
        let reports: Vec<_> = (0..200)
            .map(|number| upload(organisation, &run(&format!("plan {number}"))))
            .collect();
        database.writer().commit(&reports).await.unwrap();
        database.store.close().await;
        overwrite_pages(database);
        let outcome = match Store::open(database.options()).await {
            Ok(store) => store.integrity_problem().await,
            Err(error) => Err(error),
        };
        assert!(!matches!(outcome, Ok(None)), "{outcome:?}");
    });
}

/// The second half of the file, so that it still opens.
fn overwrite_pages(database: &Database) {
    let file = database.options().database_file();
    let mut bytes = std::fs::read(&file).unwrap();
    let half = bytes.len() / 2;
    bytes[half..].fill(0xff);
    std::fs::write(&file, bytes).unwrap();
}

async fn a_closed_store_is_temporarily_away(database: &Database) {
    database.store.close().await;
    let error = database.store.ping().await.unwrap_err();
    assert!(error.is_temporary(), "{error}");
}
