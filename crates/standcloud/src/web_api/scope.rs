//! What a key or a program may do, as the web app names it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::auth::Scope;
use crate::auth::scope::parse_stored_scopes;

/// A right of a key or of a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ScopeView {
    /// Upload reports.
    ReportWrite,
    /// Read runs, units and reports.
    ReportRead,
}

impl ScopeView {
    /// Those of a stored list.
    pub fn parse_stored(text: &str) -> Vec<Self> {
        parse_stored_scopes(text)
            .into_iter()
            .map(Self::from)
            .collect()
    }
}

impl From<Scope> for ScopeView {
    fn from(scope: Scope) -> Self {
        match scope {
            Scope::ReportWrite => Self::ReportWrite,
            Scope::ReportRead => Self::ReportRead,
        }
    }
}

impl From<ScopeView> for Scope {
    fn from(view: ScopeView) -> Self {
        match view {
            ScopeView::ReportWrite => Self::ReportWrite,
            ScopeView::ReportRead => Self::ReportRead,
        }
    }
}
