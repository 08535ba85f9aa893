//! The run that follows a given one in the order of all runs.
//!
//! The mirror of a page of one: segments are visited from the oldest on, and the best candidate so
//! far lowers the end of the time range, so that later segments are settled by one comparison.

use crate::facts::{Facts, RunPosition, Segment};
use crate::filter::{Filter, Selector};

/// The oldest of the runs that pass and are newer than `before`.
pub fn next_newer(facts: &Facts, filter: &Filter, before: RunPosition) -> Option<RunPosition> {
    let mut selector = Selector::new(filter);
    selector.raise_first_us(before.time_us);
    let mut segments: Vec<&Segment> = facts.segments().iter().map(AsRef::as_ref).collect();
    segments.sort_by_key(|segment| segment.time_range().0);
    let mut next: Option<RunPosition> = None;
    for segment in segments {
        let selected = selector.select(segment);
        let newer = selected
            .rows()
            .filter_map(|row| segment.position(row))
            .filter(|position| *position > before);
        next = newer.chain(next).min();
        if let Some(next) = next {
            selector.lower_last_us(next.time_us);
        }
    }
    next
}
