//! The APIs for which a token may be good (RFC 8707).

use std::fmt;

use axum::extract::{FromRequestParts, OriginalUri};
use axum::http::request::Parts;

use crate::app::App;

/// One API of this server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Audience {
    HardPy,
    Integration,
}

impl Audience {
    pub const ALL: [Self; 2] = [Self::HardPy, Self::Integration];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::HardPy => "hardpy",
            Self::Integration => "integration",
        }
    }
}

impl fmt::Display for Audience {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

/// The audiences of a stored, space-separated list; what an older version does not know is left out.
pub fn parse_stored_audiences(text: &str) -> Vec<Audience> {
    text.split(' ')
        .filter_map(|name| {
            Audience::ALL
                .into_iter()
                .find(|known| known.as_str() == name)
        })
        .collect()
}

/// The API that a request is for, from its path.
impl FromRequestParts<App> for Audience {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        let Ok(OriginalUri(uri)) = OriginalUri::from_request_parts(parts, app).await;
        let first = uri.path().split('/').nth(1).unwrap_or_default();
        Ok(match first {
            "hardpy" | "StandCloudAPIMode.HARDPY" => Self::HardPy,
            _ => Self::Integration,
        })
    }
}
