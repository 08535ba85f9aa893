//! `standcloud demo`

use std::process::ExitCode;
use std::time::Duration;

use anyhow::bail;
use bytes::Bytes;
use clap::Args;
use standcloud_demo::Factory;
use standcloud_store::OrganisationId;
use tokio::task::JoinSet;

use super::OrganisationOptions;
use super::output::{progress, say};
use crate::app::App;
use crate::clock::{Clock, Randomness};
use crate::config::Config;
use crate::server_keys::ServerKeys;
use crate::submission::{Submission, SubmissionError, submit};

/// Enough to fill the commits without filling memory.
const REPORTS_IN_FLIGHT: usize = 256;

#[derive(Debug, Args)]
pub(super) struct DemoOptions {
    #[command(flatten)]
    organisation: OrganisationOptions,
    /// How many test runs
    #[arg(long, default_value_t = 1000)]
    runs: usize,
    /// The same seed and end make the same factory
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The instant that the last run ends before [default: now]
    #[arg(long, value_name = "TIME")]
    end: Option<jiff::Timestamp>,
}

pub(super) async fn run(options: DemoOptions) -> anyhow::Result<ExitCode> {
    let (store, organisation) = options.organisation.open().await?;
    let clock = Clock::System;
    let end_us = options
        .end
        .map_or(clock.now().0, jiff::Timestamp::as_microsecond);
    let mut config = Config::default();
    config.limits.answer_seconds = 9;
    let (app, committer) = App::start(
        store.clone(),
        config,
        clock,
        Randomness::from_system(),
        // Storing reports needs none; what does is the server's business.
        ServerKeys::generate(&Randomness::from_system()),
        Duration::ZERO,
    );
    let bar = progress(options.runs as u64, "storing reports");
    let mut waiting = JoinSet::new();
    for body in Factory::new(options.seed, end_us, options.runs).reports() {
        while waiting.len() >= REPORTS_IN_FLIGHT {
            finish_one(&mut waiting, &bar).await?;
        }
        waiting.spawn(store_report(
            app.clone(),
            organisation.id,
            Bytes::from(body),
        ));
    }
    while !waiting.is_empty() {
        finish_one(&mut waiting, &bar).await?;
    }
    bar.finish_and_clear();
    drop(app);
    committer.await?;
    store.close().await;
    say(format!(
        "{} runs of the sample factory are in {}.",
        options.runs, organisation.slug
    ));
    Ok(ExitCode::SUCCESS)
}

async fn finish_one(
    waiting: &mut JoinSet<anyhow::Result<()>>,
    bar: &indicatif::ProgressBar,
) -> anyhow::Result<()> {
    if let Some(outcome) = waiting.join_next().await {
        outcome??;
        bar.inc(1);
    }
    Ok(())
}

async fn store_report(app: App, organisation: OrganisationId, body: Bytes) -> anyhow::Result<()> {
    let submission = Submission {
        organisation,
        principal: "command line".to_owned(),
        source: "demo",
        received: app.clock.now(),
        body,
    };
    match submit(&app, &submission).await {
        Ok(_) => Ok(()),
        Err(SubmissionError::Ingest(error)) => Err(error.into()),
        Err(SubmissionError::Invalid(problems)) => {
            bail!("a generated report is not valid: {problems}")
        }
    }
}
