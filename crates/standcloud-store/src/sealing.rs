//! Moving the values of runs into chunks of series, while servers read and write.
//!
//! Problem: sealing replaces thousands of rows, and a transaction that holds up the reports of stands for
//! longer than a blink is no good; a server may die in the middle, and another one may try the same.
//! Choice: `sealed_until` says up to which run the chunks are to be believed. Chunks are written first, in
//! portions; a chunk that already holds more does no harm, as readers ignore what lies beyond. Then
//! `sealed_until` is moved, which happens once, as it names where it was; then the values of single runs
//! are removed, again in portions. Each portion makes sure that nobody has moved on or taken the right to
//! seal meanwhile: a server that was held up would write chunks that hold less than those of the next one,
//! which may be about to say that they count.
//! Consequence: whoever is interrupted leaves something that is right, and begins again.
//!
//! A rebuild writes the values of all runs anew beside the chunks, which are believed until it ends; then
//! a new generation begins, which has none.

use sqlx::QueryBuilder;

use crate::db::{Transaction, on_both};
use crate::{OrganisationId, Store, StoreError, UnixMicros};

/// How long a server seals alone; it asks again for each step.
const LEASE_US: i64 = 60_000_000;

/// Rows of a statement, some 8 KiB each.
const CHUNKS_PER_STATEMENT: usize = 32;

const STATE_SEALING: i64 = 0;
const STATE_REBUILDING: i64 = 1;
const STATE_REMOVING: i64 = 2;

/// Which values are where.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::FromRow)]
pub struct SealingState {
    /// Values of runs up to this one are in chunks; those of later ones in `run_values`.
    pub sealed_until: i64,
    /// Changes when values were made anew.
    pub generation: i64,
    /// Changes with every commit.
    pub next_change: i64,
}

/// The right to seal, until somebody else takes it: its end tells whose it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SealingTurn {
    pub sealed_until: i64,
    pub generation: i64,
    lease_until_us: i64,
}

/// What is to be done next, by the server that asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SealingTask {
    Seal(SealingTurn),
    /// Chunks that nobody reads any more, with `remove_old_chunks`.
    RemoveOldChunks(SealingTurn),
}

impl SealingTask {
    pub fn turn(&self) -> &SealingTurn {
        match self {
            Self::Seal(turn) | Self::RemoveOldChunks(turn) => turn,
        }
    }
}

/// An organisation and how many numbers it took since it was last sealed: at least as many as runs wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::FromRow)]
pub struct SealingNeed {
    organisation_id: i64,
    pub next_change: i64,
    pub sealed_until: i64,
    state: i64,
}

/// A chunk to be written. One with the same series and first run is replaced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewChunk {
    pub series: u32,
    pub first_run_number: i64,
    pub last_run_number: i64,
    pub value_count: u32,
    pub summary: Vec<u8>,
    pub body: Vec<u8>,
}

impl SealingNeed {
    pub fn organisation(&self) -> OrganisationId {
        OrganisationId(self.organisation_id)
    }

    /// Not fewer than runs wait.
    pub fn waiting_max(&self) -> i64 {
        self.next_change - 1 - self.sealed_until
    }

    /// Chunks of an earlier generation are to be removed.
    pub fn has_old_chunks(&self) -> bool {
        self.state == STATE_REMOVING
    }
}

impl Store {
    /// Where the values of an organisation are at this moment.
    pub async fn sealing_state(
        &self,
        organisation: OrganisationId,
    ) -> Result<SealingState, StoreError> {
        let mut reader = self.reader().await?;
        let state: Option<SealingState> = on_both!(&mut reader.conn(), c => {
            sqlx::query_as(
                "SELECT COALESCE(sealing.sealed_until, 0) AS sealed_until,
                   COALESCE(sealing.generation, 0) AS generation, organisation.next_change
                 FROM organisation
                 LEFT JOIN sealing ON sealing.organisation_id = organisation.id
                 WHERE organisation.id = $1",
            )
            .bind(organisation.0)
            .fetch_optional(c)
            .await
        })?;
        Ok(state.unwrap_or(SealingState {
            sealed_until: 0,
            generation: 0,
            next_change: 1,
        }))
    }

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

