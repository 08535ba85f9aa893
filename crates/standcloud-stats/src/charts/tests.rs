//! Published charts, to the digits given there.

use super::*;
use crate::sample::Sample;

/// The piston rings of the R package qcc: 25 samples of a trial and 15 after it.
const PISTON_RINGS: [[f64; 5]; 40] = [
    [74.030, 74.002, 74.019, 73.992, 74.008],
    [73.995, 73.992, 74.001, 74.011, 74.004],
    [73.988, 74.024, 74.021, 74.005, 74.002],
    [74.002, 73.996, 73.993, 74.015, 74.009],
    [73.992, 74.007, 74.015, 73.989, 74.014],
    [74.009, 73.994, 73.997, 73.985, 73.993],
    [73.995, 74.006, 73.994, 74.000, 74.005],
    [73.985, 74.003, 73.993, 74.015, 73.988],
    [74.008, 73.995, 74.009, 74.005, 74.004],
    [73.998, 74.000, 73.990, 74.007, 73.995],
    [73.994, 73.998, 73.994, 73.995, 73.990],
    [74.004, 74.000, 74.007, 74.000, 73.996],
    [73.983, 74.002, 73.998, 73.997, 74.012],
    [74.006, 73.967, 73.994, 74.000, 73.984],
    [74.012, 74.014, 73.998, 73.999, 74.007],
    [74.000, 73.984, 74.005, 73.998, 73.996],
    [73.994, 74.012, 73.986, 74.005, 74.007],
    [74.006, 74.010, 74.018, 74.003, 74.000],
    [73.984, 74.002, 74.003, 74.005, 73.997],
    [74.000, 74.010, 74.013, 74.020, 74.003],
    [73.988, 74.001, 74.009, 74.005, 73.996],
    [74.004, 73.999, 73.990, 74.006, 74.009],
    [74.010, 73.989, 73.990, 74.009, 74.014],
    [74.015, 74.008, 73.993, 74.000, 74.010],
    [73.982, 73.984, 73.995, 74.017, 74.013],
    [74.012, 74.015, 74.030, 73.986, 74.000],
    [73.995, 74.010, 73.990, 74.015, 74.001],
    [73.987, 73.999, 73.985, 74.000, 73.990],
    [74.008, 74.010, 74.003, 73.991, 74.006],
    [74.003, 74.000, 74.001, 73.986, 73.997],
    [73.994, 74.003, 74.015, 74.020, 74.004],
    [74.008, 74.002, 74.018, 73.995, 74.005],
    [74.001, 74.004, 73.990, 73.996, 73.998],
    [74.015, 74.000, 74.016, 74.025, 74.000],
    [74.030, 74.005, 74.000, 74.016, 74.012],
    [74.001, 73.990, 73.995, 74.010, 74.024],
    [74.015, 74.020, 74.024, 74.005, 74.019],
    [74.035, 74.010, 74.012, 74.015, 74.026],
    [74.017, 74.013, 74.036, 74.025, 74.026],
    [74.010, 74.005, 74.029, 74.000, 74.020],
];

fn assert_near(found: f64, expected: f64, tolerance: f64) {
    assert!(
        (found - expected).abs() <= tolerance,
        "{found} is not {expected}"
    );
}

fn piston_rings(measure: SubgroupSpread) -> SubgroupChart {
    let subgroups = PISTON_RINGS.iter().map(<[f64; 5]>::as_slice);
    subgroup_chart(subgroups, 0..25, measure).unwrap()
}

fn counted(counts: &[u64], size: u64) -> Vec<Counted> {
    let counts = counts.iter();
    counts.map(|&count| Counted { count, size }).collect()
}

fn indices_of(marks: &[bool]) -> Vec<usize> {
    let marks = marks.iter().enumerate();
    marks
        .filter(|(_, is)| **is)
        .map(|(index, _)| index)
        .collect()
}

#[test]
fn individuals_of_nist() {
    let values = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1];
    let chart = individuals_chart(&Sample::of(&values)).unwrap();
    assert_near(chart.limits.centre, 50.81, 1e-9);
    assert_near(chart.moving_ranges.centre, 1.8778, 5e-5);
    // NIST computes with d2 rounded to 1.128.
    assert_near(chart.limits.upper, 55.8041, 2e-3);
    assert_near(chart.limits.lower, 45.8159, 2e-3);
}

