//! What Admins set of their organisation.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use standcloud_store::OrganisationSettings;
use utoipa::ToSchema;

use super::body::JsonBody;
use super::caller::AsAdmin;
use super::problem::{Problem, ProblemBody};
use crate::app::App;
use crate::organisation_names::{checked_name, is_time_zone, time_zones};
use crate::organisation_settings::changes;

const MINUTES_PER_DAY: u32 = 24 * 60;
const SILENT_AFTER_MINUTES_MAX: u32 = 366 * MINUTES_PER_DAY;

/// The settings, and what can be chosen.
#[derive(Debug, Serialize, ToSchema)]
pub struct SettingsView {
    #[serde(flatten)]
    pub settings: SettingsBody,
    /// IANA names of places.
    pub time_zones: Vec<String>,
}

/// All of it at once, as a form sends it.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct SettingsBody {
    pub name: String,
    /// IANA name of the zone in which days, shifts and weeks are counted.
    pub time_zone: String,
    /// Where the day begins, minutes after midnight.
    pub day_start_minutes: u32,
    /// Whether Members may connect stands.
    pub members_may_approve: bool,
    pub admins_need_second_factor: bool,
    /// A stand that has not tested for this long is called silent; at most a year.
    pub silent_after_minutes: u32,
}

impl From<OrganisationSettings> for SettingsBody {
    fn from(settings: OrganisationSettings) -> Self {
        Self {
            name: settings.name,
            time_zone: settings.time_zone,
            day_start_minutes: settings.day_start_minutes,
            members_may_approve: settings.members_may_approve,
            admins_need_second_factor: settings.admins_need_second_factor,
            silent_after_minutes: settings.silent_after_minutes,
        }
    }
}

/// The settings
///
/// For Admins.
#[utoipa::path(
    get, path = "/api/v1/org/{slug}/settings", tag = "Settings",
    params(("slug" = String, Path)),
    responses((status = 200, body = SettingsView), (status = 403, body = ProblemBody)),
)]
pub async fn show_settings(
    State(app): State<App>,
    caller: AsAdmin,
) -> Result<Json<SettingsView>, Problem> {
    let settings = find_settings(&app, &caller).await?;
    let mut time_zones = time_zones();
    if !time_zones.contains(&settings.time_zone) {
        time_zones.push(settings.time_zone.clone());
    }
    Ok(Json(SettingsView {
        settings: settings.into(),
        time_zones,
    }))
}

/// Change the settings
///
/// For Admins who have signed in recently.
#[utoipa::path(
    put, path = "/api/v1/org/{slug}/settings", tag = "Settings",
    params(("slug" = String, Path)),
    request_body = SettingsBody,
    responses(
        (status = 204),
        (status = 403, body = ProblemBody),
        (status = 422, body = ProblemBody, description = "`field` is wrong"),
    ),
)]
pub async fn save_settings(
    State(app): State<App>,
    caller: AsAdmin,
    JsonBody(body): JsonBody<SettingsBody>,
) -> Result<StatusCode, Problem> {
    caller.person.require_recent_sign_in(&app)?;
    let old = find_settings(&app, &caller).await?;
    let new = checked_settings(&body)?;
    app.store
        .update_organisation(caller.organisation(), &new)
        .await?;
    let note = caller.note(&app, "organisation.settings");
    note.subject(&new.name)
        .detail(&changes(&old, &new))
        .write(&app)
        .await;
    Ok(StatusCode::NO_CONTENT)
}

async fn find_settings(app: &App, caller: &AsAdmin) -> Result<OrganisationSettings, Problem> {
    let settings = app.store.organisation_settings(caller.organisation());
    settings.await?.ok_or_else(Problem::not_found)
}

fn checked_settings(body: &SettingsBody) -> Result<OrganisationSettings, Problem> {
    let Some(name) = checked_name(&body.name) else {
        let detail = "Give the organisation a name of at most 100 letters.";
        return Err(Problem::invalid("name", detail));
    };
    if !is_time_zone(&body.time_zone) {
        let detail = "Choose a time zone of the list.";
        return Err(Problem::invalid("time_zone", detail));
    }
    if body.day_start_minutes >= MINUTES_PER_DAY {
        let detail = "Write the start of the day like 06:00.";
        return Err(Problem::invalid("day_start_minutes", detail));
    }
    if !(1..=SILENT_AFTER_MINUTES_MAX).contains(&body.silent_after_minutes) {
        let detail = "Choose after how long a stand is silent: up to a year.";
        return Err(Problem::invalid("silent_after_minutes", detail));
    }
    Ok(OrganisationSettings {
        name: name.to_owned(),
        time_zone: body.time_zone.clone(),
        day_start_minutes: body.day_start_minutes,
        members_may_approve: body.members_may_approve,
        admins_need_second_factor: body.admins_need_second_factor,
        silent_after_minutes: body.silent_after_minutes,
    })
}
