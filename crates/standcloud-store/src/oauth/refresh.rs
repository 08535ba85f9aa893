//! Refreshing: one transaction that locks the grant first, so that of several processes that present
//! one token at once each sees what the one before it did.

use uuid::Uuid;

use super::refresh_decision::{OVERLAP_US, PresentedToken, RefreshDecision, decide_refresh};
use super::tokens::{NewTokens, insert_access_token, insert_refresh_token};
use crate::db::{Transaction, on_both};
use crate::ids::uuid_of;
use crate::{OrganisationId, Store, StoreError, UnixMicros};

/// A refresh token and what was granted with it, which never changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefreshToken {
    pub grant: Uuid,
    pub organisation: OrganisationId,
    pub user: Option<Uuid>,
    pub client_id: String,
    /// How the grant is called.
    pub name: String,
    pub scope: String,
    pub audiences: String,
    pub absolute_expiry: UnixMicros,
    /// It and its grant have not been ended. Their times are another question.
    pub is_valid: bool,
}

/// What is given out if the presented token is good.
#[derive(Debug, Clone)]
pub struct RefreshIssue {
    pub tokens: NewTokens,
    pub refresh_sha256: [u8; 32],
    /// How long the grant lives if it is not used again.
    pub idle_expiry: UnixMicros,
    /// Where the request came from.
    pub ip: String,
}

/// How a refresh ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefreshOutcome {
    /// The first use of the token.
    Rotated,
    /// Within the overlap: other pairs of the same token live on.
    Sibling,
    /// The pair that nobody had used was replaced.
    LostAnswerReplaced,
    /// Presented too often within the overlap; nothing has changed.
    Exhausted,
    /// A copy was used: the family has ended now.
    FamilyEnded,
    /// The token is unknown, or its grant, person or membership had ended before.
    Refused,
}

#[derive(sqlx::FromRow)]
struct RefreshRow {
    grant_id: Vec<u8>,
    organisation_id: i64,
    user_id: Option<Vec<u8>>,
    client_id: String,
    name: String,
    scope: String,
    audiences: String,
    absolute_expiry_us: i64,
    token_revoked_us: Option<i64>,
    grant_revoked_us: Option<i64>,
}

impl From<RefreshRow> for RefreshToken {
    fn from(row: RefreshRow) -> Self {
        Self {
            grant: uuid_of(&row.grant_id),
            organisation: OrganisationId(row.organisation_id),
            user: row.user_id.as_deref().map(uuid_of),
            client_id: row.client_id,
            name: row.name,
            scope: row.scope,
            audiences: row.audiences,
            absolute_expiry: UnixMicros(row.absolute_expiry_us),
            is_valid: row.token_revoked_us.is_none() && row.grant_revoked_us.is_none(),
        }
    }
}

impl Store {
    /// The refresh token and its grant, whatever their state.
    pub async fn lookup_refresh_token(
        &self,
        refresh_sha256: [u8; 32],
    ) -> Result<Option<RefreshToken>, StoreError> {
        let mut reader = self.reader().await?;
        let row: Option<RefreshRow> = on_both!(&mut reader.conn(), c => {
            sqlx::query_as(
                "SELECT r.grant_id, g.organisation_id, g.user_id, g.client_id, g.name, g.scope,
                   g.audiences, g.absolute_expiry_us, r.revoked_us AS token_revoked_us,
                   g.revoked_us AS grant_revoked_us
                 FROM oauth_refresh_token r JOIN oauth_grant g ON g.id = r.grant_id
                 WHERE r.refresh_sha256 = $1",
            )
            .bind(refresh_sha256.to_vec())
            .fetch_optional(c)
            .await
        })?;
        Ok(row.map(RefreshToken::from))
    }

