//! The organisation with sample data: made, replaced by a younger one, and removed.
//!
//! Problem: sample data gets old, and runs cannot be taken out of an organisation, because every
//! server holds facts of it in memory and follows them by change numbers that only ever add.
//! Choice: it is never emptied. Each generation is an organisation of its own whose number is the
//! generation below zero, so no number is used twice and none is that of a tenant; the one before is
//! retired, which hides it from everybody, and its rows are removed in portions.
//! Consequence: no server needs to be told, and what removes rows refuses every other organisation.

use crate::db::{Transaction, on_both};
use crate::{Organisation, OrganisationId, Store, StoreError, UnixMicros};

/// Of one table in one transaction.
const ROWS_PER_PORTION: i64 = 500;
const SLUG: &str = "sample-factory";

/// A generation of the sample data that is to be the shown one.
#[derive(Debug, Clone, Copy)]
pub struct NewDemo<'a> {
    /// Counts from 1; the greater is the younger.
    pub generation: i64,
    pub name: &'a str,
    pub now: UnixMicros,
}

/// How many runs the sample data has, and over which time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RunSpan {
    pub runs: u64,
    pub first: Option<UnixMicros>,
    pub last: Option<UnixMicros>,
}

impl Store {
    /// The organisation of this generation, which it makes, retiring the others, if it is not there.
    pub async fn show_demo_organisation(
        &self,
        new: &NewDemo<'_>,
    ) -> Result<Organisation, StoreError> {
        let mut transaction = self.begin().await?;
        retire_others(&mut transaction, new).await?;
        let slug = free_slug(&mut transaction, new).await?;
        on_both!(&mut transaction.conn(), c => {
            sqlx::query(
                "INSERT INTO organisation
                   (id, slug, name, time_zone, day_start_minutes, next_change, created_us, is_demo)
                 VALUES ($1, $2, $3, 'UTC', 0, 1, $4, 1) ON CONFLICT (id) DO NOTHING",
            )
            .bind(-new.generation)
            .bind(slug)
            .bind(new.name)
            .bind(new.now.0)
            .execute(c)
            .await
            .map(|_| ())
        })?;
        transaction.commit().await?;
        let found = self
            .lookup_organisation(OrganisationId(-new.generation))
            .await?;
        found.ok_or_else(|| StoreError::Corrupt {
            table: "organisation",
            column: "id",
            key: format!("generation {}", new.generation),
        })
    }

    /// Those whose rows are still to be removed.
    pub async fn list_retired_demos(&self) -> Result<Vec<OrganisationId>, StoreError> {
        let mut reader = self.reader().await?;
        let ids: Vec<i64> = on_both!(&mut reader.conn(), c => {
            sqlx::query_scalar("SELECT id FROM organisation WHERE is_demo = 2 ORDER BY id")
                .fetch_all(c)
                .await
        })?;
        Ok(ids.into_iter().map(OrganisationId).collect())
    }

    /// Removes one portion of each table of retired sample data, at last the organisation itself.
    /// `false` when nothing is left. Errors: `Refused` for every other organisation.
    pub async fn remove_retired_demo(
        &self,
        organisation: OrganisationId,
    ) -> Result<bool, StoreError> {
        let mut removed = 0;
        for statement in REMOVALS {
            let mut transaction = self.begin().await?;
            if !is_retired(&mut transaction, organisation).await? {
                return Err(StoreError::Refused(
                    "only retired sample data may be removed",
                ));
            }
            removed += on_both!(&mut transaction.conn(), c => {
                sqlx::query(statement)
                    .bind(organisation.0)
                    .bind(ROWS_PER_PORTION)
                    .execute(c)
                    .await
                    .map(|done| done.rows_affected())
            })?;
            transaction.commit().await?;
        }
        if removed > 0 {
            return Ok(true);
        }
        let mut transaction = self.begin().await?;
        on_both!(&mut transaction.conn(), c => {
            sqlx::query("DELETE FROM organisation WHERE id = $1 AND is_demo = 2")
                .bind(organisation.0)
                .execute(c)
                .await
                .map(|_| ())
        })?;
        transaction.commit().await?;
        Ok(false)
    }

