//! One measurement over time: figures, limits, chart, groups, other limits.

use serde_json::{Value, json};

use super::reports;
use crate::support::people::MAX;
use crate::support::report::{Report, run_of};
use crate::support::{Browser, TestApp};

const ANALYSIS: &str = "/api/v1/org/demo/analysis";

/// A run that measures one voltage between limits.
fn measured(serial: &str, seconds: i64, value: f64, limits: (f64, f64)) -> Report {
    let (lower, upper) = limits;
    let result = value >= lower && value <= upper;
    let voltage = json!({"type": "numeric", "name": "U1", "value": value, "unit": "V",
        "operation": "gele", "lower_limit": lower, "upper_limit": upper, "result": result});
    let case = json!({"name": "Voltage", "status": if result { "passed" } else { "failed" },
        "start_time": null, "stop_time": null, "measurements": [voltage]});
    run_of(serial)
        .later(seconds)
        .set("status", if result { "passed" } else { "failed" })
        .set(
            "modules/test_power",
            json!({"name": "Power", "status": "passed",
            "start_time": null, "stop_time": null, "cases": {"test_voltage": case}}),
        )
}

/// Forty values around 5 V, one of them far off, on two stands; the last ten with other limits.
async fn with_values(app: TestApp) -> TestApp {
    for at in 0..40_i64 {
        #[expect(clippy::cast_precision_loss, reason = "a small number")]
        let value = if at == 20 {
            5.9
        } else {
            5.0 + 0.01 * (at * 7 % 11) as f64
        };
        let limits = if at < 30 { (4.5, 5.5) } else { (4.6, 5.5) };
        let report = measured(&format!("S{at}"), at * 60, value, limits);
        let stand = if at % 4 == 0 { "Stand 2" } else { "Stand 1" };
        app.stored(report.set("test_stand/name", stand)).await;
    }
    app
}

async fn asked(browser: &Browser<'_>, path: &str) -> Value {
    let answer = browser.api_get(&format!("{ANALYSIS}/{path}")).await;
    assert_eq!(answer.code(), 200, "{path}: {answer}");
    answer.json()
}

async fn series_id(browser: &Browser<'_>) -> u64 {
    let all = asked(browser, "measurements?plan=Board+test").await;
    let mut all = all.as_array().unwrap().iter();
    all.find(|one| one["name"] == "U1").unwrap()["series"]
        .as_u64()
        .unwrap()
}

#[tokio::test]
async fn a_measurement_has_figures_limits_points_and_a_chart() {
    for app in TestApp::each().await {
        let app = with_values(app.with_people().await).await;
        let browser = Browser::signed_in(&app, MAX).await;
        let id = series_id(&browser).await;
        let shown = asked(&browser, &format!("series?series={id}")).await;
        assert_eq!(shown["measurement"]["unit"], "V");
        assert_eq!(shown["runs"], "plan=Board+test");
        assert_eq!(shown["statistics"]["count"], 40);
        assert_eq!(shown["statistics"]["failed"]["part"], 1);
        assert_eq!(shown["statistics"]["max"], 5.9);
        assert_eq!(shown["limits"]["distinct"], 2);
        assert_eq!(shown["limits"]["current"]["lower"], 4.6);
        assert_eq!(shown["limits"]["periods"][0]["last_position"], 30);
        assert_eq!(shown["points"]["values"].as_array().unwrap().len(), 40);
        let chart = &shown["chart"];
        assert_eq!(chart["violations"][0]["position"], 21, "{chart}");
        assert_eq!(
            chart["violations"][0]["rules"],
            json!(["beyond_three_sigma"])
        );
        let ppk = shown["capability"]["overall"]["actual"]["value"]
            .as_f64()
            .unwrap();
        assert!(ppk > 0.5 && ppk < 2.0, "{ppk}");
        let counted = shown["histogram"]["counts"].as_array().unwrap().iter();
        assert!(counted.filter_map(Value::as_u64).sum::<u64>() >= 39);
        let number = &chart["violations"][0]["run_number"];
        let run = asked(&browser, &format!("numbered-run?number={number}")).await;
        let id = run["run_id"].as_str().unwrap();
        let answer = browser
            .api_get(&format!("/api/v1/org/demo/runs/{id}"))
            .await;
        assert_eq!(answer.json()["serial_number"], "S20", "{answer}");
    }
}

