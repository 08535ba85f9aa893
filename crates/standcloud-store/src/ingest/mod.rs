//! Group commit: many reports, one transaction, one flush.
//!
//! Each commit begins with one `UPDATE organisation … RETURNING next_change`, which locks the
//! organisation's row. So within an organisation commits are one after the other on every node,
//! numbers are taken in commit order, and a reader that follows the change number misses nothing.
//! Under that lock dictionary ids can be "largest + 1" and attempts can be counted without a race.
//!
//! What is known of an organisation (dictionary ids) is kept between commits in
//! [`dictionary::KnownIds`] and thrown away whenever a commit fails, because it may then name rows
//! that never came to be.

pub(crate) mod attempts;
pub(crate) mod derive;
pub(crate) mod dictionary;
mod dictionary_sql;
mod limit_values;
pub(crate) mod rows;

use std::collections::HashMap;

use standcloud_columns::FactRow;
use standcloud_report::{DIGEST_VERSION, Report};

use crate::db::{Transaction, on_both};
use crate::{OrganisationId, RunId, RunNumber, Store, StoreError, UnixMicros};
use derive::DerivedRun;
use dictionary::KnownIds;

/// A validated report on its way into the store.
#[derive(Debug)]
pub struct NewReport {
    pub organisation: OrganisationId,
    /// The id it gets unless the same report is there already.
    pub run_id: RunId,
    pub received: UnixMicros,
    /// Who sent it, e.g. `key:abc…`.
    pub principal: String,
    /// How it came, e.g. `hardpy`.
    pub source: String,
    /// Bytes of the body before compression.
    pub size_bytes: u64,
    /// The body exactly as received, compressed with zstd.
    pub body: Vec<u8>,
    pub report: Box<Report>,
}

/// What became of one report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Stored {
        run_id: RunId,
        run_number: RunNumber,
    },
    /// The same report was there; this is its id.
    Duplicate { run_id: RunId },
}

/// What a commit did to one organisation.
#[derive(Debug)]
pub struct OrganisationReceipt {
    pub organisation: OrganisationId,
    /// Change numbers taken: `first_change..next_change`.
    pub first_change: i64,
    pub next_change: i64,
    /// The new runs in number order.
    pub facts: Vec<FactRow>,
    /// Older runs changed too, so facts must be read again from `first_change` on.
    pub renumbered: bool,
}

/// The outcome of each report, in the order given, and what changed.
#[derive(Debug)]
pub struct CommitReceipt {
    pub outcomes: Vec<Outcome>,
    pub organisations: Vec<OrganisationReceipt>,
}

/// The one that commits. There is one per process; others wait in its queue.
#[derive(Debug)]
pub struct ReportWriter {
    store: Store,
    known: HashMap<OrganisationId, KnownIds>,
}

impl ReportWriter {
    pub fn new(store: Store) -> Self {
        Self {
            store,
            known: HashMap::new(),
        }
    }

    /// Commits all reports of the batch or none. When it returns, what it says is on disk.
    ///
    /// Dropping the future in the middle leaves the database as it was.
    pub async fn commit(&mut self, batch: &[NewReport]) -> Result<CommitReceipt, StoreError> {
        // Taken out, so that a failed or abandoned commit forgets what it may have learnt wrongly.
        let mut known = std::mem::take(&mut self.known);
        let mut transaction = self.store.begin().await?;
        let mut outcomes: Vec<Option<Outcome>> = vec![None; batch.len()];
        let mut organisations = Vec::new();
        for organisation in organisations_of(batch) {
            let known = known.entry(organisation).or_default();
            let mut commit = OrganisationCommit {
                organisation,
                transaction: &mut transaction,
                known,
            };
            organisations.push(commit.run(batch, &mut outcomes).await?);
        }
        transaction.commit().await?;
        self.known = known;
        let outcomes = outcomes.into_iter().flatten().collect();
        Ok(CommitReceipt {
            outcomes,
            organisations,
        })
    }
}

/// In ascending order, so that two nodes never lock two organisations crosswise.
fn organisations_of(batch: &[NewReport]) -> Vec<OrganisationId> {
    let mut organisations: Vec<_> = batch.iter().map(|report| report.organisation).collect();
    organisations.sort_unstable();
    organisations.dedup();
    organisations
}

