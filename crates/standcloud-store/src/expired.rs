//! Removing what has ended, a bounded number of rows at a time, so that nobody waits long for
//! the lock.
//!
//! What has ended stays for a while: a client is told how its login ended, and a code or a token that
//! comes back is recognised. Grants and the audit stay for people to look at.

use crate::db::on_both;
use crate::{Store, StoreError, UnixMicros};

/// Of one table in one transaction.
const ROWS_PER_STEP: i64 = 1000;

/// Before which instant something must have ended to be removed.
#[derive(Debug, Clone, Copy)]
pub struct ExpiryLimits {
    pub now: UnixMicros,
    /// Device codes, authorization requests and codes, challenges.
    pub codes: UnixMicros,
    /// Used refresh tokens: older ones could not be refreshed any more either.
    pub used_refresh_tokens: UnixMicros,
    /// Ended grants with their tokens, and old links.
    pub grants: UnixMicros,
    /// Sessions, by their last and by their first sign of life.
    pub idle_sessions: UnixMicros,
    pub old_sessions: UnixMicros,
    /// Counts of failures.
    pub failures: UnixMicros,
    /// Logins of stands that have never called since then: their keyring does not work.
    pub unused_logins: UnixMicros,
}

/// One statement with `$1` the instant and `$2` the number of rows.
struct Step {
    sql: &'static str,
    before: fn(&ExpiryLimits) -> UnixMicros,
}

const fn step(sql: &'static str, before: fn(&ExpiryLimits) -> UnixMicros) -> Step {
    Step { sql, before }
}

impl Store {
    /// Removes one portion of everything; returns how many rows, 0 when nothing is left to do.
    pub async fn remove_expired(&self, limits: &ExpiryLimits) -> Result<u64, StoreError> {
        let mut removed = 0;
        for step in &STEPS {
            let mut transaction = self.begin().await?;
            removed += on_both!(&mut transaction.conn(), c => {
                sqlx::query(step.sql)
                    .bind((step.before)(limits).0)
                    .bind(ROWS_PER_STEP)
                    .execute(c)
                    .await
                    .map(|done| done.rows_affected())
            })?;
            transaction.commit().await?;
        }
        Ok(removed)
    }

    /// Ends logins of a client that were never used; returns how many.
    pub async fn revoke_unused_logins(
        &self,
        client_id: &str,
        limits: &ExpiryLimits,
    ) -> Result<u64, StoreError> {
        let mut transaction = self.begin().await?;
        let revoked = on_both!(&mut transaction.conn(), c => {
            sqlx::query(
                "UPDATE oauth_grant SET revoked_us = $1, revoked_reason = 'never used'
                 WHERE client_id = $2 AND kind = 'device' AND last_used_us IS NULL
                   AND revoked_us IS NULL AND created_us < $3",
            )
            .bind(limits.now.0)
            .bind(client_id)
            .bind(limits.unused_logins.0)
            .execute(c)
            .await
            .map(|done| done.rows_affected())
        })?;
        transaction.commit().await?;
        Ok(revoked)
    }
}

/// In this order, so that a grant goes after its tokens.
const STEPS: [Step; 13] = [
    step(
        "DELETE FROM oauth_device_code WHERE device_sha256 IN
               (SELECT device_sha256 FROM oauth_device_code WHERE expires_us < $1 LIMIT $2)",
        |limits| limits.codes,
    ),
    step(
        "DELETE FROM oauth_authorization_request WHERE request_sha256 IN
               (SELECT request_sha256 FROM oauth_authorization_request
                WHERE expires_us < $1 LIMIT $2)",
        |limits| limits.codes,
    ),
    step(
        "DELETE FROM oauth_authorization_code WHERE code_sha256 IN
               (SELECT code_sha256 FROM oauth_authorization_code WHERE expires_us < $1 LIMIT $2)",
        |limits| limits.codes,
    ),
    step(
        "DELETE FROM pending_challenge WHERE challenge_sha256 IN
               (SELECT challenge_sha256 FROM pending_challenge WHERE expires_us < $1 LIMIT $2)",
        |limits| limits.now,
    ),
    step(
        "DELETE FROM one_time_link WHERE link_sha256 IN
               (SELECT link_sha256 FROM one_time_link WHERE expires_us < $1 LIMIT $2)",
        |limits| limits.grants,
    ),
    step(
        "DELETE FROM session WHERE session_sha256 IN
               (SELECT session_sha256 FROM session WHERE last_seen_us < $1 LIMIT $2)",
        |limits| limits.idle_sessions,
    ),
    step(
        "DELETE FROM session WHERE session_sha256 IN
               (SELECT session_sha256 FROM session WHERE created_us < $1 LIMIT $2)",
        |limits| limits.old_sessions,
    ),
    step(
        "DELETE FROM failure_count WHERE subject IN
               (SELECT subject FROM failure_count WHERE last_failure_us < $1 LIMIT $2)",
        |limits| limits.failures,
    ),
    // That an access token was used tells a stolen refresh token from a lost answer as long as
    // its refresh token could be refreshed.
    step(
        "DELETE FROM oauth_access_token WHERE access_sha256 IN
               (SELECT a.access_sha256 FROM oauth_access_token a
                LEFT JOIN oauth_refresh_token r ON r.refresh_sha256 = a.refresh_sha256
                WHERE a.expires_us < $1
                  AND (a.first_used_us IS NULL OR r.refresh_sha256 IS NULL
                    OR r.rotated_us IS NOT NULL)
                LIMIT $2)",
        |limits| limits.now,
    ),
    step(
        "DELETE FROM oauth_refresh_token WHERE refresh_sha256 IN
               (SELECT refresh_sha256 FROM oauth_refresh_token WHERE rotated_us < $1 LIMIT $2)",
        |limits| limits.used_refresh_tokens,
    ),
    step(
        "DELETE FROM oauth_refresh_token WHERE refresh_sha256 IN
               (SELECT r.refresh_sha256 FROM oauth_refresh_token r
                JOIN oauth_grant g ON g.id = r.grant_id
                WHERE g.revoked_us < $1 OR g.idle_expiry_us < $1 OR g.absolute_expiry_us < $1
                LIMIT $2)",
        |limits| limits.grants,
    ),
    step(
        "DELETE FROM oauth_access_token WHERE access_sha256 IN
               (SELECT a.access_sha256 FROM oauth_access_token a
                JOIN oauth_grant g ON g.id = a.grant_id
                WHERE g.revoked_us < $1 OR g.idle_expiry_us < $1 OR g.absolute_expiry_us < $1
                LIMIT $2)",
        |limits| limits.grants,
    ),
    step(
        "DELETE FROM oauth_grant WHERE id IN
               (SELECT g.id FROM oauth_grant g
                WHERE (g.revoked_us < $1 OR g.idle_expiry_us < $1 OR g.absolute_expiry_us < $1)
                  AND NOT EXISTS (SELECT 1 FROM oauth_refresh_token r WHERE r.grant_id = g.id)
                  AND NOT EXISTS (SELECT 1 FROM oauth_access_token a WHERE a.grant_id = g.id)
                LIMIT $2)",
        |limits| limits.grants,
    ),
];
