//! The values of measurements over all runs of an organisation, never behind what was committed.
//!
//! Problem: a chart reads one measurement of a million runs, a table of a plan reads a hundred of them,
//! and neither may wait for what came last nor for what nobody asks. Choice: chunks hold all values up to
//! some run (see `sealing`), and what came since is followed in memory (`tail`). A series that was asked
//! for stays decoded while there is room (`cache`), and is only continued; figures of whole plans come
//! from the summaries of chunks (`figures`). What is read is checked against the generation of the
//! chunks, so that a rebuild in the middle is not mixed in.

mod cache;
mod figures;
mod newest;
mod numbers;
mod tail;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures_util::stream::{StreamExt, TryStreamExt, iter};
use standcloud_columns::{Facts, Filter, NumberSeries, RunPicks, SeriesFigures, TextSeries};
use standcloud_store::{OrganisationId, Store, StoreError};
use tokio::time::Instant;

use cache::{Cache, Key};
use figures::{KeptSummaries, figures_of};
use numbers::{KeptNumbers, read_texts};
use tail::{Tail, TailView};

/// What nobody has asked for is forgotten and read again when somebody does.
const IDLE_MAX: Duration = Duration::from_hours(1);
/// A rebuild ends once.
const ATTEMPTS_MAX: u32 = 3;
/// Series that are read at the same time.
const SERIES_AT_ONCE: usize = 3;
/// Of the room for decoded series, what summaries may take beside it.
const SUMMARIES_DIVISOR: usize = 4;

type Kept = tokio::sync::Mutex<KeptNumbers>;

/// Reads values. Cloning shares it.
#[derive(Debug, Clone)]
pub struct ValuesRegistry(Arc<Parts>);

#[derive(Debug)]
struct Parts {
    store: Store,
    tails: Mutex<HashMap<OrganisationId, Entry>>,
    numbers: Cache<Kept>,
    summaries: Cache<KeptSummaries>,
}

#[derive(Debug)]
struct Entry {
    tail: Arc<tokio::sync::Mutex<Tail>>,
    asked: Instant,
}

/// A question about every measurement of a plan.
#[derive(Debug)]
pub struct PlanQuestion<'a> {
    pub organisation: OrganisationId,
    pub plan: u32,
    /// Of that plan.
    pub series: &'a [u32],
    pub facts: &'a Facts,
    pub filter: &'a Filter,
}

impl ValuesRegistry {
    /// `cache_bytes`: how much of what was read is kept in memory.
    pub fn new(store: Store, cache_bytes: usize) -> Self {
        Self(Arc::new(Parts {
            store,
            tails: Mutex::default(),
            numbers: Cache::new(cache_bytes),
            summaries: Cache::new(cache_bytes / SUMMARIES_DIVISOR),
        }))
    }

    /// A series of numbers with everything that was committed before this call; empty when there is none.
    pub async fn numbers(
        &self,
        organisation: OrganisationId,
        series: u32,
    ) -> Result<Arc<NumberSeries>, StoreError> {
        let key = (organisation, series);
        let kept = self.0.numbers.get_or_default(key);
        let (numbers, bytes) = self.refreshed(key, &kept).await?;
        self.0.numbers.note_bytes(key, bytes);
        Ok(numbers)
    }

    /// A series of texts with everything that was committed before this call; empty when there is none.
    pub async fn texts(
        &self,
        organisation: OrganisationId,
        series: u32,
    ) -> Result<TextSeries, StoreError> {
        for _ in 0..ATTEMPTS_MAX {
            let view = self.view(organisation).await?;
            let texts = read_texts(&self.0.store, organisation, series, &view).await?;
            if let Some(texts) = texts {
                return Ok(texts);
            }
        }
        Err(StoreError::Interrupted)
    }

    /// Some series, in the order asked for. All of them are in memory at once: for whole plans use
    /// `map_numbers` or `figures`.
    pub async fn many_numbers(
        &self,
        organisation: OrganisationId,
        series: &[u32],
    ) -> Result<Vec<(u32, Arc<NumberSeries>)>, StoreError> {
        let read = async |id: u32| {
            let numbers = self.numbers(organisation, id).await?;
            Ok((id, numbers))
        };
        let reading = iter(series.iter().copied().map(read));
        reading.buffered(SERIES_AT_ONCE).try_collect().await
    }

