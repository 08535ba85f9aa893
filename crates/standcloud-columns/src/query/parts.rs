//! Shares the segments out to the processors.

use std::sync::Arc;

use crate::facts::Segment;

/// Fewer rows are answered before other threads have woken.
const PART_ROWS_MIN: usize = if cfg!(test) { 10 } else { 200_000 };
/// More than there are processors, because a filter makes some parts quicker than others.
const PARTS_PER_THREAD: usize = 4;

/// At least one part, none of which is too small to be worth a thread.
pub(super) fn parts_of(segments: &[Arc<Segment>]) -> Vec<&[Arc<Segment>]> {
    let rows: usize = segments.iter().map(|segment| segment.len()).sum();
    let wanted = PARTS_PER_THREAD * rayon::current_num_threads();
    let parts = wanted.min(rows / PART_ROWS_MIN).max(1);
    if parts == 1 {
        return vec![segments];
    }
    segments.chunks(segments.len().div_ceil(parts)).collect()
}
