//! A consistent copy of the SQLite database while the server runs.

use std::path::Path;

use crate::{Store, StoreError};

impl Store {
    /// Writes a complete, compact copy to `target`, which must not exist. Readers and the writer
    /// go on meanwhile. When it returns, the copy is on disk.
    pub async fn backup(&self, target: &Path) -> Result<(), StoreError> {
        let Some(_) = self.sqlite_writer() else {
            return Err(StoreError::NotSupported(
                "this is a PostgreSQL database: back it up with pg_dump or pg_basebackup",
            ));
        };
        let mut reader = self.reader().await?;
        let crate::db::Conn::Sqlite(connection) = reader.conn() else {
            return Err(StoreError::NotSupported("not a SQLite database"));
        };
        // The copy is written by VACUUM, which query_only forbids on this connection.
        sqlx::query("PRAGMA query_only = 0")
            .execute(&mut *connection)
            .await?;
        let outcome = sqlx::query("VACUUM INTO $1")
            .bind(target.display().to_string())
            .execute(&mut *connection)
            .await;
        sqlx::query("PRAGMA query_only = 1")
            .execute(&mut *connection)
            .await?;
        outcome?;
        // SQLite does not flush what VACUUM INTO writes.
        let flushed = std::fs::File::open(target).and_then(|file| file.sync_all());
        flushed.map_err(|error| StoreError::file(target, error))
    }
}