    /// Computes something of each of these series, in the order asked for, without holding all of them
    /// in memory at once. `map` runs away from the threads that serve requests.
    pub async fn map_numbers<T: Send + 'static>(
        &self,
        organisation: OrganisationId,
        series: &[u32],
        map: impl Fn(u32, &NumberSeries) -> T + Send + Sync + 'static,
    ) -> Result<Vec<(u32, T)>, StoreError> {
        let map = Arc::new(map);
        let read = async |id: u32| {
            let key = (organisation, id);
            // Those of a whole plan would drive out of memory what somebody looks at.
            let kept = self.0.numbers.get(key).unwrap_or_default();
            let (numbers, _) = self.refreshed(key, &kept).await?;
            let map = Arc::clone(&map);
            let mapped = numbers::compute(move || Ok((id, map(id, &numbers))));
            mapped.await
        };
        let reading = iter(series.iter().copied().map(read));
        reading.buffered(SERIES_AT_ONCE).try_collect().await
    }

    /// Count, mean, sigma, limits and failed runs of each series, of the runs that pass the filter. The last
    /// limits are those of the newest run by run time.
    pub async fn figures(
        &self,
        question: PlanQuestion<'_>,
    ) -> Result<Vec<(u32, SeriesFigures)>, StoreError> {
        let (facts, filter) = (question.facts.clone(), question.filter.clone());
        let plan = question.plan;
        let picks = numbers::compute(move || Ok(RunPicks::of_plan(&facts, &filter, plan)));
        let picks = Arc::new(picks.await?);
        let organisation = question.organisation;
        for _ in 0..ATTEMPTS_MAX {
            let view = self.view(organisation).await?;
            let summaries = self.summaries(organisation, question.series, &view).await?;
            let store = &self.0.store;
            let read = async |(id, kept): (u32, Arc<KeptSummaries>)| {
                let figures = figures_of(store, organisation, id, &kept, &view, &picks).await?;
                Ok::<_, StoreError>((id, figures))
            };
            let reading = iter(summaries.into_iter().map(read));
            let figures = reading.buffered(SERIES_AT_ONCE).try_collect().await;
            let state = store.sealing_state(organisation).await?;
            if state.generation == view.generation {
                return figures;
            }
        }
        Err(StoreError::Interrupted)
    }

    /// Bytes held, for the metrics.
    pub fn memory_bytes(&self) -> usize {
        let tails = self.lock();
        let tails = tails
            .values()
            .filter_map(|entry| entry.tail.try_lock().ok());
        let tails: usize = tails.map(|tail| tail.memory_bytes()).sum();
        tails + self.0.numbers.bytes() + self.0.summaries.bytes()
    }

    async fn refreshed(
        &self,
        (organisation, series): Key,
        kept: &Kept,
    ) -> Result<(Arc<NumberSeries>, usize), StoreError> {
        for _ in 0..ATTEMPTS_MAX {
            let view = self.view(organisation).await?;
            let mut kept = kept.lock().await;
            let store = &self.0.store;
            if let Some(numbers) = kept.refresh(store, organisation, series, &view).await? {
                return Ok((numbers, kept.memory_bytes()));
            }
        }
        Err(StoreError::Interrupted)
    }

    /// Those that are not kept, or not all of them, are read at once.
    async fn summaries(
        &self,
        organisation: OrganisationId,
        series: &[u32],
        view: &TailView,
    ) -> Result<Vec<(u32, Arc<KeptSummaries>)>, StoreError> {
        let kept = |id: &u32| {
            let kept = self.0.summaries.get((organisation, *id));
            let kept = kept.filter(|kept| kept.generation == view.generation);
            (*id, kept.unwrap_or_default())
        };
        let mut found: Vec<(u32, Arc<KeptSummaries>)> = series.iter().map(kept).collect();
        let stale = |kept: &KeptSummaries| kept.until < view.sealed_until;
        let wanted = found.iter().filter(|(_, kept)| stale(kept));
        let ids: Vec<u32> = wanted.clone().map(|(id, _)| *id).collect();
        let Some(after) = wanted.map(|(_, kept)| kept.until).min() else {
            return Ok(found);
        };
        let rows = self.0.store.list_chunk_summaries(organisation, &ids, after);
        let rows = rows.await?;
        for (id, kept) in &mut found {
            if stale(kept) {
                let start = rows.partition_point(|row| row.series() < *id);
                let end = rows.partition_point(|row| row.series() <= *id);
                let rows = rows.get(start..end).unwrap_or_default();
                *kept = Arc::new(kept.with(rows, view)?);
                let bytes = kept.memory_bytes();
                self.0
                    .summaries
                    .put((organisation, *id), Arc::clone(kept), bytes);
            }
        }
        Ok(found)
    }

    async fn view(&self, organisation: OrganisationId) -> Result<TailView, StoreError> {
        let tail = self.tail(organisation);
        let mut tail = tail.lock().await;
        tail.refresh(&self.0.store, organisation).await
    }

    /// Also forgets the organisations that nobody asks for any more.
    fn tail(&self, organisation: OrganisationId) -> Arc<tokio::sync::Mutex<Tail>> {
        let now = Instant::now();
        let mut tails = self.lock();
        tails.retain(|_, entry| now.duration_since(entry.asked) < IDLE_MAX);
        let entry = tails.entry(organisation).or_insert_with(|| Entry {
            tail: Arc::default(),
            asked: now,
        });
        entry.asked = now;
        Arc::clone(&entry.tail)
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<OrganisationId, Entry>> {
        self.0.tails.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
