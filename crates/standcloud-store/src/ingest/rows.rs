//! The multi-row inserts of a commit.

use std::collections::HashSet;

use sqlx::QueryBuilder;

use super::derive::{DerivedRun, RunRow};
use super::{NewReport, digest_version};
use crate::db::{ROWS_PER_STATEMENT, Transaction, on_both};
use crate::{OrganisationId, RunNumber, StoreError};

/// Inserts the raw reports; returns the numbers of those that were not there before. The same
/// report twice in one batch counts as there before the second time.
pub(super) async fn insert_reports(
    transaction: &mut Transaction,
    reports: &[(RunNumber, &NewReport)],
) -> Result<HashSet<RunNumber>, StoreError> {
    let mut stored = HashSet::with_capacity(reports.len());
    let mut digests = HashSet::with_capacity(reports.len());
    let first_of_each: Vec<_> = reports
        .iter()
        .filter(|(_, new)| digests.insert(new.report.digest))
        .collect();
    for chunk in first_of_each.chunks(ROWS_PER_STATEMENT) {
        let numbers: Vec<i64> = on_both!(&mut transaction.conn(), c => {
            let mut insert = QueryBuilder::new(
                "INSERT INTO report (organisation_id, run_number, run_id, digest, digest_version,
                   received_us, principal, source, size_bytes, body) ",
            );
            insert.push_values(chunk, |mut row, (number, new)| {
                row.push_bind(new.organisation.0)
                    .push_bind(number.0)
                    .push_bind(new.run_id.bytes())
                    .push_bind(new.report.digest.to_vec())
                    .push_bind(digest_version())
                    .push_bind(new.received.0)
                    .push_bind(new.principal.clone())
                    .push_bind(new.source.clone())
                    .push_bind(i64::try_from(new.size_bytes).unwrap_or(i64::MAX))
                    .push_bind(new.body.clone());
            });
            insert.push(" ON CONFLICT (organisation_id, digest) DO NOTHING RETURNING run_number");
            insert.build_query_scalar().fetch_all(c).await
        })?;
        stored.extend(numbers.into_iter().map(RunNumber));
    }
    Ok(stored)
}

/// Inserts run rows as they are.
pub(crate) async fn insert_run_rows(
    transaction: &mut Transaction,
    organisation: OrganisationId,
    rows: &[&RunRow],
) -> Result<(), StoreError> {
    for chunk in rows.chunks(ROWS_PER_STATEMENT) {
        on_both!(&mut transaction.conn(), c => {
            let mut insert = QueryBuilder::new(
                "INSERT INTO run (organisation_id, run_number, change_number, run_time_us, start_us,
                   stop_us, duration_ms, status, voided, attempt, plan_id, part_id, revision_id,
                   unit_id, stand_id, batch_id, process_id, operator_id, error_code,
                   failing_step_id, tag_set_id, instrument_set_id) ",
            );
            insert.push_values(chunk, |mut values, row| {
                values
                    .push_bind(organisation.0)
                    .push_bind(row.run_number)
                    .push_bind(row.change_number)
                    .push_bind(row.run_time_us)
                    .push_bind(row.start_us)
                    .push_bind(row.stop_us)
                    .push_bind(row.duration_ms)
                    .push_bind(row.status)
                    .push_bind(row.voided)
                    .push_bind(row.attempt)
                    .push_bind(row.plan_id)
                    .push_bind(row.part_id)
                    .push_bind(row.revision_id)
                    .push_bind(row.unit_id)
                    .push_bind(row.stand_id)
                    .push_bind(row.batch_id)
                    .push_bind(row.process_id)
                    .push_bind(row.operator_id)
                    .push_bind(row.error_code)
                    .push_bind(row.failing_step_id)
                    .push_bind(row.tag_set_id)
                    .push_bind(row.instrument_set_id);
            });
            insert.build().execute(c).await.map(|_| ())
        })?;
    }
    Ok(())
}

/// Inserts what hangs on the runs: measured values and sub-units.
pub(crate) async fn insert_details(
    transaction: &mut Transaction,
    organisation: OrganisationId,
    runs: &[DerivedRun],
) -> Result<(), StoreError> {
    for chunk in runs.chunks(ROWS_PER_STATEMENT) {
        on_both!(&mut transaction.conn(), c => {
            let mut insert = QueryBuilder::new(
                "INSERT INTO run_values (organisation_id, run_number, measurements) ",
            );
            insert.push_values(chunk, |mut row, run| {
                row.push_bind(organisation.0)
                    .push_bind(run.row.run_number)
                    .push_bind(run.values.clone());
            });
            insert.build().execute(c).await.map(|_| ())
        })?;
    }
    let sub_units: Vec<_> = runs
        .iter()
        .flat_map(|run| {
            (0_i64..)
                .zip(&run.sub_units)
                .map(|(at, unit)| (run.row.run_number, at, unit))
        })
        .collect();
    for chunk in sub_units.chunks(ROWS_PER_STATEMENT) {
        on_both!(&mut transaction.conn(), c => {
            let mut insert = QueryBuilder::new(
                "INSERT INTO run_sub_unit
                   (organisation_id, run_number, position, part_id, revision_id, unit_id) ",
            );
            insert.push_values(chunk, |mut row, (number, position, unit)| {
                row.push_bind(organisation.0)
                    .push_bind(*number)
                    .push_bind(*position)
                    .push_bind(unit.part)
                    .push_bind(unit.revision)
                    .push_bind(unit.unit);
            });
            insert.build().execute(c).await.map(|_| ())
        })?;
    }
    Ok(())
}
