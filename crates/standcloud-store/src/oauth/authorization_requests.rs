//! Authorization requests on their way from the program to the person's decision (RFC 9126).
//!
//! The first session that opens a request owns it, so a link that leaks afterwards is worth nothing;
//! a reload by the same session is allowed until the decision, of which there is one.

use uuid::Uuid;

use crate::db::{Transaction, on_both};
use crate::{Store, StoreError, UnixMicros};

/// What a program asks for, checked before.
#[derive(Debug, Clone)]
pub struct NewAuthorizationRequest {
    pub request_sha256: [u8; 32],
    pub client_id: String,
    pub redirect_uri: String,
    /// Space-separated, as are the audiences.
    pub scope: String,
    pub audiences: String,
    /// Goes back to the program as it came; empty when it sent none.
    pub state: String,
    pub code_challenge: String,
    pub created: UnixMicros,
    pub expires: UnixMicros,
}

/// A stored request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuthorizationRequest {
    pub client_id: String,
    pub redirect_uri: String,
    pub scope: String,
    pub audiences: String,
    pub state: String,
    pub code_challenge: String,
    pub created: UnixMicros,
    pub expires: UnixMicros,
}

#[derive(sqlx::FromRow)]
struct AuthorizationRequestRow {
    client_id: String,
    redirect_uri: String,
    scope: String,
    audiences: String,
    state: String,
    code_challenge: String,
    created_us: i64,
    expires_us: i64,
}

impl From<AuthorizationRequestRow> for AuthorizationRequest {
    fn from(row: AuthorizationRequestRow) -> Self {
        Self {
            client_id: row.client_id,
            redirect_uri: row.redirect_uri,
            scope: row.scope,
            audiences: row.audiences,
            state: row.state,
            code_challenge: row.code_challenge,
            created: UnixMicros(row.created_us),
            expires: UnixMicros(row.expires_us),
        }
    }
}

impl Store {
    pub async fn add_authorization_request(
        &self,
        new: &NewAuthorizationRequest,
    ) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        on_both!(&mut transaction.conn(), c => {
            sqlx::query(
                "INSERT INTO oauth_authorization_request (request_sha256, client_id, redirect_uri,
                   scope, audiences, state, code_challenge, created_us, expires_us)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            )
            .bind(new.request_sha256.to_vec())
            .bind(&new.client_id)
            .bind(&new.redirect_uri)
            .bind(&new.scope)
            .bind(&new.audiences)
            .bind(&new.state)
            .bind(&new.code_challenge)
            .bind(new.created.0)
            .bind(new.expires.0)
            .execute(c)
            .await
            .map(|_| ())
        })?;
        transaction.commit().await
    }

    /// The request of this client that still waits for somebody, without taking it.
    pub async fn lookup_authorization_request(
        &self,
        request_sha256: [u8; 32],
        client_id: &str,
        now: UnixMicros,
    ) -> Result<Option<AuthorizationRequest>, StoreError> {
        let mut reader = self.reader().await?;
        let row: Option<AuthorizationRequestRow> = on_both!(&mut reader.conn(), c => {
            sqlx::query_as(
                "SELECT client_id, redirect_uri, scope, audiences, state, code_challenge,
                   created_us, expires_us
                 FROM oauth_authorization_request
                 WHERE request_sha256 = $1 AND client_id = $2 AND decided_us IS NULL
                   AND expires_us > $3",
            )
            .bind(request_sha256.to_vec())
            .bind(client_id)
            .bind(now.0)
            .fetch_optional(c)
            .await
        })?;
        Ok(row.map(AuthorizationRequest::from))
    }

    /// Opens a waiting request for a session, which then has until `decide_until`. `None` when it is
    /// over, of another client, or belongs to another session.
    pub async fn open_authorization_request(
        &self,
        request_sha256: [u8; 32],
        client_id: &str,
        session: Uuid,
        (now, decide_until): (UnixMicros, UnixMicros),
    ) -> Result<Option<AuthorizationRequest>, StoreError> {
        let mut transaction = self.begin().await?;
        let row: Option<AuthorizationRequestRow> = on_both!(&mut transaction.conn(), c => {
            sqlx::query_as(
                "UPDATE oauth_authorization_request SET session_public_id = $1,
                   expires_us = CASE WHEN session_public_id IS NULL THEN $2 ELSE expires_us END
                 WHERE request_sha256 = $3 AND client_id = $4 AND decided_us IS NULL
                   AND expires_us > $5 AND (session_public_id IS NULL OR session_public_id = $1)
                 RETURNING client_id, redirect_uri, scope, audiences, state, code_challenge,
                   created_us, expires_us",
            )
            .bind(session.as_bytes().to_vec())
            .bind(decide_until.0)
            .bind(request_sha256.to_vec())
            .bind(client_id)
            .bind(now.0)
            .fetch_optional(c)
            .await
        })?;
        transaction.commit().await?;
        Ok(row.map(AuthorizationRequest::from))
    }

    /// Ends a request with a no. `None` when it is over or belongs to another session.
    pub async fn deny_authorization_request(
        &self,
        request_sha256: [u8; 32],
        session: Uuid,
        now: UnixMicros,
    ) -> Result<Option<AuthorizationRequest>, StoreError> {
        let mut transaction = self.begin().await?;
        let request = decide(&mut transaction, request_sha256, session, now).await?;
        transaction.commit().await?;
        Ok(request)
    }

    /// Requests that wait for a decision, for a limit on them.
    pub async fn count_waiting_authorization_requests(
        &self,
        now: UnixMicros,
    ) -> Result<u64, StoreError> {
        let mut reader = self.reader().await?;
        let count: i64 = on_both!(&mut reader.conn(), c => {
            sqlx::query_scalar(
                "SELECT COUNT(*) FROM oauth_authorization_request
                 WHERE expires_us > $1 AND decided_us IS NULL",
            )
            .bind(now.0)
            .fetch_one(c)
            .await
        })?;
        Ok(u64::try_from(count).unwrap_or(0))
    }
}

/// The one decision about a request, by the session that opened it.
pub(super) async fn decide(
    transaction: &mut Transaction,
    request_sha256: [u8; 32],
    session: Uuid,
    now: UnixMicros,
) -> Result<Option<AuthorizationRequest>, StoreError> {
    let row: Option<AuthorizationRequestRow> = on_both!(&mut transaction.conn(), c => {
        sqlx::query_as(
            "UPDATE oauth_authorization_request SET decided_us = $1
             WHERE request_sha256 = $2 AND session_public_id = $3 AND decided_us IS NULL
               AND expires_us > $1
             RETURNING client_id, redirect_uri, scope, audiences, state, code_challenge,
               created_us, expires_us",
        )
        .bind(now.0)
        .bind(request_sha256.to_vec())
        .bind(session.as_bytes().to_vec())
        .fetch_optional(c)
        .await
    })?;
    Ok(row.map(AuthorizationRequest::from))
}