#[test]
fn individuals_of_qcc() {
    let viscosity = [
        34.05, 34.40, 33.59, 35.96, 34.70, 33.51, 33.79, 34.04, 34.52, 33.75, 33.27, 33.71, 34.03,
        34.58, 34.02, 33.97, 34.05, 34.04, 33.73, 34.05,
    ];
    let chart = individuals_chart(&Sample::of(&viscosity)).unwrap();
    assert_near(chart.limits.centre, 34.088, 1e-9);
    assert_near(chart.moving_ranges.centre, 0.572_632, 5e-7);
    assert_near(chart.sigma, 0.507_482, 2e-6);
    assert_near(chart.limits.lower, 32.5656, 1e-4);
    assert_near(chart.limits.upper, 35.6104, 1e-4);
    let marks = mark_points(&viscosity, &chart.zones, RuleSet::THREE_SIGMA);
    let marked = marks.iter().position(|mark| !mark.is_empty());
    assert_eq!(marked, Some(3));
}

#[test]
fn individuals_by_hand() {
    let chart = individuals_chart(&Sample::of(&[10.0, 12.0, 11.0, 13.0, 12.0])).unwrap();
    assert_near(chart.limits.centre, 11.6, 1e-12);
    assert_near(chart.moving_ranges.centre, 1.5, 1e-12);
    assert_near(chart.sigma, 1.329_340_388_179_137, 1e-9);
    assert_near(chart.limits.upper, 15.588_021_164_537, 1e-9);
    assert_near(chart.limits.lower, 7.611_978_835_463, 1e-9);
    assert_near(chart.moving_ranges.upper, 4.899_797_878_933, 1e-8);
}

#[test]
fn means_and_ranges_of_qcc() {
    let chart = piston_rings(SubgroupSpread::Range);
    assert_near(chart.centre, 74.001_176, 5e-7);
    assert_near(chart.sigma, 0.009_785_34, 5e-9);
    let ranges = chart.spread_limits(5).unwrap();
    assert_near(ranges.centre, 0.02276, 5e-9);
    let limits = chart.mean_limits(5);
    assert_near(limits.lower, 73.98805, 5e-6);
    assert_near(limits.upper, 74.01430, 5e-6);
    let marks = chart.mark_means(RuleSet::THREE_SIGMA);
    let beyond: Vec<bool> = marks.iter().map(|mark| !mark.is_empty()).collect();
    // Counted from 1: 37, 38 and 39.
    assert_eq!(indices_of(&beyond), [36, 37, 38]);
    assert!(indices_of(&chart.mark_spreads()).is_empty());
}

#[test]
fn means_and_standard_deviations_of_qcc() {
    let chart = piston_rings(SubgroupSpread::StandardDeviation);
    assert_near(chart.sigma, 0.009_830_0, 5e-8);
    assert_near(chart.spread_limits(5).unwrap().centre, 0.009_240_0, 5e-8);
}

#[test]
fn subgroups_by_hand() {
    let pairs = [
        [10.0, 12.0],
        [11.0, 13.0],
        [9.0, 11.0],
        [12.0, 14.0],
        [10.0, 12.0],
    ];
    let of = |measure| subgroup_chart(pairs.iter().map(<[f64; 2]>::as_slice), 0..5, measure);
    let ranges = of(SubgroupSpread::Range).unwrap();
    assert_near(ranges.sigma, 1.772_453_850_905_516, 1e-9);
    assert_near(ranges.mean_limits(2).upper, 15.159_942_411_946_5, 1e-8);
    assert_near(
        ranges.spread_limits(2).unwrap().upper,
        6.533_063_838_577_454,
        1e-8,
    );
    let deviations = of(SubgroupSpread::StandardDeviation).unwrap();
    assert_near(deviations.sigma, 1.772_453_850_905_516, 1e-9);
    let limits = deviations.spread_limits(2).unwrap();
    assert_near(limits.centre, std::f64::consts::SQRT_2, 1e-9);
    assert_near(limits.upper, 4.619_573_742_182_559, 1e-8);
}

#[test]
fn subgroups_of_different_sizes_have_limits_of_their_own() {
    let subgroups: [&[f64]; 4] = [&[1.0, 2.0], &[1.0, 2.0, 3.0], &[9.0], &[1.5, 1.0, 2.0, 2.5]];
    let chart = subgroup_chart(subgroups, 0..2, SubgroupSpread::StandardDeviation).unwrap();
    assert_eq!(chart.zones(), None);
    assert_eq!(chart.points[2].spread, None);
    assert!(chart.mean_limits(2).upper > chart.mean_limits(4).upper);
    let marks = chart.mark_means(RuleSet::ALL);
    assert!(marks[2].contains(RunRule::BeyondThreeSigma));
    assert!(marks[3].is_empty());
}

