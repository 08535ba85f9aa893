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

    /// The value under this name, if there is one.
    pub async fn lookup_setting(&self, name: &str) -> Result<Option<String>, StoreError> {
        let mut reader = self.reader().await?;
        let value: Option<String> = on_both!(&mut reader.conn(), c => {
            sqlx::query_scalar("SELECT value FROM setting WHERE name = $1")
                .bind(name)
                .fetch_optional(c)
                .await
        })?;
        Ok(value)
    }

    /// Puts a value in the place of the one that the caller has seen (`None`: of none). `false` when
    /// somebody else has changed it meanwhile.
    pub async fn exchange_setting(
        &self,
        name: &str,
        seen: Option<&str>,
        value: &str,
    ) -> Result<bool, StoreError> {
        let mut transaction = self.begin().await?;
        let changed = on_both!(&mut transaction.conn(), c => match seen {
            Some(seen) => {
                sqlx::query("UPDATE setting SET value = $1 WHERE name = $2 AND value = $3")
                    .bind(value)
                    .bind(name)
                    .bind(seen)
                    .execute(c)
                    .await
                    .map(|done| done.rows_affected())
            }
            None => {
                sqlx::query("INSERT INTO setting (name, value) VALUES ($1, $2) ON CONFLICT DO NOTHING")
                    .bind(name)
                    .bind(value)
                    .execute(c)
                    .await
                    .map(|done| done.rows_affected())
            }
        })?;
        transaction.commit().await?;
        Ok(changed > 0)
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
