//! Names for searching: read in the order of their ids, which is the order in which they came, and read
//! again by id for those that were found.

use sqlx::QueryBuilder;

use crate::catalogue::NamedId;
use crate::db::on_both;
use crate::reports::run_id_from;
use crate::{OrganisationId, RunId, RunNumber, Store, StoreError};

/// What can be searched for by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dictionary {
    /// By serial number.
    Unit,
    Batch,
    Part,
    Plan,
    /// By name, number and hardware id.
    Stand,
}

/// An entry as a person knows it.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct FoundName {
    pub id: i64,
    pub name: String,
    /// The part number of a unit, the number of a stand; else empty.
    pub detail: String,
}

impl Dictionary {
    pub const ALL: [Self; 5] = [Self::Unit, Self::Batch, Self::Part, Self::Plan, Self::Stand];

    /// `$1` organisation, `$2` the last id that is known, `$3` how many.
    fn select_after(self) -> &'static str {
        match self {
            Self::Unit => {
                "SELECT id, serial_number AS name FROM unit
                 WHERE organisation_id = $1 AND id > $2 ORDER BY id LIMIT $3"
            }
            Self::Batch => {
                "SELECT id, serial_number AS name FROM batch
                 WHERE organisation_id = $1 AND id > $2 ORDER BY id LIMIT $3"
            }
            Self::Part => {
                "SELECT id, part_number AS name FROM part
                 WHERE organisation_id = $1 AND id > $2 ORDER BY id LIMIT $3"
            }
            Self::Plan => {
                "SELECT id, name FROM plan
                 WHERE organisation_id = $1 AND id > $2 ORDER BY id LIMIT $3"
            }
            Self::Stand => {
                "SELECT id, name || ' ' || number || ' ' || hardware_id AS name FROM stand
                 WHERE organisation_id = $1 AND id > $2 ORDER BY id LIMIT $3"
            }
        }
    }

    /// Goes on with the organisation and a list of ids.
    fn select_by_id(self) -> &'static str {
        match self {
            Self::Unit => {
                "SELECT entry.id, entry.serial_number AS name, part.part_number AS detail
                 FROM unit AS entry JOIN part ON part.organisation_id = entry.organisation_id
                   AND part.id = entry.part_id WHERE entry.organisation_id = "
            }
            Self::Batch => {
                "SELECT entry.id, entry.serial_number AS name, '' AS detail
                 FROM batch AS entry WHERE entry.organisation_id = "
            }
            Self::Part => {
                "SELECT entry.id, entry.part_number AS name, '' AS detail
                 FROM part AS entry WHERE entry.organisation_id = "
            }
            Self::Plan => {
                "SELECT entry.id, entry.name, '' AS detail
                 FROM plan AS entry WHERE entry.organisation_id = "
            }
            Self::Stand => {
                "SELECT entry.id, entry.name, entry.number AS detail
                 FROM stand AS entry WHERE entry.organisation_id = "
            }
        }
    }
}

impl Store {
    /// At most `limit` entries after an id, in the order of ids.
    pub async fn list_names_after(
        &self,
        organisation: OrganisationId,
        dictionary: Dictionary,
        after: i64,
        limit: u32,
    ) -> Result<Vec<NamedId>, StoreError> {
        let mut reader = self.reader().await?;
        let names = on_both!(&mut reader.conn(), c => {
            sqlx::query_as(dictionary.select_after())
                .bind(organisation.0)
                .bind(after)
                .bind(i64::from(limit))
                .fetch_all(c)
                .await
        })?;
        Ok(names)
    }

    /// The entries with these ids, in the order given; for a screen full of them.
    pub async fn list_names(
        &self,
        organisation: OrganisationId,
        dictionary: Dictionary,
        ids: &[u32],
    ) -> Result<Vec<FoundName>, StoreError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let mut reader = self.reader().await?;
        let mut found: Vec<FoundName> = on_both!(&mut reader.conn(), c => {
            let mut select = QueryBuilder::new(dictionary.select_by_id());
            select.push_bind(organisation.0).push(" AND entry.id IN (");
            let mut list = select.separated(", ");
            for id in ids {
                list.push_bind(i64::from(*id));
            }
            select.push(")");
            select.build_query_as().fetch_all(c).await
        })?;
        found.sort_by_key(|entry| ids.iter().position(|id| i64::from(*id) == entry.id));
        Ok(found)
    }

    /// At most `limit` runs whose id lies between these two.
    pub async fn find_runs_between(
        &self,
        organisation: OrganisationId,
        first: RunId,
        last: RunId,
        limit: u32,
    ) -> Result<Vec<(RunId, RunNumber)>, StoreError> {
        let mut reader = self.reader().await?;
        let rows: Vec<(Vec<u8>, i64)> = on_both!(&mut reader.conn(), c => {
            sqlx::query_as(
                "SELECT run_id, run_number FROM report
                 WHERE organisation_id = $1 AND run_id >= $2 AND run_id <= $3
                 ORDER BY run_id LIMIT $4",
            )
            .bind(organisation.0)
            .bind(first.bytes())
            .bind(last.bytes())
            .bind(i64::from(limit))
            .fetch_all(c)
            .await
        })?;
        rows.into_iter()
            .map(|(id, number)| Ok((run_id_from(&id)?, RunNumber(number))))
            .collect()
    }
}
