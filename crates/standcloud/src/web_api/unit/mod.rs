//! One unit over all plans and stands, its attempts, and what changed between two runs.

pub mod attempts;
pub mod comparison;
mod comparison_views;
pub mod failures;
pub mod page;
mod parts;
mod plans;
pub mod runs;

use serde::Deserialize;
use standcloud_store::Unit;

use super::caller::InOrganisation;
use super::problem::{Problem, ProblemCode};
use crate::app::App;

/// Which unit. In the query and not in the path, because serial numbers hold slashes and dots, which
/// proxies and browsers fold.
#[derive(Debug, Clone, Deserialize)]
pub struct UnitQuery {
    pub part: String,
    pub serial: String,
}

impl UnitQuery {
    async fn find(&self, app: &App, caller: &InOrganisation) -> Result<Unit, Problem> {
        let organisation = caller.organisation();
        let found = app.store.find_unit(organisation, &self.part, &self.serial);
        found.await?.ok_or_else(no_such_unit)
    }
}

fn no_such_unit() -> Problem {
    Problem::new(
        axum::http::StatusCode::NOT_FOUND,
        ProblemCode::NotFound,
        "No test report names this unit. Check the part number and the serial number.",
    )
}
