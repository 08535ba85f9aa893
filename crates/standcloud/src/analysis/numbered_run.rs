//! From a point of a chart to its run: points have numbers, which are short; addresses have ids.

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use standcloud_store::RunNumber;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::analyst::Analyst;
use crate::app::App;
use crate::web_api::body::QueryOf;
use crate::web_api::problem::{Problem, ProblemBody};

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct NumberedRunOptions {
    /// As points and lists of the analysis tell it.
    pub number: i64,
}

/// How the run is known elsewhere.
#[derive(Debug, Serialize, ToSchema)]
pub struct NumberedRunView {
    pub run_number: i64,
    pub run_id: Uuid,
}

/// The run behind a point
///
/// For everybody in the organisation.
#[utoipa::path(
    get, path = "/api/v1/org/{slug}/analysis/numbered-run", tag = "Analysis",
    params(("slug" = String, Path), NumberedRunOptions),
    responses(
        (status = 200, body = NumberedRunView),
        (status = 401, body = ProblemBody, description = "Nobody is signed in"),
        (status = 404, body = ProblemBody, description = "Not your organisation, or no such run"),
    ),
)]
pub async fn show_numbered_run(
    State(app): State<App>,
    analyst: Analyst,
    QueryOf(wanted): QueryOf<NumberedRunOptions>,
) -> Result<Json<NumberedRunView>, Problem> {
    let run_numbers = [RunNumber(wanted.number)];
    let found = app.store.list_runs(analyst.organisation_id(), &run_numbers);
    let run = found
        .await?
        .into_iter()
        .next()
        .ok_or_else(Problem::not_found)?;
    Ok(Json(NumberedRunView {
        run_number: wanted.number,
        run_id: run.run_id.0,
    }))
}
