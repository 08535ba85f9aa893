//! `standcloud run`

use std::process::ExitCode;

use anyhow::bail;
use clap::{Args, Subcommand};
use standcloud_store::RunId;
use uuid::Uuid;

use super::OrganisationOptions;
use super::output::say;
use crate::clock::Clock;

const REASON_BYTES_MAX: usize = 2000;

#[derive(Debug, Subcommand)]
pub(super) enum RunCommand {
    /// Take a run out of every figure; it stays visible with the reason
    Void(VoidOptions),
    /// Bring a voided run back into the figures
    Restore(RestoreOptions),
}

#[derive(Debug, Args)]
pub(super) struct VoidOptions {
    #[command(flatten)]
    organisation: OrganisationOptions,
    /// The id of the run
    #[arg(value_name = "ID")]
    run_id: Uuid,
    /// The reason, for those who wonder later
    #[arg(long, value_name = "REASON")]
    why: String,
}

#[derive(Debug, Args)]
pub(super) struct RestoreOptions {
    #[command(flatten)]
    organisation: OrganisationOptions,
    /// The id of the run
    #[arg(value_name = "ID")]
    run_id: Uuid,
    /// The reason
    #[arg(long, value_name = "REASON", default_value = "")]
    why: String,
}

pub(super) async fn run(command: RunCommand) -> anyhow::Result<ExitCode> {
    match command {
        RunCommand::Void(options) => void(options).await,
        RunCommand::Restore(options) => restore(options).await,
    }
}

async fn void(options: VoidOptions) -> anyhow::Result<ExitCode> {
    let why = options.why.trim();
    if why.is_empty() || why.len() > REASON_BYTES_MAX {
        bail!("--why needs 1 to {REASON_BYTES_MAX} characters");
    }
    let (store, organisation) = options.organisation.open().await?;
    let run_id = RunId(options.run_id);
    let now = Clock::System.now();
    match store
        .void_run(organisation.id, run_id, why, "command line", now)
        .await?
    {
        Some(true) => say(format!(
            "Voided {run_id}; 'standcloud run restore' brings it back."
        )),
        Some(false) => say(format!(
            "{run_id} was voided before; the first reason stands."
        )),
        None => bail!(
            "there is no run {run_id} in {}\nhint: 'standcloud runs' shows the ids",
            organisation.slug
        ),
    }
    Ok(ExitCode::SUCCESS)
}

async fn restore(options: RestoreOptions) -> anyhow::Result<ExitCode> {
    let (store, organisation) = options.organisation.open().await?;
    let run_id = RunId(options.run_id);
    let why = options.why.trim();
    if why.len() > REASON_BYTES_MAX {
        bail!("--why takes at most {REASON_BYTES_MAX} characters");
    }
    let now = Clock::System.now();
    match store
        .restore_run(organisation.id, run_id, why, "command line", now)
        .await?
    {
        Some(true) => say(format!("Brought {run_id} back.")),
        Some(false) => say(format!("{run_id} is not voided.")),
        None => bail!(
            "there is no run {run_id} in {}\nhint: 'standcloud runs' shows the ids",
            organisation.slug
        ),
    }
    Ok(ExitCode::SUCCESS)
}
