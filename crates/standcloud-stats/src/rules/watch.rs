//! Watching points as they come, with a few bytes of memory and no branch per rule.

use super::{RuleSet, Zones};

/// The rules that each point completes. A point that is not a number breaks every pattern.
pub fn mark_points(points: &[f64], zones: &Zones, rules: RuleSet) -> Vec<RuleSet> {
    let mut watch = RuleWatch::new(*zones);
    points
        .iter()
        .map(|&point| watch.push(point).and(rules))
        .collect()
}

/// Says of each point which patterns it completes.
#[derive(Clone, Debug)]
pub struct RuleWatch {
    centre: f64,
    /// One, two and three sigma above the centre.
    above: [f64; 3],
    below: [f64; 3],
    seen: u8,
    previous: f64,
    /// One bit per point, the last one lowest.
    above_one: u8,
    below_one: u8,
    above_two: u8,
    below_two: u8,
    /// Lengths of the stretches that end at the last point.
    upper_side: u8,
    lower_side: u8,
    rising: u8,
    falling: u8,
    alternating: u8,
    within_one: u8,
    is_rise: bool,
    is_fall: bool,
}

/// Longer than any pattern, so that a counter may stay there.
const LONGEST: u8 = 20;

impl RuleWatch {
    pub fn new(zones: Zones) -> Self {
        let at = |sigmas: f64| zones.centre + sigmas * zones.sigma;
        Self {
            centre: zones.centre,
            above: [at(1.0), at(2.0), at(3.0)],
            below: [at(-1.0), at(-2.0), at(-3.0)],
            seen: 0,
            previous: f64::NAN,
            above_one: 0,
            below_one: 0,
            above_two: 0,
            below_two: 0,
            upper_side: 0,
            lower_side: 0,
            rising: 0,
            falling: 0,
            alternating: 0,
            within_one: 0,
            is_rise: false,
            is_fall: false,
        }
    }

    pub fn push(&mut self, point: f64) -> RuleSet {
        if point.is_nan() {
            self.forget();
            return RuleSet::NONE;
        }
        let [above_one, above_two, above_three] = self.above;
        let [below_one, below_two, below_three] = self.below;
        self.seen = longer(self.seen);
        self.above_one = self.above_one << 1 | u8::from(point > above_one);
        self.below_one = self.below_one << 1 | u8::from(point < below_one);
        self.above_two = self.above_two << 1 | u8::from(point > above_two);
        self.below_two = self.below_two << 1 | u8::from(point < below_two);
        self.upper_side = stretch(self.upper_side, point > self.centre);
        self.lower_side = stretch(self.lower_side, point < self.centre);
        let is_within = (self.above_one | self.below_one) & 1 == 0;
        self.within_one = stretch(self.within_one, is_within);
        self.follow_direction(point);
        let is_beyond = point > above_three || point < below_three;
        self.completed(is_beyond)
    }

    fn follow_direction(&mut self, point: f64) {
        let is_rise = point > self.previous;
        let is_fall = point < self.previous;
        let turns = (is_rise && self.is_fall) || (is_fall && self.is_rise);
        self.rising = stretch(self.rising, is_rise);
        self.falling = stretch(self.falling, is_fall);
        self.alternating = stretch(self.alternating, turns);
        self.is_rise = is_rise;
        self.is_fall = is_fall;
        self.previous = point;
    }

    fn completed(&self, is_beyond: bool) -> RuleSet {
        let two_of_three =
            self.seen >= 3 && (ends_with(self.above_two, 3, 2) || ends_with(self.below_two, 3, 2));
        let four_of_five =
            self.seen >= 5 && (ends_with(self.above_one, 5, 4) || ends_with(self.below_one, 5, 4));
        let longest_side = self.upper_side.max(self.lower_side);
        let both_sides = self.above_one != 0 && self.below_one != 0;
        let beyond_one = (self.above_one | self.below_one) == u8::MAX;
        let bits = u16::from(is_beyond)
            | u16::from(two_of_three) << 1
            | u16::from(four_of_five) << 2
            | u16::from(longest_side >= 8) << 3
            | u16::from(longest_side >= 9) << 4
            | u16::from(self.rising.max(self.falling) >= 5) << 5
            | u16::from(self.alternating >= 12) << 6
            | u16::from(self.within_one >= 15) << 7
            | u16::from(beyond_one && both_sides) << 8;
        RuleSet::from_bits(bits)
    }

    fn forget(&mut self) {
        let (centre, above, below) = (self.centre, self.above, self.below);
        let nothing = Zones {
            centre: 0.0,
            sigma: 1.0,
        };
        *self = Self {
            centre,
            above,
            below,
            ..Self::new(nothing)
        };
    }
}

/// Whether the last point is marked and, of the last `window`, at least `wanted` are.
fn ends_with(marks: u8, window: u32, wanted: u32) -> bool {
    let last = marks & (u8::MAX >> (8 - window));
    last & 1 != 0 && last.count_ones() >= wanted
}

fn stretch(length: u8, goes_on: bool) -> u8 {
    longer(length) * u8::from(goes_on)
}

fn longer(length: u8) -> u8 {
    (length + 1).min(LONGEST)
}
