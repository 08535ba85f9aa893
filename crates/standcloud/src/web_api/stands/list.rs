//! All stands of an organisation.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use super::overview::gather;
use super::views::StandView;
use crate::app::App;
use crate::web_api::caller::InOrganisation;
use crate::web_api::problem::{Problem, ProblemBody};

/// More stands than a page can show; who has more has numbers instead of stands.
const STANDS_MAX: u32 = 2_000;

/// The stands by name and number.
#[derive(Debug, Serialize, ToSchema)]
pub struct StandsView {
    pub stands: Vec<StandView>,
    /// The organisation's setting.
    pub silent_after_minutes: u32,
    /// There are more stands than are listed.
    pub is_cut: bool,
}

/// All stands
///
/// For Members. With how they are and what they have done lately.
#[utoipa::path(
    get, path = "/api/v1/org/{slug}/stands", tag = "Stands",
    params(("slug" = String, Path, description = "The organisation")),
    responses(
        (status = 200, body = StandsView),
        (status = 401, body = ProblemBody, description = "Nobody is signed in"),
        (status = 404, body = ProblemBody, description = "No such organisation"),
    ),
)]
pub async fn list_stands(
    State(app): State<App>,
    caller: InOrganisation,
) -> Result<Json<StandsView>, Problem> {
    let organisation = caller.organisation();
    let mut stands = app.store.list_stands(organisation, STANDS_MAX + 1).await?;
    let is_cut = stands.len() > STANDS_MAX as usize;
    stands.truncate(STANDS_MAX as usize);
    let found = gather(&app, &caller, stands).await?;
    let views = found.stands.iter();
    Ok(Json(StandsView {
        stands: views
            .map(|stand| StandView::new(stand, &found.run_ids))
            .collect(),
        silent_after_minutes: found.silent_after_minutes,
        is_cut,
    }))
}
