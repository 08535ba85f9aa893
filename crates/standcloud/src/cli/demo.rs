//! `standcloud demo`

use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, bail};
use clap::Args;
use standcloud_demo::Factory;
use standcloud_store::Store;

use super::OrganisationOptions;
use super::output::{progress, say};
use super::seal::seal;
use crate::app::App;
use crate::clock::{Clock, Randomness};
use crate::config::Config;
use crate::demo::{DEMO_SEED, FillError, WantedDemo, fill_now, store_reports};
use crate::server_keys::ServerKeys;

/// Enough to fill the commits without filling memory.
const REPORTS_IN_FLIGHT: usize = 256;

/// The reports go into the named organisation, among its own, and cannot be taken out again. With
/// --demo-organisation they become the sample data that the switch in the web app shows.
#[derive(Debug, Args)]
pub(super) struct DemoOptions {
    #[command(flatten)]
    organisation: OrganisationOptions,
    /// Make (or make anew) what the switch in the web app shows, apart from all organisations
    #[arg(long, conflicts_with = "organisation")]
    demo_organisation: bool,
    /// How many test runs
    #[arg(long, default_value_t = 1000)]
    runs: usize,
    /// The same seed and end make the same factory
    #[arg(long, default_value_t = DEMO_SEED)]
    seed: u64,
    /// The instant that the last run ends before [default: now]
    #[arg(long, value_name = "TIME")]
    end: Option<jiff::Timestamp>,
}

impl DemoOptions {
    fn wanted(&self) -> WantedDemo {
        let now = || Clock::System.now().0;
        WantedDemo {
            runs: self.runs as u64,
            seed: self.seed,
            end_us: self.end.map_or_else(now, jiff::Timestamp::as_microsecond),
        }
    }
}

pub(super) async fn run(options: DemoOptions) -> anyhow::Result<ExitCode> {
    let store = options.organisation.data.open().await?;
    let slug = if options.demo_organisation {
        fill_demo(&options, &store).await?
    } else {
        fill_named(&options, &store).await?
    };
    store.close().await;
    say(format!(
        "{} runs of the sample factory are in {slug}.",
        options.runs
    ));
    Ok(ExitCode::SUCCESS)
}

async fn fill_demo(options: &DemoOptions, store: &Store) -> anyhow::Result<String> {
    let (app, committer) = start(store);
    let bar = progress(options.runs as u64, "storing reports");
    let told = |done| bar.set_position(done);
    let filled = fill_now(&app, options.wanted(), REPORTS_IN_FLIGHT, told).await;
    bar.finish_and_clear();
    drop(app);
    committer.await?;
    let organisation = filled.map_err(|error| match error {
        FillError::TakenOver => {
            anyhow::anyhow!("a server is making sample data right now\nhint: try again in a minute")
        }
        error => error.into(),
    })?;
    seal(store, &organisation).await?;
    Ok(organisation.slug)
}

async fn fill_named(options: &DemoOptions, store: &Store) -> anyhow::Result<String> {
    let organisation = options.organisation.find(store).await?;
    if organisation.is_demo {
        bail!(
            "{} is the sample data that the web app shows\n\
             hint: make it anew with --demo-organisation",
            organisation.slug
        );
    }
    let wanted = options.wanted();
    let (app, committer) = start(store);
    let bar = progress(wanted.runs, "storing reports");
    let told = |done| bar.set_position(done);
    let reports = Factory::new(wanted.seed, wanted.end_us, options.runs).reports();
    store_reports(&app, organisation.id, reports, REPORTS_IN_FLIGHT, told)
        .await
        .context("not all reports were stored")?;
    bar.finish_and_clear();
    drop(app);
    committer.await?;
    seal(store, &organisation).await?;
    Ok(organisation.slug)
}

fn start(store: &Store) -> (App, tokio::task::JoinHandle<()>) {
    let mut config = Config::default();
    config.limits.answer_seconds = 9;
    App::start(
        store.clone(),
        config,
        Clock::System,
        Randomness::from_system(),
        // Storing reports needs none; what does is the server's business.
        ServerKeys::generate(&Randomness::from_system()),
        Duration::ZERO,
    )
}
