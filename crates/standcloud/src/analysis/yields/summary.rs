//! The yields of the runs that a filter lets pass, beside those of the period before.

use std::collections::BTreeSet;

use axum::extract::State;
use axum::response::Response;
use jiff::Timestamp;
use serde::Serialize;
use standcloud_columns::{
    Bucket, Calendar, Dimension, Facts, Filter, Group, GroupError, Grouping, Period,
    count_distinct, group_by,
};
use utoipa::ToSchema;

use super::figures::{YieldCounts, YieldFiguresView};
use super::keyed::too_many;
use super::notes::{YieldNoteView, notes_of};
use crate::analysis::analyst::Analyst;
use crate::analysis::behind::RunsBehind;
use crate::analysis::grouping::{GroupBy, GroupNames};
use crate::analysis::question::ask_facts;
use crate::analysis::table::{AnswerTable, Cell, FormatOptions, TableColumn, answer_as, text_cell};
use crate::app::App;
use crate::web_api::body::QueryOf;
use crate::web_api::overview::{instant, mean_test_duration_ms};
use crate::web_api::problem::{Problem, ProblemBody};
use crate::web_api::run_filter::{AttemptCondition, RunFilter};
use crate::web_api::run_status::RunStatusView;

/// More processes are not named in remarks.
const PROCESSES_NAMED: usize = 20;

/// Yields and volume.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SummaryView {
    /// When the range begins; nothing when all times are asked for.
    pub from: Option<Timestamp>,
    /// Not included.
    pub to: Option<Timestamp>,
    pub now: PeriodFiguresView,
    /// The same in the period before, as far as the present one has come; nothing when there is none.
    pub before: Option<BeforeFiguresView>,
    /// What a reader of the figures must know.
    pub notes: Vec<YieldNoteView>,
    /// The ways to the runs behind the figures.
    pub runs: SummaryRunsView,
}

/// Of one period.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct PeriodFiguresView {
    #[serde(flatten)]
    pub figures: YieldFiguresView,
    /// Over the tests whose duration is known.
    pub mean_duration_ms: Option<u64>,
    /// How many different units (part and serial number) the runs name, in whatever plan and process.
    pub named_units: u64,
    /// How many different ones the runs name.
    pub plans: u64,
    pub parts: u64,
    pub stands: u64,
    pub batches: u64,
    pub processes: u64,
}

/// What the figures are compared with.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct BeforeFiguresView {
    pub from: Timestamp,
    /// Not included.
    pub to: Timestamp,
    #[serde(flatten)]
    pub figures: PeriodFiguresView,
}

/// Queries that list exactly the runs behind the figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SummaryRunsView {
    pub all: String,
    /// The first test of each unit.
    pub first_tests: String,
    /// Those of them that did not pass.
    pub failed_first_tests: String,
    pub not_passed: String,
    pub not_a_test: String,
    pub without_unit: String,
}

struct Found {
    now: PeriodFiguresView,
    counts: YieldCounts,
    processes: Vec<u32>,
    before: Option<PeriodFiguresView>,
}

/// Yields and volume
///
/// First-pass, later and test-report yield with 95 % intervals (Wilson), compared with the period before.
/// For everybody in the organisation.
#[utoipa::path(
    get, path = "/api/v1/org/{slug}/analysis/summary", tag = "Analysis",
    params(("slug" = String, Path), RunFilter, FormatOptions),
    responses(
        (status = 200, body = SummaryView),
        (status = 401, body = ProblemBody, description = "Nobody is signed in"),
        (status = 404, body = ProblemBody, description = "Not your organisation"),
        (status = 422, body = ProblemBody, description = "A condition cannot be read"),
    ),
)]
pub async fn show_yield_summary(
    State(app): State<App>,
    analyst: Analyst,
    wanted: RunFilter,
    QueryOf(options): QueryOf<FormatOptions>,
) -> Result<Response, Problem> {
    let found = wanted.find_in(&app, &analyst.organisation).await?;
    let (span, filter) = (found.span, found.filter);
    let answer = ask_facts(&app, &analyst, move |facts| {
        look(facts, &filter, span.before)
    });
    let answer = answer.await?.map_err(too_many)?;
    let processes = answer.processes.iter().take(PROCESSES_NAMED);
    let keys = processes.map(|id| (GroupBy::Process, *id));
    let names = GroupNames::find(&app, &analyst, keys.clone()).await?;
    let processes: Vec<String> = keys
        .map(|(by, id)| names.view(by, Some(id)).label)
        .collect();
    let plans = usize::try_from(answer.now.plans).unwrap_or(usize::MAX);
    let before = span.before.zip(answer.before);
    let view = SummaryView {
        from: span.from_us.and_then(instant),
        to: span.to_us.and_then(instant),
        now: answer.now,
        before: before.and_then(|(period, figures)| {
            Some(BeforeFiguresView {
                from: instant(period.start_us)?,
                to: instant(period.end_us)?,
                figures,
            })
        }),
        notes: notes_of(&answer.counts, &processes, plans),
        runs: SummaryRunsView::of(&wanted),
    };
    answer_as(&app, &analyst, &wanted, options.format, view, |view| {
        table(&view)
    })
    .await
}