#[tokio::test]
async fn every_kind_of_chart_is_drawn() {
    let app = with_values(TestApp::sqlite().await.with_people().await).await;
    let browser = Browser::signed_in(&app, MAX).await;
    let id = series_id(&browser).await;
    for (kind, points) in [
        ("mean_range", 8),
        ("mean_sigma", 8),
        ("ewma", 40),
        ("cusum", 40),
    ] {
        let path = format!("series?series={id}&chart={kind}&rules=nelson");
        let chart = asked(&browser, &path).await["chart"].take();
        assert_eq!(chart["points"]["total"], points, "{kind}");
        assert!(chart["lines"]["upper"].as_f64().is_some(), "{kind}");
        assert!(
            chart["average_run_length"]
                .as_f64()
                .is_some_and(|length| length > 50.0)
        );
    }
    // The value far off lifts the sum above the mean.
    let path = format!("series?series={id}&chart=cusum");
    let chart = asked(&browser, &path).await["chart"].take();
    let (lower, upper) = (&chart["lines"]["lower"], &chart["lines"]["upper"]);
    let (lower, upper) = (lower.as_f64().unwrap(), upper.as_f64().unwrap());
    assert!(chart["violation_count"].as_u64() > Some(0), "{chart}");
    for violation in chart["violations"].as_array().unwrap() {
        let value = violation["value"].as_f64().unwrap();
        assert!(value < lower || value > upper, "{violation} of {chart}");
    }
    for wrong in ["size=1", "size=26", "rules=red", "chart=pie"] {
        let path = format!("{ANALYSIS}/series?series={id}&{wrong}");
        let answer = browser.api_get(&path).await;
        assert_eq!(answer.code(), 422, "{wrong}: {answer}");
    }
}

/// Looking closer tells more points of a part, and changes nothing else.
#[tokio::test]
async fn a_part_is_drawn_more_finely_with_the_same_figures() {
    let app = TestApp::sqlite().await.with_people().await;
    for at in 0..150_i64 {
        #[expect(clippy::cast_precision_loss, reason = "a small number")]
        let value = 5.0 + 0.01 * (at * 7 % 11) as f64;
        let report = measured(&format!("S{at}"), at * 60, value, (4.5, 5.5));
        app.stored(report).await;
    }
    let browser = Browser::signed_in(&app, MAX).await;
    let id = series_id(&browser).await;
    for kind in ["individuals", "mean_range", "ewma", "cusum"] {
        let path = format!("series?series={id}&chart={kind}&size=2&points=100&rules=nelson");
        let mut whole = asked(&browser, &path).await;
        let mut closer = asked(&browser, &format!("{path}&points_from=61&points_to=72")).await;
        let points = |shown: &mut Value| {
            let chart = shown["chart"].as_object_mut().unwrap();
            chart.remove("lower_points");
            chart.remove("spread");
            let of_chart = chart.remove("points").filter(Value::is_object);
            let of_values = shown.as_object_mut().unwrap().remove("points").unwrap();
            let positions = of_chart.unwrap_or(of_values)["positions"].take();
            serde_json::from_value::<Vec<u64>>(positions).unwrap()
        };
        let (coarse, fine) = (points(&mut whole), points(&mut closer));
        assert!(
            (61..=72).all(|position| fine.contains(&position)),
            "{kind}: {fine:?}"
        );
        assert!(
            coarse
                .iter()
                .all(|at| fine.contains(at) || (61..=72).contains(at))
        );
        assert_eq!(whole, closer, "{kind}");
    }
    for wrong in ["points_from=0", "points_from=9&points_to=8", "points_to=x"] {
        let path = format!("{ANALYSIS}/series?series={id}&{wrong}");
        assert_eq!(browser.api_get(&path).await.code(), 422, "{wrong}");
    }
    asked(&browser, &format!("series?series={id}&points_from=999")).await;
}

