//! Rebuilding everything derived from the raw reports.
//!
//! Batches of reports are parsed again and their rows replaced, each batch in one transaction, so a
//! server may run meanwhile. Dictionary rows are kept and matched by natural key: ids survive,
//! because people attach things to them. A rebuild that was interrupted leaves every run either as it was
//! or made anew, and is begun again from the first report, as another version may go on. At the end one statement counts all attempts afresh, and the
//! chunks of series make room for the values that were written anew beside them.

use std::collections::HashMap;

use sqlx::QueryBuilder;
use standcloud_report::{ParseLimits, parse};

use crate::db::{Transaction, on_both};
use crate::ingest::derive::{DerivedRun, derive_run};
use crate::ingest::dictionary::{KnownIds, Resolver};
use crate::ingest::rows::{insert_details, insert_run_rows};
use crate::ingest::{digest_version, take_changes};
use crate::reports::ReportRow;
use crate::{OrganisationId, RunId, RunNumber, Store, StoreError};

const REPORTS_PER_TRANSACTION: i64 = 64;
/// Of reports that no longer parse; all of them are counted.
const UNREADABLE_NAMED_MAX: usize = 100;

/// How far a rebuild is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RebuildProgress {
    pub done: u64,
    pub total: u64,
    /// Reports that no longer parse; their old rows were left as they are.
    pub unreadable: u64,
}

/// A report that this version does not take any more, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnreadableReport {
    pub run_id: RunId,
    pub run_number: RunNumber,
    pub problem: String,
}

/// What a rebuild has done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rebuilt {
    pub progress: RebuildProgress,
    /// The first of those that are counted.
    pub unreadable: Vec<UnreadableReport>,
}

impl Store {
    /// Rebuilds one organisation; `progress` is called after every batch. Errors: `Refused` when another
    /// rebuild ended meanwhile.
    pub async fn rebuild(
        &self,
        organisation: OrganisationId,
        limits: &ParseLimits,
        mut progress: impl FnMut(RebuildProgress),
    ) -> Result<Rebuilt, StoreError> {
        let mut rebuilt = Rebuilt {
            progress: RebuildProgress {
                total: self.count_reports(organisation).await?,
                ..Default::default()
            },
            unreadable: Vec::new(),
        };
        let generation = self.pause_sealing(organisation).await?;
        let mut after = 0;
        while let Some(last) = self
            .rebuild_batch(organisation, after, limits, &mut rebuilt)
            .await?
        {
            after = last;
            progress(rebuilt.progress);
        }
        self.count_attempts(organisation).await?;
        if !self.seal_anew(organisation, generation).await? {
            return Err(StoreError::Refused(
                "another rebuild ended while this one went on",
            ));
        }
        Ok(rebuilt)
    }

    /// One transaction's worth after run number `after`; returns the last number done.
    async fn rebuild_batch(
        &self,
        organisation: OrganisationId,
        after: i64,
        limits: &ParseLimits,
        rebuilt: &mut Rebuilt,
    ) -> Result<Option<i64>, StoreError> {
        let mut transaction = self.begin().await?;
        let rows: Vec<ReportRow> = on_both!(&mut transaction.conn(), c => {
            sqlx::query_as(
                "SELECT run_number, run_id, received_us, principal, source, size_bytes, body
                 FROM report WHERE organisation_id = $1 AND run_number > $2
                 ORDER BY run_number LIMIT $3",
            )
            .bind(organisation.0)
            .bind(after)
            .bind(REPORTS_PER_TRANSACTION)
            .fetch_all(c)
            .await
        })?;
        let Some(last) = rows.last().map(|row| row.run_number) else {
            return Ok(None);
        };
        let change = take_changes(&mut transaction, organisation, 1).await?;
        let mut batch = RebuildBatch {
            organisation,
            change,
            transaction: &mut transaction,
            limits,
        };
        let done = count(rows.len());
        let unreadable = batch.replace(rows).await?;
        transaction.commit().await?;
        rebuilt.progress.done += done;
        rebuilt.progress.unreadable += count(unreadable.len());
        let room = UNREADABLE_NAMED_MAX.saturating_sub(rebuilt.unreadable.len());
        rebuilt.unreadable.extend(unreadable.into_iter().take(room));
        Ok(Some(last))
    }

    /// Counts every attempt by the rule of the ingest module.
    async fn count_attempts(&self, organisation: OrganisationId) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        let change = take_changes(&mut transaction, organisation, 1).await?;
        on_both!(&mut transaction.conn(), c => {
            sqlx::query(
                "UPDATE run SET attempt = counted.attempt, change_number = $1
                 FROM (SELECT run_number AS counted_number, 1 + CAST(COALESCE(SUM(1 - voided) OVER (
                         PARTITION BY unit_id, plan_id, process_id ORDER BY run_time_us, run_number
                         ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS BIGINT) AS attempt
                       FROM run WHERE organisation_id = $2 AND unit_id <> 0) AS counted
                 WHERE run.organisation_id = $2 AND run.run_number = counted.counted_number
                   AND run.attempt <> counted.attempt",
            )
            .bind(change)
            .bind(organisation.0)
            .execute(c)
            .await
            .map(|_| ())
        })?;
        transaction.commit().await
    }
}

fn count(reports: usize) -> u64 {
    u64::try_from(reports).unwrap_or(u64::MAX)
}

struct RebuildBatch<'a> {
    organisation: OrganisationId,
    change: i64,
    transaction: &'a mut Transaction,
    limits: &'a ParseLimits,
}

