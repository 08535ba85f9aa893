//! One series of numbers: its chunks decoded, and what came since.

use std::sync::Arc;

use standcloud_columns::{DecodeError, NumberSeries, TextSeries, decode_numbers, decode_texts};
use standcloud_store::{ChunkRow, OrganisationId, Store, StoreError};

use super::tail::TailView;

/// Kept between questions.
#[derive(Debug, Default)]
pub(super) struct KeptNumbers {
    generation: i64,
    /// All values of runs up to this one are in.
    until: i64,
    series: Arc<NumberSeries>,
}

impl KeptNumbers {
    pub(super) fn memory_bytes(&self) -> usize {
        self.series.memory_bytes()
    }

    /// `None`: the chunks were made anew meanwhile, and the view is of no use any more.
    pub(super) async fn refresh(
        &mut self,
        store: &Store,
        organisation: OrganisationId,
        id: u32,
        view: &TailView,
    ) -> Result<Option<Arc<NumberSeries>>, StoreError> {
        if self.generation != view.generation {
            *self = Self {
                generation: view.generation,
                ..Self::default()
            };
        }
        if self.until < view.sealed_until {
            let sealed_until = view.sealed_until;
            let rows = store
                .list_chunks(organisation, id, self.until, sealed_until)
                .await?;
            let state = store.sealing_state(organisation).await?;
            if state.generation != view.generation {
                return Ok(None);
            }
            let decoded = compute(move || decode(&rows, id, sealed_until)).await?;
            if self.series.is_empty() {
                self.series = Arc::new(decoded);
            } else {
                Arc::make_mut(&mut self.series).append_after(&decoded, self.until);
            }
            self.until = sealed_until;
        }
        if self.until < view.until {
            if let Some(tail) = view.values.numbers.get(&id) {
                Arc::make_mut(&mut self.series).append_after(tail, self.until);
            }
            self.until = view.until;
        }
        Ok(Some(Arc::clone(&self.series)))
    }
}

/// `None`: the chunks were made anew meanwhile.
pub(super) async fn read_texts(
    store: &Store,
    organisation: OrganisationId,
    id: u32,
    view: &TailView,
) -> Result<Option<TextSeries>, StoreError> {
    let sealed_until = view.sealed_until;
    let rows = store.list_chunks(organisation, id, 0, sealed_until).await?;
    let state = store.sealing_state(organisation).await?;
    if state.generation != view.generation {
        return Ok(None);
    }
    let tail = Arc::clone(&view.values);
    compute(move || {
        let mut series = TextSeries::default();
        for row in &rows {
            let decoded = of_kind(decode_texts(std::slice::from_ref(row)), id)?;
            series.append(&decoded, sealed_until);
        }
        if let Some(tail) = tail.texts.get(&id) {
            series.append_after(tail, sealed_until);
        }
        Ok(Some(series))
    })
    .await
}

/// The values of chunks up to a run.
fn decode(rows: &[ChunkRow], id: u32, sealed_until: i64) -> Result<NumberSeries, StoreError> {
    let mut series = of_kind(decode_numbers(rows), id)?;
    series.drop_overlaps();
    series.truncate(sealed_until);
    Ok(series)
}

pub(super) async fn compute<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|_| StoreError::Interrupted)?
}

/// Who asks for the numbers of texts gets none.
fn of_kind<T: Default>(decoded: Result<T, DecodeError>, id: u32) -> Result<T, StoreError> {
    match decoded {
        Err(DecodeError::Kind(_)) => Ok(T::default()),
        decoded => decoded.map_err(|_| damaged("body", id)),
    }
}

pub(super) fn damaged(column: &'static str, id: u32) -> StoreError {
    StoreError::Corrupt {
        table: "series_chunk",
        column,
        key: format!("series {id}"),
    }
}
