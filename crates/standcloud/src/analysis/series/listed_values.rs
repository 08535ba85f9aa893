//! Single values with their runs, the newest first: what somebody wants to see of a bin.

use std::collections::HashMap;

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use standcloud_columns::SelectedValues;
use standcloud_store::RunNumber;
use utoipa::{IntoParams, ToSchema};

use super::points::{number, pick};
use super::read::SeriesRead;
use super::value_range::ValueRange;
use crate::analysis::analyst::Analyst;
use crate::analysis::limits::LimitsView;
use crate::analysis::question::compute;
use crate::app::App;
use crate::web_api::body::QueryOf;
use crate::web_api::problem::{Problem, ProblemBody};
use crate::web_api::run_filter::RunFilter;
use crate::web_api::runs::RunRowView;

const LIMIT_DEFAULT: usize = 50;
const LIMIT_MAX: usize = 200;

/// Which measurement, and where in the list.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListedValuesOptions {
    /// Id of the measurement.
    pub series: u32,
    /// From 1 to 200; 50 when it is left out.
    pub limit: Option<usize>,
    /// `next` of the page before.
    pub after: Option<String>,
}

/// Some of the values, the newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct ListedValuesView {
    /// How many there are on all pages.
    pub total: u64,
    pub values: Vec<ListedValueView>,
    /// To be sent as `after` for the next page; nothing on the last one.
    pub next: Option<String>,
}

/// A value with its run.
#[derive(Debug, Serialize, ToSchema)]
pub struct ListedValueView {
    pub value: f64,
    /// Whether the stand called it good; nothing when it did not compare.
    pub result: Option<bool>,
    /// What it was compared with.
    pub limits: Option<LimitsView>,
    pub run: RunRowView,
}

/// Values with their runs
///
/// For everybody in the organisation. The finite values of one measurement, the newest first, page by page;
/// with `min` and `max` those of one bin of its histogram, with
/// `result=failed` the bad ones. As files: `series/values`.
#[utoipa::path(
    get, path = "/api/v1/org/{slug}/analysis/series/listed-values", tag = "Analysis",
    params(("slug" = String, Path), RunFilter, ListedValuesOptions, ValueRange),
    responses(
        (status = 200, body = ListedValuesView),
        (status = 401, body = ProblemBody, description = "Nobody is signed in"),
        (status = 404, body = ProblemBody, description = "Not your organisation, or no such measurement"),
        (status = 422, body = ProblemBody, description = "A condition cannot be read, or a text measurement"),
    ),
)]
pub async fn list_values(
    State(app): State<App>,
    analyst: Analyst,
    wanted: RunFilter,
    QueryOf(options): QueryOf<ListedValuesOptions>,
    QueryOf(range): QueryOf<ValueRange>,
) -> Result<Json<ListedValuesView>, Problem> {
    let range = range.check()?;
    let limit = options.limit.unwrap_or(LIMIT_DEFAULT).clamp(1, LIMIT_MAX);
    let after = options.after.as_deref().map(Place::read).transpose()?;
    let read = SeriesRead::of(&app, &analyst, &wanted, options.series).await?;
    let (page, limits) = compute(move || {
        let selection = read.select(None);
        let values = range.of(selection.values.kept);
        (Page::of(&values, after, limit), selection.limits)
    })
    .await?;
    let numbers: Vec<RunNumber> = page
        .values
        .run_numbers
        .iter()
        .copied()
        .map(RunNumber)
        .collect();
    let runs = app
        .store
        .list_runs(analyst.organisation_id(), &numbers)
        .await?;
    let runs = runs
        .into_iter()
        .map(|run| (run.run_number.0, run.into()))
        .collect();
    Ok(Json(view_of(&page, runs, &limits)))
}

/// Where a page ended: values are in the order of time, and of runs at the same time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    time_us: i64,
    run_number: i64,
}

impl Place {
    fn read(text: &str) -> Result<Self, Problem> {
        let parsed = text.split_once('.').and_then(|(time_us, run_number)| {
            Some(Self {
                time_us: time_us.parse().ok()?,
                run_number: run_number.parse().ok()?,
            })
        });
        parsed.ok_or_else(|| Problem::invalid("after", "This is not where a page ended."))
    }

    fn text(self) -> String {
        format!("{}.{}", self.time_us, self.run_number)
    }
}

/// The values of a page, the newest first.
struct Page {
    total: usize,
    values: SelectedValues,
    next: Option<Place>,
}

impl Page {
    fn of(values: &SelectedValues, after: Option<Place>, limit: usize) -> Self {
        let places = values.times_us.iter().zip(&values.run_numbers);
        let places = places.map(|(time_us, run_number)| Place {
            time_us: *time_us,
            run_number: *run_number,
        });
        let places: Vec<Place> = places.collect();
        let end = after.map_or(places.len(), |after| {
            places.partition_point(|place| *place < after)
        });
        let start = end.saturating_sub(limit);
        let rows: Vec<usize> = (start..end).rev().collect();
        Self {
            total: places.len(),
            values: SelectedValues {
                run_numbers: pick(&values.run_numbers, &rows),
                times_us: pick(&values.times_us, &rows),
                values: pick(&values.values, &rows),
                results: pick(&values.results, &rows),
                limit_sets: pick(&values.limit_sets, &rows),
                keys: Vec::new(),
            },
            next: places.get(start).copied().filter(|_| start > 0),
        }
    }
}

fn view_of(
    page: &Page,
    mut runs: HashMap<i64, RunRowView>,
    limits: &HashMap<u32, LimitsView>,
) -> ListedValuesView {
    let values = &page.values;
    let listed = values.run_numbers.iter().enumerate();
    ListedValuesView {
        total: number(page.total),
        values: listed
            .filter_map(|(at, run_number)| {
                Some(ListedValueView {
                    value: *values.values.get(at)?,
                    result: *values.results.get(at)?,
                    limits: limits.get(values.limit_sets.get(at)?).cloned(),
                    run: runs.remove(run_number)?,
                })
            })
            .collect(),
        next: page.next.map(Place::text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_follow_each_other_without_a_gap() {
        let values = SelectedValues {
            run_numbers: vec![3, 1, 2, 5, 4],
            times_us: vec![-10, 20, 20, 20, 30],
            values: vec![1.0; 5],
            results: vec![None; 5],
            limit_sets: vec![0; 5],
            keys: Vec::new(),
        };
        let mut after = None;
        let mut seen = Vec::new();
        loop {
            let page = Page::of(&values, after, 2);
            assert_eq!(page.total, 5);
            seen.push(page.values.run_numbers);
            let Some(next) = page.next else { break };
            assert_eq!(Place::read(&next.text()).unwrap(), next);
            after = Some(next);
        }
        assert_eq!(seen, [vec![4, 5], vec![2, 1], vec![3]]);
        assert!(Place::read("x.1").is_err() && Place::read("1").is_err());
    }
}
