//! `standcloud openapi`

use std::process::ExitCode;

use clap::Args;

use super::output::data;

#[derive(Debug, Args)]
pub(super) struct OpenapiOptions {
    /// What the web app speaks, instead of what programs may use
    #[arg(long)]
    web: bool,
}

pub(super) fn run(options: &OpenapiOptions) -> anyhow::Result<ExitCode> {
    let document = if options.web {
        crate::web_api::openapi::document()
    } else {
        crate::api::openapi::document()
    };
    data(document.to_pretty_json()?)?;
    Ok(ExitCode::SUCCESS)
}
