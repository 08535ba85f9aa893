//! Properties over made JSON.

use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Map, Value, json};

use crate::hardpy::fixtures;
use crate::{digest, parse};

/// Keys that mean something, so that made documents get past the first check.
const KEYS: [&str; 31] = [
    "name",
    "status",
    "start_time",
    "stop_time",
    "user",
    "error_code",
    "artifact",
    "test_stand",
    "dut",
    "process",
    "modules",
    "cases",
    "measurements",
    "value",
    "type",
    "unit",
    "operation",
    "comparison_value",
    "lower_limit",
    "result",
    "chart",
    "x_data",
    "msg",
    "attempt",
    "group",
    "info",
    "sub_units",
    "instruments",
    "part_number",
    "id",
    "é",
];

fn scalar() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (-5..5i64).prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        select(vec![
            "passed", "main", "numeric", "string", "line", "unknown", "gele", ""
        ])
        .prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ]
}

fn any_json() -> impl Strategy<Value = Value> {
    scalar().prop_recursive(6, 60, 8, |inner| {
        let key =
            prop_oneof![3 => select(KEYS.to_vec()).prop_map(str::to_owned), 1 => any::<String>()];
        prop_oneof![
            vec(inner.clone(), 0..6).prop_map(Value::from),
            btree_map(key, inner, 0..8)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

fn any_fixture() -> impl Strategy<Value = Value> {
    let documents: Vec<Value> = fixtures()
        .iter()
        .map(|(_, body)| serde_json::from_slice(body).unwrap())
        .collect();
    select(documents)
}

/// A run that is valid whatever is made.
fn any_run() -> impl Strategy<Value = Value> {
    (
        any_json(),
        any_json(),
        btree_map(any::<String>(), any_json(), 0..4),
    )
        .prop_map(|(later, artifact, info)| {
            let info: Map<String, Value> = info.into_iter().collect();
            json!({
                "name": "plan", "status": "passed", "dut": {"info": info}, "later": later,
                "artifact": {"a": artifact},
            })
        })
}

/// The same document, spelled differently: members reversed, integers as floats, escapes.
fn respelled(value: &Value) -> String {
    match value {
        Value::Object(members) => {
            let members: Vec<_> = members
                .iter()
                .rev()
                .map(|(key, value)| format!(" {} :\n{}", escaped(key), respelled(value)))
                .collect();
            format!("{{{}}}", members.join(" ,"))
        }
        Value::Array(items) => {
            let items: Vec<_> = items.iter().map(respelled).collect();
            format!("[ {} ]", items.join(" ,\t"))
        }
        Value::String(text) => escaped(text),
        Value::Number(number) => match number.as_i64() {
            Some(integer) if integer.unsigned_abs() <= 1 << 53 => spelled(integer),
            None if number.as_f64() == Some(0.0) => "0".to_owned(),
            _ => number.to_string(),
        },
        other => other.to_string(),
    }
}

/// Zero has one spelling here, because minus zero is spelled the same.
fn spelled(integer: i64) -> String {
    if integer == 0 {
        "0".to_owned()
    } else {
        format!("{integer}.0e0")
    }
}

fn escaped(text: &str) -> String {
    let units: Vec<_> = text
        .encode_utf16()
        .map(|unit| format!("\\u{unit:04x}"))
        .collect();
    format!("\"{}\"", units.concat())
}

/// Paths to everything that is not an object or an array.
fn leaves(value: &Value, path: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (key, value) in members {
                let key = key.replace('~', "~0").replace('/', "~1");
                leaves(value, &format!("{path}/{key}"), found);
            }
        }
        Value::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                leaves(value, &format!("{path}/{index}"), found);
            }
        }
        _ => found.push(path.to_owned()),
    }
}

/// Another value of the same type that stands for no default.
fn changed(value: &Value) -> Value {
    match value {
        Value::Null => json!("no longer null"),
        Value::Bool(flag) => json!(!flag),
        Value::Number(number) => match number.as_i64() {
            Some(integer) => json!(integer.wrapping_add(1_000)),
            None => json!(number.as_f64().unwrap_or_default() / 2.0 + 3.5),
        },
        Value::String(text) => json!(format!("{text} changed")),
        other => other.clone(),
    }
}

proptest! {
    #[test]
    fn any_bytes_never_panic(body in vec(any::<u8>(), 0..200)) {
        let _ = parse(body);
    }

    #[test]
    fn any_text_never_panics(body in r#"[\[\]{}":,0-9eE+\-.a-z\\u \n]{0,100}"#) {
        let _ = parse(body);
    }

    #[test]
    fn any_json_never_panics_and_is_refused_with_a_place(value in any_json()) {
        if let Err(problems) = parse(value.to_string()) {
            prop_assert!(!problems.as_slice().is_empty());
            for problem in problems.as_slice() {
                prop_assert_eq!(problem.loc[0].to_string(), "body");
            }
        }
    }

    #[test]
    fn a_broken_report_never_panics(
        document in any_fixture(), at in any::<Index>(), other in any_json(),
    ) {
        let mut paths = Vec::new();
        leaves(&document, "", &mut paths);
        let mut broken = document.clone();
        *broken.pointer_mut(at.get::<String>(&paths)).unwrap() = other;
        let _ = parse(broken.to_string());
    }

    #[test]
    fn a_cut_report_is_refused(document in any_fixture(), at in any::<Index>()) {
        let body = document.to_string();
        let cut = at.index(body.len());
        prop_assert!(parse(&body.as_bytes()[..cut]).is_err());
    }

    #[test]
    fn spelling_does_not_change_the_digest(run in any_run()) {
        prop_assert_eq!(digest(run.to_string()), digest(respelled(&run)));
    }

    #[test]
    fn spelling_does_not_change_a_real_report(document in any_fixture()) {
        prop_assert_eq!(digest(document.to_string()), digest(respelled(&document)));
    }

    #[test]
    fn ids_do_not_change_the_digest(run in any_run(), id in any_json(), key in select(vec!["id", "rev", "_id", "_rev"])) {
        let mut other = run.clone();
        other[key] = id;
        prop_assert_eq!(digest(run.to_string()), digest(other.to_string()));
    }

    #[test]
    fn every_leaf_of_a_real_report_counts(document in any_fixture(), at in any::<Index>()) {
        let mut paths = Vec::new();
        leaves(&document, "", &mut paths);
        let path: &String = at.get(&paths);
        prop_assume!(!matches!(path.as_str(), "/id" | "/rev" | "/_id" | "/_rev"));
        let mut other = document.clone();
        let leaf = other.pointer_mut(path).unwrap();
        *leaf = changed(leaf);
        if let Ok(report) = parse(other.to_string()) {
            prop_assert_ne!(report.digest, digest(document.to_string()), "{}", path);
        }
    }

    #[test]
    fn different_values_have_different_digests(one in any_json(), other in any_json()) {
        let artifact = |value: &Value| json!({"name": "p", "status": "passed", "artifact": {"a": value}});
        let equal = respelled(&one) == respelled(&other);
        prop_assert_eq!(
            digest(artifact(&one).to_string()) == digest(artifact(&other).to_string()),
            equal
        );
    }
}
