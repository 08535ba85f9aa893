//! Dictionaries: one entry for each distinct thing, by its natural key.

use serde_json::{Value, json};
use standcloud_report::identifier_text;

use crate::support::{Database, Raw, Run, assert_consistent, dump_all, run};

each_database!(
    each_dictionary_holds_the_natural_key,
    what_differs_in_any_part_of_the_key_is_told_apart,
    texts_of_every_kind_are_kept_apart_and_found_again,
    sets_are_told_apart_by_their_members,
    ids_are_per_organisation,
    units_of_a_large_batch_are_found_or_made_once,
    a_unit_may_be_built_in_and_tested_in_one_batch,
    limits_that_mean_the_same_are_one_set,
);

fn with_everything(text: &str) -> Run {
    run(text)
        .unit(text)
        .part(text)
        .process(text)
        .status("failed")
        .set("", "user", json!(text))
        .set("", "batch_serial_number", json!(text))
        .set(
            "",
            "caused_dut_failure_id",
            json!(format!("{text}::{text}")),
        )
        .set("/test_stand", "hw_id", json!(text))
        .set("/test_stand", "name", json!(text))
        .set("/dut", "revision", json!(text))
        .set("/dut", "info", json!({ text: text }))
        .set("/test_stand", "info", json!({ text: text }))
        .set("/process", "info", json!({ text: text }))
        .push("/test_stand/instruments", part(text))
        .push("/dut/sub_units", part(&format!("{text}2")))
        .case(text, text, "failed", measurements(text))
}

fn part(text: &str) -> Value {
    json!({"name": text, "part_number": text, "serial_number": text, "revision": text})
}

fn measurements(text: &str) -> Value {
    json!([
        {"name": text, "unit": text, "value": 1.5, "operation": "le", "upper_limit": 2},
        {"name": text, "value": text, "operation": "eq", "comparison_value": text},
        {"value": text},
    ])
}

async fn each_dictionary_holds_the_natural_key(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let rich = with_everything("x").set("/test_stand", "number", json!(3));
    database.commit(organisation, &[rich]).await;
    let mut raw = Raw::open(database).await;
    let table: [(&str, &[&str]); 15] = [
        ("plan", &["1 x"]),
        ("part", &["1 x", "2 x2"]),
        ("revision", &["1 1 x", "2 2 x2"]),
        ("unit", &["1 x 1", "2 x2 2"]),
        ("stand", &["1 x x 3"]),
        ("batch", &["1 x"]),
        ("process", &["1 x"]),
        ("operator", &["1 x"]),
        ("step", &["1 1 x x"]),
        (
            "series",
            &[
                "1 1 x -1 0 x numeric",
                "2 1 x -1 0  string",
                "3 1  2 0  string",
            ],
        ),
        ("limit_set", &["1 le u=2.0", "2 eq t=x"]),
        ("tag", &["1 dut x x", "2 stand x x", "3 process x x"]),
        ("tag_set_member", &["1 1", "2 1", "3 1"]),
        ("instrument", &["1 x x x x "]),
        ("instrument_set_member", &["1 1"]),
    ];
    for (name, expected) in table {
        let sql = format!("SELECT * FROM {name} ORDER BY 1, 2, 3");
        let rows = raw.rows(&sql).await;
        let rows: Vec<String> = rows.iter().map(|row| row[1..].join(" ")).collect();
        assert_eq!(rows, expected, "{name}");
    }
    assert_consistent(database, organisation).await;
}

