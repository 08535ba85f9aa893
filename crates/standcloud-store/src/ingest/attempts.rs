//! Attempts: the how-manyth run of its unit, in its plan and process, by run time.
//!
//! The rule for every run, voided or not: attempt = 1 + the number of runs of the same unit, plan
//! and process that are not voided and come earlier; equal times are in the order of run numbers.
//! So a late report moves all later runs up by one, and both steps are one indexed statement each,
//! however many runs a golden unit has had.

use super::derive::{DerivedRun, RunRow};
use super::rows::insert_run_rows;
use crate::db::{Transaction, on_both};
use crate::{OrganisationId, StoreError};

/// Numbers the runs and inserts their rows. `true` when older runs changed their number; these
/// carry the change number of the run that moved them.
pub(super) async fn insert_runs(
    transaction: &mut Transaction,
    organisation: OrganisationId,
    runs: &mut [DerivedRun],
) -> Result<bool, StoreError> {
    let mut renumbered = false;
    let mut waiting: Vec<usize> = Vec::new();
    for index in 0..runs.len() {
        let Some(run) = runs.get_mut(index) else {
            break;
        };
        if run.row.unit_id != 0 && !run.unit_is_new {
            let row = run.row.clone();
            insert_waiting(transaction, organisation, runs, &mut waiting).await?;
            let attempt = next_attempt(transaction, organisation, &row).await?;
            renumbered |= move_later(transaction, organisation, &row, 1).await?;
            if let Some(run) = runs.get_mut(index) {
                run.row.attempt = attempt;
            }
        }
        waiting.push(index);
    }
    insert_waiting(transaction, organisation, runs, &mut waiting).await?;
    Ok(renumbered)
}

async fn insert_waiting(
    transaction: &mut Transaction,
    organisation: OrganisationId,
    runs: &[DerivedRun],
    waiting: &mut Vec<usize>,
) -> Result<(), StoreError> {
    let rows: Vec<&RunRow> = waiting
        .drain(..)
        .filter_map(|index| runs.get(index))
        .map(|run| &run.row)
        .collect();
    insert_run_rows(transaction, organisation, &rows).await
}

/// The attempt of a run that is not in the table yet (or whose own row does not count).
pub(crate) async fn next_attempt(
    transaction: &mut Transaction,
    organisation: OrganisationId,
    row: &RunRow,
) -> Result<i64, StoreError> {
    let before: Option<(i64, i64)> = on_both!(&mut transaction.conn(), c => {
        sqlx::query_as(
            "SELECT attempt, voided FROM run
             WHERE organisation_id = $1 AND unit_id = $2 AND unit_id <> 0 AND plan_id = $3
               AND process_id = $4 AND (run_time_us, run_number) < ($5, $6)
             ORDER BY run_time_us DESC, run_number DESC LIMIT 1",
        )
        .bind(organisation.0)
        .bind(row.unit_id)
        .bind(row.plan_id)
        .bind(row.process_id)
        .bind(row.run_time_us)
        .bind(row.run_number)
        .fetch_optional(c)
        .await
    })?;
    Ok(before.map_or(1, |(attempt, voided)| attempt + i64::from(voided == 0)))
}

/// Adds `step` to the attempts of all later runs of the same unit; `true` when there were any.
pub(crate) async fn move_later(
    transaction: &mut Transaction,
    organisation: OrganisationId,
    row: &RunRow,
    step: i64,
) -> Result<bool, StoreError> {
    let changed = on_both!(&mut transaction.conn(), c => {
        sqlx::query(
            "UPDATE run SET attempt = attempt + $1, change_number = $2
             WHERE organisation_id = $3 AND unit_id = $4 AND unit_id <> 0 AND plan_id = $5
               AND process_id = $6 AND (run_time_us, run_number) > ($7, $8)",
        )
        .bind(step)
        .bind(row.change_number)
        .bind(organisation.0)
        .bind(row.unit_id)
        .bind(row.plan_id)
        .bind(row.process_id)
        .bind(row.run_time_us)
        .bind(row.run_number)
        .execute(c)
        .await
        .map(|done| done.rows_affected())
    })?;
    Ok(changed > 0)
}
