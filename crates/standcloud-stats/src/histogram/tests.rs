//! Bins of ordinary and of odd values.

use proptest::prelude::*;

use super::*;
use crate::sample::Sample;
use crate::tolerance::Tolerance;

fn histogram(values: &[f64], tolerance: Option<Tolerance>) -> Histogram {
    let sample = Sample::of(values);
    let grid = BinGrid::of(&sample, tolerance.as_ref()).expect("a grid");
    grid.fill(sample.values())
}

fn total(histogram: &Histogram) -> u64 {
    histogram.bins.iter().map(|bin| bin.count).sum::<u64>() + histogram.below + histogram.above
}

/// A triangle, in steps of `step`.
fn triangle(count: u32, step: f64) -> Vec<f64> {
    let at = |at: u32| f64::from(at * 7919 % 1009 + at * 104_729 % 1013);
    (0..count).map(|index| at(index) * step).collect()
}

#[test]
fn edges_are_round_numbers() {
    let found = histogram(&triangle(2000, 0.0123), None);
    for bin in &found.bins {
        let text = format!("{}", bin.from);
        assert!(text.len() <= 5, "{text}");
        assert!(bin.from < bin.to);
    }
    assert_eq!(total(&found), 2000);
    assert!(
        (10..=80).contains(&found.bins.len()),
        "{}",
        found.bins.len()
    );
}

#[test]
fn one_more_value_moves_no_edge() {
    let mut values = triangle(2000, 0.0123);
    let before = histogram(&values, None);
    values.push(12.3);
    let after = histogram(&values, None);
    let edges = |found: &Histogram| found.bins.iter().map(|bin| bin.from).collect::<Vec<_>>();
    assert_eq!(edges(&before), edges(&after));
}

#[test]
fn an_outlier_does_not_push_the_others_together() {
    let mut values = triangle(2000, 0.0123);
    let before = histogram(&values, None);
    values.extend([1e9, -1e9, f64::MAX]);
    let after = histogram(&values, None);
    assert_eq!((after.below, after.above), (1, 2));
    assert!(after.bins.len() + 3 >= before.bins.len());
}

#[test]
fn each_value_of_a_coarse_instrument_has_a_bin_around_it() {
    let values: Vec<f64> = (0..500_u32)
        .map(|at| f64::from(33 + at % 5) / 10.0)
        .collect();
    let found = histogram(&values, None);
    assert_eq!(found.bins.len(), 5);
    for (bin, value) in found.bins.iter().zip([3.3, 3.4, 3.5, 3.6, 3.7]) {
        assert_eq!(bin.count, 100);
        assert!((f64::midpoint(bin.from, bin.to) - value).abs() < 1e-12);
    }
}

#[test]
fn limits_are_inside_unless_they_are_far_away() {
    let values = triangle(2000, 0.0123);
    let near = Tolerance::of(Some(-2.0), Some(30.0)).unwrap();
    let found = histogram(&values, Some(near));
    assert!(found.bins.first().unwrap().from < -2.0);
    assert!(found.bins.last().unwrap().to > 30.0);
    let far = Tolerance::of(Some(-1e6), Some(f64::MAX)).unwrap();
    assert_eq!(histogram(&values, Some(far)), histogram(&values, None));
}

#[test]
fn bins_become_wider_for_limits_that_are_rather_far_away() {
    let values = triangle(2000, 0.0123);
    let wide = Tolerance::of(Some(-60.0), Some(90.0)).unwrap();
    let found = histogram(&values, Some(wide));
    assert!(found.bins.first().unwrap().from < -60.0);
    assert!(found.bins.last().unwrap().to > 90.0);
    assert!(found.bins.iter().filter(|bin| bin.count > 0).count() >= 10);
}

#[test]
fn one_value_and_equal_values() {
    for value in [0.0, 5.0, -0.1, 1e-300, 1e300, 123_456.789] {
        for values in [vec![value], vec![value; 50]] {
            let sample = Sample::of(&values);
            let Some(grid) = BinGrid::of(&sample, None) else {
                assert!(value.abs() > 1e299 || value.abs() < 1e-299);
                continue;
            };
            let found = grid.fill(&values);
            assert_eq!(found.bins.len(), 1, "{value}: {found:?}");
            assert_eq!(found.bins[0].count, u64::try_from(values.len()).unwrap());
        }
    }
    assert_eq!(BinGrid::of(&Sample::of(&[]), None), None);
}

proptest! {
    #[test]
    fn every_value_is_counted_once(
        values in prop::collection::vec(prop_oneof![
            -1e3..1e3f64,
            (-50..50i32).prop_map(|digits| f64::from(digits) / 10.0),
            prop::num::f64::NORMAL,
        ], 1..500),
        limits in prop::option::of((-2e3..2e3f64, 0.1..1e3f64)),
    ) {
        let tolerance = limits.map(|(lower, width)| Tolerance::Between { lower, upper: lower + width });
        let sample = Sample::of(&values);
        if let Some(grid) = BinGrid::of(&sample, tolerance.as_ref()) {
            let found = grid.fill(&values);
            prop_assert_eq!(total(&found), u64::try_from(values.len()).unwrap());
            prop_assert!(found.bins.len() <= 162);
            for bin in &found.bins {
                prop_assert!(bin.from.is_finite() && bin.from < bin.to, "{:?}", bin);
                let inside = values.iter().filter(|value| (bin.from..bin.to).contains(*value));
                prop_assert_eq!(u64::try_from(inside.count()).unwrap(), bin.count);
            }
        }
    }
}
