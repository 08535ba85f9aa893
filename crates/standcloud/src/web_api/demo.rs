//! The demo: an organisation with sample data that everybody who is signed in may look at.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;

use super::caller::Person;
use super::problem::{Problem, ProblemBody};
use crate::api::text::rfc3339;
use crate::app::App;
use crate::demo::{DemoStatus, status, switch_on};

/// What there is of the demo.
#[derive(Debug, Serialize, ToSchema)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum DemoView {
    /// This server does not offer it.
    Off,
    /// Nobody has switched it on yet.
    None,
    /// It is being made; what is there already can be looked at.
    Filling {
        /// The organisation's name in addresses, as soon as it is there.
        slug: Option<String>,
        /// Test runs that are there.
        done: u64,
        total: u64,
    },
    Ready {
        slug: String,
        runs: u64,
        /// When the first and the last run began.
        from: Option<String>,
        to: Option<String>,
        /// The same seed makes the same factory.
        seed: u64,
    },
}

impl From<DemoStatus> for DemoView {
    fn from(status: DemoStatus) -> Self {
        match status {
            DemoStatus::Off => Self::Off,
            DemoStatus::None => Self::None,
            DemoStatus::Filling {
                organisation,
                done,
                total,
            } => Self::Filling {
                slug: organisation.map(|organisation| organisation.slug),
                done,
                total,
            },
            DemoStatus::Ready {
                organisation,
                runs,
                first,
                last,
                seed,
            } => Self::Ready {
                slug: organisation.slug,
                runs,
                from: first.and_then(rfc3339),
                to: last.and_then(rfc3339),
                seed,
            },
        }
    }
}

/// How far the demo is
///
/// For everybody who is signed in.
#[utoipa::path(
    get, path = "/api/v1/demo", tag = "Demo",
    responses((status = 200, body = DemoView), (status = 401, body = ProblemBody)),
)]
pub async fn show_demo(State(app): State<App>, _: Person) -> Result<Json<DemoView>, Problem> {
    Ok(Json(status(&app).await?.into()))
}

/// Switch the demo on
///
/// For everybody who is signed in. Makes it when there is none and renews it when it is older than a
/// day, in the background; otherwise nothing changes.
#[utoipa::path(
    post, path = "/api/v1/demo", tag = "Demo",
    responses(
        (status = 202, body = DemoView),
        (status = 401, body = ProblemBody),
        (status = 404, body = ProblemBody, description = "This server does not offer the demo"),
    ),
)]
pub async fn switch_demo_on(
    State(app): State<App>,
    _: Person,
) -> Result<(StatusCode, Json<DemoView>), Problem> {
    if status(&app).await? == DemoStatus::Off {
        return Err(Problem::not_found());
    }
    let status = switch_on(&app).await?;
    Ok((StatusCode::ACCEPTED, Json(status.into())))
}
