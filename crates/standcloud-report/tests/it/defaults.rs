//! Any choice of defaults may be filled in, and the run stays the same run.

use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value, json};

use crate::hardpy::fixtures;
use crate::parse;

/// Decides at each default whether it is filled in.
struct Choices(std::vec::IntoIter<bool>);

impl Choices {
    fn fill(&mut self, object: &mut Map<String, Value>, defaults: &Value) {
        for (key, default) in defaults.as_object().unwrap() {
            let chosen = self.0.next().unwrap_or(true);
            if chosen && !object.contains_key(key) {
                object.insert(key.clone(), default.clone());
            }
        }
    }

    fn fill_run(&mut self, run: &mut Value) {
        let run = run.as_object_mut().unwrap();
        self.fill(
            run,
            &json!({
                "user": null, "batch_serial_number": null, "caused_dut_failure_id": null,
                "error_code": null, "artifact": {}, "modules": {}, "test_stand": {}, "dut": {},
                "process": {}, "id": "7", "_rev": "x",
            }),
        );
        self.fill_stand(member(run, "test_stand"));
        self.fill_part(member(run, "dut"));
        for sub_unit in elements(member(run, "dut"), "sub_units") {
            self.fill_part(sub_unit.as_object_mut().unwrap());
        }
        let process = json!({"name": null, "number": null, "info": {}});
        self.fill(member(run, "process"), &process);
        for module in member(run, "modules").values_mut() {
            self.fill_module(module.as_object_mut().unwrap());
        }
    }

    fn fill_stand(&mut self, stand: &mut Map<String, Value>) {
        self.fill(
            stand,
            &json!({
                "hw_id": null, "name": "unknown", "number": null, "revision": null,
                "timezone": null, "location": null, "drivers": {}, "info": {}, "instruments": [],
            }),
        );
        for instrument in elements(stand, "instruments") {
            self.fill_part(instrument.as_object_mut().unwrap());
        }
    }

    fn fill_part(&mut self, part: &mut Map<String, Value>) {
        let given = part.get("part_number").filter(|number| *number != "");
        let name = given.cloned().unwrap_or(json!("unknown"));
        self.fill(
            part,
            &json!({
                "part_number": "unknown", "name": name, "serial_number": null, "revision": null,
                "info": {}, "type": null,
            }),
        );
    }

    fn fill_module(&mut self, module: &mut Map<String, Value>) {
        self.fill(
            module,
            &json!({"group": "main", "artifact": {}, "cases": {}}),
        );
        for case in member(module, "cases").values_mut() {
            self.fill_case(case.as_object_mut().unwrap());
        }
    }

    fn fill_case(&mut self, case: &mut Map<String, Value>) {
        self.fill(
            case,
            &json!({
                "group": "main", "attempt": 0, "msg": null, "assertion_msg": null, "chart": null,
                "measurements": [], "artifact": {}, "start_time": null, "stop_time": null,
            }),
        );
        if let Some(chart) = case.get_mut("chart").and_then(Value::as_object_mut) {
            let chart_defaults = json!({"type": "line", "title": null, "marker_name": []});
            self.fill(chart, &chart_defaults);
        }
        for measurement in elements(case, "measurements") {
            self.fill_measurement(measurement.as_object_mut().unwrap());
        }
    }

    fn fill_measurement(&mut self, measurement: &mut Map<String, Value>) {
        let kind = if measurement["value"].is_string() {
            "string"
        } else {
            "numeric"
        };
        self.fill(
            measurement,
            &json!({
                "type": kind, "name": null, "unit": null, "operation": null, "result": null,
                "comparison_value": null, "lower_limit": null, "casesensitive": true,
            }),
        );
    }
}

fn member<'a>(object: &'a mut Map<String, Value>, key: &str) -> &'a mut Map<String, Value> {
    let value = object.entry(key).or_insert(json!({}));
    value.as_object_mut().unwrap()
}

fn elements<'a>(object: &'a mut Map<String, Value>, key: &str) -> &'a mut [Value] {
    object
        .get_mut(key)
        .and_then(Value::as_array_mut)
        .map_or(&mut [], Vec::as_mut_slice)
}

/// Takes away what only says the default, so that the filling has something to do.
fn stripped(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            let kept = members.iter().filter(|(key, value)| {
                let is_default = match key.as_str() {
                    "group" => *value == "main",
                    "attempt" => *value == 0,
                    "type" => *value == "numeric" || *value == "string" || *value == "line",
                    "casesensitive" => *value == true,
                    "name" | "part_number" => *value == "unknown",
                    _ => value.is_null(),
                };
                !is_default
            });
            let kept = kept.map(|(key, value)| match key.as_str() {
                "artifact" | "drivers" | "info" | "msg" => (key.clone(), value.clone()),
                _ => (key.clone(), stripped(value)),
            });
            Value::Object(kept.collect())
        }
        Value::Array(items) => items.iter().map(stripped).collect(),
        other => other.clone(),
    }
}

fn any_fixture() -> impl Strategy<Value = Value> {
    let documents = fixtures().into_iter();
    let documents = documents.map(|(_, body)| serde_json::from_slice(&body).unwrap());
    select(documents.collect::<Vec<Value>>())
}

proptest! {
    #[test]
    fn filling_in_defaults_changes_nothing(
        document in any_fixture(), choices in prop::collection::vec(any::<bool>(), 0..500),
    ) {
        let mut filled = document.clone();
        Choices(choices.into_iter()).fill_run(&mut filled);
        prop_assert_eq!(parse(filled.to_string()), parse(document.to_string()));
    }

    #[test]
    fn leaving_defaults_out_changes_nothing(
        document in any_fixture(), choices in prop::collection::vec(any::<bool>(), 0..500),
    ) {
        let mut other = stripped(&document);
        prop_assert_eq!(parse(other.to_string()), parse(document.to_string()));
        Choices(choices.into_iter()).fill_run(&mut other);
        prop_assert_eq!(parse(other.to_string()), parse(document.to_string()));
    }
}
