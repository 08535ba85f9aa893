//! Registered third-party programs. A secret itself never comes here: only its SHA-256 does.
//!
//! Disabling or removing a program ends what people have allowed it, in the same transaction: a
//! token of a program that is gone must not go on working.

use uuid::Uuid;

use crate::db::{Transaction, on_both};
use crate::demo::refuse_demo;
use crate::ids::uuid_of;
use crate::{OrganisationId, Store, StoreError, UnixMicros};

/// A program that is about to be known.
#[derive(Debug, Clone)]
pub struct NewOAuthClient {
    pub client_id: String,
    pub organisation: OrganisationId,
    pub name: String,
    /// `None` for a public client (RFC 6749 §2.1).
    pub secret_sha256: Option<[u8; 32]>,
    /// Space-separated, as are scopes and redirect URIs.
    pub grant_types: String,
    pub scopes: String,
    pub redirect_uris: String,
    pub created_by: Option<Uuid>,
    pub created: UnixMicros,
}

/// A stored program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OAuthClient {
    pub client_id: String,
    pub organisation: OrganisationId,
    pub name: String,
    pub secret_sha256: Option<Vec<u8>>,
    pub grant_types: String,
    pub scopes: String,
    pub redirect_uris: String,
    pub created_by: Option<Uuid>,
    pub created: UnixMicros,
    pub disabled: Option<UnixMicros>,
    pub last_used: Option<UnixMicros>,
}

#[derive(sqlx::FromRow)]
struct OAuthClientRow {
    client_id: String,
    organisation_id: i64,
    name: String,
    secret_sha256: Option<Vec<u8>>,
    grant_types: String,
    scopes: String,
    redirect_uris: String,
    created_by: Option<Vec<u8>>,
    created_us: i64,
    disabled_us: Option<i64>,
    last_used_us: Option<i64>,
}

impl From<OAuthClientRow> for OAuthClient {
    fn from(row: OAuthClientRow) -> Self {
        Self {
            client_id: row.client_id,
            organisation: OrganisationId(row.organisation_id),
            name: row.name,
            secret_sha256: row.secret_sha256,
            grant_types: row.grant_types,
            scopes: row.scopes,
            redirect_uris: row.redirect_uris,
            created_by: row.created_by.map(|id| uuid_of(&id)),
            created: UnixMicros(row.created_us),
            disabled: row.disabled_us.map(UnixMicros),
            last_used: row.last_used_us.map(UnixMicros),
        }
    }
}

