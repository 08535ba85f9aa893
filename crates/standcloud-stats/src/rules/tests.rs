//! The published vectors, and a slow implementation that says the same in plain words.

use proptest::prelude::*;

use super::*;

fn unit_zones() -> Zones {
    Zones::new(0.0, 1.0).unwrap()
}

/// Counted from 1, as the published vectors are.
fn marked(points: &[f64], rule: RunRule) -> Vec<usize> {
    let marks = mark_points(points, &unit_zones(), RuleSet::NONE.with(rule));
    let marked = marks.iter().enumerate().filter(|(_, set)| !set.is_empty());
    marked.map(|(index, _)| index + 1).collect()
}

/// The vectors of `tests/testthat/test-rules.R` of the R package qcc.
#[test]
fn western_electric_as_published() {
    use RunRule::*;
    assert_eq!(marked(&[0.0, 3.2, -3.5, 2.9], BeyondThreeSigma), [2, 3]);
    let two = [0.0, 2.5, 1.0, 2.6, 0.0];
    assert_eq!(marked(&two, TwoOfThreeBeyondTwoSigma), [4]);
    let four = [0.0, 1.2, 1.3, 0.2, 1.4, 1.5];
    assert_eq!(marked(&four, FourOfFiveBeyondOneSigma), [6]);
    let eight = [-1.0, -1.0, -1.0, -1.0, -1.0, -1.0, -1.0, -1.0, 1.0];
    assert_eq!(marked(&eight, EightOnOneSide), [8]);
    let many = [2.5, 2.5, 2.5, 2.5, 2.5, 2.5, 2.5, 3.2];
    assert_eq!(marked(&many, EightOnOneSide), [8]);
    assert_eq!(marked(&many, FourOfFiveBeyondOneSigma), [5, 6, 7, 8]);
    assert_eq!(marked(&many, TwoOfThreeBeyondTwoSigma), [3, 4, 5, 6, 7, 8]);
    assert_eq!(marked(&many, BeyondThreeSigma), [8]);
}

#[test]
fn nelson_as_published() {
    use RunRule::*;
    assert_eq!(marked(&[0.0, 3.2, -3.4, 3.0], BeyondThreeSigma), [2, 3]);
    let sides = [vec![0.5; 10], vec![-0.5; 10]].concat();
    assert_eq!(marked(&sides, NineOnOneSide), [9, 10, 19, 20]);
    let trend = [1, 2, 3, 4, 5, 6, 7, 7, 6, 5, 4, 3, 2, 1].map(f64::from);
    assert_eq!(marked(&trend, SixRisingOrFalling), [6, 7, 13, 14]);
    let turning = [1, 3, 2, 4, 3, 5, 4, 6, 5, 7, 6, 8, 7, 9, 8].map(f64::from);
    assert_eq!(marked(&turning, FourteenAlternating), [14, 15]);
    let two = [0.0, 2.3, 0.4, 2.2, -2.4, -0.2, -2.5];
    assert_eq!(marked(&two, TwoOfThreeBeyondTwoSigma), [4, 7]);
    let four = [1.2, 1.3, 0.2, 1.4, 1.5, -1.2, -1.3, -0.1, -1.4, -1.5];
    assert_eq!(marked(&four, FourOfFiveBeyondOneSigma), [5, 10]);
    let within = [vec![0.3; 16], vec![1.2]].concat();
    assert_eq!(marked(&within, FifteenWithinOneSigma), [15, 16]);
    let beyond = [1.2, -1.3, 1.1, -1.4, 1.5, -1.2, 1.3, -1.1, 0.2];
    assert_eq!(marked(&beyond, EightBeyondOneSigma), [8]);
    assert!(marked(&[1.2; 8], EightBeyondOneSigma).is_empty());
    let in_turn: Vec<f64> = (0..15).map(|index| f64::from(index % 2)).collect();
    assert_eq!(marked(&in_turn, FourteenAlternating), [14, 15]);
}

#[test]
fn exactly_eight_on_one_side_is_for_western_electric_only() {
    let points = [vec![0.5; 8], vec![-0.5]].concat();
    let zones = unit_zones();
    let fires = |rules| {
        let marks = mark_points(&points, &zones, rules);
        marks.iter().any(|mark| !mark.is_empty())
    };
    assert!(fires(RuleSet::WESTERN_ELECTRIC));
    assert!(!fires(RuleSet::NELSON));
}

#[test]
fn each_number_of_each_set_is_one_rule() {
    for (numbers, count) in [
        (RunRule::ALL.map(RunRule::western_electric_number), 4),
        (RunRule::ALL.map(RunRule::nelson_number), 8),
    ] {
        let mut numbers: Vec<u8> = numbers.into_iter().flatten().collect();
        numbers.sort_unstable();
        assert_eq!(numbers, (1..=count).collect::<Vec<u8>>());
    }
    let set = |number: fn(RunRule) -> Option<u8>| {
        let rules = RunRule::ALL.into_iter();
        rules.filter(|&rule| number(rule).is_some()).collect()
    };
    assert_eq!(
        RuleSet::WESTERN_ELECTRIC,
        set(RunRule::western_electric_number)
    );
    assert_eq!(RuleSet::NELSON, set(RunRule::nelson_number));
}

