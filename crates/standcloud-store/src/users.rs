//! People, and the organisations that they belong to.

use uuid::Uuid;

use crate::db::{Transaction, on_both};
use crate::ids::uuid_of;
use crate::{Organisation, OrganisationId, Store, StoreError, UnixMicros};

/// What a member may do in an organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    Member,
    Admin,
}

impl Role {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Member => "member",
            Self::Admin => "admin",
        }
    }

    /// What the program does not know grants the least.
    pub(crate) fn parse(text: &str) -> Self {
        match text {
            "admin" => Self::Admin,
            _ => Self::Member,
        }
    }
}

/// Somebody with an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    pub id: Uuid,
    /// Lower case.
    pub email: String,
    pub name: String,
    /// PHC string; `None` for who signs in otherwise.
    pub password_hash: Option<String>,
    pub created: UnixMicros,
    pub disabled: Option<UnixMicros>,
    pub last_sign_in: Option<UnixMicros>,
}

/// An organisation as one of its members sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Membership {
    pub organisation: Organisation,
    pub role: Role,
    pub members_may_approve: bool,
    pub admins_need_second_factor: bool,
}

#[derive(sqlx::FromRow)]
pub(crate) struct UserRow {
    id: Vec<u8>,
    email: String,
    name: String,
    password_hash: Option<String>,
    created_us: i64,
    disabled_us: Option<i64>,
    last_sign_in_us: Option<i64>,
}

impl From<UserRow> for User {
    fn from(row: UserRow) -> Self {
        Self {
            id: uuid_of(&row.id),
            email: row.email,
            name: row.name,
            password_hash: row.password_hash,
            created: UnixMicros(row.created_us),
            disabled: row.disabled_us.map(UnixMicros),
            last_sign_in: row.last_sign_in_us.map(UnixMicros),
        }
    }
}

#[derive(sqlx::FromRow)]
struct MembershipRow {
    id: i64,
    slug: String,
    name: String,
    time_zone: String,
    day_start_minutes: i64,
    is_demo: i64,
    role: String,
    members_may_approve: i64,
    admins_need_second_factor: i64,
}

impl From<MembershipRow> for Membership {
    fn from(row: MembershipRow) -> Self {
        Self {
            organisation: Organisation {
                id: OrganisationId(row.id),
                slug: row.slug,
                name: row.name,
                time_zone: row.time_zone,
                day_start_minutes: u32::try_from(row.day_start_minutes).unwrap_or(0),
                is_demo: row.is_demo != 0,
            },
            role: Role::parse(&row.role),
            members_may_approve: row.members_may_approve != 0,
            admins_need_second_factor: row.admins_need_second_factor != 0,
        }
    }
}

impl Store {
    /// The person with this address, which must be in lower case.
    pub async fn find_user(&self, email: &str) -> Result<Option<User>, StoreError> {
        let mut reader = self.reader().await?;
        let row: Option<UserRow> = on_both!(&mut reader.conn(), c => {
            sqlx::query_as(
                "SELECT id, email, name, password_hash, created_us, disabled_us, last_sign_in_us
                 FROM user_account WHERE email = $1",
            )
            .bind(email)
            .fetch_optional(c)
            .await
        })?;
        Ok(row.map(User::from))
    }

    pub async fn lookup_user(&self, id: Uuid) -> Result<Option<User>, StoreError> {
        let mut reader = self.reader().await?;
        let row: Option<UserRow> = on_both!(&mut reader.conn(), c => {
            sqlx::query_as(
                "SELECT id, email, name, password_hash, created_us, disabled_us, last_sign_in_us
                 FROM user_account WHERE id = $1",
            )
            .bind(id.as_bytes().to_vec())
            .fetch_optional(c)
            .await
        })?;
        Ok(row.map(User::from))
    }

    /// All people of this installation, by address.
    pub async fn list_users(&self) -> Result<Vec<User>, StoreError> {
        let mut reader = self.reader().await?;
        let rows: Vec<UserRow> = on_both!(&mut reader.conn(), c => {
            sqlx::query_as(
                "SELECT id, email, name, password_hash, created_us, disabled_us, last_sign_in_us
                 FROM user_account ORDER BY email",
            )
            .fetch_all(c)
            .await
        })?;
        Ok(rows.into_iter().map(User::from).collect())
    }

