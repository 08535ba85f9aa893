//! The body of the ingest benchmark: 100 measurements, about 35 KB, another unit each time.
//!
//! Problem: the load generator shares the machine with the server that it measures, so making a
//! body must cost next to nothing; and bodies that are all alike would flatter compression.
//! Choice: one report is rendered once; for each number its serial number, its times and the last
//! three digits of each value are written over in a copy.
//! Consequence: every body has the same length.

use std::borrow::Cow;
use std::sync::LazyLock;

use crate::json;
use crate::random::Random;
use crate::wire::{
    Case, Dut, Entries, Info, Instrument, KeyText, Measurement, Module, Number, Process, Run,
    STAND_ADDRESS, Status, TestStand,
};

pub const BENCH_MEASUREMENTS: usize = MODULES * CASES_PER_MODULE * MEASUREMENTS_PER_CASE;

const MODULES: usize = 10;
const CASES_PER_MODULE: usize = 5;
const MEASUREMENTS_PER_CASE: usize = 2;
const CASES: [(&str, &str); CASES_PER_MODULE] = [
    ("test_supply", "Supply voltage without and with load"),
    ("test_reference", "Reference voltage without and with load"),
    ("test_channel", "Channel gain without and with load"),
    ("test_noise", "Noise level without and with load"),
    ("test_response", "Step response without and with load"),
];
const MEASUREMENT_NAMES: [&str; MEASUREMENTS_PER_CASE] =
    ["Voltage without load", "Voltage at 100 mA"];

const SERIAL_MARK: &str = "BENCH0000000000";
const FIRST_MOMENT_S: i64 = 1_780_000_000;
const CASE_S: i64 = 2;
const VALUE_STREAM: u64 = 7;

/// The report of that number; the same for the same number.
pub fn bench_report(number: u64) -> Vec<u8> {
    static TEMPLATE: LazyLock<BenchTemplate> = LazyLock::new(BenchTemplate::new);
    let mut body = Vec::with_capacity(TEMPLATE.len());
    TEMPLATE.append_to(&mut body, number);
    body
}

/// A rendered report and the places in it that differ from number to number.
#[derive(Debug)]
pub struct BenchTemplate {
    body: Vec<u8>,
    serial: Vec<usize>,
    times: Vec<(usize, u64)>,
    values: Vec<usize>,
}

impl Default for BenchTemplate {
    fn default() -> Self {
        Self::new()
    }
}

impl BenchTemplate {
    pub fn new() -> Self {
        let body = json::to_bytes(&template_run());
        let serial = positions_after(&body, SERIAL_MARK.as_bytes());
        let times = positions_after(&body, b"_time\": ")
            .into_iter()
            .map(|position| {
                let moment_s = number_at(&body, position);
                (position, moment_s)
            });
        let times = times.collect();
        let values = positions_after(&body, b"\"value\": ");
        Self {
            body,
            serial,
            times,
            values,
        }
    }

    #[expect(clippy::len_without_is_empty, reason = "a body is never empty")]
    pub fn len(&self) -> usize {
        self.body.len()
    }

    /// Writes the report of that number behind what the buffer holds.
    pub fn append_to(&self, buffer: &mut Vec<u8>, number: u64) {
        let start = buffer.len();
        buffer.extend_from_slice(&self.body);
        let Some(body) = buffer.get_mut(start..) else {
            return;
        };
        for end in &self.serial {
            write_digits(body, end.saturating_sub(10), 10, number);
        }
        for (position, moment_s) in &self.times {
            write_digits(body, *position, 10, moment_s + number % 100_000_000);
        }
        let mut random = Random::from_parts(&[VALUE_STREAM, number]);
        for position in &self.values {
            // `d.dddd`: the last digit is never 0, as no client writes one there.
            let digits = random.below(100) * 10 + 1 + random.below(9);
            write_digits(body, position + 3, 3, digits);
        }
    }
}

fn template_run() -> Run<'static> {
    let modules =
        (0..MODULES).map(|index| (Cow::Owned(format!("test_block_{index}")), block(index)));
    let stop_time = case_start(MODULES, 0);
    Run {
        status: Status::Passed,
        stop_time,
        start_time: FIRST_MOMENT_S,
        name: "BNC-0100 Functional",
        rev: STAND_ADDRESS,
        id: STAND_ADDRESS,
        test_stand: bench_stand(),
        dut: Dut {
            name: "Benchmark board",
            kind: "PCBA",
            serial_number: SERIAL_MARK,
            part_number: "BNC-0100",
            revision: "A",
            sub_units: Vec::new(),
            info: Entries(vec![
                key("firmware_version", "1.4.2"),
                key("assembly_line", "SMT-1"),
            ]),
        },
        process: Process {
            name: "Functional test",
            number: 20,
            info: Entries(vec![key("shift", "early")]),
        },
        modules: Entries(modules.collect()),
        user: "a.novak",
        batch_serial_number: "BN-2026W47",
        caused_dut_failure_id: None,
        error_code: None,
        artifact: Entries::none(),
    }
}

