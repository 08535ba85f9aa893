//! The table of test runs, page by page.

use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use standcloud_columns::{Facts, Filter, PageStart, SortedRun, count, sorted_page};
use standcloud_store::{RunNumber, RunSummary};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::body::QueryOf;
use super::caller::InOrganisation;
use super::overview::instant;
use super::problem::{Problem, ProblemBody};
use super::run_cursor::{cursor_after, cursor_before, read_cursor};
use super::run_filter::RunFilter;
use super::run_order::{ReadyOrder, RunOrder, RunSort, SortDirection};
use super::run_status::RunStatusView;
use super::scan::scan;
use crate::app::App;

const LIMIT_DEFAULT: u16 = 50;
const LIMIT_MAX: u16 = 200;

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct RunPageOptions {
    /// By when the run began when it is left out. Runs without the thing sorted by come last.
    pub sort: Option<RunSort>,
    /// Descending when it is left out.
    pub direction: Option<SortDirection>,
    /// From 1 to 200; 50 when it is left out.
    pub limit: Option<u16>,
    /// `next` or `previous` of another page in the same order.
    pub cursor: Option<String>,
}

/// Some runs of a sorted list.
#[derive(Debug, Serialize, ToSchema)]
pub struct RunPageView {
    pub runs: Vec<RunRowView>,
    /// How many pass the filter.
    pub total: u64,
    /// The cursor of the page after this one.
    pub next: Option<String>,
    /// The cursor of the page before this one; nothing on the first page.
    pub previous: Option<String>,
}

/// One run with the names of what it refers to.
#[derive(Debug, Serialize, ToSchema)]
pub struct RunRowView {
    pub id: Uuid,
    pub status: RunStatusView,
    pub serial_number: Option<String>,
    pub part_number: String,
    pub revision: Option<String>,
    pub plan: String,
    /// The how-manyth run of this unit in this plan and process.
    pub attempt: i64,
    /// When it began, else when it ended, else when its report was received.
    pub start: Option<Timestamp>,
    pub duration_ms: Option<i64>,
    pub stand: RunStandView,
    pub batch: Option<String>,
    pub process: Option<String>,
    pub operator: Option<String>,
    pub failing_module: Option<String>,
    pub failing_case: Option<String>,
}

/// The stand that made a run.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RunStandView {
    /// Its number in addresses and filters.
    pub id: Option<u32>,
    pub name: String,
    pub number: Option<i64>,
    pub hardware_id: String,
}

/// A page before it has names.
struct Picked {
    runs: Vec<SortedRun>,
    has_next: bool,
    has_previous: bool,
    total: usize,
}

/// Test runs
///
/// For everybody in the organisation.
#[utoipa::path(
    get, path = "/api/v1/org/{slug}/runs", tag = "Runs",
    params(("slug" = String, Path), RunFilter, RunPageOptions),
    responses(
        (status = 200, body = RunPageView),
        (status = 401, body = ProblemBody, description = "Nobody is signed in"),
        (status = 404, body = ProblemBody, description = "Not your organisation"),
        (status = 422, body = ProblemBody, description = "A condition or the cursor cannot be read"),
    ),
)]
pub async fn list_runs(
    State(app): State<App>,
    caller: InOrganisation,
    wanted: RunFilter,
    QueryOf(options): QueryOf<RunPageOptions>,
) -> Result<Json<RunPageView>, Problem> {
    let order = RunOrder {
        sort: options.sort.unwrap_or_default(),
        direction: options.direction.unwrap_or_default(),
    };
    let limit = usize::from(read_limit(options.limit)?);
    let cursor = options.cursor.as_deref();
    let start = cursor.map(|text| read_cursor(order, text)).transpose()?;
    let filter = wanted.find(&app, &caller).await?.filter;
    let ready = ready_order(&app, &caller, order).await?;
    let start = start.unwrap_or(PageStart::First);
    let picked = scan(&app, &caller, move |facts| {
        pick(facts, &filter, &ready, start, limit)
    });
    let picked = picked.await?;
    let runs = name_runs(&app, &caller, &picked.runs).await?;
    let edge = |is_there: bool, run: Option<&SortedRun>| run.copied().filter(|_| is_there);
    Ok(Json(RunPageView {
        runs: runs.into_iter().map(RunRowView::from).collect(),
        total: u64::try_from(picked.total).unwrap_or(u64::MAX),
        next: edge(picked.has_next, picked.runs.last()).map(|run| cursor_after(order, run)),
        previous: edge(picked.has_previous, picked.runs.first())
            .map(|run| cursor_before(order, run)),
    }))
}

/// With the places of the names when it is an order of names.
pub async fn ready_order(
    app: &App,
    caller: &InOrganisation,
    order: RunOrder,
) -> Result<ReadyOrder, Problem> {
    let Some(field) = order.sort.name_field() else {
        return Ok(ReadyOrder { order, ranks: None });
    };
    let organisation = caller.organisation();
    let facts = app.facts.snapshot(organisation).await?;
    let ranks = app
        .name_ranks
        .ranks(&app.store, organisation, field, &facts);
    Ok(ReadyOrder {
        order,
        ranks: Some(ranks.await?),
    })
}

/// The runs with their names, in the order given.
pub async fn name_runs(
    app: &App,
    caller: &InOrganisation,
    runs: &[SortedRun],
) -> Result<Vec<RunSummary>, Problem> {
    let numbers = runs.iter().map(|run| RunNumber(run.position.run_number));
    let numbers: Vec<RunNumber> = numbers.collect();
    Ok(app.store.list_runs(caller.organisation(), &numbers).await?)
}

fn read_limit(asked: Option<u16>) -> Result<u16, Problem> {
    let limit = asked.unwrap_or(LIMIT_DEFAULT);
    if (1..=LIMIT_MAX).contains(&limit) {
        return Ok(limit);
    }
    let words = format!("A page has 1 to {LIMIT_MAX} runs.");
    Err(Problem::invalid("limit", words))
}

fn pick(
    facts: &Facts,
    filter: &Filter,
    order: &ReadyOrder,
    start: PageStart,
    limit: usize,
) -> Picked {
    let page = |start| {
        sorted_page(
            facts,
            filter,
            order.by(),
            order.direction(),
            start,
            limit + 1,
        )
    };
    let mut runs = page(start);
    let has_more = runs.len() > limit;
    let (mut has_next, mut has_previous) = (has_more, matches!(start, PageStart::After(_)));
    if let PageStart::Before(_) = start {
        if has_more {
            runs.remove(0);
            (has_next, has_previous) = (true, true);
        } else {
            // What is left before is no whole page, so it is the first page.
            runs = page(PageStart::First);
            (has_next, has_previous) = (runs.len() > limit, false);
        }
    }
    runs.truncate(limit);
    Picked {
        runs,
        has_next,
        has_previous,
        total: count(facts, filter),
    }
}

impl From<RunSummary> for RunRowView {
    fn from(run: RunSummary) -> Self {
        let (failing_module, failing_case) = run.failing_step.unzip();
        Self {
            id: run.run_id.0,
            status: run.status.into(),
            serial_number: run.serial_number,
            part_number: run.part_number,
            revision: run.revision,
            plan: run.plan,
            attempt: run.attempt,
            start: instant(run.run_time.0),
            duration_ms: run.duration_ms,
            stand: RunStandView {
                id: run.stand_id,
                name: run.stand_name,
                number: run.stand_number,
                hardware_id: run.stand_hardware_id,
            },
            batch: run.batch,
            process: run.process,
            operator: run.operator,
            failing_module,
            failing_case,
        }
    }
}