    /// Errors: `Exists` when the address is taken.
    pub async fn add_user(
        &self,
        id: Uuid,
        email: &str,
        name: &str,
        password_hash: Option<&str>,
        now: UnixMicros,
    ) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        insert_user(&mut transaction, id, email, name, password_hash, now).await?;
        transaction.commit().await
    }

    pub async fn rename_user(&self, id: Uuid, name: &str) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        update_name(&mut transaction, id, name).await?;
        transaction.commit().await
    }

    /// Only that; [`Store::change_password`] also ends sessions.
    pub async fn set_password(&self, id: Uuid, password_hash: &str) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        update_password(&mut transaction, id, password_hash).await?;
        transaction.commit().await
    }

    pub async fn note_sign_in(&self, id: Uuid, now: UnixMicros) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        on_both!(&mut transaction.conn(), c => {
            sqlx::query("UPDATE user_account SET last_sign_in_us = $1 WHERE id = $2")
                .bind(now.0)
                .bind(id.as_bytes().to_vec())
                .execute(c)
                .await
                .map(|_| ())
        })?;
        transaction.commit().await
    }

    /// Whether a second factor was set up and confirmed.
    pub async fn has_totp(&self, user: Uuid) -> Result<bool, StoreError> {
        let mut reader = self.reader().await?;
        let found: Option<i64> = on_both!(&mut reader.conn(), c => {
            sqlx::query_scalar(
                "SELECT confirmed_us FROM user_totp WHERE user_id = $1 AND confirmed_us IS NOT NULL",
            )
            .bind(user.as_bytes().to_vec())
            .fetch_optional(c)
            .await
        })?;
        Ok(found.is_some())
    }

    /// The organisations of a person, by name.
    pub async fn list_memberships(&self, user: Uuid) -> Result<Vec<Membership>, StoreError> {
        let mut reader = self.reader().await?;
        let rows: Vec<MembershipRow> = on_both!(&mut reader.conn(), c => {
            sqlx::query_as(
                "SELECT organisation.id, slug, name, time_zone, day_start_minutes, is_demo, role,
                   members_may_approve, admins_need_second_factor
                 FROM member JOIN organisation ON organisation.id = member.organisation_id
                 WHERE member.user_id = $1 ORDER BY LOWER(name), slug",
            )
            .bind(user.as_bytes().to_vec())
            .fetch_all(c)
            .await
        })?;
        Ok(rows.into_iter().map(Membership::from).collect())
    }
}

/// Errors: `Exists` when the address is taken.
pub(crate) async fn insert_user(
    transaction: &mut Transaction,
    id: Uuid,
    email: &str,
    name: &str,
    password_hash: Option<&str>,
    now: UnixMicros,
) -> Result<(), StoreError> {
    let added = on_both!(&mut transaction.conn(), c => {
        sqlx::query(
            "INSERT INTO user_account (id, email, name, password_hash, created_us)
             VALUES ($1, $2, $3, $4, $5) ON CONFLICT (email) DO NOTHING",
        )
        .bind(id.as_bytes().to_vec())
        .bind(email)
        .bind(name)
        .bind(password_hash)
        .bind(now.0)
        .execute(c)
        .await
        .map(|done| done.rows_affected())
    })?;
    if added == 0 {
        return Err(StoreError::Exists(format!("a person with {email}")));
    }
    Ok(())
}

pub(crate) async fn update_name(
    transaction: &mut Transaction,
    id: Uuid,
    name: &str,
) -> Result<(), StoreError> {
    on_both!(&mut transaction.conn(), c => {
        sqlx::query("UPDATE user_account SET name = $1 WHERE id = $2")
            .bind(name)
            .bind(id.as_bytes().to_vec())
            .execute(c)
            .await
            .map(|_| ())
    })?;
    Ok(())
}

pub(crate) async fn update_password(
    transaction: &mut Transaction,
    id: Uuid,
    password_hash: &str,
) -> Result<(), StoreError> {
    on_both!(&mut transaction.conn(), c => {
        sqlx::query("UPDATE user_account SET password_hash = $1 WHERE id = $2")
            .bind(password_hash)
            .bind(id.as_bytes().to_vec())
            .execute(c)
            .await
            .map(|_| ())
    })?;
    Ok(())
}
