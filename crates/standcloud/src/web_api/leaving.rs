//! Leaving an organisation by oneself.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use standcloud_store::Removal;

use super::caller::InOrganisation;
use super::holdings::HoldingsView;
use super::members::done;
use super::problem::{Problem, ProblemBody};
use crate::app::App;

/// What ends when the person leaves
///
/// For everybody in the organisation.
#[utoipa::path(
    get, path = "/api/v1/org/{slug}/own-membership", tag = "Profile",
    params(("slug" = String, Path)),
    responses((status = 200, body = HoldingsView), (status = 404, body = ProblemBody)),
)]
pub async fn show_own_holdings(
    State(app): State<App>,
    caller: InOrganisation,
) -> Result<Json<HoldingsView>, Problem> {
    caller.require_no_demo()?;
    let user = caller.person.signed_in.user.id;
    let held = app
        .store
        .holdings(caller.organisation(), user, app.clock.now())
        .await?;
    Ok(Json(held.into()))
}

/// Leave the organisation
///
/// For everybody in the organisation. Stands that the person let in are signed out, and so is the
/// person; keys that they made stay with the organisation.
#[utoipa::path(
    delete, path = "/api/v1/org/{slug}/own-membership", tag = "Profile",
    params(("slug" = String, Path)),
    responses(
        (status = 204),
        (status = 404, body = ProblemBody),
        (status = 409, body = ProblemBody, description = "Nobody else is an Admin"),
    ),
)]
pub async fn leave_organisation(
    State(app): State<App>,
    caller: InOrganisation,
) -> Result<StatusCode, Problem> {
    let user = &caller.person.signed_in.user;
    let removal = Removal {
        organisation: caller.organisation(),
        user: user.id,
        revoke_keys: false,
        now: app.clock.now(),
    };
    let last_admin = "You are the only Admin. Make somebody else an Admin first.";
    done(app.store.remove_member(&removal).await?, last_admin)?;
    let note = caller.note(&app, "member.remove").subject(&user.email);
    note.detail("left").write(&app).await;
    Ok(StatusCode::NO_CONTENT)
}
