//! Grants of programs that speak for themselves.
//!
//! Such a program fetches a token every hour for years. One grant lasts for all of them, or the list of
//! what is connected would be full of it.

use uuid::Uuid;

use super::grants::{NewGrant, insert_grant};
use super::tokens::{NewTokens, insert_tokens};
use crate::db::on_both;
use crate::ids::uuid_of;
use crate::{Store, StoreError};

impl Store {
    /// Gives out tokens under the program's living grant of the same scope and audiences, or under
    /// `grant` when it has none; returns which.
    pub async fn issue_client_tokens(
        &self,
        grant: &NewGrant,
        tokens: &NewTokens,
    ) -> Result<Uuid, StoreError> {
        let mut transaction = self.begin().await?;
        let found: Option<Vec<u8>> = on_both!(&mut transaction.conn(), c => {
            sqlx::query_scalar(
                "UPDATE oauth_grant SET idle_expiry_us = $1
                 WHERE id = (SELECT id FROM oauth_grant
                   WHERE organisation_id = $2 AND client_id = $3 AND kind = $4 AND scope = $5
                     AND audiences = $6 AND revoked_us IS NULL AND idle_expiry_us > $7
                     AND absolute_expiry_us >= $8
                   ORDER BY created_us DESC, id DESC LIMIT 1)
                   AND revoked_us IS NULL
                 RETURNING id",
            )
            .bind(grant.idle_expiry.0)
            .bind(grant.organisation.0)
            .bind(&grant.client_id)
            .bind(grant.kind.as_str())
            .bind(&grant.scope)
            .bind(&grant.audiences)
            .bind(tokens.created.0)
            .bind(tokens.access_expires.0)
            .fetch_optional(c)
            .await
        })?;
        let id = if let Some(id) = found {
            uuid_of(&id)
        } else {
            insert_grant(&mut transaction, grant).await?;
            grant.id
        };
        insert_tokens(&mut transaction, id, tokens).await?;
        transaction.commit().await?;
        Ok(id)
    }
}
