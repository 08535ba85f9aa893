//! How instants are written.

use standcloud_store::UnixMicros;

use crate::api::text::rfc3339;

/// RFC 3339 in UTC. What the calendar cannot write is empty.
pub fn instant_text(at: UnixMicros) -> String {
    rfc3339(at).unwrap_or_default()
}
