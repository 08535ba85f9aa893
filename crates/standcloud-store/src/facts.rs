//! The facts columns, read from the run rows.
//!
//! Problem: after a start a million rows are read before the first question is answered, and most of
//! the time goes into handing over single values. Choice: the database packs two ids into each number,
//! and some readers work side by side on neighbouring run numbers. Consequence: what is packed here is
//! unpacked here, for both databases alike.

use std::collections::VecDeque;

use standcloud_columns::{FactRow, Facts, RunStatus};
use tokio::task::{JoinHandle, spawn, spawn_blocking};

use crate::db::on_both;
use crate::{OrganisationId, Store, StoreError};

/// Run numbers that one statement of the first load reads.
const NUMBERS_PER_READ: i64 = 20_000;
/// More would take the connections of those who ask other questions meanwhile.
const READS_AT_ONCE: usize = 4;

/// A part of what changed.
#[derive(Debug)]
pub struct FactsPage {
    pub rows: Vec<FactRow>,
    /// Where the next page goes on; `None` when this was the last.
    pub next: Option<(i64, i64)>,
}

/// All facts of an organisation.
#[derive(Debug)]
pub struct LoadedFacts {
    pub facts: Facts,
    /// All changes below are in the facts.
    pub next_change: i64,
}

/// What [`select_facts`] selects: values found by their place, because a million look-ups by name are slow.
type PackedRow = (
    i64,
    i64,
    i64,
    i64,
    Option<i64>,
    i64,
    i64,
    i64,
    i64,
    i64,
    i64,
);

/// The duration has room above four bits; otherwise two ids of 32 bits share a number.
macro_rules! select_facts {
    ($rest:literal) => {
        concat!(
            "SELECT run_number, change_number, run_time_us,
               ((COALESCE(duration_ms, -1) + 1) << 4) | (voided << 3) | status,
               error_code, tag_set_id,
               (attempt << 32) | plan_id, (part_id << 32) | revision_id,
               (unit_id << 32) | stand_id, (batch_id << 32) | process_id,
               (operator_id << 32) | failing_step_id
             FROM run ",
            $rest
        )
    };
}

impl Store {
    /// The change number that the next commit will take: everything below is visible.
    pub async fn next_change(&self, organisation: OrganisationId) -> Result<i64, StoreError> {
        let mut reader = self.reader().await?;
        let next: Option<i64> = on_both!(&mut reader.conn(), c => {
            sqlx::query_scalar("SELECT next_change FROM organisation WHERE id = $1")
                .bind(organisation.0)
                .fetch_optional(c)
                .await
        })?;
        Ok(next.unwrap_or(1))
    }

    /// Everything, in the order of run numbers, so that memory is only ever appended to.
    ///
    /// The change number is read first: what changes meanwhile is among the later changes.
    pub async fn load_facts(
        &self,
        organisation: OrganisationId,
    ) -> Result<LoadedFacts, StoreError> {
        let next_change = self.next_change(organisation).await?;
        let last = self.last_run_number(organisation).await?;
        let mut facts = Facts::new();
        let mut starts = (0..last).step_by(usize::try_from(NUMBERS_PER_READ).unwrap_or(1));
        let mut reads: VecDeque<JoinHandle<Result<Vec<FactRow>, StoreError>>> = VecDeque::new();
        loop {
            let idle = READS_AT_ONCE - reads.len();
            reads.extend(starts.by_ref().take(idle).map(|after| {
                let store = self.clone();
                let up_to = after + NUMBERS_PER_READ;
                spawn(async move { store.list_facts_by_number(organisation, after, up_to).await })
            }));
            let Some(read) = reads.pop_front() else {
                break;
            };
            let rows = read.await.map_err(|_| StoreError::Interrupted)?;
            facts.apply_unsettled(rows?);
        }
        let settling = spawn_blocking(move || {
            facts.settle();
            facts
        });
        let facts = settling.await.map_err(|_| StoreError::Interrupted)?;
        Ok(LoadedFacts { facts, next_change })
    }

    async fn last_run_number(&self, organisation: OrganisationId) -> Result<i64, StoreError> {
        let mut reader = self.reader().await?;
        let last: Option<i64> = on_both!(&mut reader.conn(), c => {
            sqlx::query_scalar("SELECT MAX(run_number) FROM run WHERE organisation_id = $1")
                .bind(organisation.0)
                .fetch_one(c)
                .await
        })?;
        Ok(last.unwrap_or(0))
    }

    /// The runs whose numbers lie above `after` and not above `up_to`, in number order.
    pub async fn list_facts_by_number(
        &self,
        organisation: OrganisationId,
        after: i64,
        up_to: i64,
    ) -> Result<Vec<FactRow>, StoreError> {
        let mut reader = self.reader().await?;
        let rows: Vec<PackedRow> = on_both!(&mut reader.conn(), c => {
            sqlx::query_as(select_facts!(
                "WHERE organisation_id = $1 AND run_number > $2 AND run_number <= $3
                 ORDER BY run_number"
            ))
            .bind(organisation.0)
            .bind(after)
            .bind(up_to)
            .fetch_all(c)
            .await
        })?;
        Ok(rows.iter().map(unpack).collect())
    }

    /// At most `limit` runs whose last change comes after `after` = (change number, run number).
    ///
    /// A run that changes again while pages are read appears again in a later page or a later call,
    /// so applying all pages in any order of calls ends in the right state.
    pub async fn list_facts(
        &self,
        organisation: OrganisationId,
        after: (i64, i64),
        limit: u32,
    ) -> Result<FactsPage, StoreError> {
        let mut reader = self.reader().await?;
        let rows: Vec<PackedRow> = on_both!(&mut reader.conn(), c => {
            sqlx::query_as(select_facts!(
                "WHERE organisation_id = $1 AND change_number >= $2
                   AND (change_number > $2 OR run_number > $3)
                 ORDER BY change_number, run_number LIMIT $4"
            ))
            .bind(organisation.0)
            .bind(after.0)
            .bind(after.1)
            .bind(i64::from(limit))
            .fetch_all(c)
            .await
        })?;
        let is_full = rows.len() >= usize::try_from(limit).unwrap_or(usize::MAX);
        let next = rows
            .last()
            .filter(|_| is_full)
            .map(|(run_number, change_number, ..)| (*change_number, *run_number));
        Ok(FactsPage {
            rows: rows.iter().map(unpack).collect(),
            next,
        })
    }
}

fn unpack(row: &PackedRow) -> FactRow {
    let (run_number, _, time_us, ending, error_code, tag_set, ..) = *row;
    let (.., attempt_plan, part_revision, unit_stand, batch_process, operator_step) = *row;
    let (attempt, plan) = two(attempt_plan);
    let (part, revision) = two(part_revision);
    let (unit, stand) = two(unit_stand);
    let (batch, process) = two(batch_process);
    let (operator, failing_step) = two(operator_step);
    let stored_duration = ending >> 4;
    let status = u8::try_from(ending & 7).ok();
    FactRow {
        run_number,
        time_us,
        duration_ms: (stored_duration > 0).then(|| id(stored_duration - 1)),
        status: status
            .and_then(RunStatus::from_code)
            .unwrap_or(RunStatus::Error),
        voided: ending & 8 != 0,
        attempt,
        plan,
        part,
        revision,
        unit,
        stand,
        batch,
        process,
        operator,
        error_code: error_code.map(id),
        failing_step,
        tag_set: id(tag_set),
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "each half is one id"
)]
fn two(packed: i64) -> (u32, u32) {
    ((packed >> 32) as u32, packed as u32)
}

fn id(number: i64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