/// The same as the answer says, one line a figure; what cannot be computed is empty.
#[tokio::test]
async fn the_figures_leave_as_files() {
    let app = with_values(TestApp::sqlite().await.with_people().await).await;
    let browser = Browser::signed_in(&app, MAX).await;
    let id = series_id(&browser).await;
    let shown = asked(&browser, &format!("series?series={id}")).await;
    let path = |rest: &str| format!("{ANALYSIS}/series?series={id}{rest}");
    let csv = browser.api_get(&path("&format=csv")).await;
    let line = |figure: &str| {
        let mut lines = csv.text().lines();
        let found = lines.find(|line| line.starts_with(&format!("{figure},")));
        let cells: Vec<String> = found.unwrap().split(',').map(str::to_owned).collect();
        cells
    };
    assert_eq!(line("count")[2], "40");
    assert_eq!(line("lower_limit")[2..], ["4.6", "", "", "V"]);
    let ppk = &shown["capability"]["overall"]["actual"];
    let told = |value: &Value| value.to_string();
    assert_eq!(
        line("ppk")[2..5],
        [
            told(&ppk["value"]),
            told(&ppk["interval"]["lower"]),
            told(&ppk["interval"]["upper"])
        ]
    );
    assert_eq!(line("failed_share")[2], "0.025");
    assert_eq!(
        line("chart_upper")[2],
        told(&shown["chart"]["lines"]["upper"])
    );
    let workbook = browser.api_get(&path("&format=xlsx")).await;
    assert_eq!(&workbook.body[..2], b"PK");
    let nothing = browser
        .api_get(&path("&format=csv&from=2020-01-01&to=2020-01-02"))
        .await;
    assert_eq!(nothing.code(), 200, "{nothing}");
    assert!(nothing.text().contains("There are no values") && !nothing.text().contains("NaN"));
}

#[tokio::test]
async fn groups_stand_side_by_side_with_the_way_to_their_runs() {
    for app in TestApp::each().await {
        let app = with_values(app.with_people().await).await;
        let browser = Browser::signed_in(&app, MAX).await;
        let id = series_id(&browser).await;
        let shown = asked(&browser, &format!("series/groups?series={id}&by=stand")).await;
        let groups = shown["groups"].as_array().unwrap();
        let sizes: Vec<_> = groups
            .iter()
            .map(|group| &group["figures"]["count"])
            .collect();
        assert_eq!(sizes, [30, 10]);
        let bins = shown["edges"].as_array().unwrap().len() + 1;
        for group in groups {
            assert_eq!(group["figures"]["counts"].as_array().unwrap().len(), bins);
            let path = format!(
                "/api/v1/org/demo/overview?{}",
                group["runs"].as_str().unwrap()
            );
            let overview = browser.api_get(&path).await.json();
            assert_eq!(
                overview["figures"]["runs"], group["figures"]["count"],
                "{path}"
            );
        }
        let path = format!("{ANALYSIS}/series/groups?series={id}&by=stand&format=csv");
        let answer = browser.api_get(&path).await;
        assert!(answer.text().contains("Stand 2"), "{answer}");
    }
}

#[tokio::test]
async fn other_limits_change_the_yield() {
    let app = with_values(TestApp::sqlite().await.with_people().await).await;
    let browser = Browser::signed_in(&app, MAX).await;
    let id = series_id(&browser).await;
    let wide = asked(
        &browser,
        &format!("series/what-if?series={id}&lower=4&upper=6"),
    )
    .await;
    assert_eq!(
        (&wide["now"]["part"], &wide["then"]["part"]),
        (&json!(39), &json!(40))
    );
    assert_eq!(
        (&wide["would_pass"], &wide["would_fail"]),
        (&json!(1), &json!(0))
    );
    assert_eq!(wide["changed_runs"].as_array().unwrap().len(), 1);
    let none = asked(&browser, &format!("series/what-if?series={id}")).await;
    assert!(none["note"].is_string());
    let path = format!("{ANALYSIS}/series/what-if?series={id}&lower=NaN");
    assert_eq!(browser.api_get(&path).await.code(), 422);
}

#[tokio::test]
async fn nothing_to_compute_is_said() {
    let app = with_values(TestApp::sqlite().await.with_people().await).await;
    let browser = Browser::signed_in(&app, MAX).await;
    let id = series_id(&browser).await;
    let empty = asked(
        &browser,
        &format!("series?series={id}&from=2020-01-01&to=2020-01-02"),
    )
    .await;
    assert_eq!(empty["statistics"]["count"], 0);
    assert_eq!(empty["histogram"], json!(null));
    assert!(empty["statistics"]["note"].is_string() && empty["capability"]["note"].is_string());
    assert!(
        empty["chart"]["note"]
            .as_str()
            .unwrap()
            .starts_with("There are no control limits")
    );
    let groups = format!("series/groups?series={id}&by=batch&from=2020-01-01&to=2020-01-02");
    assert_eq!(asked(&browser, &groups).await["groups"], json!([]));
    let one = asked(&browser, &format!("series?series={id}&serial=S3")).await;
    assert_eq!(one["statistics"]["sigma_overall"], json!(null));
}

