//! The facts columns, read from the run rows in the order of their changes.

use standcloud_columns::FactRow;

use crate::db::on_both;
use crate::ingest::derive::RunRow;
use crate::{OrganisationId, Store, StoreError};

/// A part of what changed.
#[derive(Debug)]
pub struct FactsPage {
    pub rows: Vec<FactRow>,
    /// Where the next page goes on; `None` when this was the last.
    pub next: Option<(i64, i64)>,
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

    /// At most `limit` runs after a run number, in number order: for the first load.
    pub async fn list_facts_by_number(
        &self,
        organisation: OrganisationId,
        after: i64,
        limit: u32,
    ) -> Result<Vec<FactRow>, StoreError> {
        let mut reader = self.reader().await?;
        let rows: Vec<RunRow> = on_both!(&mut reader.conn(), c => {
            sqlx::query_as(
                "SELECT run_number, change_number, run_time_us, start_us, stop_us, duration_ms,
                   status, voided, attempt, plan_id, part_id, revision_id, unit_id, stand_id,
                   batch_id, process_id, operator_id, error_code, failing_step_id, tag_set_id,
                   instrument_set_id
                 FROM run WHERE organisation_id = $1 AND run_number > $2
                 ORDER BY run_number LIMIT $3",
            )
            .bind(organisation.0)
            .bind(after)
            .bind(i64::from(limit))
            .fetch_all(c)
            .await
        })?;
        Ok(rows.iter().map(RunRow::to_fact).collect())
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
        let rows: Vec<RunRow> = on_both!(&mut reader.conn(), c => {
            sqlx::query_as(
                "SELECT run_number, change_number, run_time_us, start_us, stop_us, duration_ms,
                   status, voided, attempt, plan_id, part_id, revision_id, unit_id, stand_id,
                   batch_id, process_id, operator_id, error_code, failing_step_id, tag_set_id,
                   instrument_set_id
                 FROM run WHERE organisation_id = $1 AND change_number >= $2
                   AND (change_number > $2 OR run_number > $3)
                 ORDER BY change_number, run_number LIMIT $4",
            )
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
            .map(|row| (row.change_number, row.run_number));
        Ok(FactsPage {
            rows: rows.iter().map(RunRow::to_fact).collect(),
            next,
        })
    }
}
