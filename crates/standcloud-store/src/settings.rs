//! Values that all servers of one database share.

use crate::db::on_both;
use crate::{Store, StoreError, UnixMicros};

impl Store {
    /// The value that is stored under this name, which is `value` if there was none before.
    pub async fn setting_or_insert(&self, name: &str, value: &str) -> Result<String, StoreError> {
        let mut transaction = self.begin().await?;
        let kept: String = on_both!(&mut transaction.conn(), c => {
            sqlx::query_scalar(
                "INSERT INTO setting (name, value) VALUES ($1, $2)
                 ON CONFLICT (name) DO UPDATE SET name = excluded.name RETURNING value",
            )
            .bind(name)
            .bind(value)
            .fetch_one(c)
            .await
        })?;
        transaction.commit().await?;
        Ok(kept)
    }

    pub async fn replace_setting(&self, name: &str, value: &str) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        on_both!(&mut transaction.conn(), c => {
            sqlx::query(
                "INSERT INTO setting (name, value) VALUES ($1, $2)
                 ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            )
            .bind(name)
            .bind(value)
            .execute(c)
            .await
            .map(|_| ())
        })?;
        transaction.commit().await
    }

    /// Takes a name that nobody has taken yet; `true` for the first only. So that of several servers
    /// one does what is to be done once.
    pub async fn claim(&self, name: &str, now: UnixMicros) -> Result<bool, StoreError> {
        let mut transaction = self.begin().await?;
        let claimed = on_both!(&mut transaction.conn(), c => {
            sqlx::query(
                "INSERT INTO setting (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING",
            )
            .bind(name)
            .bind(now.0.to_string())
            .execute(c)
            .await
            .map(|done| done.rows_affected())
        })?;
        transaction.commit().await?;
        Ok(claimed > 0)
    }
}
