//! Some tens of thousands of consecutive rows, column by column.

use super::RunStatus;
use super::column::NarrowColumn;
use super::row::{FactRow, RunPosition, is_voided, pack_state, status_of_state};

#[derive(Clone, Debug)]
pub(crate) struct Segment {
    first_run_number: i64,
    /// Distance from the first run number; ascending.
    run_offset: NarrowColumn,
    time_us: Vec<i64>,
    time_range: (i64, i64),
    /// Status and voided, see `pack_state`.
    state: Vec<u8>,
    /// One bit for each state that some row has or once had.
    states_present: u16,
    /// The code of a `FirstTest`, which follows from all rows of the unit.
    first_tests: Vec<u8>,
    columns: [NarrowColumn; Field::COUNT],
}

/// The columns that hold unsigned numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(usize)]
pub(crate) enum Field {
    /// Stored one larger, 0 means "none"; so is the error code.
    Duration,
    Attempt,
    Plan,
    Part,
    Revision,
    Unit,
    Stand,
    Batch,
    Process,
    Operator,
    ErrorCode,
    FailingStep,
    TagSet,
}

impl Field {
    const COUNT: usize = Self::TagSet as usize + 1;
}

impl Segment {
    pub(crate) fn starting_with(row: &FactRow, first_test: u8) -> Self {
        let mut segment = Self {
            first_run_number: row.run_number,
            run_offset: NarrowColumn::default(),
            time_us: Vec::new(),
            time_range: (row.time_us, row.time_us),
            state: Vec::new(),
            states_present: 0,
            first_tests: Vec::new(),
            columns: Default::default(),
        };
        segment.push(row, first_test);
        segment
    }

    /// `None` without rows. The rows' numbers must ascend.
    pub(crate) fn from_rows(rows: &[(FactRow, u8)]) -> Option<Self> {
        let ((first, first_test), rest) = rows.split_first()?;
        let mut segment = Self::starting_with(first, *first_test);
        for (row, first_test) in rest {
            segment.push(row, *first_test);
        }
        segment.shrink_to_fit();
        Some(segment)
    }

    /// The row's number must be larger than all in the segment.
    pub(crate) fn push(&mut self, row: &FactRow, first_test: u8) {
        self.note(row);
        self.run_offset
            .push(row.run_number.abs_diff(self.first_run_number));
        self.time_us.push(row.time_us);
        self.state.push(pack_state(row.status, row.voided));
        self.first_tests.push(first_test);
        for (column, value) in self.columns.iter_mut().zip(values_by_field(row)) {
            column.push(value);
        }
    }

    /// Replaces all but the run number and what follows from other rows.
    pub(crate) fn set(&mut self, index: usize, row: &FactRow) {
        self.note(row);
        if let Some(time_us) = self.time_us.get_mut(index) {
            *time_us = row.time_us;
        }
        if let Some(state) = self.state.get_mut(index) {
            *state = pack_state(row.status, row.voided);
        }
        for (column, value) in self.columns.iter_mut().zip(values_by_field(row)) {
            column.set(index, value);
        }
    }

