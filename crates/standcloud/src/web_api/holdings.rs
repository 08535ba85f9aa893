//! What ends with a membership: said before somebody leaves or is removed.

use serde::Serialize;
use standcloud_store::Holdings;
use utoipa::ToSchema;

/// More names than this are only counted.
const NAMES_MAX: usize = 20;

/// What a person has let into the organisation.
#[derive(Debug, Serialize, ToSchema)]
pub struct HoldingsView {
    /// Names of connected stands and programs, which are signed out; at most 20.
    pub stands: Vec<String>,
    pub stand_count: usize,
    /// Names of the API keys that the person made; at most 20.
    pub keys: Vec<String>,
    pub key_count: usize,
}

impl From<Holdings> for HoldingsView {
    fn from(held: Holdings) -> Self {
        Self {
            stand_count: held.grants.len(),
            stands: held.grants.into_iter().take(NAMES_MAX).collect(),
            key_count: held.keys.len(),
            keys: held.keys.into_iter().take(NAMES_MAX).collect(),
        }
    }
}
