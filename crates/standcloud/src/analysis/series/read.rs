//! What every question about a measurement reads before it computes.

use std::collections::HashMap;
use std::sync::Arc;

use standcloud_columns::{Dimension, Facts, NumberSeries, select_values};
use standcloud_store::Series;

use super::finite::FiniteValues;
use crate::analysis::analyst::Analyst;
use crate::analysis::behind::RunsBehind;
use crate::analysis::limits::LimitsView;
use crate::analysis::question::find_number_series;
use crate::app::App;
use crate::web_api::problem::Problem;
use crate::web_api::run_filter::{FoundFilter, RunFilter};

/// A measurement, its values, and which of them are asked for.
pub(super) struct SeriesRead {
    pub series: Series,
    pub found: FoundFilter,
    /// The filter with the plan of the measurement, for the way to the runs.
    pub behind: RunsBehind,
    pub facts: Facts,
    numbers: Arc<NumberSeries>,
    limits: HashMap<u32, LimitsView>,
}

/// The selected values, with what their limit sets mean.
pub(super) struct Selection {
    pub values: FiniteValues,
    pub limits: HashMap<u32, LimitsView>,
}

impl SeriesRead {
    pub(super) async fn of(
        app: &App,
        analyst: &Analyst,
        wanted: &RunFilter,
        series: u32,
    ) -> Result<Self, Problem> {
        let organisation = analyst.organisation_id();
        let series = find_number_series(app, analyst, series).await?;
        let found = wanted.find_in(app, &analyst.organisation).await?;
        let facts = app.facts.snapshot(organisation).await?;
        let numbers = app.values.numbers(organisation, series.id).await?;
        let ids = limit_sets_of(&numbers);
        let known = app
            .store
            .list_limit_sets(organisation, &ids)
            .await?
            .into_iter();
        let behind = RunsBehind::of(wanted);
        Ok(Self {
            behind: behind.with(|filter| filter.plan = vec![series.plan.clone()]),
            limits: known
                .filter_map(|(id, key)| Some((id, LimitsView::parse(&key)?)))
                .collect(),
            series,
            found,
            facts,
            numbers,
        })
    }

    /// On a thread that computes.
    pub(super) fn select(self, dimension: Option<Dimension>) -> Selection {
        let selected = select_values(&self.facts, &self.found.filter, &self.numbers, dimension);
        Selection {
            values: FiniteValues::of(selected),
            limits: self.limits,
        }
    }
}

/// Values with the same limits follow each other, so most comparisons end at the neighbour.
fn limit_sets_of(numbers: &NumberSeries) -> Vec<u32> {
    let mut found: Vec<u32> = numbers
        .limit_sets
        .chunk_by(|one, two| one == two)
        .filter_map(|same| same.first().copied())
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}
