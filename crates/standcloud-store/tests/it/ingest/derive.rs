//! What is derived from a report: the run row, the values, the sub-units and the instruments.

use serde_json::{Value as Json, json};
use standcloud_columns::{FactRow, RunStatus, RunValue, Value, decode_values};
use standcloud_report::{Case, MeasuredValue, ParseLimits, Report, Status, parse};
use standcloud_store::OrganisationId;

use crate::support::{Database, Raw, Run, START_S, run};

each_database!(
    run_time_and_duration_follow_the_definition,
    every_status_is_kept,
    the_failing_step_is_what_the_stand_blames_or_the_first_that_failed,
    a_process_without_a_name_goes_by_its_number,
    values_are_the_measurements_of_the_report,
    values_of_a_realistic_report,
    sub_units_keep_their_order,
    instruments_are_a_set,
);

const RECEIVED_US: i64 = (START_S + 1_000_000) * 1_000_000;

async fn fact(database: &Database, organisation: OrganisationId, run: &Run) -> FactRow {
    let receipt = database
        .commit(organisation, std::slice::from_ref(run))
        .await;
    receipt.organisations[0].facts[0].clone()
}

async fn run_time_and_duration_follow_the_definition(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let table = [
        (json!(100), json!(160), 100_000_000, Some(60_000)),
        (json!(100), json!(100), 100_000_000, Some(0)),
        (json!(100.25), json!(100.75), 100_250_000, Some(500)),
        (json!(100), Json::Null, 100_000_000, None),
        (Json::Null, json!(200), 200_000_000, None),
        (Json::Null, Json::Null, RECEIVED_US, None),
        (json!(100), json!(99), 100_000_000, None),
        (json!(-5), json!(0), -5_000_000, Some(5_000)),
        (json!(0), json!(9_000_000_000_i64), 0, Some(u32::MAX - 1)),
    ];
    for (start, stop, time_us, duration_ms) in table {
        let name = format!("{start} to {stop}");
        let run = run("plan")
            .set("", "start_time", start)
            .set("", "stop_time", stop);
        let row = fact(database, organisation, &run).await;
        assert_eq!(
            (row.time_us, row.duration_ms),
            (time_us, duration_ms),
            "{name}"
        );
    }
}

async fn every_status_is_kept(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let words = [
        "passed", "failed", "error", "stopped", "skipped", "run", "ready",
    ];
    for (word, status) in words.into_iter().zip(RunStatus::ALL) {
        let row = fact(database, organisation, &run("plan").status(word)).await;
        assert_eq!(row.status, status, "{word}");
    }
}

async fn the_failing_step_is_what_the_stand_blames_or_the_first_that_failed(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let cases = |status: &str| {
        run("plan")
            .status(status)
            .case("m1", "ok", "passed", json!([]))
            .case("m1", "skip", "skipped", json!([]))
            .case("m2", "bad", "error", json!([]))
            .case("m2", "worse", "failed", json!([]))
    };
    let blamed = |run: Run, step: &str| run.set("", "caused_dut_failure_id", json!(step));
    let table = [
        (cases("failed"), Some(("m2", "bad"))),
        (cases("error"), Some(("m2", "bad"))),
        (cases("passed"), None),
        (cases("stopped"), None),
        (blamed(cases("failed"), "m2::worse"), Some(("m2", "worse"))),
        (blamed(cases("passed"), "m2::worse"), Some(("m2", "worse"))),
        (
            blamed(cases("failed"), "m9::c[a::b]"),
            Some(("m9", "c[a::b]")),
        ),
        (blamed(cases("failed"), "nothing"), Some(("m2", "bad"))),
        (run("plan").status("failed"), None),
    ];
    for (index, (run, expected)) in (0..).zip(table) {
        let receipt = database.commit(organisation, &[run.at(index)]).await;
        let row = &receipt.organisations[0].facts[0];
        let number = standcloud_store::RunNumber(row.run_number);
        let runs = database
            .store
            .list_runs(organisation, &[number])
            .await
            .unwrap();
        let expected = expected.map(|(module, case)| (module.to_owned(), case.to_owned()));
        assert_eq!(runs[0].failing_step, expected, "row {index}");
        assert_eq!(row.failing_step == 0, expected.is_none(), "row {index}");
    }
}

