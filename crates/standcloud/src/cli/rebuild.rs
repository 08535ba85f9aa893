//! `standcloud rebuild`

use std::process::ExitCode;

use anyhow::{anyhow, bail};
use clap::Args;
use standcloud_store::{Organisation, Rebuilt, Store};

use super::OrganisationOptions;
use super::output::{progress, say};
use crate::config::Limits;

/// More are not told one by one.
const UNREADABLE_TOLD_MAX: usize = 20;

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
    let mut is_complete = true;
    for organisation in organisations {
        let rebuilt = rebuild(&store, &organisation).await?;
        is_complete &= rebuilt.unreadable.is_empty();
        tell(&organisation.slug, &rebuilt);
    }
    Ok(if is_complete {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

async fn rebuild(store: &Store, organisation: &Organisation) -> anyhow::Result<Rebuilt> {
    let slug = &organisation.slug;
    if store.is_rebuilding(organisation.id).await? {
        say(format!(
            "{slug}: an earlier rebuild did not end; this one begins anew and ends it."
        ));
    }
    let limits = Limits::default().parse();
    let bar = progress(store.count_reports(organisation.id).await?, "rebuilding");
    let rebuilding = store.rebuild(organisation.id, &limits, |state| {
        bar.set_position(state.done);
    });
    let hint = format!(
        "hint: run 'standcloud rebuild --org {slug}' again; until it ends, values are not put into chunks"
    );
    tokio::select! {
        ended = rebuilding => {
            bar.finish_and_clear();
            ended.map_err(|error| anyhow!("{slug}: the rebuild did not end: {error}\n{hint}"))
        }
        _ = tokio::signal::ctrl_c() => {
            bar.finish_and_clear();
            bail!("{slug}: the rebuild was interrupted\n{hint}")
        }
    }
}

fn tell(slug: &str, rebuilt: &Rebuilt) {
    let counted = rebuilt.progress;
    say(format!(
        "{slug}: {} runs rebuilt from their reports.",
        counted.done - counted.unreadable
    ));
    if counted.unreadable == 0 {
        return;
    }
    let reports = match counted.unreadable {
        1 => "1 report".to_owned(),
        many => format!("{many} reports"),
    };
    say(format!(
        "{slug}: {reports} cannot be read by this version. Reports and runs are kept; values that were \
         in chunks are missing until a version that reads them rebuilds:"
    ));
    for report in rebuilt.unreadable.iter().take(UNREADABLE_TOLD_MAX) {
        let problem = report.problem.lines().next().unwrap_or_default();
        let (number, id) = (report.run_number.0, report.run_id);
        say(format!("  run {number} ({id}): {problem}"));
    }
    let told = u64::try_from(UNREADABLE_TOLD_MAX).unwrap_or(u64::MAX);
    if counted.unreadable > told {
        say(format!("  and {} more", counted.unreadable - told));
    }
}
