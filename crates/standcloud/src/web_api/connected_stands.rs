//! Connected stands and programs: every grant of an organisation, with its last use; renaming and
//! revoking. Members see them, Admins change them.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use standcloud_store::{Grant, GrantKind, UnixMicros};
use utoipa::ToSchema;
use uuid::Uuid;

use super::body::JsonBody;
use super::caller::{AsAdmin, InOrganisation};
use super::instant::instant_text;
use super::path::LastOfPath;
use super::problem::{Problem, ProblemBody};
use crate::app::App;

const LISTED_MAX: u32 = 2000;
const NAME_LENGTH_MAX: usize = 100;

/// What has been let in.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConnectedStandsView {
    /// The newest first, at most 2,000.
    pub stands: Vec<ConnectedStandView>,
    /// What is not used for so many days must sign in again.
    pub idle_days: u32,
    /// Of this server, for `hardpy sc-login`.
    pub address: String,
}

/// A stand or program that a person has let in.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConnectedStandView {
    pub id: Uuid,
    pub name: String,
    /// The program's id.
    pub client_id: String,
    pub way: ConnectedByView,
    pub state: ConnectionStateView,
    /// Written by the program itself.
    pub user_agent: String,
    /// The e-mail address of who let it in; none for what speaks for itself.
    pub let_in_by: Option<String>,
    pub created: String,
    pub created_ip: String,
    pub last_used: Option<String>,
    pub last_used_ip: Option<String>,
    /// Space-separated, as OAuth writes them.
    pub scope: String,
    /// When it ends unless it is used before.
    pub idle_expiry: String,
    /// When it ends in any case.
    pub absolute_expiry: String,
    pub revoked: Option<String>,
}

/// How it was let in.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ConnectedByView {
    /// A code on its screen.
    Device,
    /// A browser that came back.
    Browser,
    /// Its own secret.
    Secret,
}

#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ConnectionStateView {
    Connected,
    Expired,
    Revoked,
}

#[derive(Debug, Deserialize, ToSchema)]
pub struct StandName {
    pub name: String,
}

impl From<GrantKind> for ConnectedByView {
    fn from(kind: GrantKind) -> Self {
        match kind {
            GrantKind::Device => Self::Device,
            GrantKind::Code => Self::Browser,
            GrantKind::ClientCredentials => Self::Secret,
        }
    }
}

impl ConnectionStateView {
    fn of(grant: &Grant, now: UnixMicros) -> Self {
        if grant.revoked.is_some() {
            Self::Revoked
        } else if grant.is_alive(now) {
            Self::Connected
        } else {
            Self::Expired
        }
    }
}

impl ConnectedStandView {
    fn of(grant: Grant, now: UnixMicros) -> Self {
        Self {
            state: ConnectionStateView::of(&grant, now),
            id: grant.id,
            name: grant.name,
            client_id: grant.client_id,
            way: grant.kind.into(),
            user_agent: grant.user_agent,
            let_in_by: grant.user_email,
            created: instant_text(grant.created),
            created_ip: grant.created_ip,
            last_used: grant.last_used.map(instant_text),
            last_used_ip: grant.last_used_ip,
            scope: grant.scope,
            idle_expiry: instant_text(grant.idle_expiry.min(grant.absolute_expiry)),
            absolute_expiry: instant_text(grant.absolute_expiry),
            revoked: grant.revoked.map(instant_text),
        }
    }
}

/// The connected stands and programs
///
/// For everybody in the organisation.
#[utoipa::path(
    get, path = "/api/v1/org/{slug}/connected-stands", tag = "Connected stands",
    params(("slug" = String, Path)),
    responses((status = 200, body = ConnectedStandsView), (status = 404, body = ProblemBody)),
)]
pub async fn list_connected_stands(
    State(app): State<App>,
    caller: InOrganisation,
) -> Result<Json<ConnectedStandsView>, Problem> {
    caller.require_no_demo()?;
    let now = app.clock.now();
    let listed = app.store.list_grants(caller.organisation(), LISTED_MAX);
    let grants = listed.await?.into_iter();
    Ok(Json(ConnectedStandsView {
        stands: grants
            .map(|grant| ConnectedStandView::of(grant, now))
            .collect(),
        idle_days: app.config.auth.stand_idle_days,
        address: caller.person.browser.host().to_owned(),
    }))
}

/// Rename a connected stand
///
/// For Admins.
#[utoipa::path(
    patch, path = "/api/v1/org/{slug}/connected-stands/{id}", tag = "Connected stands",
    params(("slug" = String, Path), ("id" = Uuid, Path)),
    request_body = StandName,
    responses((status = 204), (status = 404, body = ProblemBody), (status = 422, body = ProblemBody)),
)]
pub async fn rename_connected_stand(
    State(app): State<App>,
    caller: AsAdmin,
    LastOfPath(id): LastOfPath<Uuid>,
    JsonBody(body): JsonBody<StandName>,
) -> Result<StatusCode, Problem> {
    let grant = find_grant(&app, &caller, id).await?;
    let name: String = body.name.trim().chars().take(NAME_LENGTH_MAX).collect();
    if name.is_empty() || name.chars().any(char::is_control) {
        return Err(Problem::invalid("name", "A stand needs a name."));
    }
    let organisation = caller.organisation();
    app.store
        .rename_grant(organisation, grant.id, &name)
        .await?;
    caller
        .note(&app, "grant.rename")
        .client(&grant.client_id)
        .grant(grant.id)
        .subject(&name)
        .detail(&format!("was {}", grant.name))
        .write(&app)
        .await;
    Ok(StatusCode::NO_CONTENT)
}

/// Revoke a connected stand
///
/// For Admins. It is refused within five seconds, and everything it was given ends.
#[utoipa::path(
    delete, path = "/api/v1/org/{slug}/connected-stands/{id}", tag = "Connected stands",
    params(("slug" = String, Path), ("id" = Uuid, Path)),
    responses((status = 204), (status = 404, body = ProblemBody)),
)]
pub async fn revoke_connected_stand(
    State(app): State<App>,
    caller: AsAdmin,
    LastOfPath(id): LastOfPath<Uuid>,
) -> Result<StatusCode, Problem> {
    let grant = find_grant(&app, &caller, id).await?;
    let organisation = caller.organisation();
    let reason = format!("revoked by {}", caller.person.signed_in.user.email);
    let revoked = app
        .store
        .revoke_grant(organisation, grant.id, &reason, app.clock.now());
    if revoked.await? {
        caller
            .note(&app, "grant.revoke")
            .client(&grant.client_id)
            .grant(grant.id)
            .subject(&grant.name)
            .write(&app)
            .await;
    }
    Ok(StatusCode::NO_CONTENT)
}

/// A grant of this organisation; any other does not exist.
async fn find_grant(app: &App, caller: &AsAdmin, id: Uuid) -> Result<Grant, Problem> {
    let grant = app.store.lookup_grant(id).await?;
    grant
        .filter(|grant| grant.organisation == caller.organisation())
        .ok_or_else(Problem::not_found)
}
