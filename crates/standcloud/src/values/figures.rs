//! The figures of series under a filter, from the summaries of chunks wherever all their runs pass.

use std::collections::HashMap;
use std::sync::Arc;

use standcloud_columns::{
    DecodeError, RunPicks, SeriesFigures, TextSeries, decode_figures, decode_numbers, decode_texts,
};
use standcloud_store::{ChunkRow, ChunkSummaryRow, OrganisationId, Store, StoreError};

use super::newest::{NewestLimits, UnopenedChunk, newest_limit_set};
use super::numbers::damaged;
use super::tail::TailView;

/// With fewer chunks that must be looked into, they are read one by one.
const SINGLE_CHUNKS_MAX: usize = 4;

/// The summaries of all chunks of a series, in order.
#[derive(Debug, Clone, Default)]
pub(super) struct KeptSummaries {
    pub(super) generation: i64,
    /// All chunks that begin at or before this run are in.
    pub(super) until: i64,
    chunks: Vec<ChunkFigures>,
}

#[derive(Debug, Clone)]
struct ChunkFigures {
    first: i64,
    last: i64,
    figures: Arc<SeriesFigures>,
}

/// How a chunk contributes: values of runs after the chunk before and up to its own last one.
#[derive(Debug)]
enum Part {
    Whole {
        first: i64,
        last: i64,
        figures: Arc<SeriesFigures>,
    },
    /// Some runs do not pass, or it overlaps another.
    Inside { first: i64, after: i64, last: i64 },
}

impl KeptSummaries {
    /// What was kept, with rows that were read since.
    pub(super) fn with(
        &self,
        rows: &[ChunkSummaryRow],
        view: &TailView,
    ) -> Result<Self, StoreError> {
        let mut chunks = self.chunks.clone();
        if let Some(first) = rows.first() {
            // A chunk that grew begins where it began.
            chunks.retain(|chunk| chunk.first < first.first_run_number);
        }
        for row in rows {
            let figures =
                decode_figures(&row.summary).map_err(|_| damaged("summary", row.series()))?;
            chunks.push(ChunkFigures {
                first: row.first_run_number,
                last: row.last_run_number,
                figures: Arc::new(figures),
            });
        }
        Ok(Self {
            generation: view.generation,
            until: view.sealed_until,
            chunks,
        })
    }

    pub(super) fn memory_bytes(&self) -> usize {
        let chunk = |chunk: &ChunkFigures| {
            let figures = &chunk.figures;
            size_of::<ChunkFigures>()
                + size_of::<SeriesFigures>()
                + figures.failed_runs.len() * size_of::<i64>()
                + figures.limit_sets.len() * 64
        };
        self.chunks.iter().map(chunk).sum()
    }

    fn parts(&self, picks: &RunPicks, sealed_until: i64) -> Vec<Part> {
        let mut parts = Vec::new();
        let mut covered = i64::MIN;
        for chunk in &self.chunks {
            let last = chunk.last.min(sealed_until);
            let after = covered;
            if last <= after || chunk.first > sealed_until {
                continue;
            }
            covered = last;
            if picks.none_passes(chunk.first, last) {
                continue;
            }
            let is_whole = chunk.first > after && chunk.last == last;
            parts.push(if is_whole && picks.all_pass(chunk.first, last) {
                Part::Whole {
                    first: chunk.first,
                    last,
                    figures: Arc::clone(&chunk.figures),
                }
            } else {
                Part::Inside {
                    first: chunk.first,
                    after,
                    last,
                }
            });
        }
        parts
    }
}

/// Of one series. The last limit set is that of the newest run by run time.
pub(super) async fn figures_of(
    store: &Store,
    organisation: OrganisationId,
    id: u32,
    summaries: &KeptSummaries,
    view: &TailView,
    picks: &Arc<RunPicks>,
) -> Result<SeriesFigures, StoreError> {
    let parts = summaries.parts(picks, view.sealed_until);
    let rows = read_inside(store, organisation, id, &parts).await?;
    let all = AllParts {
        id,
        parts,
        rows,
        view: view.clone(),
        picks: Arc::clone(picks),
    };
    let add_up = move || {
        let figures = all.figures()?;
        let several = (figures.limit_sets.len() > 1).then(|| all.newest_limits());
        Ok((figures, several.transpose()?))
    };
    let (mut figures, several) = super::numbers::compute(add_up).await?;
    if let Some((newest, unopened)) = several {
        let key = (organisation, id);
        let newest = newest_limit_set(store, key, newest, unopened, picks).await?;
        figures.last_limit_set = newest.unwrap_or(figures.last_limit_set);
    }
    Ok(figures)
}

