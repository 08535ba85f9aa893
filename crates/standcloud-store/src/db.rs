//! Opening a database and speaking to either of the two.
//!
//! `Conn` is one borrowed connection of either database. The macro `on_both!` compiles one
//! expression twice, once per database, so a statement and the code that binds and reads it are
//! written once and checked for both. SQLite has one writing connection (it allows one writer
//! anyway, and queueing here is fairer than its busy loop) and a pool of readers.

use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use sqlx::migrate::Migrator;
use sqlx::pool::PoolConnection;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{PgConnection, PgPool, Postgres, Sqlite, SqliteConnection, SqlitePool};

use crate::StoreError;

static MIGRATIONS: Migrator = sqlx::migrate!("./migrations");

/// How long a statement waits for a lock or a free connection. Below the 10 s in which every
/// upload must be answered.
const LOCK_TIMEOUT: Duration = Duration::from_secs(5);
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(5);
/// Multi-row inserts have one statement text per number of rows.
const STATEMENT_CACHE: usize = 400;
/// Only one compressed report of usual size fits a page of 4 KiB, which leaves half of it empty.
const PAGE_BYTES: u32 = 8192;
/// 64 MiB of write-ahead log between checkpoints: a checkpoint costs two more flushes.
const WAL_CHECKPOINT_PAGES: u32 = 8192;

/// Keeps the largest statement far below both databases' limits on bound values (32,766 on SQLite).
pub(crate) const ROWS_PER_STATEMENT: usize = 64;

/// One connection of either database.
pub(crate) enum Conn<'a> {
    Sqlite(&'a mut SqliteConnection),
    Postgres(&'a mut PgConnection),
}

/// Compiles `$body` for both databases; `$c` is the connection in it.
macro_rules! on_both {
    ($conn:expr, $c:ident => $body:expr) => {
        match $conn {
            $crate::db::Conn::Sqlite($c) => {
                let $c = &mut **$c;
                $body
            }
            $crate::db::Conn::Postgres($c) => {
                let $c = &mut **$c;
                $body
            }
        }
    };
}
pub(crate) use on_both;

/// What the caller may need to know of the database behind the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

/// Whether a commit waits for the disk. Everything but the test that proves the flush uses `Full`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    Full,
    /// A crash of the machine may lose acknowledged reports.
    None,
}

/// Where the data is and how many connections may be open.
#[derive(Debug, Clone)]
pub struct OpenOptions {
    /// The folder with `standcloud.db`, or of nothing but locks when PostgreSQL is used.
    pub data_folder: PathBuf,
    /// `postgres://…`; `None` is SQLite in the data folder.
    pub database_url: Option<String>,
    /// Connections that read; on PostgreSQL all of them.
    pub max_connections: u32,
    pub durability: Durability,
}

impl OpenOptions {
    pub fn new(data_folder: &Path, database_url: Option<String>) -> Self {
        Self {
            data_folder: data_folder.to_owned(),
            database_url,
            max_connections: 8,
            durability: Durability::Full,
        }
    }

    /// The SQLite file.
    pub fn database_file(&self) -> PathBuf {
        self.data_folder.join("standcloud.db")
    }
}

#[derive(Debug, Clone)]
enum Pools {
    Sqlite {
        writer: SqlitePool,
        readers: SqlitePool,
    },
    Postgres(PgPool),
}

/// The opened database. Cloning shares the connections.
#[derive(Debug, Clone)]
pub struct Store {
    pools: Pools,
}

impl Store {
    /// Opens the database, makes it when it is missing and brings its schema up to date. Several
    /// processes may do so at the same time: migrations run under a lock.
    pub async fn open(options: &OpenOptions) -> Result<Self, StoreError> {
        let pools = match &options.database_url {
            None => open_sqlite(options).await?,
            Some(url) => open_postgres(url, options).await?,
        };
        Ok(Self { pools })
    }

