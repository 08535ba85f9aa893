//! Reports that did not validate: kept once per digest of their bytes, so that nothing a stand
//! sent is thrown away silently and a later version may still take it.

use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::db::on_both;
use crate::reports::{compress_body, decompress, run_id_from};
use crate::{OrganisationId, RunId, Store, StoreError, UnixMicros};

/// A body that was refused.
#[derive(Debug, Clone)]
pub struct RejectedReport<'a> {
    pub organisation: OrganisationId,
    /// The id it gets unless the same bytes are there already.
    pub id: Uuid,
    pub received: UnixMicros,
    pub principal: &'a str,
    pub source: &'a str,
    /// Why, as the JSON that the sender was answered.
    pub problems: &'a str,
    pub body: &'a [u8],
}

/// Bounds per organisation on what waits.
#[derive(Debug, Clone, Copy)]
pub struct QuarantineLimits {
    pub max_reports: u64,
    /// Of compressed bodies.
    pub max_bytes: u64,
}

/// What became of a refused body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuarantineOutcome {
    /// Kept, or counted again.
    Kept,
    /// The same bytes were re-processed with success before; this is their run.
    Resolved(RunId),
    /// The quarantine of the organisation is full; the stand keeps its copy.
    Full,
}

/// A kept body without its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuarantinedReport {
    pub id: Uuid,
    pub first_received: UnixMicros,
    pub last_received: UnixMicros,
    /// How often the same bytes came.
    pub received_count: i64,
    pub principal: String,
    pub source: String,
    pub problems: String,
    pub size_bytes: i64,
    /// Set once re-processing succeeded.
    pub run_id: Option<RunId>,
}

#[derive(sqlx::FromRow)]
struct QuarantineRow {
    id: Vec<u8>,
    first_received_us: i64,
    last_received_us: i64,
    received_count: i64,
    principal: String,
    source: String,
    problems: String,
    size_bytes: i64,
    run_id: Option<Vec<u8>>,
}

impl QuarantineRow {
    fn into_report(self) -> Result<QuarantinedReport, StoreError> {
        Ok(QuarantinedReport {
            id: run_id_from(&self.id)?.0,
            first_received: UnixMicros(self.first_received_us),
            last_received: UnixMicros(self.last_received_us),
            received_count: self.received_count,
            principal: self.principal,
            source: self.source,
            problems: self.problems,
            size_bytes: self.size_bytes,
            run_id: self.run_id.as_deref().map(run_id_from).transpose()?,
        })
    }
}

