//! The database of one test: SQLite in the data folder, or one of its own on PostgreSQL.

use sqlx::{Connection, PgConnection};

use super::environment::{random_seed, skip};

/// Where the server under test keeps its data.
#[derive(Debug)]
pub(super) enum Database {
    Sqlite,
    /// Dropped at the end.
    Postgres(PostgresDatabase),
    /// On a server that belongs to the test, and ends with it.
    Own {
        url: String,
    },
}

#[derive(Debug)]
pub(super) struct PostgresDatabase {
    admin_url: String,
    name: String,
    url: String,
}

impl Database {
    /// A new, empty database; `None` when there is no server to make it on.
    pub(super) async fn postgres() -> Option<Self> {
        let Ok(admin_url) = std::env::var("STANDCLOUD_TEST_POSTGRES") else {
            skip("STANDCLOUD_TEST_POSTGRES names no PostgreSQL server");
            return None;
        };
        let name = format!("standcloud_durability_{:016x}", random_seed());
        execute(&admin_url, format!("CREATE DATABASE {name}")).await;
        let url = with_database(&admin_url, &name);
        Some(Self::Postgres(PostgresDatabase {
            admin_url,
            name,
            url,
        }))
    }

    pub(super) fn url(&self) -> Option<&str> {
        match self {
            Self::Sqlite => None,
            Self::Postgres(database) => Some(&database.url),
            Self::Own { url } => Some(url),
        }
    }
}

impl Drop for PostgresDatabase {
    fn drop(&mut self) {
        let (url, name) = (self.admin_url.clone(), self.name.clone());
        // A runtime cannot be waited for inside another one, so this takes a thread.
        let dropped = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap();
            let sql = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
            runtime.block_on(execute(&url, sql));
        });
        if dropped.join().is_err() {
            eprintln!("the database {} was not dropped", self.name);
        }
    }
}

/// The names in these statements are made above, of letters and digits.
async fn execute(url: &str, sql: String) {
    let mut connection = PgConnection::connect(url).await.unwrap();
    sqlx::raw_sql(sqlx::AssertSqlSafe(sql))
        .execute(&mut connection)
        .await
        .unwrap();
    connection.close().await.unwrap();
}

fn with_database(url: &str, name: &str) -> String {
    let (address, query) = url.split_once('?').unwrap_or((url, ""));
    let (host, _) = address.rsplit_once('/').unwrap();
    match query {
        "" => format!("{host}/{name}"),
        query => format!("{host}/{name}?{query}"),
    }
}
