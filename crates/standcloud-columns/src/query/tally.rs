//! What the runs of one group add up to.

use super::group::Group;
use crate::facts::{
    Block, Field, FirstTest, NarrowValue, STATE_COUNT, Segment, Verdict, status_of_state,
    with_values,
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
        block.update(segment.first_tests(), classes, |class, first_test| {
            *class = match first_test {
                NO => *class,
                WITHOUT_UNIT => PASSED_WITHOUT_UNIT + *class,
                outcome => FIRST_TEST + outcome,
            };
        });
        with_values!(segment.column(Field::Duration), durations => {
            block.update(durations, classes, |class, duration| {
                *class += if duration.to_u64() == 0 { 0 } else { TIMED };
            });
        });
    }
}

const NO: u8 = FirstTest::No as u8;
const WITHOUT_UNIT: u8 = FirstTest::WithoutUnit as u8;

impl Tally {
    fn add(&mut self, class: u8, duration_ms: u64) {
        if let Some(count) = self.by_class.get_mut(usize::from(class)) {
            *count += 1;
        }
        self.duration_sum_ms += duration_ms;
    }

    pub(super) fn to_group(self, bucket_start_us: Option<i64>, key: Option<u32>) -> Group {
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
            bucket_start_us,
            key,
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