impl RebuildBatch<'_> {
    /// Replaces the derived rows, but of those reports that could not be read.
    async fn replace(&mut self, rows: Vec<ReportRow>) -> Result<Vec<UnreadableReport>, StoreError> {
        let mut known = KnownIds::for_rebuild();
        let mut unreadable = Vec::new();
        let mut derived = Vec::with_capacity(rows.len());
        for row in rows {
            let report = row.into_report()?;
            let parsed = match parse(&report.body, self.limits) {
                Ok(parsed) => parsed,
                Err(problems) => {
                    unreadable.push(UnreadableReport {
                        run_id: report.run_id,
                        run_number: report.run_number,
                        problem: problems.to_string(),
                    });
                    continue;
                }
            };
            let mut resolver = Resolver {
                transaction: self.transaction,
                organisation: self.organisation,
                known: &mut known,
            };
            let mut run =
                derive_run(&mut resolver, report.run_number, report.received, &parsed).await?;
            run.row.change_number = self.change;
            self.store_digest(report.run_number, &parsed.digest).await?;
            derived.push(run);
        }
        known.flush(self.transaction, self.organisation).await?;
        self.keep_what_is_not_derived(&mut derived).await?;
        self.delete_rows(&derived).await?;
        let rows: Vec<_> = derived.iter().map(|run| &run.row).collect();
        insert_run_rows(self.transaction, self.organisation, &rows).await?;
        insert_details(self.transaction, self.organisation, &derived).await?;
        Ok(unreadable)
    }

    /// A new digest version re-digests; two reports that become equal by it both stay.
    async fn store_digest(&mut self, number: RunNumber, digest: &[u8]) -> Result<(), StoreError> {
        on_both!(&mut self.transaction.conn(), c => {
            sqlx::query(
                "UPDATE report SET digest = $1, digest_version = $2
                 WHERE organisation_id = $3 AND run_number = $4 AND digest_version <> $2
                   AND NOT EXISTS (SELECT 1 FROM report AS other
                     WHERE other.organisation_id = $3 AND other.digest = $1)",
            )
            .bind(digest.to_vec())
            .bind(digest_version())
            .bind(self.organisation.0)
            .bind(number.0)
            .execute(c)
            .await
            .map(|_| ())
        })?;
        Ok(())
    }

    /// Voiding is what people decided; the attempt is counted at the end, for all runs at once.
    async fn keep_what_is_not_derived(
        &mut self,
        derived: &mut [DerivedRun],
    ) -> Result<(), StoreError> {
        let voided: Vec<i64> = on_both!(&mut self.transaction.conn(), c => {
            sqlx::query_scalar(
                "SELECT report.run_number FROM run_void
                 JOIN report ON report.organisation_id = run_void.organisation_id
                   AND report.run_id = run_void.run_id
                 WHERE run_void.organisation_id = $1 AND run_void.restored_us IS NULL",
            )
            .bind(self.organisation.0)
            .fetch_all(c)
            .await
        })?;
        let attempts = self.attempts(derived).await?;
        for run in derived {
            run.row.voided = i64::from(voided.contains(&run.row.run_number));
            if run.row.unit_id != 0 {
                run.row.attempt = attempts.get(&run.row.run_number).copied().unwrap_or(1);
            }
        }
        Ok(())
    }

    async fn attempts(&mut self, derived: &[DerivedRun]) -> Result<HashMap<i64, i64>, StoreError> {
        let Some((first, last)) = derived
            .first()
            .zip(derived.last())
            .map(|(first, last)| (first.row.run_number, last.row.run_number))
        else {
            return Ok(HashMap::new());
        };
        let attempts: Vec<(i64, i64)> = on_both!(&mut self.transaction.conn(), c => {
            sqlx::query_as(
                "SELECT run_number, attempt FROM run
                 WHERE organisation_id = $1 AND run_number BETWEEN $2 AND $3",
            )
            .bind(self.organisation.0)
            .bind(first)
            .bind(last)
            .fetch_all(c)
            .await
        })?;
        Ok(attempts.into_iter().collect())
    }

    async fn delete_rows(&mut self, derived: &[DerivedRun]) -> Result<(), StoreError> {
        for table in ["run", "run_values", "run_sub_unit"] {
            if derived.is_empty() {
                continue;
            }
            on_both!(&mut self.transaction.conn(), c => {
                let mut delete = QueryBuilder::new("DELETE FROM ");
                delete.push(table).push(" WHERE organisation_id = ").push_bind(self.organisation.0);
                delete.push(" AND run_number IN (");
                let mut list = delete.separated(", ");
                for run in derived {
                    list.push_bind(run.row.run_number);
                }
                delete.push(")");
                delete.build().execute(c).await.map(|_| ())
            })?;
        }
        Ok(())
    }
}
