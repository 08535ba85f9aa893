//! Who is signed in, and what the web app must know before it can show anything.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use standcloud_store::{Membership, Role};
use utoipa::ToSchema;

use super::caller::Person;
use super::problem::{Problem, ProblemBody};
use crate::app::App;
use crate::config::DemoMode;

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

impl From<&Membership> for OrganisationView {
    fn from(membership: &Membership) -> Self {
        let organisation = &membership.organisation;
        Self {
            slug: organisation.slug.clone(),
            name: organisation.name.clone(),
            role: membership.role.into(),
            time_zone: organisation.time_zone.clone(),
            day_start_minutes: organisation.day_start_minutes,
            is_demo: organisation.is_demo,
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
    let user = &person.signed_in.user;
    Ok(Json(SessionView {
        email: user.email.clone(),
        name: user.name.clone(),
        csrf: person.browser.csrf(&app),
        organisations: person
            .signed_in
            .memberships
            .iter()
            .map(OrganisationView::from)
            .collect(),
        demo: demo.map(|organisation| OrganisationView {
            slug: organisation.slug,
            name: organisation.name,
            role: RoleView::Member,
            time_zone: organisation.time_zone,
            day_start_minutes: organisation.day_start_minutes,
            is_demo: true,
        }),
        demo_is_offered: is_offered,
        demo_is_first: app.config.demo == DemoMode::First,
        version: env!("CARGO_PKG_VERSION").to_owned(),
    }))
}
