//! Pages of runs, newest first.
//!
//! Problem: a page needs the newest 50 of ten million runs, and sorting all of them takes seconds.
//! Choice: keep at most twice as many candidates as are wanted, and let the oldest one worth keeping
//! become a lower bound of the time range, so that later segments are skipped or scanned by one
//! comparison. Consequence: the first pages touch a segment or two; a deep offset costs more, and a
//! reader who goes that deep uses the position of the last run instead.

use std::cmp::Reverse;

use crate::facts::{Facts, RunPosition, Segment};
use crate::filter::{Filter, Selected, Selector};

/// Skips `offset` runs and lists the next `limit`.
pub fn newest_first(
    facts: &Facts,
    filter: &Filter,
    offset: usize,
    limit: usize,
) -> Vec<RunPosition> {
    let wanted = offset.saturating_add(limit);
    let mut newest = newest_of(facts, Selector::new(filter), wanted, None);
    newest.drain(..offset.min(newest.len()));
    newest
}

/// Lists `limit` runs that are older than `after`, or the newest of all.
pub fn newest_first_after(
    facts: &Facts,
    filter: &Filter,
    after: Option<RunPosition>,
    limit: usize,
) -> Vec<RunPosition> {
    let mut selector = Selector::new(filter);
    if let Some(after) = after {
        selector.lower_last_us(after.time_us);
    }
    newest_of(facts, selector, limit, after)
}

/// Sorts newest first and keeps one page.
pub(super) fn page_of(
    mut positions: Vec<RunPosition>,
    offset: usize,
    limit: usize,
) -> Vec<RunPosition> {
    keep_newest(&mut positions, offset.saturating_add(limit));
    positions.sort_unstable_by_key(|position| Reverse(*position));
    positions.drain(..offset.min(positions.len()));
    positions
}

fn newest_of(
    facts: &Facts,
    mut selector: Selector<'_>,
    wanted: usize,
    before: Option<RunPosition>,
) -> Vec<RunPosition> {
    let mut newest_segments: Vec<&Segment> = facts.segments().iter().map(AsRef::as_ref).collect();
    newest_segments.sort_by_key(|segment| Reverse(segment.time_range().1));
    let mut candidates = Vec::new();
    for segment in newest_segments {
        let selected = selector.select(segment);
        let positions = positions_of(segment, selected);
        candidates.extend(positions.filter(|position| before.is_none_or(|end| *position < end)));
        // Waiting for twice as many keeps the work proportional to the candidates.
        if candidates.len() >= wanted.saturating_mul(2) {
            keep_newest(&mut candidates, wanted);
            selector.raise_first_us(candidates.last().map_or(i64::MAX, |oldest| oldest.time_us));
        }
    }
    page_of(candidates, 0, wanted)
}

fn positions_of<'a>(
    segment: &'a Segment,
    selected: Selected<'a>,
) -> impl Iterator<Item = RunPosition> + 'a {
    selected.rows().filter_map(|row| segment.position(row))
}

/// Drops all but the newest; the oldest of those comes last, the others in any order.
fn keep_newest(positions: &mut Vec<RunPosition>, wanted: usize) {
    let Some(last) = wanted.checked_sub(1) else {
        return positions.clear();
    };
    if last < positions.len() {
        positions.select_nth_unstable_by_key(last, |position| Reverse(*position));
        positions.truncate(wanted);
    }
}
