//! Evaluates a filter over one segment at a time, one column after the other.
//!
//! Problem: a test of all conditions row by row mispredicts its branches and reads every column of
//! every row. Choice: conditions that the segment's ranges decide are settled without reading a row;
//! each of the others runs over its column in a loop without branches and narrows a mask of one byte
//! a row; once few rows are left, the rest look only at those. Consequence: the cost follows the
//! columns that a filter names and cannot know by then, most selective first.

use super::Filter;
use super::condition::{Condition, Foresight, conditions_of};
use crate::facts::{Block, Segment};

/// Rows that a loop handles at a time, so that what it gathers stays in the nearest cache.
const BLOCK_ROWS: usize = 4_096;

/// With fewer than one row in this many left, single rows are cheaper than whole columns.
const SPARSE_DIVISOR: usize = 16;

/// A filter made ready for scanning, with the memory it reuses from segment to segment.
pub(crate) struct Selector<'a> {
    /// Both ends included; nothing passes when the first is larger.
    times: (i64, i64),
    conditions: Vec<Condition<'a>>,
    open: Vec<Condition<'a>>,
    mask: Vec<u8>,
    rows: Vec<u32>,
}

/// The rows of one segment that pass.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Selected<'a> {
    All(usize),
    Rows(&'a [u32]),
}

/// Where the evaluation of a segment has left its result.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Left {
    All,
    InMask,
    InRows,
}

impl<'a> Selector<'a> {
    pub(crate) fn new(filter: &'a Filter) -> Self {
        Self {
            times: times_of(filter),
            conditions: conditions_of(filter),
            open: Vec::new(),
            mask: Vec::new(),
            rows: Vec::new(),
        }
    }

    /// From now on only rows at or after this run time pass.
    pub(crate) fn raise_first_us(&mut self, first_us: i64) {
        self.times.0 = self.times.0.max(first_us);
    }

    /// From now on only rows at or before this run time pass.
    pub(crate) fn lower_last_us(&mut self, last_us: i64) {
        self.times.1 = self.times.1.min(last_us);
    }

    pub(crate) fn select(&mut self, segment: &Segment) -> Selected<'_> {
        match self.evaluate(segment) {
            Left::All => return Selected::All(segment.len()),
            Left::InMask => rows_of_mask(&self.mask, &mut self.rows),
            Left::InRows => {}
        }
        Selected::Rows(&self.rows)
    }

    pub(crate) fn count(&mut self, segment: &Segment) -> usize {
        match self.evaluate(segment) {
            Left::All => segment.len(),
            Left::InMask => count_mask(&self.mask),
            Left::InRows => self.rows.len(),
        }
    }

    /// Keeps those of the given rows that pass.
    pub(crate) fn retain(&self, segment: &Segment, rows: &mut Vec<u32>) {
        self.all_conditions()
            .for_each(|condition| condition.retain(segment, rows));
    }

    fn evaluate(&mut self, segment: &Segment) -> Left {
        self.rows.clear();
        if !self.foresee(segment) {
            return Left::InRows;
        }
        if self.open.is_empty() {
            return Left::All;
        }
        self.mask.clear();
        self.mask.resize(segment.len(), 1);
        let mut left = Left::InMask;
        for condition in &self.open {
            if left == Left::InRows {
                condition.retain(segment, &mut self.rows);
                continue;
            }
            condition.narrow_mask(segment, &mut self.mask);
            if count_mask(&self.mask) < segment.len() / SPARSE_DIVISOR {
                rows_of_mask(&self.mask, &mut self.rows);
                left = Left::InRows;
            }
        }
        left
    }

    /// Leaves in `open` what only the rows can decide; false when no row can pass.
    fn foresee(&mut self, segment: &Segment) -> bool {
        let mut open = std::mem::take(&mut self.open);
        open.clear();
        let mut is_possible = true;
        for condition in self.all_conditions() {
            match condition.foresee(segment) {
                Foresight::Never => is_possible = false,
                Foresight::Always => {}
                Foresight::Sometimes => open.push(condition),
            }
        }
        self.open = open;
        is_possible
    }

    fn all_conditions(&self) -> impl Iterator<Item = Condition<'a>> {
        let (first, last) = self.times;
        std::iter::once(Condition::Time(first, last)).chain(self.conditions.iter().copied())
    }
}

impl<'a> Selected<'a> {
    pub(crate) fn rows(self) -> impl Iterator<Item = usize> + 'a {
        self.blocks().flat_map(|block| block.rows())
    }

    pub(crate) fn blocks(self) -> impl Iterator<Item = Block<'a>> {
        let (all, rows) = match self {
            Self::All(len) => (len, [].as_slice()),
            Self::Rows(rows) => (0, rows),
        };
        let ranges = (0..all)
            .step_by(BLOCK_ROWS)
            .map(move |start| Block::Range(start..all.min(start + BLOCK_ROWS)));
        ranges.chain(rows.chunks(BLOCK_ROWS).map(Block::Rows))
    }
}

/// First and last run time that passes. Nothing is before the first instant of all.
fn times_of(filter: &Filter) -> (i64, i64) {
    let first_us = filter.from_us.unwrap_or(i64::MIN);
    match filter.to_us.map(|to_us| to_us.checked_sub(1)) {
        None => (first_us, i64::MAX),
        Some(Some(last_us)) => (first_us, last_us),
        Some(None) => (i64::MAX, i64::MIN),
    }
}

fn count_mask(mask: &[u8]) -> usize {
    // Bytes are added in groups that cannot overflow a byte, which the compiler vectorises.
    let groups = mask.chunks(usize::from(u8::MAX));
    groups
        .map(|group| usize::from(group.iter().sum::<u8>()))
        .sum()
}

fn rows_of_mask(mask: &[u8], rows: &mut Vec<u32>) {
    for (first_row, group) in (0..).step_by(64).zip(mask.chunks(64)) {
        // One mispredicted branch for 64 rows instead of one for each that passes.
        let mut bits = bits_of_mask(group);
        while bits != 0 {
            rows.push(first_row + bits.trailing_zeros());
            bits &= bits - 1;
        }
    }
}

/// One bit for each of at most 64 bytes that are 0 or 1.
fn bits_of_mask(mask: &[u8]) -> u64 {
    let (words, rest) = mask.as_chunks::<8>();
    let last = rest
        .iter()
        .rev()
        .fold(0, |bits, byte| bits << 1 | u64::from(*byte));
    words
        .iter()
        .rev()
        .fold(last, |bits, word| bits << 8 | bits_of_word(*word))
}

/// The factor moves the lowest bit of byte `n` to bit `56 + n`; no two of its bits meet there.
fn bits_of_word(word: [u8; 8]) -> u64 {
    u64::from_le_bytes(word).wrapping_mul(0x0102_0408_1020_4080) >> 56
}
