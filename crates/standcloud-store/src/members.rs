//! Who belongs to an organisation, and as what.
//!
//! An organisation keeps at least one Admin who can sign in. So that two Admins who demote each other
//! at the same moment do not both succeed, changes of members begin by locking the organisation's row.

use uuid::Uuid;

use crate::db::{Transaction, on_both};
use crate::demo::refuse_demo;
use crate::users::UserRow;
use crate::{OrganisationId, Role, Store, StoreError, UnixMicros, User};

/// A person in an organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    pub user: User,
    pub role: Role,
    pub since: UnixMicros,
    /// Whether a password alone does not let them in.
    pub has_second_factor: bool,
    pub has_passkey: bool,
}

/// What became of a change of a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MemberChange {
    Done,
    /// Refused: nobody else could administer the organisation.
    LastAdmin,
    NotMember,
}

/// A person to be taken out of an organisation.
#[derive(Debug, Clone, Copy)]
pub struct Removal {
    pub organisation: OrganisationId,
    pub user: Uuid,
    /// Whether the API keys that they made end too; else these stay without an owner.
    pub revoke_keys: bool,
    pub now: UnixMicros,
}

#[derive(sqlx::FromRow)]
struct MemberRow {
    #[sqlx(flatten)]
    user: UserRow,
    role: String,
    since_us: i64,
    second_factors: i64,
    passkeys: i64,
}

impl From<MemberRow> for Member {
    fn from(row: MemberRow) -> Self {
        Self {
            user: row.user.into(),
            role: Role::parse(&row.role),
            since: UnixMicros(row.since_us),
            has_second_factor: row.second_factors > 0,
            has_passkey: row.passkeys > 0,
        }
    }
}

impl Store {
    /// The people of an organisation, by address.
    pub async fn list_members(
        &self,
        organisation: OrganisationId,
    ) -> Result<Vec<Member>, StoreError> {
        let mut reader = self.reader().await?;
        let rows: Vec<MemberRow> = on_both!(&mut reader.conn(), c => {
            sqlx::query_as(
                "SELECT id, email, name, password_hash, user_account.created_us, disabled_us,
                   last_sign_in_us, role, member.created_us AS since_us,
                   (SELECT COUNT(*) FROM user_totp WHERE user_totp.user_id = user_account.id
                      AND confirmed_us IS NOT NULL) AS second_factors,
                   (SELECT COUNT(*) FROM user_passkey
                      WHERE user_passkey.user_id = user_account.id) AS passkeys
                 FROM member JOIN user_account ON user_account.id = member.user_id
                 WHERE member.organisation_id = $1 ORDER BY email",
            )
            .bind(organisation.0)
            .fetch_all(c)
            .await
        })?;
        Ok(rows.into_iter().map(Member::from).collect())
    }

    /// Makes a person a member; one who is a member already keeps their role. Returns whether this
    /// changed anything.
    pub async fn add_member(
        &self,
        organisation: OrganisationId,
        user: Uuid,
        role: Role,
        now: UnixMicros,
    ) -> Result<bool, StoreError> {
        let mut transaction = self.begin().await?;
        let is_new = insert_member(&mut transaction, organisation, user, role, now).await?;
        transaction.commit().await?;
        Ok(is_new)
    }

    pub async fn change_role(
        &self,
        organisation: OrganisationId,
        user: Uuid,
        role: Role,
    ) -> Result<MemberChange, StoreError> {
        let mut transaction = self.begin().await?;
        let found = lock_and_find_role(&mut transaction, organisation, user).await?;
        let Some(old) = found else {
            return Ok(MemberChange::NotMember);
        };
        if old == Role::Admin
            && role != Role::Admin
            && !has_other_admin(&mut transaction, organisation, user).await?
        {
            return Ok(MemberChange::LastAdmin);
        }
        on_both!(&mut transaction.conn(), c => {
            sqlx::query("UPDATE member SET role = $1 WHERE organisation_id = $2 AND user_id = $3")
                .bind(role.as_str())
                .bind(organisation.0)
                .bind(user.as_bytes().to_vec())
                .execute(c)
                .await
                .map(|_| ())
        })?;
        transaction.commit().await?;
        Ok(MemberChange::Done)
    }