    pub fn engine(&self) -> Engine {
        match self.pools {
            Pools::Sqlite { .. } => Engine::Sqlite,
            Pools::Postgres(_) => Engine::Postgres,
        }
    }

    /// One trip to the database, for readiness.
    pub async fn ping(&self) -> Result<(), StoreError> {
        let mut reader = self.reader().await?;
        on_both!(&mut reader.conn(), c => sqlx::query("SELECT 1").execute(c).await.map(|_| ()))?;
        Ok(())
    }

    /// The database's own name and version, for people.
    pub async fn version(&self) -> Result<String, StoreError> {
        Ok(match &self.pools {
            Pools::Sqlite { readers, .. } => {
                let version: String = sqlx::query_scalar("SELECT sqlite_version()")
                    .fetch_one(readers)
                    .await?;
                format!("SQLite {version}")
            }
            Pools::Postgres(pool) => {
                let version: String = sqlx::query_scalar("SHOW server_version")
                    .fetch_one(pool)
                    .await?;
                format!("PostgreSQL {version}")
            }
        })
    }

    /// Settings of the database that would break a promise, each with what to do; empty is good.
    pub async fn unsafe_settings(&self) -> Result<Vec<String>, StoreError> {
        let Pools::Postgres(pool) = &self.pools else {
            return Ok(Vec::new());
        };
        let mut problems = Vec::new();
        for name in ["fsync", "full_page_writes"] {
            let value: String = sqlx::query_scalar("SELECT current_setting($1)")
                .bind(name)
                .fetch_one(pool)
                .await?;
            if value != "on" {
                problems.push(format!(
                    "PostgreSQL runs with {name} = {value}: a power cut can damage the database; \
                     set it to on in postgresql.conf"
                ));
            }
        }
        Ok(problems)
    }

    /// SQLite's own check of the whole file; `None` when all is well or the engine has none.
    pub async fn integrity_problem(&self) -> Result<Option<String>, StoreError> {
        let Pools::Sqlite { readers, .. } = &self.pools else {
            return Ok(None);
        };
        let answer: String = sqlx::query_scalar("PRAGMA quick_check(1)")
            .fetch_one(readers)
            .await?;
        Ok((answer != "ok").then_some(answer))
    }

    /// Closes all connections; SQLite folds its write-ahead log into the file.
    pub async fn close(&self) {
        match &self.pools {
            Pools::Sqlite { writer, readers } => {
                readers.close().await;
                writer.close().await;
            }
            Pools::Postgres(pool) => pool.close().await,
        }
    }

    pub(crate) async fn reader(&self) -> Result<Reader, StoreError> {
        Ok(match &self.pools {
            Pools::Sqlite { readers, .. } => Reader::Sqlite(readers.acquire().await?),
            Pools::Postgres(pool) => Reader::Postgres(pool.acquire().await?),
        })
    }

    /// Begins a transaction that may write. On SQLite it holds the only write lock from here on.
    pub(crate) async fn begin(&self) -> Result<Transaction, StoreError> {
        Ok(match &self.pools {
            Pools::Sqlite { writer, .. } => {
                Transaction::Sqlite(writer.begin_with("BEGIN IMMEDIATE").await?)
            }
            Pools::Postgres(pool) => Transaction::Postgres(pool.begin().await?),
        })
    }

    pub(crate) fn sqlite_writer(&self) -> Option<&SqlitePool> {
        match &self.pools {
            Pools::Sqlite { writer, .. } => Some(writer),
            Pools::Postgres(_) => None,
        }
    }
}

/// A connection that only reads.
pub(crate) enum Reader {
    Sqlite(PoolConnection<Sqlite>),
    Postgres(PoolConnection<Postgres>),
}

impl Reader {
    pub(crate) fn conn(&mut self) -> Conn<'_> {
        match self {
            Self::Sqlite(connection) => Conn::Sqlite(connection),
            Self::Postgres(connection) => Conn::Postgres(connection),
        }
    }
}

