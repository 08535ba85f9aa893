//! What a credential may do.

use std::fmt;
use std::str::FromStr;

/// A fine scope of an API key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// Upload reports.
    ReportWrite,
    /// Read runs, units and reports.
    ReportRead,
}

impl Scope {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ReportWrite => "report:write",
            Self::ReportRead => "report:read",
        }
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

impl FromStr for Scope {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "report:write" => Ok(Self::ReportWrite),
            "report:read" => Ok(Self::ReportRead),
            other => Err(format!(
                "unknown scope {other:?}: use report:write or report:read"
            )),
        }
    }
}

/// The scopes of a stored, space-separated list; what an older version does not know grants nothing.
pub fn parse_stored_scopes(text: &str) -> Vec<Scope> {
    text.split(' ')
        .filter_map(|scope| scope.parse().ok())
        .collect()
}