    /// Takes a person out of an organisation, with all that they had there, and ends their sessions.
    pub async fn remove_member(&self, removal: &Removal) -> Result<MemberChange, StoreError> {
        let (organisation, user) = (removal.organisation, removal.user);
        let mut transaction = self.begin().await?;
        let found = lock_and_find_role(&mut transaction, organisation, user).await?;
        let Some(role) = found else {
            return Ok(MemberChange::NotMember);
        };
        if role == Role::Admin && !has_other_admin(&mut transaction, organisation, user).await? {
            return Ok(MemberChange::LastAdmin);
        }
        on_both!(&mut transaction.conn(), c => {
            sqlx::query("DELETE FROM member WHERE organisation_id = $1 AND user_id = $2")
                .bind(organisation.0)
                .bind(user.as_bytes().to_vec())
                .execute(c)
                .await
                .map(|_| ())
        })?;
        revoke_grants(&mut transaction, removal).await?;
        give_up_keys(&mut transaction, removal).await?;
        delete_sessions(&mut transaction, user).await?;
        transaction.commit().await?;
        Ok(MemberChange::Done)
    }
}

/// Whether the person was no member before.
pub(crate) async fn insert_member(
    transaction: &mut Transaction,
    organisation: OrganisationId,
    user: Uuid,
    role: Role,
    now: UnixMicros,
) -> Result<bool, StoreError> {
    refuse_demo(transaction, organisation).await?;
    let added = on_both!(&mut transaction.conn(), c => {
        sqlx::query(
            "INSERT INTO member (organisation_id, user_id, role, created_us)
             VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
        )
        .bind(organisation.0)
        .bind(user.as_bytes().to_vec())
        .bind(role.as_str())
        .bind(now.0)
        .execute(c)
        .await
        .map(|done| done.rows_affected())
    })?;
    Ok(added > 0)
}

pub(crate) async fn delete_sessions(
    transaction: &mut Transaction,
    user: Uuid,
) -> Result<(), StoreError> {
    on_both!(&mut transaction.conn(), c => {
        sqlx::query("DELETE FROM session WHERE user_id = $1")
            .bind(user.as_bytes().to_vec())
            .execute(c)
            .await
            .map(|_| ())
    })?;
    Ok(())
}

async fn lock_and_find_role(
    transaction: &mut Transaction,
    organisation: OrganisationId,
    user: Uuid,
) -> Result<Option<Role>, StoreError> {
    on_both!(&mut transaction.conn(), c => {
        sqlx::query("UPDATE organisation SET next_change = next_change WHERE id = $1")
            .bind(organisation.0)
            .execute(c)
            .await
            .map(|_| ())
    })?;
    let role: Option<String> = on_both!(&mut transaction.conn(), c => {
        sqlx::query_scalar("SELECT role FROM member WHERE organisation_id = $1 AND user_id = $2")
            .bind(organisation.0)
            .bind(user.as_bytes().to_vec())
            .fetch_optional(c)
            .await
    })?;
    Ok(role.as_deref().map(Role::parse))
}

async fn has_other_admin(
    transaction: &mut Transaction,
    organisation: OrganisationId,
    user: Uuid,
) -> Result<bool, StoreError> {
    let others: i64 = on_both!(&mut transaction.conn(), c => {
        sqlx::query_scalar(
            "SELECT COUNT(*) FROM member JOIN user_account ON user_account.id = member.user_id
             WHERE organisation_id = $1 AND user_id <> $2 AND role = 'admin'
               AND disabled_us IS NULL",
        )
        .bind(organisation.0)
        .bind(user.as_bytes().to_vec())
        .fetch_one(c)
        .await
    })?;
    Ok(others > 0)
}

/// what stands and programs hold in the name of this person ends with the membership.
async fn revoke_grants(transaction: &mut Transaction, removal: &Removal) -> Result<(), StoreError> {
    on_both!(&mut transaction.conn(), c => {
        sqlx::query(
            "UPDATE oauth_grant SET revoked_us = $1, revoked_reason = 'member removed'
             WHERE organisation_id = $2 AND user_id = $3 AND revoked_us IS NULL",
        )
        .bind(removal.now.0)
        .bind(removal.organisation.0)
        .bind(removal.user.as_bytes().to_vec())
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(())
}

async fn give_up_keys(transaction: &mut Transaction, removal: &Removal) -> Result<(), StoreError> {
    if removal.revoke_keys {
        on_both!(&mut transaction.conn(), c => {
            sqlx::query(
                "UPDATE api_key SET revoked_us = $1
                 WHERE organisation_id = $2 AND owner_user_id = $3 AND revoked_us IS NULL",
            )
            .bind(removal.now.0)
            .bind(removal.organisation.0)
            .bind(removal.user.as_bytes().to_vec())
            .execute(c)
            .await
            .map(|_| ())
        })?;
    }
    on_both!(&mut transaction.conn(), c => {
        sqlx::query(
            "UPDATE api_key SET owner_user_id = NULL
             WHERE organisation_id = $1 AND owner_user_id = $2",
        )
        .bind(removal.organisation.0)
        .bind(removal.user.as_bytes().to_vec())
        .execute(c)
        .await
        .map(|_| ())
    })?;
    Ok(())
}
