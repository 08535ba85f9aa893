//! The values of measurements over all runs of an organisation.

use std::collections::HashMap;
use std::sync::Arc;

use standcloud_columns::{
    Facts, Filter, NumberSeries, RunPicks, SeriesFigures, Value, decode_values,
};
use standcloud_store::{OrganisationId, Store, StoreError};

const PAGE_RUNS: u32 = 5_000;

/// Reads values. Cloning shares it.
#[derive(Debug, Clone)]
pub struct ValuesRegistry {
    store: Store,
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
    pub fn new(store: Store) -> Self {
        Self { store }
    }

    /// A series of numbers with everything that was committed before this call; empty when there is none.
    pub async fn numbers(
        &self,
        organisation: OrganisationId,
        series: u32,
    ) -> Result<Arc<NumberSeries>, StoreError> {
        let found = self.many_numbers(organisation, &[series]).await?;
        let found = found.into_iter().next().map(|(_, numbers)| numbers);
        Ok(found.unwrap_or_default())
    }

    /// Some series, in the order asked for. All of them are in memory at once: for whole plans use
    /// `map_numbers` or `figures`.
    pub async fn many_numbers(
        &self,
        organisation: OrganisationId,
        series: &[u32],
    ) -> Result<Vec<(u32, Arc<NumberSeries>)>, StoreError> {
        let mut found: HashMap<u32, NumberSeries> = series
            .iter()
            .map(|id| (*id, NumberSeries::default()))
            .collect();
        let mut after = 0;
        loop {
            let rows = self.store.list_run_values(organisation, after, PAGE_RUNS);
            let rows = rows.await?;
            let Some(last) = rows.last() else { break };
            after = last.run_number;
            for row in &rows {
                let values = decode_values(&row.measurements).map_err(|_| StoreError::Corrupt {
                    table: "run_values",
                    column: "measurements",
                    key: row.run_number.to_string(),
                })?;
                // A run has at most one value of a series.
                for value in values {
                    if let (Some(series), Value::Number(number)) =
                        (found.get_mut(&value.series), value.value)
                    {
                        series.push(row.run_number, number, value.result, value.limit_set);
                    }
                }
            }
        }
        let mut take = |id: &u32| (*id, Arc::new(found.remove(id).unwrap_or_default()));
        Ok(series.iter().map(&mut take).collect())
    }

    /// Computes something of each of these series, in the order asked for, without holding all of them
    /// in memory at once. `map` runs away from the threads that serve requests.
    pub async fn map_numbers<T: Send + 'static>(
        &self,
        organisation: OrganisationId,
        series: &[u32],
        map: impl Fn(u32, &NumberSeries) -> T + Send + Sync + 'static,
    ) -> Result<Vec<(u32, T)>, StoreError> {
        let numbers = self.many_numbers(organisation, series).await?;
        let mapped = tokio::task::spawn_blocking(move || {
            let mapped = numbers.iter().map(|(id, numbers)| (*id, map(*id, numbers)));
            mapped.collect()
        });
        mapped.await.map_err(|_| StoreError::Interrupted)
    }

    /// Count, mean, sigma, limits and failed runs of each series, of the runs that pass the filter.
    pub async fn figures(
        &self,
        question: PlanQuestion<'_>,
    ) -> Result<Vec<(u32, SeriesFigures)>, StoreError> {
        let picks = RunPicks::of_plan(question.facts, question.filter, question.plan);
        let map = move |_, numbers: &NumberSeries| SeriesFigures::of(numbers, &picks);
        self.map_numbers(question.organisation, question.series, map)
            .await
    }
}
