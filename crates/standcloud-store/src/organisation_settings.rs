//! What Admins may set of their organisation.

use crate::db::on_both;
use crate::{OrganisationId, Store, StoreError};

/// All of it at once, as a form sends it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrganisationSettings {
    pub name: String,
    /// IANA time zone in which days, shifts and weeks are counted.
    pub time_zone: String,
    /// Where the day begins, minutes after midnight.
    pub day_start_minutes: u32,
    /// Whether Members may connect stands.
    pub members_may_approve: bool,
    pub admins_need_second_factor: bool,
    /// A stand that has not tested for this long is called silent.
    pub silent_after_minutes: u32,
}

#[derive(sqlx::FromRow)]
struct SettingsRow {
    name: String,
    time_zone: String,
    day_start_minutes: i64,
    members_may_approve: i64,
    admins_need_second_factor: i64,
    silent_after_minutes: i64,
}

impl Store {
    pub async fn organisation_settings(
        &self,
        organisation: OrganisationId,
    ) -> Result<Option<OrganisationSettings>, StoreError> {
        let mut reader = self.reader().await?;
        let row: Option<SettingsRow> = on_both!(&mut reader.conn(), c => {
            sqlx::query_as(
                "SELECT name, time_zone, day_start_minutes, members_may_approve,
                   admins_need_second_factor, silent_after_minutes
                 FROM organisation WHERE id = $1",
            )
            .bind(organisation.0)
            .fetch_optional(c)
            .await
        })?;
        Ok(row.map(|row| OrganisationSettings {
            name: row.name,
            time_zone: row.time_zone,
            day_start_minutes: u32::try_from(row.day_start_minutes).unwrap_or(0),
            members_may_approve: row.members_may_approve != 0,
            admins_need_second_factor: row.admins_need_second_factor != 0,
            silent_after_minutes: u32::try_from(row.silent_after_minutes).unwrap_or(0),
        }))
    }

    pub async fn update_organisation(
        &self,
        organisation: OrganisationId,
        settings: &OrganisationSettings,
    ) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        on_both!(&mut transaction.conn(), c => {
            sqlx::query(
                "UPDATE organisation SET name = $1, time_zone = $2, day_start_minutes = $3,
                   members_may_approve = $4, admins_need_second_factor = $5,
                   silent_after_minutes = $6
                 WHERE id = $7",
            )
            .bind(&settings.name)
            .bind(&settings.time_zone)
            .bind(i64::from(settings.day_start_minutes))
            .bind(i64::from(settings.members_may_approve))
            .bind(i64::from(settings.admins_need_second_factor))
            .bind(i64::from(settings.silent_after_minutes))
            .bind(organisation.0)
            .execute(c)
            .await
            .map(|_| ())
        })?;
        transaction.commit().await
    }
}
