//! Reading the chunks of series.
//!
//! What is in them beyond `sealed_until` is to be ignored (see `sealing`); chunks may overlap where a
//! server died while sealing, so a value counts once, for its run number.

use sqlx::QueryBuilder;

use crate::db::on_both;
use crate::{OrganisationId, Store, StoreError};

/// With more, a statement's text gets long for little.
const SERIES_PER_STATEMENT: usize = 64;

/// The values of one series, as `standcloud_columns::decode_numbers` or `decode_texts` reads them.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct ChunkRow {
    series_id: i64,
    pub first_run_number: i64,
    pub last_run_number: i64,
    pub value_count: i64,
    pub body: Vec<u8>,
}

/// What is known of a chunk without its body, as `standcloud_columns::decode_figures` reads it.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct ChunkSummaryRow {
    series_id: i64,
    pub first_run_number: i64,
    pub last_run_number: i64,
    pub summary: Vec<u8>,
}

impl AsRef<[u8]> for ChunkRow {
    fn as_ref(&self) -> &[u8] {
        &self.body
    }
}

impl ChunkRow {
    pub fn series(&self) -> u32 {
        u32::try_from(self.series_id).unwrap_or(u32::MAX)
    }
}

impl ChunkSummaryRow {
    pub fn series(&self) -> u32 {
        u32::try_from(self.series_id).unwrap_or(u32::MAX)
    }
}

impl Store {
    /// The chunks of a series that end after one run and begin at or before another, in order.
    pub async fn list_chunks(
        &self,
        organisation: OrganisationId,
        series: u32,
        after: i64,
        until: i64,
    ) -> Result<Vec<ChunkRow>, StoreError> {
        let mut reader = self.reader().await?;
        Ok(on_both!(&mut reader.conn(), c => {
            sqlx::query_as(
                "SELECT series_id, first_run_number, last_run_number, value_count, body
                 FROM series_chunk
                 WHERE organisation_id = $1 AND series_id = $2 AND last_run_number > $3
                   AND first_run_number <= $4
                 ORDER BY first_run_number",
            )
            .bind(organisation.0)
            .bind(i64::from(series))
            .bind(after)
            .bind(until)
            .fetch_all(c)
            .await
        })?)
    }

    /// The summaries of chunks of these series that end after a run, by series and in order.
    pub async fn list_chunk_summaries(
        &self,
        organisation: OrganisationId,
        series: &[u32],
        after: i64,
    ) -> Result<Vec<ChunkSummaryRow>, StoreError> {
        let mut reader = self.reader().await?;
        let mut found = Vec::new();
        for portion in series.chunks(SERIES_PER_STATEMENT) {
            let rows: Vec<ChunkSummaryRow> = on_both!(&mut reader.conn(), c => {
                let mut query = QueryBuilder::new(
                    "SELECT series_id, first_run_number, last_run_number, summary
                     FROM series_chunk WHERE organisation_id = ",
                );
                query.push_bind(organisation.0).push(" AND last_run_number > ").push_bind(after);
                query.push(" AND series_id IN (");
                let mut list = query.separated(", ");
                for id in portion {
                    list.push_bind(i64::from(*id));
                }
                query.push(") ORDER BY series_id, first_run_number");
                query.build_query_as().fetch_all(c).await
            })?;
            found.extend(rows);
        }
        Ok(found)
    }

    /// The last chunk of each of these series that begins at or before a run and holds fewer values than
    /// `value_count`.
    pub async fn list_last_chunks(
        &self,
        organisation: OrganisationId,
        series: &[u32],
        until: i64,
        value_count: u32,
    ) -> Result<Vec<ChunkRow>, StoreError> {
        let mut reader = self.reader().await?;
        let mut found = Vec::new();
        for portion in series.chunks(SERIES_PER_STATEMENT) {
            let rows: Vec<ChunkRow> = on_both!(&mut reader.conn(), c => {
                let mut query = QueryBuilder::new(
                    "SELECT chunk.series_id, chunk.first_run_number, chunk.last_run_number,
                       chunk.value_count, chunk.body
                     FROM (SELECT series_id, MAX(first_run_number) AS first_run_number
                           FROM series_chunk WHERE organisation_id = ",
                );
                query.push_bind(organisation.0).push(" AND first_run_number <= ").push_bind(until);
                query.push(" AND series_id IN (");
                let mut list = query.separated(", ");
                for id in portion {
                    list.push_bind(i64::from(*id));
                }
                query.push(
                    ") GROUP BY series_id) AS last
                     JOIN series_chunk AS chunk ON chunk.series_id = last.series_id
                       AND chunk.first_run_number = last.first_run_number
                     WHERE chunk.organisation_id = ",
                );
                query.push_bind(organisation.0).push(" AND chunk.value_count < ");
                query.push_bind(i64::from(value_count)).push(" ORDER BY chunk.series_id");
                query.build_query_as().fetch_all(c).await
            })?;
            found.extend(rows);
        }
        Ok(found)
    }
}
