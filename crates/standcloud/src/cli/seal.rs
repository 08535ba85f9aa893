//! `standcloud seal`

use std::process::ExitCode;

use anyhow::bail;
use clap::Args;
use standcloud_store::{Organisation, Store};

use super::OrganisationOptions;
use super::output::{progress, say};
use crate::clock::Clock;
use crate::sealing::{self, Sealed};

#[derive(Debug, Args)]
pub(super) struct SealOptions {
    #[command(flatten)]
    organisation: OrganisationOptions,
}

pub(super) async fn run(options: SealOptions) -> anyhow::Result<ExitCode> {
    let store = options.organisation.data.open().await?;
    let organisations = match options.organisation.organisation {
        Some(_) => vec![options.organisation.find(&store).await?],
        None => store.list_organisations().await?,
    };
    for organisation in organisations {
        seal(&store, &organisation).await?;
    }
    store.close().await;
    Ok(ExitCode::SUCCESS)
}

/// Everything of an organisation that waits.
pub(super) async fn seal(store: &Store, organisation: &Organisation) -> anyhow::Result<()> {
    let waiting = store.count_unsealed_runs(organisation.id, u32::MAX).await?;
    let bar = progress(waiting.into(), "sealing");
    let options = sealing::SealOptions::default();
    let mut sealed = 0;
    let ended = sealing::seal_all(store, &Clock::System, organisation.id, options, |runs| {
        sealed += runs;
        bar.set_position(sealed);
    })
    .await?;
    bar.finish_and_clear();
    if ended == Sealed::Busy {
        bail!(
            "{}: a server seals right now, or a rebuild goes on\n\
             hint: try again in a minute; 'standcloud rebuild' ends one that was interrupted",
            organisation.slug
        );
    }
    say(format!(
        "{}: the values of {sealed} runs were sealed.",
        organisation.slug
    ));
    Ok(())
}
