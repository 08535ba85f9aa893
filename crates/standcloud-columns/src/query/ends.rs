//! When the first and the last run was.

use super::sorted::Direction;
use crate::facts::{Facts, Segment};
use crate::filter::{Filter, Selector};

/// The run time of the first or the last run that passes. Mostly the first segment that is looked at has it.
pub fn end_of_times(facts: &Facts, filter: &Filter, direction: Direction) -> Option<i64> {
    // The order of the complements is the other way round.
    let rank = |time_us: i64| match direction {
        Direction::Ascending => time_us,
        Direction::Descending => !time_us,
    };
    let best_in = |segment: &Segment| {
        let (first, last) = segment.time_range();
        rank(first).min(rank(last))
    };
    let segments = facts.segments().iter().map(AsRef::as_ref);
    let mut segments: Vec<&Segment> = segments.collect();
    segments.sort_by_key(|segment| best_in(segment));
    let mut selector = Selector::new(filter);
    let mut times_us = Vec::new();
    let mut best: Option<i64> = None;
    for segment in segments {
        if best.is_some_and(|best| best <= best_in(segment)) {
            break;
        }
        for block in selector.select(segment).blocks() {
            let times_us = block.read(segment.times(), &mut times_us);
            let found = times_us.iter().map(|time_us| rank(*time_us)).min();
            best = best.into_iter().chain(found).min();
        }
    }
    best.map(rank)
}
