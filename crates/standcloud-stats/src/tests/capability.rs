//! Capability indices against published figures: of qcc, of its piston rings and its tests, and a case
//! computed by hand.

use super::data::piston_rings;
use crate::capability::{Index, Indices, Process, cpm_about_target};
use crate::moments::Moments;
use crate::sample::Sample;
use crate::tolerance::Tolerance;
use crate::within_sigma::{SigmaEstimate, WithinMethod};

fn close(found: f64, wanted: f64, tolerance: f64) {
    assert!((found - wanted).abs() <= tolerance, "{found} for {wanted}");
}

fn interval(found: Option<Index>, wanted: (f64, f64, f64), tolerance: f64) {
    let found = found.unwrap();
    close(found.value, wanted.0, tolerance);
    close(found.interval.lower, wanted.1, tolerance);
    close(found.interval.upper, wanted.2, tolerance);
}

fn subgroups(values: &[f64], size: usize) -> Vec<Moments> {
    let subgroups = values.chunks(size);
    subgroups
        .map(|values| Moments::of(&Sample::of(values)).unwrap())
        .collect()
}

/// With n − 1 degrees of freedom for every spread, as qcc has it.
fn indices_as_qcc(
    whole: &Moments,
    sigma: f64,
    tolerance: &Tolerance,
    target: Option<f64>,
) -> Indices {
    let freedom = SigmaEstimate::overall(whole).unwrap().freedom;
    let process = Process {
        count: whole.count(),
        mean: whole.mean(),
        spread: SigmaEstimate { sigma, freedom },
    };
    process.indices(tolerance, target, 0.95).unwrap()
}

#[test]
fn piston_rings_of_qcc() {
    let trial = &piston_rings()[..125];
    let whole = Moments::of(&Sample::of(trial)).unwrap();
    let groups = subgroups(trial, 5);
    let sigma = |method| SigmaEstimate::within(&groups, method).unwrap().sigma;
    close(whole.mean(), 74.001_176, 5e-7);
    close(sigma(WithinMethod::MeanRange), 0.009_785_34, 5e-9);
    close(sigma(WithinMethod::MeanSigma), 0.009_830_0, 5e-8);
    let overall = whole.std_dev().unwrap();
    close(overall, 0.010_069_97, 5e-9);
    let ranges: f64 = groups.iter().map(|one| one.max() - one.min()).sum();
    close(ranges / 25.0, 0.022_76, 5e-6);
    let tolerance = Tolerance::of(Some(73.95), Some(74.05)).unwrap();
    let target = Some(74.0);
    let within = sigma(WithinMethod::MeanRange);
    let found = indices_as_qcc(&whole, within, &tolerance, target);
    interval(found.potential, (1.7032, 1.4914, 1.9148), 6e-5);
    close(found.lower.unwrap(), 1.7433, 5e-5);
    close(found.upper.unwrap(), 1.6632, 5e-5);
    interval(Some(found.actual), (1.6632, 1.4481, 1.8783), 6e-5);
    close(found.about_target.unwrap().value, 1.6911, 5e-5);
    let found = indices_as_qcc(&whole, overall, &tolerance, target);
    interval(found.potential, (1.6551, 1.4492, 1.8606), 6e-5);
    interval(Some(found.actual), (1.6162, 1.4067, 1.8256), 6e-5);
    let about = cpm_about_target(&tolerance, target, 125, whole.mean(), overall);
    close(about.unwrap(), 1.6438, 5e-5);
}

#[test]
fn the_matrix_of_the_tests_of_qcc() {
    let values = [
        10.0, 10.02, 9.98, 10.01, 10.03, 9.99, 10.01, 10.0, 9.97, 10.04, 10.02, 9.99,
    ];
    let whole = Moments::of(&Sample::of(&values)).unwrap();
    // Published from d2(4) = 2.059 of a table, 2.0587507 exactly: the last digits are its rounding.
    let within = SigmaEstimate::within(&subgroups(&values, 4), WithinMethod::MeanRange);
    let within = within.unwrap().sigma;
    let tolerance = Tolerance::of(Some(9.9), Some(10.1)).unwrap();
    let as_published = within * crate::range_constants(4).unwrap().d2 / 2.059;
    let found = indices_as_qcc(&whole, as_published, &tolerance, Some(10.0));
    interval(found.potential, (1.372_667, 0.808_460, 1.937_713), 1e-6);
    close(found.lower.unwrap(), 1.441_300, 1e-6);
    close(found.upper.unwrap(), 1.304_033, 1e-6);
    interval(Some(found.actual), (1.304_033, 0.727_408, 1.880_659), 1e-6);
    close(found.about_target.unwrap().value, 1.344_463, 1e-6);
    let off_target = indices_as_qcc(&whole, as_published, &tolerance, Some(10.02));
    close(off_target.about_target.unwrap().value, 1.167_834, 1e-6);
    let found = indices_as_qcc(&whole, whole.std_dev().unwrap(), &tolerance, Some(10.0));
    close(found.potential.unwrap().value, 1.612_598, 1e-6);
    close(found.actual.value, 1.531_968, 1e-6);
    close(found.about_target.unwrap().value, 1.567_395, 1e-6);
}

#[test]
fn a_case_by_hand() {
    let values = [10.0, 12.0, 11.0, 13.0, 12.0];
    let sample = Sample::of(&values);
    let whole = Moments::of(&sample).unwrap();
    let tolerance = Tolerance::of(Some(6.0), Some(16.0)).unwrap();
    let within = SigmaEstimate::by_moving_range(&sample).unwrap().sigma;
    let found = indices_as_qcc(&whole, within, &tolerance, None);
    close(found.potential.unwrap().value, 1.253_755, 1e-6);
    close(found.actual.value, 1.103_304, 1e-6);
    close(found.outside.total(), 479.2477, 1e-3);
    let found = indices_as_qcc(&whole, whole.std_dev().unwrap(), &tolerance, None);
    close(found.potential.unwrap().value, 1.461_763, 1e-6);
    close(found.actual.value, 1.286_352, 1e-6);
    close(found.outside.total(), 57.3649, 1e-3);
}

#[test]
fn the_speed_of_light_of_nist() {
    let values = super::data::numbers(include_str!("data/michelso.txt"));
    let whole = Moments::of(&Sample::of(&values)).unwrap();
    let tolerance = Tolerance::of(Some(299.6), Some(300.1)).unwrap();
    let found = indices_as_qcc(&whole, whole.std_dev().unwrap(), &tolerance, None);
    close(found.potential.unwrap().value, 1.054_711_499_079_61, 1e-12);
}
