//! The facts of all test runs of one organisation, in memory.
//!
//! Problem: readers scan all runs for tens of milliseconds while the writer appends hundreds of
//! times a second, and neither may wait for the other. Choice: rows live in segments of a fixed
//! number of rows behind [`Arc`]; a clone of [`Facts`] is a snapshot that shares every segment, and
//! the writer copies a segment only when a snapshot still holds it. Consequence: no locks inside;
//! an append beside a living snapshot costs one copy of the last segment (at most some 3 MB), so
//! whoever publishes snapshots should append in groups, as the group commit does.

mod block;
mod column;
mod first_test;
mod row;
mod segment;

pub use row::{FactRow, RunPosition, RunStatus, Verdict};

pub(crate) use block::Block;
pub(crate) use column::{NarrowColumn, NarrowValue, NarrowValues, with_values};
pub(crate) use first_test::FirstTest;
pub(crate) use row::{STATE_COUNT, is_voided, pack_state, status_code_of_state, status_of_state};
pub(crate) use segment::{Field, Segment};

use std::sync::Arc;

use first_test::Test;

/// Small enough that skipping a segment by its time range is worth something and copying one is
/// cheap; as many rows as two bytes can number.
const ROWS_PER_SEGMENT: usize = 65_536;

/// One row of narrow columns per test run, ordered by run number.
#[derive(Clone, Debug)]
pub struct Facts {
    segments: Vec<Arc<Segment>>,
    row_count: usize,
    rows_per_segment: usize,
    /// Units whose first tests must be found again.
    unsettled_units: Vec<u32>,
}

impl Default for Facts {
    fn default() -> Self {
        Self::new()
    }
}

impl Facts {
    pub fn new() -> Self {
        Self::with_rows_per_segment(ROWS_PER_SEGMENT)
    }

    /// Tests use small segments, so that a short history has many.
    pub(crate) fn with_rows_per_segment(rows_per_segment: usize) -> Self {
        Self {
            segments: Vec::new(),
            row_count: 0,
            rows_per_segment: rows_per_segment.max(1),
            unsettled_units: Vec::new(),
        }
    }

    /// Adds rows or, where the run number is known already, replaces them. Rows may come in any
    /// order; of several with one number the last wins.
    ///
    /// Numbers above all earlier ones are appended and known ones are overwritten in place, which
    /// is what commits do. A new number in between is correct too, but rebuilds its segment.
    ///
    /// When a row makes others later attempts, those must come in the same call.
    pub fn apply(&mut self, rows: Vec<FactRow>) {
        self.apply_unsettled(rows);
        self.settle();
    }

    /// Like [`Self::apply`], for many calls in a row: before the next question [`Self::settle`] must be
    /// called, or yields are wrong.
    pub fn apply_unsettled(&mut self, mut rows: Vec<FactRow>) {
        rows.sort_by_key(|row| row.run_number);
        let mut late_rows = Vec::new();
        for row in rows {
            if self
                .last_run_number()
                .is_none_or(|last| last < row.run_number)
            {
                self.append(&row);
            } else if self.replace(&row).is_none() {
                late_rows.push(row);
            }
        }
        self.insert_between(&late_rows);
    }

    /// Finds the first test of each unit that was touched since.
    pub fn settle(&mut self) {
        let units = std::mem::take(&mut self.unsettled_units);
        if !units.is_empty() {
            first_test::settle(self, &units.into_iter().collect());
        }
    }

    /// How many runs there are, voided ones included.
    pub fn len(&self) -> usize {
        self.row_count
    }

    pub fn is_empty(&self) -> bool {
        self.row_count == 0
    }

    /// The largest run number.
    pub fn last_run_number(&self) -> Option<i64> {
        self.segments
            .last()
            .and_then(|segment| segment.last_run_number())
    }

    /// The row at a position in run-number order.
    pub fn row(&self, index: usize) -> Option<FactRow> {
        let mut remaining = index;
        for segment in &self.segments {
            if remaining < segment.len() {
                return segment.row(remaining);
            }
            remaining -= segment.len();
        }
        None
    }

    pub fn find(&self, run_number: i64) -> Option<FactRow> {
        let segment = self.segments.get(self.segment_of(run_number)?)?;
        segment.row(segment.find(run_number)?)
    }

