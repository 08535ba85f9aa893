//! The runs that pass, each with the few facts that questions about time and repeats ask for.
//!
//! Such questions look at neighbours: the next run on the same stand, the next test of the same unit.
//! No group answers that, so the runs themselves are listed, as long as they fit into memory.

use thiserror::Error;

use super::count;
use crate::facts::{Facts, Field, RunPosition, RunStatus, Segment, status_of_state};
use crate::filter::{Filter, Selector};

/// What is known of a run without its names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RunOutline {
    pub position: RunPosition,
    pub duration_ms: Option<u32>,
    pub status: RunStatus,
    /// The how-manyth run of its unit in its plan and process, from 1.
    pub attempt: u32,
    /// Dictionary ids; 0 means "none".
    pub plan: u32,
    pub unit: u32,
    pub stand: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("{runs} runs pass the filter, and at most {limit} are listed")]
pub struct TooManyRuns {
    pub runs: usize,
    pub limit: usize,
}

/// In the order of run numbers; all or none.
pub fn run_outlines(
    facts: &Facts,
    filter: &Filter,
    limit: usize,
) -> Result<Vec<RunOutline>, TooManyRuns> {
    let runs = count(facts, filter);
    if runs > limit {
        return Err(TooManyRuns { runs, limit });
    }
    let mut outlines = Vec::with_capacity(runs);
    let mut selector = Selector::new(filter);
    for segment in facts.segments() {
        let rows = selector.select(segment).rows();
        outlines.extend(rows.filter_map(|row| outline(segment, row)));
    }
    Ok(outlines)
}

fn outline(segment: &Segment, row: usize) -> Option<RunOutline> {
    let number = |field| u32::try_from(segment.column(field).get(row)?).ok();
    let stored_duration = segment.column(Field::Duration).get(row)?;
    let duration_ms = stored_duration.checked_sub(1);
    let state = segment.states().get(row)?;
    Some(RunOutline {
        position: segment.position(row)?,
        duration_ms: duration_ms.and_then(|duration| u32::try_from(duration).ok()),
        status: status_of_state(*state)?,
        attempt: number(Field::Attempt)?,
        plan: number(Field::Plan)?,
        unit: number(Field::Unit)?,
        stand: number(Field::Stand)?,
    })
}
