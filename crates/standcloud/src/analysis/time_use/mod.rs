//! How stands use their time: testing, waiting, stopped, by day and by hour of the day, with the parts of
//! overall equipment effectiveness.
//!
//! Nobody enters shifts or ideal cycle times, so both are taken from the runs themselves, and the answer
//! says so beside its figures.

pub mod days;
pub mod table;
pub mod views;

use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use standcloud_columns::Facts;
use utoipa::IntoParams;

use self::days::{StandDays, stands_of};
use self::views::TimeUseView;
use super::analyst::Analyst;
use super::grouping::{GroupBy, GroupNames};
use super::question::ask_facts;
use super::table::{FormatOptions, answer_as};
use crate::app::App;
use crate::web_api::body::QueryOf;
use crate::web_api::problem::{Problem, ProblemBody};
use crate::web_api::run_filter::{FoundFilter, RunFilter};

/// All of them are in memory at once, some 60 bytes each.
const RUNS_MAX: usize = 2_000_000;
/// More than a page can show.
const STANDS_MAX: usize = 200;
const BREAK_MINUTES: u32 = 15;
const MINUTE_US: i64 = 60_000_000;

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct TimeUseOptions {
    /// A gap between two runs that is longer than this many minutes is a stop, a shorter one is waiting.
    /// From 1 to 1440; 15 when it is left out.
    pub break_minutes: Option<u32>,
}

/// How stands use their time
///
/// For everybody in the organisation. Planned is the time from a day's first start to its last end on a
/// stand; the ideal duration of a run is the median of the passed ones of its test plan. At most 2,000,000
/// runs and the 200 stands with the most of them. A file has one row per stand and day.
#[utoipa::path(
    get, path = "/api/v1/org/{slug}/analysis/time-use", tag = "Analysis",
    params(("slug" = String, Path), RunFilter, TimeUseOptions, FormatOptions),
    responses(
        (status = 200, body = TimeUseView),
        (status = 401, body = ProblemBody, description = "Nobody is signed in"),
        (status = 404, body = ProblemBody, description = "Not your organisation"),
        (status = 422, body = ProblemBody, description = "A condition cannot be read, or too many runs"),
    ),
)]
pub async fn show_time_use(
    State(app): State<App>,
    analyst: Analyst,
    wanted: RunFilter,
    QueryOf(options): QueryOf<TimeUseOptions>,
    QueryOf(format): QueryOf<FormatOptions>,
) -> Result<Response, Problem> {
    let break_minutes = options.break_minutes.unwrap_or(BREAK_MINUTES);
    if !(1..=1_440).contains(&break_minutes) {
        let words = "A break is from 1 to 1440 minutes long.";
        return Err(Problem::invalid("break_minutes", words));
    }
    let found = wanted.find_in(&app, &analyst.organisation).await?;
    let asked = found.span;
    let stands = ask_facts(&app, &analyst, move |facts| {
        look(facts, &found, i64::from(break_minutes) * MINUTE_US)
    });
    let (stands, is_cut) = stands.await??;
    let keys = stands.iter().map(|stand| (GroupBy::Stand, stand.stand));
    let names = GroupNames::find(&app, &analyst, keys).await?;
    let answer = TimeUseView::of(
        &stands,
        is_cut,
        &names,
        (&wanted, asked),
        &analyst.organisation,
        break_minutes,
    );
    answer_as(&app, &analyst, &wanted, format.format, answer, table::of).await
}

fn look(
    facts: &Facts,
    found: &FoundFilter,
    break_us: i64,
) -> Result<(Vec<StandDays>, bool), Problem> {
    let outlines = standcloud_columns::run_outlines(facts, &found.filter, RUNS_MAX);
    let outlines = outlines.map_err(|too_many| {
        let words = format!(
            "That are {} runs, and at most {} can be looked at one by one. Choose a shorter time or \
             some of the stands.",
            too_many.runs, too_many.limit
        );
        Problem::invalid("range", words)
    })?;
    let mut stands = stands_of(outlines, &found.calendar, break_us);
    stands.sort_by_key(|stand| std::cmp::Reverse(stand.runs()));
    let is_cut = stands.len() > STANDS_MAX;
    stands.truncate(STANDS_MAX);
    Ok((stands, is_cut))
}
