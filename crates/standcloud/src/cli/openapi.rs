//! `standcloud openapi`

use std::process::ExitCode;

use super::output::data;

pub(super) fn run() -> anyhow::Result<ExitCode> {
    data(crate::api::openapi::document().to_pretty_json()?)?;
    Ok(ExitCode::SUCCESS)
}
