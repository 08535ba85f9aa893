//! Whether two measurements of the same runs go together.
//!
//! Pairs are values of one run: what two measurements of one unit have to do with each other. So both
//! have to be of one test plan, and of a unit that was tested twice there are two pairs.

mod joined;
pub mod related;
mod view;

use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use standcloud_columns::{NumberSeries, select_values};
use standcloud_stats::SCATTER_POINTS_MIN;
use standcloud_store::Series;
use utoipa::IntoParams;

use super::analyst::Analyst;
use super::behind::RunsBehind;
use super::question::{compute, find_number_series};
use super::table::{AnswerFormat, FormatOptions, answer_as};
use crate::app::App;
use crate::web_api::body::QueryOf;
use crate::web_api::problem::{Problem, ProblemBody};
use crate::web_api::run_filter::RunFilter;

use joined::JoinedValues;
use view::{CorrelationView, table_of};

const POINTS_DEFAULT: usize = 2_000;
const POINTS_MAX: usize = 20_000;

/// Which two measurements.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CorrelationOptions {
    /// Id of a measurement, as `analysis/measurements` tells it.
    pub series: u32,
    /// Id of another measurement of the same test plan.
    pub other: u32,
    /// At most so many points are told, from 1,000 to 20,000; 2,000 when it is left out. A file has all.
    pub points: Option<usize>,
}

/// Correlation of two measurements
///
/// For everybody in the organisation. Of the runs that pass the filter and have both measurements.
#[utoipa::path(
    get, path = "/api/v1/org/{slug}/analysis/correlation", tag = "Analysis",
    params(("slug" = String, Path), RunFilter, CorrelationOptions, FormatOptions),
    responses(
        (status = 200, body = CorrelationView),
        (status = 401, body = ProblemBody, description = "Nobody is signed in"),
        (status = 404, body = ProblemBody, description = "Not your organisation, or no such measurement"),
        (status = 422, body = ProblemBody, description = "A condition cannot be read, a text measurement, \
            or the same measurement twice"),
    ),
)]
pub async fn show_correlation(
    State(app): State<App>,
    analyst: Analyst,
    wanted: RunFilter,
    QueryOf(options): QueryOf<CorrelationOptions>,
    QueryOf(FormatOptions { format }): QueryOf<FormatOptions>,
) -> Result<Response, Problem> {
    if options.series == options.other {
        let detail = "A measurement goes together with itself. Choose another one to compare with.";
        return Err(Problem::invalid("other", detail));
    }
    let first = find_number_series(&app, &analyst, options.series).await?;
    let second = find_number_series(&app, &analyst, options.other).await?;
    let joined = join(&app, &analyst, &wanted, [&first, &second]).await?;
    let behind = RunsBehind::of(&wanted).with(|filter| filter.plan = vec![first.plan.clone()]);
    let limit = match format {
        AnswerFormat::Json => {
            (options.points.unwrap_or(POINTS_DEFAULT)).clamp(SCATTER_POINTS_MIN, POINTS_MAX)
        }
        AnswerFormat::Csv | AnswerFormat::Xlsx => usize::MAX,
    };
    let answer = compute(move || CorrelationView::of([first, second], &behind, &joined, limit));
    let answer = answer.await?;
    answer_as(&app, &analyst, &wanted, format, answer, table_of).await
}

async fn join(
    app: &App,
    analyst: &Analyst,
    wanted: &RunFilter,
    both: [&Series; 2],
) -> Result<JoinedValues, Problem> {
    let organisation = analyst.organisation_id();
    let found = wanted.find_in(app, &analyst.organisation).await?;
    let facts = app.facts.snapshot(organisation).await?;
    let ids = both.map(|series| series.id);
    let numbers = app.values.many_numbers(organisation, &ids).await?;
    compute(move || {
        let select = |numbers: &NumberSeries| select_values(&facts, &found.filter, numbers, None);
        let mut selected = numbers.iter().map(|(_, numbers)| select(numbers));
        let first = selected.next().unwrap_or_default();
        let second = selected.next().unwrap_or_default();
        JoinedValues::of(&first, &second)
    })
    .await
}
