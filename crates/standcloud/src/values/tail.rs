//! The values of one organisation that are not in chunks yet, in memory.
//!
//! They are followed like the facts: one small query tells whether anything was committed since, and what
//! was is read. A server may seal meanwhile and remove what is being read, so what was read counts only
//! if `sealed_until` has not passed the place where reading began; otherwise it is read again.

use std::sync::Arc;

use standcloud_columns::SeriesOfRuns;
use standcloud_store::{OrganisationId, RunValuesRow, SealingState, Store, StoreError};

const PAGE_RUNS: u32 = 4_096;
/// Fewer runs are decoded where they are read.
const RUNS_AT_ONCE: usize = 64;
/// Sealing moves on every few seconds at most.
const ATTEMPTS_MAX: u32 = 8;

/// Kept between questions.
#[derive(Debug, Default)]
pub(super) struct Tail {
    /// As it was when all that follows was right; `None` when nothing is known.
    state: Option<SealingState>,
    view: TailView,
}

/// What a question sees: chunks up to `sealed_until`, and here all after it.
#[derive(Debug, Clone, Default)]
pub(super) struct TailView {
    pub(super) generation: i64,
    pub(super) sealed_until: i64,
    /// The last run that is known.
    pub(super) until: i64,
    pub(super) values: Arc<SeriesOfRuns>,
}

impl Tail {
    pub(super) fn memory_bytes(&self) -> usize {
        self.view.values.memory_bytes()
    }

    /// Everything committed before this call.
    pub(super) async fn refresh(
        &mut self,
        store: &Store,
        organisation: OrganisationId,
    ) -> Result<TailView, StoreError> {
        for _ in 0..ATTEMPTS_MAX {
            let state = store.sealing_state(organisation).await?;
            self.begin(&state);
            if self
                .state
                .is_some_and(|known| known.next_change == state.next_change)
            {
                return Ok(self.view.clone());
            }
            let begin = self.view.until;
            let (added, until) = read_after(store, organisation, begin).await?;
            let after = store.sealing_state(organisation).await?;
            if after.generation == state.generation && after.sealed_until <= begin {
                self.append(&added, until);
                self.state = Some(state);
                return Ok(self.view.clone());
            }
        }
        // Somebody seals faster than this reads; whoever asks tries again.
        Err(StoreError::Interrupted)
    }

    /// Forgets what is in chunks by now.
    fn begin(&mut self, state: &SealingState) {
        let view = &mut self.view;
        let is_other = self.state.is_none() || view.generation != state.generation;
        if is_other || view.until < state.sealed_until {
            self.state = None;
            *view = TailView {
                generation: state.generation,
                sealed_until: state.sealed_until,
                until: state.sealed_until,
                values: Arc::default(),
            };
        } else if view.sealed_until < state.sealed_until {
            Arc::make_mut(&mut view.values).forget(state.sealed_until);
            view.sealed_until = state.sealed_until;
        }
    }

    fn append(&mut self, added: &SeriesOfRuns, until: i64) {
        let values = Arc::make_mut(&mut self.view.values);
        for (id, series) in &added.numbers {
            values
                .numbers
                .entry(*id)
                .or_default()
                .append_after(series, i64::MIN);
        }
        for (id, series) in &added.texts {
            values
                .texts
                .entry(*id)
                .or_default()
                .append_after(series, i64::MIN);
        }
        self.view.until = until;
    }
}

/// And the last run that was there.
async fn read_after(
    store: &Store,
    organisation: OrganisationId,
    begin: i64,
) -> Result<(SeriesOfRuns, i64), StoreError> {
    let mut values = SeriesOfRuns::default();
    let mut after = begin;
    loop {
        let rows = store
            .list_run_values(organisation, after, PAGE_RUNS)
            .await?;
        let Some(last) = rows.last() else {
            return Ok((values, after));
        };
        after = last.run_number;
        values = if rows.len() < RUNS_AT_ONCE {
            add_all(values, &rows)?
        } else {
            let added = tokio::task::spawn_blocking(move || add_all(values, &rows)).await;
            added.map_err(|_| StoreError::Interrupted)??
        };
    }
}

fn add_all(mut values: SeriesOfRuns, rows: &[RunValuesRow]) -> Result<SeriesOfRuns, StoreError> {
    for row in rows {
        values
            .add(row.run_number, &row.measurements)
            .map_err(|_| StoreError::Corrupt {
                table: "run_values",
                column: "measurements",
                key: row.run_number.to_string(),
            })?;
    }
    Ok(values)
}
