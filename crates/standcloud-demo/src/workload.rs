//! The runs that the analysis benchmark asks about: many, each with many measurements, all known.
//!
//! Problem: answers are to be compared with those of other engines over the same data, so the data must
//! come to us as reports and to them as plain tables, a million runs in minutes.
//! Choice: every run is a pure function of its number, and can be written as a report or be looked at as
//! numbers; values are whole numbers of 0.0001, so that both ways lead to the same floating-point number.
//! Consequence: a plant without a story. There are weak stands, frequent faults and retests, and nothing
//! drifts.

mod report;

use crate::random::Random;

pub const WORKLOAD_STANDS: u32 = 8;
/// 2025-06-15, 15:06:40 UTC.
const FIRST_MOMENT_S: u64 = 1_750_000_000;
const SPAN_S: u64 = 360 * 86_400;
const STREAM: u64 = 11;
const RETEST_CHANCE: f64 = 0.08;
const RETEST_WITHIN: u64 = 200;
const RUNS_PER_BATCH: u64 = 2_000;
const PARTS: u64 = 4;
const MEASUREMENTS_PER_CASE: usize = 2;
const CASES_PER_MODULE: usize = 5;
const WEAK_STAND: u32 = 2;
/// Of values, in units of 0.0001.
const UNITS_PER_ONE: u32 = 10_000;
const LIMIT_DISTANCE: u32 = 5_000;
const DEVIATION: f64 = 1_000.0;
const GOOD_DISTANCE_MAX: f64 = 4_500.0;

/// So many runs, evenly over 360 days.
#[derive(Clone, Copy, Debug)]
pub struct Workload {
    runs: u64,
    modules: usize,
}

/// How a run ended.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum WorkloadStatus {
    Passed,
    Failed,
    Error,
    Stopped,
}

/// What is known of one run.
#[derive(Clone, Debug, PartialEq)]
pub struct WorkloadRun {
    pub number: u64,
    /// The number of the run for which the unit was made; a run before it may have tested it.
    pub unit: u64,
    pub start_s: u64,
    pub stand: u32,
    pub batch: u64,
    pub part: u64,
    pub status: WorkloadStatus,
    /// Which case failed, over all modules, when one did.
    pub failed_case: Option<usize>,
    /// In units of 0.0001, in the order of the report.
    pub values: Vec<u32>,
}

impl WorkloadStatus {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::Error => "error",
            Self::Stopped => "stopped",
        }
    }
}

impl Workload {
    /// Measurements come in modules of ten.
    pub fn new(runs: u64, measurements: usize) -> Self {
        let per_module = CASES_PER_MODULE * MEASUREMENTS_PER_CASE;
        Self {
            runs: runs.max(1),
            modules: measurements.div_ceil(per_module).max(1),
        }
    }

    pub fn runs(&self) -> u64 {
        self.runs
    }

    pub fn measurements(&self) -> usize {
        self.cases() * MEASUREMENTS_PER_CASE
    }

    /// The same for the same number, always.
    pub fn run(&self, number: u64) -> WorkloadRun {
        let mut random = Random::from_parts(&[STREAM, number]);
        let unit = if number >= RETEST_WITHIN && random.chance(RETEST_CHANCE) {
            number - 1 - random.below(RETEST_WITHIN)
        } else {
            number
        };
        let stand = 1 + u32::try_from(random.below(u64::from(WORKLOAD_STANDS))).unwrap_or(0);
        let status = status(&mut random, stand);
        let failed_case =
            (status == WorkloadStatus::Failed).then(|| frequent_first(&mut random, self.cases()));
        let mut values = Vec::with_capacity(self.measurements());
        for place in 0..self.measurements() {
            values.push(nominal(place) + good_distance(&mut random) - LIMIT_DISTANCE);
        }
        let faulty = failed_case.map(|case| case * MEASUREMENTS_PER_CASE);
        if let Some(value) = faulty.and_then(|place| values.get_mut(place)) {
            let beyond = u32::try_from(random.below(1_000)).unwrap_or(0);
            *value = nominal(faulty.unwrap_or(0)) + LIMIT_DISTANCE + 1 + beyond;
        }
        WorkloadRun {
            number,
            unit,
            start_s: FIRST_MOMENT_S + number * SPAN_S / self.runs,
            stand,
            batch: number / RUNS_PER_BATCH,
            part: unit % PARTS,
            status,
            failed_case,
            values,
        }
    }

