//! Which runs of a test plan a filter lets pass, for asking run by run and range by range.
//!
//! Problem: every measurement of a plan has its own runs, and joining a hundred of them with the facts
//! one after the other reads the facts a hundred times. Choice: one bit for each row of the facts, with
//! the counts before every 64 of them. Consequence: asking costs a look at one word, also for a range.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use super::numbers::NumberSeries;
use super::select::next_row;
use crate::facts::{Facts, NarrowValue, Segment, with_values};
use crate::filter::{Filter, IdSet, Selected, Selector, VoidedRuns};

pub(super) const ROWS_PER_WORD: usize = 64;

/// The runs of one plan.
#[derive(Clone, Debug)]
pub struct RunPicks {
    pub(super) segments: Vec<PickedSegment>,
    last_known: i64,
}

#[derive(Clone, Debug)]
pub(super) struct PickedSegment {
    pub(super) segment: Arc<Segment>,
    /// Its last run number.
    pub(super) last: i64,
    pub(super) passing: RowBits,
    /// Of the plan, but not passing.
    excluded: RowBits,
    /// In the segments before.
    passing_before: usize,
    excluded_before: usize,
    /// The latest time among the rows of each word that pass, once somebody asks.
    pub(super) latest: OnceLock<Vec<Option<i64>>>,
}

/// A set of rows of one segment.
#[derive(Clone, Debug, Default)]
pub(super) struct RowBits {
    words: Vec<u64>,
    /// How many are in the words before each word, and in all.
    counts: Vec<usize>,
}

impl RunPicks {
    pub fn of_plan(facts: &Facts, filter: &Filter, plan: u32) -> Self {
        let of_plan = Filter {
            plans: Some(IdSet::from_iter([plan])),
            voided: VoidedRuns::Include,
            ..Filter::default()
        };
        let (mut all, mut chosen) = (Selector::new(&of_plan), Selector::new(filter));
        let (mut passing_before, mut excluded_before) = (0, 0);
        let segments = facts.segments().iter().map(|segment| {
            let all = words_of(all.select(segment), segment.len());
            let chosen = words_of(chosen.select(segment), segment.len());
            let both = |choose: fn(u64, u64) -> u64| {
                let words = all.iter().zip(&chosen);
                RowBits::new(words.map(|(all, chosen)| choose(*all, *chosen)).collect())
            };
            let picked = PickedSegment {
                segment: Arc::clone(segment),
                last: segment.last_run_number().unwrap_or(i64::MIN),
                passing: both(|all, chosen| all & chosen),
                excluded: both(|all, chosen| all & !chosen),
                passing_before,
                excluded_before,
                latest: OnceLock::new(),
            };
            passing_before += picked.passing.len();
            excluded_before += picked.excluded.len();
            picked
        });
        Self {
            segments: segments.collect(),
            last_known: facts.last_run_number().unwrap_or(i64::MIN),
        }
    }

    /// False also for runs that the facts do not know, and for those of other plans.
    pub fn passes(&self, run_number: i64) -> bool {
        let Some(picked) = self.segment_of(run_number) else {
            return false;
        };
        let row = picked.segment.find(run_number);
        row.is_some_and(|row| picked.passing.contains(row))
    }

    /// Adds those values of a range that pass to `passing`. The series must be one of the plan.
    pub(super) fn copy_passing(
        &self,
        series: &NumberSeries,
        range: Range<usize>,
        passing: &mut NumberSeries,
    ) {
        let runs = series.run_numbers.get(range.clone()).unwrap_or_default();
        let (Some(first), Some(last)) = (runs.first(), runs.last()) else {
            return;
        };
        match self.count_between(*first, *last) {
            (0, _) => return,
            (_, 0) if *last <= self.last_known => return passing.extend(series, range),
            _ => {}
        }
        let mut at = range.start;
        while let Some(run) = series.run_numbers.get(at).filter(|_| at < range.end) {
            let picked = self.segment_of(*run);
            let rest = series.run_numbers.get(at..range.end).unwrap_or_default();
            let len = picked.map_or(0, |picked| rest.partition_point(|run| *run <= picked.last));
            if let Some(picked) = picked {
                picked.copy_passing(series, at..at + len, passing);
            }
            // Nobody knows of a run between two segments.
            at += len.max(1);
        }
    }

