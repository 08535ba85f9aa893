//! From the words of a filter to the ids that the facts know.

use crate::db::on_both;
use crate::{OrganisationId, Store, StoreError};

/// At most this many ids answer one word; a filter that needs more is too wide to be one.
const MATCH_LIMIT: i64 = 100_000;

/// A dictionary entry.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct NamedId {
    pub id: i64,
    pub name: String,
}

/// Whose info a tag comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TagScope {
    Dut,
    Stand,
    Process,
}

impl TagScope {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Dut => "dut",
            Self::Stand => "stand",
            Self::Process => "process",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        let mut all = [Self::Dut, Self::Stand, Self::Process].into_iter();
        all.find(|scope| scope.as_str() == name)
    }
}

macro_rules! find_ids {
    ($(#[$doc:meta])* $function:ident, $sql:literal) => {
        $(#[$doc])*
        pub async fn $function(
            &self,
            organisation: OrganisationId,
            text: &str,
        ) -> Result<Vec<u32>, StoreError> {
            let mut reader = self.reader().await?;
            let ids: Vec<i64> = on_both!(&mut reader.conn(), c => {
                sqlx::query_scalar($sql)
                    .bind(organisation.0)
                    .bind(text)
                    .bind(MATCH_LIMIT)
                    .fetch_all(c)
                    .await
            })?;
            Ok(ids.into_iter().filter_map(|id| u32::try_from(id).ok()).collect())
        }
    };
}

impl Store {
    find_ids!(
        /// The test plan of that name.
        find_plan_ids,
        "SELECT id FROM plan WHERE organisation_id = $1 AND name = $2 LIMIT $3"
    );
    find_ids!(
        /// The part of that number.
        find_part_ids,
        "SELECT id FROM part WHERE organisation_id = $1 AND part_number = $2 LIMIT $3"
    );
    find_ids!(
        /// The units of that serial number; several parts may use the same.
        find_unit_ids,
        "SELECT id FROM unit WHERE organisation_id = $1 AND serial_number = $2 LIMIT $3"
    );
    find_ids!(
        /// The revisions of that name, of any part.
        find_revision_ids,
        "SELECT id FROM revision WHERE organisation_id = $1 AND name = $2 LIMIT $3"
    );
    find_ids!(
        /// The stands of that name.
        find_stand_ids_by_name,
        "SELECT id FROM stand WHERE organisation_id = $1 AND name = $2 LIMIT $3"
    );
    find_ids!(
        /// The stands on that PC.
        find_stand_ids_by_hardware_id,
        "SELECT id FROM stand WHERE organisation_id = $1 AND hardware_id = $2 LIMIT $3"
    );
    find_ids!(
        /// The batch of that serial number.
        find_batch_ids,
        "SELECT id FROM batch WHERE organisation_id = $1 AND serial_number = $2 LIMIT $3"
    );
    find_ids!(
        /// The process of that name.
        find_process_ids,
        "SELECT id FROM process WHERE organisation_id = $1 AND name = $2 LIMIT $3"
    );
    find_ids!(
        /// The operator of that name.
        find_operator_ids,
        "SELECT id FROM operator WHERE organisation_id = $1 AND name = $2 LIMIT $3"
    );

    /// The tag sets that hold this entry.
    pub async fn find_tag_set_ids(
        &self,
        organisation: OrganisationId,
        scope: TagScope,
        name: &str,
        value: &str,
    ) -> Result<Vec<u32>, StoreError> {
        let mut reader = self.reader().await?;
        let ids: Vec<i64> = on_both!(&mut reader.conn(), c => {
            sqlx::query_scalar(
                "SELECT tag_set_member.tag_set_id FROM tag
                 JOIN tag_set_member ON tag_set_member.organisation_id = tag.organisation_id
                   AND tag_set_member.tag_id = tag.id
                 WHERE tag.organisation_id = $1 AND tag.scope = $2 AND tag.name = $3
                   AND tag.value = $4 LIMIT $5",
            )
            .bind(organisation.0)
            .bind(scope.as_str())
            .bind(name)
            .bind(value)
            .bind(MATCH_LIMIT)
            .fetch_all(c)
            .await
        })?;
        Ok(ids
            .into_iter()
            .filter_map(|id| u32::try_from(id).ok())
            .collect())
    }
}
