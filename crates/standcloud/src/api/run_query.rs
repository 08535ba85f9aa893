//! From a query to the runs that answer it: facts pick, the store fills in.

use standcloud_columns::{
    Facts, Filter, RunPosition, last_run_per_unit, newest_first, newest_first_after,
};
use standcloud_report::{FreeForm, free_form};
use standcloud_store::{OrganisationId, RunNumber, RunSummary};

use super::filters::{InstantRange, RunQuery};
use crate::app::App;
use crate::error::ApiError;

const STEP: usize = 4096;

/// Which runs of those that fit are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Picked {
    /// All, newest first.
    Every,
    /// Of each unit its last run, if that one fits.
    LastOfUnit,
}

/// A run with the free-form parts of its raw report.
#[derive(Debug)]
pub struct FoundRun {
    pub run: RunSummary,
    pub free_form: FreeForm,
}

/// The page that the query asks for.
pub async fn find_runs(
    app: &App,
    organisation: OrganisationId,
    query: RunQuery,
    picked: Picked,
) -> Result<Vec<FoundRun>, ApiError> {
    let facts = app.facts.snapshot(organisation).await?;
    // A scan of millions of runs must not hold up the requests of a whole thread.
    let numbers = tokio::task::spawn_blocking(move || pick(&facts, &query, picked))
        .await
        .map_err(|_| ApiError::unavailable("the query was interrupted; try again"))?;
    let runs = app.store.list_runs(organisation, &numbers).await?;
    fill_in(app, organisation, runs).await
}

/// Adds what only the raw reports hold.
pub async fn fill_in(
    app: &App,
    organisation: OrganisationId,
    runs: Vec<RunSummary>,
) -> Result<Vec<FoundRun>, ApiError> {
    let numbers: Vec<RunNumber> = runs.iter().map(|run| run.run_number).collect();
    let mut reports = app.store.list_reports(organisation, &numbers).await?;
    let limits = app.config.limits.parse();
    let filled = tokio::task::spawn_blocking(move || {
        runs.into_iter()
            .map(|run| {
                let body = reports.remove(&run.run_number).map(|report| report.body);
                let free_form = body.and_then(|body| free_form(&body, &limits).ok());
                FoundRun {
                    run,
                    free_form: free_form.unwrap_or_else(nothing),
                }
            })
            .collect()
    });
    filled
        .await
        .map_err(|_| ApiError::unavailable("the query was interrupted; try again"))
}

fn nothing() -> FreeForm {
    let empty = || "{}".to_owned();
    FreeForm {
        dut_info: empty(),
        stand_info: empty(),
        artifact: empty(),
    }
}

fn pick(facts: &Facts, query: &RunQuery, picked: Picked) -> Vec<RunNumber> {
    let (filter, offset, limit) = (&query.filter, query.offset, query.limit);
    let positions = match (picked, query.stop.is_open()) {
        (Picked::Every, true) => newest_first(facts, filter, offset, limit),
        (Picked::LastOfUnit, true) => last_run_per_unit(facts, filter, offset, limit),
        (Picked::Every, false) => {
            let mut wanted = Wanted::new(query);
            for page in pages(facts, filter) {
                wanted.take(facts, query.stop, page);
                if wanted.is_full() {
                    break;
                }
            }
            wanted.positions
        }
        (Picked::LastOfUnit, false) => {
            let mut wanted = Wanted::new(query);
            wanted.take(
                facts,
                query.stop,
                last_run_per_unit(facts, filter, 0, facts.len()),
            );
            wanted.positions
        }
    };
    positions
        .into_iter()
        .map(|position| RunNumber(position.run_number))
        .collect()
}

fn pages<'a>(facts: &'a Facts, filter: &'a Filter) -> impl Iterator<Item = Vec<RunPosition>> + 'a {
    let mut after = None;
    std::iter::from_fn(move || {
        let page = newest_first_after(facts, filter, after, STEP);
        after = page.last().copied();
        after.map(|_| page)
    })
}

/// Collects one page of what passes the look at the stop time.
struct Wanted {
    to_skip: usize,
    limit: usize,
    positions: Vec<RunPosition>,
}

impl Wanted {
    fn new(query: &RunQuery) -> Self {
        Self {
            to_skip: query.offset,
            limit: query.limit,
            positions: Vec::new(),
        }
    }

    fn is_full(&self) -> bool {
        self.positions.len() >= self.limit
    }

    fn take(&mut self, facts: &Facts, stop: InstantRange, page: Vec<RunPosition>) {
        for position in page {
            if self.is_full() {
                return;
            }
            if !stops_within(facts, position.run_number, stop) {
                continue;
            }
            if self.to_skip > 0 {
                self.to_skip -= 1;
            } else {
                self.positions.push(position);
            }
        }
    }
}

/// A run without both times has no stop that could be asked for.
fn stops_within(facts: &Facts, run_number: i64, stop: InstantRange) -> bool {
    facts.find(run_number).is_some_and(|row| {
        let stop_us = row
            .duration_ms
            .map(|duration| row.time_us + i64::from(duration) * 1000);
        stop_us.is_some_and(|stop_us| stop.contains(stop_us))
    })
}
