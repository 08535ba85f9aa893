//! All measurements of one test plan, one after the other: no question may hold the values of all.

use standcloud_columns::{Dimension, Facts, SelectedValues, select_values};
use standcloud_store::{Series, SeriesKind};

use super::analyst::Analyst;
use crate::app::App;
use crate::web_api::problem::Problem;
use crate::web_api::run_filter::{FoundFilter, RunFilter};

/// More measurements than people look through; a plan with more is generated.
pub const SERIES_MAX: usize = 5_000;

/// A test plan with those of its series that a question is about.
#[derive(Debug)]
pub struct SeriesOfPlan {
    pub plan: String,
    pub plan_id: u32,
    pub series: Vec<Series>,
    /// There are more than are listed.
    pub is_cut: bool,
}

/// The one plan of a filter; questions about measurements need it.
pub fn one_plan(wanted: &RunFilter) -> Result<&str, Problem> {
    match wanted.plan.as_slice() {
        [plan] => Ok(plan),
        [] => Err(Problem::invalid("plan", "Say which test plan: plan=…")),
        _ => Err(Problem::invalid("plan", "Ask for one test plan at a time.")),
    }
}

/// 404 when no report has named the plan.
pub async fn find_series_of_plan(
    app: &App,
    analyst: &Analyst,
    plan: &str,
    is_wanted: impl Fn(SeriesKind) -> bool,
) -> Result<SeriesOfPlan, Problem> {
    let (store, organisation) = (&app.store, analyst.organisation_id());
    let found = store.find_plan_ids(organisation, plan).await?;
    let plan_id = found.first().copied().ok_or_else(|| {
        let detail = "There is no such test plan. Its name must be exactly that of the reports.";
        Problem::new(
            axum::http::StatusCode::NOT_FOUND,
            crate::web_api::problem::ProblemCode::NotFound,
            detail,
        )
    })?;
    // Texts and durations are as many again.
    let limit = u32::try_from(3 * SERIES_MAX).unwrap_or(u32::MAX);
    let mut series = store
        .list_series_of_plan(organisation, plan_id, limit)
        .await?;
    series.retain(|series| is_wanted(series.kind));
    let is_cut = series.len() > SERIES_MAX;
    series.truncate(SERIES_MAX);
    Ok(SeriesOfPlan {
        plan: plan.to_owned(),
        plan_id,
        series,
        is_cut,
    })
}

/// Computes something of the values of each series that pass the filter, in the order of the series.
pub async fn map_series<T: Send + 'static>(
    app: &App,
    analyst: &Analyst,
    facts: Facts,
    series: &[Series],
    found: FoundFilter,
    dimension: Option<Dimension>,
    map: impl Fn(&SelectedValues) -> T + Send + Sync + 'static,
) -> Result<Vec<T>, Problem> {
    let ids: Vec<u32> = series.iter().map(|series| series.id).collect();
    let mapped = app
        .values
        .map_numbers(analyst.organisation_id(), &ids, move |_, numbers| {
            map(&select_values(&facts, &found.filter, numbers, dimension))
        });
    Ok(mapped
        .await?
        .into_iter()
        .map(|(_, mapped)| mapped)
        .collect())
}
