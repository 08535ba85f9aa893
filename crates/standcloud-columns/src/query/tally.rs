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

/// State, first test and whether the duration is known in one byte, and what each such byte means.
const FIRST_TEST_FACTOR: u8 = STATE_COUNT;
const TIMED_BIT: u8 = 128;
const COMBINATIONS: usize = 256;

const NO: u8 = FirstTest::No as u8;
const WITHOUT_UNIT: u8 = FirstTest::WithoutUnit as u8;

/// One counter for each class, so that a run costs one addition whatever it counts for.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Tally {
    /// There are fewer runs than 32 bits can count, and a million groups must fit into memory.
    by_class: [u32; CLASS_COUNT],
    /// As stored: one more than the milliseconds for each run whose duration is known.
    stored_duration_sum: u64,
    /// Of runs that are tests.
    stored_test_duration_sum: u64,
}

/// Finds the class of each row of a block.
pub(super) struct Classifier {
    classes: [u8; COMBINATIONS],
    /// One bit for each state of a test.
    test_states: u16,
    combinations: Vec<u8>,
    durations: Vec<u64>,
}

impl Classifier {
    pub(super) fn new() -> Self {
        let mut classes = [NOT_A_TEST; COMBINATIONS];
        for (class, combination) in classes.iter_mut().zip(0..=u8::MAX) {
            *class = class_of(combination);
        }
        let states = (0..STATE_COUNT).filter(|state| verdict_of(*state) != Verdict::NotATest);
        Self {
            classes,
            test_states: states.fold(0, |bits, state| bits | 1 << state),
            combinations: Vec::new(),
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
        if let Some(only) = the_only(groups) {
            let tally = tallies.get_mut(only as usize);
            return self.add_to_one(segment, block, tally);
        }
        self.combine(segment, block);
        block.gather(segment.column(Field::Duration), &mut self.durations);
        let rows = groups.iter().zip(&self.combinations).zip(&self.durations);
        for ((group, combination), stored_duration) in rows {
            let class = self.classes.get(usize::from(*combination));
            if let (Some(tally), Some(class)) = (tallies.get_mut(*group as usize), class) {
                tally.add(*class, 1);
                tally.stored_duration_sum += stored_duration;
                if is_test(*class) {
                    tally.stored_test_duration_sum += stored_duration;
                }
            }
        }
    }

    /// All rows of the block belong to one group.
    pub(super) fn add_to_one(
        &mut self,
        segment: &Segment,
        block: &Block<'_>,
        tally: Option<&mut Tally>,
    ) {
        let Some(tally) = tally else {
            return;
        };
        self.combine(segment, block);
        for (count, class) in count_bytes(&self.combinations).iter().zip(&self.classes) {
            if *count != 0 {
                tally.add(*class, *count);
            }
        }
        block.gather(segment.column(Field::Duration), &mut self.durations);
        let rows = self.combinations.iter().zip(&self.durations);
        // All ones or all zeros instead of a branch, so that some rows are added at once.
        let (sum, test_sum) = rows.fold((0, 0), |(sum, test_sum), (combination, duration)| {
            let is_test = u64::from(self.test_states >> (combination % STATE_COUNT) & 1);
            (
                sum + duration,
                test_sum + (duration & is_test.wrapping_neg()),
            )
        });
        tally.stored_duration_sum += sum;
        tally.stored_test_duration_sum += test_sum;
    }

    fn combine(&mut self, segment: &Segment, block: &Block<'_>) {
        let combinations = &mut self.combinations;
        block.map_into(segment.states(), combinations, |state| state);
        block.update(segment.first_tests(), combinations, |byte, first_test| {
            *byte |= first_test.wrapping_mul(FIRST_TEST_FACTOR);
        });
        with_values!(segment.column(Field::Duration), durations => {
            block.update(durations, combinations, |byte, duration| {
                *byte |= if duration.to_u64() == 0 { 0 } else { TIMED_BIT };
            });
        });
    }
}

fn the_only(groups: &[u32]) -> Option<u32> {
    let first = *groups.first()?;
    groups.iter().all(|group| *group == first).then_some(first)
}

/// Neighbours count in tables of their own: an addition need not wait for the one before.
fn count_bytes(bytes: &[u8]) -> [u32; COMBINATIONS] {
    let (mut even, mut odd) = ([0_u32; COMBINATIONS], [0_u32; COMBINATIONS]);
    let count = |counts: &mut [u32; COMBINATIONS], byte: u8| {
        if let Some(count) = counts.get_mut(usize::from(byte)) {
            *count += 1;
        }
    };
    let (pairs, rest) = bytes.as_chunks::<2>();
    for [one, other] in pairs {
        count(&mut even, *one);
        count(&mut odd, *other);
    }
    for byte in rest {
        count(&mut even, *byte);
    }
    for (count, other) in even.iter_mut().zip(odd) {
        *count += other;
    }
    even
}

fn class_of(combination: u8) -> u8 {
    let state = combination % STATE_COUNT;
    let first_test = combination % TIMED_BIT / FIRST_TEST_FACTOR;
    let verdict = match verdict_of(state) {
        Verdict::Pass => PASSED,
        Verdict::NotPassed => NOT_PASSED,
        Verdict::NotATest => NOT_A_TEST,
    };
    let kind = match first_test {
        NO => verdict,
        WITHOUT_UNIT => PASSED_WITHOUT_UNIT + verdict,
        outcome => FIRST_TEST + outcome,
    };
    kind + if combination < TIMED_BIT { 0 } else { TIMED }
}

fn verdict_of(state: u8) -> Verdict {
    status_of_state(state).map_or(Verdict::NotATest, RunStatus::verdict)
}

fn is_test(class: u8) -> bool {
    class % KINDS != NOT_A_TEST
}

impl Tally {
    pub(super) fn add_all(&mut self, other: &Self) {
        for (sum, count) in self.by_class.iter_mut().zip(&other.by_class) {
            *sum += count;
        }
        self.stored_duration_sum += other.stored_duration_sum;
        self.stored_test_duration_sum += other.stored_test_duration_sum;
    }

    fn add(&mut self, class: u8, runs: u32) {
        if let Some(count) = self.by_class.get_mut(usize::from(class)) {
            *count += runs;
        }
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
        let timed = self.by_class.iter().skip(TIMED.into());
        let duration_count = timed.map(|count| u64::from(*count)).sum();
        let timed_not_a_test = self.by_class.get(usize::from(NOT_A_TEST + TIMED));
        let test_duration_count =
            duration_count - timed_not_a_test.map_or(0, |count| u64::from(*count));
        Group {
            bucket_start_us: member.start_us,
            keys: member.keys,
            runs: passed + not_passed + not_a_test,
            passed,
            not_passed,
            not_a_test,
            duration_sum_ms: self.stored_duration_sum - duration_count,
            duration_count,
            test_duration_sum_ms: self.stored_test_duration_sum - test_duration_count,
            test_duration_count,
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
        counts
            .into_iter()
            .flatten()
            .map(|count| u64::from(*count))
            .sum()
    }
}
