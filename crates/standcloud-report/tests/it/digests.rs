//! Which bodies are the same run, and which are not.

use sha2::{Digest as _, Sha256};
use standcloud_report::DIGEST_VERSION;

use crate::{case, digest, measurement, run};

#[track_caller]
fn assert_same(table: &[(String, String)]) {
    for (one, other) in table {
        assert_eq!(digest(one), digest(other), "{one}\n{other}");
    }
}

#[track_caller]
fn assert_different(table: &[(String, String)]) {
    for (one, other) in table {
        assert_ne!(digest(one), digest(other), "{one}\n{other}");
    }
}

fn pairs(wrap: fn(&str) -> String, table: &[(&str, &str)]) -> Vec<(String, String)> {
    let pair = |(one, other): &(&str, &str)| (wrap(one), wrap(other));
    table.iter().map(pair).collect()
}

#[test]
fn ids_of_the_document_do_not_count() {
    let table = [
        (r#""id":"1","rev":"a""#, r#""_id":"2","_rev":"b""#),
        (r#""id":"1""#, r#""x":null"#),
        (r#""_rev":{"a":1}"#, r#""rev":5"#),
    ];
    assert_same(&pairs(run, &table));
    let table = [
        (r#""dut":{"id":"1"}"#, r#""dut":{"id":"2"}"#),
        (r#""artifact":{"_id":"1"}"#, r#""artifact":{"_id":"2"}"#),
    ];
    assert_different(&pairs(run, &table));
}

#[test]
fn spelling_and_order_of_members_do_not_count() {
    let table = [
        (r#""a":1,"b":2"#, "\n\"b\" : 2 , \"a\":1"),
        (r#""x":"é""#, r#""x":"\u00e9""#),
        (r#""x":"/""#, r#""x":"\/""#),
        (r#""x":1"#, r#""x":1.0"#),
        (r#""x":1"#, r#""x":1e0"#),
        (r#""x":100"#, r#""x":1E+2"#),
        (r#""x":0"#, r#""x":-0"#),
        (r#""x":0"#, r#""x":-0.0"#),
        (r#""x":0.1"#, r#""x":1e-1"#),
        (r#""x":[1,2.5]"#, r#""x":[1.0,25e-1]"#),
        (r#""x":[1,"a"]"#, r#""x":[1.0,"a"]"#),
        (r#""x":100000000000000000"#, r#""x":1e17"#),
        (r#""x":9223372036854775808"#, r#""x":9223372036854775808.0"#),
        (r#""x":1,"x":2"#, r#""x":2"#),
        (r#""x":"\ud800""#, r#""x":"\ufffd""#),
    ];
    assert_same(&pairs(run, &table));
}

#[test]
fn defaults_of_run_stand_and_dut_may_be_left_out() {
    let table = [
        (r#""user":null"#, r#""id":"1""#),
        (r#""artifact":{}"#, r#""modules":{}"#),
        (r#""test_stand":{}"#, r#""dut":null"#),
        (
            r#""test_stand":{"name":""}"#,
            r#""test_stand":{"name":"unknown"}"#,
        ),
        (
            r#""test_stand":{"name":null,"info":{}}"#,
            r#""test_stand":{"instruments":[]}"#,
        ),
        (
            r#""dut":{"part_number":""}"#,
            r#""dut":{"part_number":"unknown","name":"unknown"}"#,
        ),
        (
            r#""dut":{"part_number":"P","name":""}"#,
            r#""dut":{"part_number":"P","name":"P","sub_units":[],"type":null}"#,
        ),
        (
            r#""dut":{"sub_units":[{"serial_number":"1"}]}"#,
            r#""dut":{"sub_units":[{"serial_number":"1","name":"unknown","part_number":"unknown","info":{}}]}"#,
        ),
        (
            r#""test_stand":{"instruments":[{"part_number":"P"}]}"#,
            r#""test_stand":{"instruments":[{"part_number":"P","name":"P","number":null}]}"#,
        ),
        (
            r#""process":{}"#,
            r#""process":{"name":null,"number":null,"info":{}}"#,
        ),
        (
            r#""dut":{"info":{"on":true,"off":false}}"#,
            r#""dut":{"info":{"on":1,"off":0}}"#,
        ),
        (r#""later":{"a":[],"b":{"c":null}}"#, r#""later":null"#),
    ];
    assert_same(&pairs(run, &table));
}

#[test]
fn defaults_of_steps_and_measurements_may_be_left_out() {
    let table = [
        (r#""attempt":0,"group":"main""#, r#""msg":null"#),
        (
            r#""measurements":[],"chart":null"#,
            r#""artifact":{},"assertion_msg":null"#,
        ),
        (
            r#""chart":{"x_data":[[1]],"y_data":[[2]],"marker_name":[null]}"#,
            r#""chart":{"type":"line","title":null,"x_data":[[1]],"y_data":[[2]],"marker_name":[null]}"#,
        ),
    ];
    assert_same(&pairs(case, &table));
    let table = [
        (
            r#""value":1"#,
            r#""value":1,"type":"numeric","name":null,"result":null"#,
        ),
        (
            r#""value":"a""#,
            r#""value":"a","type":"string","casesensitive":true"#,
        ),
    ];
    assert_same(&pairs(measurement, &table));
    let in_module = |group: &str| {
        run(&format!(
            r#""modules":{{"m":{{"name":"M","status":"passed"{group}}}}}"#
        ))
    };
    assert_eq!(
        digest(in_module("")),
        digest(in_module(r#","group":"main","cases":{}"#))
    );
}

#[test]
fn what_was_said_counts() {
    let table = [
        (r#""start_time":1"#, r#""start_time":2"#),
        (r#""start_time":1"#, r#""stop_time":1"#),
        (r#""start_time":1"#, r#""start_time":1.000001"#),
        (r#""status":"failed""#, r#""status":"passed""#),
        (r#""user":"a""#, r#""user":"A""#),
        (r#""user":"a""#, r#""user":"a ""#),
        (r#""user":"""#, r#""user":null"#),
        (r#""error_code":0"#, r#""error_code":null"#),
        (
            r#""dut":{"serial_number":"1"}"#,
            r#""dut":{"serial_number":"2"}"#,
        ),
        (
            r#""dut":{"name":"unknown","part_number":"P"}"#,
            r#""dut":{"part_number":"P"}"#,
        ),
        (r#""dut":{"sub_units":[{}]}"#, r#""dut":{"sub_units":[]}"#),
        (
            r#""dut":{"sub_units":[{}]}"#,
            r#""dut":{"sub_units":[{},{}]}"#,
        ),
        (r#""x":9007199254740993"#, r#""x":9007199254740992"#),
        (r#""x":9223372036854775807"#, r#""x":9223372036854775808"#),
        (r#""x":18446744073709551615"#, r#""x":18446744073709551614"#),
        (r#""x":0.1"#, r#""x":0.10000000000000002"#),
        (r#""x":1"#, r#""x":"1""#),
        (r#""x":1"#, r#""x":true"#),
        (r#""x":[null]"#, r#""x":[]"#),
        (r#""x":[1,2]"#, r#""x":[2,1]"#),
        (r#""x":[[1],[2]]"#, r#""x":[[1,2]]"#),
        (r#""x":["ab","c"]"#, r#""x":["a","bc"]"#),
        (r#""x":{"a":1},"y":1"#, r#""x":{"a":1,"y":1}"#),
        (r#""x":{"aaaaaaaaa":1}"#, r#""x":{},"aaaaaaaaa":1"#),
    ];
    assert_different(&pairs(run, &table));
}

#[test]
fn what_a_test_plan_wrote_counts_to_the_last_null() {
    let table = [
        (r#""artifact":{"a":null}"#, r#""artifact":{}"#),
        (r#""artifact":{"a":{"b":[]}}"#, r#""artifact":{"a":{}}"#),
        (r#""artifact":{"a":true}"#, r#""artifact":{"a":1}"#),
        (r#""dut":{"info":{"a":null}}"#, r#""dut":{"info":{}}"#),
        (r#""test_stand":{"drivers":{"a":{}}}"#, r#""test_stand":{}"#),
    ];
    assert_different(&pairs(run, &table));
    let table = [
        (r#""msg":{"a":"x"}"#, r#""msg":{"b":"x"}"#),
        (r#""msg":{"a":null}"#, r#""msg":{}"#),
        (r#""artifact":{"a":{}}"#, r#""artifact":{"b":{}}"#),
        (r#""attempt":1"#, r#""attempt":2"#),
        (r#""group":"setup""#, r#""group":"teardown""#),
        (
            r#""measurements":[{"value":1}]"#,
            r#""measurements":[{"value":1},{"value":1}]"#,
        ),
        (
            r#""chart":{"x_data":[[1,2]]}"#,
            r#""chart":{"x_data":[[1,3]]}"#,
        ),
        (r#""chart":{"x_data":[[1]]}"#, r#""chart":{"y_data":[[1]]}"#),
    ];
    assert_different(&pairs(case, &table));
    let table = [
        (r#""value":1,"unit":"V""#, r#""value":1,"unit":"mV""#),
        (r#""value":1,"result":true"#, r#""value":1,"result":false"#),
        (r#""value":"a","casesensitive":false"#, r#""value":"a""#),
        (r#""value":1,"type":"later""#, r#""value":1"#),
        (
            r#""value":1,"lower_limit":1"#,
            r#""value":1,"upper_limit":1"#,
        ),
    ];
    assert_different(&pairs(measurement, &table));
}

#[test]
fn large_texts_are_hashed_whole() {
    let with = |end: &str| {
        run(&format!(
            r#""artifact":{{"log":"{}{end}"}}"#,
            "x".repeat(100_000)
        ))
    };
    assert_eq!(digest(with("1")), digest(with("1")));
    assert_ne!(digest(with("1")), digest(with("2")));
}

/// A digest that changed without a new version would store every run a second time.
#[test]
fn the_digests_of_version_1_never_change() {
    assert_eq!(DIGEST_VERSION, 1);
    let published = digest(include_bytes!("../fixtures/example_0.25.2.json"));
    assert_eq!(
        hex(&published),
        "09fb49b1c6679f6b7e9190401fedb2fb56c50dd4fee5dae5602293e7f9eb7ed8"
    );
    let bytes =
        b"standcloud report\x01\x00\x08\x06\x04name\x06\x04plan\x06\x06status\x06\x06passed\
        \x06\x01x\x07\x03\0\0\0\0\0\0\xf0\x3f\x09\x09";
    let expected: [u8; 32] = Sha256::digest(bytes).into();
    assert_eq!(digest(run(r#""x":[1]"#)), expected);
}

fn hex(bytes: &[u8]) -> String {
    let digits: Vec<_> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    digits.concat()
}

/// The digest of an object that turns out to be empty after more than the buffer holds.
#[test]
fn large_empty_objects_are_dropped() {
    let members: Vec<_> = (0..5_000)
        .map(|n| format!(r#""empty{n}":{{"x":[]}}"#))
        .collect();
    let later = run(&format!(r#""later":{{{}}}"#, members.join(",")));
    assert_eq!(digest(later), digest(run(r#""later":null"#)));
}
