//! Codes for the day when the phone is lost. Each works once; only their SHA-256 is here.

use uuid::Uuid;

use crate::db::{Transaction, on_both};
use crate::{Store, StoreError, UnixMicros};

impl Store {
    /// Replaces all codes of a person.
    pub async fn replace_recovery_codes(
        &self,
        user: Uuid,
        code_sha256s: &[[u8; 32]],
    ) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        insert_recovery_codes(&mut transaction, user, code_sha256s).await?;
        transaction.commit().await
    }

    /// Uses a code up; `false` when it is none or was used before.
    pub async fn use_recovery_code(
        &self,
        user: Uuid,
        code_sha256: [u8; 32],
        now: UnixMicros,
    ) -> Result<bool, StoreError> {
        let mut transaction = self.begin().await?;
        let taken = on_both!(&mut transaction.conn(), c => {
            sqlx::query(
                "UPDATE user_recovery_code SET used_us = $1
                 WHERE user_id = $2 AND code_sha256 = $3 AND used_us IS NULL",
            )
            .bind(now.0)
            .bind(user.as_bytes().to_vec())
            .bind(code_sha256.to_vec())
            .execute(c)
            .await
            .map(|done| done.rows_affected())
        })?;
        transaction.commit().await?;
        Ok(taken > 0)
    }

    /// How many are left.
    pub async fn count_recovery_codes(&self, user: Uuid) -> Result<u64, StoreError> {
        let mut reader = self.reader().await?;
        let count: i64 = on_both!(&mut reader.conn(), c => {
            sqlx::query_scalar(
                "SELECT COUNT(*) FROM user_recovery_code WHERE user_id = $1 AND used_us IS NULL",
            )
            .bind(user.as_bytes().to_vec())
            .fetch_one(c)
            .await
        })?;
        Ok(u64::try_from(count).unwrap_or(0))
    }
}

/// In place of all that are there.
pub(crate) async fn insert_recovery_codes(
    transaction: &mut Transaction,
    user: Uuid,
    code_sha256s: &[[u8; 32]],
) -> Result<(), StoreError> {
    on_both!(&mut transaction.conn(), c => {
        sqlx::query("DELETE FROM user_recovery_code WHERE user_id = $1")
            .bind(user.as_bytes().to_vec())
            .execute(c)
            .await
            .map(|_| ())
    })?;
    for code in code_sha256s {
        on_both!(&mut transaction.conn(), c => {
            sqlx::query("INSERT INTO user_recovery_code (user_id, code_sha256) VALUES ($1, $2)")
                .bind(user.as_bytes().to_vec())
                .bind(code.to_vec())
                .execute(c)
                .await
                .map(|_| ())
        })?;
    }
    Ok(())
}
