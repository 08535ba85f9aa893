//! Small reports that differ by a number which can be read back.

use serde_json::json;

/// Six runs make one unit. They do not come in the order of their times, so late ones renumber the
/// attempts of others.
pub(super) const RUNS_PER_UNIT: u64 = 6;
const ORDER: [u64; 6] = [3, 0, 5, 1, 4, 2];
const FIRST_START_S: u64 = 1_780_000_000;

/// The report of that number; `revision` is what a stand's document store changes between two
/// uploads of one run.
pub(super) fn report(number: u64, revision: &str) -> Vec<u8> {
    let unit = number / RUNS_PER_UNIT;
    let turn = ORDER[usize::try_from(number % RUNS_PER_UNIT).unwrap()];
    let start = FIRST_START_S + (unit * RUNS_PER_UNIT + turn) * 10;
    let passed = turn == RUNS_PER_UNIT - 1;
    let status = if passed { "passed" } else { "failed" };
    let value = f64::from(u32::try_from(number % 1000).unwrap()) / 1000.0;
    let report = json!({
        "id": "localhost_8000", "rev": revision, "name": format!("Plan {}", unit % 3),
        "status": status, "start_time": start, "stop_time": start + 7, "user": "operator",
        "test_stand": {"hw_id": format!("pc-{}", unit % 4), "name": "Stand", "number": 1},
        "dut": {"serial_number": format!("SN-{unit}"), "part_number": "PN-1",
            "info": {"upload": number.to_string()}},
        "process": {"name": "Final test"},
        "modules": {"test_power": {"name": "Power", "status": status, "start_time": start,
            "stop_time": start + 7, "cases": {
                "test_current": {"name": "Current", "status": "passed", "start_time": start,
                    "stop_time": start + 3, "measurements": [
                        {"type": "numeric", "name": "idle", "value": value, "unit": "A",
                            "operation": "gele", "lower_limit": -1.0, "upper_limit": 2.0,
                            "result": true},
                        {"type": "string", "name": "mode", "value": "auto", "result": true}]},
                "test_voltage": {"name": "Voltage", "status": status, "start_time": start + 3,
                    "stop_time": start + 7, "measurements": [
                        {"type": "numeric", "name": "rail", "value": 3.3 + value, "unit": "V",
                            "result": passed}]}}}},
    });
    serde_json::to_vec(&report).unwrap()
}
