//! The figures of the runs that a filter lets pass, beside those of the period before.

use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use serde::Serialize;
use standcloud_columns::{
    Bucket, Calendar, Direction, Facts, Filter, Group, GroupError, Grouping, Period, end_of_times,
    group_by,
};
use utoipa::ToSchema;

use super::caller::InOrganisation;
use super::problem::{Problem, ProblemBody};
use super::run_filter::RunFilter;
use super::scan::scan;
use crate::app::App;

/// The numbers at the top of a page.
#[derive(Debug, Serialize, ToSchema)]
pub struct OverviewView {
    pub figures: FiguresView,
    /// When the range begins; nothing when all times are asked for.
    pub from: Option<Timestamp>,
    /// Not included.
    pub to: Option<Timestamp>,
    /// The same in the period before, as far as the present one has come; nothing when there is none.
    pub before: Option<BeforeView>,
    /// When the earliest and the latest of the runs began.
    pub first_run: Option<Timestamp>,
    pub last_run: Option<Timestamp>,
    /// False only as long as the organisation has no run at all.
    pub organisation_has_runs: bool,
}

/// What the figures are compared with.
#[derive(Debug, Serialize, ToSchema)]
pub struct BeforeView {
    pub from: Timestamp,
    /// Not included.
    pub to: Timestamp,
    pub figures: FiguresView,
}

/// Counts. Pass rate = `passed` / (`passed` + `not_passed`).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct FiguresView {
    pub runs: u64,
    pub passed: u64,
    /// Failed or ended by an error.
    pub not_passed: u64,
    /// Stopped, skipped or unfinished: shown, but counted in no yield.
    pub not_a_test: u64,
    /// Over the passed and not passed runs whose duration is known.
    pub mean_duration_ms: Option<u64>,
    /// Units that one of these runs tested for the first time in its plan and process, by a run that
    /// passed or did not pass. The first-pass yield is `passed_by_first` / `first_tests`.
    pub first_tests: u64,
    /// Of those units: passed at the first test.
    pub passed_by_first: u64,
    /// Passed at the first or the second test, wherever and whenever that was.
    pub passed_by_second: u64,
    /// Passed at one of the first three tests.
    pub passed_by_third: u64,
    /// Passed at any test so far.
    pub passed_ever: u64,
    /// Runs that passed or did not pass and name no unit: they are in no yield of units.
    pub without_unit: u64,
}

struct Found {
    figures: FiguresView,
    before: Option<FiguresView>,
    first_us: Option<i64>,
    last_us: Option<i64>,
    is_empty: bool,
}

/// Figures
///
/// For everybody in the organisation.
#[utoipa::path(
    get, path = "/api/v1/org/{slug}/overview", tag = "Runs",
    params(("slug" = String, Path), RunFilter),
    responses(
        (status = 200, body = OverviewView),
        (status = 401, body = ProblemBody, description = "Nobody is signed in"),
        (status = 404, body = ProblemBody, description = "Not your organisation"),
        (status = 422, body = ProblemBody, description = "A condition cannot be read"),
    ),
)]
pub async fn show_overview(
    State(app): State<App>,
    caller: InOrganisation,
    wanted: RunFilter,
) -> Result<Json<OverviewView>, Problem> {
    let found = wanted.find(&app, &caller).await?;
    let (span, filter) = (found.span, found.filter);
    let answer = scan(&app, &caller, move |facts| {
        look(facts, &filter, span.before)
    });
    let answer = answer
        .await?
        .map_err(|error| Problem::internal(&error.to_string()))?;
    let before = span.before.zip(answer.before);
    Ok(Json(OverviewView {
        figures: answer.figures,
        from: span.from_us.and_then(instant),
        to: span.to_us.and_then(instant),
        before: before.and_then(|(period, figures)| {
            Some(BeforeView {
                from: instant(period.start_us)?,
                to: instant(period.end_us)?,
                figures,
            })
        }),
        first_run: answer.first_us.and_then(instant),
        last_run: answer.last_us.and_then(instant),
        organisation_has_runs: !answer.is_empty,
    }))
}

/// `None` beyond the years that can be written: a stand's clock can be wrong by any amount.
pub fn instant(time_us: i64) -> Option<Timestamp> {
    Timestamp::from_microsecond(time_us).ok()
}

fn look(facts: &Facts, filter: &Filter, before: Option<Period>) -> Result<Found, GroupError> {
    let before = before.map(|period| {
        let filter = Filter {
            from_us: Some(period.start_us),
            to_us: Some(period.end_us),
            ..filter.clone()
        };
        figures_of(facts, &filter)
    });
    Ok(Found {
        figures: figures_of(facts, filter)?,
        before: before.transpose()?,
        first_us: end_of_times(facts, filter, Direction::Ascending),
        last_us: end_of_times(facts, filter, Direction::Descending),
        is_empty: facts.is_empty(),
    })
}

/// One pass.
pub fn figures_of(facts: &Facts, filter: &Filter) -> Result<FiguresView, GroupError> {
    let groups = group_by(
        facts,
        filter,
        &Grouping::new(Calendar::utc(), Bucket::None, None),
    )?;
    let mut figures = FiguresView::default();
    for group in &groups {
        figures.runs += group.runs;
        figures.passed += group.passed;
        figures.not_passed += group.not_passed;
        figures.not_a_test += group.not_a_test;
        figures.first_tests += group.first_tests;
        figures.passed_by_first += group.passed_by_first;
        figures.passed_by_second += group.passed_by_second;
        figures.passed_by_third += group.passed_by_third;
        figures.passed_ever += group.passed_ever;
        figures.without_unit += group.without_unit;
    }
    figures.mean_duration_ms = mean_test_duration_ms(&groups);
    Ok(figures)
}

/// Over passed and not passed runs.
pub fn mean_test_duration_ms(groups: &[Group]) -> Option<u64> {
    let sum_ms: u64 = groups.iter().map(|group| group.test_duration_sum_ms).sum();
    let count: u64 = groups.iter().map(|group| group.test_duration_count).sum();
    (sum_ms + count / 2).checked_div(count)
}