struct OrganisationCommit<'a> {
    organisation: OrganisationId,
    transaction: &'a mut Transaction,
    known: &'a mut KnownIds,
}

impl OrganisationCommit<'_> {
    async fn run(
        &mut self,
        batch: &[NewReport],
        outcomes: &mut [Option<Outcome>],
    ) -> Result<OrganisationReceipt, StoreError> {
        let mine: Vec<(usize, &NewReport)> = batch
            .iter()
            .enumerate()
            .filter(|(_, report)| report.organisation == self.organisation)
            .collect();
        let count = i64::try_from(mine.len()).unwrap_or(i64::MAX);
        let first_change = take_changes(self.transaction, self.organisation, count).await?;
        self.known.begin(first_change, first_change + count);

        let numbered: Vec<(RunNumber, &NewReport)> = (first_change..)
            .zip(&mine)
            .map(|(number, (_, report))| (RunNumber(number), *report))
            .collect();
        let stored = rows::insert_reports(self.transaction, &numbered).await?;
        let new_reports = numbered
            .iter()
            .filter(|(number, _)| stored.contains(number))
            .map(|(_, new)| new.report.as_ref());
        derive::look_up_units(&mut self.resolver(), new_reports).await?;
        let mut derived = Vec::with_capacity(stored.len());
        for ((index, report), (number, _)) in mine.iter().zip(&numbered) {
            let outcome = if stored.contains(number) {
                derived.push(self.derive(*number, report).await?);
                Outcome::Stored {
                    run_id: report.run_id,
                    run_number: *number,
                }
            } else {
                Outcome::Duplicate {
                    run_id: self.first_run_id(report).await?,
                }
            };
            if let Some(slot) = outcomes.get_mut(*index) {
                *slot = Some(outcome);
            }
        }
        self.known
            .flush(self.transaction, self.organisation)
            .await?;
        let renumbered =
            attempts::insert_runs(self.transaction, self.organisation, &mut derived).await?;
        rows::insert_details(self.transaction, self.organisation, &derived).await?;
        Ok(OrganisationReceipt {
            organisation: self.organisation,
            first_change,
            next_change: first_change + count,
            facts: derived
                .iter()
                .map(|derived| derived.row.to_fact())
                .collect(),
            renumbered,
        })
    }

    fn resolver(&mut self) -> dictionary::Resolver<'_> {
        dictionary::Resolver {
            transaction: self.transaction,
            organisation: self.organisation,
            known: self.known,
        }
    }

    async fn derive(
        &mut self,
        number: RunNumber,
        new: &NewReport,
    ) -> Result<DerivedRun, StoreError> {
        derive::derive_run(&mut self.resolver(), number, new.received, &new.report).await
    }

    async fn first_run_id(&mut self, report: &NewReport) -> Result<RunId, StoreError> {
        let id: Vec<u8> = on_both!(&mut self.transaction.conn(), c => {
            sqlx::query_scalar(
                "SELECT run_id FROM report WHERE organisation_id = $1 AND digest = $2",
            )
            .bind(self.organisation.0)
            .bind(report.report.digest.to_vec())
            .fetch_one(c)
            .await
        })?;
        crate::reports::run_id_from(&id)
    }
}

/// Takes `count` change numbers, locks the organisation until the commit; returns the first.
pub(crate) async fn take_changes(
    transaction: &mut Transaction,
    organisation: OrganisationId,
    count: i64,
) -> Result<i64, StoreError> {
    let next: Option<i64> = on_both!(&mut transaction.conn(), c => {
        sqlx::query_scalar(
            "UPDATE organisation SET next_change = next_change + $1 WHERE id = $2
             RETURNING next_change",
        )
        .bind(count)
        .bind(organisation.0)
        .fetch_optional(c)
        .await
    })?;
    match next {
        Some(next) => Ok(next - count),
        None => Err(StoreError::Corrupt {
            table: "organisation",
            column: "id",
            key: organisation.0.to_string(),
        }),
    }
}

pub(crate) const fn digest_version() -> i64 {
    DIGEST_VERSION as i64
}
