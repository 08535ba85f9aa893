//! What organisations may hold.

use serde_json::{Value, json};

use crate::analysis::reports::{between, measured, number, text};
use crate::support::report::{Report, START, run_of};

const DAY: i64 = 86_400;

pub(super) fn ordinary() -> Vec<Report> {
    (0..40)
        .map(|at| {
            let value = 5.0 + f64::from(at * 7 % 13) / 10.0;
            let measurements = [
                between("U1", value, 4.5, 6.0),
                between("U2", 2.0 * value + f64::from(at % 3) / 10.0, 9.0, 13.0),
                text("version", if at % 5 == 0 { "1.2" } else { "1.3" }),
            ];
            let report = measured(&format!("S-ordinary-{}", at % 30), &measurements)
                .later(i64::from(at) * 3_600 - 2 * DAY)
                .set("batch_serial_number", format!("B{}", at % 3))
                .set("test_stand/name", format!("Stand {}", at % 2 + 1));
            if at % 8 == 0 { fail(report) } else { report }
        })
        .collect()
}

/// Keeps what was measured.
fn fail(report: Report) -> Report {
    report
        .set("status", "failed")
        .set("caused_dut_failure_id", "test_power::test_voltage")
        .set("modules/test_power/status", "failed")
        .set("modules/test_power/cases/test_voltage/status", "failed")
        .set(
            "modules/test_power/cases/test_voltage/assertion_msg",
            "too much",
        )
}

pub(super) fn one_run() -> Vec<Report> {
    vec![run_of("S1")]
}

pub(super) fn one_value() -> Vec<Report> {
    vec![measured(
        "S1",
        &[between("U1", 5.0, 4.5, 5.5), number("U2", -0.0)],
    )]
}

pub(super) fn all_equal() -> Vec<Report> {
    many(40, |_| {
        vec![between("U1", 0.1, 0.0, 0.2), number("U2", 0.0)]
    })
}

pub(super) fn no_limits() -> Vec<Report> {
    many(40, |at| {
        vec![
            number("U1", f64::from(at)),
            json!({"type": "numeric", "name": "U2", "value": at, "result": at % 2 == 0}),
            json!({"type": "numeric", "name": "", "value": at}),
        ]
    })
}

pub(super) fn limits_swapped() -> Vec<Report> {
    many(40, |at| {
        let value = f64::from(at % 7);
        vec![
            between("U1", value, 5.0, 1.0),
            between("U2", value, 3.0, 3.0),
            json!({"type": "numeric", "name": "U3", "value": value, "operation": "gele",
                "lower_limit": -1.7e308, "upper_limit": 1.7e308, "result": true}),
            json!({"type": "numeric", "name": "U4", "value": value, "operation": "eq",
                "comparison_value": 3, "result": at % 7 == 3}),
        ]
    })
}

pub(super) fn huge() -> Vec<Report> {
    let values = [
        1.7e308, -1.7e308, 5e-324, 0.0, -0.0, 1e300, 1.0, 1e17, 1e-300,
    ];
    many(45, |at| {
        let value = values[usize::try_from(at).unwrap() % values.len()];
        vec![
            between("U1", value, -1e308, 1e308),
            between("U2", value, 5e-324, 1e-323),
            number("U3", 1.7e308),
            number("U4", value * 1e-16),
        ]
    })
}

/// Clocks that are wrong by decades, runs that end before they begin, one name with several kinds.
pub(super) fn odd() -> Vec<Report> {
    let starts = [START, 0, 1, 253_402_300_000, START - 50 * 365 * DAY, START];
    let reports = starts.into_iter().zip(0..).map(|(start, at)| {
        let value = match at % 3 {
            0 => json!({"type": "numeric", "name": "U1", "value": at}),
            1 => json!({"type": "string", "name": "U1", "value": "nan"}),
            _ => json!({"type": "numeric", "name": "U1", "value": -0.0, "unit": "mV"}),
        };
        let measurements = [value.clone(), value, text("U2", "\u{202e}<b>=1+1")];
        measured(&format!("S{at}"), &measurements)
            .set("start_time", start)
            .set("stop_time", start - 100 * at)
            .set("error_code", at)
    });
    let statuses = ["passed", "failed", "error", "skipped", "stopped", "run"];
    let without_measurements = statuses
        .into_iter()
        .zip(0..)
        .map(|(status, at)| run_of(&format!("T{at}")).later(at).set("status", status));
    let without_unit = run_of("x").set("dut", json!({}));
    reports
        .chain(without_measurements)
        .chain([without_unit])
        .collect()
}

/// Every run has names of its own, and one has very many measurements.
pub(super) fn many_categories(count: i32) -> Vec<Report> {
    let wide: Vec<Value> = (0..count)
        .map(|at| between(&format!("M{at}"), f64::from(at), 0.0, 500.0))
        .collect();
    let own_names = (0..count).map(|at| {
        measured(
            &format!("S{at}"),
            &[between("U1", f64::from(at % 50), 5.0, 45.0)],
        )
        .later(i64::from(at) * 977 - 20 * DAY)
        .set("batch_serial_number", format!("B{at}"))
        .set("user", format!("operator {at}"))
        .set("dut/part_number", format!("P{at}"))
        .set("dut/revision", format!("{at}"))
        .set("test_stand/name", format!("Stand {at}"))
        .set("process/name", format!("Process {at}"))
        .set("dut/info/lot", format!("L{at}"))
    });
    own_names.chain([measured("wide", &wide)]).collect()
}

fn many(count: i32, measurements: impl Fn(i32) -> Vec<Value>) -> Vec<Report> {
    (0..count)
        .map(|at| {
            let report = measured(&format!("S{at}"), &measurements(at));
            report.later(i64::from(at) * 600 - DAY)
        })
        .collect()
}
