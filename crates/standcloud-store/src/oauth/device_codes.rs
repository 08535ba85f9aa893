//! Device logins that wait for somebody to decide (RFC 8628).
//!
//! pending → approved → consumed, or pending → denied: each step is one conditional UPDATE. That the
//! time is over is no state, because nobody would be there to write it.

use uuid::Uuid;

use super::grants::{GrantKind, NewGrant, insert_grant};
use super::tokens::{NewTokens, insert_tokens};
use crate::db::{Transaction, on_both};
use crate::ids::uuid_of;
use crate::{OrganisationId, Store, StoreError, UnixMicros};

/// A device login that is about to begin.
#[derive(Debug, Clone)]
pub struct NewDeviceCode {
    pub device_sha256: [u8; 32],
    pub user_code_hmac: [u8; 32],
    pub client_id: String,
    /// Space-separated.
    pub scope: String,
    /// Space-separated.
    pub audiences: String,
    pub created: UnixMicros,
    pub expires: UnixMicros,
    pub requester_ip: String,
    pub user_agent: String,
}

/// How many logins may wait.
#[derive(Debug, Clone, Copy)]
pub struct DeviceCodeLimits {
    pub per_requester: u32,
    pub all: u32,
}

/// What became of a login that was to begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeviceCodeOutcome {
    Added,
    /// Another login has this user code: take another one.
    UserCodeTaken,
    TooManyOfRequester,
    TooMany,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeviceState {
    Pending,
    Approved,
    Denied,
    Consumed,
}

impl DeviceState {
    fn parse(text: &str) -> Option<Self> {
        match text {
            "pending" => Some(Self::Pending),
            "approved" => Some(Self::Approved),
            "denied" => Some(Self::Denied),
            "consumed" => Some(Self::Consumed),
            _ => None,
        }
    }
}

/// A stored device login.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceCode {
    pub client_id: String,
    pub scope: String,
    pub audiences: String,
    pub state: DeviceState,
    pub created: UnixMicros,
    pub expires: UnixMicros,
    pub requester_ip: String,
    /// Written by the client.
    pub user_agent: String,
    pub last_poll: Option<UnixMicros>,
    /// Set by the decision; the organisation only by approval.
    pub organisation: Option<OrganisationId>,
    pub user: Option<Uuid>,
    /// Set when it is consumed.
    pub grant: Option<Uuid>,
}

/// What a person decides about a device login.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeviceDecision {
    Approve {
        organisation: OrganisationId,
        /// How the stand is called in lists.
        grant_name: String,
    },
    Deny,
}

/// What is made when an approved login is consumed.
#[derive(Debug, Clone)]
pub struct DeviceIssue {
    pub grant: Uuid,
    pub tokens: NewTokens,
    pub absolute_expiry: UnixMicros,
    pub idle_expiry: UnixMicros,
}

/// Whom the tokens of a consumed login are for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsumedDeviceCode {
    pub organisation: OrganisationId,
    pub user: Uuid,
    pub grant_name: String,
}

#[derive(sqlx::FromRow)]
struct DeviceRow {
    client_id: String,
    scope: String,
    audiences: String,
    state: String,
    created_us: i64,
    expires_us: i64,
    requester_ip: String,
    user_agent: String,
    last_poll_us: Option<i64>,
    organisation_id: Option<i64>,
    user_id: Option<Vec<u8>>,
    grant_id: Option<Vec<u8>>,
}

impl TryFrom<DeviceRow> for DeviceCode {
    type Error = StoreError;

    fn try_from(row: DeviceRow) -> Result<Self, StoreError> {
        let state = DeviceState::parse(&row.state).ok_or_else(|| StoreError::Corrupt {
            table: "oauth_device_code",
            column: "state",
            key: row.client_id.clone(),
        })?;
        Ok(Self {
            client_id: row.client_id,
            scope: row.scope,
            audiences: row.audiences,
            state,
            created: UnixMicros(row.created_us),
            expires: UnixMicros(row.expires_us),
            requester_ip: row.requester_ip,
            user_agent: row.user_agent,
            last_poll: row.last_poll_us.map(UnixMicros),
            organisation: row.organisation_id.map(OrganisationId),
            user: row.user_id.as_deref().map(uuid_of),
            grant: row.grant_id.as_deref().map(uuid_of),
        })
    }
}