impl Store {
    /// Keeps a refused body, or counts it when its bytes are there already.
    pub async fn quarantine_report(
        &self,
        rejected: &RejectedReport<'_>,
        limits: QuarantineLimits,
    ) -> Result<QuarantineOutcome, StoreError> {
        let sha256 = Sha256::digest(rejected.body).to_vec();
        let body = compress_body(rejected.body)
            .map_err(|error| StoreError::LimitExceeded(error.to_string()))?;
        let mut transaction = self.begin().await?;
        let seen: Option<Option<Vec<u8>>> = on_both!(&mut transaction.conn(), c => {
            sqlx::query_scalar(
                "UPDATE quarantine SET received_count = received_count + 1, last_received_us = $1,
                   problems = $2
                 WHERE organisation_id = $3 AND body_sha256 = $4 RETURNING run_id",
            )
            .bind(rejected.received.0)
            .bind(rejected.problems)
            .bind(rejected.organisation.0)
            .bind(&sha256)
            .fetch_optional(c)
            .await
        })?;
        if let Some(run_id) = seen {
            transaction.commit().await?;
            return Ok(match run_id {
                Some(id) => QuarantineOutcome::Resolved(run_id_from(&id)?),
                None => QuarantineOutcome::Kept,
            });
        }
        let (waiting, bytes): (i64, i64) = on_both!(&mut transaction.conn(), c => {
            sqlx::query_as(
                "SELECT COUNT(*), CAST(COALESCE(SUM(LENGTH(body)), 0) AS BIGINT) FROM quarantine
                 WHERE organisation_id = $1 AND run_id IS NULL",
            )
            .bind(rejected.organisation.0)
            .fetch_one(c)
            .await
        })?;
        let after = bytes.unsigned_abs() + body.len() as u64;
        if waiting.unsigned_abs() >= limits.max_reports || after > limits.max_bytes {
            return Ok(QuarantineOutcome::Full);
        }
        on_both!(&mut transaction.conn(), c => {
            sqlx::query(
                "INSERT INTO quarantine (organisation_id, id, body_sha256, first_received_us,
                   last_received_us, received_count, principal, source, problems, size_bytes, body)
                 VALUES ($1, $2, $3, $4, $4, 1, $5, $6, $7, $8, $9)
                 ON CONFLICT (organisation_id, body_sha256)
                   DO UPDATE SET received_count = quarantine.received_count + 1",
            )
            .bind(rejected.organisation.0)
            .bind(rejected.id.as_bytes().to_vec())
            .bind(&sha256)
            .bind(rejected.received.0)
            .bind(rejected.principal)
            .bind(rejected.source)
            .bind(rejected.problems)
            .bind(i64::try_from(rejected.body.len()).unwrap_or(i64::MAX))
            .bind(body)
            .execute(c)
            .await
            .map(|_| ())
        })?;
        transaction.commit().await?;
        Ok(QuarantineOutcome::Kept)
    }

    /// What waits (and, with `with_resolved`, what was re-processed), newest first.
    pub async fn list_quarantine(
        &self,
        organisation: OrganisationId,
        with_resolved: bool,
        limit: u32,
    ) -> Result<Vec<QuarantinedReport>, StoreError> {
        let mut reader = self.reader().await?;
        let rows: Vec<QuarantineRow> = on_both!(&mut reader.conn(), c => {
            sqlx::query_as(
                "SELECT id, first_received_us, last_received_us, received_count, principal, source,
                   problems, size_bytes, run_id
                 FROM quarantine WHERE organisation_id = $1 AND (run_id IS NULL OR $2 = 1)
                 ORDER BY last_received_us DESC, id LIMIT $3",
            )
            .bind(organisation.0)
            .bind(i64::from(with_resolved))
            .bind(i64::from(limit))
            .fetch_all(c)
            .await
        })?;
        rows.into_iter().map(QuarantineRow::into_report).collect()
    }

    /// At most `limit` after a place in the list (`None`: from the newest), newest first.
    pub async fn list_quarantine_after(
        &self,
        organisation: OrganisationId,
        with_resolved: bool,
        after: Option<(UnixMicros, Uuid)>,
        limit: u32,
    ) -> Result<Vec<QuarantinedReport>, StoreError> {
        let (after_us, after_id) = after.map_or((i64::MAX, Uuid::nil()), |(at, id)| (at.0, id));
        let mut reader = self.reader().await?;
        let rows: Vec<QuarantineRow> = on_both!(&mut reader.conn(), c => {
            sqlx::query_as(
                "SELECT id, first_received_us, last_received_us, received_count, principal, source,
                   problems, size_bytes, run_id
                 FROM quarantine WHERE organisation_id = $1 AND (run_id IS NULL OR $2 = 1)
                   AND (last_received_us < $3 OR (last_received_us = $3 AND id > $4))
                 ORDER BY last_received_us DESC, id LIMIT $5",
            )
            .bind(organisation.0)
            .bind(i64::from(with_resolved))
            .bind(after_us)
            .bind(after_id.as_bytes().to_vec())
            .bind(i64::from(limit))
            .fetch_all(c)
            .await
        })?;
        rows.into_iter().map(QuarantineRow::into_report).collect()
    }

    /// How many wait: those that did not become a run.
    pub async fn count_quarantine(&self, organisation: OrganisationId) -> Result<u64, StoreError> {
        let mut reader = self.reader().await?;
        let count: i64 = on_both!(&mut reader.conn(), c => {
            sqlx::query_scalar(
                "SELECT COUNT(*) FROM quarantine WHERE organisation_id = $1 AND run_id IS NULL",
            )
            .bind(organisation.0)
            .fetch_one(c)
            .await
        })?;
        Ok(count.unsigned_abs())
    }

    /// Removes one that waits, for ever. `false` when it is not there or has become a run.
    pub async fn discard_quarantine(
        &self,
        organisation: OrganisationId,
        id: Uuid,
    ) -> Result<bool, StoreError> {
        let mut transaction = self.begin().await?;
        let removed = on_both!(&mut transaction.conn(), c => {
            sqlx::query(
                "DELETE FROM quarantine WHERE organisation_id = $1 AND id = $2 AND run_id IS NULL",
            )
            .bind(organisation.0)
            .bind(id.as_bytes().to_vec())
            .execute(c)
            .await
            .map(|done| done.rows_affected())
        })?;
        transaction.commit().await?;
        Ok(removed > 0)
    }

    /// One kept report with the bytes that came.
    pub async fn lookup_quarantine(
        &self,
        organisation: OrganisationId,
        id: Uuid,
    ) -> Result<Option<(QuarantinedReport, Vec<u8>)>, StoreError> {
        let mut reader = self.reader().await?;
        let row: Option<QuarantineRow> = on_both!(&mut reader.conn(), c => {
            sqlx::query_as(
                "SELECT id, first_received_us, last_received_us, received_count, principal, source,
                   problems, size_bytes, run_id
                 FROM quarantine WHERE organisation_id = $1 AND id = $2",
            )
            .bind(organisation.0)
            .bind(id.as_bytes().to_vec())
            .fetch_optional(c)
            .await
        })?;
        let Some(row) = row else { return Ok(None) };
        let body: Vec<u8> = on_both!(&mut reader.conn(), c => {
            sqlx::query_scalar("SELECT body FROM quarantine WHERE organisation_id = $1 AND id = $2")
                .bind(organisation.0)
                .bind(id.as_bytes().to_vec())
                .fetch_one(c)
                .await
        })?;
        let body = decompress(&body, row.size_bytes, 0)?;
        Ok(Some((row.into_report()?, body)))
    }

    /// Notes that a kept report has become a run.
    pub async fn resolve_quarantine(
        &self,
        organisation: OrganisationId,
        id: Uuid,
        run_id: RunId,
    ) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        on_both!(&mut transaction.conn(), c => {
            sqlx::query("UPDATE quarantine SET run_id = $1 WHERE organisation_id = $2 AND id = $3")
                .bind(run_id.bytes())
                .bind(organisation.0)
                .bind(id.as_bytes().to_vec())
                .execute(c)
                .await
                .map(|_| ())
        })?;
        transaction.commit().await
    }
}