async fn what_differs_in_any_part_of_the_key_is_told_apart(database: &Database) {
    let stand = |hw_id: &str, name: &str, number: Value| {
        run("p")
            .set("/test_stand", "hw_id", json!(hw_id))
            .set("/test_stand", "name", json!(name))
            .set("/test_stand", "number", number)
    };
    let measured = |measurement: Value| run("p").case("m", "c", "passed", json!([measurement]));
    let instrument = |name: &str, value: &str| {
        run("p").push(
            "/test_stand/instruments",
            json!({"part_number": "i", name: value}),
        )
    };
    let table: Vec<(&str, Vec<Run>)> = vec![
        ("plan", vec![run("a"), run("A"), run("a "), run(" a")]),
        ("part", vec![run("p").part("a"), run("p").part("A")]),
        (
            "process",
            vec![run("p").process("a"), run("p").process("b")],
        ),
        (
            "stand",
            vec![
                stand("a", "b", json!(1)),
                stand("a", "b", json!(2)),
                stand("a", "b", Value::Null),
                stand("ab", "", json!(1)),
                stand("b", "a", json!(1)),
            ],
        ),
        (
            "unit",
            vec![
                run("p").unit("a"),
                run("p").unit("a").part("b"),
                run("p").unit("b"),
            ],
        ),
        (
            "revision",
            vec![
                run("p").set("/dut", "revision", json!("a")),
                run("p").part("b").set("/dut", "revision", json!("a")),
            ],
        ),
        (
            "step",
            vec![
                run("p").case("m", "c", "passed", json!([{"value": 1}])),
                run("q").case("m", "c", "passed", json!([{"value": 1}])),
                run("p").case("m", "d", "passed", json!([{"value": 1}])),
                run("p").case("n", "c", "passed", json!([{"value": 1}])),
                run("p").case("mc", "", "passed", json!([{"value": 1}])),
            ],
        ),
        (
            "series",
            vec![
                measured(json!({"value": 1})),
                measured(json!({"value": "1"})),
                measured(json!({"value": 1, "name": "0"})),
                measured(json!({"value": 1, "name": "0", "unit": "V"})),
                measured(json!({"value": 1, "name": "0", "unit": "mV"})),
                measured(json!({"value": 1, "unit": "V"})),
            ],
        ),
        (
            "limit_set",
            vec![
                measured(json!({"value": 1, "operation": "le", "upper_limit": 1})),
                measured(json!({"value": 1, "operation": "lt", "upper_limit": 1})),
                measured(json!({"value": 1, "operation": "lt", "upper_limit": 1.000_000_1})),
                measured(json!({"value": 1, "operation": "ge", "lower_limit": 1})),
                measured(json!({"value": "1", "operation": "eq", "comparison_value": "1"})),
                measured(
                    json!({"value": "1", "operation": "eq", "comparison_value": "1",
                "casesensitive": false}),
                ),
            ],
        ),
        (
            "tag",
            vec![
                run("p").set("/dut", "info", json!({"a": "b"})),
                run("p").set("/test_stand", "info", json!({"a": "b"})),
            ],
        ),
        (
            "instrument",
            vec![
                instrument("serial_number", "a"),
                instrument("revision", "a"),
                instrument("name", "a"),
                instrument("comment", "same as without"),
            ],
        ),
    ];
    for (index, (name, runs)) in table.into_iter().enumerate() {
        let organisation = database.add_organisation(&format!("o{index}")).await;
        let twice: Vec<Run> = runs.iter().chain(&runs).cloned().collect();
        let distinct: Vec<Run> = (0..)
            .zip(twice)
            .map(|(second, run)| run.at(second))
            .collect();
        database.commit(organisation, &distinct).await;
        let sql = format!(
            "SELECT COUNT(*) FROM {name} WHERE organisation_id = {}",
            organisation.0
        );
        let count = Raw::open(database).await.number(&sql).await;
        assert_eq!(count, i64::try_from(runs.len()).unwrap(), "{name}");
    }
}

async fn texts_of_every_kind_are_kept_apart_and_found_again(database: &Database) {
    let long = "x".repeat(10_000);
    let texts = [
        "é".to_owned(),
        "e\u{301}".to_owned(),
        "日本語 🏭 \u{202e}rtl".to_owned(),
        "a'b\"c\\d%_$1 ?; --".to_owned(),
        "line\nbreak\ttab\r".to_owned(),
        "nul\0nul".to_owned(),
        "\u{fffd}\u{feff}\u{10ffff}".to_owned(),
        format!("{long}1"),
        format!("{long}2"),
        "é".repeat(200),
        format!("{}\0", "é".repeat(5_000)),
    ];
    let organisation = database.add_organisation("a").await;
    let runs: Vec<Run> = texts.iter().map(|text| with_everything(text)).collect();
    database.commit(organisation, &runs).await;
    let mut raw = Raw::open(database).await;
    let mut first = dump_all(&mut raw, organisation).await;

    // Another writer knows nothing yet, so it has to find every entry in the tables.
    let later: Vec<Run> = runs.iter().map(|run| run.clone().at(60)).collect();
    database.commit(organisation, &later).await;
    let mut second = dump_all(&mut raw, organisation).await;
    for table in ["run", "run_values", "run_sub_unit"] {
        let (one, two) = (first.remove(table).unwrap(), second.remove(table).unwrap());
        assert_eq!(two.len(), 2 * one.len(), "{table}");
    }
    assert_eq!(first, second);
    let facts = database.facts(organisation).await;
    for (index, text) in texts.iter().enumerate() {
        let kept = identifier_text(text);
        let ids = database
            .store
            .find_plan_ids(organisation, &kept)
            .await
            .unwrap();
        assert_eq!(ids, [facts[index].plan], "{text:.20}");
        let ids = database
            .store
            .find_unit_ids(organisation, &kept)
            .await
            .unwrap();
        assert_eq!(ids, [facts[index].unit], "{text:.20}");
    }
    assert_consistent(database, organisation).await;
}

