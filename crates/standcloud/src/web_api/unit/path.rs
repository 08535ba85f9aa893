//! The runs that the path names; what is no id names no run.

use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use standcloud_store::RunId;
use uuid::Uuid;

use super::no_such_run;
use crate::app::App;
use crate::web_api::problem::Problem;

/// `{run_id}`.
#[derive(Debug, Clone, Copy)]
pub struct OneRun(pub RunId);

/// `{run_id}` and `{other_run_id}`.
#[derive(Debug, Clone, Copy)]
pub struct TwoRuns {
    pub run: RunId,
    pub other: RunId,
}

impl FromRequestParts<App> for OneRun {
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
    let text = params.iter().find(|(name, _)| *name == parameter);
    let id = text.and_then(|(_, text)| Uuid::parse_str(text).ok());
    id.map(RunId).ok_or_else(no_such_run)
}