/// Everything that is known of one series.
struct AllParts {
    id: u32,
    parts: Vec<Part>,
    /// Of the parts that must be looked into.
    rows: HashMap<i64, ChunkRow>,
    view: TailView,
    picks: Arc<RunPicks>,
}

impl AllParts {
    fn figures(&self) -> Result<SeriesFigures, StoreError> {
        let mut figures = SeriesFigures::default();
        for part in &self.parts {
            match part {
                Part::Whole { figures: whole, .. } => figures.append(whole),
                Part::Inside { first, after, last } => {
                    let row = self.row(*first)?;
                    add_inside(&mut figures, row, (*after, *last), &self.picks)
                        .map_err(|_| damaged("body", self.id))?;
                }
            }
        }
        let all = (self.view.sealed_until, i64::MAX);
        if let Some(tail) = self.view.values.numbers.get(&self.id) {
            figures.add_passing(tail, all, &self.picks);
        }
        if let Some(tail) = self.view.values.texts.get(&self.id) {
            add_texts(&mut figures, tail, all, &self.picks);
        }
        Ok(figures)
    }

    /// Of all values at hand, and the chunks that were not looked into.
    fn newest_limits(&self) -> Result<(NewestLimits, Vec<UnopenedChunk>), StoreError> {
        let (mut newest, mut unopened) = (NewestLimits::default(), Vec::new());
        for part in &self.parts {
            match part {
                Part::Whole {
                    first,
                    last,
                    figures,
                } => unopened.push(UnopenedChunk::new((*first, *last), figures, &self.picks)),
                Part::Inside { first, after, last } => {
                    let noted = newest.note_chunk(self.row(*first)?, (*after, *last), &self.picks);
                    noted.map_err(|_| damaged("body", self.id))?;
                }
            }
        }
        let all = (self.view.sealed_until, i64::MAX);
        let values = &self.view.values;
        if let Some(tail) = values.numbers.get(&self.id) {
            newest.note(&tail.run_numbers, &tail.limit_sets, all, &self.picks);
        }
        if let Some(tail) = values.texts.get(&self.id) {
            newest.note(&tail.run_numbers, &tail.limit_sets, all, &self.picks);
        }
        Ok((newest, unopened))
    }

    fn row(&self, first: i64) -> Result<&ChunkRow, StoreError> {
        let row = self.rows.get(&first);
        row.ok_or_else(|| damaged("first_run_number", self.id))
    }
}

fn add_inside(
    figures: &mut SeriesFigures,
    row: &ChunkRow,
    runs: (i64, i64),
    picks: &RunPicks,
) -> Result<(), DecodeError> {
    let body = std::slice::from_ref(row);
    match decode_numbers(body) {
        Ok(numbers) => figures.add_passing(&numbers, runs, picks),
        Err(DecodeError::Kind(_)) => add_texts(figures, &decode_texts(body)?, runs, picks),
        Err(error) => return Err(error),
    }
    Ok(())
}

/// Of runs after the first and up to the second.
fn add_texts(
    figures: &mut SeriesFigures,
    values: &TextSeries,
    (after, until): (i64, i64),
    picks: &RunPicks,
) {
    let rest = values.results.iter().zip(&values.limit_sets);
    for (run, (result, limit_set)) in values.run_numbers.iter().zip(rest) {
        if after < *run && *run <= until && picks.passes(*run) {
            figures.add(*run, f64::NAN, *result, *limit_set);
        }
    }
}

/// The chunks that must be looked into, by their first runs.
async fn read_inside(
    store: &Store,
    organisation: OrganisationId,
    id: u32,
    parts: &[Part],
) -> Result<HashMap<i64, ChunkRow>, StoreError> {
    let firsts: Vec<i64> = parts
        .iter()
        .filter_map(|part| match part {
            Part::Inside { first, .. } => Some(*first),
            Part::Whole { .. } => None,
        })
        .collect();
    let mut rows = Vec::new();
    if firsts.len() <= SINGLE_CHUNKS_MAX {
        for first in firsts {
            rows.extend(
                store
                    .list_chunks(organisation, id, first - 1, first)
                    .await?,
            );
        }
    } else if let (Some(first), Some(last)) = (firsts.first(), firsts.last()) {
        rows = store
            .list_chunks(organisation, id, first - 1, *last)
            .await?;
    }
    Ok(rows
        .into_iter()
        .map(|row| (row.first_run_number, row))
        .collect())
}
