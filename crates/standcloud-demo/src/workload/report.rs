//! A run of the workload as a report.

use std::borrow::Cow;

use super::{
    CASES_PER_MODULE, LIMIT_DISTANCE, MEASUREMENTS_PER_CASE, UNITS_PER_ONE, WorkloadRun,
    WorkloadStatus, nominal,
};
use crate::json;
use crate::wire::{
    Case, Dut, Entries, Info, KeyText, Measurement, Module, Number, Process, Run, STAND_ADDRESS,
    Status, TestStand,
};

const PARTS: [&str; 4] = ["WRK-0100", "WRK-0101", "WRK-0102", "WRK-0103"];
const CASES: [(&str, &str); CASES_PER_MODULE] = [
    ("test_supply", "Supply voltage without and with load"),
    ("test_reference", "Reference voltage without and with load"),
    ("test_channel", "Channel gain without and with load"),
    ("test_noise", "Noise level without and with load"),
    ("test_response", "Step response without and with load"),
];
const MEASUREMENT_NAMES: [&str; MEASUREMENTS_PER_CASE] =
    ["Voltage without load", "Voltage at 100 mA"];
const CASE_S: i64 = 2;

pub(super) fn render(run: &WorkloadRun) -> Vec<u8> {
    let serial_number = format!("W{:010}", run.unit);
    let batch = format!("WB-{:06}", run.batch);
    let cases: Vec<&[u32]> = run.values.chunks(MEASUREMENTS_PER_CASE).collect();
    let modules = cases.chunks(CASES_PER_MODULE).enumerate();
    let modules = modules.map(|(index, cases)| {
        let name = Cow::Owned(format!("test_block_{index}"));
        (name, module(run, index, cases))
    });
    let part = usize::try_from(run.part).ok();
    json::to_bytes(&Run {
        status: status(run.status),
        start_time: case_start(run, 0),
        stop_time: case_start(run, cases.len()),
        name: "WRK Functional",
        rev: STAND_ADDRESS,
        id: STAND_ADDRESS,
        test_stand: stand(run.stand),
        dut: Dut {
            name: "Workload board",
            kind: "PCBA",
            serial_number: &serial_number,
            part_number: part.and_then(|part| PARTS.get(part)).unwrap_or(&PARTS[0]),
            revision: "A",
            sub_units: Vec::new(),
            info: Entries(vec![key("firmware_version", "1.4.2")]),
        },
        process: Process {
            name: "Functional test",
            number: 20,
            info: Entries::none(),
        },
        modules: Entries(modules.collect()),
        user: "a.novak",
        batch_serial_number: &batch,
        caused_dut_failure_id: None,
        error_code: None,
        artifact: Entries::none(),
    })
}

fn stand(number: u32) -> TestStand<'static> {
    TestStand {
        hw_id: "9a0c51e7f3d84b6f8e2d7706c1b4a935",
        name: "WRK",
        revision: "HW1.4",
        timezone: "Etc/UTC",
        location: "Hall 1, line A",
        number,
        instruments: Vec::new(),
        drivers: Entries::none(),
        info: Entries(vec![key("fixture", "FF-0107")]),
    }
}

fn module<'a>(run: &WorkloadRun, index: usize, cases: &[&[u32]]) -> Module<'a> {
    let first = index * CASES_PER_MODULE;
    let all = CASES.iter().zip(cases).zip(first..);
    let all: Vec<_> = all
        .map(|(((id, name), values), place)| (Cow::Borrowed(*id), case(run, name, place, values)))
        .collect();
    let has_failed = all.iter().any(|(_, case)| case.status == Status::Failed);
    Module {
        status: verdict(!has_failed),
        start_time: Some(case_start(run, first)),
        stop_time: Some(case_start(run, first + cases.len())),
        name: "Analog block",
        cases: Entries(all),
        group: "main",
        artifact: Entries::none(),
    }
}

fn case<'a>(run: &WorkloadRun, name: &'a str, place: usize, values: &[u32]) -> Case<'a> {
    let has_failed = run.failed_case == Some(place);
    let first = place * MEASUREMENTS_PER_CASE;
    let measurements = MEASUREMENT_NAMES.iter().zip(values).zip(first..);
    Case {
        status: verdict(!has_failed),
        start_time: Some(case_start(run, place)),
        stop_time: Some(case_start(run, place + 1)),
        name,
        assertion_msg: has_failed.then(|| "The voltage is out of its limits".to_owned()),
        msg: None,
        measurements: measurements
            .map(|((name, value), place)| measurement(name, place, *value))
            .collect(),
        chart: None,
        attempt: 1,
        group: "main",
        artifact: Entries::none(),
    }
}

fn measurement(name: &str, place: usize, value: u32) -> Measurement<'_> {
    let (lower, upper) = (
        nominal(place) - LIMIT_DISTANCE,
        nominal(place) + LIMIT_DISTANCE,
    );
    Measurement::Numeric {
        name,
        operation: Some("gele"),
        result: Some((lower..=upper).contains(&value)),
        value: Number::Real(as_number(value)),
        unit: Some("V"),
        comparison_value: None,
        lower_limit: Some(as_number(lower)),
        upper_limit: Some(as_number(upper)),
    }
}

/// The division is exact to the last bit, so it is the number that the decimal text means.
fn as_number(value: u32) -> f64 {
    f64::from(value) / f64::from(UNITS_PER_ONE)
}

fn case_start(run: &WorkloadRun, place: usize) -> i64 {
    let since = CASE_S * i64::try_from(place).unwrap_or(0);
    i64::try_from(run.start_s).unwrap_or(0) + since
}

fn status(status: WorkloadStatus) -> Status {
    match status {
        WorkloadStatus::Passed => Status::Passed,
        WorkloadStatus::Failed => Status::Failed,
        WorkloadStatus::Error => Status::Error,
        WorkloadStatus::Stopped => Status::Stopped,
    }
}

fn verdict(is_good: bool) -> Status {
    if is_good {
        Status::Passed
    } else {
        Status::Failed
    }
}

fn key(name: &'static str, value: &'static str) -> (KeyText<'static>, Info<'static>) {
    (Cow::Borrowed(name), Info::Text(value))
}