    /// Presents a refresh token of a grant and gives out `issue` if it is good.
    pub async fn refresh(
        &self,
        grant: Uuid,
        presented_sha256: [u8; 32],
        issue: &RefreshIssue,
    ) -> Result<RefreshOutcome, StoreError> {
        let now = issue.tokens.created;
        let mut transaction = self.begin().await?;
        if !lock_live_grant(&mut transaction, grant, now).await? {
            return Ok(RefreshOutcome::Refused);
        }
        let Some(token) = read_presented(&mut transaction, grant, presented_sha256).await? else {
            return Ok(RefreshOutcome::Refused);
        };
        let outcome = match decide_refresh(&token, now) {
            RefreshDecision::RefuseExhausted => return Ok(RefreshOutcome::Exhausted),
            RefreshDecision::EndFamily => {
                end_family(&mut transaction, grant, now).await?;
                transaction.commit().await?;
                return Ok(RefreshOutcome::FamilyEnded);
            }
            RefreshDecision::Rotate => {
                revoke_strays(&mut transaction, grant, presented_sha256, now).await?;
                mark_rotated(&mut transaction, presented_sha256, now).await?;
                RefreshOutcome::Rotated
            }
            RefreshDecision::AddSibling => {
                count_reuse(&mut transaction, presented_sha256).await?;
                RefreshOutcome::Sibling
            }
            RefreshDecision::ReplaceLost => {
                revoke_successors(&mut transaction, presented_sha256, now).await?;
                // The overlap begins anew: two processes may find the answer lost at once.
                mark_rotated(&mut transaction, presented_sha256, now).await?;
                RefreshOutcome::LostAnswerReplaced
            }
        };
        let parent = Some(presented_sha256);
        insert_refresh_token(&mut transaction, grant, issue.refresh_sha256, parent, now).await?;
        insert_access_token(&mut transaction, grant, &issue.tokens).await?;
        prolong(&mut transaction, grant, issue).await?;
        transaction.commit().await?;
        Ok(outcome)
    }

    /// Ends a grant on account of one of its secrets that came back: a code or a token that was used
    /// before. `false` when it had ended before.
    pub async fn end_grant_family(
        &self,
        grant: Uuid,
        reason: &str,
        now: UnixMicros,
    ) -> Result<bool, StoreError> {
        let mut transaction = self.begin().await?;
        let ended = end_grant(&mut transaction, grant, reason, now).await?;
        transaction.commit().await?;
        Ok(ended)
    }
}

/// Whether the grant, its person and their membership still hold; nobody else refreshes until the
/// transaction ends.
async fn lock_live_grant(
    transaction: &mut Transaction,
    grant: Uuid,
    now: UnixMicros,
) -> Result<bool, StoreError> {
    let locked = on_both!(&mut transaction.conn(), c => {
        sqlx::query(
            "UPDATE oauth_grant SET idle_expiry_us = idle_expiry_us
             WHERE id = $1 AND revoked_us IS NULL AND idle_expiry_us > $2
               AND absolute_expiry_us > $2
               AND (user_id IS NULL OR EXISTS (
                 SELECT 1 FROM member m JOIN user_account u ON u.id = m.user_id
                 WHERE m.organisation_id = oauth_grant.organisation_id
                   AND m.user_id = oauth_grant.user_id AND u.disabled_us IS NULL))",
        )
        .bind(grant.as_bytes().to_vec())
        .bind(now.0)
        .execute(c)
        .await
        .map(|done| done.rows_affected())
    })?;
    Ok(locked > 0)
}

#[derive(sqlx::FromRow)]
struct PresentedRow {
    rotated_us: Option<i64>,
    reuses: i64,
    revoked_us: Option<i64>,
    used_successors: i64,
}

async fn read_presented(
    transaction: &mut Transaction,
    grant: Uuid,
    sha256: [u8; 32],
) -> Result<Option<PresentedToken>, StoreError> {
    let row: Option<PresentedRow> = on_both!(&mut transaction.conn(), c => {
        sqlx::query_as(
            "SELECT rotated_us, reuses, revoked_us,
               (SELECT COUNT(*) FROM oauth_refresh_token s
                WHERE s.parent_sha256 = $1 AND (s.rotated_us IS NOT NULL OR EXISTS (
                  SELECT 1 FROM oauth_access_token a
                  WHERE a.refresh_sha256 = s.refresh_sha256 AND a.first_used_us IS NOT NULL)))
                 AS used_successors
             FROM oauth_refresh_token WHERE refresh_sha256 = $1 AND grant_id = $2",
        )
        .bind(sha256.to_vec())
        .bind(grant.as_bytes().to_vec())
        .fetch_optional(c)
        .await
    })?;
    Ok(row.map(|row| PresentedToken {
        rotated: row.rotated_us.map(UnixMicros),
        reuses: row.reuses,
        is_revoked: row.revoked_us.is_some(),
        is_successor_used: row.used_successors > 0,
    }))
}

