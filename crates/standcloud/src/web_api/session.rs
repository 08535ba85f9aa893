//! Who is signed in, and what the web app must know before it can show anything.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use standcloud_store::{Membership, Organisation, OrganisationId, Role, UnixMicros};
use utoipa::ToSchema;

use super::caller::Person;
use super::problem::{Problem, ProblemBody};
use super::stands::views::version_text;
use crate::app::App;
use crate::config::DemoMode;
use crate::portal::SignedIn;

/// The signed-in person.
#[derive(Debug, Serialize, ToSchema)]
pub struct SessionView {
    pub email: String,
    /// Empty when none was given.
    pub name: String,
    /// To be sent as `standcloud-csrf` with every change.
    pub csrf: String,
    /// By name; without the demo.
    pub organisations: Vec<OrganisationView>,
    /// The demo, once somebody has switched it on.
    pub demo: Option<OrganisationView>,
    /// Whether this server offers the demo.
    pub demo_is_offered: bool,
    /// Whether the start page leads to the demo, although the person has organisations.
    pub demo_is_first: bool,
    /// Of the server.
    pub version: String,
}

/// An organisation as its members see it.
#[derive(Debug, Serialize, ToSchema)]
pub struct OrganisationView {
    /// Its name in addresses.
    pub slug: String,
    pub name: String,
    pub role: RoleView,
    /// IANA name of the zone in which days and shifts are counted.
    pub time_zone: String,
    /// Where the day begins, minutes after midnight.
    pub day_start_minutes: u32,
    pub is_demo: bool,
    /// There when it has a picture; another one has another version.
    pub picture_version: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, serde::Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RoleView {
    Member,
    Admin,
}

impl From<Role> for RoleView {
    fn from(role: Role) -> Self {
        match role {
            Role::Member => Self::Member,
            Role::Admin => Self::Admin,
        }
    }
}

impl From<RoleView> for Role {
    fn from(view: RoleView) -> Self {
        match view {
            RoleView::Member => Self::Member,
            RoleView::Admin => Self::Admin,
        }
    }
}

impl OrganisationView {
    fn new(organisation: &Organisation, role: Role, picture: Option<UnixMicros>) -> Self {
        Self {
            slug: organisation.slug.clone(),
            name: organisation.name.clone(),
            role: role.into(),
            time_zone: organisation.time_zone.clone(),
            day_start_minutes: organisation.day_start_minutes,
            is_demo: organisation.is_demo,
            picture_version: picture.map(version_text),
        }
    }
}

/// Who is signed in
#[utoipa::path(
    get, path = "/api/v1/session", tag = "Session",
    responses(
        (status = 200, body = SessionView),
        (status = 401, body = ProblemBody, description = "Nobody is signed in"),
    ),
)]
pub async fn show_session(
    State(app): State<App>,
    person: Person,
) -> Result<Json<SessionView>, Problem> {
    let is_offered = app.config.demo != DemoMode::Off;
    let demo = if is_offered {
        app.store.find_demo_organisation().await?
    } else {
        None
    };
    let SignedIn {
        user, memberships, ..
    } = &person.signed_in;
    let ids: Vec<OrganisationId> = memberships.iter().map(|one| one.organisation.id).collect();
    let pictures = app.store.list_organisation_pictures(&ids).await?;
    let view = |membership: &Membership| {
        let organisation = &membership.organisation;
        let picture = pictures.get(&organisation.id).copied();
        OrganisationView::new(organisation, membership.role, picture)
    };
    Ok(Json(SessionView {
        email: user.email.clone(),
        name: user.name.clone(),
        csrf: person.browser.csrf(&app),
        organisations: memberships.iter().map(view).collect(),
        demo: demo.map(|demo| OrganisationView::new(&demo, Role::Member, None)),
        demo_is_offered: is_offered,
        demo_is_first: app.config.demo == DemoMode::First,
        version: env!("CARGO_PKG_VERSION").to_owned(),
    }))
}
