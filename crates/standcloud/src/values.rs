//! The values of measurements over all runs of an organisation.

use standcloud_columns::{NumberSeries, RunValue, Value, decode_values};
use standcloud_store::{OrganisationId, Store, StoreError};

const PAGE_RUNS: u32 = 5_000;

/// Reads values. Cloning shares it.
#[derive(Debug, Clone)]
pub struct ValuesRegistry {
    store: Store,
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
    ) -> Result<std::sync::Arc<NumberSeries>, StoreError> {
        let mut found = NumberSeries::default();
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
                for value in values.iter().filter(|value| value.series == series) {
                    add(&mut found, row.run_number, value);
                }
            }
        }
        Ok(std::sync::Arc::new(found))
    }
}

/// A run has at most one value of a series.
fn add(series: &mut NumberSeries, run_number: i64, value: &RunValue) {
    if let Value::Number(number) = value.value {
        series.push(run_number, number, value.result, value.limit_set);
    }
}
