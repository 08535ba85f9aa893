//! Reports as a stand uploads them, changed where a test needs it.

use axum::body::Body;
use serde_json::{Map, Value, json};

/// 2026-11-22 10:00 UTC.
pub(crate) const START: i64 = 1_795_341_600;

/// A report that can still be changed.
#[derive(Clone)]
pub(crate) struct Report(Value);

/// A passed run of one board, 50 s long.
pub(crate) fn run_of(serial_number: &str) -> Report {
    Report(json!({
        "id": "localhost_8000",
        "rev": "1-1",
        "name": "Board test",
        "status": "passed",
        "start_time": START,
        "stop_time": START + 50,
        "test_stand": {"hw_id": "pc-1", "name": "Stand 1", "number": 1, "info": {"geo": "hall 2"}},
        "dut": {"serial_number": serial_number, "part_number": "PCB-100", "info": {}},
        "process": {"name": "Final", "number": 1},
        "modules": {},
        "artifact": {},
    }))
}

impl Report {
    /// Sets what a path such as `dut/info/firmware` names; objects on the way are made.
    pub(crate) fn set(mut self, path: &str, value: impl Into<Value>) -> Self {
        let mut place = &mut self.0;
        for part in path.split('/') {
            if !place.is_object() {
                *place = Value::Object(Map::new());
            }
            place = place
                .as_object_mut()
                .unwrap()
                .entry(part)
                .or_insert(Value::Null);
        }
        *place = value.into();
        self
    }

    pub(crate) fn without(mut self, name: &str) -> Self {
        self.0.as_object_mut().unwrap().remove(name);
        self
    }

    /// Starts so many seconds after the usual time and takes 50 s.
    pub(crate) fn later(self, seconds: i64) -> Self {
        self.set("start_time", START + seconds)
            .set("stop_time", START + seconds + 50)
    }

    /// One module with one case that failed a measurement.
    pub(crate) fn failed(self) -> Self {
        self.set("status", "failed")
            .set("caused_dut_failure_id", "test_power::test_voltage")
            .set("modules/test_power", failed_module())
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        self.text().into_bytes()
    }

    pub(crate) fn text(&self) -> String {
        self.0.to_string()
    }
}

impl From<Report> for Body {
    fn from(report: Report) -> Self {
        report.bytes().into()
    }
}

fn failed_module() -> Value {
    let voltage = json!({"type": "numeric", "name": "U1", "value": 5.6, "unit": "V",
        "operation": "gele", "lower_limit": 4.5, "upper_limit": 5.5, "result": false});
    let version = json!({"type": "string", "name": "version", "value": "1.2", "operation": "eq",
        "comparison_value": "1.3", "result": false});
    json!({
        "name": "Power", "status": "failed", "start_time": START, "stop_time": START + 20,
        "cases": {
            "test_current": {"name": "Current", "status": "passed", "measurements": []},
            "test_voltage": {
                "name": "Voltage", "status": "failed", "start_time": START + 1,
                "stop_time": START + 3, "attempt": 2, "assertion_msg": "5.6 V is too much",
                "msg": {"0": "first line", "1": "second line"},
                "measurements": [voltage, version],
            },
            "test_crash": {"name": "Crash", "status": "error", "measurements": []},
        },
    })
}
