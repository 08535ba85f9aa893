//! The capability of all measurements of a test plan: which of them to look at first.

pub mod measured;
mod row;
mod table;
pub mod views;

use std::collections::{BTreeSet, HashMap};

use axum::extract::State;
use axum::response::Response;
use standcloud_columns::Facts;
use standcloud_store::SeriesKind;

use self::measured::Measured;
use self::row::{TARGET, row_of, sort_by_risk};
use self::views::{CapabilityOptions, CapabilityView};
use super::analyst::Analyst;
use super::behind::RunsBehind;
use super::limits::LimitsView;
use super::plan_series::{SeriesOfPlan, find_series_of_plan, map_series, one_plan};
use super::table::{FormatOptions, answer_as};
use crate::app::App;
use crate::values::PlanQuestion;
use crate::web_api::body::QueryOf;
use crate::web_api::problem::{Problem, ProblemBody};
use crate::web_api::run_filter::{FoundFilter, RunFilter};

/// Capability of all measurements of a plan
///
/// For everybody in the organisation, and for programs that may read. `plan` must name one test plan.
#[utoipa::path(
    get, path = "/api/v1/org/{slug}/analysis/capability", tag = "Analysis",
    params(("slug" = String, Path), RunFilter, CapabilityOptions, FormatOptions),
    responses(
        (status = 200, body = CapabilityView),
        (status = 401, body = ProblemBody, description = "Nobody is signed in"),
        (status = 404, body = ProblemBody, description = "Not your organisation, or no such plan"),
        (status = 422, body = ProblemBody, description = "A condition cannot be read, or not one plan"),
    ),
)]
pub async fn show_capability(
    State(app): State<App>,
    analyst: Analyst,
    wanted: RunFilter,
    QueryOf(options): QueryOf<CapabilityOptions>,
    QueryOf(format): QueryOf<FormatOptions>,
) -> Result<Response, Problem> {
    let plan = one_plan(&wanted)?;
    let of_plan = find_series_of_plan(&app, &analyst, plan, |kind| kind == SeriesKind::Number);
    let of_plan = of_plan.await?;
    let found = wanted.find_in(&app, &analyst.organisation).await?;
    let facts = app.facts.snapshot(analyst.organisation_id()).await?;
    let measured = if options.trends.unwrap_or(true) {
        map_series(
            &app,
            &analyst,
            facts,
            &of_plan.series,
            found,
            None,
            Measured::of,
        )
        .await?
    } else {
        measured_by_figures(&app, &analyst, &facts, &of_plan, &found).await?
    };
    let limits = limits_of(&app, &analyst, &measured).await?;
    let rows = of_plan.series.into_iter().zip(measured);
    let mut rows: Vec<_> = rows
        .map(|(series, measured)| row_of(series, measured, &limits, &wanted))
        .collect();
    sort_by_risk(&mut rows);
    let answer = CapabilityView {
        plan: of_plan.plan,
        measurements: rows,
        is_cut: of_plan.is_cut,
        target: TARGET,
        runs: RunsBehind::of(&wanted).query(),
    };
    answer_as(
        &app,
        &analyst,
        &wanted,
        format.format,
        answer,
        table::table_of,
    )
    .await
}

async fn measured_by_figures(
    app: &App,
    analyst: &Analyst,
    facts: &Facts,
    of_plan: &SeriesOfPlan,
    found: &FoundFilter,
) -> Result<Vec<Measured>, Problem> {
    let ids: Vec<u32> = of_plan.series.iter().map(|series| series.id).collect();
    let figures = app.values.figures(PlanQuestion {
        organisation: analyst.organisation_id(),
        plan: of_plan.plan_id,
        series: &ids,
        facts,
        filter: &found.filter,
    });
    let figures = figures.await?.into_iter();
    Ok(figures
        .map(|(_, figures)| Measured::of_figures(figures))
        .collect())
}

async fn limits_of(
    app: &App,
    analyst: &Analyst,
    measured: &[Measured],
) -> Result<HashMap<u32, LimitsView>, Problem> {
    let used = measured
        .iter()
        .flat_map(|measured| measured.figures.limit_sets.keys());
    let used: BTreeSet<u32> = used.copied().filter(|id| *id != 0).collect();
    let used: Vec<u32> = used.into_iter().collect();
    let found = app.store.list_limit_sets(analyst.organisation_id(), &used);
    let found = found.await?.into_iter();
    Ok(found
        .filter_map(|(id, key)| Some((id, LimitsView::parse(&key)?)))
        .collect())
}
