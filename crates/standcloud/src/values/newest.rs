//! The limits of the newest run of a series, by run time.
//!
//! Problem: the summaries of chunks know which limits came last, and a late report may have others than
//! those that are in force. Choice: where a series has several limit sets, chunks are looked at beginning
//! with the one whose runs can be the latest, until no other one can have a later run. Consequence: mostly
//! none is looked into, as a chunk with a single limit set that must have the newest run is enough.

use std::cmp::Reverse;
use std::sync::Arc;

use standcloud_columns::{
    DecodeError, RunPicks, RunPosition, SeriesFigures, decode_numbers, decode_texts,
};
use standcloud_store::{ChunkRow, OrganisationId, Store, StoreError};

use super::numbers::{compute, damaged};

/// Of the runs that were looked at.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct NewestLimits(Option<(RunPosition, u32)>);

/// A chunk all of whose runs pass.
#[derive(Debug)]
pub(super) struct UnopenedChunk {
    first: i64,
    figures: Arc<SeriesFigures>,
    /// The time of its newest run is between these.
    at_least: Option<i64>,
    at_most: Option<i64>,
}

impl NewestLimits {
    /// Of runs after the first and up to the second.
    pub(super) fn note(
        &mut self,
        runs: &[i64],
        limit_sets: &[u32],
        (after, until): (i64, i64),
        picks: &RunPicks,
    ) {
        let runs = runs.iter().zip(limit_sets);
        for (run, limit_set) in runs.filter(|(run, _)| after < **run && **run <= until) {
            let Some(position) = picks.position_of(*run) else {
                continue;
            };
            if self.0.is_none_or(|(newest, _)| newest < position) {
                self.0 = Some((position, *limit_set));
            }
        }
    }

    pub(super) fn note_chunk(
        &mut self,
        row: &ChunkRow,
        between: (i64, i64),
        picks: &RunPicks,
    ) -> Result<(), DecodeError> {
        let body = std::slice::from_ref(row);
        match decode_numbers(body) {
            Ok(numbers) => self.note(&numbers.run_numbers, &numbers.limit_sets, between, picks),
            Err(DecodeError::Kind(_)) => {
                let texts = decode_texts(body)?;
                self.note(&texts.run_numbers, &texts.limit_sets, between, picks);
            }
            Err(error) => return Err(error),
        }
        Ok(())
    }

    fn time_us(&self) -> Option<i64> {
        self.0.map(|(newest, _)| newest.time_us)
    }
}

impl UnopenedChunk {
    /// Both ends are runs of the series.
    pub(super) fn new(
        (first, last): (i64, i64),
        figures: &Arc<SeriesFigures>,
        picks: &RunPicks,
    ) -> Self {
        let time_of = |run| picks.position_of(run).map(|position| position.time_us);
        Self {
            first,
            figures: Arc::clone(figures),
            at_least: time_of(first).max(time_of(last)),
            at_most: picks.latest_at_most(first, last),
        }
    }
}

/// `None` without values.
pub(super) async fn newest_limit_set(
    store: &Store,
    (organisation, id): (OrganisationId, u32),
    mut newest: NewestLimits,
    mut chunks: Vec<UnopenedChunk>,
    picks: &Arc<RunPicks>,
) -> Result<Option<u32>, StoreError> {
    chunks.sort_by_key(|chunk| Reverse(chunk.at_most));
    let mut chunks = chunks.iter().peekable();
    while let Some(chunk) = chunks.next() {
        if newest.time_us() > chunk.at_most {
            break;
        }
        let next = chunks.peek().and_then(|next| next.at_most);
        if chunk.figures.limit_sets.len() == 1 && chunk.at_least > newest.time_us().max(next) {
            return Ok(Some(chunk.figures.last_limit_set));
        }
        let first = chunk.first;
        let rows = store
            .list_chunks(organisation, id, first - 1, first)
            .await?;
        let picks = Arc::clone(picks);
        let look = move || {
            let row = rows.iter().find(|row| row.first_run_number == first);
            let row = row.ok_or_else(|| damaged("first_run_number", id))?;
            let noted = newest.note_chunk(row, (i64::MIN, row.last_run_number), &picks);
            noted.map_err(|_| damaged("body", id))?;
            Ok(newest)
        };
        newest = compute(look).await?;
    }
    Ok(newest.0.map(|(_, limit_set)| limit_set))
}
