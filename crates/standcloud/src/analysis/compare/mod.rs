//! Two periods, stands, batches or revisions side by side: what differs, and whether that is chance.

mod measurements;
mod plan;
mod shares;
mod sides;
mod steps;
mod table;
pub mod views;

use axum::extract::State;
use axum::response::Response;
use standcloud_columns::{Facts, Filter, GroupError};
use standcloud_store::{Series, SeriesKind};

use self::measurements::{Compared, views_of};
use self::plan::common_plan;
use self::shares::{LEVEL, difference_of};
use self::sides::Sides;
use self::steps::FailedSteps;
use self::views::{CompareView, MeasurementDifferenceView, SideView};
use super::analyst::Analyst;
use super::behind::RunsBehind;
use super::grouping::{GroupBy, GroupNames};
use super::plan_series::{SeriesOfPlan, find_series_of_plan};
use super::question::compute;
use super::table::{FormatOptions, answer_as};
use crate::analysis::yields::keyed::too_many;
use crate::app::App;
use crate::web_api::body::QueryOf;
use crate::web_api::overview::{FiguresView, figures_of};
use crate::web_api::problem::{Problem, ProblemBody};
use crate::web_api::run_filter::RunFilter;
use crate::web_api::run_status::RunStatusView;

const MEASUREMENTS_MAX: usize = 200;
const DURATIONS_MAX: usize = 100;

/// Two choices of runs side by side
///
/// For everybody in the organisation, and for programs that may read. A condition that begins with `a.` or
/// `b.` is for that side, one without either for both. The file has the measurements.
#[utoipa::path(
    get, path = "/api/v1/org/{slug}/analysis/compare", tag = "Analysis",
    params(("slug" = String, Path), Sides, FormatOptions),
    responses(
        (status = 200, body = CompareView),
        (status = 401, body = ProblemBody, description = "Nobody is signed in"),
        (status = 404, body = ProblemBody, description = "Not your organisation, or no such plan"),
        (status = 422, body = ProblemBody, description = "A condition cannot be read, or both sides are the same"),
    ),
)]
pub async fn show_comparison(
    State(app): State<App>,
    analyst: Analyst,
    sides: Sides,
    QueryOf(options): QueryOf<FormatOptions>,
) -> Result<Response, Problem> {
    let a = sides.a.find_in(&app, &analyst.organisation).await?.filter;
    let b = sides.b.find_in(&app, &analyst.organisation).await?.filter;
    let facts = app.facts.snapshot(analyst.organisation_id()).await?;
    let counted = {
        let (facts, a, b) = (facts.clone(), a.clone(), b.clone());
        compute(move || Counted::of(&facts, &a, &b)).await?
    };
    let counted = counted.map_err(too_many)?;
    let of_plan = series_to_compare(&app, &analyst, &sides, counted.plan).await?;
    let answer = CompareView {
        first_pass_yield: difference_of(
            (counted.a.passed_by_first, counted.a.first_tests),
            (counted.b.passed_by_first, counted.b.first_tests),
        ),
        pass_rate: difference_of(pass_rate(&counted.a), pass_rate(&counted.b)),
        a: side_view(&sides.a, counted.a),
        b: side_view(&sides.b, counted.b),
        steps_compared: u64::try_from(counted.steps.len()).unwrap_or(u64::MAX),
        steps: counted.steps.views(&app, &analyst, &sides).await?,
        plan: None,
        measurements: Vec::new(),
        measurements_compared: 0,
        durations: Vec::new(),
        durations_compared: 0,
        level: LEVEL,
    };
    let answer = match of_plan {
        Some(of_plan) => with_measurements(&app, &analyst, answer, of_plan, facts, (a, b)).await?,
        None => answer,
    };
    answer_as(
        &app,
        &analyst,
        &sides.b,
        options.format,
        answer,
        table::table_of,
    )
    .await
}

/// What the facts say.
struct Counted {
    a: FiguresView,
    b: FiguresView,
    steps: FailedSteps,
    plan: Option<u32>,
}

impl Counted {
    fn of(facts: &Facts, a: &Filter, b: &Filter) -> Result<Self, GroupError> {
        Ok(Self {
            a: figures_of(facts, a)?,
            b: figures_of(facts, b)?,
            steps: FailedSteps::count(facts, a, b)?,
            plan: common_plan(facts, a, b)?,
        })
    }
}

fn pass_rate(figures: &FiguresView) -> (u64, u64) {
    (figures.passed, figures.passed + figures.not_passed)
}

fn side_view(wanted: &RunFilter, figures: FiguresView) -> SideView {
    SideView {
        figures,
        runs: RunsBehind::of(wanted).query(),
        failed_runs: RunsBehind::of(wanted)
            .statuses(&[RunStatusView::Failed, RunStatusView::Error])
            .query(),
    }
}

/// Of the plan that both sides ask for, else of the one that they have in common.
async fn series_to_compare(
    app: &App,
    analyst: &Analyst,
    sides: &Sides,
    common: Option<u32>,
) -> Result<Option<SeriesOfPlan>, Problem> {
    let asked = match (sides.a.plan.as_slice(), sides.b.plan.as_slice()) {
        ([a], [b]) if a == b => Some(a.clone()),
        _ => None,
    };
    let name = match (asked, common) {
        (Some(name), _) => name,
        (None, None) => return Ok(None),
        (None, Some(plan)) => {
            let names = GroupNames::find(app, analyst, [(GroupBy::Plan, plan)]).await?;
            names.view(GroupBy::Plan, Some(plan)).value
        }
    };
    let of_plan = find_series_of_plan(app, analyst, &name, |kind| kind != SeriesKind::Text);
    of_plan.await.map(Some)
}

async fn with_measurements(
    app: &App,
    analyst: &Analyst,
    answer: CompareView,
    of_plan: SeriesOfPlan,
    facts: Facts,
    (a, b): (Filter, Filter),
) -> Result<CompareView, Problem> {
    let ids: Vec<u32> = of_plan.series.iter().map(|series| series.id).collect();
    let compared = app
        .values
        .map_numbers(analyst.organisation_id(), &ids, move |_, numbers| {
            Compared::of(&facts, &a, &b, numbers)
        });
    let compared = compared.await?.into_iter().map(|(_, compared)| compared);
    let (numbers, durations): (Vec<_>, Vec<_>) = of_plan
        .series
        .into_iter()
        .zip(compared)
        .partition(|(series, _)| series.kind == SeriesKind::Number);
    let views = |rows: Vec<(Series, Compared)>, limit| -> (Vec<MeasurementDifferenceView>, u64) {
        views_of(rows.into_iter(), limit)
    };
    let (measurements, measurements_compared) = views(numbers, MEASUREMENTS_MAX);
    let (durations, durations_compared) = views(durations, DURATIONS_MAX);
    Ok(CompareView {
        plan: Some(of_plan.plan),
        measurements,
        measurements_compared,
        durations,
        durations_compared,
        ..answer
    })
}
