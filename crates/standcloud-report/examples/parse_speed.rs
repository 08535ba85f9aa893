//! How long one report takes: `cargo run --release -p standcloud-report --example parse_speed`.
//!
//! Without arguments it measures a made report of 100 measurements; a file name measures that
//! file. It prints the best and the median of many rounds, and the peak of the memory.

#![expect(
    clippy::print_stdout,
    reason = "a program whose purpose is to print a table"
)]

use std::error::Error;
use std::fmt::Write as _;
use std::time::{Duration, Instant};

use standcloud_report::{ParseLimits, parse};

const MODULES: usize = 10;
const CASES: usize = 5;
const MEASUREMENTS: usize = 2;
const MEASURE_FOR: Duration = Duration::from_secs(3);

fn main() -> Result<(), Box<dyn Error>> {
    let body = match std::env::args().nth(1) {
        Some(file) => std::fs::read(file)?,
        None => made_report()?.into_bytes(),
    };
    let rounds = measure(&body);
    let best = rounds.iter().min().copied().unwrap_or_default();
    let median = rounds.get(rounds.len() / 2).copied().unwrap_or_default();
    println!(
        "body       {:>10} bytes, {} rounds",
        body.len(),
        rounds.len()
    );
    print_row("best", best, body.len());
    print_row("median", median, body.len());
    if let Err(problems) = parse(&body, &ParseLimits::default()) {
        println!("refused: {problems}");
    }
    print_peak_memory();
    Ok(())
}

fn measure(body: &[u8]) -> Vec<Duration> {
    let mut rounds = Vec::new();
    let start = Instant::now();
    while start.elapsed() < MEASURE_FOR {
        let round = Instant::now();
        let report =
            std::hint::black_box(parse(std::hint::black_box(body), &ParseLimits::default()));
        rounds.push(round.elapsed());
        drop(report);
    }
    rounds.sort_unstable();
    rounds
}

fn print_row(name: &str, time: Duration, bytes: usize) {
    let seconds = time.as_secs_f64();
    #[expect(clippy::cast_precision_loss, reason = "sizes are far below 2^53")]
    let megabytes = bytes as f64 / 1e6;
    println!(
        "{name:<10} {:>10.1} µs {:>8.0} MB/s",
        seconds * 1e6,
        megabytes / seconds
    );
}

fn print_peak_memory() {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find(|line| line.starts_with("VmHWM"));
    println!("{}", peak.unwrap_or("peak memory is not known here"));
}

fn made_report() -> Result<String, std::fmt::Error> {
    let mut modules = Vec::new();
    for module in 0..MODULES {
        modules.push(made_module(module)?);
    }
    let mut body = String::from(RUN_START);
    write!(body, "\"modules\": {{{}}}}}", modules.join(", "))?;
    Ok(body)
}

const RUN_START: &str = r#"{"rev": "localhost_8000", "id": "1795366279677", "name": "Power board",
"status": "passed", "start_time": 1795366279, "stop_time": 1795366341, "user": "operator 7",
"batch_serial_number": "B-2026-117", "test_stand": {"hw_id": "840982098ca2459a7b22cc608eff65d4",
"name": "Stand 1", "revision": "HW1.0", "timezone": "Europe/Berlin", "location": "Hall 2",
"number": 2, "drivers": {}, "instruments": [{"name": "PSU", "revision": "A",
"serial_number": "SN-1", "part_number": "P-12", "number": 1, "comment": null, "info": {}}],
"info": {"calibration_due": "2027-01-31"}}, "dut": {"name": "Power board", "type": "PCBA",
"serial_number": "SN-000123", "part_number": "PB-100", "revision": "C", "sub_units": [],
"info": {"firmware_version": "1.2.3"}}, "process": {"name": "Functional test", "number": 3,
"info": {}}, "artifact": {}, "#;

fn made_module(module: usize) -> Result<String, std::fmt::Error> {
    let mut cases = Vec::new();
    for case in 0..CASES {
        cases.push(made_case(module, case)?);
    }
    let mut text = String::new();
    write!(
        text,
        r#""test_{module}_power": {{"status": "passed", "name": "Supply {module}",
"start_time": 1795366279, "stop_time": 1795366285, "group": "main", "artifact": {{}},
"cases": {{{}}}}}"#,
        cases.join(", ")
    )?;
    Ok(text)
}

fn made_case(module: usize, case: usize) -> Result<String, std::fmt::Error> {
    let mut measurements = Vec::new();
    for index in 0..MEASUREMENTS {
        let number = (module * CASES + case) * MEASUREMENTS + index;
        let mut text = String::new();
        write!(
            text,
            r#"{{"type": "numeric", "name": "Rail {number} voltage", "operation": "gele",
"result": true, "value": {}.{:04}, "unit": "V", "comparison_value": null,
"lower_limit": {}.5, "upper_limit": {}.5}}"#,
            number,
            number * 97 % 10_000,
            number.saturating_sub(1),
            number + 1
        )?;
        measurements.push(text);
    }
    let mut text = String::new();
    write!(
        text,
        r#""test_rail_{case}": {{"status": "passed", "name": "Rail {case} at full load",
"start_time": 1795366279, "stop_time": 1795366280, "group": "main", "assertion_msg": null,
"msg": {{"f206f82b-8fed-44a1-a938-b7074294b49{case}": "Load switched on, 1.5 A"}},
"measurements": [{}], "chart": null, "attempt": 1, "artifact": {{}}}}"#,
        measurements.join(", ")
    )?;
    Ok(text)
}
