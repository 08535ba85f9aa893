//! A database for one test: SQLite in a temporary folder, or a database of its own on the PostgreSQL
//! server that the environment names.

use std::str::FromStr;

use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection};
use standcloud::clock::Randomness;
use standcloud_store::{Durability, OpenOptions};
use tempfile::TempDir;

pub(crate) const URL_VARIABLE: &str = "STANDCLOUD_TEST_POSTGRES";

/// Lives as long as the test; then everything is gone.
pub(crate) struct TestDatabase {
    pub(crate) options: OpenOptions,
    folder: TempDir,
    _postgres: Option<PostgresDatabase>,
}

impl TestDatabase {
    pub(crate) fn sqlite() -> Self {
        Self::new(None)
    }

    /// One for each database that can be tested here.
    pub(crate) async fn each() -> Vec<Self> {
        let mut all = vec![Self::sqlite()];
        if let Ok(url) = std::env::var(URL_VARIABLE) {
            all.push(Self::new(Some(PostgresDatabase::create(&url).await)));
            return all;
        }
        let is_strict = std::env::var("STANDCLOUD_TEST_STRICT").is_ok_and(|value| value == "1");
        assert!(
            !is_strict,
            "{URL_VARIABLE} is not set, and the strict form leaves nothing out"
        );
        all
    }

    pub(crate) fn path(&self) -> &std::path::Path {
        self.folder.path()
    }

    fn new(postgres: Option<PostgresDatabase>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = postgres.as_ref().map(|database| database.url.clone());
        let mut options = OpenOptions::new(folder.path(), url);
        // The flush has its own tests; here it would only make them slow.
        options.durability = Durability::None;
        options.max_connections = 4;
        Self {
            options,
            folder,
            _postgres: postgres,
        }
    }
}

/// Dropped with everything in it when this is dropped.
#[derive(Debug)]
pub(crate) struct PostgresDatabase {
    admin_url: String,
    name: String,
    pub(crate) url: String,
}

impl PostgresDatabase {
    pub(crate) async fn create(admin_url: &str) -> Self {
        let name = format!(
            "standcloud_app_{:032x}",
            u128::from_ne_bytes(Randomness::from_system().bytes())
        );
        execute(admin_url, format!("CREATE DATABASE {name}")).await;
        Self {
            url: with_database(admin_url, &name),
            admin_url: admin_url.to_owned(),
            name,
        }
    }
}

impl Drop for PostgresDatabase {
    /// On a thread of its own: the test's runtime may be ending.
    fn drop(&mut self) {
        let statement = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name);
        let admin_url = self.admin_url.clone();
        let dropping = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap();
            runtime.block_on(execute(&admin_url, statement));
        });
        // A test that fails already must not end in a panic within a panic.
        let _ = dropping.join();
    }
}

async fn execute(url: &str, statement: String) {
    let options = PgConnectOptions::from_str(url).unwrap();
    let mut connection = options.connect().await.unwrap();
    sqlx::query(AssertSqlSafe(statement))
        .execute(&mut connection)
        .await
        .unwrap();
    connection.close().await.unwrap();
}

fn with_database(url: &str, name: &str) -> String {
    let (main, query) = url
        .split_once('?')
        .map_or((url, None), |(main, query)| (main, Some(query)));
    let host_start = main.find("://").unwrap() + 3;
    let host_end = main[host_start..]
        .find('/')
        .map_or(main.len(), |slash| host_start + slash);
    let query = query.map_or(String::new(), |query| format!("?{query}"));
    format!("{}/{name}{query}", &main[..host_end])
}