#[test]
fn shares_of_qcc() {
    let orange_juice = counted(
        &[
            12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22, 8, 10, 5, 13, 11, 20, 18, 24, 15,
            9, 12, 7, 13, 9, 6,
        ],
        50,
    );
    let chart = attribute_chart(AttributeKind::Share, &orange_juice, 0..30).unwrap();
    assert_near(chart.mean, 0.231_333, 5e-7);
    assert_near(chart.points[0].limits.lower, 0.052_428, 5e-7);
    assert_near(chart.points[0].limits.upper, 0.410_239, 5e-7);
    let marks = chart.mark(RuleSet::THREE_SIGMA);
    let beyond: Vec<bool> = marks.iter().map(|mark| !mark.is_empty()).collect();
    // Counted from 1: 15 and 23.
    assert_eq!(indices_of(&beyond), [14, 22]);
}

#[test]
fn counts_by_hand() {
    let defectives = counted(&[2, 3, 1, 4, 2], 50);
    let upper = |kind| {
        let chart = attribute_chart(kind, &defectives, 0..5).unwrap();
        assert_near(chart.points[0].limits.lower, 0.0, 0.0);
        chart.points[0].limits.upper
    };
    assert_near(upper(AttributeKind::Share), 0.138_693_329_412_917, 1e-12);
    assert_near(
        upper(AttributeKind::DefectiveUnits),
        6.934_666_470_645_883,
        1e-12,
    );
    let defects = counted(&[3, 2, 4, 1, 3], 1);
    let chart = attribute_chart(AttributeKind::Defects, &defects, 0..5).unwrap();
    assert_near(chart.points[0].limits.upper, 7.437_354_648_979_131, 1e-12);
    let flaws = [(6, 3), (4, 2), (9, 4), (5, 2)].map(|(count, size)| Counted { count, size });
    let chart = attribute_chart(AttributeKind::DefectsPerUnit, &flaws, 0..4).unwrap();
    assert_near(chart.mean, 24.0 / 11.0, 1e-12);
    assert!(chart.points[0].limits.upper > chart.points[2].limits.upper);
}

#[test]
fn laney_widens_by_what_the_points_show() {
    let defectives = counted(&[2, 3, 1, 4, 2], 50);
    let chart = attribute_chart(AttributeKind::LaneyShare, &defectives, 0..5).unwrap();
    assert_near(chart.sigma_z.unwrap(), 1.172_602_6, 5e-8);
    assert_near(chart.points[0].limits.upper, 0.154_347, 5e-7);
    let mut with_an_empty_one = defectives.clone();
    with_an_empty_one.push(Counted { count: 0, size: 0 });
    let chart = attribute_chart(AttributeKind::LaneyShare, &with_an_empty_one, 0..6).unwrap();
    assert_near(chart.sigma_z.unwrap(), 1.172_602_6, 5e-8);
    assert_eq!(chart.points[5].value, None);
}

#[test]
fn ewma_of_nist() {
    let values = [
        52.0, 47.0, 53.0, 49.3, 50.1, 47.0, 51.0, 50.1, 51.2, 50.5, 49.6, 47.6, 49.9, 51.3, 47.8,
        51.2, 52.6, 52.4, 53.6, 52.1,
    ];
    let settings = EwmaSettings {
        lambda: 0.3,
        width: 3.0,
    };
    let chart = ewma_chart(&values, 50.0, 2.0539, settings).unwrap();
    let limits = chart.final_limits();
    assert_near(limits.upper, 52.5884, 5e-5);
    assert_near(limits.lower, 47.4116, 5e-5);
    let published = [
        50.60, 49.52, 50.56, 50.18, 50.16, 49.21, 49.75, 49.85, 50.26, 50.33, 50.11, 49.36, 49.52,
        50.05, 49.38, 49.92, 50.73, 51.23, 51.94, 51.99,
    ];
    for (found, expected) in chart.points.iter().zip(published) {
        assert_near(*found, expected, 6e-3);
    }
    assert!(indices_of(&chart.beyond()).is_empty());
}

