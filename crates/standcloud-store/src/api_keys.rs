//! API keys at rest. The secret itself never comes here: only its SHA-256 does.

use uuid::Uuid;

use crate::db::on_both;
use crate::demo::refuse_demo;
use crate::{OrganisationId, Store, StoreError, UnixMicros};

/// A key that is about to exist.
#[derive(Debug, Clone)]
pub struct NewApiKey {
    pub organisation: OrganisationId,
    /// The part of the key that may be seen.
    pub public_id: String,
    pub name: String,
    pub owner: Option<Uuid>,
    pub secret_sha256: [u8; 32],
    /// Space-separated, as in RFC 6749 §3.3.
    pub scopes: String,
    /// Space-separated networks in CIDR notation; empty allows every address.
    pub allowed_networks: String,
    pub created: UnixMicros,
    pub expires: Option<UnixMicros>,
}

/// A stored key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiKey {
    pub organisation: OrganisationId,
    pub public_id: String,
    pub name: String,
    pub secret_sha256: Vec<u8>,
    pub scopes: String,
    pub allowed_networks: String,
    pub created: UnixMicros,
    pub expires: Option<UnixMicros>,
    pub revoked: Option<UnixMicros>,
    /// The key that replaces this one, once it was rotated.
    pub successor_id: Option<String>,
    pub last_used: Option<UnixMicros>,
    pub last_used_ip: Option<String>,
}

#[derive(sqlx::FromRow)]
struct ApiKeyRow {
    organisation_id: i64,
    public_id: String,
    name: String,
    secret_sha256: Vec<u8>,
    scopes: String,
    allowed_networks: String,
    created_us: i64,
    expires_us: Option<i64>,
    revoked_us: Option<i64>,
    successor_id: Option<String>,
    last_used_us: Option<i64>,
    last_used_ip: Option<String>,
}

impl From<ApiKeyRow> for ApiKey {
    fn from(row: ApiKeyRow) -> Self {
        Self {
            organisation: OrganisationId(row.organisation_id),
            public_id: row.public_id,
            name: row.name,
            secret_sha256: row.secret_sha256,
            scopes: row.scopes,
            allowed_networks: row.allowed_networks,
            created: UnixMicros(row.created_us),
            expires: row.expires_us.map(UnixMicros),
            revoked: row.revoked_us.map(UnixMicros),
            successor_id: row.successor_id,
            last_used: row.last_used_us.map(UnixMicros),
            last_used_ip: row.last_used_ip,
        }
    }
}

impl Store {
    /// Stores a key.
    pub async fn add_api_key(&self, new: &NewApiKey) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        insert_api_key(&mut transaction, new).await?;
        transaction.commit().await
    }

    /// Makes `new` the successor of an active key, which ends at `old_expires` at the latest.
    /// `false` when the old key was revoked, expired or rotated before.
    pub async fn rotate_api_key(
        &self,
        old_public_id: &str,
        old_expires: UnixMicros,
        new: &NewApiKey,
    ) -> Result<bool, StoreError> {
        let mut transaction = self.begin().await?;
        let changed = on_both!(&mut transaction.conn(), c => {
            sqlx::query(
                "UPDATE api_key SET successor_id = $1,
                   expires_us = CASE WHEN expires_us < $2 THEN expires_us ELSE $2 END
                 WHERE public_id = $3 AND organisation_id = $4 AND successor_id IS NULL
                   AND revoked_us IS NULL AND (expires_us IS NULL OR expires_us > $5)",
            )
            .bind(&new.public_id)
            .bind(old_expires.0)
            .bind(old_public_id)
            .bind(new.organisation.0)
            .bind(new.created.0)
            .execute(c)
            .await
            .map(|done| done.rows_affected())
        })?;
        if changed == 0 {
            return Ok(false);
        }
        insert_api_key(&mut transaction, new).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// Ends all active keys of that name at once; returns their public ids.
    pub async fn revoke_api_keys(
        &self,
        organisation: OrganisationId,
        name_or_public_id: &str,
        now: UnixMicros,
    ) -> Result<Vec<String>, StoreError> {
        let mut transaction = self.begin().await?;
        let revoked: Vec<String> = on_both!(&mut transaction.conn(), c => {
            sqlx::query_scalar(
                "UPDATE api_key SET revoked_us = $1
                 WHERE organisation_id = $2 AND (name = $3 OR public_id = $3) AND revoked_us IS NULL
                 RETURNING public_id",
            )
            .bind(now.0)
            .bind(organisation.0)
            .bind(name_or_public_id)
            .fetch_all(c)
            .await
        })?;
        transaction.commit().await?;
        Ok(revoked)
    }

    /// The key with this public id, whatever its state.
    pub async fn lookup_api_key(&self, public_id: &str) -> Result<Option<ApiKey>, StoreError> {
        let mut reader = self.reader().await?;
        let row: Option<ApiKeyRow> = on_both!(&mut reader.conn(), c => {
            sqlx::query_as(
                "SELECT organisation_id, public_id, name, secret_sha256, scopes, allowed_networks,
                   created_us, expires_us, revoked_us, successor_id, last_used_us, last_used_ip
                 FROM api_key WHERE public_id = $1",
            )
            .bind(public_id)
            .fetch_optional(c)
            .await
        })?;
        Ok(row.map(ApiKey::from))
    }

    /// All keys of an organisation, newest first, ended ones included.
    pub async fn list_api_keys(
        &self,
        organisation: OrganisationId,
    ) -> Result<Vec<ApiKey>, StoreError> {
        let mut reader = self.reader().await?;
        let rows: Vec<ApiKeyRow> = on_both!(&mut reader.conn(), c => {
            sqlx::query_as(
                "SELECT organisation_id, public_id, name, secret_sha256, scopes, allowed_networks,
                   created_us, expires_us, revoked_us, successor_id, last_used_us, last_used_ip
                 FROM api_key WHERE organisation_id = $1 ORDER BY created_us DESC, public_id",
            )
            .bind(organisation.0)
            .fetch_all(c)
            .await
        })?;
        Ok(rows.into_iter().map(ApiKey::from).collect())
    }

    /// Notes a use; the caller limits how often (once a minute is enough for people).
    pub async fn touch_api_key(
        &self,
        public_id: &str,
        ip: &str,
        now: UnixMicros,
    ) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        on_both!(&mut transaction.conn(), c => {
            sqlx::query("UPDATE api_key SET last_used_us = $1, last_used_ip = $2 WHERE public_id = $3")
                .bind(now.0)
                .bind(ip)
                .bind(public_id)
                .execute(c)
                .await
                .map(|_| ())
        })?;
        transaction.commit().await
    }
}

async fn insert_api_key(
    transaction: &mut crate::db::Transaction,
    new: &NewApiKey,
) -> Result<(), StoreError> {
    refuse_demo(transaction, new.organisation).await?;
    on_both!(&mut transaction.conn(), c => {
        sqlx::query(
            "INSERT INTO api_key (public_id, organisation_id, name, owner_user_id, secret_sha256,
               scopes, allowed_networks, created_us, expires_us)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        )
        .bind(&new.public_id)
        .bind(new.organisation.0)
        .bind(&new.name)
        .bind(new.owner.map(|owner| owner.as_bytes().to_vec()))
        .bind(new.secret_sha256.to_vec())
        .bind(&new.scopes)
        .bind(&new.allowed_networks)
        .bind(new.created.0)
        .bind(new.expires.map(|expires| expires.0))
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(())
}
