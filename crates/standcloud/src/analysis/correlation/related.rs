//! Which measurements of the same plan go together with one.
//!
//! Who looks for the cause of a drift does not know which of a hundred measurements to compare with. So all
//! of them are compared, over some thousand runs spread evenly over those asked for; and because among a
//! hundred comparisons some look related by chance, the intervals are as much wider as there are
//! comparisons (Bonferroni), and only what is related even so is told.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use standcloud_columns::{NumberSeries, SelectedValues, select_values};
use standcloud_stats::{Correlation, Pairs};
use standcloud_store::{Series, SeriesKind};
use utoipa::{IntoParams, ToSchema};

use super::view::{CoefficientView, title};
use crate::analysis::analyst::Analyst;
use crate::analysis::behind::RunsBehind;
use crate::analysis::measurements::{MeasurementView, SERIES_MAX};
use crate::analysis::question::{compute, find_number_series};
use crate::analysis::table::{AnswerTable, Cell, FormatOptions, TableColumn, answer_as, text_cell};
use crate::app::App;
use crate::web_api::body::QueryOf;
use crate::web_api::problem::{Problem, ProblemBody};
use crate::web_api::run_filter::RunFilter;

/// So many runs say how things are related as well as a million.
const RUNS_LOOKED_AT_MAX: usize = 5_000;
const RELATED_MAX: usize = 20;
/// Below, nobody would act on it.
const COEFFICIENT_MIN: f64 = 0.2;

#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct RelatedOptions {
    /// Id of a measurement, as `analysis/measurements` tells it.
    pub series: u32,
}

/// The measurements that go together with one, the most related first.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RelatedView {
    pub measurement: MeasurementView,
    /// The query that lists the runs behind the figures: those of the filter and the test plan.
    pub runs: String,
    /// Runs with a value of the measurement.
    pub values: u64,
    /// Of them so many, spread evenly, were looked at.
    pub looked_at: u64,
    /// With how many other measurements of the plan it was compared.
    pub compared: u64,
    /// At most 20.
    pub related: Vec<RelatedMeasurementView>,
}

/// A measurement that goes together with another one.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RelatedMeasurementView {
    pub measurement: MeasurementView,
    /// Runs with both values, of those looked at.
    pub pairs: u64,
    /// By ranks, so that a few extreme values decide nothing. The interval holds for all comparisons
    /// together with 95 % confidence.
    pub spearman: CoefficientView,
}

/// Measurements that go together with one
///
/// For everybody in the organisation. Compares with all other numeric measurements of the test plan, over
/// up to 5,000 runs that pass the filter.
#[utoipa::path(
    get, path = "/api/v1/org/{slug}/analysis/related", tag = "Analysis",
    params(("slug" = String, Path), RunFilter, RelatedOptions, FormatOptions),
    responses(
        (status = 200, body = RelatedView),
        (status = 401, body = ProblemBody, description = "Nobody is signed in"),
        (status = 404, body = ProblemBody, description = "Not your organisation, or no such measurement"),
        (status = 422, body = ProblemBody, description = "A condition cannot be read, or a text measurement"),
    ),
)]
pub async fn list_related(
    State(app): State<App>,
    analyst: Analyst,
    wanted: RunFilter,
    QueryOf(options): QueryOf<RelatedOptions>,
    QueryOf(FormatOptions { format }): QueryOf<FormatOptions>,
) -> Result<Response, Problem> {
    let series = find_number_series(&app, &analyst, options.series).await?;
    let sample = sample_of(&app, &analyst, &wanted, &series).await?;
    let others = other_series(&app, &analyst, &series).await?;
    let ids: Vec<u32> = others.iter().map(|other| other.id).collect();
    let confidence = confidence_of_each(ids.len());
    let (values, looked_at) = (sample.all, sample.runs.len());
    let compare = move |_: u32, numbers: &NumberSeries| {
        let pairs = sample.pairs_with(numbers);
        let found = pairs.spearman(confidence).ok();
        found.map(|found| (pairs.count(), found))
    };
    let organisation = analyst.organisation_id();
    let compared = app.values.map_numbers(organisation, &ids, compare).await?;
    let found = others
        .into_iter()
        .zip(compared.into_iter().map(|(_, found)| found));
    let behind = RunsBehind::of(&wanted).with(|filter| filter.plan = vec![series.plan.clone()]);
    let answer = RelatedView {
        measurement: series.into(),
        runs: behind.query(),
        values: number(values),
        looked_at: number(looked_at),
        compared: number(ids.len()),
        related: most_related(found),
    };
    answer_as(&app, &analyst, &wanted, format, answer, table_of).await
}

/// All comparisons together are right with 95 % confidence.
fn confidence_of_each(comparisons: usize) -> f64 {
    let comparisons = u32::try_from(comparisons.max(1)).unwrap_or(u32::MAX);
    1.0 - 0.05 / f64::from(comparisons)
}

/// Some runs with the value of the measurement, in the order of run numbers.
struct RunSample {
    runs: Vec<(i64, f64)>,
    /// Of so many.
    all: usize,
}

impl RunSample {
    fn of(selected: &SelectedValues) -> Self {
        let rows = selected.run_numbers.iter().zip(&selected.values);
        let all: Vec<(i64, f64)> = rows.map(|(run, value)| (*run, *value)).collect();
        let mut runs: Vec<(i64, f64)> = if all.len() <= RUNS_LOOKED_AT_MAX {
            all.clone()
        } else {
            (0..RUNS_LOOKED_AT_MAX)
                .filter_map(|at| all.get(at * all.len() / RUNS_LOOKED_AT_MAX).copied())
                .collect()
        };
        runs.sort_unstable_by_key(|(run, _)| *run);
        Self {
            runs,
            all: all.len(),
        }
    }

