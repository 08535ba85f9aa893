//! Studies with known answers, and a slow analysis that says the same.

use proptest::prelude::*;

use super::ranges::StudyRanges;
use super::*;

fn assert_near(found: f64, expected: f64, tolerance: f64) {
    assert!(
        (found - expected).abs() <= tolerance,
        "{found} is not {expected}"
    );
}

/// Made for this test: six parts, three appraisers, two trials, and appraisers who disagree about parts.
fn with_interaction() -> Vec<Vec<Vec<f64>>> {
    [
        [[9.99, 9.91], [10.04, 10.13], [9.39, 9.61]],
        [[11.72, 11.74], [11.07, 11.07], [12.0, 12.08]],
        [[10.93, 11.11], [11.2, 11.07], [10.95, 11.0]],
        [[10.39, 10.03], [10.32, 10.19], [10.06, 10.19]],
        [[8.86, 8.6], [8.76, 8.78], [8.84, 8.97]],
        [[7.86, 7.88], [7.96, 8.05], [8.16, 8.22]],
    ]
    .map(|part| part.map(Vec::from).to_vec())
    .to_vec()
}

fn anova(data: &[Vec<Vec<f64>>], pool_above: Option<f64>) -> GageAnova {
    let options = GageOptions {
        pool_above,
        tolerance: Some(12.0),
    };
    gage_anova(&CrossedDesign::new(data).unwrap(), &options).unwrap()
}

/// Recomputed with statsmodels and u-analytics.
#[test]
fn a_significant_interaction_is_not_pooled() {
    let found = anova(&with_interaction(), Some(0.25));
    assert!(!found.is_pooled);
    let lines = [
        (found.parts, 54.394_580_6, 5),
        (found.appraisers, 0.028_772_2, 2),
        (found.interaction, 1.509_794_4, 10),
        (found.repeatability, 0.190_950_0, 18),
    ];
    for (line, squares, freedom) in lines {
        assert_near(line.squares, squares, 1e-7);
        assert_eq!(line.freedom, freedom);
    }
    assert_near(found.parts.f.unwrap(), 72.0556, 5e-5);
    assert_near(found.appraisers.f.unwrap(), 0.095_285_2, 5e-8);
    assert_near(found.interaction.f.unwrap(), 14.232_155_0, 5e-7);
    assert_near(found.interaction.p.unwrap(), 1.3247e-6, 1e-10);
    let result = found.result;
    assert_near(result.repeatability.variance, 0.010_608_33, 5e-9);
    assert_near(result.interaction.unwrap().variance, 0.070_185_56, 5e-9);
    // The variance of the appraisers came out below zero: only the interaction is left.
    assert_near(result.reproducibility.unwrap().variance, 0.070_185_56, 5e-9);
    assert_near(result.gage.variance, 0.080_793_89, 5e-9);
    assert_near(result.parts.variance, 1.787_989_44, 5e-9);
    assert_near(result.total.variance, 1.868_783_33, 5e-9);
    assert_near(result.gage.study_share.unwrap(), 0.207_926, 5e-7);
    assert_near(result.gage.contribution.unwrap(), 0.043_233, 5e-7);
    assert_eq!(result.distinct_categories, Some(6));
    let of_tolerance = 6.0 * 0.080_793_89_f64.sqrt() / 12.0;
    assert_near(result.gage.tolerance_share.unwrap(), of_tolerance, 1e-8);
    assert_eq!(result.verdict_of_study(), Some(GageVerdict::Conditional));
}

#[test]
fn an_interaction_by_chance_is_pooled() {
    let data = with_interaction();
    // With every p below 1, this pools what the study above does not.
    let found = anova(&data, Some(0.0));
    assert!(found.is_pooled);
    let pooled = (1.509_794_4 + 0.190_950_0) / 28.0;
    assert_near(found.result.repeatability.variance, pooled, 1e-8);
    assert_eq!(found.result.interaction, None);
    assert_near(found.parts.f.unwrap(), 54.394_580_6 / 5.0 / pooled, 1e-4);
    assert!(!anova(&data, None).is_pooled);
}

/// From the published averages and ranges of the example in AIAG's manual.
#[test]
fn averages_and_ranges_of_aiag() {
    let study = StudyRanges {
        trials: 0.34167,
        appraisers: 0.4447,
        parts: 3.5111,
    };
    let result = study.result(10, 3, 3, None).unwrap();
    assert_near(result.repeatability.sigma(), 0.20188, 5e-4);
    assert_near(result.reproducibility.unwrap().sigma(), 0.22963, 5e-4);
    assert_near(result.gage.sigma(), 0.30575, 5e-4);
    assert_near(result.parts.sigma(), 1.10456, 5e-4);
    assert_near(result.total.sigma(), 1.14610, 5e-4);
    assert_near(result.gage.study_share.unwrap(), 0.2668, 5e-4);
    assert_eq!(result.distinct_categories, Some(5));
}

#[test]
fn averages_and_ranges_of_values() {
    let design = CrossedDesign::new(&with_interaction()).unwrap();
    let found = gage_average_and_range(&design, None).unwrap();
    assert_near(found.mean_range, 2.05 / 18.0, 1e-9);
    assert!(found.result.gage.variance < found.result.parts.variance);
    assert_near(found.range_limit, 3.267 * 2.05 / 18.0, 1e-3);
}

