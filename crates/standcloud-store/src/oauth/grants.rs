//! What somebody has allowed a program: a connected stand, an application. The family of its tokens.

use uuid::Uuid;

use crate::db::{Transaction, on_both};
use crate::ids::uuid_of;
use crate::{OrganisationId, Store, StoreError, UnixMicros};

/// The way in which a grant came to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GrantKind {
    Device,
    Code,
    ClientCredentials,
}

impl GrantKind {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Device => "device",
            Self::Code => "code",
            Self::ClientCredentials => "client_credentials",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        [Self::Device, Self::Code, Self::ClientCredentials]
            .into_iter()
            .find(|kind| kind.as_str() == text)
    }
}

/// A grant that is about to exist.
#[derive(Debug, Clone)]
pub struct NewGrant {
    pub id: Uuid,
    pub organisation: OrganisationId,
    /// `None` for client credentials.
    pub user: Option<Uuid>,
    pub client_id: String,
    pub kind: GrantKind,
    pub name: String,
    /// Space-separated.
    pub scope: String,
    /// Space-separated.
    pub audiences: String,
    pub created: UnixMicros,
    pub created_ip: String,
    pub user_agent: String,
    pub absolute_expiry: UnixMicros,
    pub idle_expiry: UnixMicros,
}

/// A stored grant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    pub id: Uuid,
    pub organisation: OrganisationId,
    pub user: Option<Uuid>,
    /// The address of that person, for lists.
    pub user_email: Option<String>,
    pub client_id: String,
    pub kind: GrantKind,
    pub name: String,
    pub scope: String,
    pub audiences: String,
    pub created: UnixMicros,
    pub created_ip: String,
    pub user_agent: String,
    pub absolute_expiry: UnixMicros,
    pub idle_expiry: UnixMicros,
    pub last_used: Option<UnixMicros>,
    pub last_used_ip: Option<String>,
    pub revoked: Option<UnixMicros>,
    pub revoked_reason: Option<String>,
}

impl Grant {
    /// Whether it may still be used, as far as the grant itself says.
    pub fn is_alive(&self, now: UnixMicros) -> bool {
        self.revoked.is_none() && self.idle_expiry > now && self.absolute_expiry > now
    }
}

#[derive(sqlx::FromRow)]
struct GrantRow {
    id: Vec<u8>,
    organisation_id: i64,
    user_id: Option<Vec<u8>>,
    email: Option<String>,
    client_id: String,
    kind: String,
    name: String,
    scope: String,
    audiences: String,
    created_us: i64,
    created_ip: String,
    user_agent: String,
    absolute_expiry_us: i64,
    idle_expiry_us: i64,
    last_used_us: Option<i64>,
    last_used_ip: Option<String>,
    revoked_us: Option<i64>,
    revoked_reason: Option<String>,
}

impl TryFrom<GrantRow> for Grant {
    type Error = StoreError;

    fn try_from(row: GrantRow) -> Result<Self, StoreError> {
        let id = uuid_of(&row.id);
        let kind = GrantKind::parse(&row.kind).ok_or_else(|| StoreError::Corrupt {
            table: "oauth_grant",
            column: "kind",
            key: id.to_string(),
        })?;
        Ok(Self {
            id,
            organisation: OrganisationId(row.organisation_id),
            user: row.user_id.as_deref().map(uuid_of),
            user_email: row.email,
            client_id: row.client_id,
            kind,
            name: row.name,
            scope: row.scope,
            audiences: row.audiences,
            created: UnixMicros(row.created_us),
            created_ip: row.created_ip,
            user_agent: row.user_agent,
            absolute_expiry: UnixMicros(row.absolute_expiry_us),
            idle_expiry: UnixMicros(row.idle_expiry_us),
            last_used: row.last_used_us.map(UnixMicros),
            last_used_ip: row.last_used_ip,
            revoked: row.revoked_us.map(UnixMicros),
            revoked_reason: row.revoked_reason,
        })
    }
}

impl Store {
    pub async fn lookup_grant(&self, id: Uuid) -> Result<Option<Grant>, StoreError> {
        let mut reader = self.reader().await?;
        let row: Option<GrantRow> = on_both!(&mut reader.conn(), c => {
            sqlx::query_as(
                "SELECT g.id, g.organisation_id, g.user_id, u.email, g.client_id, g.kind, g.name,
                   g.scope, g.audiences, g.created_us, g.created_ip, g.user_agent,
                   g.absolute_expiry_us, g.idle_expiry_us, g.last_used_us, g.last_used_ip,
                   g.revoked_us, g.revoked_reason
                 FROM oauth_grant g LEFT JOIN user_account u ON u.id = g.user_id
                 WHERE g.id = $1",
            )
            .bind(id.as_bytes().to_vec())
            .fetch_optional(c)
            .await
        })?;
        row.map(Grant::try_from).transpose()
    }

