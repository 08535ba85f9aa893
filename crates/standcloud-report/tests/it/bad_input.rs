//! Whatever is wrong is told with its place, and nothing panics or takes much memory.

use standcloud_report::{PROBLEMS_MAX, ParseLimits, Problem};

use crate::{case, measurement, parse, run};

/// The problems as `place kind`.
fn places(body: impl AsRef<[u8]>) -> Vec<String> {
    let problems = parse(body).unwrap_err().into_vec();
    problems.iter().map(place).collect()
}

fn place(problem: &Problem) -> String {
    let parts: Vec<_> = problem.loc.iter().map(ToString::to_string).collect();
    format!("{} {}", parts.join("."), problem.kind)
}

fn assert_places(table: &[(String, &[&str])]) {
    for (body, expected) in table {
        assert_eq!(places(body), *expected, "{body}");
    }
}

#[test]
fn what_is_not_json_is_told_with_its_offset() {
    let bodies: [&[u8]; 18] = [
        b"",
        b" \n ",
        b"hello",
        b"\xff\xfe",
        b"{\"name\":\"\xc3\x28\"}",
        b"\xef\xbb\xbf{}",
        b"{\"a\":1",
        b"{\"a\":1}}",
        b"{\"a\":1,}",
        b"{'a':1}",
        b"{\n\"a\": NaN}",
        b"[Infinity]",
        b"[1, -Infinity]",
        b"[1e400]",
        b"[\"\x01\"]",
        b"[\"\\x\"]",
        b"[\"\\ud8",
        b"[\"a line\nbreak\"]",
    ];
    let told: Vec<_> = bodies
        .iter()
        .map(|body| {
            let problems = parse(body).unwrap_err().into_vec();
            assert_eq!(problems[0].kind, "json_invalid");
            format!("{}: {}", body.escape_ascii(), problems[0])
        })
        .collect();
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn nesting_is_limited_without_a_stack_overflow() {
    let nested = |depth: usize| {
        run(&format!(
            r#""x":{}{}"#,
            "[".repeat(depth),
            "]".repeat(depth)
        ))
    };
    assert!(parse(nested(100)).is_ok());
    for depth in [128, 1_000, 1_000_000] {
        let problems = parse(nested(depth)).unwrap_err();
        assert!(
            problems.to_string().contains("recursion limit"),
            "{problems}"
        );
    }
    let objects = run(&format!(
        r#""x":{}1{}"#,
        r#"{"a":"#.repeat(100),
        "}".repeat(100)
    ));
    assert!(parse(objects).is_ok());
}

#[test]
fn the_body_is_an_object() {
    let table: [(&str, &[&str]); 5] = [
        (
            "[]",
            &["body dict_type", "body.name missing", "body.status missing"],
        ),
        (
            "1",
            &["body dict_type", "body.name missing", "body.status missing"],
        ),
        (
            "\"x\"",
            &["body dict_type", "body.name missing", "body.status missing"],
        ),
        ("null", &["body.name missing", "body.status missing"]),
        ("{}", &["body.name missing", "body.status missing"]),
    ];
    for (body, expected) in table {
        assert_eq!(places(body), expected, "{body}");
    }
}

#[test]
fn wrong_types_of_the_run_are_told() {
    assert_places(&[
        (run(r#""name":1"#), &["body.name string_type"]),
        (run(r#""name":null"#), &["body.name missing"]),
        (run(r#""status":"fine""#), &["body.status enum"]),
        (run(r#""status":7"#), &["body.status string_type"]),
        (
            run(r#""start_time":"now""#),
            &["body.start_time float_type"],
        ),
        (run(r#""stop_time":true"#), &["body.stop_time float_type"]),
        (run(r#""user":["a"]"#), &["body.user string_type"]),
        (
            run(r#""batch_serial_number":5"#),
            &["body.batch_serial_number string_type"],
        ),
        (
            run(r#""caused_dut_failure_id":{}"#),
            &["body.caused_dut_failure_id string_type"],
        ),
        (
            run(r#""error_code":-1"#),
            &["body.error_code greater_than_equal"],
        ),
        (run(r#""error_code":1.5"#), &["body.error_code int_type"]),
        (run(r#""error_code":"1""#), &["body.error_code int_type"]),
        (run(r#""error_code":true"#), &["body.error_code int_type"]),
        (run(r#""artifact":[1]"#), &["body.artifact dict_type"]),
        (run(r#""modules":[]"#), &["body.modules dict_type"]),
    ]);
}

#[test]
fn wrong_types_of_stand_dut_and_process_are_told() {
    assert_places(&[
        (run(r#""test_stand":"S1""#), &["body.test_stand dict_type"]),
        (
            run(r#""test_stand":{"number":"2"}"#),
            &["body.test_stand.number int_type"],
        ),
        (
            run(r#""test_stand":{"number":2.5}"#),
            &["body.test_stand.number int_type"],
        ),
        (
            run(r#""test_stand":{"number":9223372036854775808}"#),
            &["body.test_stand.number int_type"],
        ),
        (
            run(r#""test_stand":{"number":1e30}"#),
            &["body.test_stand.number int_type"],
        ),
        (
            run(r#""test_stand":{"info":["a"]}"#),
            &["body.test_stand.info dict_type"],
        ),
        (
            run(r#""test_stand":{"instruments":{"a":1}}"#),
            &["body.test_stand.instruments list_type"],
        ),
        (
            run(r#""test_stand":{"instruments":[{"name":"A"},null,7]}"#),
            &[
                "body.test_stand.instruments.1 dict_type",
                "body.test_stand.instruments.2 dict_type",
            ],
        ),
        (run(r#""dut":[]"#), &["body.dut dict_type"]),
        (
            run(r#""dut":{"serial_number":12}"#),
            &["body.dut.serial_number string_type"],
        ),
        (
            run(r#""dut":{"part_number":12}"#),
            &["body.dut.part_number string_type"],
        ),
        (
            run(r#""dut":{"sub_units":[1,2]}"#),
            &["body.dut.sub_units.0 dict_type"],
        ),
        (
            run(r#""dut":{"sub_units":[{"info":1}]}"#),
            &["body.dut.sub_units.0.info dict_type"],
        ),
        (
            run(r#""process":{"name":1}"#),
            &["body.process.name string_type"],
        ),
    ]);
}

#[test]
fn wrong_types_of_steps_are_told() {
    assert_places(&[
        (
            run(r#""modules":{"m":1}"#),
            &[
                "body.modules.m dict_type",
                "body.modules.m.name missing",
                "body.modules.m.status missing",
            ],
        ),
        (
            run(r#""modules":{"m":{"name":"M","status":"passed","cases":[]}}"#),
            &["body.modules.m.cases dict_type"],
        ),
        (
            run(r#""modules":{"m":{"name":"M","status":"passed","group":"middle"}}"#),
            &["body.modules.m.group enum"],
        ),
        (
            run(r#""modules":{"m":{"name":"M","status":"passed","cases":{"c":{"name":"C"}}}}"#),
            &["body.modules.m.cases.c.status missing"],
        ),
        (
            case(r#""msg":"text""#),
            &["body.modules.m.cases.c.msg dict_type"],
        ),
        (
            case(r#""attempt":-1"#),
            &["body.modules.m.cases.c.attempt greater_than_equal"],
        ),
        (
            case(r#""assertion_msg":1"#),
            &["body.modules.m.cases.c.assertion_msg string_type"],
        ),
        (
            case(r#""measurements":{}"#),
            &["body.modules.m.cases.c.measurements list_type"],
        ),
        (
            case(r#""measurements":[1]"#),
            &["body.modules.m.cases.c.measurements.0 dict_type"],
        ),
        (
            case(r#""chart":[]"#),
            &["body.modules.m.cases.c.chart dict_type"],
        ),
    ]);
}

#[test]
fn wrong_types_of_measurements_are_told() {
    let table = [
        (r#""type":"numeric""#, "value missing"),
        (r#""type":"numeric","value":null"#, "value missing"),
        (r#""type":"numeric","value":"1""#, "value float_type"),
        (r#""type":"numeric","value":true"#, "value float_type"),
        (r#""type":"string","value":1"#, "value string_type"),
        (r#""type":1,"value":1"#, "type string_type"),
        (r#""value":1,"name":1"#, "name string_type"),
        (r#""value":1,"unit":1"#, "unit string_type"),
        (r#""value":1,"operation":"near""#, "operation enum"),
        (
            r#""value":1,"comparison_value":"1""#,
            "comparison_value float_type",
        ),
        (
            r#""value":"a","comparison_value":1"#,
            "comparison_value string_type",
        ),
        (r#""value":1,"lower_limit":"1""#, "lower_limit float_type"),
        (r#""value":1,"upper_limit":[]"#, "upper_limit float_type"),
        (r#""value":1,"result":1"#, "result bool_type"),
        (
            r#""value":"a","casesensitive":"no""#,
            "casesensitive bool_type",
        ),
    ];
    for (members, expected) in table {
        let expected = format!("body.modules.m.cases.c.measurements.0.{expected}");
        assert_eq!(places(measurement(members)), [expected], "{members}");
    }
}

#[test]
fn times_that_no_clock_shows_are_told() {
    for seconds in [
        "9223372036855",
        "-9223372036855",
        "18446744073709551615",
        "1e300",
    ] {
        let body = run(&format!(r#""start_time":{seconds}"#));
        assert_eq!(places(&body), ["body.start_time time_range"], "{seconds}");
    }
}

#[test]
fn all_problems_are_told_up_to_a_limit() {
    let two = r#"{"status":"passed","dut":{"serial_number":5},"error_code":-2}"#;
    assert_eq!(
        places(two),
        [
            "body.name missing",
            "body.error_code greater_than_equal",
            "body.dut.serial_number string_type"
        ]
    );
    let many = case(&format!(
        r#""measurements":[{}]"#,
        vec!["{}"; 1_000].join(",")
    ));
    assert_eq!(places(many).len(), PROBLEMS_MAX);
}

#[test]
fn problems_have_the_shape_that_clients_know() {
    let body = run(r#""dut":{"sub_units":[{"serial_number":5}]}"#);
    let problems = parse(body).unwrap_err();
    assert_eq!(
        serde_json::to_string(&problems).unwrap(),
        r#"[{"loc":["body","dut","sub_units",0,"serial_number"],"msg":"expected a text, found a number","type":"string_type"}]"#
    );
    assert_eq!(
        problems.to_string(),
        "body.dut.sub_units.0.serial_number: expected a text, found a number"
    );
}

#[test]
fn a_long_key_does_not_inflate_the_answer() {
    let body = run(&format!(r#""modules":{{"{}":1}}"#, "k".repeat(100_000)));
    let answer = serde_json::to_string(&parse(body).unwrap_err()).unwrap();
    assert!(answer.len() < 2_000, "{} bytes", answer.len());
}

#[test]
fn values_and_measurements_are_limited() {
    let million = case(&format!(
        r#""measurements":[{}]"#,
        vec![r#"{"value":1}"#; 1_000_000].join(",")
    ));
    assert_eq!(
        places(&million),
        ["body.modules.m.cases.c.measurements too_many"]
    );
    let few_values = ParseLimits {
        max_values: 1_000,
        ..ParseLimits::default()
    };
    let problems = standcloud_report::parse(million.as_bytes(), &few_values).unwrap_err();
    assert_eq!(place(&problems.as_slice()[0]), "body too_many");
}

#[test]
fn measurements_are_limited_over_all_cases() {
    let limits = ParseLimits {
        max_measurements: 5,
        ..ParseLimits::default()
    };
    let cases = |count: usize| {
        let case = |n| {
            format!(
                r#""c{n}":{{"name":"C","status":"passed","measurements":[{{"value":1}},{{"value":2}}]}}"#
            )
        };
        let cases: Vec<_> = (0..count).map(case).collect();
        run(&format!(
            r#""modules":{{"m":{{"name":"M","status":"passed","cases":{{{}}}}}}}"#,
            cases.join(",")
        ))
    };
    assert!(standcloud_report::parse(cases(2).as_bytes(), &limits).is_ok());
    let problems = standcloud_report::parse(cases(3).as_bytes(), &limits).unwrap_err();
    let expected = "body.modules.m.cases.c2.measurements too_many";
    assert_eq!(place(&problems.as_slice()[0]), expected);
}
