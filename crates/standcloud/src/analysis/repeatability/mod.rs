//! Whether measurements repeat: what units that were tested more than once tell about the measuring.
//!
//! Nobody has to plan a study for it, but repeats that simply happened are mostly retests of failed units,
//! so the answers say how many are, and what a planned study would need.

pub mod by_stand;
pub mod figures;
pub mod repeats;
pub mod stand_view;
pub mod study;
pub mod study_table;
pub mod table;
pub mod views;

use std::collections::HashMap;

use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use standcloud_columns::{Facts, TooManyRuns};
use standcloud_store::SeriesKind;
use utoipa::IntoParams;

use self::figures::SeriesRepeats;
use self::repeats::Repeats;
use self::study::{FoundStudy, study_of};
use self::views::{RepeatStudyView, RepeatabilityRowView, RepeatabilityView, sort_worst_first};
use super::analyst::Analyst;
use super::behind::RunsBehind;
use super::limits::LimitsView;
use super::plan_series::{find_series_of_plan, one_plan};
use super::question::{ask_facts, compute, find_number_series};
use super::table::{FormatOptions, answer_as};
use crate::app::App;
use crate::web_api::body::QueryOf;
use crate::web_api::problem::{Problem, ProblemBody};
use crate::web_api::run_filter::RunFilter;

/// Which measurement.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct RepeatStudyOptions {
    /// As the list of measurements of a plan tells it.
    pub series: u32,
}

/// Repeatability of all measurements of a plan
///
/// For everybody in the organisation, and for programs that may read. `plan` must name one test plan. A
/// one-way analysis of variance over the units with several tests: the spread between tests of one unit is
/// that of measuring. Those that can be trusted least come first.
#[utoipa::path(
    get, path = "/api/v1/org/{slug}/analysis/repeatability", tag = "Analysis",
    params(("slug" = String, Path), RunFilter, FormatOptions),
    responses(
        (status = 200, body = RepeatabilityView),
        (status = 401, body = ProblemBody, description = "Nobody is signed in"),
        (status = 404, body = ProblemBody, description = "Not your organisation, or no such plan"),
        (status = 422, body = ProblemBody, description = "A condition cannot be read, not one plan, or too many runs"),
    ),
)]
pub async fn list_repeatability(
    State(app): State<App>,
    analyst: Analyst,
    wanted: RunFilter,
    QueryOf(format): QueryOf<FormatOptions>,
) -> Result<Response, Problem> {
    let plan = one_plan(&wanted)?;
    let of_plan = find_series_of_plan(&app, &analyst, plan, |kind| kind == SeriesKind::Number);
    let of_plan = of_plan.await?;
    let repeats = find_repeats(&app, &analyst, &wanted, of_plan.plan_id).await?;
    let (units, runs, after_failure) = (repeats.units, repeats.runs(), repeats.after_failure);
    let ids: Vec<u32> = of_plan.series.iter().map(|series| series.id).collect();
    let map = move |_, numbers: &_| SeriesRepeats::of(numbers, &repeats).summary();
    let summaries = app.values.map_numbers(analyst.organisation_id(), &ids, map);
    let summaries = summaries.await?;
    let used = summaries.iter().map(|(_, summary)| summary.last_limit_set);
    let limits = limits_of(&app, &analyst, used).await?;
    let rows = of_plan.series.into_iter().zip(summaries);
    let mut rows: Vec<RepeatabilityRowView> = rows
        .map(|(series, (_, summary))| {
            let limits = limits.get(&summary.last_limit_set).cloned();
            RepeatabilityRowView::of(series.into(), limits, &summary)
        })
        .collect();
    sort_worst_first(&mut rows);
    let answer = RepeatabilityView::of(
        (units, runs, after_failure),
        rows,
        of_plan.is_cut,
        RunsBehind::of(&wanted).query(),
    );
    answer_as(&app, &analyst, &wanted, format.format, answer, table::of).await
}

/// Repeatability of one measurement
///
/// For everybody in the organisation, and for programs that may read. With the values of the units that
/// scatter most and, where units were tested twice on several stands, a gage study with the stands as
/// appraisers. A file has a row for each of the values.
#[utoipa::path(
    get, path = "/api/v1/org/{slug}/analysis/repeat-study", tag = "Analysis",
    params(("slug" = String, Path), RunFilter, RepeatStudyOptions, FormatOptions),
    responses(
        (status = 200, body = RepeatStudyView),
        (status = 401, body = ProblemBody, description = "Nobody is signed in"),
        (status = 404, body = ProblemBody, description = "Not your organisation, or no such measurement"),
        (status = 422, body = ProblemBody, description = "A condition cannot be read, or too many runs"),
    ),
)]
pub async fn show_repeat_study(
    State(app): State<App>,
    analyst: Analyst,
    wanted: RunFilter,
    QueryOf(options): QueryOf<RepeatStudyOptions>,
    QueryOf(format): QueryOf<FormatOptions>,
) -> Result<Response, Problem> {
    let series = find_number_series(&app, &analyst, options.series).await?;
    let repeats = find_repeats(&app, &analyst, &wanted, series.plan_id).await?;
    let numbers = app.values.numbers(analyst.organisation_id(), series.id);
    let numbers = numbers.await?;
    let after_failure = repeats.after_failure;
    let repeats = compute(move || SeriesRepeats::of(&numbers, &repeats)).await?;
    let last_limit_set = repeats.last_limit_set;
    let limits = limits_of(&app, &analyst, [last_limit_set]).await?;
    let limits = limits.get(&last_limit_set).cloned();
    let tolerance = limits.as_ref().and_then(LimitsView::width);
    let study: FoundStudy = compute(move || study_of(&repeats, tolerance)).await?;
    let names = study.names(&app, &analyst).await?;
    let row = RepeatabilityRowView::of(series.into(), limits, &study.summary);
    let answer = RepeatStudyView::of(row, &study, after_failure, &names, &wanted);
    let table = study_table::of;
    answer_as(&app, &analyst, &wanted, format.format, answer, table).await
}

async fn find_repeats(
    app: &App,
    analyst: &Analyst,
    wanted: &RunFilter,
    plan: u32,
) -> Result<Repeats, Problem> {
    let found = wanted.find_in(app, &analyst.organisation).await?;
    let look = move |facts: &Facts| Repeats::find(facts, &found.filter, plan);
    let repeats = ask_facts(app, analyst, look).await?;
    repeats.map_err(|TooManyRuns { runs, limit }| {
        let words = format!(
            "{runs} runs are repeats, and at most {limit} can be compared. Choose a shorter time."
        );
        Problem::invalid("range", words)
    })
}

async fn limits_of(
    app: &App,
    analyst: &Analyst,
    limit_sets: impl IntoIterator<Item = u32>,
) -> Result<HashMap<u32, LimitsView>, Problem> {
    let mut used: Vec<u32> = limit_sets.into_iter().filter(|id| *id != 0).collect();
    used.sort_unstable();
    used.dedup();
    let found = app.store.list_limit_sets(analyst.organisation_id(), &used);
    let found = found.await?.into_iter();
    Ok(found
        .filter_map(|(id, key)| Some((id, LimitsView::parse(&key)?)))
        .collect())
}