    pub(crate) fn set_first_test(&mut self, index: usize, first_test: u8) {
        if let Some(stored) = self.first_tests.get_mut(index) {
            *stored = first_test;
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.time_us.len()
    }

    pub(crate) fn first_run_number(&self) -> i64 {
        self.first_run_number
    }

    pub(crate) fn last_run_number(&self) -> Option<i64> {
        self.run_number(self.len().checked_sub(1)?)
    }

    pub(crate) fn run_number(&self, index: usize) -> Option<i64> {
        Some(
            self.first_run_number
                .saturating_add_unsigned(self.run_offset.get(index)?),
        )
    }

    pub(crate) fn position(&self, index: usize) -> Option<RunPosition> {
        let time_us = *self.time_us.get(index)?;
        Some(RunPosition {
            time_us,
            run_number: self.run_number(index)?,
        })
    }

    pub(crate) fn find(&self, run_number: i64) -> Option<usize> {
        let index = self.lower_bound(run_number);
        (self.run_number(index) == Some(run_number)).then_some(index)
    }

    /// The first row with at least this run number.
    pub(crate) fn lower_bound(&self, run_number: i64) -> usize {
        let Some(offset) = self.offset_of(run_number) else {
            return 0;
        };
        // Most runs have numbers without gaps.
        match usize::try_from(offset) {
            Ok(guess) if self.run_offset.get(guess) == Some(offset) => guess,
            _ => self.run_offset.lower_bound(offset),
        }
    }

    /// `None` before the first run.
    pub(crate) fn offset_of(&self, run_number: i64) -> Option<u64> {
        let offset = i128::from(run_number) - i128::from(self.first_run_number);
        u64::try_from(offset).ok()
    }

    /// The distances of the run numbers to the first one.
    pub(crate) fn run_offsets(&self) -> &NarrowColumn {
        &self.run_offset
    }

    pub(crate) fn times(&self) -> &[i64] {
        &self.time_us
    }

    /// A range that holds every run time; after an update it can be wider than needed.
    pub(crate) fn time_range(&self) -> (i64, i64) {
        self.time_range
    }

    pub(crate) fn states(&self) -> &[u8] {
        &self.state
    }

    pub(crate) fn first_tests(&self) -> &[u8] {
        &self.first_tests
    }

    pub(crate) fn states_present(&self) -> u16 {
        self.states_present
    }

    #[expect(
        clippy::indexing_slicing,
        reason = "the array has one column for each field"
    )]
    pub(crate) fn column(&self, field: Field) -> &NarrowColumn {
        &self.columns[field as usize]
    }

    pub(crate) fn row(&self, index: usize) -> Option<FactRow> {
        let state = *self.state.get(index)?;
        let number = |field| u32::try_from(self.column(field).get(index)?).ok();
        let optional = |field| u32::try_from(self.column(field).get(index)?.checked_sub(1)?).ok();
        Some(FactRow {
            run_number: self.run_number(index)?,
            time_us: *self.time_us.get(index)?,
            duration_ms: optional(Field::Duration),
            status: status_of_state(state).unwrap_or(RunStatus::Ready),
            voided: is_voided(state),
            attempt: number(Field::Attempt)?,
            plan: number(Field::Plan)?,
            part: number(Field::Part)?,
            revision: number(Field::Revision)?,
            unit: number(Field::Unit)?,
            stand: number(Field::Stand)?,
            batch: number(Field::Batch)?,
            process: number(Field::Process)?,
            operator: number(Field::Operator)?,
            error_code: optional(Field::ErrorCode),
            failing_step: number(Field::FailingStep)?,
            tag_set: number(Field::TagSet)?,
        })
    }

    /// A full segment is not appended to again: its columns need no spare room.
    pub(crate) fn shrink_to_fit(&mut self) {
        self.run_offset.shrink_to_fit();
        self.time_us.shrink_to_fit();
        self.state.shrink_to_fit();
        self.first_tests.shrink_to_fit();
        self.columns
            .iter_mut()
            .for_each(NarrowColumn::shrink_to_fit);
    }

    pub(crate) fn memory_bytes(&self) -> usize {
        let columns: usize = self.columns.iter().map(NarrowColumn::memory_bytes).sum();
        let times = self.time_us.capacity() * size_of::<i64>();
        let bytes = self.state.capacity() + self.first_tests.capacity();
        size_of::<Self>() + self.run_offset.memory_bytes() + times + bytes + columns
    }

    fn note(&mut self, row: &FactRow) {
        let (low, high) = self.time_range;
        self.time_range = (low.min(row.time_us), high.max(row.time_us));
        self.states_present |= 1 << pack_state(row.status, row.voided);
    }
}

/// In the order of the fields.
fn values_by_field(row: &FactRow) -> [u64; Field::COUNT] {
    [
        optional_value(row.duration_ms),
        row.attempt.into(),
        row.plan.into(),
        row.part.into(),
        row.revision.into(),
        row.unit.into(),
        row.stand.into(),
        row.batch.into(),
        row.process.into(),
        row.operator.into(),
        optional_value(row.error_code),
        row.failing_step.into(),
        row.tag_set.into(),
    ]
}

fn optional_value(value: Option<u32>) -> u64 {
    value.map_or(0, |value| u64::from(value) + 1)
}