/// A transaction; dropped without `commit` it never happened.
pub(crate) enum Transaction {
    Sqlite(sqlx::Transaction<'static, Sqlite>),
    Postgres(sqlx::Transaction<'static, Postgres>),
}

impl Transaction {
    pub(crate) fn conn(&mut self) -> Conn<'_> {
        match self {
            Self::Sqlite(transaction) => Conn::Sqlite(transaction),
            Self::Postgres(transaction) => Conn::Postgres(transaction),
        }
    }

    pub(crate) async fn commit(self) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(transaction) => transaction.commit().await?,
            Self::Postgres(transaction) => transaction.commit().await?,
        }
        Ok(())
    }
}

async fn open_sqlite(options: &OpenOptions) -> Result<Pools, StoreError> {
    let file = options.database_file();
    let synchronous = match options.durability {
        Durability::Full => SqliteSynchronous::Full,
        Durability::None => SqliteSynchronous::Off,
    };
    let connect = SqliteConnectOptions::new()
        .filename(&file)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(synchronous)
        .busy_timeout(LOCK_TIMEOUT)
        .statement_cache_capacity(STATEMENT_CACHE)
        .page_size(PAGE_BYTES)
        .pragma("wal_autocheckpoint", WAL_CHECKPOINT_PAGES.to_string());
    let lock = lock_folder(&options.data_folder).await?;
    let writer = SqlitePoolOptions::new()
        .max_connections(1)
        .acquire_timeout(ACQUIRE_TIMEOUT)
        .idle_timeout(None)
        .max_lifetime(None)
        .connect_with(connect.clone())
        .await?;
    MIGRATIONS.run(&writer).await.map_err(migration_error)?;
    drop(lock);
    let readers = SqlitePoolOptions::new()
        .max_connections(options.max_connections)
        .acquire_timeout(ACQUIRE_TIMEOUT)
        .connect_lazy_with(connect.pragma("query_only", "1"));
    Ok(Pools::Sqlite { writer, readers })
}

/// Two processes may start on one folder at once. sqlx takes no lock for migrations on SQLite, and
/// SQLite does not wait for who else is making the file a write-ahead one.
async fn lock_folder(data_folder: &Path) -> Result<std::fs::File, StoreError> {
    let path = data_folder.join("migrate.lock");
    let lock_path = path.clone();
    tokio::task::spawn_blocking(move || {
        let file = std::fs::File::create(&lock_path)?;
        file.lock()?;
        Ok(file)
    })
    .await
    .map_err(|error| StoreError::file(&path, std::io::Error::other(error)))?
    .map_err(|error| StoreError::file(&path, error))
}

async fn open_postgres(url: &str, options: &OpenOptions) -> Result<Pools, StoreError> {
    // A session that inherits synchronous_commit = off would acknowledge what is not on disk.
    let synchronous_commit = match options.durability {
        Durability::Full => "on",
        Durability::None => "off",
    };
    let connect = PgConnectOptions::from_str(url)?
        .application_name("standcloud")
        .statement_cache_capacity(STATEMENT_CACHE)
        .options([
            ("synchronous_commit", synchronous_commit),
            // "already exists, skipping" at every start is nothing to tell.
            ("client_min_messages", "warning"),
            ("lock_timeout", "5s"),
            ("idle_in_transaction_session_timeout", "60s"),
        ]);
    let pool = PgPoolOptions::new()
        .max_connections(options.max_connections.max(2))
        .acquire_timeout(ACQUIRE_TIMEOUT)
        .connect_with(connect)
        .await?;
    MIGRATIONS.run(&pool).await.map_err(migration_error)?;
    Ok(Pools::Postgres(pool))
}

fn migration_error(error: sqlx::migrate::MigrateError) -> StoreError {
    match error {
        sqlx::migrate::MigrateError::Execute(source) => StoreError::from(source),
        other => StoreError::Migration(other),
    }
}
