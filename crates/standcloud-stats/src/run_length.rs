//! How often a set of rules cries wolf: the average run length to a false alarm.
//!
//! Problem: every further rule finds more and is wrong more often, and the published figures are for a
//! few sets only. Choice: the average number of points to the first signal of a stable process with known
//! limits, for each of the 512 sets, simulated once and kept as a table: three sigma alone 370, Western
//! Electric 1-4 together 91.75 (Champ and Woodall 1987; 0.2 more here, because a window counts only when
//! all its points are there), all of Nelson 74. Limits that come from few points make false alarms more
//! frequent than this.

mod table;

use crate::rules::RuleSet;

/// Points to the first false alarm, on average; `None` of no rule, which gives none.
pub fn average_run_length(rules: RuleSet) -> Option<f64> {
    let length = table::AVERAGE_RUN_LENGTHS.get(usize::from(rules.bits()))?;
    (*length > 0.0).then_some(*length)
}

/// The share of the points of a stable process that some rule marks in the long run; 0 of no rule.
///
/// It is more than 1 over the average run length, because an alarm seldom comes alone: the point after a
/// run of nine is a run of nine as well.
pub fn marked_share(rules: RuleSet) -> f64 {
    let share = table::MARKED_SHARES.get(usize::from(rules.bits()));
    share.copied().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use std::f64::consts::TAU;

    use super::*;
    use crate::charts::{CusumSettings, EwmaSettings, cusum_chart, ewma_chart};
    use crate::rules::{RunRule, Zones, mark_points};

    fn length(rules: RuleSet) -> f64 {
        average_run_length(rules).unwrap()
    }

    fn assert_near(found: f64, expected: f64, share: f64) {
        assert!(
            (found - expected).abs() <= share * expected,
            "{found} is not {expected}"
        );
    }

    #[test]
    fn the_published_lengths() {
        assert_near(length(RuleSet::THREE_SIGMA), 370.4, 1e-4);
        assert_near(length(RuleSet::WESTERN_ELECTRIC), 91.75, 4e-3);
        assert_near(length(RuleSet::NELSON), 72.0, 0.03);
        // A run of n on one side of a fair coin takes 2^n - 1 throws on average.
        assert_near(
            length(RuleSet::NONE.with(RunRule::EightOnOneSide)),
            255.0,
            1e-4,
        );
        assert_near(
            length(RuleSet::NONE.with(RunRule::NineOnOneSide)),
            511.0,
            1e-4,
        );
        assert_eq!(average_run_length(RuleSet::NONE), None);
    }

    #[test]
    fn marked_points_are_more_than_alarms() {
        assert_near(marked_share(RuleSet::THREE_SIGMA), 0.0027, 0.01);
        let nine = RuleSet::NONE.with(RunRule::NineOnOneSide);
        // Two sides of nine throws of a fair coin.
        assert_near(marked_share(nine), 1.0 / 256.0, 0.01);
        for rules in [RuleSet::WESTERN_ELECTRIC, RuleSet::NELSON, RuleSet::ALL] {
            assert!(marked_share(rules) > 1.0 / length(rules));
        }
        assert_near(marked_share(RuleSet::NONE), 0.0, 0.0);
    }

    #[test]
    fn a_further_rule_never_makes_alarms_rarer() {
        for bits in 1..512 {
            let rules = RuleSet::from_bits(bits);
            for rule in RunRule::ALL {
                assert!(
                    length(rules.with(rule)) <= length(rules) * 1.001,
                    "{rules:?}"
                );
            }
        }
    }

    /// Splitmix64 (Steele, Lea and Flood 2014).
    struct Random(u64);

    impl Random {
        fn next_u64(&mut self) -> u64 {
            self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
            let mixed = (self.0 ^ self.0 >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
            mixed ^ mixed >> 31
        }

        fn share(&mut self) -> f64 {
            let upper = u32::try_from(self.next_u64() >> 32).unwrap();
            (f64::from(upper) + 0.5) / 4_294_967_296.0
        }

        fn normal(&mut self) -> f64 {
            (-2.0 * self.share().ln()).sqrt() * (TAU * self.share()).cos()
        }
    }

    /// Points to the first alarm, and the share of all points that are marked.
    fn simulate(beyond: impl Fn(&[f64]) -> Vec<bool>) -> (f64, f64) {
        let mut random = Random(29);
        let (mut points, mut alarms, mut marked) = (0.0, 0.0, 0.0);
        for _ in 0..3000 {
            let sequence: Vec<f64> = (0..1000).map(|_| random.normal()).collect();
            let marks = beyond(&sequence);
            let first = marks.iter().take_while(|mark| !**mark).count();
            points += f64::from(u32::try_from(first).unwrap());
            alarms += f64::from(u8::from(first < marks.len()));
            let count = marks.iter().filter(|mark| **mark).count();
            marked += f64::from(u32::try_from(count).unwrap());
        }
        (points / alarms, marked / 3_000_000.0)
    }

    #[test]
    fn averages_and_sums_cry_wolf_as_often_as_is_said() {
        let settings = EwmaSettings::default();
        let ewma = |values: &[f64]| ewma_chart(values, 0.0, 1.0, settings).unwrap().beyond();
        let (length, share) = simulate(ewma);
        assert_near(length, EwmaSettings::DEFAULT_RUN_LENGTH, 0.05);
        assert_near(share, EwmaSettings::DEFAULT_MARKED_SHARE, 0.05);
        let settings = CusumSettings::default();
        let cusum = |values: &[f64]| cusum_chart(values, 0.0, 1.0, settings).unwrap().beyond();
        let (length, share) = simulate(cusum);
        assert_near(length, CusumSettings::DEFAULT_RUN_LENGTH, 0.05);
        assert_near(share, CusumSettings::DEFAULT_MARKED_SHARE, 0.05);
    }

    #[test]
    fn the_table_is_what_a_simulation_finds() {
        let zones = Zones::new(0.0, 1.0).unwrap();
        let drift_rules = RuleSet::THREE_SIGMA.with(RunRule::SixRisingOrFalling);
        for rules in [RuleSet::WESTERN_ELECTRIC, RuleSet::NELSON, drift_rules] {
            let mut random = Random(17);
            let (mut points, mut signals) = (0.0, 0.0);
            for _ in 0..2000 {
                let sequence: Vec<f64> = (0..250).map(|_| random.normal()).collect();
                let marks = mark_points(&sequence, &zones, rules);
                let first = marks.iter().take_while(|mark| mark.is_empty()).count();
                // A sequence without a signal counts with what was seen of it.
                signals += f64::from(u8::from(first < sequence.len()));
                points += f64::from(u8::try_from(first).unwrap()) + 1.0;
            }
            let found = points / signals;
            assert_near(found, length(rules), 0.06);
        }
    }
}
