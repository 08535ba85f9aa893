//! The plant as a reader of its reports sees it.

#![expect(
    clippy::cast_precision_loss,
    reason = "counts and seconds of a test are far below 2^53"
)]

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use serde_json::Value;

use crate::Factory;

/// Sunday 2026-11-22 17:00 UTC.
const END_S: i64 = 1_795_366_800;
const SEED: u64 = 2026;
const RUNS: usize = 8_000;

/// One history for all tests: making and parsing it takes longer than looking at it.
fn history() -> &'static [Value] {
    static HISTORY: LazyLock<Vec<Value>> = LazyLock::new(|| {
        let factory = Factory::new(SEED, END_S * 1_000_000, RUNS);
        factory
            .reports()
            .map(|bytes| serde_json::from_slice(&bytes).unwrap())
            .collect()
    });
    &HISTORY
}

fn text<'a>(report: &'a Value, pointer: &str) -> &'a str {
    report
        .pointer(pointer)
        .and_then(Value::as_str)
        .unwrap_or("")
}

fn number(report: &Value, pointer: &str) -> i64 {
    report.pointer(pointer).and_then(Value::as_i64).unwrap()
}

fn share(reports: &[&Value], fits: impl Fn(&Value) -> bool) -> f64 {
    assert!(reports.len() >= 30, "only {} runs to judge", reports.len());
    let count = reports.iter().filter(|report| fits(report)).count();
    count as f64 / reports.len() as f64
}

/// Where in the history a run lies, 0 … 1.
fn place(reports: &[Value], report: &Value) -> f64 {
    let (first, last) = (number(&reports[0], "/start_time"), END_S);
    (number(report, "/start_time") - first) as f64 / (last - first) as f64
}

fn failing_step(report: &Value, step: &str) -> bool {
    text(report, "/caused_dut_failure_id").ends_with(step)
}

fn first_value(report: &Value, case: &str) -> Option<f64> {
    report
        .pointer(&format!("{case}/measurements/0/value"))
        .and_then(Value::as_f64)
}

fn mean(values: &[f64]) -> f64 {
    assert!(values.len() >= 30, "only {} values to judge", values.len());
    values.iter().sum::<f64>() / values.len() as f64
}

#[test]
fn same_arguments_make_the_same_bytes() {
    let make = |seed| {
        Factory::new(seed, END_S * 1_000_000, 50)
            .reports()
            .collect::<Vec<_>>()
    };
    assert_eq!(make(1), make(1));
    assert_ne!(make(1), make(2));
    assert_eq!(make(1).len(), 50);
}

#[test]
fn runs_are_oldest_first_inside_the_history_and_one_at_a_time_on_a_stand() {
    let reports = history();
    let starts: Vec<i64> = reports
        .iter()
        .map(|report| number(report, "/start_time"))
        .collect();
    assert!(starts.is_sorted());
    let mut busy: HashMap<(String, i64), i64> = HashMap::new();
    for report in reports {
        let (start, stop) = (number(report, "/start_time"), number(report, "/stop_time"));
        assert!(start < stop && stop <= END_S);
        let stand = (
            text(report, "/test_stand/name").into(),
            number(report, "/test_stand/number"),
        );
        let before = busy.insert(stand, stop);
        assert!(before.is_none_or(|before| before <= start));
    }
    assert_eq!(busy.len(), 6);
}

#[test]
fn statuses_come_in_believable_shares() {
    let reports = history();
    let all: Vec<&Value> = reports.iter().collect();
    for (status, least, most) in [
        ("passed", 0.88, 0.97),
        ("failed", 0.03, 0.1),
        ("stopped", 0.002, 0.012),
        ("error", 0.001, 0.01),
    ] {
        let found = share(&all, |report| text(report, "/status") == status);
        assert!((least..most).contains(&found), "{status}: {found}");
    }
}

#[test]
fn every_product_process_and_kind_of_content_appears_in_a_thousand_runs() {
    let factory = Factory::new(SEED, END_S * 1_000_000, 1_000);
    let reports: Vec<Value> = factory
        .reports()
        .map(|bytes| serde_json::from_slice(&bytes).unwrap())
        .collect();
    let all = |pointer: &str| {
        reports
            .iter()
            .map(|r| text(r, pointer))
            .collect::<HashSet<_>>()
    };
    assert_eq!(all("/dut/part_number").len(), 4);
    assert_eq!(all("/process/name").len(), 3);
    assert_eq!(all("/name").len(), 7);
    assert!(all("/user").len() >= 6);
    assert!(all("/batch_serial_number").len() >= 20);
    let whole: String = reports.iter().map(Value::to_string).collect();
    for part in [
        "\"type\":\"line\"",
        "\"type\":\"line_log_x\"",
        "\"type\":\"line_log_y\"",
        "\"type\":\"log_x_y\"",
        "\"spectrum_dbm\"",
        "\"sub_units\":[{",
        "\"repaired\"",
        "\"msg\":{",
    ] {
        assert!(whole.contains(part), "{part}");
    }
}

