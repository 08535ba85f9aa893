//! The raw report, byte for byte as the stand sent it.

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use standcloud_store::RunSummary;
use utoipa::IntoParams;

use super::path::{RunPath, instant_text, no_such_run};
use crate::app::App;
use crate::web_api::body::QueryOf;
use crate::web_api::caller::InOrganisation;
use crate::web_api::problem::{Problem, ProblemBody};

const NAME_LENGTH_MAX: usize = 80;

/// What for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct RawReportQuery {
    /// `1` to save it as a file.
    #[serde(default)]
    download: u8,
}

/// Show the raw report
///
/// For members of the organisation.
#[utoipa::path(
    get, path = "/api/v1/org/{slug}/runs/{run_id}/report", tag = "Test runs",
    params(("slug" = String, Path), ("run_id" = Uuid, Path), RawReportQuery),
    responses(
        (status = 200, description = "The report", body = String, content_type = "application/json"),
        (status = 401, body = ProblemBody),
        (status = 404, body = ProblemBody, description = "No such run in this organisation"),
    ),
)]
pub async fn show_raw_report(
    State(app): State<App>,
    caller: InOrganisation,
    RunPath(run_id): RunPath,
    QueryOf(query): QueryOf<RawReportQuery>,
) -> Result<Response, Problem> {
    let organisation = caller.organisation();
    let run = app.store.lookup_run(organisation, run_id).await?;
    let run = run.ok_or_else(no_such_run)?;
    let stored = app.store.lookup_report(organisation, run_id).await?;
    let body = stored.ok_or_else(no_such_run)?.body;
    let manner = if query.download == 1 {
        "attachment"
    } else {
        "inline"
    };
    let headers = [
        (header::CONTENT_TYPE, "application/json".to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("{manner}; filename=\"{}\"", file_name(&run)),
        ),
    ];
    Ok((headers, body).into_response())
}

/// Serial number and time, of letters that every file system takes.
fn file_name(run: &RunSummary) -> String {
    let serial = run.serial_number.as_deref().unwrap_or("run");
    let time = instant_text(Some(run.run_time.0)).unwrap_or_default();
    let safe = |text: &str| -> String {
        let letters = text.chars().map(|letter| match letter {
            letter if letter.is_ascii_alphanumeric() || letter == '-' => letter,
            _ => '_',
        });
        letters.take(NAME_LENGTH_MAX).collect()
    };
    format!("{}_{}.json", safe(serial), safe(&time.replace(':', "-")))
}
