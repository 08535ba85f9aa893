//! Organisations (the tenants) and the people who set them up.

use uuid::Uuid;

use crate::db::{Transaction, on_both};
use crate::ids::uuid_of;
use crate::members::insert_member;
use crate::{OrganisationId, Role, Store, StoreError, UnixMicros};

/// Each lost attempt is an organisation that another node has added meanwhile.
const INSERT_ATTEMPTS: u32 = 100;

/// A tenant and the settings that every figure of it shares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organisation {
    pub id: OrganisationId,
    /// The name in web addresses.
    pub slug: String,
    pub name: String,
    /// IANA time zone in which days, shifts and weeks are counted.
    pub time_zone: String,
    /// Where the day begins, minutes after midnight.
    pub day_start_minutes: u32,
    /// Sample data that everybody may look at and nobody may change.
    pub is_demo: bool,
}

/// What it takes to begin.
#[derive(Debug, Clone)]
pub struct NewOrganisation<'a> {
    pub slug: &'a str,
    pub name: &'a str,
    pub time_zone: &'a str,
    pub admin_id: Uuid,
    /// Lower case.
    pub admin_email: &'a str,
    /// PHC string.
    pub admin_password_hash: &'a str,
    pub now: UnixMicros,
}

#[derive(sqlx::FromRow)]
struct OrganisationRow {
    id: i64,
    slug: String,
    name: String,
    time_zone: String,
    day_start_minutes: i64,
    is_demo: i64,
}

impl From<OrganisationRow> for Organisation {
    fn from(row: OrganisationRow) -> Self {
        Self {
            id: OrganisationId(row.id),
            slug: row.slug,
            name: row.name,
            time_zone: row.time_zone,
            day_start_minutes: u32::try_from(row.day_start_minutes).unwrap_or(0),
            is_demo: row.is_demo != 0,
        }
    }
}

impl Store {
    /// Makes an organisation with its first Admin. Errors: `Exists` when the slug is taken.
    ///
    /// A person who is known already keeps their password and becomes Admin here too.
    pub async fn add_organisation(
        &self,
        new: &NewOrganisation<'_>,
    ) -> Result<Organisation, StoreError> {
        let mut transaction = self.begin().await?;
        let (organisation, _) = insert_organisation_and_admin(&mut transaction, new).await?;
        transaction.commit().await?;
        Ok(organisation)
    }

    /// The organisation with this slug or this name.
    pub async fn find_organisation(&self, name: &str) -> Result<Option<Organisation>, StoreError> {
        let mut reader = self.reader().await?;
        let row: Option<OrganisationRow> = on_both!(&mut reader.conn(), c => {
            sqlx::query_as(
                "SELECT id, slug, name, time_zone, day_start_minutes, is_demo FROM organisation
                 WHERE (slug = $1 OR name = $1) AND is_demo < 2
                 ORDER BY CASE WHEN slug = $1 THEN 0 ELSE 1 END, is_demo LIMIT 1",
            )
            .bind(name)
            .fetch_optional(c)
            .await
        })?;
        Ok(row.map(Organisation::from))
    }

    /// The organisation with this number.
    pub async fn lookup_organisation(
        &self,
        id: OrganisationId,
    ) -> Result<Option<Organisation>, StoreError> {
        let mut reader = self.reader().await?;
        let row: Option<OrganisationRow> = on_both!(&mut reader.conn(), c => {
            sqlx::query_as(
                "SELECT id, slug, name, time_zone, day_start_minutes, is_demo FROM organisation WHERE id = $1",
            )
            .bind(id.0)
            .fetch_optional(c)
            .await
        })?;
        Ok(row.map(Organisation::from))
    }

