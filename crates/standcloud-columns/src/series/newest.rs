//! Which of some runs is the newest by run time.
//!
//! Problem: chunks are in the order of run numbers, and a late report has a large number and an early time.
//! Choice: the latest time among every 64 rows of the facts, made once per question. Consequence: how late
//! a run of a chunk can be is known without looking into it, and mostly only one chunk can have the newest.

use super::picks::{PickedSegment, ROWS_PER_WORD, RunPicks};
use crate::facts::RunPosition;

impl RunPicks {
    /// Where a run stands in the order of time. `None` when it does not pass.
    pub fn position_of(&self, run_number: i64) -> Option<RunPosition> {
        let picked = self.segment_of(run_number)?;
        let row = picked.segment.find(run_number)?;
        let position = picked.segment.position(row)?;
        picked.passing.contains(row).then_some(position)
    }

    /// No run that passes, with a number in this range, was later than this; it may be earlier than all
    /// that. `None` when no such run is near.
    pub fn latest_at_most(&self, first: i64, last: i64) -> Option<i64> {
        let start = self.segments.partition_point(|picked| picked.last < first);
        let segments = self.segments.iter().skip(start);
        let segments = segments.take_while(|picked| picked.segment.first_run_number() <= last);
        segments
            .filter_map(|picked| picked.latest_at_most(first, last))
            .max()
    }
}

impl PickedSegment {
    fn latest_at_most(&self, first: i64, last: i64) -> Option<i64> {
        let start = self.segment.lower_bound(first) / ROWS_PER_WORD;
        let end = self.segment.lower_bound(last.saturating_add(1));
        let end = end.div_ceil(ROWS_PER_WORD);
        let latest = self.latest.get_or_init(|| self.latest_by_word());
        latest.get(start..end)?.iter().copied().flatten().max()
    }

    fn latest_by_word(&self) -> Vec<Option<i64>> {
        let times = self.segment.times().chunks(ROWS_PER_WORD).enumerate();
        let latest = times.map(|(word, times)| {
            let rows = times.iter().enumerate();
            let passing = rows.filter(|(row, _)| self.passing.contains(word * ROWS_PER_WORD + row));
            passing.map(|(_, time)| *time).max()
        });
        latest.collect()
    }
}
