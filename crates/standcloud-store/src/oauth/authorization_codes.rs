//! Authorization codes (RFC 6749 §4.1.2): each is presented once, rightly or wrongly.

use uuid::Uuid;

use super::authorization_requests::decide;
use super::grants::{NewGrant, insert_grant};
use super::tokens::{NewTokens, insert_tokens};
use crate::db::{Transaction, on_both};
use crate::ids::uuid_of;
use crate::{OrganisationId, Store, StoreError, UnixMicros};

/// What a code stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuthorizationCode {
    pub code_sha256: [u8; 32],
    pub client_id: String,
    pub redirect_uri: String,
    pub code_challenge: String,
    /// What the person allowed; its tokens die when the code comes a second time.
    pub grant: Uuid,
    pub created: UnixMicros,
    pub expires: UnixMicros,
}

/// A person's yes to a request: what they allow, and the code that tells the program.
#[derive(Debug, Clone)]
pub struct CodeApproval {
    /// Lives only as long as the code until the program has fetched its tokens.
    pub grant: NewGrant,
    pub code_sha256: [u8; 32],
    pub code_expires: UnixMicros,
}

/// The grant under which tokens were given out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssuedUnder {
    pub grant: Uuid,
    pub organisation: OrganisationId,
    pub user: Option<Uuid>,
}

/// What became of a code that was presented. The first presentation burns it, even a wrong one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CodeRedemption {
    /// Whether it is expired or of another client is for the caller to see.
    First(AuthorizationCode),
    /// It came before: this one or the first was not the program's own.
    Reused(AuthorizationCode),
    Unknown,
}

#[derive(sqlx::FromRow)]
struct AuthorizationCodeRow {
    code_sha256: Vec<u8>,
    client_id: String,
    redirect_uri: String,
    code_challenge: String,
    grant_id: Vec<u8>,
    created_us: i64,
    expires_us: i64,
}

impl From<AuthorizationCodeRow> for AuthorizationCode {
    fn from(row: AuthorizationCodeRow) -> Self {
        Self {
            code_sha256: row.code_sha256.try_into().unwrap_or_default(),
            client_id: row.client_id,
            redirect_uri: row.redirect_uri,
            code_challenge: row.code_challenge,
            grant: uuid_of(&row.grant_id),
            created: UnixMicros(row.created_us),
            expires: UnixMicros(row.expires_us),
        }
    }
}

impl Store {
    /// Decides a request with a yes, once. `false` when it is over or belongs to another session.
    pub async fn approve_authorization_request(
        &self,
        request_sha256: [u8; 32],
        session: Uuid,
        approval: &CodeApproval,
        now: UnixMicros,
    ) -> Result<bool, StoreError> {
        let mut transaction = self.begin().await?;
        let Some(request) = decide(&mut transaction, request_sha256, session, now).await? else {
            return Ok(false);
        };
        insert_grant(&mut transaction, &approval.grant).await?;
        let code = AuthorizationCode {
            code_sha256: approval.code_sha256,
            client_id: request.client_id,
            redirect_uri: request.redirect_uri,
            code_challenge: request.code_challenge,
            grant: approval.grant.id,
            created: now,
            expires: approval.code_expires,
        };
        insert_authorization_code(&mut transaction, &code).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// Gives out the first tokens of a grant that waited for its program, which lives until
    /// `idle_expiry` from now on. `None` when the grant was ended meanwhile.
    pub async fn issue_first_tokens(
        &self,
        grant: Uuid,
        tokens: &NewTokens,
        idle_expiry: UnixMicros,
    ) -> Result<Option<IssuedUnder>, StoreError> {
        let mut transaction = self.begin().await?;
        let row: Option<(i64, Option<Vec<u8>>)> = on_both!(&mut transaction.conn(), c => {
            sqlx::query_as(
                "UPDATE oauth_grant SET idle_expiry_us = $1
                 WHERE id = $2 AND revoked_us IS NULL AND idle_expiry_us > $3
                 RETURNING organisation_id, user_id",
            )
            .bind(idle_expiry.0)
            .bind(grant.as_bytes().to_vec())
            .bind(tokens.created.0)
            .fetch_optional(c)
            .await
        })?;
        let Some((organisation, user)) = row else {
            return Ok(None);
        };
        insert_tokens(&mut transaction, grant, tokens).await?;
        transaction.commit().await?;
        Ok(Some(IssuedUnder {
            grant,
            organisation: OrganisationId(organisation),
            user: user.map(|id| uuid_of(&id)),
        }))
    }

    /// Burns a code and says what it stood for.
    pub async fn redeem_authorization_code(
        &self,
        code_sha256: [u8; 32],
        now: UnixMicros,
    ) -> Result<CodeRedemption, StoreError> {
        let mut transaction = self.begin().await?;
        let first: Option<AuthorizationCodeRow> = on_both!(&mut transaction.conn(), c => {
            sqlx::query_as(
                "UPDATE oauth_authorization_code SET used_us = $1
                 WHERE code_sha256 = $2 AND used_us IS NULL
                 RETURNING code_sha256, client_id, redirect_uri, code_challenge, grant_id,
                   created_us, expires_us",
            )
            .bind(now.0)
            .bind(code_sha256.to_vec())
            .fetch_optional(c)
            .await
        })?;
        if let Some(first) = first {
            transaction.commit().await?;
            return Ok(CodeRedemption::First(first.into()));
        }
        let used: Option<AuthorizationCodeRow> = on_both!(&mut transaction.conn(), c => {
            sqlx::query_as(
                "SELECT code_sha256, client_id, redirect_uri, code_challenge, grant_id,
                   created_us, expires_us
                 FROM oauth_authorization_code WHERE code_sha256 = $1",
            )
            .bind(code_sha256.to_vec())
            .fetch_optional(c)
            .await
        })?;
        Ok(used.map_or(CodeRedemption::Unknown, |row| {
            CodeRedemption::Reused(row.into())
        }))
    }
}

async fn insert_authorization_code(
    transaction: &mut Transaction,
    code: &AuthorizationCode,
) -> Result<(), StoreError> {
    on_both!(&mut transaction.conn(), c => {
        sqlx::query(
            "INSERT INTO oauth_authorization_code (code_sha256, client_id, redirect_uri,
               code_challenge, grant_id, created_us, expires_us)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(code.code_sha256.to_vec())
        .bind(&code.client_id)
        .bind(&code.redirect_uri)
        .bind(&code.code_challenge)
        .bind(code.grant.as_bytes().to_vec())
        .bind(code.created.0)
        .bind(code.expires.0)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(())
}
