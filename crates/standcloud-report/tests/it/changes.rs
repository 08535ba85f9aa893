//! What differs between two runs.

use serde_json::{Value, json};
use standcloud_report::{CHANGES_MAX, Changes, FactScope, MeasuredValue, Status, changes};

use crate::parse;

fn report(cases: &Value) -> Value {
    json!({
        "name": "plan", "status": "failed", "user": "ann",
        "test_stand": {"hw_id": "pc-1", "name": "Stand 1", "info": {"hall": 2}},
        "dut": {"part_number": "P", "serial_number": "S", "revision": "A"},
        "modules": {"m": {"name": "Module", "status": "failed", "cases": cases}},
    })
}

fn case(status: &str, measurements: &Value) -> Value {
    json!({"name": "Case", "status": status, "measurements": measurements})
}

fn number(name: &str, value: f64, result: Option<bool>) -> Value {
    json!({"type": "numeric", "name": name, "value": value, "unit": "V", "operation": "gele",
        "lower_limit": 1.0, "upper_limit": 3.0, "result": result})
}

fn compare(before: &Value, after: &Value) -> Changes {
    let read = |report: &Value| parse(report.to_string()).unwrap();
    changes(&read(before), &read(after))
}

fn names(found: &Changes) -> Vec<&str> {
    let changed = found.measurements.changed.iter();
    changed
        .map(|change| change.name.as_deref().unwrap_or("-"))
        .collect()
}

#[test]
fn a_run_does_not_differ_from_itself() {
    let one = report(&json!({"c": case("failed", &json!([number("u", 2.0, Some(true))]))}));
    let found = compare(&one, &one);
    assert_eq!(found.facts.changed, []);
    assert_eq!(found.cases.changed, []);
    assert_eq!(found.measurements.changed, []);
    assert_eq!(found.measurements.compared_count, 1);
    assert_eq!(found.cases.compared_count, 1);
}

#[test]
fn failures_that_came_or_went_come_first() {
    let before = report(&json!({
        "a": case("passed", &json!([])), "b": case("skipped", &json!([])),
        "c": case("passed", &json!([])), "same": case("failed", &json!([])),
        "gone": case("passed", &json!([])), "d": case("ready", &json!([])),
    }));
    let after = report(&json!({
        "a": case("passed", &json!([])), "d": case("skipped", &json!([])),
        "b": case("passed", &json!([])), "c": case("error", &json!([])),
        "same": case("failed", &json!([])), "new": case("failed", &json!([])),
    }));
    let found = compare(&before, &after);
    let status = |outcome: &Option<standcloud_report::CaseOutcome>| {
        outcome.as_ref().map(|outcome| outcome.status)
    };
    let cases: Vec<_> = found
        .cases
        .changed
        .iter()
        .map(|case| {
            (
                case.step.case.as_str(),
                status(&case.before),
                status(&case.after),
            )
        })
        .collect();
    assert_eq!(
        cases,
        [
            ("c", Some(Status::Passed), Some(Status::Error)),
            ("new", None, Some(Status::Failed)),
            ("b", Some(Status::Skipped), Some(Status::Passed)),
            ("gone", Some(Status::Passed), None),
            ("d", Some(Status::Ready), Some(Status::Skipped)),
        ]
    );
    assert_eq!(found.cases.compared_count, 7);
}

#[test]
fn the_most_telling_measurement_comes_first() {
    let text = |value: &str| json!({"type": "string", "name": "firmware", "value": value});
    let free = |value: f64| json!({"type": "numeric", "name": "free", "value": value});
    let mut narrowed = number("narrowed", 2.0, Some(true));
    narrowed["upper_limit"] = json!(2.5);
    let before = report(&json!({"c": case("failed", &json!([
        number("little", 2.0, Some(true)), number("much", 2.0, Some(true)), free(1.0), text("1"),
        number("narrowed", 2.0, Some(true)), number("result", 3.1, Some(false)),
        number("gone", 2.0, Some(true)), number("same", 2.0, Some(true)),
    ]))}));
    let after = report(&json!({"c": case("passed", &json!([
        number("little", 2.01, Some(true)), number("much", 1.5, Some(true)), free(2.0), text("2"),
        narrowed, number("result", 3.0, Some(true)), number("same", 2.0, Some(true)),
    ]))}));
    let found = compare(&before, &after);
    assert_eq!(
        names(&found),
        [
            "result", "firmware", "narrowed", "much", "little", "free", "gone"
        ]
    );
    let much = &found.measurements.changed[3];
    assert_eq!(
        (much.difference, much.share_of_limits),
        (Some(-0.5), Some(-0.25))
    );
    assert!(!much.limits_changed && found.measurements.changed[2].limits_changed);
    assert_eq!(found.measurements.changed[6].after, None);
    assert_eq!(found.measurements.compared_count, 8);
}

