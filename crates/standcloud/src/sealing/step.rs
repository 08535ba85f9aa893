//! One step of sealing.

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use standcloud_columns::{
    BuiltChunk, DecodeError, SeriesOfRuns, build_number_chunks, build_text_chunks, continues_chunk,
};
use standcloud_store::{
    ChunkRow, NewChunk, OrganisationId, SealingTask, SealingTurn, Store, StoreError, UnixMicros,
};

use super::SealOptions;

/// Series whose chunks are written in one transaction: some megabytes.
const SERIES_PER_PORTION: usize = 64;
const REMOVED_PER_PORTION: u32 = 1_000;

/// What a step did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sealed {
    Runs(u64),
    /// No run waits.
    Nothing,
    /// Another server seals, or a rebuild goes on.
    Busy,
}

/// Seals the runs that wait, at most as many as a step takes.
pub async fn seal_step(
    store: &Store,
    organisation: OrganisationId,
    now: UnixMicros,
    options: SealOptions,
) -> Result<Sealed, StoreError> {
    let Some(task) = store.begin_sealing(organisation, now).await? else {
        return Ok(Sealed::Busy);
    };
    let done = match task {
        SealingTask::Seal(turn) => seal(store, organisation, &turn, options).await,
        SealingTask::RemoveOldChunks(turn) => remove_old(store, organisation, &turn).await,
    };
    store.end_sealing(organisation, task.turn()).await?;
    done
}

async fn remove_old(
    store: &Store,
    organisation: OrganisationId,
    turn: &SealingTurn,
) -> Result<Sealed, StoreError> {
    while store
        .remove_old_chunks(organisation, turn, REMOVED_PER_PORTION)
        .await?
    {}
    Ok(Sealed::Runs(0))
}

async fn seal(
    store: &Store,
    organisation: OrganisationId,
    turn: &SealingTurn,
    options: SealOptions,
) -> Result<Sealed, StoreError> {
    let rows = store
        .list_run_values(organisation, turn.sealed_until, options.runs_per_step)
        .await?;
    let Some(until) = rows.last().map(|row| row.run_number) else {
        remove_sealed(store, organisation).await?;
        return Ok(Sealed::Nothing);
    };
    let runs = u64::try_from(rows.len()).unwrap_or(u64::MAX);
    let values = compute(move || {
        let mut values = SeriesOfRuns::default();
        for row in rows {
            values
                .add(row.run_number, &row.measurements)
                .map_err(|_| damaged("run_values", row.run_number.to_string()))?;
        }
        Ok(values)
    })
    .await?;
    for portion in portions(values) {
        let chunks = build(store, organisation, turn, portion, options).await?;
        if !store.put_chunks(organisation, turn, &chunks).await? {
            return Ok(Sealed::Busy);
        }
    }
    if !store.finish_sealing(organisation, turn, until).await? {
        return Ok(Sealed::Busy);
    }
    remove_sealed(store, organisation).await?;
    Ok(Sealed::Runs(runs))
}

async fn remove_sealed(store: &Store, organisation: OrganisationId) -> Result<(), StoreError> {
    while store
        .remove_sealed_values(organisation, REMOVED_PER_PORTION)
        .await?
        > 0
    {}
    Ok(())
}

/// Some series, in the order of their ids: a repeated step writes the same.
fn portions(values: SeriesOfRuns) -> Vec<SeriesOfRuns> {
    let mut numbers: Vec<_> = values.numbers.into_iter().collect();
    let mut texts: Vec<_> = values.texts.into_iter().collect();
    numbers.sort_unstable_by_key(|(id, _)| *id);
    texts.sort_unstable_by_key(|(id, _)| *id);
    let mut portions = Vec::new();
    let (mut numbers, mut texts) = (numbers.into_iter(), texts.into_iter());
    loop {
        let portion = SeriesOfRuns {
            numbers: numbers.by_ref().take(SERIES_PER_PORTION).collect(),
            texts: texts.by_ref().take(SERIES_PER_PORTION).collect(),
        };
        if portion.numbers.is_empty() && portion.texts.is_empty() {
            return portions;
        }
        portions.push(portion);
    }
}

async fn build(
    store: &Store,
    organisation: OrganisationId,
    turn: &SealingTurn,
    values: SeriesOfRuns,
    options: SealOptions,
) -> Result<Vec<NewChunk>, StoreError> {
    let series: Vec<u32> = values
        .numbers
        .keys()
        .chain(values.texts.keys())
        .copied()
        .collect();
    let values_per_chunk = u32::try_from(options.values_per_chunk).unwrap_or(u32::MAX);
    let last_chunks = store
        .list_last_chunks(organisation, &series, turn.sealed_until, values_per_chunk)
        .await?;
    let sealed_until = turn.sealed_until;
    compute(move || {
        let built: Result<Vec<Vec<NewChunk>>, StoreError> = series
            .par_iter()
            .map(|id| {
                let last = last_chunks.iter().find(|chunk| chunk.series() == *id);
                let chunks = chunks_of(*id, &values, last, sealed_until, options);
                let chunks = chunks.map_err(|_| damaged("series_chunk", id.to_string()))?;
                Ok(chunks
                    .into_iter()
                    .map(|chunk| new_chunk(*id, chunk))
                    .collect())
            })
            .collect();
        Ok(built?.into_iter().flatten().collect())
    })
    .await
}

fn chunks_of(
    series: u32,
    values: &SeriesOfRuns,
    last: Option<&ChunkRow>,
    sealed_until: i64,
    options: SealOptions,
) -> Result<Vec<BuiltChunk>, DecodeError> {
    let per_chunk = options.values_per_chunk;
    let continued = |added: usize| {
        let last = last?;
        let count = usize::try_from(last.value_count).unwrap_or(usize::MAX);
        continues_chunk(count, added, per_chunk).then_some(last.body.as_slice())
    };
    if let Some(added) = values.numbers.get(&series) {
        return build_number_chunks(continued(added.len()), sealed_until, added, per_chunk);
    }
    match values.texts.get(&series) {
        Some(added) => build_text_chunks(continued(added.len()), sealed_until, added, per_chunk),
        None => Ok(Vec::new()),
    }
}

fn new_chunk(series: u32, built: BuiltChunk) -> NewChunk {
    NewChunk {
        series,
        first_run_number: built.first_run_number,
        last_run_number: built.last_run_number,
        value_count: u32::try_from(built.value_count).unwrap_or(u32::MAX),
        summary: built.summary,
        body: built.body,
    }
}

fn damaged(table: &'static str, key: String) -> StoreError {
    StoreError::Corrupt {
        table,
        column: "measurements",
        key,
    }
}

async fn compute<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|_| StoreError::Interrupted)?
}
