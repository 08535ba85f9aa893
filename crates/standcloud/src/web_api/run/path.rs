//! The run, or the two, that the path names.

use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use standcloud_store::{RunId, UnixMicros};
use uuid::Uuid;

use crate::api::text::rfc3339;
use crate::app::App;
use crate::web_api::problem::Problem;

/// `{run_id}` of the path; what is no id names no run.
#[derive(Debug, Clone, Copy)]
pub struct RunPath(pub RunId);

/// `{run_id}` and `{other_run_id}`.
#[derive(Debug, Clone, Copy)]
pub struct TwoRuns {
    pub run: RunId,
    pub other: RunId,
}

impl FromRequestParts<App> for RunPath {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        Ok(Self(run_id(parts, app, "run_id").await?))
    }
}

impl FromRequestParts<App> for TwoRuns {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        Ok(Self {
            run: run_id(parts, app, "run_id").await?,
            other: run_id(parts, app, "other_run_id").await?,
        })
    }
}

async fn run_id(parts: &mut Parts, app: &App, parameter: &str) -> Result<RunId, Problem> {
    let params = RawPathParams::from_request_parts(parts, app).await;
    let params = params.map_err(|_| no_such_run())?;
    let id = params.iter().find(|(name, _)| *name == parameter);
    let id = id.and_then(|(_, text)| Uuid::parse_str(text).ok());
    id.map(RunId).ok_or_else(no_such_run)
}

pub fn no_such_run() -> Problem {
    Problem::new(
        axum::http::StatusCode::NOT_FOUND,
        crate::web_api::problem::ProblemCode::NotFound,
        "There is no such test run, or it is not for you.",
    )
}

/// For what a page shows; beyond the years that can be written there is nothing to show.
pub(super) fn instant_text(micros: Option<i64>) -> Option<String> {
    micros.map(UnixMicros).and_then(rfc3339)
}
