//! Yields: shares of units or runs that passed, how sure they are, and what they make together.
//!
//! Which run of a unit is its first is a question to the facts; here are the figures of the answer.

use crate::distributions::{beta_quantile, two_sided_z};

/// From the lower to the upper limit, both included.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    pub lower: f64,
    pub upper: f64,
}

/// The interval of Wilson (1927) for `part` of `all` at a two-sided confidence such as 0.95; `None`
/// of nothing. Newcombe, "Two-sided confidence intervals for the single proportion", 1998, method 3.
#[expect(
    clippy::cast_precision_loss,
    reason = "beyond 2^53 units the interval is a point"
)]
pub fn wilson_interval(part: u64, all: u64, confidence: f64) -> Option<Interval> {
    if all == 0 || part > all {
        return None;
    }
    let z = two_sided_z(confidence)?;
    let n = all as f64;
    let share = part as f64 / n;
    let spread = z * z / n;
    let centre = (share + spread / 2.0) / (1.0 + spread);
    let half = z / (1.0 + spread) * (share * (1.0 - share) / n + spread / (4.0 * n)).sqrt();
    Some(Interval {
        lower: if part == 0 {
            0.0
        } else {
            (centre - half).max(0.0)
        },
        upper: if part == all {
            1.0
        } else {
            (centre + half).min(1.0)
        },
    })
}

/// The interval of Clopper and Pearson (1934): never too narrow, usually too wide. `None` of nothing.
#[expect(
    clippy::cast_precision_loss,
    reason = "beyond 2^53 units the interval is a point"
)]
pub fn clopper_pearson_interval(part: u64, all: u64, confidence: f64) -> Option<Interval> {
    if all == 0 || part > all {
        return None;
    }
    let tail = (1.0 - confidence) / 2.0;
    let (passed, failed) = (part as f64, (all - part) as f64);
    let lower = match part {
        0 => 0.0,
        _ => beta_quantile(tail, passed, failed + 1.0)?,
    };
    let upper = match all - part {
        0 => 1.0,
        _ => beta_quantile(1.0 - tail, passed + 1.0, failed)?,
    };
    Some(Interval { lower, upper })
}

/// A part of a whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    pub part: u64,
    pub all: u64,
}

impl Share {
    /// `None` of nothing.
    #[expect(
        clippy::cast_precision_loss,
        reason = "beyond 2^53 units no digit changes"
    )]
    pub fn value(self) -> Option<f64> {
        (self.all > 0).then(|| self.part as f64 / self.all as f64)
    }
}

/// Units of one plan and process by the attempt at which they passed for the first time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct UnitYields {
    units: u64,
    passed_first: u64,
    passed_by_second: u64,
    passed_by_third: u64,
    passed_ever: u64,
}

impl UnitYields {
    /// One more unit: the attempt at which it passed, from 1, or that it never did.
    pub fn add_unit(&mut self, passed_at: Option<u32>) {
        let by = |attempts: u32| u64::from(passed_at.is_some_and(|attempt| attempt <= attempts));
        self.units += 1;
        self.passed_first += by(1);
        self.passed_by_second += by(2);
        self.passed_by_third += by(3);
        self.passed_ever += by(u32::MAX);
    }

    /// FPY: units that passed their first test.
    pub fn first_pass(&self) -> Share {
        self.share(self.passed_first)
    }

    /// SPY: units that passed by their second test.
    pub fn second_pass(&self) -> Share {
        self.share(self.passed_by_second)
    }

    /// TPY: units that passed by their third test.
    pub fn third_pass(&self) -> Share {
        self.share(self.passed_by_third)
    }

    /// LPY: units that passed at last.
    pub fn last_pass(&self) -> Share {
        self.share(self.passed_ever)
    }

    fn share(&self, part: u64) -> Share {
        let all = self.units;
        Share { part, all }
    }
}

/// RTY: the chance to pass every process at the first try. A process at 0 % makes it 0; `None` of no
/// process, and when a process has no units, because nothing is known of it.
pub fn rolled_yield(first_pass_of_processes: &[Share]) -> Option<f64> {
    let mut rolled = None;
    for process in first_pass_of_processes {
        rolled = Some(rolled.unwrap_or(1.0) * process.value()?);
    }
    rolled
}

