//! The steps of sealing: chunks are written, then they count, then what they replace is removed.

use sqlx::QueryBuilder;

use super::{NewChunk, STATE_REMOVING, STATE_SEALING, SealingTurn, is_still, set_state};
use crate::db::on_both;
use crate::{OrganisationId, Store, StoreError};

/// Rows of a statement, some 8 KiB each.
const CHUNKS_PER_STATEMENT: usize = 32;

impl Store {
    /// Writes chunks with values up to some run that `finish_sealing` will name. `false`: somebody has
    /// moved on or seals, and nothing was written.
    pub async fn put_chunks(
        &self,
        organisation: OrganisationId,
        turn: &SealingTurn,
        chunks: &[NewChunk],
    ) -> Result<bool, StoreError> {
        let mut transaction = self.begin().await?;
        if !is_still(&mut transaction, organisation, turn, STATE_SEALING).await? {
            return Ok(false);
        }
        for portion in chunks.chunks(CHUNKS_PER_STATEMENT) {
            on_both!(&mut transaction.conn(), c => {
                let mut insert = QueryBuilder::new(
                    "INSERT INTO series_chunk (organisation_id, series_id, first_run_number,
                       last_run_number, value_count, summary, body) ",
                );
                insert.push_values(portion, |mut row, chunk| {
                    row.push_bind(organisation.0)
                        .push_bind(i64::from(chunk.series))
                        .push_bind(chunk.first_run_number)
                        .push_bind(chunk.last_run_number)
                        .push_bind(i64::from(chunk.value_count))
                        .push_bind(chunk.summary.clone())
                        .push_bind(chunk.body.clone());
                });
                insert.push(
                    " ON CONFLICT (organisation_id, series_id, first_run_number) DO UPDATE SET
                       last_run_number = excluded.last_run_number,
                       value_count = excluded.value_count, summary = excluded.summary,
                       body = excluded.body",
                );
                insert.build().execute(c).await.map(|_| ())
            })?;
        }
        transaction.commit().await?;
        Ok(true)
    }

    /// From now on the chunks hold the values of all runs up to this one. `false`: somebody has moved on, or
    /// seals.
    pub async fn finish_sealing(
        &self,
        organisation: OrganisationId,
        turn: &SealingTurn,
        until: i64,
    ) -> Result<bool, StoreError> {
        let mut transaction = self.begin().await?;
        let moved = on_both!(&mut transaction.conn(), c => {
            sqlx::query(
                "UPDATE sealing SET sealed_until = $1 WHERE organisation_id = $2
                 AND sealed_until = $3 AND generation = $4 AND state = $5 AND sealed_until < $1
                 AND lease_until_us = $6",
            )
            .bind(until)
            .bind(organisation.0)
            .bind(turn.sealed_until)
            .bind(turn.generation)
            .bind(STATE_SEALING)
            .bind(turn.lease_until_us)
            .execute(c)
            .await
            .map(|done| done.rows_affected())
        })?;
        transaction.commit().await?;
        Ok(moved == 1)
    }

    /// Removes values of single runs that are in chunks, at most `limit`; how many these were.
    pub async fn remove_sealed_values(
        &self,
        organisation: OrganisationId,
        limit: u32,
    ) -> Result<u64, StoreError> {
        let mut transaction = self.begin().await?;
        // Locks the row, so that no rebuild begins to write what is being removed.
        let until: Option<i64> = on_both!(&mut transaction.conn(), c => {
            sqlx::query_scalar(
                "UPDATE sealing SET sealed_until = sealed_until
                 WHERE organisation_id = $1 AND state = $2 RETURNING sealed_until",
            )
            .bind(organisation.0)
            .bind(STATE_SEALING)
            .fetch_optional(c)
            .await
        })?;
        let Some(until) = until else {
            return Ok(0);
        };
        let removed = on_both!(&mut transaction.conn(), c => {
            sqlx::query(
                "DELETE FROM run_values WHERE organisation_id = $1 AND run_number IN
                   (SELECT run_number FROM run_values
                    WHERE organisation_id = $1 AND run_number <= $2 ORDER BY run_number LIMIT $3)",
            )
            .bind(organisation.0)
            .bind(until)
            .bind(i64::from(limit))
            .execute(c)
            .await
            .map(|done| done.rows_affected())
        })?;
        transaction.commit().await?;
        Ok(removed)
    }

    /// Removes chunks of an earlier generation, at most `limit`. Once none is left, sealing goes on.
    /// `false` when there is nothing more to do.
    pub async fn remove_old_chunks(
        &self,
        organisation: OrganisationId,
        turn: &SealingTurn,
        limit: u32,
    ) -> Result<bool, StoreError> {
        let mut transaction = self.begin().await?;
        if !is_still(&mut transaction, organisation, turn, STATE_REMOVING).await? {
            return Ok(false);
        }
        let removed = on_both!(&mut transaction.conn(), c => {
            sqlx::query(
                "DELETE FROM series_chunk WHERE organisation_id = $1
                 AND (series_id, first_run_number) IN
                   (SELECT series_id, first_run_number FROM series_chunk
                    WHERE organisation_id = $1 LIMIT $2)",
            )
            .bind(organisation.0)
            .bind(i64::from(limit))
            .execute(c)
            .await
            .map(|done| done.rows_affected())
        })?;
        if removed == 0 {
            set_state(&mut transaction, organisation, STATE_SEALING).await?;
        }
        transaction.commit().await?;
        Ok(removed > 0)
    }
}
