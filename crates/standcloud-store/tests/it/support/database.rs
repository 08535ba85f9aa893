//! One test, two databases.
//!
//! Problem: a statement that works on one database may fail on the other, and tests that share a
//! database depend on their order. Choice: `each_database!` makes two tests of one function; each
//! gets a database that nobody else uses and that is gone afterwards.
//! Consequence: tests run in any order and at the same time; without a PostgreSQL server the
//! PostgreSQL half passes unseen, unless `STANDCLOUD_TEST_STRICT` forbids it.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::str::FromStr;

use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, PgConnection};
use standcloud_columns::FactRow;
use standcloud_store::{
    CommitReceipt, Engine, NewOrganisation, OpenOptions, OrganisationId, ReportWriter, Store,
    UnixMicros,
};
use tempfile::TempDir;
use tokio::runtime::{Builder, Runtime};
use uuid::Uuid;

use super::{Run, upload};

/// Makes of each function a test on SQLite and a test on PostgreSQL.
macro_rules! each_database {
    ($($name:ident),+ $(,)?) => {
        mod sqlite {
            $(#[test] fn $name() { $crate::support::on_sqlite(super::$name); })+
        }
        mod postgres {
            $(#[test] fn $name() { $crate::support::on_postgres(super::$name); })+
        }
    };
}

const SERVER_VARIABLE: &str = "STANDCLOUD_TEST_POSTGRES";

/// Two nodes, and some tests open more; the tests of a whole machine share one server.
const CONNECTIONS: u32 = 4;

/// A database of one test.
pub(crate) struct Database {
    pub(crate) store: Store,
    options: OpenOptions,
    _folder: TempDir,
}

impl Database {
    pub(crate) fn engine(&self) -> Engine {
        self.store.engine()
    }

    pub(crate) fn options(&self) -> &OpenOptions {
        &self.options
    }

    /// Opens it once more, as another node does.
    pub(crate) async fn open_again(&self) -> Store {
        Store::open(&self.options).await.unwrap()
    }

    pub(crate) fn writer(&self) -> ReportWriter {
        ReportWriter::new(self.store.clone())
    }

    /// Commits reports of one organisation, all at once.
    pub(crate) async fn commit(&self, organisation: OrganisationId, runs: &[Run]) -> CommitReceipt {
        let reports: Vec<_> = runs.iter().map(|run| upload(organisation, run)).collect();
        self.writer().commit(&reports).await.unwrap()
    }

    /// The facts as a first load reads them.
    pub(crate) async fn facts(&self, organisation: OrganisationId) -> Vec<FactRow> {
        let rows = self.store.list_facts_by_number(organisation, 0, i64::MAX);
        rows.await.unwrap()
    }

    pub(crate) async fn add_organisation(&self, slug: &str) -> OrganisationId {
        let new = NewOrganisation {
            slug,
            name: slug,
            time_zone: "Europe/Berlin",
            admin_id: Uuid::from_u128(7),
            admin_email: "admin@example.org",
            admin_password_hash: "$hash",
            now: UnixMicros(1),
        };
        self.store.add_organisation(&new).await.unwrap().id
    }
}

/// Whether the long form of the tests is asked for.
pub(crate) fn is_long() -> bool {
    is_set("STANDCLOUD_TEST_LONG")
}

pub(crate) fn on_sqlite(test: impl AsyncFnOnce(&Database)) {
    run(async |folder| OpenOptions::new(folder.path(), None), test);
}

pub(crate) fn on_postgres(test: impl AsyncFnOnce(&Database)) {
    let Ok(server) = std::env::var(SERVER_VARIABLE) else {
        assert!(
            !is_set("STANDCLOUD_TEST_STRICT"),
            "set {SERVER_VARIABLE} to the URL of a throw-away PostgreSQL server: nothing may be skipped"
        );
        return;
    };
    let name = format!("standcloud_store_{:016x}", random());
    let url = with_database(&server, &name);
    administer(
        &server,
        &format!("CREATE DATABASE {name} TEMPLATE template0"),
    );
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        run(
            async |folder| OpenOptions::new(folder.path(), Some(url)),
            test,
        );
    }));
    administer(&server, &format!("DROP DATABASE {name} WITH (FORCE)"));
    if let Err(panic) = outcome {
        resume_unwind(panic);
    }
}

fn run(options: impl AsyncFnOnce(&TempDir) -> OpenOptions, test: impl AsyncFnOnce(&Database)) {
    runtime().block_on(async {
        let folder = TempDir::new().unwrap();
        let mut options = options(&folder).await;
        options.max_connections = CONNECTIONS;
        let store = Store::open(&options).await.unwrap();
        let database = Database {
            store,
            options,
            _folder: folder,
        };
        test(&database).await;
        database.store.close().await;
    });
}

fn administer(server: &str, statement: &str) {
    runtime().block_on(async {
        let options = PgConnectOptions::from_str(server).unwrap();
        let mut connection: PgConnection = options.connect().await.unwrap();
        sqlx::raw_sql(AssertSqlSafe(statement.to_owned()))
            .execute(&mut connection)
            .await
            .unwrap();
    });
}

fn runtime() -> Runtime {
    let mut builder = Builder::new_multi_thread();
    builder.worker_threads(2).enable_all().build().unwrap()
}

fn is_set(variable: &str) -> bool {
    std::env::var(variable).is_ok_and(|value| value == "1")
}

/// The one randomness here, because tests of several processes share the server.
fn random() -> u64 {
    RandomState::new().build_hasher().finish()
}

/// The same server and options, another database.
fn with_database(server: &str, name: &str) -> String {
    let (address, options) = match server.split_once('?') {
        Some((address, options)) => (address, format!("?{options}")),
        None => (server, String::new()),
    };
    let (scheme, rest) = address.split_once("://").unwrap();
    let authority = rest.split('/').next().unwrap();
    format!("{scheme}://{authority}/{name}{options}")
}

#[test]
fn the_name_of_the_database_is_replaced_and_the_rest_of_the_url_stays() {
    let table = [
        ("postgres://u@host:1/postgres", "postgres://u@host:1/x"),
        ("postgres://u@host:1", "postgres://u@host:1/x"),
        ("postgres:///a?host=/tmp/b", "postgres:///x?host=/tmp/b"),
    ];
    for (server, expected) in table {
        assert_eq!(with_database(server, "x"), expected);
    }
}