    /// What a stand would upload.
    pub fn report(&self, number: u64) -> Vec<u8> {
        report::render(&self.run(number))
    }

    fn cases(&self) -> usize {
        self.modules * CASES_PER_MODULE
    }
}

fn status(random: &mut Random, stand: u32) -> WorkloadStatus {
    let failing = if stand == WEAK_STAND { 0.11 } else { 0.05 };
    match random.fraction() {
        share if share < failing => WorkloadStatus::Failed,
        share if share < failing + 0.01 => WorkloadStatus::Error,
        share if share < failing + 0.02 => WorkloadStatus::Stopped,
        _ => WorkloadStatus::Passed,
    }
}

/// The first of them most often, so that there is a Pareto chart to look at.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "a share of a small count"
)]
fn frequent_first(random: &mut Random, count: usize) -> usize {
    let share = random.fraction().powi(3);
    ((share * count as f64) as usize).min(count.saturating_sub(1))
}

/// From the lower limit, which is the distance of the limits below the nominal value.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "within the limits, which are far below 2^32"
)]
fn good_distance(random: &mut Random) -> u32 {
    let distance = random.normal() * DEVIATION;
    let distance = distance.clamp(-GOOD_DISTANCE_MAX, GOOD_DISTANCE_MAX);
    (f64::from(LIMIT_DISTANCE) + distance) as u32
}

fn nominal(place: usize) -> u32 {
    UNITS_PER_ONE * (1 + u32::try_from(place % 9).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use std::collections::{HashMap, HashSet};

    use serde_json::Value;

    use super::*;

    #[test]
    fn a_report_says_what_is_known_of_its_run() {
        let workload = Workload::new(1_000, 20);
        let failed = (0..1_000).find(|number| workload.run(*number).failed_case.is_some());
        let number = failed.expect("some fail");
        let run = workload.run(number);
        let report: Value = serde_json::from_slice(&workload.report(number)).unwrap();
        assert_eq!(report["status"], "failed");
        assert_eq!(report["start_time"], run.start_s);
        assert_eq!(report["test_stand"]["number"], run.stand);
        let modules = report["modules"].as_object().unwrap();
        let cases = modules
            .values()
            .flat_map(|module| module["cases"].as_object().unwrap().values());
        let mut cases: Vec<&Value> = cases.collect();
        cases.sort_by_key(|case| case["start_time"].as_i64());
        let failed: Vec<usize> = (0..cases.len())
            .filter(|index| cases[*index]["status"] == "failed")
            .collect();
        assert_eq!(failed, [run.failed_case.unwrap()]);
        let values = cases
            .iter()
            .flat_map(|case| case["measurements"].as_array().unwrap());
        for (known, told) in run.values.iter().zip(values) {
            let value = told["value"].as_f64().unwrap();
            assert_eq!(value.to_bits(), (f64::from(*known) / 10_000.0).to_bits());
            let limits = ["lower_limit", "upper_limit"].map(|name| told[name].as_f64().unwrap());
            assert_eq!(told["result"], limits[0] <= value && value <= limits[1]);
        }
        assert_eq!(cases.len() * 2, run.values.len());
    }

    #[test]
    fn there_is_something_to_be_found() {
        let workload = Workload::new(20_000, 100);
        let runs: Vec<WorkloadRun> = (0..20_000).map(|number| workload.run(number)).collect();
        let units: HashSet<u64> = runs.iter().map(|run| run.unit).collect();
        assert!((18_000..19_000).contains(&units.len()), "{}", units.len());
        let mut failed: HashMap<u32, u32> = HashMap::new();
        for run in &runs {
            *failed.entry(run.stand).or_default() += u32::from(run.failed_case.is_some());
        }
        assert_eq!(failed.len(), 8);
        let weakest = failed.iter().max_by_key(|(_, count)| **count).unwrap();
        assert_eq!(*weakest.0, WEAK_STAND);
        assert!(runs.windows(2).all(|two| two[0].start_s < two[1].start_s));
        assert_eq!(runs[500], Workload::new(20_000, 100).run(500));
    }
}
