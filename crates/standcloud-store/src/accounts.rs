//! What happens to an account as a whole: a new password, disabling, and what a person holds.

use uuid::Uuid;

use crate::db::on_both;
use crate::links::revoke_all_grants;
use crate::members::delete_sessions;
use crate::users::update_password;
use crate::{OrganisationId, Store, StoreError, UnixMicros};

/// What a person has let into an organisation, by name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Holdings {
    /// Connected stands and programs that work.
    pub grants: Vec<String>,
    /// API keys that the person made and that work.
    pub keys: Vec<String>,
}

/// A password that is changed by somebody who is signed in, or by the operator.
#[derive(Debug, Clone, Copy)]
pub struct PasswordChange<'a> {
    pub user: Uuid,
    pub password_hash: &'a str,
    /// The session that goes on; all others end.
    pub kept_session: Option<Uuid>,
    /// Whether the stands and programs that the person has let in are signed out too.
    pub revoke_grants: bool,
    pub now: UnixMicros,
}

impl Store {
    pub async fn change_password(&self, change: &PasswordChange<'_>) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        update_password(&mut transaction, change.user, change.password_hash).await?;
        on_both!(&mut transaction.conn(), c => {
            sqlx::query("DELETE FROM session WHERE user_id = $1 AND public_id <> $2")
                .bind(change.user.as_bytes().to_vec())
                .bind(change.kept_session.unwrap_or_default().as_bytes().to_vec())
                .execute(c)
                .await
                .map(|_| ())
        })?;
        on_both!(&mut transaction.conn(), c => {
            sqlx::query(
                "DELETE FROM one_time_link
                 WHERE user_id = $1 AND purpose = 'reset' AND used_us IS NULL",
            )
            .bind(change.user.as_bytes().to_vec())
            .execute(c)
            .await
            .map(|_| ())
        })?;
        if change.revoke_grants {
            revoke_all_grants(
                &mut transaction,
                change.user,
                "password changed",
                change.now,
            )
            .await?;
        }
        transaction.commit().await
    }

    /// Keeps somebody out, with all that they have let in. `false` when they were out already.
    pub async fn disable_user(&self, user: Uuid, now: UnixMicros) -> Result<bool, StoreError> {
        let mut transaction = self.begin().await?;
        let changed = on_both!(&mut transaction.conn(), c => {
            sqlx::query(
                "UPDATE user_account SET disabled_us = $1 WHERE id = $2 AND disabled_us IS NULL",
            )
            .bind(now.0)
            .bind(user.as_bytes().to_vec())
            .execute(c)
            .await
            .map(|done| done.rows_affected())
        })?;
        delete_sessions(&mut transaction, user).await?;
        revoke_all_grants(&mut transaction, user, "person disabled", now).await?;
        transaction.commit().await?;
        Ok(changed > 0)
    }

    /// Lets somebody in again; stands must sign in afresh. `false` when they were not out.
    pub async fn enable_user(&self, user: Uuid) -> Result<bool, StoreError> {
        let mut transaction = self.begin().await?;
        let changed = on_both!(&mut transaction.conn(), c => {
            sqlx::query(
                "UPDATE user_account SET disabled_us = NULL
                 WHERE id = $1 AND disabled_us IS NOT NULL",
            )
            .bind(user.as_bytes().to_vec())
            .execute(c)
            .await
            .map(|done| done.rows_affected())
        })?;
        transaction.commit().await?;
        Ok(changed > 0)
    }

    /// Ends what stands and programs hold in a person's name in all organisations.
    pub async fn revoke_grants_of_user(
        &self,
        user: Uuid,
        reason: &str,
        now: UnixMicros,
    ) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        revoke_all_grants(&mut transaction, user, reason, now).await?;
        transaction.commit().await
    }

    /// What would end if the person left the organisation, by name.
    pub async fn holdings(
        &self,
        organisation: OrganisationId,
        user: Uuid,
        now: UnixMicros,
    ) -> Result<Holdings, StoreError> {
        let mut reader = self.reader().await?;
        let grants: Vec<String> = on_both!(&mut reader.conn(), c => {
            sqlx::query_scalar(
                "SELECT name FROM oauth_grant
                 WHERE organisation_id = $1 AND user_id = $2 AND revoked_us IS NULL
                   AND absolute_expiry_us > $3 AND idle_expiry_us > $3
                 ORDER BY name",
            )
            .bind(organisation.0)
            .bind(user.as_bytes().to_vec())
            .bind(now.0)
            .fetch_all(c)
            .await
        })?;
        let keys: Vec<String> = on_both!(&mut reader.conn(), c => {
            sqlx::query_scalar(
                "SELECT name FROM api_key
                 WHERE organisation_id = $1 AND owner_user_id = $2 AND revoked_us IS NULL
                   AND (expires_us IS NULL OR expires_us > $3)
                 ORDER BY name",
            )
            .bind(organisation.0)
            .bind(user.as_bytes().to_vec())
            .bind(now.0)
            .fetch_all(c)
            .await
        })?;
        Ok(Holdings { grants, keys })
    }
}