/// The certified one-way analysis of NIST, resistivity of silicon wafers: F 1.18046237440255.
#[test]
fn repeats_of_nist() {
    let wafers: [&[f64]; 5] = [
        &[196.3052, 196.1240, 196.1890, 196.2569, 196.3403],
        &[196.3042, 196.3825, 196.1669, 196.3257, 196.0422],
        &[196.1303, 196.2005, 196.2889, 196.0343, 196.1811],
        &[196.2795, 196.1748, 196.1494, 196.1485, 195.9885],
        &[196.2119, 196.1051, 196.1850, 196.0052, 196.2090],
    ];
    let found = repeat_study(wafers, Some(1.0)).unwrap();
    assert_near(found.between.squares, 5.114_626_16e-2, 1e-10);
    assert_near(found.within.squares, 2.166_365_60e-1, 1e-10);
    assert_eq!((found.between.freedom, found.within.freedom), (4, 20));
    assert_near(found.between.f.unwrap(), 1.180_462_374_402_55, 1e-8);
    assert_near(
        found.result.repeatability.sigma(),
        0.104_076_068_334_656,
        1e-11,
    );
    let interval = found.repeatability_interval.unwrap();
    assert_near(interval.lower, 0.079_63, 1e-4);
    assert_near(interval.upper, 0.150_3, 1e-3);
}

#[test]
fn what_is_no_study_says_why() {
    let refused = |data: &[Vec<Vec<f64>>]| CrossedDesign::new(data).err();
    assert_eq!(
        refused(&[]),
        Some(NoStudy::TooFewParts { have: 0, needed: 2 })
    );
    let once = vec![vec![1.0], vec![2.0]];
    assert_eq!(refused(&[once.clone(), once]), Some(NoStudy::NoRepeats));
    let alone = vec![vec![1.0, 2.0]];
    let too_few = Some(NoStudy::TooFewAppraisers { have: 1, needed: 2 });
    assert_eq!(refused(&[alone.clone(), alone.clone()]), too_few);
    let more = vec![vec![1.0, 2.0], vec![1.0, 2.0]];
    assert_eq!(refused(&[more.clone(), alone]), Some(NoStudy::NotCrossed));
    let infinite = vec![vec![1.0, f64::INFINITY], vec![1.0, 2.0]];
    assert_eq!(refused(&[more, infinite]), Some(NoStudy::NotFinite));

    let repeats = |units: &[&[f64]]| repeat_study(units.iter().copied(), None).err();
    assert_eq!(repeats(&[]), Some(NoStudy::NoRepeats));
    assert_eq!(repeats(&[&[1.0], &[2.0]]), Some(NoStudy::NoRepeats));
    let too_few = Some(NoStudy::TooFewParts { have: 1, needed: 2 });
    assert_eq!(repeats(&[&[1.0, 2.0], &[2.0]]), too_few);
    assert_eq!(
        repeats(&[&[1.0, f64::NAN], &[2.0, 3.0]]),
        Some(NoStudy::NotFinite)
    );
    let huge: &[f64] = &[f64::MAX, -f64::MAX];
    assert_eq!(repeats(&[huge, huge]), Some(NoStudy::NotFinite));
}

#[test]
fn without_any_spread_there_are_no_shares() {
    let found = repeat_study([&[5.0, 5.0][..], &[5.0, 5.0]], Some(0.0)).unwrap();
    assert_eq!(found.result.distinct_categories, None);
    assert_eq!(found.result.gage.study_share, None);
    assert_eq!(found.result.gage.tolerance_share, None);
    assert_eq!(found.between.f, None);
}

/// `data[part][appraiser][trial]`, not too far from one another.
fn designs() -> impl Strategy<Value = Vec<Vec<Vec<f64>>>> {
    (2..6_usize, 2..4_usize, 2..4_usize).prop_flat_map(|(parts, appraisers, trials)| {
        let cell = prop::collection::vec(-9.0..9.0_f64, trials);
        let part = prop::collection::vec(cell, appraisers);
        prop::collection::vec(part, parts)
    })
}

proptest! {
    #[test]
    fn the_sums_of_squares_add_up(data in designs()) {
        let found = anova(&data, Some(0.25));
        let all: Vec<f64> = data.iter().flatten().flatten().copied().collect();
        let mean = mean(&all);
        let total: f64 = all.iter().map(|value| (value - mean).powi(2)).sum();
        let lines = [found.parts, found.appraisers, found.interaction, found.repeatability];
        let sum: f64 = lines.iter().map(|line| line.squares).sum();
        prop_assert!((sum - total).abs() < 1e-9 * total.max(1.0));
        let freedom: usize = lines.iter().map(|line| line.freedom).sum();
        prop_assert_eq!(freedom, all.len() - 1);
        let result = found.result;
        let parts = result.gage.variance + result.parts.variance;
        prop_assert!((parts - result.total.variance).abs() < 1e-9);
        for share in [result.gage.study_share, result.parts.contribution].into_iter().flatten() {
            prop_assert!((0.0..=1.0 + 1e-12).contains(&share));
        }
    }

    #[test]
    fn equal_numbers_of_repeats_are_the_crossed_repeatability(data in designs()) {
        let units: Vec<Vec<f64>> = data.iter().map(|part| part.concat()).collect();
        let study = repeat_study(units.iter().map(Vec::as_slice), None).unwrap();
        let crossed = anova(&data, None);
        let within = crossed.appraisers.squares + crossed.interaction.squares
            + crossed.repeatability.squares;
        prop_assert!((study.within.squares - within).abs() < 1e-9 * within.max(1.0));
        prop_assert!((study.between.squares - crossed.parts.squares).abs() < 1e-8);
    }
}
