//! The Pareto of measurements that the stands called bad.

use axum::extract::State;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use standcloud_columns::{Bucket, Calendar, Dimension, Facts, Filter, Group, Grouping, group_by};
use standcloud_store::{Series, SeriesKind};
use utoipa::{IntoParams, ToSchema};

use super::pareto::{WeightView, weights};
use crate::analysis::analyst::Analyst;
use crate::analysis::behind::RunsBehind;
use crate::analysis::question::compute;
use crate::analysis::shares::ShareView;
use crate::analysis::table::{AnswerFormat, AnswerTable, Cell, TableColumn, answer_as, text_cell};
use crate::analysis::yields::keyed::too_many;
use crate::app::App;
use crate::values::PlanQuestion;
use crate::web_api::body::QueryOf;
use crate::web_api::problem::{Problem, ProblemBody};
use crate::web_api::run_filter::RunFilter;
use crate::web_api::run_status::RunStatusView;

const LIMIT_DEFAULT: u32 = 20;
const LIMIT_MAX: u32 = 200;
/// Those with most failed runs.
const PLANS_MAX: usize = 10;
const SERIES_MAX: u32 = 10_000;

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct FailingMeasurementOptions {
    /// How many measurements; 20 when it is left out, at most 200.
    pub limit: Option<u32>,
    /// JSON when it is left out.
    #[serde(default)]
    pub format: AnswerFormat,
}

/// Measurements that failed.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct FailingMeasurementsView {
    /// Values that the stands called bad, of all measurements.
    pub failed_values: u64,
    /// The most frequent one first.
    pub measurements: Vec<FailingMeasurementView>,
    /// Measurements with failures beyond the limit.
    pub more_measurements: u64,
    /// Test plans with failures that were not looked at, because there are more than ten.
    pub more_plans: u64,
}

/// A measurement of numbers.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct FailingMeasurementView {
    /// Names the measurement in other questions.
    pub series: u32,
    pub plan: String,
    /// Id of the module.
    pub module: String,
    /// Id of the case.
    pub case: String,
    /// Empty for an unnamed measurement, which is known by its position.
    pub name: String,
    /// In the case, from 0; only of unnamed measurements.
    pub position: Option<u32>,
    pub occurrence: u32,
    pub unit: String,
    #[serde(flatten)]
    pub weight: WeightView,
    /// Bad values of all values.
    pub failed: ShareView,
    /// The query that lists the runs that failed first at the step of this measurement. Runs that failed
    /// earlier at another step are not among them.
    pub runs: String,
}

/// A series and how many of its values are bad.
struct Counted {
    series: Series,
    failed: u64,
    values: u64,
}

/// Failing measurements
///
/// How often stands called a value of numbers bad, whichever step failed first. For everybody in the
/// organisation.
#[utoipa::path(
    get, path = "/api/v1/org/{slug}/analysis/failing-measurements", tag = "Analysis",
    params(("slug" = String, Path), RunFilter, FailingMeasurementOptions),
    responses(
        (status = 200, body = FailingMeasurementsView),
        (status = 401, body = ProblemBody, description = "Nobody is signed in"),
        (status = 404, body = ProblemBody, description = "Not your organisation"),
        (status = 422, body = ProblemBody, description = "A condition cannot be read"),
    ),
)]
pub async fn list_failing_measurements(
    State(app): State<App>,
    analyst: Analyst,
    wanted: RunFilter,
    QueryOf(options): QueryOf<FailingMeasurementOptions>,
) -> Result<Response, Problem> {
    let filter = wanted.find_in(&app, &analyst.organisation).await?.filter;
    let facts = app.facts.snapshot(analyst.organisation_id()).await?;
    let (asked_facts, asked_filter) = (facts.clone(), filter.clone());
    let plans = compute(move || plans_with_failures(&asked_facts, &asked_filter)).await?;
    let plans = plans.map_err(too_many)?;
    let mut counted = Vec::new();
    for plan in plans.iter().take(PLANS_MAX) {
        counted.extend(count_plan(&app, &analyst, &facts, &filter, *plan).await?);
    }
    counted.sort_by_key(|one| (std::cmp::Reverse(one.failed), one.series.id));
    let limit = options.limit.unwrap_or(LIMIT_DEFAULT).clamp(1, LIMIT_MAX);
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let failed_values = counted.iter().map(|one| one.failed).sum();
    let counts: Vec<u64> = counted.iter().map(|one| one.failed).collect();
    let weights = weights(&counts, failed_values);
    let more = |all: usize, shown| u64::try_from(all.saturating_sub(shown)).unwrap_or(u64::MAX);
    let view = FailingMeasurementsView {
        failed_values,
        more_measurements: more(counted.len(), limit),
        more_plans: more(plans.len(), PLANS_MAX),
        measurements: counted
            .into_iter()
            .zip(weights)
            .take(limit)
            .map(|(one, weight)| measurement_view(&wanted, one, weight))
            .collect(),
    };
    answer_as(&app, &analyst, &wanted, options.format, view, table).await
}

