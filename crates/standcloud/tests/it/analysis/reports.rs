//! Reports with measurements.

use serde_json::{Value, json};

use crate::support::report::{Report, START, run_of};

/// A passed run whose only case measured these.
pub(super) fn measured(serial_number: &str, measurements: &[Value]) -> Report {
    let case = json!({"name": "Voltage", "status": "passed", "start_time": START + 1,
        "stop_time": START + 3, "measurements": measurements});
    let module = json!({"name": "Power", "status": "passed", "start_time": START,
        "stop_time": START + 20, "cases": {"test_voltage": case}});
    run_of(serial_number).set("modules/test_power", module)
}

/// A number without limits.
pub(super) fn number(name: &str, value: f64) -> Value {
    json!({"type": "numeric", "name": name, "value": value, "unit": "V"})
}

pub(super) fn between(name: &str, value: f64, lower: f64, upper: f64) -> Value {
    json!({"type": "numeric", "name": name, "value": value, "unit": "V", "operation": "gele",
        "lower_limit": lower, "upper_limit": upper, "result": lower <= value && value <= upper})
}

pub(super) fn text(name: &str, value: &str) -> Value {
    json!({"type": "string", "name": name, "value": value, "operation": "eq",
        "comparison_value": "1.3", "result": value == "1.3"})
}
