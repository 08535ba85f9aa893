//! What the runs of one group add up to.

use super::group::Group;
use super::grouper::Member;
use crate::facts::{
    Block, Field, FirstTest, NarrowValue, RunStatus, STATE_COUNT, Segment, Verdict,
    status_of_state, with_values,
};

/// What a run counts as, the first three for runs that are no unit's first test. The others are as far
/// from `FIRST_TEST` as the outcome's code.
const PASSED: u8 = 0;
const NOT_PASSED: u8 = 1;
const NOT_A_TEST: u8 = 2;
const FIRST_TEST: u8 = 2;
/// Together with whether it passed.
const PASSED_WITHOUT_UNIT: u8 = 8;
const NOT_PASSED_WITHOUT_UNIT: u8 = 9;
const KINDS: u8 = 10;
/// Added where the duration is known.
const TIMED: u8 = KINDS;
const CLASS_COUNT: usize = 2 * KINDS as usize;
/// Enough for any class.
const CLASS_BITS: u8 = 5;

/// One for each code of a first test together with each state.
const COMBINATIONS: usize = 8 * STATE_COUNT as usize;

const NO: u8 = FirstTest::No as u8;
const WITHOUT_UNIT: u8 = FirstTest::WithoutUnit as u8;

/// One counter for each class, so that a run costs one addition whatever it counts for.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Tally {
    by_class: [u64; CLASS_COUNT],
    duration_sum_ms: u64,
}

/// Finds the class of each row of a block.
pub(super) struct Classifier {
    kinds: [u8; COMBINATIONS],
    classes: Vec<u8>,
    durations: Vec<u64>,
}

impl Classifier {
    pub(super) fn new() -> Self {
        let mut kinds = [NOT_A_TEST; COMBINATIONS];
        for (kind, combination) in kinds.iter_mut().zip(0..) {
            *kind = kind_of(combination % STATE_COUNT, combination / STATE_COUNT);
        }
        Self {
            kinds,
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

    /// All rows of the block belong to the first group.
    pub(super) fn add_to_one(
        &mut self,
        segment: &Segment,
        block: &Block<'_>,
        tallies: &mut [Tally],
    ) {
        self.classify(segment, block);
        let Some(tally) = tallies.first_mut() else {
            return;
        };
        // Neighbours count in tables of their own: an addition need not wait for the one before.
        let mut counts = [[0_u64; 1 << CLASS_BITS]; 4];
        for classes in self.classes.chunks(4) {
            for (counts, class) in counts.iter_mut().zip(classes) {
                if let Some(count) = counts.get_mut(usize::from(*class % (1 << CLASS_BITS))) {
                    *count += 1;
                }
            }
        }
        for counts in counts {
            for (sum, count) in tally.by_class.iter_mut().zip(counts) {
                *sum += count;
            }
        }
        block.gather(segment.column(Field::Duration), &mut self.durations);
        let durations = self.durations.iter();
        tally.duration_sum_ms += durations
            .map(|stored| stored.saturating_sub(1))
            .sum::<u64>();
    }

    fn classify(&mut self, segment: &Segment, block: &Block<'_>) {
        let Self { kinds, classes, .. } = self;
        block.map_into(segment.states(), classes, |state| state);
        block.update(segment.first_tests(), classes, |class, first_test| {
            let combination = usize::from(first_test * STATE_COUNT + *class);
            *class = kinds.get(combination).copied().unwrap_or(NOT_A_TEST);
        });
        with_values!(segment.column(Field::Duration), durations => {
            block.update(durations, classes, |class, duration| {
                *class += if duration.to_u64() == 0 { 0 } else { TIMED };
            });
        });
    }
}

fn kind_of(state: u8, first_test: u8) -> u8 {
    let verdict = status_of_state(state).map(RunStatus::verdict);
    let verdict = match verdict.unwrap_or(Verdict::NotATest) {
        Verdict::Pass => PASSED,
        Verdict::NotPassed => NOT_PASSED,
        Verdict::NotATest => NOT_A_TEST,
    };
    match first_test {
        NO => verdict,
        WITHOUT_UNIT => PASSED_WITHOUT_UNIT + verdict,
        outcome => FIRST_TEST + outcome,
    }
}

impl Tally {
    pub(super) fn add_all(&mut self, other: &Self) {
        for (sum, count) in self.by_class.iter_mut().zip(&other.by_class) {
            *sum += count;
        }
        self.duration_sum_ms += other.duration_sum_ms;
    }

    fn add(&mut self, class: u8, duration_ms: u64) {
        if let Some(count) = self.by_class.get_mut(usize::from(class)) {
            *count += 1;
        }
        self.duration_sum_ms += duration_ms;
    }

    pub(super) fn to_group(self, member: Member) -> Group {
        let without_unit_passed = self.of_kind(PASSED_WITHOUT_UNIT);
        let without_unit_not_passed = self.of_kind(NOT_PASSED_WITHOUT_UNIT);
        let passed_by_first = self.of_outcome(FirstTest::PassedAtFirst);
        let passed_by_second = passed_by_first + self.of_outcome(FirstTest::PassedAtSecond);
        let passed_by_third = passed_by_second + self.of_outcome(FirstTest::PassedAtThird);
        let passed_ever = passed_by_third + self.of_outcome(FirstTest::PassedLater);
        let first_tests = passed_ever + self.of_outcome(FirstTest::NeverPassed);
        let passed = self.of_kind(PASSED) + passed_by_first + without_unit_passed;
        let not_passed =
            self.of_kind(NOT_PASSED) + (first_tests - passed_by_first) + without_unit_not_passed;
        let not_a_test = self.of_kind(NOT_A_TEST);
        Group {
            bucket_start_us: member.start_us,
            keys: member.keys,
            runs: passed + not_passed + not_a_test,
            passed,
            not_passed,
            not_a_test,
            duration_sum_ms: self.duration_sum_ms,
            duration_count: self.by_class.iter().skip(TIMED.into()).sum(),
            first_tests,
            passed_by_first,
            passed_by_second,
            passed_by_third,
            passed_ever,
            without_unit: without_unit_passed + without_unit_not_passed,
        }
    }

    fn of_outcome(&self, outcome: FirstTest) -> u64 {
        self.of_kind(FIRST_TEST + outcome.code())
    }

    fn of_kind(&self, kind: u8) -> u64 {
        let counts = [kind, kind + TIMED].map(|class| self.by_class.get(usize::from(class)));
        counts.into_iter().flatten().sum()
    }
}