/// What the list says of values in a range, page by page, and that the file has as many.
async fn listed(browser: &Browser<'_>, id: u64, range: &str) -> Vec<Value> {
    let mut values = Vec::new();
    let mut after = String::new();
    loop {
        let path = format!("series/listed-values?series={id}&limit=7{range}{after}");
        let page = asked(browser, &path).await;
        let total = page["total"].as_u64().unwrap();
        values.extend_from_slice(page["values"].as_array().unwrap());
        let Some(next) = page["next"].as_str() else {
            assert_eq!(u64::try_from(values.len()).unwrap(), total, "{range}");
            break;
        };
        after = format!("&after={next}");
    }
    let path = format!("{ANALYSIS}/series/values?series={id}{range}");
    let file = browser.api_get(&path).await;
    assert_eq!(file.text().lines().count(), values.len() + 1, "{range}");
    values
}

/// Every bin of the histogram, and what lies beyond its ends: as many values as it counts, each of them
/// between its edges.
#[tokio::test]
async fn a_bin_leads_to_exactly_its_values() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        // Tenths lie on edges, some a last bit beside them; two values are far away.
        let on_edges = (0..60_i32).map(|at| 3.0 + 0.1 * f64::from(at % 13));
        let values = on_edges.chain([0.1 + 0.2 + 3.0, 3.3, 3.299_999_999_999_999_4, 90.0, -90.0]);
        for (at, value) in (0..).zip(values) {
            let report = measured(&format!("S{at}"), at / 2 * 60, value, (2.5, 5.5));
            app.stored(report).await;
        }
        let browser = Browser::signed_in(&app, MAX).await;
        let id = series_id(&browser).await;
        let histogram = asked(&browser, &format!("series?series={id}")).await["histogram"].take();
        assert_eq!(
            (&histogram["below"], &histogram["above"]),
            (&json!(1), &json!(1))
        );
        let edges = histogram["edges"].as_array().unwrap();
        let (first, last) = (&edges[0], &edges[edges.len() - 1]);
        let mut bins = vec![
            (format!("&max={first}"), &histogram["below"]),
            (format!("&min={last}"), &histogram["above"]),
        ];
        for (pair, count) in edges
            .windows(2)
            .zip(histogram["counts"].as_array().unwrap())
        {
            bins.push((format!("&min={}&max={}", pair[0], pair[1]), count));
        }
        let mut found = 0;
        for (range, count) in bins {
            let values = listed(&browser, id, &range).await;
            assert_eq!(
                values.len(),
                count
                    .as_u64()
                    .and_then(|count| usize::try_from(count).ok())
                    .unwrap(),
                "{range}"
            );
            found += values.len();
        }
        assert_eq!(found, 65);
    }
}

#[tokio::test]
async fn values_are_listed_with_their_runs_the_newest_first() {
    let app = with_values(TestApp::sqlite().await.with_people().await).await;
    let browser = Browser::signed_in(&app, MAX).await;
    let id = series_id(&browser).await;
    let all = listed(&browser, id, "").await;
    assert_eq!(all.len(), 40);
    assert_eq!(all[0]["run"]["serial_number"], "S39");
    let bad = listed(&browser, id, "&min=5.5").await;
    assert_eq!(bad.len(), 1);
    let (value, run) = (&bad[0], &bad[0]["run"]);
    assert_eq!(
        (&value["value"], &value["result"]),
        (&json!(5.9), &json!(false))
    );
    assert_eq!(value["limits"]["upper"], 5.5);
    assert_eq!(
        (&run["serial_number"], &run["stand"]["name"]),
        (&json!("S20"), &json!("Stand 2"))
    );
    let answer = browser
        .api_get(&format!(
            "/api/v1/org/demo/runs/{}",
            run["id"].as_str().unwrap()
        ))
        .await;
    assert_eq!(answer.json()["serial_number"], "S20", "{answer}");
    let bad = listed(&browser, id, "&result=failed").await;
    assert!(!bad.is_empty() && bad.iter().all(|value| value["result"] == false));
    let good = listed(&browser, id, "&result=passed").await;
    assert!(good.iter().all(|value| value["result"] == true));
    let figures = asked(&browser, &format!("series?series={id}")).await;
    assert_eq!(figures["statistics"]["failed"]["part"], bad.len());
    let of_a_stand = listed(&browser, id, "&min=5.5&serial=S3").await;
    assert_eq!(of_a_stand.len(), 0);
    for question in ["series/listed-values", "series/values"] {
        for wrong in [
            "min=5&max=5",
            "min=6&max=5",
            "min=NaN",
            "max=inf",
            "min=x",
            "result=bad",
        ] {
            let path = format!("{ANALYSIS}/{question}?series={id}&{wrong}");
            assert_eq!(browser.api_get(&path).await.code(), 422, "{path}");
        }
    }
    let path = format!("{ANALYSIS}/series/listed-values?series={id}&after=x");
    assert_eq!(browser.api_get(&path).await.code(), 422);
}

