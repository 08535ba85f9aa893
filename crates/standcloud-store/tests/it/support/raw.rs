//! A connection beside the store: to see what no public function tells, and to do damage.

use std::path::Path;
use std::str::FromStr;

use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{AssertSqlSafe, ColumnIndex, ConnectOptions, Database, Decode, Row, Type, ValueRef};

use super::Database as TestDatabase;

pub(crate) enum Raw {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

impl Raw {
    pub(crate) async fn open(database: &TestDatabase) -> Self {
        let options = database.options();
        match &options.database_url {
            None => Self::open_file(&options.database_file()).await,
            Some(url) => {
                let server = PgConnectOptions::from_str(url).unwrap();
                Self::Postgres(server.connect().await.unwrap())
            }
        }
    }

    pub(crate) async fn open_file(file: &Path) -> Self {
        let file = SqliteConnectOptions::new().filename(file);
        Self::Sqlite(file.connect().await.unwrap())
    }

    /// Runs statements without parameters.
    pub(crate) async fn execute(&mut self, sql: &str) {
        let sql = sqlx::raw_sql(AssertSqlSafe(sql.to_owned()));
        match self {
            Self::Sqlite(connection) => drop(sql.execute(connection).await.unwrap()),
            Self::Postgres(connection) => drop(sql.execute(connection).await.unwrap()),
        }
    }

    /// Bytes in hexadecimal, as each database writes them in a statement.
    pub(crate) fn blob(&self, hexadecimal: &str) -> String {
        match self {
            Self::Sqlite(_) => format!("X'{hexadecimal}'"),
            Self::Postgres(_) => format!("'\\x{hexadecimal}'"),
        }
    }

    /// The rows, each value as a text that both databases write alike.
    pub(crate) async fn rows(&mut self, sql: &str) -> Vec<Vec<String>> {
        let sql = sqlx::raw_sql(AssertSqlSafe(sql.to_owned()));
        match self {
            Self::Sqlite(connection) => {
                let rows = sql.fetch_all(connection).await.unwrap();
                rows.iter().map(texts).collect()
            }
            Self::Postgres(connection) => {
                let rows = sql.fetch_all(connection).await.unwrap();
                rows.iter().map(texts).collect()
            }
        }
    }

    /// The first column of all rows, as numbers.
    pub(crate) async fn numbers(&mut self, sql: &str) -> Vec<i64> {
        let rows = self.rows(sql).await;
        rows.iter().map(|row| row[0].parse().unwrap()).collect()
    }

    pub(crate) async fn number(&mut self, sql: &str) -> i64 {
        self.numbers(sql).await[0]
    }

    /// The first column of the first row, as the bytes it holds.
    pub(crate) async fn bytes(&mut self, sql: &str) -> Vec<u8> {
        let sql = sqlx::raw_sql(AssertSqlSafe(sql.to_owned()));
        match self {
            Self::Sqlite(connection) => sql.fetch_one(connection).await.unwrap().get(0),
            Self::Postgres(connection) => sql.fetch_one(connection).await.unwrap().get(0),
        }
    }
}

fn texts<R: Row>(row: &R) -> Vec<String>
where
    usize: ColumnIndex<R>,
    i64: Type<R::Database> + for<'r> Decode<'r, R::Database>,
    i32: Type<R::Database> + for<'r> Decode<'r, R::Database>,
    String: Type<R::Database> + for<'r> Decode<'r, R::Database>,
    Vec<u8>: Type<R::Database> + for<'r> Decode<'r, R::Database>,
{
    (0..row.len()).map(|index| text(row, index)).collect()
}

fn text<R: Row>(row: &R, index: usize) -> String
where
    usize: ColumnIndex<R>,
    i64: Type<R::Database> + for<'r> Decode<'r, R::Database>,
    i32: Type<R::Database> + for<'r> Decode<'r, R::Database>,
    String: Type<R::Database> + for<'r> Decode<'r, R::Database>,
    Vec<u8>: Type<R::Database> + for<'r> Decode<'r, R::Database>,
{
    if is_null(row, index) {
        return "NULL".to_owned();
    }
    if let Ok(number) = row.try_get::<i64, _>(index) {
        return number.to_string();
    }
    if let Ok(number) = row.try_get::<i32, _>(index) {
        return number.to_string();
    }
    match row.try_get::<String, _>(index) {
        Ok(text) => text,
        Err(_) => format!("{:02x?}", row.get::<Vec<u8>, _>(index)),
    }
}

fn is_null<R: Row>(row: &R, index: usize) -> bool
where
    usize: ColumnIndex<R>,
{
    let value: <R::Database as Database>::ValueRef<'_> = row.try_get_raw(index).unwrap();
    value.is_null()
}