    fn pairs_with(&self, numbers: &NumberSeries) -> Pairs {
        let mut next = 0;
        Pairs::of(self.runs.iter().filter_map(|(run, value)| {
            let rest = numbers.run_numbers.get(next..)?;
            next += rest.partition_point(|number| number < run);
            let is_there = numbers.run_numbers.get(next) == Some(run);
            let other = numbers.values.get(next).filter(|_| is_there)?;
            Some((*value, *other))
        }))
    }
}

async fn sample_of(
    app: &App,
    analyst: &Analyst,
    wanted: &RunFilter,
    series: &Series,
) -> Result<Arc<RunSample>, Problem> {
    let organisation = analyst.organisation_id();
    let found = wanted.find_in(app, &analyst.organisation).await?;
    let facts = app.facts.snapshot(organisation).await?;
    let numbers = app.values.numbers(organisation, series.id).await?;
    compute(move || {
        let selected = select_values(&facts, &found.filter, &numbers, None);
        Arc::new(RunSample::of(&selected))
    })
    .await
}

async fn other_series(
    app: &App,
    analyst: &Analyst,
    series: &Series,
) -> Result<Vec<Series>, Problem> {
    let organisation = analyst.organisation_id();
    let plans = app.store.find_plan_ids(organisation, &series.plan).await?;
    let Some(plan) = plans.first().copied() else {
        return Ok(Vec::new());
    };
    let all = app
        .store
        .list_series_of_plan(organisation, plan, SERIES_MAX);
    let is_other = |one: &Series| one.id != series.id && one.kind != SeriesKind::Text;
    Ok(all.await?.into_iter().filter(is_other).collect())
}

fn most_related(
    found: impl Iterator<Item = (Series, Option<(usize, Correlation)>)>,
) -> Vec<RelatedMeasurementView> {
    let mut related: Vec<RelatedMeasurementView> = found
        .filter_map(|(series, found)| {
            let (pairs, spearman) = found?;
            let interval = spearman.interval?;
            let is_related = interval.lower * interval.upper > 0.0
                && spearman.coefficient.abs() >= COEFFICIENT_MIN;
            is_related.then(|| RelatedMeasurementView {
                measurement: series.into(),
                pairs: number(pairs),
                spearman: spearman.into(),
            })
        })
        .collect();
    let size = |one: &RelatedMeasurementView| one.spearman.value.abs();
    related.sort_by(|one, other| size(other).total_cmp(&size(one)));
    related.truncate(RELATED_MAX);
    related
}

fn table_of(answer: RelatedView) -> AnswerTable {
    let columns = vec![
        TableColumn::wide("measurement", "Measurement"),
        TableColumn::wide("module", "Module"),
        TableColumn::wide("case", "Case"),
        TableColumn::new("series", "Series"),
        TableColumn::new("pairs", "Runs with both"),
        TableColumn::new("spearman", "Spearman ρ"),
        TableColumn::new("lower", "From"),
        TableColumn::new("upper", "To"),
    ];
    let rows = answer.related.into_iter().map(|related| {
        let spearman = related.spearman;
        vec![
            text_cell(&title(&related.measurement)),
            text_cell(&related.measurement.module),
            text_cell(&related.measurement.case),
            Cell::Whole(related.measurement.series.into()),
            Cell::count(related.pairs),
            Cell::Number(spearman.value),
            Cell::number(spearman.lower),
            Cell::number(spearman.upper),
        ]
    });
    AnswerTable::new("related", columns, rows)
}

fn number(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_found_by_run_number() {
        let selected = SelectedValues {
            run_numbers: vec![7, 2, 5, 9],
            values: vec![70.0, 20.0, 50.0, 90.0],
            ..SelectedValues::default()
        };
        let mut numbers = NumberSeries::default();
        for (run_number, value) in [(1, 1.0), (2, 2.0), (7, 7.0), (8, 8.0), (9, f64::NAN)] {
            numbers.push(run_number, value, None, 0);
        }
        let pairs = RunSample::of(&selected).pairs_with(&numbers);
        assert_eq!(
            (pairs.left(), pairs.right()),
            (&[20.0, 70.0][..], &[2.0, 7.0][..])
        );
    }

    #[test]
    fn a_sample_is_spread_over_all_runs() {
        let runs = 1..=i64::try_from(3 * RUNS_LOOKED_AT_MAX).unwrap();
        let selected = SelectedValues {
            values: vec![1.0; 3 * RUNS_LOOKED_AT_MAX],
            run_numbers: runs.collect(),
            ..SelectedValues::default()
        };
        let sample = RunSample::of(&selected);
        assert_eq!(sample.runs.len(), RUNS_LOOKED_AT_MAX);
        assert_eq!(sample.all, 3 * RUNS_LOOKED_AT_MAX);
        assert!(sample.runs.last().unwrap().0 > 14_990);
    }

    #[test]
    fn many_comparisons_need_more_confidence() {
        assert!((confidence_of_each(0) - 0.95).abs() < 1e-12);
        assert!((confidence_of_each(100) - 0.9995).abs() < 1e-12);
    }
}