    /// How many runs there are, and from when to when.
    pub async fn run_span(&self, organisation: OrganisationId) -> Result<RunSpan, StoreError> {
        let mut reader = self.reader().await?;
        let (runs, first, last): (i64, Option<i64>, Option<i64>) = on_both!(&mut reader.conn(), c => {
            sqlx::query_as(
                "SELECT COUNT(*), MIN(run_time_us), MAX(run_time_us) FROM run
                 WHERE organisation_id = $1",
            )
            .bind(organisation.0)
            .fetch_one(c)
            .await
        })?;
        Ok(RunSpan {
            runs: runs.unsigned_abs(),
            first: first.map(UnixMicros),
            last: last.map(UnixMicros),
        })
    }
}

/// What belongs to people and stands is not for sample data: nobody is its member, no key opens it.
pub(crate) async fn refuse_demo(
    transaction: &mut Transaction,
    organisation: OrganisationId,
) -> Result<(), StoreError> {
    let found: Option<i64> = on_both!(&mut transaction.conn(), c => {
        sqlx::query_scalar("SELECT is_demo FROM organisation WHERE id = $1 AND is_demo <> 0")
            .bind(organisation.0)
            .fetch_optional(c)
            .await
    })?;
    match found {
        Some(_) => Err(StoreError::Refused(
            "the organisation with sample data can only be looked at",
        )),
        None => Ok(()),
    }
}

async fn retire_others(transaction: &mut Transaction, new: &NewDemo<'_>) -> Result<(), StoreError> {
    on_both!(&mut transaction.conn(), c => {
        sqlx::query(
            "UPDATE organisation SET is_demo = 2, slug = 'retired-sample-factory-' || (0 - id)
             WHERE is_demo = 1 AND id > $1",
        )
        .bind(-new.generation)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(())
}

/// A tenant may have taken the name first.
async fn free_slug(transaction: &mut Transaction, new: &NewDemo<'_>) -> Result<String, StoreError> {
    let taken: Option<i64> = on_both!(&mut transaction.conn(), c => {
        sqlx::query_scalar("SELECT id FROM organisation WHERE slug = $1 AND id <> $2")
            .bind(SLUG)
            .bind(-new.generation)
            .fetch_optional(c)
            .await
    })?;
    Ok(match taken {
        None => SLUG.to_owned(),
        Some(_) => format!("{SLUG}-{}-{}", new.generation, new.now.0),
    })
}

async fn is_retired(
    transaction: &mut Transaction,
    organisation: OrganisationId,
) -> Result<bool, StoreError> {
    let found: Option<i64> = on_both!(&mut transaction.conn(), c => {
        sqlx::query_scalar("SELECT id FROM organisation WHERE id = $1 AND is_demo = 2 AND id < 0")
            .bind(organisation.0)
            .fetch_optional(c)
            .await
    })?;
    Ok(found.is_some())
}

macro_rules! removal {
    ($table:literal, $key:literal) => {
        concat!(
            "DELETE FROM ",
            $table,
            " WHERE organisation_id = $1 AND (",
            $key,
            ") IN (SELECT ",
            $key,
            " FROM ",
            $table,
            " WHERE organisation_id = $1 LIMIT $2)"
        )
    };
}

/// Every table that sample data may have rows in, by its key. What is derived goes before the reports.
const REMOVALS: [&str; 28] = [
    removal!("run", "run_number"),
    removal!("run_values", "run_number"),
    removal!("run_sub_unit", "run_number, position"),
    removal!("series_chunk", "series_id, first_run_number"),
    removal!("sealing", "organisation_id"),
    removal!("report", "run_number"),
    removal!("plan", "id"),
    removal!("part", "id"),
    removal!("revision", "id"),
    removal!("unit", "id"),
    removal!("stand", "id"),
    removal!("batch", "id"),
    removal!("process", "id"),
    removal!("operator", "id"),
    removal!("step", "id"),
    removal!("series", "id"),
    removal!("limit_set", "id"),
    removal!("tag", "id"),
    removal!("tag_set", "id"),
    removal!("tag_set_member", "tag_id, tag_set_id"),
    removal!("instrument", "id"),
    removal!("instrument_set", "id"),
    removal!("instrument_set_member", "instrument_id, instrument_set_id"),
    removal!("run_void", "run_id"),
    removal!("quarantine", "id"),
    removal!("picture", "subject, subject_id"),
    removal!("stand_event", "id"),
    removal!("stand_event_file", "id"),
];
