//! Voiding a run: it stays visible, says why, and leaves every figure.

use crate::db::{Transaction, on_both};
use crate::ingest::attempts::{move_later, next_attempt};
use crate::ingest::derive::RunRow;
use crate::ingest::take_changes;
use crate::{OrganisationId, RunId, Store, StoreError, UnixMicros};

impl Store {
    /// Voids a run. `Ok(None)`: no such run; `Ok(Some(false))`: it was voided before (the first
    /// reason stands).
    pub async fn void_run(
        &self,
        organisation: OrganisationId,
        run_id: RunId,
        reason: &str,
        voided_by: &str,
        now: UnixMicros,
    ) -> Result<Option<bool>, StoreError> {
        let mut transaction = self.begin().await?;
        let change = take_changes(&mut transaction, organisation, 1).await?;
        let Some(mut row) = find_row(&mut transaction, organisation, run_id).await? else {
            return Ok(None);
        };
        if row.voided != 0 {
            return Ok(Some(false));
        }
        on_both!(&mut transaction.conn(), c => {
            sqlx::query(
                "INSERT INTO run_void (organisation_id, run_id, reason, voided_by, voided_us)
                 VALUES ($1, $2, $3, $4, $5)
                 ON CONFLICT (organisation_id, run_id) DO UPDATE SET reason = excluded.reason,
                   voided_by = excluded.voided_by, voided_us = excluded.voided_us,
                   restore_reason = NULL, restored_by = NULL, restored_us = NULL",
            )
            .bind(organisation.0)
            .bind(run_id.bytes())
            .bind(reason)
            .bind(voided_by)
            .bind(now.0)
            .execute(c)
            .await
            .map(|_| ())
        })?;
        row.change_number = change;
        set_voided(&mut transaction, organisation, &row, 1).await?;
        move_later(&mut transaction, organisation, &row, -1).await?;
        transaction.commit().await?;
        Ok(Some(true))
    }

    /// Brings a voided run back. `Ok(None)`: no such run; `Ok(Some(false))`: it was not voided.
    pub async fn restore_run(
        &self,
        organisation: OrganisationId,
        run_id: RunId,
        reason: &str,
        restored_by: &str,
        now: UnixMicros,
    ) -> Result<Option<bool>, StoreError> {
        let mut transaction = self.begin().await?;
        let change = take_changes(&mut transaction, organisation, 1).await?;
        let Some(mut row) = find_row(&mut transaction, organisation, run_id).await? else {
            return Ok(None);
        };
        if row.voided == 0 {
            return Ok(Some(false));
        }
        on_both!(&mut transaction.conn(), c => {
            sqlx::query(
                "UPDATE run_void SET restore_reason = $1, restored_by = $2, restored_us = $3
                 WHERE organisation_id = $4 AND run_id = $5",
            )
            .bind(reason)
            .bind(restored_by)
            .bind(now.0)
            .bind(organisation.0)
            .bind(run_id.bytes())
            .execute(c)
            .await
            .map(|_| ())
        })?;
        row.change_number = change;
        row.attempt = next_attempt(&mut transaction, organisation, &row).await?;
        set_voided(&mut transaction, organisation, &row, 0).await?;
        move_later(&mut transaction, organisation, &row, 1).await?;
        transaction.commit().await?;
        Ok(Some(true))
    }

    /// Why a run is voided, by whom and when.
    pub async fn lookup_void(
        &self,
        organisation: OrganisationId,
        run_id: RunId,
    ) -> Result<Option<(String, String, UnixMicros)>, StoreError> {
        let mut reader = self.reader().await?;
        let row: Option<(String, String, i64)> = on_both!(&mut reader.conn(), c => {
            sqlx::query_as(
                "SELECT reason, voided_by, voided_us FROM run_void
                 WHERE organisation_id = $1 AND run_id = $2 AND restored_us IS NULL",
            )
            .bind(organisation.0)
            .bind(run_id.bytes())
            .fetch_optional(c)
            .await
        })?;
        Ok(row.map(|(reason, by, at)| (reason, by, UnixMicros(at))))
    }
}

async fn find_row(
    transaction: &mut Transaction,
    organisation: OrganisationId,
    run_id: RunId,
) -> Result<Option<RunRow>, StoreError> {
    let row = on_both!(&mut transaction.conn(), c => {
        sqlx::query_as(
            "SELECT run.* FROM run JOIN report ON report.organisation_id = run.organisation_id
               AND report.run_number = run.run_number
             WHERE report.organisation_id = $1 AND report.run_id = $2",
        )
        .bind(organisation.0)
        .bind(run_id.bytes())
        .fetch_optional(c)
        .await
    })?;
    Ok(row)
}

async fn set_voided(
    transaction: &mut Transaction,
    organisation: OrganisationId,
    row: &RunRow,
    voided: i64,
) -> Result<(), StoreError> {
    on_both!(&mut transaction.conn(), c => {
        sqlx::query(
            "UPDATE run SET voided = $1, attempt = $2, change_number = $3
             WHERE organisation_id = $4 AND run_number = $5",
        )
        .bind(voided)
        .bind(row.attempt)
        .bind(row.change_number)
        .bind(organisation.0)
        .bind(row.run_number)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(())
}