async fn sets_are_told_apart_by_their_members(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let tagged = |info: Value| run("p").set("/dut", "info", info);
    let runs = [
        tagged(json!({"a": "1"})),
        tagged(json!({"a": "1", "b": "2"})),
        tagged(json!({"b": "2", "a": "1"})),
        tagged(json!({"b": "2"})),
        tagged(json!({})),
        tagged(json!({"a": 1})),
        tagged(json!({"a": true, "b": null})),
    ];
    let runs: Vec<Run> = (0..)
        .zip(runs)
        .map(|(second, run)| run.at(second))
        .collect();
    let receipt = database.commit(organisation, &runs).await;
    let sets: Vec<u32> = receipt.organisations[0]
        .facts
        .iter()
        .map(|row| row.tag_set)
        .collect();
    assert_eq!(sets, [1, 2, 2, 3, 0, 1, 4]);
    let mut raw = Raw::open(database).await;
    let sql = "SELECT tag_set_id, name, value FROM tag_set_member JOIN tag ON tag.id = tag_id
        ORDER BY tag_set_id, name";
    let members = raw.rows(sql).await;
    let members: Vec<String> = members.iter().map(|row| row.join(" ")).collect();
    assert_eq!(members, ["1 a 1", "2 a 1", "2 b 2", "3 b 2", "4 a true"]);
    assert_consistent(database, organisation).await;
}

async fn ids_are_per_organisation(database: &Database) {
    let first = database.add_organisation("a").await;
    let second = database.add_organisation("b").await;
    database
        .commit(first, &[run("x").unit("1"), run("y").unit("2")])
        .await;
    database.commit(second, &[run("y").unit("2")]).await;
    let find = async |organisation, name: &str| {
        database
            .store
            .find_plan_ids(organisation, name)
            .await
            .unwrap()
    };
    assert_eq!(find(first, "y").await, [2]);
    assert_eq!(find(second, "y").await, [1]);
    assert_eq!(find(second, "x").await, Vec::<u32>::new());
}

/// Known and new units, in two parts that use the same serial numbers, each twice in the batch.
async fn units_of_a_large_batch_are_found_or_made_once(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let units = |count: i64| {
        (0..count).flat_map(|number| {
            ["x", "y"].map(|part| run("p").part(part).unit(&format!("S{number}")))
        })
    };
    let known: Vec<Run> = units(60).collect();
    database.commit(organisation, &known).await;
    let batch = units(90).chain(units(90));
    let batch: Vec<Run> = (1..)
        .zip(batch)
        .map(|(second, run)| run.at(second))
        .collect();
    let receipt = database.commit(organisation, &batch).await;
    let facts = &receipt.organisations[0].facts;
    for (index, row) in facts.iter().enumerate() {
        let unit = index % 180;
        let was_known = unit < 120;
        let is_second = index >= 180;
        assert_eq!(row.unit as usize, unit + 1, "row {index}");
        let attempt = 1 + u32::from(was_known) + u32::from(is_second);
        assert_eq!(row.attempt, attempt, "row {index}");
    }
    assert_consistent(database, organisation).await;
}

async fn a_unit_may_be_built_in_and_tested_in_one_batch(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let sub_unit = json!({"part_number": "P-1", "serial_number": "S1"});
    let batch = [
        run("final").unit("outer").push("/dut/sub_units", sub_unit),
        run("p").unit("S1").at(20),
        run("p").unit("S1").at(10),
    ];
    database.commit(organisation, &batch).await;
    let facts = database.facts(organisation).await;
    let units: Vec<_> = facts.iter().map(|row| (row.unit, row.attempt)).collect();
    assert_eq!(units, [(1, 1), (2, 2), (2, 1)]);
    assert_consistent(database, organisation).await;
}

async fn limits_that_mean_the_same_are_one_set(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let limits = [
        json!({"value": 1, "operation": "gele", "lower_limit": 0, "upper_limit": 2}),
        json!({"value": 1, "operation": "gele", "lower_limit": -0.0, "upper_limit": 2.0}),
        json!({"value": 1, "operation": "gele", "lower_limit": 0, "upper_limit": 2,
            "casesensitive": false}),
        json!({"value": "1", "operation": "gele", "lower_limit": 0, "upper_limit": 2}),
    ];
    let mut writer = database.writer();
    for measured in [json!(limits), json!([limits[1], limits[0]])] {
        let report = run("p").case("m", "c", "passed", measured);
        writer
            .commit(&[crate::support::upload(organisation, &report)])
            .await
            .unwrap();
    }
    let mut raw = Raw::open(database).await;
    let sets = raw.rows("SELECT definition FROM limit_set").await;
    assert_eq!(sets, [["gele l=0.0 u=2.0"]]);
    for blob in [1, 2] {
        let sql = format!("SELECT measurements FROM run_values WHERE run_number = {blob}");
        let values = standcloud_columns::decode_values(&raw.bytes(&sql).await).unwrap();
        assert!(
            values.iter().all(|value| value.limit_set == 1),
            "{values:?}"
        );
    }
}