#[test]
fn failures_are_consistent_from_measurement_to_run() {
    for report in history() {
        let mut failing = Vec::new();
        for (module_id, module) in report["modules"].as_object().unwrap() {
            for (case_id, case) in module["cases"].as_object().unwrap() {
                let results = case["measurements"].as_array().unwrap().iter();
                let is_bad = results
                    .filter(|m| m["result"] == Value::Bool(false))
                    .count()
                    > 0;
                assert_eq!(is_bad, case["status"] == "failed", "{module_id}::{case_id}");
                assert_eq!(
                    is_bad || case["status"] == "error",
                    case["assertion_msg"].is_string()
                );
                if is_bad || case["status"] == "error" {
                    failing.push((
                        case["start_time"].as_i64(),
                        format!("{module_id}::{case_id}"),
                    ));
                }
            }
        }
        check_run_status(report, failing.iter().min().map(|(_, step)| step.as_str()));
    }
}

fn check_run_status(report: &Value, first_failing: Option<&str>) {
    assert_eq!(report["caused_dut_failure_id"].as_str(), first_failing);
    match text(report, "/status") {
        "passed" => assert!(first_failing.is_none() && report["error_code"].is_null()),
        "failed" => assert!(first_failing.is_some() && report["error_code"].is_u64()),
        "error" => assert!(first_failing.is_some() && report["error_code"].is_null()),
        other => assert_eq!(other, "stopped"),
    }
}

#[test]
fn failed_units_come_back_and_some_on_another_stand() {
    let reports = history();
    let mut histories: HashMap<(&str, &str), Vec<&Value>> = HashMap::new();
    for report in reports {
        let key = (text(report, "/dut/serial_number"), text(report, "/name"));
        histories.entry(key).or_default().push(report);
    }
    let retested: Vec<&Vec<&Value>> = histories.values().filter(|runs| runs.len() > 1).collect();
    let moved = |runs: &&&Vec<&Value>| {
        runs.iter()
            .any(|run| run["test_stand"]["number"] != runs[0]["test_stand"]["number"])
    };
    let moved = retested.iter().filter(moved).count();
    assert!(retested.len() > 200, "{} units", retested.len());
    assert!(
        moved * 10 > retested.len() && moved * 2 < retested.len(),
        "{moved} moved"
    );
    for runs in histories.values() {
        let earlier = &runs[..runs.len() - 1];
        assert!(earlier.iter().all(|run| text(run, "/status") != "passed"));
    }
}

#[test]
fn gateways_contain_boards_that_passed_before() {
    let reports = history();
    let mut passed = HashSet::new();
    let mut used = HashSet::new();
    for report in reports {
        if text(report, "/status") == "passed" && text(report, "/process/name") == "Functional test"
        {
            passed.insert(text(report, "/dut/serial_number"));
        }
        for child in report["dut"]["sub_units"].as_array().unwrap() {
            assert!(passed.contains(text(child, "/serial_number")));
            used.insert(text(child, "/serial_number"));
        }
    }
    assert!(used.len() > 500, "{}", used.len());
}

#[test]
fn power_supplys_voltage_drifts_up() {
    let reports = history();
    let voltages = |from: f64, to: f64| {
        let inside = reports
            .iter()
            .filter(|r| (from..to).contains(&place(reports, r)));
        let power = inside.filter(|r| text(r, "/dut/part_number") == "PWR-2410");
        let case = "/modules/test_output/cases/test_output_voltage";
        mean(
            &power
                .filter_map(|r| first_value(r, case))
                .collect::<Vec<f64>>(),
        )
    };
    let drift = voltages(0.9, 1.0) - voltages(0.0, 0.4);
    assert!((0.1..0.2).contains(&drift), "{drift}");
}

#[test]
fn one_batch_of_controllers_is_bad() {
    let reports = history();
    let controllers = reports
        .iter()
        .filter(|r| text(r, "/name") == "CTL-7300 Functional");
    let mut batches: HashMap<&str, Vec<&Value>> = HashMap::new();
    for report in controllers {
        batches
            .entry(text(report, "/batch_serial_number"))
            .or_default()
            .push(report);
    }
    let failing = |runs: &Vec<&Value>| share(runs, |r| failing_step(r, "test_supply_current"));
    let mut shares: Vec<f64> = batches
        .values()
        .filter(|runs| runs.len() >= 30)
        .map(failing)
        .collect();
    shares.sort_by(|left, right| right.total_cmp(left));
    assert!(shares[0] > 0.3 && shares[1] < 0.05, "{shares:?}");
}

