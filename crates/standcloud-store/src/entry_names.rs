//! The names behind the numbers that questions over the facts answer with.

use sqlx::QueryBuilder;

use crate::db::on_both;
use crate::search::FoundName;
use crate::{OrganisationId, Store, StoreError};

const STATEMENT_IDS_MAX: usize = 500;

/// What runs are told apart by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EntryKind {
    Plan,
    Part,
    /// With the part number as its detail.
    Revision,
    /// With the stand's number as its detail.
    Stand,
    Batch,
    Process,
    Operator,
    /// With the part number as its detail.
    Unit,
}

/// A step of a test plan.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct StepName {
    pub id: i64,
    pub plan: String,
    pub module: String,
    #[sqlx(rename = "test_case")]
    pub case: String,
}

impl EntryKind {
    /// Goes on with the organisation and a list of ids.
    fn select(self) -> &'static str {
        match self {
            Self::Plan => {
                "SELECT entry.id, entry.name, '' AS detail
                 FROM plan AS entry WHERE entry.organisation_id = "
            }
            Self::Part => {
                "SELECT entry.id, entry.part_number AS name, '' AS detail
                 FROM part AS entry WHERE entry.organisation_id = "
            }
            Self::Revision => {
                "SELECT entry.id, entry.name, part.part_number AS detail
                 FROM revision AS entry JOIN part ON part.organisation_id = entry.organisation_id
                   AND part.id = entry.part_id WHERE entry.organisation_id = "
            }
            Self::Stand => {
                "SELECT entry.id, entry.name, entry.number AS detail
                 FROM stand AS entry WHERE entry.organisation_id = "
            }
            Self::Batch => {
                "SELECT entry.id, entry.serial_number AS name, '' AS detail
                 FROM batch AS entry WHERE entry.organisation_id = "
            }
            Self::Process => {
                "SELECT entry.id, entry.name, '' AS detail
                 FROM process AS entry WHERE entry.organisation_id = "
            }
            Self::Operator => {
                "SELECT entry.id, entry.name, '' AS detail
                 FROM operator AS entry WHERE entry.organisation_id = "
            }
            Self::Unit => {
                "SELECT entry.id, entry.serial_number AS name, part.part_number AS detail
                 FROM unit AS entry JOIN part ON part.organisation_id = entry.organisation_id
                   AND part.id = entry.part_id WHERE entry.organisation_id = "
            }
        }
    }
}

impl Store {
    /// The entries with these ids, in no order; unknown ids are left out. The caller bounds how many.
    pub async fn list_entry_names(
        &self,
        organisation: OrganisationId,
        kind: EntryKind,
        ids: &[u32],
    ) -> Result<Vec<FoundName>, StoreError> {
        let mut reader = self.reader().await?;
        let mut names = Vec::with_capacity(ids.len());
        for chunk in ids.chunks(STATEMENT_IDS_MAX) {
            let found: Vec<FoundName> = on_both!(&mut reader.conn(), c => {
                let mut query = QueryBuilder::new(kind.select());
                query.push_bind(organisation.0).push(" AND entry.id IN (");
                let mut list = query.separated(", ");
                for id in chunk {
                    list.push_bind(i64::from(*id));
                }
                query.push(")");
                query.build_query_as().fetch_all(c).await
            })?;
            names.extend(found);
        }
        Ok(names)
    }

    /// The steps with these ids, in no order; unknown ids are left out. The caller bounds how many.
    pub async fn list_step_names(
        &self,
        organisation: OrganisationId,
        ids: &[u32],
    ) -> Result<Vec<StepName>, StoreError> {
        let mut reader = self.reader().await?;
        let mut names = Vec::with_capacity(ids.len());
        for chunk in ids.chunks(STATEMENT_IDS_MAX) {
            let found: Vec<StepName> = on_both!(&mut reader.conn(), c => {
                let mut query = QueryBuilder::new(
                    "SELECT step.id, plan.name AS plan, step.module, step.test_case
                     FROM step JOIN plan ON plan.organisation_id = step.organisation_id
                       AND plan.id = step.plan_id WHERE step.organisation_id = ",
                );
                query.push_bind(organisation.0).push(" AND step.id IN (");
                let mut list = query.separated(", ");
                for id in chunk {
                    list.push_bind(i64::from(*id));
                }
                query.push(")");
                query.build_query_as().fetch_all(c).await
            })?;
            names.extend(found);
        }
        Ok(names)
    }

    /// The names of revisions that hold `search`, of whatever part, without regard to case.
    pub async fn search_revisions(
        &self,
        organisation: OrganisationId,
        search: &str,
        limit: u32,
    ) -> Result<Vec<String>, StoreError> {
        let pattern = crate::filter_values::pattern_of(search);
        let mut reader = self.reader().await?;
        Ok(on_both!(&mut reader.conn(), c => {
            sqlx::query_scalar(
                "SELECT name FROM revision
                 WHERE organisation_id = $1 AND LOWER(name) LIKE LOWER($2) ESCAPE '!'
                 GROUP BY name ORDER BY LOWER(name), name LIMIT $3",
            )
            .bind(organisation.0)
            .bind(&pattern)
            .bind(i64::from(limit))
            .fetch_all(c)
            .await
        })?)
    }
}