    /// A rebuild begins, of this generation: nothing is sealed or removed until it ends. Readers go on
    /// believing the chunks. One that was interrupted has paused sealing already.
    pub(crate) async fn pause_sealing(
        &self,
        organisation: OrganisationId,
    ) -> Result<i64, StoreError> {
        let mut transaction = self.begin().await?;
        insert_row(&mut transaction, organisation).await?;
        let generation: i64 = on_both!(&mut transaction.conn(), c => {
            sqlx::query_scalar(
                "UPDATE sealing SET state = $1 WHERE organisation_id = $2 RETURNING generation",
            )
            .bind(STATE_REBUILDING)
            .bind(organisation.0)
            .fetch_one(c)
            .await
        })?;
        transaction.commit().await?;
        Ok(generation)
    }

    /// A rebuild ends: the values of all runs are there one by one, and the chunks count no more. `false`:
    /// another rebuild ended first, and what it wrote may be in chunks by now.
    pub(crate) async fn seal_anew(
        &self,
        organisation: OrganisationId,
        generation: i64,
    ) -> Result<bool, StoreError> {
        let mut transaction = self.begin().await?;
        let begun = on_both!(&mut transaction.conn(), c => {
            sqlx::query(
                "UPDATE sealing SET sealed_until = 0, generation = generation + 1, state = $1,
                   lease_until_us = 0
                 WHERE organisation_id = $2 AND state = $3 AND generation = $4",
            )
            .bind(STATE_REMOVING)
            .bind(organisation.0)
            .bind(STATE_REBUILDING)
            .bind(generation)
            .execute(c)
            .await
            .map(|done| done.rows_affected())
        })?;
        transaction.commit().await?;
        Ok(begun == 1)
    }

    /// The organisations of which a rebuild began and has not ended, with their slugs.
    pub async fn list_rebuilding(&self) -> Result<Vec<(OrganisationId, String)>, StoreError> {
        let mut reader = self.reader().await?;
        let rows: Vec<(i64, String)> = on_both!(&mut reader.conn(), c => {
            sqlx::query_as(
                "SELECT organisation.id, organisation.slug FROM organisation
                 JOIN sealing ON sealing.organisation_id = organisation.id
                 WHERE sealing.state = $1 AND organisation.is_demo < 2 ORDER BY organisation.id",
            )
            .bind(STATE_REBUILDING)
            .fetch_all(c)
            .await
        })?;
        let organisation = |(id, slug)| (OrganisationId(id), slug);
        Ok(rows.into_iter().map(organisation).collect())
    }

    /// Whether a rebuild began and has not ended, e.g. because it was interrupted.
    pub async fn is_rebuilding(&self, organisation: OrganisationId) -> Result<bool, StoreError> {
        let mut reader = self.reader().await?;
        let found: Option<i64> = on_both!(&mut reader.conn(), c => {
            sqlx::query_scalar("SELECT state FROM sealing WHERE organisation_id = $1 AND state = $2")
                .bind(organisation.0)
                .bind(STATE_REBUILDING)
                .fetch_optional(c)
                .await
        })?;
        Ok(found.is_some())
    }
}

async fn insert_row(
    transaction: &mut Transaction,
    organisation: OrganisationId,
) -> Result<(), StoreError> {
    on_both!(&mut transaction.conn(), c => {
        sqlx::query(
            "INSERT INTO sealing (organisation_id, sealed_until, generation) VALUES ($1, 0, 0)
             ON CONFLICT (organisation_id) DO NOTHING",
        )
        .bind(organisation.0)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(())
}

async fn set_state(
    transaction: &mut Transaction,
    organisation: OrganisationId,
    state: i64,
) -> Result<(), StoreError> {
    on_both!(&mut transaction.conn(), c => {
        sqlx::query("UPDATE sealing SET state = $1 WHERE organisation_id = $2")
            .bind(state)
            .bind(organisation.0)
            .execute(c)
            .await
            .map(|_| ())
    })?;
    Ok(())
}

/// Also locks the row until the commit, so that it stays so.
async fn is_still(
    transaction: &mut Transaction,
    organisation: OrganisationId,
    turn: &SealingTurn,
    state: i64,
) -> Result<bool, StoreError> {
    let locked = on_both!(&mut transaction.conn(), c => {
        sqlx::query(
            "UPDATE sealing SET sealed_until = sealed_until
             WHERE organisation_id = $1 AND sealed_until = $2 AND generation = $3 AND state = $4
               AND lease_until_us = $5",
        )
        .bind(organisation.0)
        .bind(turn.sealed_until)
        .bind(turn.generation)
        .bind(state)
        .bind(turn.lease_until_us)
        .execute(c)
        .await
        .map(|done| done.rows_affected())
    })?;
    Ok(locked == 1)
}