impl Store {
    /// Begins a login, unless too many wait already.
    pub async fn add_device_code(
        &self,
        new: &NewDeviceCode,
        limits: DeviceCodeLimits,
    ) -> Result<DeviceCodeOutcome, StoreError> {
        let mut transaction = self.begin().await?;
        let (of_requester, all) = count_waiting(&mut transaction, new).await?;
        if of_requester >= i64::from(limits.per_requester) {
            return Ok(DeviceCodeOutcome::TooManyOfRequester);
        }
        if all >= i64::from(limits.all) {
            return Ok(DeviceCodeOutcome::TooMany);
        }
        if !insert_device_code(&mut transaction, new).await? {
            return Ok(DeviceCodeOutcome::UserCodeTaken);
        }
        transaction.commit().await?;
        Ok(DeviceCodeOutcome::Added)
    }

    /// The login with this device code, whatever its state and age.
    pub async fn lookup_device_code(
        &self,
        device_sha256: [u8; 32],
    ) -> Result<Option<DeviceCode>, StoreError> {
        let mut reader = self.reader().await?;
        let row: Option<DeviceRow> = on_both!(&mut reader.conn(), c => {
            sqlx::query_as(
                "SELECT client_id, scope, audiences, state, created_us, expires_us, requester_ip,
                   user_agent, last_poll_us, organisation_id, user_id, grant_id
                 FROM oauth_device_code WHERE device_sha256 = $1",
            )
            .bind(device_sha256.to_vec())
            .fetch_optional(c)
            .await
        })?;
        row.map(DeviceCode::try_from).transpose()
    }

    /// The login that waits for a decision under this user code. A wrong code, an old one and one
    /// that was used are all the same `None`.
    pub async fn find_device_login(
        &self,
        user_code_hmac: [u8; 32],
        now: UnixMicros,
    ) -> Result<Option<DeviceCode>, StoreError> {
        let mut reader = self.reader().await?;
        let row: Option<DeviceRow> = on_both!(&mut reader.conn(), c => {
            sqlx::query_as(
                "SELECT client_id, scope, audiences, state, created_us, expires_us, requester_ip,
                   user_agent, last_poll_us, organisation_id, user_id, grant_id
                 FROM oauth_device_code
                 WHERE user_code_hmac = $1 AND state = 'pending' AND expires_us > $2",
            )
            .bind(user_code_hmac.to_vec())
            .bind(now.0)
            .fetch_optional(c)
            .await
        })?;
        row.map(DeviceCode::try_from).transpose()
    }

    /// Decides a waiting login. `false` when it was decided before or its time is over: the first
    /// decision stands.
    pub async fn decide_device_login(
        &self,
        user_code_hmac: [u8; 32],
        decision: &DeviceDecision,
        user: Uuid,
        now: UnixMicros,
    ) -> Result<bool, StoreError> {
        let (state, organisation, name) = match decision {
            DeviceDecision::Approve {
                organisation,
                grant_name,
            } => ("approved", Some(organisation.0), Some(grant_name.as_str())),
            DeviceDecision::Deny => ("denied", None, None),
        };
        let mut transaction = self.begin().await?;
        let changed = on_both!(&mut transaction.conn(), c => {
            sqlx::query(
                "UPDATE oauth_device_code
                 SET state = $1, decided_us = $2, organisation_id = $3, user_id = $4,
                   grant_name = $5
                 WHERE user_code_hmac = $6 AND state = 'pending' AND expires_us > $2",
            )
            .bind(state)
            .bind(now.0)
            .bind(organisation)
            .bind(user.as_bytes().to_vec())
            .bind(name)
            .bind(user_code_hmac.to_vec())
            .execute(c)
            .await
            .map(|done| done.rows_affected())
        })?;
        transaction.commit().await?;
        Ok(changed > 0)
    }

