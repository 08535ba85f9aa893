//! Sessions of browsers. The cookie's text never comes here, only its SHA-256.

use uuid::Uuid;

use crate::db::on_both;
use crate::ids::uuid_of;
use crate::{Store, StoreError, UnixMicros};

/// How far the person has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionState {
    /// The password was right; a second factor is still asked.
    SecondFactor,
    Active,
}

impl SessionState {
    fn as_str(self) -> &'static str {
        match self {
            Self::SecondFactor => "second_factor",
            Self::Active => "active",
        }
    }
}

/// One signed-in browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// May be shown, and names it to end it.
    pub public_id: Uuid,
    pub user: Uuid,
    pub state: SessionState,
    /// Space-separated: password, totp, recovery, passkey, sso.
    pub methods: String,
    pub created: UnixMicros,
    /// The last proof that the person is there.
    pub authenticated: UnixMicros,
    pub last_seen: UnixMicros,
    pub ip: String,
    pub user_agent: String,
}

#[derive(sqlx::FromRow)]
struct SessionRow {
    public_id: Vec<u8>,
    user_id: Vec<u8>,
    state: String,
    methods: String,
    created_us: i64,
    authenticated_us: i64,
    last_seen_us: i64,
    ip: String,
    user_agent: String,
}

impl From<SessionRow> for Session {
    fn from(row: SessionRow) -> Self {
        Self {
            public_id: uuid_of(&row.public_id),
            user: uuid_of(&row.user_id),
            // What the program does not know is not signed in.
            state: match row.state.as_str() {
                "active" => SessionState::Active,
                _ => SessionState::SecondFactor,
            },
            methods: row.methods,
            created: UnixMicros(row.created_us),
            authenticated: UnixMicros(row.authenticated_us),
            last_seen: UnixMicros(row.last_seen_us),
            ip: row.ip,
            user_agent: row.user_agent,
        }
    }
}

impl Store {
    /// Begins a session and, in the same step, ends the one that it replaces (R-59: a new id at
    /// sign-in, second factor and change of privilege).
    pub async fn replace_session(
        &self,
        old_sha256: Option<[u8; 32]>,
        sha256: [u8; 32],
        session: &Session,
    ) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        if let Some(old) = old_sha256 {
            on_both!(&mut transaction.conn(), c => {
                sqlx::query("DELETE FROM session WHERE session_sha256 = $1")
                    .bind(old.to_vec())
                    .execute(c)
                    .await
                    .map(|_| ())
            })?;
        }
        on_both!(&mut transaction.conn(), c => {
            sqlx::query(
                "INSERT INTO session (session_sha256, public_id, user_id, state, methods, created_us,
                   authenticated_us, last_seen_us, ip, user_agent)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            )
            .bind(sha256.to_vec())
            .bind(session.public_id.as_bytes().to_vec())
            .bind(session.user.as_bytes().to_vec())
            .bind(session.state.as_str())
            .bind(&session.methods)
            .bind(session.created.0)
            .bind(session.authenticated.0)
            .bind(session.last_seen.0)
            .bind(&session.ip)
            .bind(&session.user_agent)
            .execute(c)
            .await
            .map(|_| ())
        })?;
        transaction.commit().await
    }

    pub async fn lookup_session(&self, sha256: [u8; 32]) -> Result<Option<Session>, StoreError> {
        let mut reader = self.reader().await?;
        let row: Option<SessionRow> = on_both!(&mut reader.conn(), c => {
            sqlx::query_as(
                "SELECT public_id, user_id, state, methods, created_us, authenticated_us,
                   last_seen_us, ip, user_agent
                 FROM session WHERE session_sha256 = $1",
            )
            .bind(sha256.to_vec())
            .fetch_optional(c)
            .await
        })?;
        Ok(row.map(Session::from))
    }

    /// Notes a use; the caller limits how often.
    pub async fn touch_session(
        &self,
        public_id: Uuid,
        ip: &str,
        now: UnixMicros,
    ) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        on_both!(&mut transaction.conn(), c => {
            sqlx::query("UPDATE session SET last_seen_us = $1, ip = $2 WHERE public_id = $3")
                .bind(now.0)
                .bind(ip)
                .bind(public_id.as_bytes().to_vec())
                .execute(c)
                .await
                .map(|_| ())
        })?;
        transaction.commit().await
    }

    /// The sessions of a person, the last used first.
    pub async fn list_sessions(&self, user: Uuid) -> Result<Vec<Session>, StoreError> {
        let mut reader = self.reader().await?;
        let rows: Vec<SessionRow> = on_both!(&mut reader.conn(), c => {
            sqlx::query_as(
                "SELECT public_id, user_id, state, methods, created_us, authenticated_us,
                   last_seen_us, ip, user_agent
                 FROM session WHERE user_id = $1 ORDER BY last_seen_us DESC",
            )
            .bind(user.as_bytes().to_vec())
            .fetch_all(c)
            .await
        })?;
        Ok(rows.into_iter().map(Session::from).collect())
    }

    /// Ends one session of a person; `false` when they have no such session.
    pub async fn end_session(&self, user: Uuid, public_id: Uuid) -> Result<bool, StoreError> {
        let mut transaction = self.begin().await?;
        let ended = on_both!(&mut transaction.conn(), c => {
            sqlx::query("DELETE FROM session WHERE user_id = $1 AND public_id = $2")
                .bind(user.as_bytes().to_vec())
                .bind(public_id.as_bytes().to_vec())
                .execute(c)
                .await
                .map(|done| done.rows_affected())
        })?;
        transaction.commit().await?;
        Ok(ended > 0)
    }

    /// Ends all sessions of a person, except perhaps one; returns how many.
    pub async fn end_sessions(&self, user: Uuid, except: Option<Uuid>) -> Result<u64, StoreError> {
        let mut transaction = self.begin().await?;
        let ended = on_both!(&mut transaction.conn(), c => {
            sqlx::query("DELETE FROM session WHERE user_id = $1 AND public_id <> $2")
                .bind(user.as_bytes().to_vec())
                .bind(except.unwrap_or_default().as_bytes().to_vec())
                .execute(c)
                .await
                .map(|done| done.rows_affected())
        })?;
        transaction.commit().await?;
        Ok(ended)
    }
}
