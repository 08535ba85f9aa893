//! The stands of an organisation: every hardware id, name and number that a report has named.

use std::collections::HashMap;

use sqlx::QueryBuilder;

use crate::db::{ROWS_PER_STATEMENT, on_both};
use crate::{OrganisationId, RunNumber, Store, StoreError, UnixMicros};

/// What a stand is known by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stand {
    pub id: u32,
    pub hardware_id: String,
    pub name: String,
    pub number: Option<i64>,
}

#[derive(sqlx::FromRow)]
struct StandRow {
    id: i64,
    hardware_id: String,
    name: String,
    number: String,
}

impl StandRow {
    fn into_stand(self) -> Option<Stand> {
        Some(Stand {
            id: u32::try_from(self.id).ok()?,
            hardware_id: self.hardware_id,
            name: self.name,
            number: self.number.parse().ok(),
        })
    }
}

impl Store {
    /// By name and number; at most `limit`.
    pub async fn list_stands(
        &self,
        organisation: OrganisationId,
        limit: u32,
    ) -> Result<Vec<Stand>, StoreError> {
        let mut reader = self.reader().await?;
        let rows: Vec<StandRow> = on_both!(&mut reader.conn(), c => {
            sqlx::query_as(
                "SELECT id, hardware_id, name, number FROM stand WHERE organisation_id = $1
                 ORDER BY name, LENGTH(number), number, id LIMIT $2",
            )
            .bind(organisation.0)
            .bind(i64::from(limit))
            .fetch_all(c)
            .await
        })?;
        Ok(rows.into_iter().filter_map(StandRow::into_stand).collect())
    }

    pub async fn lookup_stand(
        &self,
        organisation: OrganisationId,
        id: u32,
    ) -> Result<Option<Stand>, StoreError> {
        let mut reader = self.reader().await?;
        let row: Option<StandRow> = on_both!(&mut reader.conn(), c => {
            sqlx::query_as(
                "SELECT id, hardware_id, name, number FROM stand
                 WHERE organisation_id = $1 AND id = $2",
            )
            .bind(organisation.0)
            .bind(i64::from(id))
            .fetch_optional(c)
            .await
        })?;
        Ok(row.and_then(StandRow::into_stand))
    }

    /// When the reports of these runs came; unknown numbers are left out.
    pub async fn list_received_times(
        &self,
        organisation: OrganisationId,
        numbers: &[RunNumber],
    ) -> Result<HashMap<RunNumber, UnixMicros>, StoreError> {
        let mut reader = self.reader().await?;
        let mut times = HashMap::with_capacity(numbers.len());
        for chunk in numbers.chunks(ROWS_PER_STATEMENT) {
            let rows: Vec<(i64, i64)> = on_both!(&mut reader.conn(), c => {
                let mut select = QueryBuilder::new(
                    "SELECT run_number, received_us FROM report WHERE organisation_id = ",
                );
                select.push_bind(organisation.0).push(" AND run_number IN (");
                let mut list = select.separated(", ");
                for number in chunk {
                    list.push_bind(number.0);
                }
                select.push(")");
                select.build_query_as().fetch_all(c).await
            })?;
            let rows = rows.into_iter();
            times.extend(rows.map(|(number, at)| (RunNumber(number), UnixMicros(at))));
        }
        Ok(times)
    }
}
