//! What the typed report says.

use standcloud_report::{
    Case, Comparison, Group, InfoEntry, Limits, MeasuredValue, Measurement, Operation, Report,
    Status, StepKey,
};

use crate::{case, measurement, parse, run};

fn first_case(members: &str) -> Case {
    let report = parse(case(members)).unwrap();
    report.modules[0].cases[0].clone()
}

fn first_measurement(members: &str) -> Measurement {
    let report = parse(measurement(members)).unwrap();
    report.modules[0].cases[0].measurements[0].clone()
}

fn report(members: &str) -> Report {
    parse(run(members)).unwrap()
}

#[test]
fn a_name_and_a_status_are_enough() {
    let report = parse(r#"{"name":"plan","status":"run"}"#).unwrap();
    assert_eq!(report.plan, "plan");
    assert_eq!(report.status, Status::Run);
    assert_eq!(report.start_time_us, None);
    assert_eq!(report.stand.hardware_id, "");
    assert_eq!(report.stand.name, "unknown");
    assert_eq!(report.dut.part_number, "unknown");
    assert_eq!(report.dut.serial_number, None);
    assert!(report.modules.is_empty());
}

#[test]
fn the_published_example_is_read() {
    let report = parse(include_bytes!("../fixtures/example_0.25.2.json")).unwrap();
    assert_eq!(report.plan, "StandCloud");
    assert_eq!(report.error_code, Some(1));
    let failure = StepKey {
        module: "test_2".to_owned(),
        case: "test_minute_parity".to_owned(),
    };
    assert_eq!(report.caused_failure, Some(failure));
    assert_eq!(report.modules.len(), 3);
    assert_eq!(
        report.dut.sub_units[0].name.as_deref(),
        Some("part_number_1")
    );
}

#[test]
fn times_are_microseconds() {
    let table = [
        ("1795366279", 1_795_366_279_000_000),
        ("1795366279.25", 1_795_366_279_250_000),
        ("1795366279.123457", 1_795_366_279_123_457),
        ("0", 0),
        ("-1", -1_000_000),
        ("1e12", 1_000_000_000_000_000_000),
        ("9223372036854", 9_223_372_036_854_000_000),
    ];
    for (seconds, expected) in table {
        let report = report(&format!(r#""start_time":{seconds},"stop_time":-5"#));
        assert_eq!(report.start_time_us, Some(expected), "{seconds}");
        assert_eq!(report.stop_time_us, Some(-5_000_000));
    }
}

#[test]
fn error_codes_saturate() {
    let table = [
        ("0", 0),
        ("7.0", 7),
        ("4294967293", u32::MAX - 2),
        ("4294967295", u32::MAX - 2),
        ("18446744073709551615", u32::MAX - 2),
    ];
    for (code, expected) in table {
        let report = report(&format!(r#""error_code":{code}"#));
        assert_eq!(report.error_code, Some(expected), "{code}");
    }
}

#[test]
fn a_cause_that_names_no_case_is_left_out() {
    assert_eq!(
        report(r#""caused_dut_failure_id":"m""#).caused_failure,
        None
    );
    let parametrised = report(r#""caused_dut_failure_id":"m::c[a::b]""#);
    assert_eq!(parametrised.caused_failure.unwrap().case, "c[a::b]");
}

#[test]
fn info_is_text() {
    let report = report(
        r#""dut":{"info":{"text":"1.2.3","int":42,"float":1.50,"one":1.0,"yes":true,"none":null,
        "list":[1,2.5,"a"],"object":{"a":null,"b":{"c":"\u0000\""}},"empty":""}}"#,
    );
    let entries: Vec<_> = report
        .dut
        .info
        .iter()
        .map(|entry| (entry.key.as_str(), entry.value.as_str()))
        .collect();
    assert_eq!(
        entries,
        [
            ("text", "1.2.3"),
            ("int", "42"),
            ("float", "1.5"),
            ("one", "1.0"),
            ("yes", "true"),
            ("list", r#"[1,2.5,"a"]"#),
            ("object", r#"{"a":null,"b":{"c":"\u0000\""}}"#),
            ("empty", ""),
        ]
    );
}

#[test]
fn long_keys_and_values_of_info_stay_distinct() {
    let long = "k".repeat(10_000);
    let report = report(&format!(
        r#""process":{{"info":{{"{long}1":"{long}1","{long}2":"{long}2"}}}}"#
    ));
    let [one, two]: [InfoEntry; 2] = report.process.info.try_into().unwrap();
    assert_ne!(one.key, two.key);
    assert_ne!(one.value, two.value);
    assert!(
        [one.key, one.value, two.key, two.value]
            .iter()
            .all(|text| text.len() <= 400)
    );
}

#[test]
fn texts_are_cleaned() {
    let report = report(
        r#""user":"a\u0000b","batch_serial_number":"\ud800 \ud83d\ude00","dut":{"serial_number":" x "}"#,
    );
    assert_eq!(report.operator.as_deref(), Some("a\u{fffd}b"));
    assert_eq!(report.batch.as_deref(), Some("\u{fffd} 😀"));
    assert_eq!(report.dut.serial_number.as_deref(), Some(" x "));
}

#[test]
fn keys_that_become_equal_are_duplicates() {
    let module = |id: &str, name: &str| format!(r#""{id}":{{"name":"{name}","status":"passed"}}"#);
    let modules = [module("a\\u0000", "one"), module("a\\ufffd", "two")].join(",");
    let report = report(&format!(r#""modules":{{{modules}}}"#));
    assert_eq!(report.modules.len(), 1);
    assert_eq!(report.modules[0].name, "two");
}

#[test]
fn steps_keep_the_order_of_the_document() {
    let modules: Vec<_> = (0..40)
        .rev()
        .map(|n| format!(r#""m{n}":{{"name":"M","status":"passed"}}"#))
        .collect();
    let report = report(&format!(r#""modules":{{{}}}"#, modules.join(",")));
    let ids: Vec<_> = report
        .modules
        .iter()
        .map(|module| module.id.clone())
        .collect();
    let expected: Vec<_> = (0..40).rev().map(|n| format!("m{n}")).collect();
    assert_eq!(ids, expected);
}

#[test]
fn messages_come_as_an_object_or_a_list() {
    let table: [(&str, &[&str]); 5] = [
        (r#"{"b":"second","a":"first"}"#, &["second", "first"]),
        (r#"["one","two"]"#, &["one", "two"]),
        (
            r#"{"a":null,"b":1.5,"c":{"x":[true]}}"#,
            &["1.5", r#"{"x":[true]}"#],
        ),
        ("[1,2]", &["[1,2]"]),
        ("null", &[]),
    ];
    for (msg, expected) in table {
        assert_eq!(
            first_case(&format!(r#""msg":{msg}"#)).messages,
            expected,
            "{msg}"
        );
    }
}

#[test]
fn what_a_case_carries_is_seen() {
    let table = [
        (r#""chart":null,"artifact":null"#, false, false),
        (r#""chart":{},"artifact":{}"#, false, false),
        (
            r#""chart":{"type":"line","x_data":[],"title":null}"#,
            false,
            false,
        ),
        (r#""chart":{"x_data":[[1]],"y_data":[[1]]}"#, true, false),
        (r#""artifact":{"log":""}"#, false, true),
    ];
    for (members, has_chart, has_artifact) in table {
        let case = first_case(members);
        assert_eq!(
            (case.has_chart, case.has_artifact),
            (has_chart, has_artifact),
            "{members}"
        );
    }
    let case = first_case(r#""attempt":3,"group":"teardown""#);
    assert_eq!((case.attempt, case.group), (3, Group::Teardown));
}

#[test]
fn measurements_are_read() {
    let range = first_measurement(
        r#""type":"numeric","name":"U","unit":"V","value":3,"operation":"gele",
        "lower_limit":2.5,"upper_limit":4,"result":true"#,
    );
    let expected = Measurement {
        name: Some("U".to_owned()),
        position: 0,
        occurrence: 0,
        unit: Some("V".to_owned()),
        value: MeasuredValue::Number(3.0),
        limits: Limits {
            operation: Some(Operation::Gele),
            comparison: None,
            lower: Some(2.5),
            upper: Some(4.0),
            case_sensitive: true,
        },
        result: Some(true),
    };
    assert_eq!(range, expected);
    let text = first_measurement(
        r#""type":"string","value":"OK","operation":"ne","comparison_value":"ng",
        "casesensitive":false,"result":true"#,
    );
    assert_eq!(text.value, MeasuredValue::Text("OK".to_owned()));
    assert_eq!(
        text.limits.comparison,
        Some(Comparison::Text("ng".to_owned()))
    );
    assert!(!text.limits.case_sensitive);
}

#[test]
fn unknown_types_keep_their_place() {
    let case = first_case(
        r#""measurements":[{"type":"json","value":{"a":1}},{"value":1,"name":"U"},
        {"value":2,"name":"U"},{"value":"x","name":"U"},{"value":3,"name":"U","unit":"V"},
        {"value":4},{"value":5}]"#,
    );
    let places: Vec<_> = case
        .measurements
        .iter()
        .map(|found| (found.position, found.occurrence))
        .collect();
    assert_eq!(places, [(1, 0), (2, 1), (3, 0), (4, 0), (5, 0), (6, 1)]);
}

#[test]
fn large_integers_are_numbers() {
    let table = [
        ("9007199254740993", 9_007_199_254_740_992.0),
        ("18446744073709551615", 18_446_744_073_709_551_615.0),
        ("123456789012345678901234567890", 1.234_567_890_123_456_8e29),
    ];
    for (value, expected) in table {
        let found = first_measurement(&format!(r#""value":{value}"#));
        assert_eq!(found.value, MeasuredValue::Number(expected), "{value}");
    }
}

#[test]
fn long_free_texts_are_cut() {
    let long = "x".repeat(1_000_000);
    let case = first_case(&format!(
        r#""assertion_msg":"{long}","msg":{{"a":"{long}"}}"#
    ));
    assert_eq!(case.assertion_message.unwrap().len(), 64 * 1024);
    assert_eq!(case.messages[0].len(), 64 * 1024);
}
