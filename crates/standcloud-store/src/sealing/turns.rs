//! Which organisation is to be sealed, and by whom: one server at a time has the right to.

use super::{STATE_REBUILDING, STATE_REMOVING, SealingNeed, SealingTask, SealingTurn, insert_row};
use crate::db::on_both;
use crate::{OrganisationId, Store, StoreError, UnixMicros};

/// How long a server seals alone; it asks again for each step.
const LEASE_US: i64 = 60_000_000;

impl Store {
    /// The organisations that took at least so many numbers since they were sealed, and those that have
    /// old chunks.
    pub async fn list_sealing_needs(&self, numbers: i64) -> Result<Vec<SealingNeed>, StoreError> {
        let mut reader = self.reader().await?;
        Ok(on_both!(&mut reader.conn(), c => {
            sqlx::query_as(
                "SELECT organisation.id AS organisation_id, organisation.next_change,
                   COALESCE(sealing.sealed_until, 0) AS sealed_until,
                   COALESCE(sealing.state, 0) AS state
                 FROM organisation
                 LEFT JOIN sealing ON sealing.organisation_id = organisation.id
                 WHERE organisation.is_demo <> 2 AND COALESCE(sealing.state, 0) <> $1
                   AND (organisation.next_change - 1 - COALESCE(sealing.sealed_until, 0) >= $2
                     OR sealing.state = $3)
                 ORDER BY organisation.id",
            )
            .bind(STATE_REBUILDING)
            .bind(numbers)
            .bind(STATE_REMOVING)
            .fetch_all(c)
            .await
        })?)
    }

    /// How many runs wait to be sealed, counted up to a limit.
    pub async fn count_unsealed_runs(
        &self,
        organisation: OrganisationId,
        limit: u32,
    ) -> Result<u32, StoreError> {
        let mut reader = self.reader().await?;
        let count: i64 = on_both!(&mut reader.conn(), c => {
            sqlx::query_scalar(
                "SELECT COUNT(*) FROM (SELECT run_number FROM run_values
                   WHERE organisation_id = $1 AND run_number > COALESCE(
                     (SELECT sealed_until FROM sealing WHERE organisation_id = $1), 0)
                   LIMIT $2) AS waiting",
            )
            .bind(organisation.0)
            .bind(i64::from(limit))
            .fetch_one(c)
            .await
        })?;
        Ok(u32::try_from(count).unwrap_or(u32::MAX))
    }

    /// Takes the right to seal for a minute. `None`: somebody else has it, or a rebuild goes on.
    pub async fn begin_sealing(
        &self,
        organisation: OrganisationId,
        now: UnixMicros,
    ) -> Result<Option<SealingTask>, StoreError> {
        let lease_until_us = now.0.saturating_add(LEASE_US);
        let mut transaction = self.begin().await?;
        insert_row(&mut transaction, organisation).await?;
        let taken: Option<(i64, i64, i64)> = on_both!(&mut transaction.conn(), c => {
            sqlx::query_as(
                "UPDATE sealing SET lease_until_us = $1
                 WHERE organisation_id = $2 AND lease_until_us <= $3 AND state <> $4
                 RETURNING sealed_until, generation, state",
            )
            .bind(lease_until_us)
            .bind(organisation.0)
            .bind(now.0)
            .bind(STATE_REBUILDING)
            .fetch_optional(c)
            .await
        })?;
        transaction.commit().await?;
        Ok(taken.map(|(sealed_until, generation, state)| {
            let turn = SealingTurn {
                sealed_until,
                generation,
                lease_until_us,
            };
            match state {
                STATE_REMOVING => SealingTask::RemoveOldChunks(turn),
                _ => SealingTask::Seal(turn),
            }
        }))
    }

    /// Gives the right to seal back, unless somebody else has it by now.
    pub async fn end_sealing(
        &self,
        organisation: OrganisationId,
        turn: &SealingTurn,
    ) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        on_both!(&mut transaction.conn(), c => {
            sqlx::query(
                "UPDATE sealing SET lease_until_us = 0
                 WHERE organisation_id = $1 AND lease_until_us = $2",
            )
            .bind(organisation.0)
            .bind(turn.lease_until_us)
            .execute(c)
            .await
            .map(|_| ())
        })?;
        transaction.commit().await
    }
}
