//! Which points complete a pattern, 64 points at a time.
//!
//! Problem: nine rules over a million points, asked for while somebody waits. Choice: each question about
//! a single point ("above one sigma?") is one bit, 64 points are one word, and a pattern is a few shifts
//! and ANDs of such words, with the word before as history. Consequence: nanoseconds per point, whichever
//! rules are chosen, and no state to carry but the last words.

use super::{RuleSet, RunRule, Zones};

const BLOCK: usize = 64;

/// The rules that each point completes. A point that is not a number breaks every pattern.
pub fn mark_points(points: &[f64], zones: &Zones, rules: RuleSet) -> Vec<RuleSet> {
    let lines = Lines::of(zones);
    let mut marks = vec![RuleSet::NONE; points.len()];
    let mut history = [Bits::default(); 10];
    let mut previous = f64::NAN;
    for (block, marks) in points.chunks(BLOCK).zip(marks.chunks_mut(BLOCK)) {
        let answers = lines.ask(block, previous);
        for (bits, answer) in history.iter_mut().zip(answers) {
            bits.append(answer);
        }
        previous = block.last().copied().unwrap_or(previous);
        let history = Answers::named(history.map(|bits| bits.0));
        for rule in rules.iter() {
            spread(marks, rule, completions(&history, rule));
        }
    }
    marks
}

/// One bit per point: the block in the upper half, the one before in the lower.
#[derive(Clone, Copy, Default)]
struct Bits(u128);

impl Bits {
    fn append(&mut self, block: u64) {
        self.0 = self.0 >> BLOCK | u128::from(block) << BLOCK;
    }
}

/// The answers to each question about single points.
struct Answers {
    above_centre: u128,
    below_centre: u128,
    above_one: u128,
    below_one: u128,
    above_two: u128,
    below_two: u128,
    beyond_three: u128,
    rises: u128,
    falls: u128,
    is_number: u128,
}

impl Answers {
    /// In the order of [`Lines::ask`].
    fn named(answers: [u128; 10]) -> Self {
        let [
            above_centre,
            below_centre,
            above_one,
            below_one,
            above_two,
            below_two,
            beyond_three,
            rises,
            falls,
            is_number,
        ] = answers;
        Self {
            above_centre,
            below_centre,
            above_one,
            below_one,
            above_two,
            below_two,
            beyond_three,
            rises,
            falls,
            is_number,
        }
    }
}

/// What points are compared with.
struct Lines {
    centre: f64,
    upper: [f64; 3],
    lower: [f64; 3],
}

impl Lines {
    fn of(zones: &Zones) -> Self {
        let at = |sigmas: f64| zones.centre + sigmas * zones.sigma;
        Self {
            centre: zones.centre,
            upper: [at(1.0), at(2.0), at(3.0)],
            lower: [at(-1.0), at(-2.0), at(-3.0)],
        }
    }

    fn ask(&self, block: &[f64], mut previous: f64) -> [u64; 10] {
        let [upper_one, upper_two, upper_three] = self.upper;
        let [lower_one, lower_two, lower_three] = self.lower;
        let mut answers = [0; 10];
        for (at, &point) in block.iter().enumerate() {
            let of_point = [
                point > self.centre,
                point < self.centre,
                point > upper_one,
                point < lower_one,
                point > upper_two,
                point < lower_two,
                point > upper_three || point < lower_three,
                point > previous,
                point < previous,
                !point.is_nan(),
            ];
            for (answer, of_point) in answers.iter_mut().zip(of_point) {
                *answer |= u64::from(of_point) << at;
            }
            previous = point;
        }
        answers
    }
}

/// Where the pattern ends, one bit per point.
fn completions(of: &Answers, rule: RunRule) -> u128 {
    let window = |length| stretches(of.is_number, length);
    match rule {
        RunRule::BeyondThreeSigma => of.beyond_three,
        RunRule::TwoOfThreeBeyondTwoSigma => {
            (two_of_three(of.above_two) | two_of_three(of.below_two)) & window(3)
        }
        RunRule::FourOfFiveBeyondOneSigma => {
            (four_of_five(of.above_one) | four_of_five(of.below_one)) & window(5)
        }
        RunRule::EightOnOneSide => stretches(of.above_centre, 8) | stretches(of.below_centre, 8),
        RunRule::NineOnOneSide => stretches(of.above_centre, 9) | stretches(of.below_centre, 9),
        RunRule::SixRisingOrFalling => stretches(of.rises, 5) | stretches(of.falls, 5),
        RunRule::FourteenAlternating => {
            stretches(of.rises & of.falls << 1 | of.falls & of.rises << 1, 12)
        }
        RunRule::FifteenWithinOneSigma => {
            stretches(of.is_number & !(of.above_one | of.below_one), 15)
        }
        RunRule::EightBeyondOneSigma => {
            let one_sided = stretches(of.above_one, 8) | stretches(of.below_one, 8);
            stretches(of.above_one | of.below_one, 8) & !one_sided
        }
    }
}

/// Where `length` bits in a row end.
fn stretches(bits: u128, length: u32) -> u128 {
    let mut ends = bits;
    let mut reached = 1;
    while reached < length {
        let step = reached.min(length - reached);
        ends &= ends << step;
        reached += step;
    }
    ends
}

fn two_of_three(bits: u128) -> u128 {
    bits & (bits << 1 | bits << 2)
}

fn four_of_five(bits: u128) -> u128 {
    let (first, second, third, fourth) = (bits << 1, bits << 2, bits << 3, bits << 4);
    let three_before = first & second & (third | fourth) | third & fourth & (first | second);
    bits & three_before
}

fn spread(marks: &mut [RuleSet], rule: RunRule, completions: u128) {
    let mut left = completions >> BLOCK;
    while left != 0 {
        if let Some(mark) = marks.get_mut(left.trailing_zeros() as usize) {
            *mark = mark.with(rule);
        }
        left &= left - 1;
    }
}