    /// The grants of an organisation, newest first, ended ones included.
    pub async fn list_grants(
        &self,
        organisation: OrganisationId,
        limit: u32,
    ) -> Result<Vec<Grant>, StoreError> {
        let mut reader = self.reader().await?;
        let rows: Vec<GrantRow> = on_both!(&mut reader.conn(), c => {
            sqlx::query_as(
                "SELECT g.id, g.organisation_id, g.user_id, u.email, g.client_id, g.kind, g.name,
                   g.scope, g.audiences, g.created_us, g.created_ip, g.user_agent,
                   g.absolute_expiry_us, g.idle_expiry_us, g.last_used_us, g.last_used_ip,
                   g.revoked_us, g.revoked_reason
                 FROM oauth_grant g LEFT JOIN user_account u ON u.id = g.user_id
                 WHERE g.organisation_id = $1 ORDER BY g.created_us DESC, g.id DESC LIMIT $2",
            )
            .bind(organisation.0)
            .bind(i64::from(limit))
            .fetch_all(c)
            .await
        })?;
        rows.into_iter().map(Grant::try_from).collect()
    }

    /// `false` when it is not there.
    pub async fn rename_grant(
        &self,
        organisation: OrganisationId,
        id: Uuid,
        name: &str,
    ) -> Result<bool, StoreError> {
        let mut transaction = self.begin().await?;
        let changed = on_both!(&mut transaction.conn(), c => {
            sqlx::query("UPDATE oauth_grant SET name = $1 WHERE organisation_id = $2 AND id = $3")
                .bind(name)
                .bind(organisation.0)
                .bind(id.as_bytes().to_vec())
                .execute(c)
                .await
                .map(|done| done.rows_affected())
        })?;
        transaction.commit().await?;
        Ok(changed > 0)
    }

    /// Ends a grant with all its tokens. `false` when it is not there or ended before.
    pub async fn revoke_grant(
        &self,
        organisation: OrganisationId,
        id: Uuid,
        reason: &str,
        now: UnixMicros,
    ) -> Result<bool, StoreError> {
        let mut transaction = self.begin().await?;
        let changed = on_both!(&mut transaction.conn(), c => {
            sqlx::query(
                "UPDATE oauth_grant SET revoked_us = $1, revoked_reason = $2
                 WHERE organisation_id = $3 AND id = $4 AND revoked_us IS NULL",
            )
            .bind(now.0)
            .bind(reason)
            .bind(organisation.0)
            .bind(id.as_bytes().to_vec())
            .execute(c)
            .await
            .map(|done| done.rows_affected())
        })?;
        transaction.commit().await?;
        Ok(changed > 0)
    }

    /// Notes a use, which also lets the grant live until `idle_expiry`; the caller limits how often.
    pub async fn touch_grant(
        &self,
        id: Uuid,
        ip: &str,
        idle_expiry: UnixMicros,
        now: UnixMicros,
    ) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        on_both!(&mut transaction.conn(), c => {
            sqlx::query(
                "UPDATE oauth_grant SET last_used_us = $1, last_used_ip = $2,
                   idle_expiry_us = CASE WHEN idle_expiry_us < $3 THEN $3 ELSE idle_expiry_us END
                 WHERE id = $4 AND revoked_us IS NULL AND idle_expiry_us > $1",
            )
            .bind(now.0)
            .bind(ip)
            .bind(idle_expiry.0)
            .bind(id.as_bytes().to_vec())
            .execute(c)
            .await
            .map(|_| ())
        })?;
        transaction.commit().await
    }
}

pub(crate) async fn insert_grant(
    transaction: &mut Transaction,
    new: &NewGrant,
) -> Result<(), StoreError> {
    on_both!(&mut transaction.conn(), c => {
        sqlx::query(
            "INSERT INTO oauth_grant (id, organisation_id, user_id, client_id, kind, name, scope,
               audiences, created_us, created_ip, user_agent, absolute_expiry_us, idle_expiry_us)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        )
        .bind(new.id.as_bytes().to_vec())
        .bind(new.organisation.0)
        .bind(new.user.map(|user| user.as_bytes().to_vec()))
        .bind(&new.client_id)
        .bind(new.kind.as_str())
        .bind(&new.name)
        .bind(&new.scope)
        .bind(&new.audiences)
        .bind(new.created.0)
        .bind(&new.created_ip)
        .bind(&new.user_agent)
        .bind(new.absolute_expiry.0)
        .bind(new.idle_expiry.0)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(())
}
