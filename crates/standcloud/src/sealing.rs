//! Sealing: values of runs become chunks of series, in the background.
//!
//! One step takes the runs that wait, at most some thousand, sorts their values into series, writes the
//! chunks in portions that hold up nobody's report, and then says that they count (see the store's
//! `sealing`). Steps go on while enough runs wait; fewer are sealed once nothing came for a minute,
//! because until then they are read from memory just as well.

mod rebuild_watch;
mod step;

use std::collections::HashMap;
use std::time::Duration;

use standcloud_columns::CHUNK_VALUES_MAX;
use standcloud_store::{OrganisationId, SealingNeed, Store, StoreError};
use tokio::time::Instant;

use crate::app::App;
use crate::clock::Clock;
use rebuild_watch::RebuildWatch;

pub use step::{Sealed, seal_step};

const INTERVAL: Duration = Duration::from_secs(1);
/// Fewer runs than a step takes are sealed when nothing came for so long.
const QUIET: Duration = Duration::from_mins(1);
/// Fewer runs are not worth writing the last chunk of each series anew.
const QUIET_RUNS_MIN: u32 = 1_024;
/// Of one organisation, before the next has its turn.
const STEPS_PER_TURN: u32 = 8;

/// How much a step takes. Tests take little, so that a short history has many chunks.
#[derive(Debug, Clone, Copy)]
pub struct SealOptions {
    pub runs_per_step: u32,
    /// At most [`CHUNK_VALUES_MAX`].
    pub values_per_chunk: usize,
}

impl Default for SealOptions {
    fn default() -> Self {
        Self {
            runs_per_step: 8_192,
            values_per_chunk: CHUNK_VALUES_MAX,
        }
    }
}

/// When the last change of an organisation was seen.
#[derive(Debug, Clone, Copy)]
struct Seen {
    next_change: i64,
    since: Instant,
}

/// Goes on until it is dropped with the server. Every server of a database may do it; one of them has its
/// turn at a time.
pub async fn keep_sealed(app: App) {
    let mut seen = HashMap::new();
    let mut rebuilds = RebuildWatch::default();
    loop {
        tokio::time::sleep(INTERVAL).await;
        if let Err(error) = seal_what_waits(&app, &mut seen).await {
            tracing::warn!(%error, "values were not sealed; it is tried again");
        }
        if let Err(error) = rebuilds.look(&app.store).await {
            tracing::debug!(%error, "it is not known whether a rebuild has ended");
        }
    }
}

/// Seals everything of an organisation now; `progress` is told how many runs each step sealed.
pub async fn seal_all(
    store: &Store,
    clock: &Clock,
    organisation: OrganisationId,
    options: SealOptions,
    mut progress: impl FnMut(u64),
) -> Result<Sealed, StoreError> {
    loop {
        match seal_step(store, organisation, clock.now(), options).await? {
            Sealed::Runs(runs) => progress(runs),
            ended => return Ok(ended),
        }
    }
}

async fn seal_what_waits(
    app: &App,
    seen: &mut HashMap<OrganisationId, Seen>,
) -> Result<(), StoreError> {
    let needs = app.store.list_sealing_needs(1).await?;
    seen.retain(|organisation, _| {
        needs
            .iter()
            .any(|need| need.organisation() == *organisation)
    });
    app.metrics
        .unsealed(needs.iter().map(SealingNeed::waiting_max).sum());
    let options = SealOptions::default();
    for need in needs {
        let organisation = need.organisation();
        if is_worth_it(&app.store, &need, options, seen).await? {
            for _ in 0..STEPS_PER_TURN {
                let now = app.clock.now();
                let Sealed::Runs(runs) = seal_step(&app.store, organisation, now, options).await?
                else {
                    break;
                };
                app.metrics.sealed(runs);
                tracing::debug!(organisation = organisation.0, runs, "values were sealed");
                if runs < u64::from(options.runs_per_step) {
                    break;
                }
            }
        }
    }
    Ok(())
}

async fn is_worth_it(
    store: &Store,
    need: &SealingNeed,
    options: SealOptions,
    seen: &mut HashMap<OrganisationId, Seen>,
) -> Result<bool, StoreError> {
    let entry = seen.entry(need.organisation()).or_insert(Seen {
        next_change: need.next_change,
        since: Instant::now(),
    });
    if entry.next_change != need.next_change {
        *entry = Seen {
            next_change: need.next_change,
            since: Instant::now(),
        };
    }
    let runs_min = if need.has_old_chunks() {
        0
    } else if entry.since.elapsed() >= QUIET {
        // Not again before something comes.
        entry.since = Instant::now();
        QUIET_RUNS_MIN
    } else {
        options.runs_per_step
    };
    if need.waiting_max() < i64::from(runs_min) {
        return Ok(false);
    }
    let waiting = store.count_unsealed_runs(need.organisation(), runs_min);
    Ok(waiting.await? >= runs_min)
}