#[test]
fn what_a_retest_did_not_cure_comes_before_what_only_moved() {
    let runs = |still: f64, moved: f64| {
        let both = [
            number("moved", moved, Some(true)),
            number("still", still, Some(false)),
        ];
        report(&json!({"c": case("failed", &json!(both))}))
    };
    let found = compare(&runs(3.5, 1.2), &runs(3.51, 2.8));
    assert_eq!(names(&found), ["still", "moved"]);
}

#[test]
fn measurements_without_a_name_are_matched_by_place_and_equal_names_by_occurrence() {
    let bare = |value: f64| json!({"type": "numeric", "value": value});
    let before = report(&json!({"c": case("passed", &json!([
        bare(1.0), bare(5.0), number("u", 1.0, None), number("u", 2.0, None),
    ]))}));
    let after = report(&json!({"c": case("passed", &json!([
        bare(1.0), bare(6.0), number("u", 1.0, None), number("u", 2.5, None),
    ]))}));
    let found = compare(&before, &after);
    let changed: Vec<_> = found
        .measurements
        .changed
        .iter()
        .map(|change| (change.position, change.occurrence, change.difference))
        .collect();
    assert_eq!(changed, [(3, 1, Some(0.5)), (1, 1, Some(1.0))]);
}

#[test]
fn another_unit_of_measure_is_another_measurement() {
    let before = report(&json!({"c": case("passed", &json!([number("u", 1.0, None)]))}));
    let mut in_millivolts = number("u", 1000.0, None);
    in_millivolts["unit"] = json!("mV");
    let after = report(&json!({"c": case("passed", &json!([in_millivolts]))}));
    let found = compare(&before, &after);
    let sides: Vec<_> = found
        .measurements
        .changed
        .iter()
        .map(|change| (change.before.is_some(), change.after.is_some()))
        .collect();
    assert_eq!(sides, [(false, true), (true, false)]);
}

#[test]
fn what_was_different_around_the_test_is_told() {
    let before = report(&json!({}));
    let mut after = report(&json!({}));
    after["user"] = json!("max");
    after["test_stand"]["name"] = json!("Stand 2");
    after["test_stand"]["info"] = json!({"hall": 3, "rack": "b"});
    after["test_stand"]["instruments"] = json!([
        {"name": "DMM", "part_number": "K", "serial_number": "1"},
        {"name": "DMM", "part_number": "K", "serial_number": "2", "revision": "B"},
    ]);
    after["dut"]["revision"] = json!(null);
    let found = compare(&before, &after);
    let facts: Vec<_> = found
        .facts
        .changed
        .iter()
        .map(|fact| {
            let (before, after) = (fact.before.as_deref(), fact.after.as_deref());
            (fact.scope, fact.name.as_str(), before, after)
        })
        .collect();
    assert_eq!(
        facts,
        [
            (FactScope::Stand, "name", Some("Stand 1"), Some("Stand 2")),
            (FactScope::Run, "operator", Some("ann"), Some("max")),
            (FactScope::Instrument, "DMM", None, Some("1")),
            (FactScope::Instrument, "DMM #2", None, Some("2 · B")),
            (FactScope::StandInfo, "hall", Some("2"), Some("3")),
            (FactScope::StandInfo, "rack", None, Some("b")),
            (FactScope::Unit, "revision", Some("A"), None),
        ]
    );
}

#[test]
fn long_lists_are_cut_and_counted() {
    let cases = |value: f64| {
        let all: Vec<Value> = (0..CHANGES_MAX + 7)
            .map(|index| number(&format!("u{index}"), value, None))
            .collect();
        report(&json!({"c": case("passed", &json!(all))}))
    };
    let found = compare(&cases(1.0), &cases(2.0)).measurements;
    assert_eq!(
        (found.changed.len(), found.changed_count),
        (CHANGES_MAX, CHANGES_MAX + 7)
    );
    let first = found.changed[0].before.as_ref().unwrap();
    assert_eq!(first.value, MeasuredValue::Number(1.0));
}
