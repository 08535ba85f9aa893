//! A unit by its numbers.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use super::UnitQuery;
use super::parts::{UnitParent, UnitParts, parts_of};
use super::plans::{UnitPlanView, UnitVerdict, overall, plan_views};
use crate::api::text::rfc3339;
use crate::app::App;
use crate::web_api::body::QueryOf;
use crate::web_api::caller::InOrganisation;
use crate::web_api::problem::{Problem, ProblemBody};

/// A unit: a part number and a serial number that some report names.
#[derive(Debug, Serialize, ToSchema)]
pub struct UnitView {
    pub part_number: String,
    pub serial_number: String,
    /// All that reports have named, by name.
    pub revisions: Vec<String>,
    pub verdict: UnitVerdict,
    /// Voided ones as well. None when it is known as a part of another unit only.
    pub runs: u64,
    pub voided_runs: u64,
    pub first_run_at: Option<String>,
    pub last_run_at: Option<String>,
    /// The plan with the newest run first.
    pub plans: Vec<UnitPlanView>,
    pub parts: Option<UnitParts>,
    /// The one that named it last first.
    pub parents: Vec<UnitParent>,
}

/// Show a unit
///
/// For everybody in the organisation.
#[utoipa::path(
    get, path = "/api/v1/org/{slug}/units", tag = "Units",
    params(
        ("slug" = String, Path),
        ("part" = String, Query, description = "Part number"),
        ("serial" = String, Query, description = "Serial number"),
    ),
    responses(
        (status = 200, body = UnitView),
        (status = 401, body = ProblemBody, description = "Nobody is signed in"),
        (status = 404, body = ProblemBody, description = "No report names this unit"),
    ),
)]
pub async fn show_unit(
    State(app): State<App>,
    caller: InOrganisation,
    QueryOf(query): QueryOf<UnitQuery>,
) -> Result<Json<UnitView>, Problem> {
    let unit = query.find(&app, &caller).await?;
    let organisation = caller.organisation();
    let plans = plan_views(&app, organisation, &unit).await?;
    let parents = app.store.list_parents(organisation, unit.id).await?;
    Ok(Json(UnitView {
        revisions: app.store.list_unit_revisions(organisation, unit.id).await?,
        verdict: overall(&plans),
        runs: unit.runs,
        voided_runs: unit.voided_runs,
        first_run_at: unit.first_run.and_then(rfc3339),
        last_run_at: unit.last_run.and_then(rfc3339),
        plans,
        parts: parts_of(&app, organisation, &unit).await?,
        parents: parents.into_iter().map(UnitParent::from).collect(),
        part_number: unit.part_number,
        serial_number: unit.serial_number,
    }))
}
