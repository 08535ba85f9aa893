//! Who a person is at an OpenID Connect provider: issuer and subject, never the e-mail address.

use uuid::Uuid;

use crate::db::{Transaction, on_both};
use crate::ids::uuid_of;
use crate::{OrganisationId, Store, StoreError, UnixMicros};

/// A person at a provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserIdentity {
    pub issuer: String,
    pub subject: String,
    pub user: Uuid,
    /// As the provider said it last, for showing.
    pub email: String,
    pub created: UnixMicros,
    pub last_used: Option<UnixMicros>,
}

/// Somebody who comes for the first time.
#[derive(Debug, Clone)]
pub struct NewIdentityUser<'a> {
    pub identity: &'a UserIdentity,
    pub name: &'a str,
    /// Becomes a Member of it.
    pub organisation: OrganisationId,
}

#[derive(sqlx::FromRow)]
struct IdentityRow {
    issuer: String,
    subject: String,
    user_id: Vec<u8>,
    email: String,
    created_us: i64,
    last_used_us: Option<i64>,
}

impl From<IdentityRow> for UserIdentity {
    fn from(row: IdentityRow) -> Self {
        Self {
            issuer: row.issuer,
            subject: row.subject,
            user: uuid_of(&row.user_id),
            email: row.email,
            created: UnixMicros(row.created_us),
            last_used: row.last_used_us.map(UnixMicros),
        }
    }
}

impl Store {
    pub async fn find_identity(
        &self,
        issuer: &str,
        subject: &str,
    ) -> Result<Option<UserIdentity>, StoreError> {
        let mut reader = self.reader().await?;
        let row: Option<IdentityRow> = on_both!(&mut reader.conn(), c => {
            sqlx::query_as(
                "SELECT issuer, subject, user_id, email, created_us, last_used_us
                 FROM user_identity WHERE issuer = $1 AND subject = $2",
            )
            .bind(issuer)
            .bind(subject)
            .fetch_optional(c)
            .await
        })?;
        Ok(row.map(UserIdentity::from))
    }

    /// The identities of a person, by issuer.
    pub async fn list_identities(&self, user: Uuid) -> Result<Vec<UserIdentity>, StoreError> {
        let mut reader = self.reader().await?;
        let rows: Vec<IdentityRow> = on_both!(&mut reader.conn(), c => {
            sqlx::query_as(
                "SELECT issuer, subject, user_id, email, created_us, last_used_us
                 FROM user_identity WHERE user_id = $1 ORDER BY issuer, subject",
            )
            .bind(user.as_bytes().to_vec())
            .fetch_all(c)
            .await
        })?;
        Ok(rows.into_iter().map(UserIdentity::from).collect())
    }

    /// Gives an identity to a person who exists; `false` when it is somebody's already.
    pub async fn link_identity(&self, new: &UserIdentity) -> Result<bool, StoreError> {
        let mut transaction = self.begin().await?;
        let linked = insert_identity(&mut transaction, new).await?;
        transaction.commit().await?;
        Ok(linked)
    }

    /// A new person with this identity alone, without a password. Errors: `Exists` when the address
    /// or the identity is taken.
    pub async fn add_user_with_identity(
        &self,
        new: &NewIdentityUser<'_>,
    ) -> Result<(), StoreError> {
        let identity = new.identity;
        let mut transaction = self.begin().await?;
        let added = on_both!(&mut transaction.conn(), c => {
            sqlx::query(
                "INSERT INTO user_account (id, email, name, created_us) VALUES ($1, $2, $3, $4)
                 ON CONFLICT (email) DO NOTHING",
            )
            .bind(identity.user.as_bytes().to_vec())
            .bind(&identity.email)
            .bind(new.name)
            .bind(identity.created.0)
            .execute(c)
            .await
            .map(|done| done.rows_affected())
        })?;
        if added == 0 || !insert_identity(&mut transaction, identity).await? {
            return Err(StoreError::Exists(format!(
                "a person with {}",
                identity.email
            )));
        }
        on_both!(&mut transaction.conn(), c => {
            sqlx::query(
                "INSERT INTO member (organisation_id, user_id, role, created_us)
                 VALUES ($1, $2, 'member', $3)",
            )
            .bind(new.organisation.0)
            .bind(identity.user.as_bytes().to_vec())
            .bind(identity.created.0)
            .execute(c)
            .await
            .map(|_| ())
        })?;
        transaction.commit().await
    }

    /// Notes a sign-in and the address of the day.
    pub async fn note_identity_use(
        &self,
        issuer: &str,
        subject: &str,
        email: &str,
        now: UnixMicros,
    ) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        on_both!(&mut transaction.conn(), c => {
            sqlx::query(
                "UPDATE user_identity SET last_used_us = $1, email = $2
                 WHERE issuer = $3 AND subject = $4",
            )
            .bind(now.0)
            .bind(email)
            .bind(issuer)
            .bind(subject)
            .execute(c)
            .await
            .map(|_| ())
        })?;
        transaction.commit().await
    }

    /// `false` when the person has no identity there.
    pub async fn unlink_identities(&self, user: Uuid, issuer: &str) -> Result<bool, StoreError> {
        let mut transaction = self.begin().await?;
        let removed = on_both!(&mut transaction.conn(), c => {
            sqlx::query("DELETE FROM user_identity WHERE user_id = $1 AND issuer = $2")
                .bind(user.as_bytes().to_vec())
                .bind(issuer)
                .execute(c)
                .await
                .map(|done| done.rows_affected())
        })?;
        transaction.commit().await?;
        Ok(removed > 0)
    }
}

async fn insert_identity(
    transaction: &mut Transaction,
    new: &UserIdentity,
) -> Result<bool, StoreError> {
    let added = on_both!(&mut transaction.conn(), c => {
        sqlx::query(
            "INSERT INTO user_identity (issuer, subject, user_id, email, created_us)
             VALUES ($1, $2, $3, $4, $5) ON CONFLICT (issuer, subject) DO NOTHING",
        )
        .bind(&new.issuer)
        .bind(&new.subject)
        .bind(new.user.as_bytes().to_vec())
        .bind(&new.email)
        .bind(new.created.0)
        .execute(c)
        .await
        .map(|done| done.rows_affected())
    })?;
    Ok(added > 0)
}
