//! Passkeys of people (WebAuthn): public keys with a counter, as the caller writes them in JSON.

use uuid::Uuid;

use crate::db::on_both;
use crate::ids::uuid_of;
use crate::{Store, StoreError, UnixMicros};

/// A key that somebody may sign in with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserPasskey {
    pub credential_id: Vec<u8>,
    pub user: Uuid,
    /// Given by its owner.
    pub name: String,
    /// Public key and counter.
    pub passkey: String,
    pub created: UnixMicros,
    pub last_used: Option<UnixMicros>,
}

#[derive(sqlx::FromRow)]
struct PasskeyRow {
    credential_id: Vec<u8>,
    user_id: Vec<u8>,
    name: String,
    passkey: String,
    created_us: i64,
    last_used_us: Option<i64>,
}

impl From<PasskeyRow> for UserPasskey {
    fn from(row: PasskeyRow) -> Self {
        Self {
            credential_id: row.credential_id,
            user: uuid_of(&row.user_id),
            name: row.name,
            passkey: row.passkey,
            created: UnixMicros(row.created_us),
            last_used: row.last_used_us.map(UnixMicros),
        }
    }
}

impl Store {
    /// `false` when the credential is known already, to whomever it belongs.
    pub async fn add_passkey(&self, new: &UserPasskey) -> Result<bool, StoreError> {
        let mut transaction = self.begin().await?;
        let added = on_both!(&mut transaction.conn(), c => {
            sqlx::query(
                "INSERT INTO user_passkey (credential_id, user_id, name, passkey, created_us)
                 VALUES ($1, $2, $3, $4, $5) ON CONFLICT (credential_id) DO NOTHING",
            )
            .bind(&new.credential_id)
            .bind(new.user.as_bytes().to_vec())
            .bind(&new.name)
            .bind(&new.passkey)
            .bind(new.created.0)
            .execute(c)
            .await
            .map(|done| done.rows_affected())
        })?;
        transaction.commit().await?;
        Ok(added > 0)
    }

    pub async fn find_passkey(
        &self,
        credential_id: &[u8],
    ) -> Result<Option<UserPasskey>, StoreError> {
        let mut reader = self.reader().await?;
        let row: Option<PasskeyRow> = on_both!(&mut reader.conn(), c => {
            sqlx::query_as(
                "SELECT credential_id, user_id, name, passkey, created_us, last_used_us
                 FROM user_passkey WHERE credential_id = $1",
            )
            .bind(credential_id)
            .fetch_optional(c)
            .await
        })?;
        Ok(row.map(UserPasskey::from))
    }

    /// The keys of a person, the oldest first.
    pub async fn list_passkeys(&self, user: Uuid) -> Result<Vec<UserPasskey>, StoreError> {
        let mut reader = self.reader().await?;
        let rows: Vec<PasskeyRow> = on_both!(&mut reader.conn(), c => {
            sqlx::query_as(
                "SELECT credential_id, user_id, name, passkey, created_us, last_used_us
                 FROM user_passkey WHERE user_id = $1 ORDER BY created_us, credential_id",
            )
            .bind(user.as_bytes().to_vec())
            .fetch_all(c)
            .await
        })?;
        Ok(rows.into_iter().map(UserPasskey::from).collect())
    }

    /// Stores the counter after a use; `false` when somebody else has used the key since `found` was
    /// read, so of two copies with one counter only the first is let in.
    pub async fn note_passkey_use(
        &self,
        found: &UserPasskey,
        passkey: &str,
        now: UnixMicros,
    ) -> Result<bool, StoreError> {
        let mut transaction = self.begin().await?;
        let noted = on_both!(&mut transaction.conn(), c => {
            sqlx::query(
                "UPDATE user_passkey SET passkey = $1, last_used_us = $2
                 WHERE credential_id = $3 AND passkey = $4",
            )
            .bind(passkey)
            .bind(now.0)
            .bind(&found.credential_id)
            .bind(&found.passkey)
            .execute(c)
            .await
            .map(|done| done.rows_affected())
        })?;
        transaction.commit().await?;
        Ok(noted > 0)
    }

    /// The name of the removed key; `None` when the person has no such key.
    pub async fn remove_passkey(
        &self,
        user: Uuid,
        credential_id: &[u8],
    ) -> Result<Option<String>, StoreError> {
        let mut transaction = self.begin().await?;
        let name: Option<String> = on_both!(&mut transaction.conn(), c => {
            sqlx::query_scalar(
                "DELETE FROM user_passkey WHERE user_id = $1 AND credential_id = $2 RETURNING name",
            )
            .bind(user.as_bytes().to_vec())
            .bind(credential_id)
            .fetch_optional(c)
            .await
        })?;
        transaction.commit().await?;
        Ok(name)
    }
}
