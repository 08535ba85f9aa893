//! Failures of somebody or from somewhere, counted for all servers of the database.

use crate::db::on_both;
use crate::{Store, StoreError, UnixMicros};

/// The failures of one subject within its window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FailureCount {
    pub failures: u32,
    /// `None` without any.
    pub last: Option<UnixMicros>,
}

impl Store {
    /// Counts a failure. A window that began longer than `window_us` ago begins anew.
    pub async fn count_failure(
        &self,
        subject: &str,
        window_us: i64,
        now: UnixMicros,
    ) -> Result<FailureCount, StoreError> {
        let mut transaction = self.begin().await?;
        let failures: i64 = on_both!(&mut transaction.conn(), c => {
            sqlx::query_scalar(
                "INSERT INTO failure_count (subject, failures, window_start_us, last_failure_us)
                 VALUES ($1, 1, $2, $2)
                 ON CONFLICT (subject) DO UPDATE SET
                   failures = CASE WHEN failure_count.window_start_us > $3
                     THEN failure_count.failures + 1 ELSE 1 END,
                   window_start_us = CASE WHEN failure_count.window_start_us > $3
                     THEN failure_count.window_start_us ELSE $2 END,
                   last_failure_us = $2
                 RETURNING failures",
            )
            .bind(subject)
            .bind(now.0)
            .bind(now.0.saturating_sub(window_us))
            .fetch_one(c)
            .await
        })?;
        transaction.commit().await?;
        Ok(FailureCount {
            failures: u32::try_from(failures).unwrap_or(u32::MAX),
            last: Some(now),
        })
    }

    /// The failures in a window that has not ended.
    pub async fn failures(
        &self,
        subject: &str,
        window_us: i64,
        now: UnixMicros,
    ) -> Result<FailureCount, StoreError> {
        let mut reader = self.reader().await?;
        let row: Option<(i64, i64)> = on_both!(&mut reader.conn(), c => {
            sqlx::query_as(
                "SELECT failures, last_failure_us FROM failure_count
                 WHERE subject = $1 AND window_start_us > $2",
            )
            .bind(subject)
            .bind(now.0.saturating_sub(window_us))
            .fetch_optional(c)
            .await
        })?;
        Ok(
            row.map_or_else(FailureCount::default, |(failures, last)| FailureCount {
                failures: u32::try_from(failures).unwrap_or(u32::MAX),
                last: Some(UnixMicros(last)),
            }),
        )
    }

    /// Forgets the failures, after a success.
    pub async fn forget_failures(&self, subject: &str) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        on_both!(&mut transaction.conn(), c => {
            sqlx::query("DELETE FROM failure_count WHERE subject = $1")
                .bind(subject)
                .execute(c)
                .await
                .map(|_| ())
        })?;
        transaction.commit().await
    }
}
