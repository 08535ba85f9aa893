//! Where the time of a test plan goes: step by step, module by module, stand by stand.

mod measured;
mod table;
pub mod views;

use std::collections::{BTreeMap, BTreeSet};

use axum::extract::State;
use axum::response::Response;
use standcloud_columns::{
    Bucket, Calendar, Dimension, Facts, Filter, GroupError, Grouping, group_by,
};
use standcloud_store::{Series, SeriesKind};

use self::measured::StepMeasured;
use self::views::{ModuleDurationView, StandDurationView, StepDurationView, StepDurationsView};
use super::analyst::Analyst;
use super::behind::RunsBehind;
use super::grouping::{GroupBy, GroupNames};
use super::plan_series::{find_series_of_plan, map_series, one_plan};
use super::table::{FormatOptions, answer_as};
use crate::app::App;
use crate::web_api::body::QueryOf;
use crate::web_api::problem::{Problem, ProblemBody};
use crate::web_api::run_filter::RunFilter;

const STANDS_MAX: usize = 20;
const NOTHING_TIMED: &str = "No step of these runs has a start and a stop time. Runs that were stored \
    before StandCloud kept the durations of steps get them by `standcloud rebuild`.";

/// Durations of the steps of a plan
///
/// For everybody in the organisation, and for programs that may read. `plan` must name one test plan.
#[utoipa::path(
    get, path = "/api/v1/org/{slug}/analysis/step-durations", tag = "Analysis",
    params(("slug" = String, Path), RunFilter, FormatOptions),
    responses(
        (status = 200, body = StepDurationsView),
        (status = 401, body = ProblemBody, description = "Nobody is signed in"),
        (status = 404, body = ProblemBody, description = "Not your organisation, or no such plan"),
        (status = 422, body = ProblemBody, description = "A condition cannot be read, or not one plan"),
    ),
)]
pub async fn show_step_durations(
    State(app): State<App>,
    analyst: Analyst,
    wanted: RunFilter,
    QueryOf(options): QueryOf<FormatOptions>,
) -> Result<Response, Problem> {
    let plan = one_plan(&wanted)?;
    let of_plan = find_series_of_plan(&app, &analyst, plan, |kind| {
        kind == SeriesKind::StepDuration
    });
    let of_plan = of_plan.await?;
    let found = wanted.find_in(&app, &analyst.organisation).await?;
    let facts = app.facts.snapshot(analyst.organisation_id()).await?;
    let runs_seconds = runs_seconds(&facts, &found.filter)
        .map_err(|error| Problem::internal(&error.to_string()))?;
    let stand = Some(Dimension::Stand);
    let series = &of_plan.series;
    let steps = map_series(
        &app,
        &analyst,
        facts,
        series,
        found,
        stand,
        StepMeasured::of,
    )
    .await?;
    let steps_seconds: f64 = steps.iter().map(|step| step.total).sum();
    let views: Vec<StepDurationView> = of_plan
        .series
        .into_iter()
        .zip(steps)
        .filter(|(_, step)| step.measured.figures.finite_count > 0)
        .map(|(series, step)| step_view(series, step, steps_seconds))
        .collect();
    let answer = StepDurationsView {
        plan: of_plan.plan,
        modules: modules(&views, steps_seconds),
        stands: stands(&app, &analyst, &wanted, &views).await?,
        note: views.is_empty().then(|| NOTHING_TIMED.to_owned()),
        steps: views,
        steps_seconds,
        runs_seconds,
        precision_seconds: 1.0,
        is_cut: of_plan.is_cut,
        runs: RunsBehind::of(&wanted).query(),
    };
    answer_as(
        &app,
        &analyst,
        &wanted,
        options.format,
        answer,
        table::table_of,
    )
    .await
}

#[expect(clippy::cast_precision_loss, reason = "milliseconds far below 2^53")]
fn runs_seconds(facts: &Facts, filter: &Filter) -> Result<f64, GroupError> {
    let groups = group_by(
        facts,
        filter,
        &Grouping::new(Calendar::utc(), Bucket::None, []),
    )?;
    let sum_ms: u64 = groups.iter().map(|group| group.duration_sum_ms).sum();
    Ok(sum_ms as f64 / 1_000.0)
}

fn share_of(part: f64, all: f64) -> Option<f64> {
    let share = part / all;
    share.is_finite().then_some(share)
}

fn step_view(series: Series, step: StepMeasured, steps_seconds: f64) -> StepDurationView {
    let figures = &step.measured.figures;
    StepDurationView {
        series: series.id,
        module: series.module,
        case: series.case,
        values: figures.finite_count,
        mean_seconds: Some(figures.mean),
        median_seconds: step.median,
        p95_seconds: step.p95,
        maximum_seconds: Some(figures.max),
        total_seconds: step.total,
        share: share_of(step.total, steps_seconds),
        drift: step.measured.drift,
        trend: step.measured.trend,
        by_stand: step.by_stand,
    }
}

/// In the order of their first steps.
fn modules(steps: &[StepDurationView], steps_seconds: f64) -> Vec<ModuleDurationView> {
    let mut modules: Vec<ModuleDurationView> = Vec::new();
    for step in steps {
        let known = modules
            .iter_mut()
            .find(|module| module.module == step.module);
        let mean = step.mean_seconds.unwrap_or(0.0);
        if let Some(module) = known {
            module.total_seconds += step.total_seconds;
            module.mean_seconds += mean;
            module.share = share_of(module.total_seconds, steps_seconds);
        } else {
            modules.push(ModuleDurationView {
                module: step.module.clone(),
                total_seconds: step.total_seconds,
                mean_seconds: mean,
                share: share_of(step.total_seconds, steps_seconds),
            });
        }
    }
    modules
}

/// The slowest first, compared with all stands over the same steps: a stand may not run all of them.
async fn stands(
    app: &App,
    analyst: &Analyst,
    wanted: &RunFilter,
    steps: &[StepDurationView],
) -> Result<Vec<StandDurationView>, Problem> {
    let mut sums: BTreeMap<u32, (f64, f64)> = BTreeMap::new();
    for step in steps {
        for at in &step.by_stand {
            let (here, everywhere) = sums.entry(at.stand).or_default();
            *here += at.mean_seconds;
            *everywhere += step.mean_seconds.unwrap_or(0.0);
        }
    }
    let ids: BTreeSet<u32> = sums.keys().copied().filter(|id| *id != 0).collect();
    let names = ids.into_iter().map(|id| (GroupBy::Stand, id));
    let names = GroupNames::find(app, analyst, names).await?;
    let mut stands: Vec<StandDurationView> = sums
        .into_iter()
        .map(|(stand, (here, everywhere))| StandDurationView {
            stand,
            name: names.view(GroupBy::Stand, Some(stand).filter(|id| *id != 0)),
            mean_seconds: here,
            mean_seconds_everywhere: everywhere,
            runs: RunsBehind::of(wanted)
                .with(|filter| filter.stand = vec![stand])
                .query(),
        })
        .collect();
    stands.sort_by(|one, two| two.mean_seconds.total_cmp(&one.mean_seconds));
    stands.truncate(STANDS_MAX);
    Ok(stands)
}