async fn a_process_without_a_name_goes_by_its_number(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let process = |name: Json, number: Json| {
        run("plan")
            .set("/process", "name", name)
            .set("/process", "number", number)
    };
    let table = [
        (process(json!("final"), json!(7)), Some("final")),
        (process(json!("final"), json!(8)), Some("final")),
        (process(Json::Null, json!(7)), Some("7")),
        (process(json!(""), json!(7)), Some("7")),
        (process(Json::Null, Json::Null), None),
    ];
    for (index, (run, expected)) in (0..).zip(table) {
        let row = fact(database, organisation, &run.at(index)).await;
        let ids = match expected {
            Some(name) => database
                .store
                .find_process_ids(organisation, name)
                .await
                .unwrap(),
            None => vec![0],
        };
        assert_eq!(ids, [row.process], "row {index}");
    }
}

async fn values_are_the_measurements_of_the_report(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let rich = run("plan")
        .case("m", "numbers", "passed", json!([
            {"name": "u", "unit": "V", "value": 3.3, "operation": "gele", "lower_limit": 3,
             "upper_limit": 3.6, "result": true},
            {"name": "u", "unit": "V", "value": -3.3e-9, "operation": "gele", "lower_limit": 3,
             "upper_limit": 3.6, "result": false},
            {"value": 9_007_199_254_740_993_i64},
            {"type": "later kind", "value": {"any": 1}},
            {"value": -0.0},
        ]))
        .case("m", "nothing", "passed", json!([]))
        .case("n", "texts", "passed", json!([
            {"name": "version", "value": "1.2 é\0", "operation": "eq", "comparison_value": "1.2"},
            {"name": "version", "value": ""},
        ]));
    let bytes = rich.body();
    let receipt = database.commit(organisation, &[rich]).await;
    let number = receipt.organisations[0].facts[0].run_number;
    assert_values(database, organisation, number, &bytes).await;
    // The case is (step, name, position, occurrence, unit, kind); what is unknown keeps its place.
    let mut raw = Raw::open(database).await;
    let sql = "SELECT step_id, name, position, occurrence, unit, kind FROM series ORDER BY id";
    let series = raw.rows(sql).await;
    let series: Vec<String> = series.iter().map(|row| row.join("|")).collect();
    let expected = [
        "1|u|-1|0|V|numeric",
        "1|u|-1|1|V|numeric",
        "1||2|0||numeric",
        "1||4|0||numeric",
        "2|version|-1|0||string",
        "2|version|-1|1||string",
    ];
    assert_eq!(series, expected);
}

async fn values_of_a_realistic_report(database: &Database) {
    let organisation = database.add_organisation("a").await;
    for body in standcloud_demo::Factory::new(3, 1_780_000_000_000_000, 20).reports() {
        let report = crate::support::upload_body(organisation, &body);
        let receipt = database.writer().commit(&[report]).await.unwrap();
        let number = receipt.organisations[0].facts[0].run_number;
        assert_values(database, organisation, number, &body).await;
    }
}

/// Decodes the blob, looks up what its ids mean and compares with the report, one by one.
async fn assert_values(
    database: &Database,
    organisation: OrganisationId,
    number: i64,
    body: &[u8],
) {
    let report = parse(body, &ParseLimits::default()).unwrap();
    let mut raw = Raw::open(database).await;
    let of_run = format!(
        "organisation_id = {} AND run_number = {number}",
        organisation.0
    );
    let sql = format!("SELECT measurements FROM run_values WHERE {of_run}");
    let values = decode_values(&raw.bytes(&sql).await).unwrap();
    let mut found = Vec::new();
    for value in values {
        found.push(named(&mut raw, organisation, value).await);
    }
    assert_eq!(found, expected_values(&report));
}

#[derive(Debug, PartialEq)]
struct NamedValue {
    series: Vec<String>,
    limits: Option<String>,
    result: Option<bool>,
    value: Value,
}

async fn named(raw: &mut Raw, organisation: OrganisationId, value: RunValue) -> NamedValue {
    let organisation = organisation.0;
    let id = value.series;
    let sql = format!(
        "SELECT plan.name, module, test_case, series.name, position, occurrence, unit, kind
         FROM series JOIN step ON step.organisation_id = {organisation} AND step.id = step_id
         JOIN plan ON plan.organisation_id = {organisation} AND plan.id = plan_id
         WHERE series.organisation_id = {organisation} AND series.id = {id}"
    );
    let series = raw.rows(&sql).await.remove(0);
    let id = value.limit_set;
    let sql = format!(
        "SELECT definition FROM limit_set WHERE organisation_id = {organisation} AND id = {id}"
    );
    let limits = raw.rows(&sql).await;
    NamedValue {
        series,
        limits: limits.first().map(|row| row[0].clone()),
        result: value.result,
        value: value.value,
    }
}

