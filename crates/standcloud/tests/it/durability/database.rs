//! The database of one test: SQLite in the data folder, or one of its own on PostgreSQL.

use super::environment::skip;
use crate::support::database::{PostgresDatabase, URL_VARIABLE};

/// Where the server under test keeps its data.
#[derive(Debug)]
pub(super) enum Database {
    Sqlite,
    Postgres(PostgresDatabase),
    /// On a server that belongs to the test, and ends with it.
    Own {
        url: String,
    },
}

impl Database {
    /// A new, empty database; `None` when there is no server to make it on.
    pub(super) async fn postgres() -> Option<Self> {
        let Ok(admin_url) = std::env::var(URL_VARIABLE) else {
            skip("STANDCLOUD_TEST_POSTGRES names no PostgreSQL server");
            return None;
        };
        Some(Self::Postgres(PostgresDatabase::create(&admin_url).await))
    }

    pub(super) fn url(&self) -> Option<&str> {
        match self {
            Self::Sqlite => None,
            Self::Postgres(database) => Some(&database.url),
            Self::Own { url } => Some(url),
        }
    }
}
