//! Values that all servers of one database share.

use crate::db::on_both;
use crate::{Store, StoreError};

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
}