/// The plan with most failed runs first.
fn plans_with_failures(
    facts: &Facts,
    filter: &Filter,
) -> Result<Vec<u32>, standcloud_columns::GroupError> {
    let grouping = Grouping::new(Calendar::utc(), Bucket::None, [Dimension::Plan]);
    let mut groups = group_by(facts, filter, &grouping)?;
    groups.retain(|group| group.not_passed > 0);
    groups.sort_by_key(|group| std::cmp::Reverse(group.not_passed));
    Ok(groups.iter().filter_map(Group::key).collect())
}

async fn count_plan(
    app: &App,
    analyst: &Analyst,
    facts: &Facts,
    filter: &Filter,
    plan: u32,
) -> Result<Vec<Counted>, Problem> {
    let organisation = analyst.organisation_id();
    let series = app
        .store
        .list_series_of_plan(organisation, plan, SERIES_MAX);
    let mut series = series.await?;
    series.retain(|series| series.kind == SeriesKind::Number);
    let ids: Vec<u32> = series.iter().map(|series| series.id).collect();
    let question = PlanQuestion {
        organisation,
        plan,
        series: &ids,
        facts,
        filter,
    };
    let figures = app.values.figures(question).await?;
    let counted = series
        .into_iter()
        .zip(figures)
        .map(|(series, (_, figures))| Counted {
            series,
            failed: u64::try_from(figures.failed_runs.len()).unwrap_or(u64::MAX),
            values: figures.count,
        });
    Ok(counted.filter(|one| one.failed > 0).collect())
}

fn measurement_view(
    wanted: &RunFilter,
    counted: Counted,
    weight: WeightView,
) -> FailingMeasurementView {
    let series = counted.series;
    let runs = RunsBehind::of(wanted)
        .statuses(&[RunStatusView::Failed, RunStatusView::Error])
        .with(|filter| filter.step = vec![series.step_id]);
    FailingMeasurementView {
        series: series.id,
        plan: series.plan,
        module: series.module,
        case: series.case,
        name: series.name,
        position: series.position,
        occurrence: series.occurrence,
        unit: series.unit,
        weight,
        failed: ShareView::of(counted.failed, counted.values),
        runs: runs.query(),
    }
}

fn table(view: FailingMeasurementsView) -> AnswerTable {
    let columns = vec![
        TableColumn::wide("plan", "Test plan"),
        TableColumn::wide("module", "Module"),
        TableColumn::wide("case", "Case"),
        TableColumn::wide("name", "Measurement"),
        TableColumn::new("unit", "Unit"),
        TableColumn::new("count", "Failures"),
        TableColumn::new("share", "Share"),
        TableColumn::new("cumulated", "Cumulated"),
        TableColumn::new("values", "Values"),
        TableColumn::new("failed", "Bad values"),
    ];
    let rows = view.measurements.into_iter().map(|one| {
        vec![
            text_cell(&one.plan),
            text_cell(&one.module),
            text_cell(&one.case),
            text_cell(&one.name),
            text_cell(&one.unit),
            Cell::count(one.weight.count),
            Cell::share(one.weight.share),
            Cell::share(one.weight.cumulated),
            Cell::count(one.failed.all),
            Cell::share(one.failed.share),
        ]
    });
    AnswerTable::new("failing-measurements", columns, rows)
}