    /// The memory that the rows take, with the spare room of growing columns.
    pub fn memory_bytes(&self) -> usize {
        let segments: usize = self
            .segments
            .iter()
            .map(|segment| segment.memory_bytes())
            .sum();
        let unsettled = self.unsettled_units.capacity() * size_of::<u32>();
        segments + self.segments.capacity() * size_of::<Arc<Segment>>() + unsettled
    }

    pub(crate) fn segments(&self) -> &[Arc<Segment>] {
        &self.segments
    }

    fn append(&mut self, row: &FactRow) {
        let first_test = first_test::alone(row).code();
        let is_known = |test: &Test| test.is_known_to_be_first();
        self.unsettle(Test::of(row).filter(|test| !is_known(test)));
        let rows_per_segment = self.rows_per_segment;
        let is_open = |segment: &&mut Arc<Segment>| segment.len() < rows_per_segment;
        if let Some(segment) = self.segments.last_mut().filter(is_open) {
            let segment = Arc::make_mut(segment);
            segment.push(row, first_test);
            if segment.len() == rows_per_segment {
                segment.shrink_to_fit();
            }
        } else {
            let segment = Segment::starting_with(row, first_test);
            self.segments.push(Arc::new(segment));
        }
        self.row_count += 1;
    }

    /// `None` when there is no run of this number.
    fn replace(&mut self, row: &FactRow) -> Option<()> {
        let (segment, index) = self.locate(row.run_number)?;
        let old = segment.row(index)?;
        // What is read again after a renumbering has mostly not changed, and a change copies.
        if old == *row {
            return Some(());
        }
        let segment = Arc::make_mut(segment);
        segment.set(index, row);
        let (old, new) = (Test::of(&old), Test::of(row));
        if old != new || new.is_none() {
            segment.set_first_test(index, first_test::alone(row).code());
        }
        if old != new {
            self.unsettle(old);
            self.unsettle(new);
        }
        Some(())
    }

    fn unsettle(&mut self, test: Option<Test>) {
        self.unsettled_units.extend(test.map(|test| test.unit));
    }

    fn locate(&mut self, run_number: i64) -> Option<(&mut Arc<Segment>, usize)> {
        let segment_index = self.segment_of(run_number)?;
        let segment = self.segments.get_mut(segment_index)?;
        let index = segment.find(run_number)?;
        Some((segment, index))
    }

    /// The segment whose range of run numbers holds this one, if any does.
    fn segment_of(&self, run_number: i64) -> Option<usize> {
        self.segments
            .partition_point(|segment| segment.first_run_number() <= run_number)
            .checked_sub(1)
    }

    /// `late_rows` are sorted and none of them is known; the last of equal numbers wins.
    fn insert_between(&mut self, late_rows: &[FactRow]) {
        let segment_index =
            |facts: &Self, row: &FactRow| facts.segment_of(row.run_number).unwrap_or(0);
        let mut rest = late_rows;
        // From the back, so that the segments still to come keep their places.
        while let Some(last) = rest.last() {
            let target = segment_index(self, last);
            let start = rest.partition_point(|row| segment_index(self, row) < target);
            let (before, inserted) = rest.split_at(start);
            self.rebuild_segment(target, inserted);
            rest = before;
        }
    }

    fn rebuild_segment(&mut self, segment_index: usize, inserted: &[FactRow]) {
        let Some(segment) = self.segments.get(segment_index) else {
            return;
        };
        let old_len = segment.len();
        let first_tests = segment.first_tests().iter().copied();
        let mut rows: Vec<(FactRow, u8)> = (0..old_len)
            .filter_map(|index| segment.row(index))
            .zip(first_tests)
            .collect();
        let alone = |row: &FactRow| (row.clone(), first_test::alone(row).code());
        rows.extend(inserted.iter().rev().map(alone));
        rows.sort_by_key(|(row, _)| row.run_number);
        // The sort is stable and the inserted rows are reversed: the last one given stays.
        rows.dedup_by_key(|(row, _)| row.run_number);
        self.row_count += rows.len() - old_len;
        let rebuilt = rows
            .chunks(self.rows_per_segment)
            .filter_map(Segment::from_rows);
        let rebuilt: Vec<Arc<Segment>> = rebuilt.map(Arc::new).collect();
        self.segments.splice(segment_index..=segment_index, rebuilt);
        for row in inserted {
            self.unsettle(Test::of(row));
        }
    }
}
