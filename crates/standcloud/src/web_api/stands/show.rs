//! One stand with its facts.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use standcloud_store::UnixMicros;
use utoipa::ToSchema;
use uuid::Uuid;

use super::overview::gather;
use super::views::{StandInstrumentView, StandPropertyView, StandView, instrument, properties};
use super::{StandPath, find_stand};
use crate::api::text::rfc3339;
use crate::app::App;
use crate::web_api::body::PathOf;
use crate::web_api::caller::InOrganisation;
use crate::web_api::problem::{Problem, ProblemBody};

/// A stand and what its newest report says of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct StandPageView {
    pub stand: StandView,
    pub silent_after_minutes: u32,
    /// What HardPy calls the info of a stand.
    pub info: Vec<StandPropertyView>,
    pub drivers: Vec<StandPropertyView>,
    pub instruments: Vec<StandInstrumentView>,
    pub connection: Option<StandConnectionView>,
}

/// The login or key by which the newest report came.
#[derive(Debug, Serialize, ToSchema)]
pub struct StandConnectionView {
    pub kind: StandConnectionKind,
    pub name: String,
    /// Who let the stand in, where somebody did.
    pub let_in_by: Option<String>,
    pub last_used_at: Option<String>,
    /// Revoked or expired since.
    pub is_ended: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum StandConnectionKind {
    Login,
    ApiKey,
}

/// One stand
///
/// For Members.
#[utoipa::path(
    get, path = "/api/v1/org/{slug}/stands/{stand_id}", tag = "Stands",
    params(
        ("slug" = String, Path, description = "The organisation"),
        ("stand_id" = u32, Path, description = "The stand"),
    ),
    responses(
        (status = 200, body = StandPageView),
        (status = 401, body = ProblemBody, description = "Nobody is signed in"),
        (status = 404, body = ProblemBody, description = "No such stand"),
    ),
)]
pub async fn show_stand(
    State(app): State<App>,
    PathOf(path): PathOf<StandPath>,
    caller: InOrganisation,
) -> Result<Json<StandPageView>, Problem> {
    let stand = find_stand(&app, &caller, path.stand_id).await?;
    let found = gather(&app, &caller, vec![stand]).await?;
    let overview = found.stands.first().ok_or_else(Problem::not_found)?;
    let latest = overview.latest.as_deref();
    let connection = match latest {
        Some(latest) => find_connection(&app, &caller, &latest.principal).await?,
        None => None,
    };
    let details = latest.and_then(|latest| latest.details.as_ref());
    let instruments = details.map(|details| details.stand.instruments.iter());
    Ok(Json(StandPageView {
        stand: StandView::new(overview, &found.run_ids),
        silent_after_minutes: found.silent_after_minutes,
        info: details.map_or_else(Vec::new, |details| properties(&details.stand.info)),
        drivers: details.map_or_else(Vec::new, |details| properties(&details.drivers)),
        instruments: instruments.map_or_else(Vec::new, |found| found.map(instrument).collect()),
        connection,
    }))
}

async fn find_connection(
    app: &App,
    caller: &InOrganisation,
    principal: &str,
) -> Result<Option<StandConnectionView>, Problem> {
    let now = app.clock.now();
    let organisation = caller.organisation();
    let instant = |at: Option<UnixMicros>| at.and_then(rfc3339);
    match principal.split_once(':') {
        Some(("key", public_id)) => {
            let key = app.store.lookup_api_key(public_id).await?;
            let key = key.filter(|key| key.organisation == organisation);
            Ok(key.map(|key| StandConnectionView {
                kind: StandConnectionKind::ApiKey,
                is_ended: key.revoked.is_some() || key.expires.is_some_and(|end| end <= now),
                last_used_at: instant(key.last_used),
                name: key.name,
                let_in_by: None,
            }))
        }
        Some(("grant", id)) => {
            let Ok(id) = Uuid::parse_str(id) else {
                return Ok(None);
            };
            let grant = app.store.lookup_grant(id).await?;
            let grant = grant.filter(|grant| grant.organisation == organisation);
            Ok(grant.map(|grant| StandConnectionView {
                kind: StandConnectionKind::Login,
                is_ended: !grant.is_alive(now),
                last_used_at: instant(grant.last_used),
                name: grant.name,
                let_in_by: grant.user_email,
            }))
        }
        _ => Ok(None),
    }
}