fn look(facts: &Facts, filter: &Filter, before: Option<Period>) -> Result<Found, GroupError> {
    let (now, counts, processes) = figures(facts, filter)?;
    let before = before.map(|period| {
        let filter = Filter {
            from_us: Some(period.start_us),
            to_us: Some(period.end_us),
            ..filter.clone()
        };
        figures(facts, &filter)
    });
    Ok(Found {
        now,
        counts,
        processes,
        before: before.transpose()?.map(|(figures, ..)| figures),
    })
}

/// With the processes that the runs name.
fn figures(
    facts: &Facts,
    filter: &Filter,
) -> Result<(PeriodFiguresView, YieldCounts, Vec<u32>), GroupError> {
    let calendar = Calendar::utc();
    let count = |dimension| count_distinct(facts, filter, &calendar, dimension);
    let grouping = Grouping::new(Calendar::utc(), Bucket::None, [Dimension::Process]);
    let groups = group_by(facts, filter, &grouping)?;
    let counts = YieldCounts::sum(groups.iter().map(YieldCounts::from));
    let processes: BTreeSet<u32> = groups.iter().filter_map(Group::key).collect();
    let figures = PeriodFiguresView {
        figures: counts.view(),
        mean_duration_ms: mean_test_duration_ms(&groups),
        named_units: count(Dimension::Unit)?,
        plans: count(Dimension::Plan)?,
        parts: count(Dimension::Part)?,
        stands: count(Dimension::Stand)?,
        batches: count(Dimension::Batch)?,
        processes: u64::try_from(processes.len()).unwrap_or(u64::MAX),
    };
    Ok((figures, counts, processes.into_iter().collect()))
}

const PASSED: [RunStatusView; 1] = [RunStatusView::Passed];
const NOT_PASSED: [RunStatusView; 2] = [RunStatusView::Failed, RunStatusView::Error];
const NOT_A_TEST: [RunStatusView; 4] = [
    RunStatusView::Stopped,
    RunStatusView::Skipped,
    RunStatusView::Run,
    RunStatusView::Ready,
];

impl SummaryRunsView {
    fn of(wanted: &RunFilter) -> Self {
        let all = || RunsBehind::of(wanted);
        let first_tests = all().with(|filter| filter.attempt = Some(AttemptCondition::First));
        let without_unit = all().with(|filter| filter.serial = vec![String::new()]);
        let tests = [&PASSED[..], &NOT_PASSED].concat();
        Self {
            all: all().query(),
            first_tests: first_tests.query(),
            failed_first_tests: first_tests.within_statuses(&NOT_PASSED).query(),
            not_passed: all().within_statuses(&NOT_PASSED).query(),
            not_a_test: all().within_statuses(&NOT_A_TEST).query(),
            without_unit: without_unit.within_statuses(&tests).query(),
        }
    }
}

fn table(view: &SummaryView) -> AnswerTable {
    let mut columns = vec![TableColumn::new("period", "Period")];
    columns.extend(YieldFiguresView::columns());
    columns.push(TableColumn::new("mean_duration_s", "Average test time (s)"));
    let row = |name: &str, period: PeriodFiguresView| {
        let mut cells = vec![text_cell(name)];
        cells.extend(period.figures.cells());
        let mean = period
            .mean_duration_ms
            .and_then(|mean| i64::try_from(mean).ok());
        cells.push(mean.map_or(Cell::Empty, Cell::Seconds));
        cells
    };
    let before = view.before.map(|before| row("before", before.figures));
    let rows: Vec<_> = [row("now", view.now)].into_iter().chain(before).collect();
    AnswerTable::new("yield-summary", columns, rows.into_iter())
}