#[test]
fn the_points_of_a_pattern() {
    let points = [2.5, 0.0, 2.6, 0.0];
    let members = RunRule::TwoOfThreeBeyondTwoSigma.members(&points, &unit_zones(), 2);
    assert_eq!(members, [0, 2]);
    let rising = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0];
    let members = RunRule::SixRisingOrFalling.members(&rising, &unit_zones(), 5);
    assert_eq!(members, [0, 1, 2, 3, 4, 5]);
}

#[test]
fn nothing_is_measured_without_a_spread() {
    assert_eq!(Zones::new(1.0, 0.0), None);
    assert_eq!(Zones::new(1.0, -1.0), None);
    assert_eq!(Zones::new(f64::NAN, 1.0), None);
    assert_eq!(Zones::new(0.0, f64::INFINITY), None);
    assert_eq!(Zones::new(f64::MAX, f64::MAX), None);
}

/// Written from the words of the rules, one window at a time.
fn completes(window_end: &[f64], rule: RunRule) -> bool {
    let Some(start) = window_end.len().checked_sub(rule.length()) else {
        return false;
    };
    let window = &window_end[start..];
    let last = *window.last().unwrap();
    let beyond = |sigmas: f64, wanted: usize| {
        let upper = window.iter().filter(|&&z| z > sigmas).count();
        let lower = window.iter().filter(|&&z| z < -sigmas).count();
        upper >= wanted && last > sigmas || lower >= wanted && last < -sigmas
    };
    let one_side = || window.iter().all(|&z| z > 0.0) || window.iter().all(|&z| z < 0.0);
    match rule {
        RunRule::BeyondThreeSigma => last.abs() > 3.0,
        RunRule::TwoOfThreeBeyondTwoSigma => beyond(2.0, 2),
        RunRule::FourOfFiveBeyondOneSigma => beyond(1.0, 4),
        RunRule::EightOnOneSide | RunRule::NineOnOneSide => one_side(),
        RunRule::SixRisingOrFalling => {
            window.windows(2).all(|pair| pair[1] > pair[0])
                || window.windows(2).all(|pair| pair[1] < pair[0])
        }
        RunRule::FourteenAlternating => window
            .windows(3)
            .all(|three| (three[1] - three[0]) * (three[2] - three[1]) < 0.0),
        RunRule::FifteenWithinOneSigma => window.iter().all(|z| z.abs() <= 1.0),
        RunRule::EightBeyondOneSigma => {
            window.iter().all(|z| z.abs() > 1.0)
                && window.iter().any(|&z| z > 0.0)
                && window.iter().any(|&z| z < 0.0)
        }
    }
}

/// Points that make patterns far more often than chance does.
fn patterned_points() -> impl Strategy<Value = Vec<f64>> {
    let piece = prop_oneof![
        prop::collection::vec(-4.0..4.0_f64, 1..12),
        (-3.5..3.5_f64, 1..20_usize).prop_map(|(level, count)| vec![level; count]),
        (-2.0..2.0_f64, 0.01..0.6_f64, 2..16_i32).prop_map(|(from, step, count)| (0..count)
            .map(|k| from + step * f64::from(k))
            .collect()),
        (0.1..2.5_f64, 2..20_i32).prop_map(|(size, count)| (0..count)
            .map(|k| size * f64::from(1 - k % 2 * 2))
            .collect()),
        prop::collection::vec(
            prop::sample::select(vec![-3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0]),
            1..9
        ),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces: Vec<Vec<f64>>| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_chart_marks_exactly_the_points_that_the_slow_way_marks(points in patterned_points()) {
        let marks = mark_points(&points, &unit_zones(), RuleSet::ALL);
        for (index, mark) in marks.iter().enumerate() {
            let expected: RuleSet = RunRule::ALL
                .into_iter()
                .filter(|&rule| completes(&points[..=index], rule))
                .collect();
            prop_assert_eq!(*mark, expected, "point {} of {:?}", index, points);
        }
    }

    #[test]
    fn a_point_that_is_no_number_begins_anew(
        before in patterned_points(),
        after in patterned_points(),
    ) {
        let zones = unit_zones();
        let joined = [before.clone(), vec![f64::NAN], after.clone()].concat();
        let expected = [
            mark_points(&before, &zones, RuleSet::ALL),
            vec![RuleSet::NONE],
            mark_points(&after, &zones, RuleSet::ALL),
        ];
        prop_assert_eq!(mark_points(&joined, &zones, RuleSet::ALL), expected.concat());
    }
}
