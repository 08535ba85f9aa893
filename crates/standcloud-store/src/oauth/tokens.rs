//! Access and refresh tokens at rest. The tokens themselves never come here: only their SHA-256 does.

use uuid::Uuid;

use super::grants::{NewGrant, insert_grant};
use crate::db::{Transaction, on_both};
use crate::ids::uuid_of;
use crate::{OrganisationId, Store, StoreError, UnixMicros};

/// Tokens that are about to be given out together.
#[derive(Debug, Clone)]
pub struct NewTokens {
    pub access_sha256: [u8; 32],
    pub access_expires: UnixMicros,
    /// What the access token is good for, at most what was granted; space-separated.
    pub scope: String,
    pub audiences: String,
    pub refresh_sha256: Option<[u8; 32]>,
    pub created: UnixMicros,
}

/// An access token with what is true of its grant, its person and their membership now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessToken {
    pub grant: Uuid,
    pub organisation: OrganisationId,
    pub user: Option<Uuid>,
    pub client_id: String,
    pub scope: String,
    pub audiences: String,
    pub created: UnixMicros,
    pub expires: UnixMicros,
    pub first_used: Option<UnixMicros>,
    /// When the grant was last used.
    pub last_used: Option<UnixMicros>,
    /// It, its grant, its person and their membership still hold. Its time is another question.
    pub is_valid: bool,
}

#[derive(sqlx::FromRow)]
struct AccessRow {
    grant_id: Vec<u8>,
    organisation_id: i64,
    user_id: Option<Vec<u8>>,
    client_id: String,
    scope: String,
    audiences: String,
    created_us: i64,
    expires_us: i64,
    first_used_us: Option<i64>,
    last_used_us: Option<i64>,
    token_revoked_us: Option<i64>,
    grant_revoked_us: Option<i64>,
    user_disabled_us: Option<i64>,
    role: Option<String>,
}

impl From<AccessRow> for AccessToken {
    fn from(row: AccessRow) -> Self {
        let user = row.user_id.as_deref().map(uuid_of);
        let has_person = user.is_none() || (row.role.is_some() && row.user_disabled_us.is_none());
        let is_revoked = row.token_revoked_us.is_some() || row.grant_revoked_us.is_some();
        Self {
            grant: uuid_of(&row.grant_id),
            organisation: OrganisationId(row.organisation_id),
            user,
            client_id: row.client_id,
            scope: row.scope,
            audiences: row.audiences,
            created: UnixMicros(row.created_us),
            expires: UnixMicros(row.expires_us),
            first_used: row.first_used_us.map(UnixMicros),
            last_used: row.last_used_us.map(UnixMicros),
            is_valid: has_person && !is_revoked,
        }
    }
}

impl Store {
    /// Gives out tokens under a grant made for them, as client credentials do.
    pub async fn add_grant_with_tokens(
        &self,
        grant: &NewGrant,
        tokens: &NewTokens,
    ) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        insert_grant(&mut transaction, grant).await?;
        insert_tokens(&mut transaction, grant.id, tokens).await?;
        transaction.commit().await
    }

    /// The access token with everything that decides whether it is good, in one query.
    pub async fn lookup_access_token(
        &self,
        access_sha256: [u8; 32],
    ) -> Result<Option<AccessToken>, StoreError> {
        let mut reader = self.reader().await?;
        let row: Option<AccessRow> = on_both!(&mut reader.conn(), c => {
            sqlx::query_as(
                "SELECT t.grant_id, g.organisation_id, g.user_id, g.client_id, t.scope, t.audiences,
                   t.created_us, t.expires_us, t.first_used_us, g.last_used_us,
                   t.revoked_us AS token_revoked_us, g.revoked_us AS grant_revoked_us,
                   u.disabled_us AS user_disabled_us, m.role
                 FROM oauth_access_token t
                   JOIN oauth_grant g ON g.id = t.grant_id
                   JOIN organisation o ON o.id = g.organisation_id
                   LEFT JOIN user_account u ON u.id = g.user_id
                   LEFT JOIN member m
                     ON m.organisation_id = g.organisation_id AND m.user_id = u.id
                 WHERE t.access_sha256 = $1",
            )
            .bind(access_sha256.to_vec())
            .fetch_optional(c)
            .await
        })?;
        Ok(row.map(AccessToken::from))
    }

    /// Notes the first use of an access token, which tells a lost answer from a stolen token.
    pub async fn note_first_use(
        &self,
        access_sha256: [u8; 32],
        now: UnixMicros,
    ) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        on_both!(&mut transaction.conn(), c => {
            sqlx::query(
                "UPDATE oauth_access_token SET first_used_us = $1
                 WHERE access_sha256 = $2 AND first_used_us IS NULL",
            )
            .bind(now.0)
            .bind(access_sha256.to_vec())
            .execute(c)
            .await
            .map(|_| ())
        })?;
        transaction.commit().await
    }

    /// Ends one access token and nothing else (RFC 7009 §2.1). `false` when it is not there, of
    /// another client or ended before.
    pub async fn revoke_access_token(
        &self,
        access_sha256: [u8; 32],
        client_id: &str,
        now: UnixMicros,
    ) -> Result<bool, StoreError> {
        let mut transaction = self.begin().await?;
        let changed = on_both!(&mut transaction.conn(), c => {
            sqlx::query(
                "UPDATE oauth_access_token SET revoked_us = $1
                 WHERE access_sha256 = $2 AND revoked_us IS NULL
                   AND grant_id IN (SELECT id FROM oauth_grant WHERE client_id = $3)",
            )
            .bind(now.0)
            .bind(access_sha256.to_vec())
            .bind(client_id)
            .execute(c)
            .await
            .map(|done| done.rows_affected())
        })?;
        transaction.commit().await?;
        Ok(changed > 0)
    }
}

/// First tokens of a grant, e.g. when a code was exchanged.
pub(crate) async fn insert_tokens(
    transaction: &mut Transaction,
    grant: Uuid,
    new: &NewTokens,
) -> Result<(), StoreError> {
    if let Some(refresh_sha256) = new.refresh_sha256 {
        insert_refresh_token(transaction, grant, refresh_sha256, None, new.created).await?;
    }
    insert_access_token(transaction, grant, new).await
}

pub(super) async fn insert_refresh_token(
    transaction: &mut Transaction,
    grant: Uuid,
    refresh_sha256: [u8; 32],
    parent_sha256: Option<[u8; 32]>,
    created: UnixMicros,
) -> Result<(), StoreError> {
    on_both!(&mut transaction.conn(), c => {
        sqlx::query(
            "INSERT INTO oauth_refresh_token (refresh_sha256, grant_id, parent_sha256, created_us)
             VALUES ($1, $2, $3, $4)",
        )
        .bind(refresh_sha256.to_vec())
        .bind(grant.as_bytes().to_vec())
        .bind(parent_sha256.map(|parent| parent.to_vec()))
        .bind(created.0)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(())
}

pub(super) async fn insert_access_token(
    transaction: &mut Transaction,
    grant: Uuid,
    new: &NewTokens,
) -> Result<(), StoreError> {
    on_both!(&mut transaction.conn(), c => {
        sqlx::query(
            "INSERT INTO oauth_access_token (access_sha256, grant_id, refresh_sha256, scope,
               audiences, created_us, expires_us)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(new.access_sha256.to_vec())
        .bind(grant.as_bytes().to_vec())
        .bind(new.refresh_sha256.map(|refresh| refresh.to_vec()))
        .bind(&new.scope)
        .bind(&new.audiences)
        .bind(new.created.0)
        .bind(new.access_expires.0)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(())
}
