//! What happened, for ever: rows are added and read, never changed or deleted.

use uuid::Uuid;

use crate::db::{Transaction, on_both};
use crate::ids::uuid_of;
use crate::{OrganisationId, Store, StoreError, UnixMicros};

/// How it ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AuditResult {
    Ok,
    Refused,
}

impl AuditResult {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Refused => "refused",
        }
    }
}

/// One thing that happened. Texts never hold a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEvent {
    /// A UUID version 7, so that the order of ids is the order of time.
    pub id: Uuid,
    /// `None`: it concerns the installation, as a sign-in does.
    pub organisation: Option<OrganisationId>,
    pub at: UnixMicros,
    /// What was done, e.g. `device.approve`.
    pub action: String,
    pub result: AuditResult,
    /// Who did it, e.g. `user:ann@example.org`, `key:4fzzzxjylrx1`, `cli`.
    pub actor: String,
    pub user: Option<Uuid>,
    pub ip: String,
    pub user_agent: String,
    pub client_id: String,
    pub grant: Option<Uuid>,
    /// What it was done to.
    pub subject: String,
    pub detail: String,
}

/// Which events; all that is `None` takes everything.
#[derive(Debug, Clone, Default)]
pub struct AuditFilter {
    /// Exactly this action, or all below it: `device` takes `device.approve`.
    pub action: Option<String>,
    /// A part of actor, subject or detail, without case.
    pub text: Option<String>,
    pub from: Option<UnixMicros>,
    pub to: Option<UnixMicros>,
    /// Older than the event with this id.
    pub before: Option<Uuid>,
}

#[derive(sqlx::FromRow)]
struct AuditRow {
    organisation_id: i64,
    id: Vec<u8>,
    at_us: i64,
    action: String,
    result: String,
    actor: String,
    user_id: Option<Vec<u8>>,
    ip: String,
    user_agent: String,
    client_id: String,
    grant_id: Option<Vec<u8>>,
    subject: String,
    detail: String,
}

impl From<AuditRow> for AuditEvent {
    fn from(row: AuditRow) -> Self {
        Self {
            id: uuid_of(&row.id),
            organisation: (row.organisation_id != 0).then_some(OrganisationId(row.organisation_id)),
            at: UnixMicros(row.at_us),
            action: row.action,
            result: match row.result.as_str() {
                "ok" => AuditResult::Ok,
                _ => AuditResult::Refused,
            },
            actor: row.actor,
            user: row.user_id.as_deref().map(uuid_of),
            ip: row.ip,
            user_agent: row.user_agent,
            client_id: row.client_id,
            grant: row.grant_id.as_deref().map(uuid_of),
            subject: row.subject,
            detail: row.detail,
        }
    }
}

impl Store {
    /// Adds one event in a transaction of its own.
    pub async fn add_audit_event(&self, event: &AuditEvent) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        insert_audit_event(&mut transaction, event).await?;
        transaction.commit().await
    }

    /// The events of an organisation and the sign-ins of its members, newest first.
    pub async fn list_audit_events(
        &self,
        organisation: OrganisationId,
        filter: &AuditFilter,
        limit: u32,
    ) -> Result<Vec<AuditEvent>, StoreError> {
        let text = filter.text.as_ref().map(|text| like_pattern(text));
        let below = filter
            .action
            .as_ref()
            .map(|action| format!("{}%", escape_like(&format!("{action}."))));
        let mut reader = self.reader().await?;
        let rows: Vec<AuditRow> = on_both!(&mut reader.conn(), c => {
            sqlx::query_as(
                "SELECT organisation_id, id, at_us, action, result, actor, user_id, ip, user_agent,
                   client_id, grant_id, subject, detail
                 FROM audit
                 WHERE (organisation_id = $1 OR (organisation_id = 0 AND user_id IN
                     (SELECT user_id FROM member WHERE member.organisation_id = $1)))
                   AND ($2 IS NULL OR action = $2 OR action LIKE $3 ESCAPE '\\')
                   AND ($4 IS NULL OR LOWER(actor) LIKE $4 ESCAPE '\\'
                     OR LOWER(subject) LIKE $4 ESCAPE '\\' OR LOWER(detail) LIKE $4 ESCAPE '\\')
                   AND at_us >= $5 AND at_us < $6 AND ($7 IS NULL OR id < $7)
                 ORDER BY id DESC LIMIT $8",
            )
            .bind(organisation.0)
            .bind(filter.action.as_deref())
            .bind(below.as_deref())
            .bind(text.as_deref())
            .bind(filter.from.map_or(i64::MIN, |from| from.0))
            .bind(filter.to.map_or(i64::MAX, |to| to.0))
            .bind(filter.before.map(|id| id.as_bytes().to_vec()))
            .bind(i64::from(limit))
            .fetch_all(c)
            .await
        })?;
        Ok(rows.into_iter().map(AuditEvent::from).collect())
    }
}

pub(crate) async fn insert_audit_event(
    transaction: &mut Transaction,
    event: &AuditEvent,
) -> Result<(), StoreError> {
    on_both!(&mut transaction.conn(), c => {
        sqlx::query(
            "INSERT INTO audit (organisation_id, id, at_us, action, result, actor, user_id, ip,
               user_agent, client_id, grant_id, subject, detail)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        )
        .bind(event.organisation.map_or(0, |organisation| organisation.0))
        .bind(event.id.as_bytes().to_vec())
        .bind(event.at.0)
        .bind(&event.action)
        .bind(event.result.as_str())
        .bind(&event.actor)
        .bind(event.user.map(|user| user.as_bytes().to_vec()))
        .bind(&event.ip)
        .bind(&event.user_agent)
        .bind(&event.client_id)
        .bind(event.grant.map(|grant| grant.as_bytes().to_vec()))
        .bind(&event.subject)
        .bind(&event.detail)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(())
}

fn like_pattern(text: &str) -> String {
    format!("%{}%", escape_like(&text.to_lowercase()))
}

fn escape_like(text: &str) -> String {
    text.replace('\\', "\\\\")
        .replace('%', "\\%")
        .replace('_', "\\_")
}