    /// Every run of the plan with a number in this range, both ends included, passes.
    pub fn all_pass(&self, first: i64, last: i64) -> bool {
        let (_, excluded) = self.count_between(first, last);
        last <= self.last_known && excluded == 0
    }

    /// No run of the plan with a number in this range, both ends included, passes.
    pub fn none_passes(&self, first: i64, last: i64) -> bool {
        self.count_between(first, last).0 == 0
    }

    /// How many runs of the plan pass.
    pub fn count(&self) -> usize {
        let last = self.segments.last();
        last.map_or(0, |last| last.passing_before + last.passing.len())
    }

    pub(super) fn segment_of(&self, run_number: i64) -> Option<&PickedSegment> {
        let next = self
            .segments
            .partition_point(|picked| picked.segment.first_run_number() <= run_number);
        self.segments.get(next.checked_sub(1)?)
    }

    /// How many pass, and how many of the plan do not.
    fn count_between(&self, first: i64, last: i64) -> (usize, usize) {
        let (from, to) = (self.count_before(first), self.count_through(last));
        (to.0.saturating_sub(from.0), to.1.saturating_sub(from.1))
    }

    fn count_before(&self, run_number: i64) -> (usize, usize) {
        let Some(picked) = self.segment_of(run_number) else {
            return (0, 0);
        };
        picked.counts_before(picked.segment.lower_bound(run_number))
    }

    fn count_through(&self, run_number: i64) -> (usize, usize) {
        let Some(picked) = self.segment_of(run_number) else {
            return (0, 0);
        };
        let row = picked.segment.lower_bound(run_number);
        let is_there = picked.segment.run_number(row) == Some(run_number);
        picked.counts_before(row + usize::from(is_there))
    }
}

impl PickedSegment {
    fn copy_passing(&self, series: &NumberSeries, range: Range<usize>, passing: &mut NumberSeries) {
        let runs = series.run_numbers.get(range.clone()).unwrap_or_default();
        let Some(first) = runs.first() else {
            return;
        };
        let mut row = self.segment.lower_bound(*first);
        with_values!(self.segment.run_offsets(), offsets => {
            for (at, run) in range.zip(runs) {
                let wanted = self.segment.offset_of(*run).unwrap_or(u64::MAX);
                row = next_row(offsets, row, wanted);
                let is_there = offsets.get(row).is_some_and(|offset| offset.to_u64() == wanted);
                if is_there && self.passing.contains(row) {
                    passing.push_from(series, at);
                }
            }
        });
    }

    fn counts_before(&self, row: usize) -> (usize, usize) {
        (
            self.passing_before + self.passing.count_before(row),
            self.excluded_before + self.excluded.count_before(row),
        )
    }
}

impl RowBits {
    fn new(words: Vec<u64>) -> Self {
        let mut counts = Vec::with_capacity(words.len() + 1);
        let mut before = 0;
        for word in &words {
            counts.push(before);
            before += word.count_ones() as usize;
        }
        counts.push(before);
        Self { words, counts }
    }

    fn len(&self) -> usize {
        self.counts.last().copied().unwrap_or(0)
    }

    pub(super) fn contains(&self, row: usize) -> bool {
        let word = self.words.get(row / ROWS_PER_WORD);
        word.is_some_and(|word| word >> (row % ROWS_PER_WORD) & 1 == 1)
    }

    fn count_before(&self, row: usize) -> usize {
        let (Some(before), Some(word)) = (
            self.counts.get(row / ROWS_PER_WORD),
            self.words.get(row / ROWS_PER_WORD),
        ) else {
            return self.len();
        };
        before + (word & ((1 << (row % ROWS_PER_WORD)) - 1)).count_ones() as usize
    }
}

fn words_of(selected: Selected<'_>, len: usize) -> Vec<u64> {
    let mut words = vec![0; len.div_ceil(ROWS_PER_WORD)];
    match selected {
        Selected::All(_) => {
            words.fill(u64::MAX);
            if let Some(last) = words.last_mut()
                && !len.is_multiple_of(ROWS_PER_WORD)
            {
                *last = (1 << (len % ROWS_PER_WORD)) - 1;
            }
        }
        Selected::Rows(rows) => {
            for row in rows {
                if let Some(word) = words.get_mut(*row as usize / ROWS_PER_WORD) {
                    *word |= 1 << (*row as usize % ROWS_PER_WORD);
                }
            }
        }
    }
    words
}