/// One line with titles, then one for each value.
#[tokio::test]
async fn all_values_leave_as_files() {
    for app in TestApp::each().await {
        let app = with_values(app.with_people().await).await;
        let browser = Browser::signed_in(&app, MAX).await;
        let id = series_id(&browser).await;
        let path = |format: &str| format!("{ANALYSIS}/series/values?series={id}&format={format}");
        let csv = browser.api_get(&path("csv")).await;
        let lines: Vec<_> = csv.text().lines().collect();
        assert_eq!(lines.len(), 41);
        assert_eq!(
            lines[21],
            "2026-11-22T10:20:00Z,5.9,failed,4.5,5.5,S20,PCB-100,,Stand 2 #1,,Final,,failed,1,21"
        );
        let workbook = browser.api_get(&path("xlsx")).await;
        assert_eq!(&workbook.body[..2], b"PK");
        let parquet = browser.api_get(&path("parquet")).await;
        assert_eq!(parquet.code(), 200, "{parquet}");
        assert!(parquet.header("content-disposition").contains(".parquet"));
        assert!(parquet.body.starts_with(b"PAR1") && parquet.body.ends_with(b"PAR1"));
    }
}

#[tokio::test]
async fn texts_are_counted() {
    for app in TestApp::each().await {
        let app = app.with_people().await;
        for (at, version) in (0..).zip(["1.2", "1.3", "1.3"]) {
            let report = reports::measured(&format!("T{at}"), &[reports::text("version", version)]);
            app.stored(report.later(at * 60)).await;
        }
        let browser = Browser::signed_in(&app, MAX).await;
        let all = asked(&browser, "measurements?plan=Board+test").await;
        let mut all = all.as_array().unwrap().iter();
        let text = all.find(|one| one["kind"] == "text").unwrap();
        let path = format!("series/texts?series={}", text["series"]);
        let shown = asked(&browser, &path).await;
        assert_eq!(
            (&shown["total"], &shown["distinct"]),
            (&json!(3), &json!(2))
        );
        assert_eq!(shown["texts"][0]["text"], "1.3", "{shown}");
        assert_eq!(shown["texts"][0]["share"]["part"], 2);
        let csv = browser
            .api_get(&format!("{ANALYSIS}/{path}&format=csv"))
            .await;
        assert!(csv.text().contains("1.3,2,"), "{csv}");
        let path = format!("{ANALYSIS}/series?series={}", text["series"]);
        assert_eq!(browser.api_get(&path).await.code(), 422);
    }
}

#[tokio::test]
async fn only_people_of_the_organisation_ask() {
    let app = with_values(TestApp::sqlite().await.with_people().await).await;
    let browser = Browser::signed_in(&app, MAX).await;
    let id = series_id(&browser).await;
    for question in [
        "series",
        "series/groups",
        "series/listed-values",
        "series/what-if",
        "numbered-run",
    ] {
        let query = format!("series={id}&by=stand&lower=1&number=1");
        let nobody = Browser::new(&app);
        let answer = nobody
            .api_get(&format!("{ANALYSIS}/{question}?{query}"))
            .await;
        assert_eq!(answer.code(), 401, "{question}: {answer}");
        let path = format!("/api/v1/org/foreign/analysis/{question}?{query}");
        assert_eq!(browser.api_get(&path).await.code(), 404, "{question}");
        let path = format!("{ANALYSIS}/{question}?series=999&by=stand&lower=1&number=999");
        assert_eq!(browser.api_get(&path).await.code(), 404, "{question}");
    }
}
