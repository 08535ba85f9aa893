//! What was begun and must be finished once, soon: a passkey challenge, a sign-in at a provider.

use crate::db::on_both;
use crate::{Store, StoreError, UnixMicros};

/// A challenge to remember. `kind` keeps one sort from being taken for another.
#[derive(Debug, Clone)]
pub struct NewChallenge<'a> {
    pub challenge_sha256: [u8; 32],
    pub kind: &'a str,
    pub data: &'a str,
    pub created: UnixMicros,
    pub expires: UnixMicros,
}

impl Store {
    pub async fn add_challenge(&self, new: &NewChallenge<'_>) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        on_both!(&mut transaction.conn(), c => {
            sqlx::query(
                "INSERT INTO pending_challenge (challenge_sha256, kind, data, created_us, expires_us)
                 VALUES ($1, $2, $3, $4, $5)",
            )
            .bind(new.challenge_sha256.to_vec())
            .bind(new.kind)
            .bind(new.data)
            .bind(new.created.0)
            .bind(new.expires.0)
            .execute(c)
            .await
            .map(|_| ())
        })?;
        transaction.commit().await
    }

    /// Takes what is remembered; the next one to ask gets nothing.
    pub async fn take_challenge(
        &self,
        challenge_sha256: [u8; 32],
        kind: &str,
        now: UnixMicros,
    ) -> Result<Option<String>, StoreError> {
        let mut transaction = self.begin().await?;
        let data: Option<String> = on_both!(&mut transaction.conn(), c => {
            sqlx::query_scalar(
                "DELETE FROM pending_challenge
                 WHERE challenge_sha256 = $1 AND kind = $2 AND expires_us > $3 RETURNING data",
            )
            .bind(challenge_sha256.to_vec())
            .bind(kind)
            .bind(now.0)
            .fetch_optional(c)
            .await
        })?;
        transaction.commit().await?;
        Ok(data)
    }

    /// How many wait, so that nobody fills the table.
    pub async fn count_challenges(&self, now: UnixMicros) -> Result<u64, StoreError> {
        let mut reader = self.reader().await?;
        let count: i64 = on_both!(&mut reader.conn(), c => {
            sqlx::query_scalar("SELECT COUNT(*) FROM pending_challenge WHERE expires_us > $1")
                .bind(now.0)
                .fetch_one(c)
                .await
        })?;
        Ok(u64::try_from(count).unwrap_or(0))
    }
}
