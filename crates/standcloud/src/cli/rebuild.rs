//! `standcloud rebuild`

use std::process::ExitCode;

use clap::Args;

use super::OrganisationOptions;
use super::output::{progress, say};
use crate::config::Limits;

#[derive(Debug, Args)]
pub(super) struct RebuildOptions {
    #[command(flatten)]
    organisation: OrganisationOptions,
}

pub(super) async fn run(options: RebuildOptions) -> anyhow::Result<ExitCode> {
    let store = options.organisation.data.open().await?;
    let organisations = match options.organisation.organisation {
        Some(_) => vec![options.organisation.find(&store).await?],
        None => store.list_organisations().await?,
    };
    let limits = Limits::default().parse();
    let mut is_complete = true;
    for organisation in organisations {
        let bar = progress(store.count_reports(organisation.id).await?, "rebuilding");
        let done = store
            .rebuild(organisation.id, &limits, |state| {
                bar.set_position(state.done);
            })
            .await?;
        bar.finish_and_clear();
        say(format!(
            "{}: {} runs rebuilt from their reports.",
            organisation.slug,
            done.done - done.unreadable
        ));
        if done.unreadable > 0 {
            is_complete = false;
            say(format!(
                "{}: {} reports cannot be read by this version; their runs were left as they are.",
                organisation.slug, done.unreadable
            ));
        }
    }
    Ok(if is_complete {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