#[test]
fn ewma_limits_of_qcc() {
    let settings = EwmaSettings {
        lambda: 0.5,
        width: 2.0,
    };
    let chart = ewma_chart(&[11.0, 13.0, 12.0], 10.0, 2.0, settings).unwrap();
    assert_eq!(chart.points, [10.5, 11.75, 11.875]);
    for (index, sigma) in [1.0, 1.25_f64.sqrt(), 1.3125_f64.sqrt()]
        .into_iter()
        .enumerate()
    {
        assert_near(chart.limits(index).upper, 10.0 + 2.0 * sigma, 1e-12);
    }
}

#[test]
fn cusum_of_nist() {
    let means = [
        324.925, 324.675, 324.725, 324.350, 325.350, 325.225, 324.125, 324.525, 325.225, 324.600,
        324.625, 325.150, 328.325, 327.250, 327.825, 328.500, 326.675, 327.775, 326.875, 328.350,
    ];
    let settings = CusumSettings {
        slack: 0.3175,
        decision: 4.1959,
    };
    let chart = cusum_chart(&means, 325.0, 1.0, settings).unwrap();
    // Counted from 1: the first signal is at group 14.
    assert_eq!(indices_of(&chart.beyond()).first(), Some(&13));
    assert_near(chart.points[12].upper, 3.0075, 1e-9);
}

#[test]
fn cusum_sums_of_qcc() {
    let settings = CusumSettings {
        slack: 0.5,
        decision: 1.0,
    };
    let values = [1.5, 0.5, 0.6, -1.5, -0.5, -0.8];
    let chart = cusum_chart(&values, 0.0, 1.0, settings).unwrap();
    let upper = [1.0, 1.0, 1.1, 0.0, 0.0, 0.0];
    let lower = [0.0, 0.0, 0.0, 1.0, 1.0, 1.3];
    for (point, (upper, lower)) in chart.points.iter().zip(upper.into_iter().zip(lower)) {
        assert_near(point.upper, upper, 1e-12);
        assert_near(point.lower, lower, 1e-12);
    }
    assert_eq!(indices_of(&chart.beyond()), [2, 5]);
}

#[test]
fn what_has_no_limits_says_why() {
    let individuals = |values: &[f64]| individuals_chart(&Sample::of(values)).err();
    let too_few = |have| Some(NoChart::TooFew { have, needed: 2 });
    assert_eq!(individuals(&[]), too_few(0));
    assert_eq!(individuals(&[1.0]), too_few(1));
    assert_eq!(individuals(&[1.0, f64::INFINITY]), too_few(1));
    assert_eq!(individuals(&[5.0; 9]), Some(NoChart::NoSpread));
    assert_eq!(individuals(&[f64::MAX, -f64::MAX]), Some(NoChart::TooLarge));

    let subgroups =
        |groups: &[&[f64]], measure| subgroup_chart(groups.iter().copied(), 0..9, measure).err();
    let range = SubgroupSpread::Range;
    assert_eq!(subgroups(&[], range), too_few(0));
    assert_eq!(
        subgroups(&[&[1.0], &[2.0]], range),
        Some(NoChart::NoSubgroup)
    );
    assert_eq!(
        subgroups(&[&[1.0, 1.0], &[2.0, 2.0]], range),
        Some(NoChart::NoSpread)
    );
    let large = [1.0, 2.0].repeat(20);
    let too_large = Some(NoChart::SubgroupTooLarge { size: 40 });
    assert_eq!(subgroups(&[&large], range), too_large);
    assert_eq!(
        subgroups(&[&large], SubgroupSpread::StandardDeviation),
        None
    );

    let share = |samples: &[Counted]| {
        attribute_chart(AttributeKind::Share, samples, 0..samples.len()).err()
    };
    assert_eq!(share(&[]), Some(NoChart::NothingCounted));
    assert_eq!(share(&counted(&[3], 2)), Some(NoChart::CountAboveSize));
    let laney = attribute_chart(AttributeKind::LaneyShare, &counted(&[0, 0], 5), 0..2);
    assert_eq!(laney.err(), Some(NoChart::NoSpread));

    let ewma = EwmaSettings {
        lambda: 0.0,
        width: 3.0,
    };
    assert_eq!(
        ewma_chart(&[1.0], 0.0, 1.0, ewma).err(),
        Some(NoChart::Settings)
    );
    let cusum = CusumSettings::default();
    assert_eq!(
        cusum_chart(&[1.0], 0.0, 0.0, cusum).err(),
        Some(NoChart::NoSpread)
    );
    let chart = cusum_chart(&[f64::INFINITY, f64::NAN, 1.0], 0.0, 1.0, cusum).unwrap();
    assert_near(chart.points[2].upper, 0.5, 1e-12);
}