fn expected_duration(report: &Report, module: &str, case: &Case) -> Option<NamedValue> {
    let seconds = (case.stop_time_us? - case.start_time_us?) / 1_000_000;
    let series = [
        &report.plan,
        module,
        &case.id,
        "",
        "-1",
        "0",
        "s",
        "duration",
    ];
    Some(NamedValue {
        series: series.map(str::to_owned).to_vec(),
        limits: None,
        result: match case.status {
            Status::Passed => Some(true),
            Status::Failed | Status::Error => Some(false),
            _ => None,
        },
        value: Value::Number(f64::from(u32::try_from(seconds).unwrap())),
    })
}

fn expected_values(report: &Report) -> Vec<NamedValue> {
    let mut values = Vec::new();
    for module in &report.modules {
        for case in &module.cases {
            values.extend(expected_duration(report, &module.id, case));
            for measurement in &case.measurements {
                let (value, kind) = match &measurement.value {
                    MeasuredValue::Number(number) => (Value::Number(*number), "numeric"),
                    MeasuredValue::Text(text) => (Value::Text(text.clone()), "string"),
                };
                let (name, position, occurrence) = match &measurement.name {
                    Some(name) => (name.clone(), -1, measurement.occurrence),
                    None => (String::new(), i64::from(measurement.position), 0),
                };
                values.push(NamedValue {
                    series: vec![
                        report.plan.clone(),
                        module.id.clone(),
                        case.id.clone(),
                        name,
                        position.to_string(),
                        occurrence.to_string(),
                        measurement.unit.clone().unwrap_or_default(),
                        kind.to_owned(),
                    ],
                    limits: measurement.limits.key(),
                    result: measurement.result,
                    value,
                });
            }
        }
    }
    values
}

async fn sub_units_keep_their_order(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let sub_unit = |part: &str, serial: Json, revision: Json| json!({"part_number": part, "serial_number": serial, "revision": revision});
    let built = run("plan")
        .unit("S1")
        .push("/dut/sub_units", sub_unit("P-2", json!("z"), json!("B")))
        .push("/dut/sub_units", sub_unit("P-1", json!("S1"), Json::Null))
        .push("/dut/sub_units", sub_unit("P-2", Json::Null, Json::Null))
        .push("/dut/sub_units", sub_unit("P-2", json!("z"), json!("B")));
    database.commit(organisation, &[built]).await;
    let mut raw = Raw::open(database).await;
    let sql =
        "SELECT position, part_number, revision.name, serial_number FROM run_sub_unit AS built
        JOIN part ON part.id = built.part_id LEFT JOIN revision ON revision.id = revision_id
        LEFT JOIN unit ON unit.id = unit_id ORDER BY position";
    let rows = raw.rows(sql).await;
    let rows: Vec<String> = rows.iter().map(|row| row.join(" ")).collect();
    assert_eq!(
        rows,
        ["0 P-2 B z", "1 P-1 NULL S1", "2 P-2 NULL NULL", "3 P-2 B z"]
    );
    // The second is the tested unit itself, and being built in is no attempt.
    let row = fact(database, organisation, &run("other").part("P-2").unit("z")).await;
    assert_eq!((row.unit, row.attempt), (2, 1));
}

async fn instruments_are_a_set(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let instrument = |serial: &str| json!({"name": "meter", "serial_number": serial, "number": 5});
    let with = |serials: &[&str]| {
        serials.iter().fold(run("plan"), |run, serial| {
            run.push("/test_stand/instruments", instrument(serial))
        })
    };
    let runs = [
        with(&["1", "2"]),
        with(&["2", "1"]).at(1),
        with(&["2"]),
        with(&["2", "2"]),
        with(&[]),
    ];
    let runs: Vec<Run> = (0..)
        .zip(runs)
        .map(|(second, run)| run.at(second))
        .collect();
    database.commit(organisation, &runs).await;
    let mut raw = Raw::open(database).await;
    let sets = raw
        .numbers("SELECT instrument_set_id FROM run ORDER BY run_number")
        .await;
    assert_eq!(sets, [1, 1, 2, 2, 0]);
    let sql = "SELECT instrument_set_id, serial_number, number FROM instrument_set_member
        JOIN instrument ON instrument.id = instrument_id ORDER BY 1, 2";
    let members = raw.rows(sql).await;
    let members: Vec<String> = members.iter().map(|row| row.join(" ")).collect();
    assert_eq!(members, ["1 1 5", "1 2 5", "2 2 5"]);
}