async fn mark_rotated(
    transaction: &mut Transaction,
    sha256: [u8; 32],
    now: UnixMicros,
) -> Result<(), StoreError> {
    on_both!(&mut transaction.conn(), c => {
        sqlx::query(
            "UPDATE oauth_refresh_token SET rotated_us = $1, reuses = 0 WHERE refresh_sha256 = $2",
        )
        .bind(now.0)
        .bind(sha256.to_vec())
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(())
}

async fn count_reuse(transaction: &mut Transaction, sha256: [u8; 32]) -> Result<(), StoreError> {
    on_both!(&mut transaction.conn(), c => {
        sqlx::query("UPDATE oauth_refresh_token SET reuses = reuses + 1 WHERE refresh_sha256 = $1")
            .bind(sha256.to_vec())
            .execute(c)
            .await
            .map(|_| ())
    })?;
    Ok(())
}

/// What came of a race and was never used: siblings once the overlap of their parent is over, and
/// whatever else of the family nobody took up in that time. The one that is used is the one that the
/// stand has kept.
async fn revoke_strays(
    transaction: &mut Transaction,
    grant: Uuid,
    used_sha256: [u8; 32],
    now: UnixMicros,
) -> Result<(), StoreError> {
    on_both!(&mut transaction.conn(), c => {
        sqlx::query(
            "UPDATE oauth_refresh_token SET revoked_us = $1
             WHERE grant_id = $2 AND refresh_sha256 <> $3 AND rotated_us IS NULL
               AND revoked_us IS NULL
               AND (created_us <= $4 OR parent_sha256 IN (
                 SELECT p.refresh_sha256 FROM oauth_refresh_token p
                 WHERE p.grant_id = $2 AND p.rotated_us < $4))",
        )
        .bind(now.0)
        .bind(grant.as_bytes().to_vec())
        .bind(used_sha256.to_vec())
        .bind(now.0 - OVERLAP_US)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    revoke_orphaned_access_tokens(transaction, grant, now).await
}

async fn revoke_successors(
    transaction: &mut Transaction,
    parent_sha256: [u8; 32],
    now: UnixMicros,
) -> Result<(), StoreError> {
    on_both!(&mut transaction.conn(), c => {
        sqlx::query(
            "UPDATE oauth_refresh_token SET revoked_us = $1
             WHERE parent_sha256 = $2 AND revoked_us IS NULL",
        )
        .bind(now.0)
        .bind(parent_sha256.to_vec())
        .execute(c)
        .await
        .map(|_| ())
    })?;
    on_both!(&mut transaction.conn(), c => {
        sqlx::query(
            "UPDATE oauth_access_token SET revoked_us = $1
             WHERE revoked_us IS NULL AND refresh_sha256 IN (
               SELECT refresh_sha256 FROM oauth_refresh_token WHERE parent_sha256 = $2)",
        )
        .bind(now.0)
        .bind(parent_sha256.to_vec())
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(())
}

/// An access token that was used stays good although its refresh token was not kept: HardPy writes
/// the two one after the other, so those of two siblings may end up together.
async fn revoke_orphaned_access_tokens(
    transaction: &mut Transaction,
    grant: Uuid,
    now: UnixMicros,
) -> Result<(), StoreError> {
    on_both!(&mut transaction.conn(), c => {
        sqlx::query(
            "UPDATE oauth_access_token SET revoked_us = $1
             WHERE grant_id = $2 AND revoked_us IS NULL AND first_used_us IS NULL
               AND refresh_sha256 IN (SELECT refresh_sha256 FROM oauth_refresh_token
                 WHERE grant_id = $2 AND revoked_us IS NOT NULL)",
        )
        .bind(now.0)
        .bind(grant.as_bytes().to_vec())
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(())
}

async fn prolong(
    transaction: &mut Transaction,
    grant: Uuid,
    issue: &RefreshIssue,
) -> Result<(), StoreError> {
    on_both!(&mut transaction.conn(), c => {
        sqlx::query(
            "UPDATE oauth_grant SET last_used_us = $1, last_used_ip = $2, idle_expiry_us = $3
             WHERE id = $4",
        )
        .bind(issue.tokens.created.0)
        .bind(&issue.ip)
        .bind(issue.idle_expiry.0)
        .bind(grant.as_bytes().to_vec())
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(())
}

async fn end_family(
    transaction: &mut Transaction,
    grant: Uuid,
    now: UnixMicros,
) -> Result<(), StoreError> {
    end_grant(transaction, grant, "refresh token reused", now)
        .await
        .map(|_| ())
}

async fn end_grant(
    transaction: &mut Transaction,
    grant: Uuid,
    reason: &str,
    now: UnixMicros,
) -> Result<bool, StoreError> {
    let changed = on_both!(&mut transaction.conn(), c => {
        sqlx::query(
            "UPDATE oauth_grant SET revoked_us = $1, revoked_reason = $2
             WHERE id = $3 AND revoked_us IS NULL",
        )
        .bind(now.0)
        .bind(reason)
        .bind(grant.as_bytes().to_vec())
        .execute(c)
        .await
        .map(|done| done.rows_affected())
    })?;
    Ok(changed > 0)
}