impl Store {
    pub async fn add_oauth_client(&self, new: &NewOAuthClient) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        refuse_demo(&mut transaction, new.organisation).await?;
        on_both!(&mut transaction.conn(), c => {
            sqlx::query(
                "INSERT INTO oauth_client (client_id, organisation_id, name, secret_sha256,
                   grant_types, scopes, redirect_uris, created_by, created_us)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            )
            .bind(&new.client_id)
            .bind(new.organisation.0)
            .bind(&new.name)
            .bind(new.secret_sha256.map(|sha256| sha256.to_vec()))
            .bind(&new.grant_types)
            .bind(&new.scopes)
            .bind(&new.redirect_uris)
            .bind(new.created_by.map(|user| user.as_bytes().to_vec()))
            .bind(new.created.0)
            .execute(c)
            .await
            .map(|_| ())
        })?;
        transaction.commit().await
    }

    /// The program with this id, whatever its state and organisation: the id is what a request tells.
    pub async fn lookup_oauth_client(
        &self,
        client_id: &str,
    ) -> Result<Option<OAuthClient>, StoreError> {
        let mut reader = self.reader().await?;
        let row: Option<OAuthClientRow> = on_both!(&mut reader.conn(), c => {
            sqlx::query_as(
                "SELECT client_id, organisation_id, name, secret_sha256, grant_types, scopes,
                   redirect_uris, created_by, created_us, disabled_us, last_used_us
                 FROM oauth_client WHERE client_id = $1",
            )
            .bind(client_id)
            .fetch_optional(c)
            .await
        })?;
        Ok(row.map(OAuthClient::from))
    }

    /// All programs of an organisation by name, disabled ones included.
    pub async fn list_oauth_clients(
        &self,
        organisation: OrganisationId,
    ) -> Result<Vec<OAuthClient>, StoreError> {
        let mut reader = self.reader().await?;
        let rows: Vec<OAuthClientRow> = on_both!(&mut reader.conn(), c => {
            sqlx::query_as(
                "SELECT client_id, organisation_id, name, secret_sha256, grant_types, scopes,
                   redirect_uris, created_by, created_us, disabled_us, last_used_us
                 FROM oauth_client WHERE organisation_id = $1 ORDER BY name, created_us, client_id",
            )
            .bind(organisation.0)
            .fetch_all(c)
            .await
        })?;
        Ok(rows.into_iter().map(OAuthClient::from).collect())
    }

    /// Lets a program do nothing any more and ends what people allowed it. `false` when it is not
    /// there or disabled already.
    pub async fn disable_oauth_client(
        &self,
        organisation: OrganisationId,
        client_id: &str,
        now: UnixMicros,
    ) -> Result<bool, StoreError> {
        let mut transaction = self.begin().await?;
        let changed = on_both!(&mut transaction.conn(), c => {
            sqlx::query(
                "UPDATE oauth_client SET disabled_us = $1
                 WHERE organisation_id = $2 AND client_id = $3 AND disabled_us IS NULL",
            )
            .bind(now.0)
            .bind(organisation.0)
            .bind(client_id)
            .execute(c)
            .await
            .map(|done| done.rows_affected())
        })?;
        if changed == 0 {
            return Ok(false);
        }
        revoke_grants_of_client(&mut transaction, client_id, "client disabled", now).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// `false` when it is not there or was not disabled. What was ended stays ended.
    pub async fn enable_oauth_client(
        &self,
        organisation: OrganisationId,
        client_id: &str,
    ) -> Result<bool, StoreError> {
        let mut transaction = self.begin().await?;
        let changed = on_both!(&mut transaction.conn(), c => {
            sqlx::query(
                "UPDATE oauth_client SET disabled_us = NULL
                 WHERE organisation_id = $1 AND client_id = $2 AND disabled_us IS NOT NULL",
            )
            .bind(organisation.0)
            .bind(client_id)
            .execute(c)
            .await
            .map(|done| done.rows_affected())
        })?;
        transaction.commit().await?;
        Ok(changed > 0)
    }

    /// Puts a new secret in the place of the old one. `false` when there is no such program or it is
    /// a public one, which has none.
    pub async fn replace_oauth_client_secret(
        &self,
        organisation: OrganisationId,
        client_id: &str,
        secret_sha256: [u8; 32],
    ) -> Result<bool, StoreError> {
        let mut transaction = self.begin().await?;
        let changed = on_both!(&mut transaction.conn(), c => {
            sqlx::query(
                "UPDATE oauth_client SET secret_sha256 = $1
                 WHERE organisation_id = $2 AND client_id = $3 AND secret_sha256 IS NOT NULL",
            )
            .bind(secret_sha256.to_vec())
            .bind(organisation.0)
            .bind(client_id)
            .execute(c)
            .await
            .map(|done| done.rows_affected())
        })?;
        transaction.commit().await?;
        Ok(changed > 0)
    }

    /// Forgets a program and ends what people allowed it. `false` when it is not there.
    pub async fn remove_oauth_client(
        &self,
        organisation: OrganisationId,
        client_id: &str,
        now: UnixMicros,
    ) -> Result<bool, StoreError> {
        let mut transaction = self.begin().await?;
        let removed = on_both!(&mut transaction.conn(), c => {
            sqlx::query("DELETE FROM oauth_client WHERE organisation_id = $1 AND client_id = $2")
                .bind(organisation.0)
                .bind(client_id)
                .execute(c)
                .await
                .map(|done| done.rows_affected())
        })?;
        if removed == 0 {
            return Ok(false);
        }
        revoke_grants_of_client(&mut transaction, client_id, "client removed", now).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// Notes a use unless one was noted after `before`.
    pub async fn touch_oauth_client(
        &self,
        client_id: &str,
        before: UnixMicros,
        now: UnixMicros,
    ) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        on_both!(&mut transaction.conn(), c => {
            sqlx::query(
                "UPDATE oauth_client SET last_used_us = $1
                 WHERE client_id = $2 AND (last_used_us IS NULL OR last_used_us <= $3)",
            )
            .bind(now.0)
            .bind(client_id)
            .bind(before.0)
            .execute(c)
            .await
            .map(|_| ())
        })?;
        transaction.commit().await
    }
}

async fn revoke_grants_of_client(
    transaction: &mut Transaction,
    client_id: &str,
    reason: &str,
    now: UnixMicros,
) -> Result<(), StoreError> {
    on_both!(&mut transaction.conn(), c => {
        sqlx::query(
            "UPDATE oauth_grant SET revoked_us = $1, revoked_reason = $2
             WHERE client_id = $3 AND revoked_us IS NULL",
        )
        .bind(now.0)
        .bind(reason)
        .bind(client_id)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(())
}
