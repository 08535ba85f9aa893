//! The crate through its public API, and real reports.

#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "the helpers of tests may fail as tests do"
)]

mod bad_input;
mod changes;
mod defaults;
mod digests;
mod hardpy;
mod properties;
mod typed;

use standcloud_report::{ParseLimits, Problems, Report};

pub(crate) fn parse(body: impl AsRef<[u8]>) -> Result<Report, Problems> {
    standcloud_report::parse(body.as_ref(), &ParseLimits::default())
}

pub(crate) fn digest(body: impl AsRef<[u8]>) -> [u8; 32] {
    parse(body).unwrap().digest
}

/// A run with these members besides the required ones.
pub(crate) fn run(members: &str) -> String {
    format!(r#"{{"name":"plan","status":"passed",{members}}}"#)
}

/// A run with one case that has these members besides the required ones.
pub(crate) fn case(members: &str) -> String {
    run(&format!(
        r#""modules":{{"m":{{"name":"M","status":"passed","cases":{{"c":{{"name":"C","status":"passed",{members}}}}}}}}}"#
    ))
}

/// A run with one measurement.
pub(crate) fn measurement(members: &str) -> String {
    case(&format!(r#""measurements":[{{{members}}}]"#))
}