#[test]
fn second_functional_stand_becomes_sick() {
    let reports = history();
    let failing = |stand: i64, from: f64, to: f64| {
        let at_stand = |r: &&Value| {
            text(r, "/name") == "CTL-7300 Functional" && number(r, "/test_stand/number") == stand
        };
        let inside = |r: &&Value| (from..to).contains(&place(reports, r));
        let runs: Vec<&Value> = reports.iter().filter(at_stand).filter(inside).collect();
        share(&runs, |r| failing_step(r, "test_adc_reference"))
    };
    // So that a few dozen runs tell it from the others.
    assert!(failing(2, 0.78, 1.0) > 0.3, "{}", failing(2, 0.78, 1.0));
    assert!(failing(2, 0.0, 0.74) < 0.05);
    assert!(failing(1, 0.78, 1.0) < 0.05 && failing(3, 0.78, 1.0) < 0.05);
}

/// What the newest runs show: those of the last hours before the end.
fn since(hours: i64) -> Vec<&'static Value> {
    let from = END_S - hours * 3_600;
    let runs = history().iter();
    runs.filter(|report| number(report, "/start_time") >= from)
        .collect()
}

fn is_at(report: &Value, name: &str, stand: i64) -> bool {
    text(report, "/test_stand/name") == name && number(report, "/test_stand/number") == stand
}

#[test]
fn third_functional_stand_falls_silent_and_the_others_go_on() {
    let last = since(28);
    assert!(!last.iter().any(|report| is_at(report, "FCT", 3)));
    for (name, stand) in [("ICT", 1), ("ICT", 2), ("FCT", 1), ("FCT", 2), ("EOL", 1)] {
        let here = last.iter().filter(|report| is_at(report, name, stand));
        assert!(here.count() > 3, "{name} {stand}");
    }
    assert!(history().iter().filter(|r| is_at(r, "FCT", 3)).count() > 500);
}

#[test]
fn second_in_circuit_stand_fails_most_boards_now() {
    let at_stand = |stand: i64| {
        let here = since(5).into_iter().filter(move |r| is_at(r, "ICT", stand));
        here.collect::<Vec<_>>()
    };
    let (sick, well) = (at_stand(2), at_stand(1));
    let failing = |runs: &[&Value]| {
        let failed = runs
            .iter()
            .filter(|r| failing_step(r, "test_probe_contact"));
        failed.count() as f64 / runs.len() as f64
    };
    assert!(
        sick.len() > 5 && failing(&sick) > 0.4,
        "{} of {}",
        failing(&sick),
        sick.len()
    );
    assert!(failing(&well) < 0.2, "{}", failing(&well));
}

#[test]
fn radios_lower_limit_is_raised_once() {
    let reports = history();
    let pointer = "/modules/test_transmitter/cases/test_output_power/measurements/0/lower_limit";
    let limits: Vec<f64> = reports
        .iter()
        .filter_map(|r| r.pointer(pointer).and_then(Value::as_f64))
        .collect();
    assert!(limits.is_sorted());
    assert_eq!((limits[0], limits[limits.len() - 1]), (12.4, 12.9));
}

#[test]
fn every_report_is_understood_by_the_parser() {
    let limits = standcloud_report::ParseLimits::default();
    let factory = Factory::new(SEED, END_S * 1_000_000, 2_000);
    for bytes in factory.reports().chain([crate::bench_report(5)]) {
        let parsed = standcloud_report::parse(&bytes, &limits);
        assert!(
            parsed.is_ok(),
            "{:?} in {}",
            parsed.err(),
            String::from_utf8_lossy(&bytes)
        );
    }
}

/// The names of the fields of each kind of object, wherever the first of it is.
fn shapes(report: &Value) -> HashMap<&'static str, Vec<String>> {
    let names = |object: &Value| object.as_object().unwrap().keys().cloned().collect();
    let modules: Vec<&Value> = report["modules"].as_object().unwrap().values().collect();
    let cases: Vec<&Value> = modules
        .iter()
        .flat_map(|module| module["cases"].as_object().unwrap().values())
        .collect();
    let of_type = |kind: &str| {
        let mut all = cases
            .iter()
            .flat_map(|case| case["measurements"].as_array().unwrap());
        all.find(|measurement| measurement["type"] == kind)
            .unwrap_or(&Value::Null)
    };
    HashMap::from([
        ("run", names(report)),
        ("stand", names(&report["test_stand"])),
        ("instrument", names(&report["test_stand"]["instruments"][0])),
        ("dut", names(&report["dut"])),
        ("sub-unit", names(&report["dut"]["sub_units"][0])),
        ("process", names(&report["process"])),
        ("module", names(modules[0])),
        ("case", names(cases[0])),
        ("number", names(of_type("numeric"))),
        ("text", names(of_type("string"))),
    ])
}

#[test]
fn fields_are_those_that_a_real_client_uploads() {
    let real = include_bytes!("../../standcloud-report/tests/fixtures/hardpy_0.25.2_upload.json");
    let ours = history().iter().find(|report| {
        text(report, "/name") == "GWY-1000 Final"
            && text(report, "/status") == "failed"
            && report["error_code"].is_number()
    });
    assert_eq!(
        shapes(ours.unwrap()),
        shapes(&serde_json::from_slice(real).unwrap())
    );
}
