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

mod chunks;
mod rebuild;
mod turns;

use crate::db::{Transaction, on_both};
use crate::{OrganisationId, Store, StoreError};

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