    /// The organisation with sample data, once somebody has asked for it.
    pub async fn find_demo_organisation(&self) -> Result<Option<Organisation>, StoreError> {
        let mut reader = self.reader().await?;
        let row: Option<OrganisationRow> = on_both!(&mut reader.conn(), c => {
            sqlx::query_as(
                "SELECT id, slug, name, time_zone, day_start_minutes, is_demo FROM organisation
                 WHERE is_demo = 1 ORDER BY id LIMIT 1",
            )
            .fetch_optional(c)
            .await
        })?;
        Ok(row.map(Organisation::from))
    }

    /// All organisations, oldest first; the one with sample data comes last.
    pub async fn list_organisations(&self) -> Result<Vec<Organisation>, StoreError> {
        let mut reader = self.reader().await?;
        let rows: Vec<OrganisationRow> = on_both!(&mut reader.conn(), c => {
            sqlx::query_as(
                "SELECT id, slug, name, time_zone, day_start_minutes, is_demo FROM organisation
                 WHERE is_demo < 2 ORDER BY is_demo, id",
            )
            .fetch_all(c)
            .await
        })?;
        Ok(rows.into_iter().map(Organisation::from).collect())
    }
}

/// The organisation, and its Admin's id. Errors: `Exists` when the slug is taken.
pub(crate) async fn insert_organisation_and_admin(
    transaction: &mut Transaction,
    new: &NewOrganisation<'_>,
) -> Result<(Organisation, Uuid), StoreError> {
    let Some(id) = insert_organisation(transaction, new).await? else {
        return Err(StoreError::Exists(format!("organisation {}", new.slug)));
    };
    let admin: Vec<u8> = on_both!(&mut transaction.conn(), c => {
        sqlx::query_scalar(
            "INSERT INTO user_account (id, email, name, password_hash, created_us)
             VALUES ($1, $2, '', $3, $4)
             ON CONFLICT (email) DO UPDATE SET email = excluded.email RETURNING id",
        )
        .bind(new.admin_id.as_bytes().to_vec())
        .bind(new.admin_email)
        .bind(new.admin_password_hash)
        .bind(new.now.0)
        .fetch_one(c)
        .await
    })?;
    let admin = uuid_of(&admin);
    insert_member(transaction, OrganisationId(id), admin, Role::Admin, new.now).await?;
    let organisation = Organisation {
        id: OrganisationId(id),
        slug: new.slug.to_owned(),
        name: new.name.to_owned(),
        time_zone: new.time_zone.to_owned(),
        day_start_minutes: 0,
        is_demo: false,
    };
    Ok((organisation, admin))
}

/// `None` when the slug is taken.
///
/// Two PostgreSQL nodes that start on an empty database at once choose the same number; the one
/// that comes second sees the other's row and takes the next.
async fn insert_organisation(
    transaction: &mut Transaction,
    new: &NewOrganisation<'_>,
) -> Result<Option<i64>, StoreError> {
    for _ in 0..INSERT_ATTEMPTS {
        let id: Option<i64> = on_both!(&mut transaction.conn(), c => {
            sqlx::query_scalar(
                "INSERT INTO organisation
                   (id, slug, name, time_zone, day_start_minutes, next_change, created_us)
                 SELECT COALESCE(MAX(id), 0) + 1, $1, $2, $3, 0, 1, $4 FROM organisation WHERE id > 0
                 ON CONFLICT DO NOTHING RETURNING id",
            )
            .bind(new.slug)
            .bind(new.name)
            .bind(new.time_zone)
            .bind(new.now.0)
            .fetch_optional(c)
            .await
        })?;
        if id.is_some() || slug_is_taken(transaction, new.slug).await? {
            return Ok(id);
        }
    }
    Err(StoreError::LimitExceeded(
        "too many organisations are being added at the same time: try again".to_owned(),
    ))
}

async fn slug_is_taken(transaction: &mut Transaction, slug: &str) -> Result<bool, StoreError> {
    let id: Option<i64> = on_both!(&mut transaction.conn(), c => {
        sqlx::query_scalar("SELECT id FROM organisation WHERE slug = $1")
            .bind(slug)
            .fetch_optional(c)
            .await
    })?;
    Ok(id.is_some())
}
