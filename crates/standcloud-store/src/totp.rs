//! Second factors that count time (RFC 6238). The secret comes sealed; each time step is accepted once.

use uuid::Uuid;

use crate::db::on_both;
use crate::recovery_codes::insert_recovery_codes;
use crate::{Store, StoreError, UnixMicros};

/// The authenticator app of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserTotp {
    /// Sealed by the caller.
    pub secret: Vec<u8>,
    pub created: UnixMicros,
    /// `None` until the first code was typed: it is not asked for before.
    pub confirmed: Option<UnixMicros>,
}

#[derive(sqlx::FromRow)]
struct TotpRow {
    secret: Vec<u8>,
    created_us: i64,
    confirmed_us: Option<i64>,
}

impl Store {
    pub async fn lookup_totp(&self, user: Uuid) -> Result<Option<UserTotp>, StoreError> {
        let mut reader = self.reader().await?;
        let row: Option<TotpRow> = on_both!(&mut reader.conn(), c => {
            sqlx::query_as(
                "SELECT secret, created_us, confirmed_us FROM user_totp WHERE user_id = $1",
            )
            .bind(user.as_bytes().to_vec())
            .fetch_optional(c)
            .await
        })?;
        Ok(row.map(|row| UserTotp {
            secret: row.secret,
            created: UnixMicros(row.created_us),
            confirmed: row.confirmed_us.map(UnixMicros),
        }))
    }

    /// Begins or begins anew; `false` when a confirmed one is there, which stays.
    pub async fn begin_totp(
        &self,
        user: Uuid,
        sealed_secret: &[u8],
        now: UnixMicros,
    ) -> Result<bool, StoreError> {
        let mut transaction = self.begin().await?;
        let begun = on_both!(&mut transaction.conn(), c => {
            sqlx::query(
                "INSERT INTO user_totp (user_id, secret, created_us) VALUES ($1, $2, $3)
                 ON CONFLICT (user_id) DO UPDATE SET secret = excluded.secret,
                   created_us = excluded.created_us, last_step = 0
                 WHERE user_totp.confirmed_us IS NULL",
            )
            .bind(user.as_bytes().to_vec())
            .bind(sealed_secret)
            .bind(now.0)
            .execute(c)
            .await
            .map(|done| done.rows_affected())
        })?;
        transaction.commit().await?;
        Ok(begun > 0)
    }

    /// Puts the begun one into force with its first code, and stores recovery codes with it; `false`
    /// when it was confirmed or begun anew in between.
    pub async fn confirm_totp(
        &self,
        user: Uuid,
        begun: &UserTotp,
        step: i64,
        code_sha256s: &[[u8; 32]],
        now: UnixMicros,
    ) -> Result<bool, StoreError> {
        let mut transaction = self.begin().await?;
        let confirmed = on_both!(&mut transaction.conn(), c => {
            sqlx::query(
                "UPDATE user_totp SET confirmed_us = $1, last_step = $2
                 WHERE user_id = $3 AND secret = $4 AND confirmed_us IS NULL",
            )
            .bind(now.0)
            .bind(step)
            .bind(user.as_bytes().to_vec())
            .bind(&begun.secret)
            .execute(c)
            .await
            .map(|done| done.rows_affected())
        })?;
        if confirmed == 0 {
            return Ok(false);
        }
        insert_recovery_codes(&mut transaction, user, code_sha256s).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// Takes a time step; `false` when it or a later one was taken before (RFC 6238 §5.2).
    pub async fn use_totp_step(&self, user: Uuid, step: i64) -> Result<bool, StoreError> {
        let mut transaction = self.begin().await?;
        let taken = on_both!(&mut transaction.conn(), c => {
            sqlx::query(
                "UPDATE user_totp SET last_step = $1
                 WHERE user_id = $2 AND confirmed_us IS NOT NULL AND last_step < $1",
            )
            .bind(step)
            .bind(user.as_bytes().to_vec())
            .execute(c)
            .await
            .map(|done| done.rows_affected())
        })?;
        transaction.commit().await?;
        Ok(taken > 0)
    }

    /// Turns the second factor off, with its recovery codes; `false` when there was none in force.
    pub async fn remove_totp(&self, user: Uuid) -> Result<bool, StoreError> {
        let mut transaction = self.begin().await?;
        let removed: Option<Option<i64>> = on_both!(&mut transaction.conn(), c => {
            sqlx::query_scalar("DELETE FROM user_totp WHERE user_id = $1 RETURNING confirmed_us")
                .bind(user.as_bytes().to_vec())
                .fetch_optional(c)
                .await
        })?;
        insert_recovery_codes(&mut transaction, user, &[]).await?;
        transaction.commit().await?;
        Ok(removed.flatten().is_some())
    }
}
