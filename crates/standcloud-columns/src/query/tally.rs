//! What the runs of one group add up to.

use super::group::Group;
use crate::facts::{
    Block, Field, NarrowValue, STATE_COUNT, Segment, Verdict, status_of_state, with_values,
};

/// What a run counts as: its verdict in two bits, and two more of these.
const CLASS_FIRST: u8 = 4;
const CLASS_TIMED: u8 = 8;
const CLASS_COUNT: usize = 16;

const PASSED: u8 = 0;
const NOT_PASSED: u8 = 1;
const NOT_A_TEST: u8 = 2;

/// One counter for each class, so that a run costs one addition whatever it counts for.
#[derive(Clone, Copy, Default)]
pub(super) struct Tally {
    by_class: [u64; CLASS_COUNT],
    duration_sum_ms: u64,
}

/// Finds the class of each row of a block.
pub(super) struct Classifier {
    verdict_by_state: [u8; STATE_COUNT as usize],
    classes: Vec<u8>,
    durations: Vec<u64>,
}

impl Classifier {
    pub(super) fn new() -> Self {
        let mut verdict_by_state = [NOT_A_TEST; STATE_COUNT as usize];
        for (verdict, state) in verdict_by_state.iter_mut().zip(0..) {
            *verdict = status_of_state(state).map_or(NOT_A_TEST, |status| match status.verdict() {
                Verdict::Pass => PASSED,
                Verdict::NotPassed => NOT_PASSED,
                Verdict::NotATest => NOT_A_TEST,
            });
        }
        Self {
            verdict_by_state,
            classes: Vec::new(),
            durations: Vec::new(),
        }
    }

    /// `groups` are those of the block's rows, as indexes of `tallies`.
    pub(super) fn add_block(
        &mut self,
        segment: &Segment,
        block: &Block<'_>,
        groups: &[u32],
        tallies: &mut [Tally],
    ) {
        self.classify(segment, block);
        block.gather(segment.column(Field::Duration), &mut self.durations);
        let rows = groups.iter().zip(&self.classes).zip(&self.durations);
        for ((group, class), stored_duration) in rows {
            if let Some(tally) = tallies.get_mut(*group as usize) {
                tally.add(*class, stored_duration.saturating_sub(1));
            }
        }
    }

    fn classify(&mut self, segment: &Segment, block: &Block<'_>) {
        let Self {
            verdict_by_state,
            classes,
            ..
        } = self;
        block.map_into(segment.states(), classes, |state| {
            verdict_by_state
                .get(usize::from(state))
                .copied()
                .unwrap_or(NOT_A_TEST)
        });
        with_values!(segment.column(Field::Attempt), attempts => {
            block.update(attempts, classes, |class, attempt| {
                *class |= if attempt.to_u64() == 1 { CLASS_FIRST } else { 0 };
            });
        });
        with_values!(segment.column(Field::Unit), units => {
            block.update(units, classes, |class, unit| {
                *class &= if unit.to_u64() == 0 { !CLASS_FIRST } else { u8::MAX };
            });
        });
        with_values!(segment.column(Field::Duration), durations => {
            block.update(durations, classes, |class, duration| {
                *class |= if duration.to_u64() == 0 { 0 } else { CLASS_TIMED };
            });
        });
    }
}

impl Tally {
    fn add(&mut self, class: u8, duration_ms: u64) {
        if let Some(count) = self.by_class.get_mut(usize::from(class)) {
            *count += 1;
        }
        self.duration_sum_ms += duration_ms;
    }

    pub(super) fn to_group(self, bucket_start_us: Option<i64>, key: Option<u32>) -> Group {
        let passed = self.sum(|class| verdict_of(class) == PASSED);
        let not_passed = self.sum(|class| verdict_of(class) == NOT_PASSED);
        let not_a_test = self.sum(|class| verdict_of(class) == NOT_A_TEST);
        let is_first = |class: u8| class & CLASS_FIRST != 0;
        Group {
            bucket_start_us,
            key,
            runs: passed + not_passed + not_a_test,
            passed,
            not_passed,
            not_a_test,
            duration_sum_ms: self.duration_sum_ms,
            duration_count: self.sum(|class| class & CLASS_TIMED != 0),
            first_runs: self.sum(|class| is_first(class) && verdict_of(class) != NOT_A_TEST),
            first_passes: self.sum(|class| is_first(class) && verdict_of(class) == PASSED),
        }
    }

    fn sum(&self, is_counted: impl Fn(u8) -> bool) -> u64 {
        let classes = self
            .by_class
            .iter()
            .zip(0..)
            .filter(|(_, class)| is_counted(*class));
        classes.map(|(count, _)| count).sum()
    }
}

fn verdict_of(class: u8) -> u8 {
    class & (CLASS_FIRST - 1)
}