/// The yield that each of the processes would need, were they all equal, for the same rolled yield.
pub fn normalised_yield(rolled: f64, processes: u32) -> Option<f64> {
    let is_share = (0.0..=1.0).contains(&rolled);
    (is_share && processes > 0).then(|| rolled.powf(1.0 / f64::from(processes)))
}

/// DPU: defects per unit; `None` of no units.
#[expect(clippy::cast_precision_loss, reason = "a ratio of counts")]
pub fn defects_per_unit(defects: u64, units: u64) -> Option<f64> {
    (units > 0).then(|| defects as f64 / units as f64)
}

/// DPMO: defects of a million opportunities, of which each unit has so many.
pub fn defects_per_million(defects: u64, units: u64, opportunities: u64) -> Option<f64> {
    let per_unit = defects_per_unit(defects, units)?;
    defects_per_unit(1, opportunities).map(|share| 1e6 * per_unit * share)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_newcombe() {
        // Wilson, and then Clopper and Pearson.
        let table = [
            (81, 263, (0.2553, 0.3662), (0.2527, 0.3676)),
            (15, 148, (0.0624, 0.1605), (0.0578, 0.1617)),
            (0, 20, (0.0, 0.1611), (0.0, 0.1684)),
            (1, 29, (0.0061, 0.1718), (0.0009, 0.1776)),
            (98, 100, (0.9300, 0.9945), (0.9296, 0.9976)),
            (470, 500, (0.9156, 0.9577), (0.9155, 0.9592)),
            (10, 10, (0.7225, 1.0), (0.6915, 1.0)),
        ];
        let check = |found: Option<Interval>, wanted: (f64, f64), of: (u64, u64)| {
            let found = found.unwrap();
            assert!((found.lower - wanted.0).abs() < 5.1e-5, "{of:?}: {found:?}");
            assert!((found.upper - wanted.1).abs() < 5.1e-5, "{of:?}: {found:?}");
        };
        for (part, all, wilson, clopper_pearson) in table {
            check(wilson_interval(part, all, 0.95), wilson, (part, all));
            let found = clopper_pearson_interval(part, all, 0.95);
            check(found, clopper_pearson, (part, all));
        }
    }

    #[test]
    fn no_interval_of_nothing() {
        assert_eq!(wilson_interval(0, 0, 0.95), None);
        assert_eq!(clopper_pearson_interval(0, 0, 0.95), None);
        assert_eq!(wilson_interval(2, 1, 0.95), None);
        assert_eq!(wilson_interval(1, 2, 1.0), None);
        assert_eq!(clopper_pearson_interval(1, 2, f64::NAN), None);
    }

    #[test]
    fn six_units_with_retests() {
        // Passed at the first test; twice at the second; a third attempt; and after an aborted run, which
        // is no test, at the first, after an error, which is one, at the second.
        let share = |part, all| Share { part, all };
        let mut yields = UnitYields::default();
        for passed_at in [1, 2, 2, 3, 1, 2] {
            yields.add_unit(Some(passed_at));
        }
        assert_eq!(yields.first_pass(), share(2, 6));
        assert_eq!(yields.second_pass(), share(5, 6));
        assert_eq!(yields.third_pass(), share(6, 6));
        assert_eq!(yields.last_pass(), share(6, 6));
        yields.add_unit(None);
        assert_eq!(yields.last_pass(), share(6, 7));
        assert_eq!(UnitYields::default().first_pass().value(), None);
    }

    #[test]
    fn a_process_at_0_makes_the_rolled_yield_0() {
        let share = |part, all| Share { part, all };
        assert_eq!(rolled_yield(&[share(0, 10), share(9, 10)]), Some(0.0));
        let rolled = rolled_yield(&[share(8, 10), share(9, 10)]).unwrap();
        assert!((rolled - 0.72).abs() < 1e-15);
        assert!((normalised_yield(rolled, 2).unwrap() - 0.72_f64.sqrt()).abs() < 1e-15);
        assert_eq!(rolled_yield(&[share(8, 10), share(0, 0)]), None);
        assert_eq!(rolled_yield(&[]), None);
        assert_eq!(normalised_yield(0.5, 0), None);
    }

    #[test]
    fn defects_of_opportunities() {
        assert_eq!(defects_per_unit(3, 12), Some(0.25));
        assert_eq!(defects_per_million(3, 12, 50), Some(5000.0));
        assert_eq!(defects_per_million(3, 12, 0), None);
        assert_eq!(defects_per_unit(3, 0), None);
    }
}