    /// Makes the grant and its first tokens of an approved login, once. `None` when it is not
    /// approved, too old, of another client, or the person who approved has no rights any more.
    pub async fn consume_device_code(
        &self,
        device_sha256: [u8; 32],
        client_id: &str,
        issue: &DeviceIssue,
    ) -> Result<Option<ConsumedDeviceCode>, StoreError> {
        let now = issue.tokens.created;
        let mut transaction = self.begin().await?;
        let row: Option<ConsumedRow> = on_both!(&mut transaction.conn(), c => {
            sqlx::query_as(
                "UPDATE oauth_device_code SET state = 'consumed', grant_id = $1
                 WHERE device_sha256 = $2 AND client_id = $3 AND state = 'approved'
                   AND expires_us > $4
                   AND EXISTS (SELECT 1 FROM member m JOIN user_account u ON u.id = m.user_id
                     WHERE m.organisation_id = oauth_device_code.organisation_id
                       AND m.user_id = oauth_device_code.user_id AND u.disabled_us IS NULL)
                 RETURNING organisation_id, user_id, grant_name, scope, audiences, requester_ip,
                   user_agent",
            )
            .bind(issue.grant.as_bytes().to_vec())
            .bind(device_sha256.to_vec())
            .bind(client_id)
            .bind(now.0)
            .fetch_optional(c)
            .await
        })?;
        let Some(row) = row else {
            return Ok(None);
        };
        let consumed = ConsumedDeviceCode {
            organisation: OrganisationId(row.organisation_id),
            user: uuid_of(&row.user_id),
            grant_name: row.grant_name,
        };
        let grant = NewGrant {
            id: issue.grant,
            organisation: consumed.organisation,
            user: Some(consumed.user),
            client_id: client_id.to_owned(),
            kind: GrantKind::Device,
            name: consumed.grant_name.clone(),
            scope: row.scope,
            audiences: row.audiences,
            created: now,
            created_ip: row.requester_ip,
            user_agent: row.user_agent,
            absolute_expiry: issue.absolute_expiry,
            idle_expiry: issue.idle_expiry,
        };
        insert_grant(&mut transaction, &grant).await?;
        insert_tokens(&mut transaction, issue.grant, &issue.tokens).await?;
        transaction.commit().await?;
        Ok(Some(consumed))
    }

    /// Notes when logins were last polled, for the page that shows it.
    pub async fn note_device_polls(
        &self,
        polls: &[([u8; 32], UnixMicros)],
    ) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        for chunk in polls.chunks(crate::db::ROWS_PER_STATEMENT) {
            on_both!(&mut transaction.conn(), c => {
                let mut update = sqlx::QueryBuilder::new(
                    "UPDATE oauth_device_code SET last_poll_us = polls.column2 FROM (",
                );
                update.push_values(chunk, |mut row, (device_sha256, at)| {
                    row.push_bind(device_sha256.to_vec()).push_bind(at.0);
                });
                update.push(") AS polls WHERE device_sha256 = polls.column1");
                update.build().execute(c).await.map(|_| ())
            })?;
        }
        transaction.commit().await
    }
}

#[derive(sqlx::FromRow)]
struct ConsumedRow {
    organisation_id: i64,
    user_id: Vec<u8>,
    grant_name: String,
    scope: String,
    audiences: String,
    requester_ip: String,
    user_agent: String,
}

async fn count_waiting(
    transaction: &mut Transaction,
    new: &NewDeviceCode,
) -> Result<(i64, i64), StoreError> {
    let counts = on_both!(&mut transaction.conn(), c => {
        sqlx::query_as(
            "SELECT COUNT(*) FILTER (WHERE requester_ip = $1), COUNT(*)
             FROM oauth_device_code WHERE expires_us > $2 AND state = 'pending'",
        )
        .bind(&new.requester_ip)
        .bind(new.created.0)
        .fetch_one(c)
        .await
    })?;
    Ok(counts)
}

/// `false` when the user code is taken.
async fn insert_device_code(
    transaction: &mut Transaction,
    new: &NewDeviceCode,
) -> Result<bool, StoreError> {
    let inserted = on_both!(&mut transaction.conn(), c => {
        sqlx::query(
            "INSERT INTO oauth_device_code (device_sha256, user_code_hmac, client_id, scope,
               audiences, state, created_us, expires_us, requester_ip, user_agent)
             VALUES ($1, $2, $3, $4, $5, 'pending', $6, $7, $8, $9)
             ON CONFLICT (user_code_hmac) DO NOTHING",
        )
        .bind(new.device_sha256.to_vec())
        .bind(new.user_code_hmac.to_vec())
        .bind(&new.client_id)
        .bind(&new.scope)
        .bind(&new.audiences)
        .bind(new.created.0)
        .bind(new.expires.0)
        .bind(&new.requester_ip)
        .bind(&new.user_agent)
        .execute(c)
        .await
        .map(|done| done.rows_affected())
    })?;
    Ok(inserted > 0)
}