fn bench_stand() -> TestStand<'static> {
    TestStand {
        hw_id: "2b7e1c90d84f4a5cb3f60e9a71d52c88",
        name: "FCT",
        revision: "HW1.4",
        timezone: "Etc/UTC",
        location: "Hall 1, line A",
        number: 1,
        instruments: vec![Instrument {
            name: "Digital multimeter",
            revision: "1.7.12",
            serial_number: "MY59000388",
            part_number: "DMM-6500",
            number: 1,
            comment: None,
            info: Entries::none(),
        }],
        drivers: Entries::none(),
        info: Entries(vec![
            key("fixture", "FF-0107"),
            key("calibration_due", "2027-01-31"),
        ]),
    }
}

fn block(module: usize) -> Module<'static> {
    let cases = CASES.iter().enumerate();
    let cases =
        cases.map(|(index, (id, name))| (Cow::Borrowed(*id), block_case(module, index, name)));
    Module {
        status: Status::Passed,
        stop_time: Some(case_start(module + 1, 0)),
        start_time: Some(case_start(module, 0)),
        name: "Analog block",
        cases: Entries(cases.collect()),
        group: "main",
        artifact: Entries::none(),
    }
}

fn block_case(module: usize, index: usize, name: &'static str) -> Case<'static> {
    let measurements = MEASUREMENT_NAMES.iter().zip(0..).map(|(name, position)| {
        let place = (module * CASES_PER_MODULE + index) * MEASUREMENTS_PER_CASE + position;
        measurement(name, place)
    });
    Case {
        status: Status::Passed,
        stop_time: Some(case_start(module, index + 1)),
        start_time: Some(case_start(module, index)),
        name,
        assertion_msg: None,
        msg: (index == 0).then(|| message(module)),
        measurements: measurements.collect(),
        chart: None,
        attempt: 1,
        group: "main",
        artifact: Entries::none(),
    }
}

fn measurement(name: &'static str, place: usize) -> Measurement<'static> {
    let nominal = 1.0 + f64::from(u8::try_from(place % 9).unwrap_or(0));
    Measurement::Numeric {
        name,
        operation: Some("gele"),
        result: Some(true),
        value: Number::Real(nominal + 0.111_1),
        unit: Some("V"),
        comparison_value: None,
        lower_limit: Some(nominal - 0.25),
        upper_limit: Some(nominal + 0.25),
    }
}

fn message(module: usize) -> Entries<'static, String> {
    let identity = format!("5c7e90d1-7b0a-4f3e-9a51-{module:012}");
    Entries(vec![(
        Cow::Owned(identity),
        format!("Block {module} settled within 12 ms"),
    )])
}

fn case_start(module: usize, case: usize) -> i64 {
    let cases = i64::try_from(module * CASES_PER_MODULE + case).unwrap_or(0);
    FIRST_MOMENT_S + CASE_S * cases
}

fn key(name: &'static str, value: &'static str) -> (KeyText<'static>, Info<'static>) {
    (Cow::Borrowed(name), Info::Text(value))
}

fn positions_after(body: &[u8], mark: &[u8]) -> Vec<usize> {
    let windows = body.windows(mark.len()).enumerate();
    windows
        .filter(|(_, window)| *window == mark)
        .map(|(at, _)| at + mark.len())
        .collect()
}

fn number_at(body: &[u8], position: usize) -> u64 {
    let digits = body
        .iter()
        .skip(position)
        .take_while(|byte| byte.is_ascii_digit());
    digits.fold(0, |number, byte| number * 10 + u64::from(byte - b'0'))
}

/// The last `width` decimal digits of the number.
fn write_digits(body: &mut [u8], position: usize, width: usize, number: u64) {
    let Some(place) = body.get_mut(position..position + width) else {
        return;
    };
    let mut left = number;
    for byte in place.iter_mut().rev() {
        *byte = b'0' + u8::try_from(left % 10).unwrap_or(0);
        left /= 10;
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use serde_json::Value;

    use super::*;

    fn parsed(number: u64) -> Value {
        serde_json::from_slice(&bench_report(number)).unwrap()
    }

    #[test]
    fn body_has_the_agreed_size_and_content() {
        let body = bench_report(1);
        assert!(
            (33_000..=37_000).contains(&body.len()),
            "{} bytes",
            body.len()
        );
        let run = parsed(1);
        let cases = run["modules"].as_object().unwrap().values();
        let cases = cases.flat_map(|module| module["cases"].as_object().unwrap().values());
        let measurements: Vec<&Value> = cases
            .flat_map(|case| case["measurements"].as_array().unwrap())
            .collect();
        assert_eq!(measurements.len(), BENCH_MEASUREMENTS);
        for measurement in measurements {
            let value = measurement["value"].as_f64().unwrap();
            assert!(value > measurement["lower_limit"].as_f64().unwrap());
            assert!(value < measurement["upper_limit"].as_f64().unwrap());
        }
    }

    #[test]
    fn numbers_make_other_units_at_other_times_with_other_values() {
        let serials: HashSet<String> = [0, 1, 9_999_999_999]
            .map(|number| parsed(number)["dut"]["serial_number"].to_string())
            .into();
        assert_eq!(serials.len(), 3);
        assert!(serials.contains("\"BENCH9999999999\""));
        let (first, second) = (parsed(41), parsed(42));
        assert_eq!(
            first["start_time"].as_i64().unwrap() + 1,
            second["start_time"]
        );
        assert_ne!(first["modules"], second["modules"]);
        assert_eq!(bench_report(41), bench_report(41));
        assert_eq!(bench_report(41).len(), bench_report(42).len());
    }
}
