//! Computing an answer away from the threads that serve requests.

use standcloud_columns::{Dimension, Facts, SelectedValues, select_values};
use standcloud_store::{Series, SeriesKind};

use super::analyst::Analyst;
use crate::app::App;
use crate::web_api::problem::Problem;
use crate::web_api::run_filter::FoundFilter;

/// Runs a computation over a snapshot that holds everything committed before this call.
pub async fn ask_facts<T: Send + 'static>(
    app: &App,
    analyst: &Analyst,
    question: impl FnOnce(&Facts) -> T + Send + 'static,
) -> Result<T, Problem> {
    let facts = app.facts.snapshot(analyst.organisation_id()).await?;
    compute(move || question(&facts)).await
}

/// The values of a series that the filter lets pass, and a computation over them.
pub async fn ask_values<T: Send + 'static>(
    app: &App,
    analyst: &Analyst,
    series: u32,
    found: FoundFilter,
    dimension: Option<Dimension>,
    question: impl FnOnce(&Facts, SelectedValues) -> T + Send + 'static,
) -> Result<T, Problem> {
    let organisation = analyst.organisation_id();
    let facts = app.facts.snapshot(organisation).await?;
    let numbers = app.values.numbers(organisation, series).await?;
    compute(move || {
        let selected = select_values(&facts, &found.filter, &numbers, dimension);
        question(&facts, selected)
    })
    .await
}

/// A series of numbers, or what to do when there is none of that id.
pub async fn find_number_series(
    app: &App,
    analyst: &Analyst,
    series: u32,
) -> Result<Series, Problem> {
    let found = app.store.find_series(analyst.organisation_id(), series);
    let found = found.await?.ok_or_else(|| {
        let detail = "There is no such measurement. Choose one from the list of its test plan.";
        Problem::new(
            axum::http::StatusCode::NOT_FOUND,
            crate::web_api::problem::ProblemCode::NotFound,
            detail,
        )
    })?;
    if found.kind == SeriesKind::Text {
        let detail = "This measurement is a text, and texts have no statistics of numbers.";
        return Err(Problem::invalid("series", detail));
    }
    Ok(found)
}

/// A scan of millions of runs must not hold up the requests of a whole thread.
pub async fn compute<T: Send + 'static>(
    question: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Problem> {
    let answer = tokio::task::spawn_blocking(question).await;
    answer.map_err(|_| Problem::unavailable("The question was interrupted. Try again."))
}
