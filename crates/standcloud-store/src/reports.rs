//! The raw reports, read back exactly as they came.

use std::cell::RefCell;
use std::collections::HashMap;

use sqlx::QueryBuilder;
use uuid::Uuid;
use zstd::bulk::Compressor;

use crate::db::{ROWS_PER_STATEMENT, on_both};
use crate::{OrganisationId, RunId, RunNumber, Store, StoreError, UnixMicros};

/// Level 1 costs a third of the default level's time for about 10 % more bytes on reports.
const COMPRESSION_LEVEL: i32 = 1;

/// A raw report and what only the server knows about it.
#[derive(Debug, Clone)]
pub struct StoredReport {
    pub run_id: RunId,
    pub run_number: RunNumber,
    pub received: UnixMicros,
    pub principal: String,
    pub source: String,
    /// The body exactly as received.
    pub body: Vec<u8>,
}

#[derive(sqlx::FromRow)]
pub(crate) struct ReportRow {
    pub(crate) run_number: i64,
    pub(crate) run_id: Vec<u8>,
    pub(crate) received_us: i64,
    pub(crate) principal: String,
    pub(crate) source: String,
    pub(crate) size_bytes: i64,
    pub(crate) body: Vec<u8>,
}

impl ReportRow {
    pub(crate) fn into_report(self) -> Result<StoredReport, StoreError> {
        Ok(StoredReport {
            run_id: run_id_from(&self.run_id)?,
            run_number: RunNumber(self.run_number),
            received: UnixMicros(self.received_us),
            body: decompress(&self.body, self.size_bytes, self.run_number)?,
            principal: self.principal,
            source: self.source,
        })
    }
}

thread_local! {
    /// Making a compression context costs as much as compressing a small report with it.
    static COMPRESSOR: RefCell<Option<Compressor<'static>>> = const { RefCell::new(None) };
}

/// Compresses a body for [`crate::NewReport::body`].
pub fn compress_body(body: &[u8]) -> Result<Vec<u8>, std::io::Error> {
    COMPRESSOR.with_borrow_mut(|kept| {
        let compressor = match kept {
            Some(compressor) => compressor,
            None => kept.insert(Compressor::new(COMPRESSION_LEVEL)?),
        };
        compressor.compress(body)
    })
}

pub(crate) fn decompress(
    body: &[u8],
    size_bytes: i64,
    run_number: i64,
) -> Result<Vec<u8>, StoreError> {
    let corrupt = || StoreError::Corrupt {
        table: "report",
        column: "body",
        key: format!("run number {run_number}"),
    };
    let capacity = usize::try_from(size_bytes).map_err(|_| corrupt())?;
    zstd::bulk::decompress(body, capacity).map_err(|_| corrupt())
}

pub(crate) fn run_id_from(bytes: &[u8]) -> Result<RunId, StoreError> {
    Uuid::from_slice(bytes)
        .map(RunId)
        .map_err(|_| StoreError::Corrupt {
            table: "report",
            column: "run_id",
            key: format!("{bytes:02x?}"),
        })
}

impl Store {
    /// The report of one run.
    pub async fn lookup_report(
        &self,
        organisation: OrganisationId,
        run_id: RunId,
    ) -> Result<Option<StoredReport>, StoreError> {
        let mut reader = self.reader().await?;
        let row: Option<ReportRow> = on_both!(&mut reader.conn(), c => {
            sqlx::query_as(
                "SELECT run_number, run_id, received_us, principal, source, size_bytes, body
                 FROM report WHERE organisation_id = $1 AND run_id = $2",
            )
            .bind(organisation.0)
            .bind(run_id.bytes())
            .fetch_optional(c)
            .await
        })?;
        row.map(ReportRow::into_report).transpose()
    }

    /// The reports of these runs; unknown numbers are left out. The caller bounds how many.
    pub async fn list_reports(
        &self,
        organisation: OrganisationId,
        numbers: &[RunNumber],
    ) -> Result<HashMap<RunNumber, StoredReport>, StoreError> {
        let mut reader = self.reader().await?;
        let mut reports = HashMap::with_capacity(numbers.len());
        for chunk in numbers.chunks(ROWS_PER_STATEMENT) {
            let rows: Vec<ReportRow> = on_both!(&mut reader.conn(), c => {
                let mut select = QueryBuilder::new(
                    "SELECT run_number, run_id, received_us, principal, source, size_bytes, body
                     FROM report WHERE organisation_id = ",
                );
                select.push_bind(organisation.0).push(" AND run_number IN (");
                let mut list = select.separated(", ");
                for number in chunk {
                    list.push_bind(number.0);
                }
                select.push(")");
                select.build_query_as().fetch_all(c).await
            })?;
            for row in rows {
                reports.insert(RunNumber(row.run_number), row.into_report()?);
            }
        }
        Ok(reports)
    }

    /// The same without those that are larger than this, so that a list of them has a bound.
    pub async fn list_small_reports(
        &self,
        organisation: OrganisationId,
        numbers: &[RunNumber],
        size_bytes_max: u64,
    ) -> Result<HashMap<RunNumber, StoredReport>, StoreError> {
        let size_max = i64::try_from(size_bytes_max).unwrap_or(i64::MAX);
        let mut reader = self.reader().await?;
        let mut small: Vec<RunNumber> = Vec::with_capacity(numbers.len());
        for chunk in numbers.chunks(ROWS_PER_STATEMENT) {
            let found: Vec<i64> = on_both!(&mut reader.conn(), c => {
                let mut select = QueryBuilder::new(
                    "SELECT run_number FROM report WHERE organisation_id = ",
                );
                select.push_bind(organisation.0).push(" AND size_bytes <= ").push_bind(size_max);
                select.push(" AND run_number IN (");
                let mut list = select.separated(", ");
                for number in chunk {
                    list.push_bind(number.0);
                }
                select.push(")");
                select.build_query_scalar().fetch_all(c).await
            })?;
            small.extend(found.into_iter().map(RunNumber));
        }
        drop(reader);
        self.list_reports(organisation, &small).await
    }

    /// How many reports there are.
    pub async fn count_reports(&self, organisation: OrganisationId) -> Result<u64, StoreError> {
        let mut reader = self.reader().await?;
        let count: i64 = on_both!(&mut reader.conn(), c => {
            sqlx::query_scalar("SELECT COUNT(*) FROM report WHERE organisation_id = $1")
                .bind(organisation.0)
                .fetch_one(c)
                .await
        })?;
        Ok(u64::try_from(count).unwrap_or(0))
    }
}
