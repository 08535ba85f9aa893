//! A rebuild pauses sealing, and its end makes all chunks old.

use super::{STATE_REBUILDING, STATE_REMOVING, insert_row};
use crate::db::on_both;
use crate::{OrganisationId, Store, StoreError};

impl Store {
    /// A rebuild begins, of this generation: nothing is sealed or removed until it ends. Readers go on
    /// believing the chunks. One that was interrupted has paused sealing already.
    pub(crate) async fn pause_sealing(
        &self,
        organisation: OrganisationId,
    ) -> Result<i64, StoreError> {
        let mut transaction = self.begin().await?;
        insert_row(&mut transaction, organisation).await?;
        let generation: i64 = on_both!(&mut transaction.conn(), c => {
            sqlx::query_scalar(
                "UPDATE sealing SET state = $1 WHERE organisation_id = $2 RETURNING generation",
            )
            .bind(STATE_REBUILDING)
            .bind(organisation.0)
            .fetch_one(c)
            .await
        })?;
        transaction.commit().await?;
        Ok(generation)
    }

    /// A rebuild ends: the values of all runs are there one by one, and the chunks count no more. `false`:
    /// another rebuild ended first, and what it wrote may be in chunks by now.
    pub(crate) async fn seal_anew(
        &self,
        organisation: OrganisationId,
        generation: i64,
    ) -> Result<bool, StoreError> {
        let mut transaction = self.begin().await?;
        let begun = on_both!(&mut transaction.conn(), c => {
            sqlx::query(
                "UPDATE sealing SET sealed_until = 0, generation = generation + 1, state = $1,
                   lease_until_us = 0
                 WHERE organisation_id = $2 AND state = $3 AND generation = $4",
            )
            .bind(STATE_REMOVING)
            .bind(organisation.0)
            .bind(STATE_REBUILDING)
            .bind(generation)
            .execute(c)
            .await
            .map(|done| done.rows_affected())
        })?;
        transaction.commit().await?;
        Ok(begun == 1)
    }

    /// The organisations of which a rebuild began and has not ended, with their slugs.
    pub async fn list_rebuilding(&self) -> Result<Vec<(OrganisationId, String)>, StoreError> {
        let mut reader = self.reader().await?;
        let rows: Vec<(i64, String)> = on_both!(&mut reader.conn(), c => {
            sqlx::query_as(
                "SELECT organisation.id, organisation.slug FROM organisation
                 JOIN sealing ON sealing.organisation_id = organisation.id
                 WHERE sealing.state = $1 AND organisation.is_demo < 2 ORDER BY organisation.id",
            )
            .bind(STATE_REBUILDING)
            .fetch_all(c)
            .await
        })?;
        let organisation = |(id, slug)| (OrganisationId(id), slug);
        Ok(rows.into_iter().map(organisation).collect())
    }

    /// Whether a rebuild began and has not ended, e.g. because it was interrupted.
    pub async fn is_rebuilding(&self, organisation: OrganisationId) -> Result<bool, StoreError> {
        let mut reader = self.reader().await?;
        let found: Option<i64> = on_both!(&mut reader.conn(), c => {
            sqlx::query_scalar("SELECT state FROM sealing WHERE organisation_id = $1 AND state = $2")
                .bind(organisation.0)
                .bind(STATE_REBUILDING)
                .fetch_optional(c)
                .await
        })?;
        Ok(found.is_some())
    }
}
