//! Files for Excel and for programs: exactly the runs of the filter.

use std::io::{Cursor, Read};

use flate2::read::DeflateDecoder;
use serde_json::json;

use crate::support::people::{ANN, MAX};
use crate::support::{Answer, Browser, TestApp, run_of};

const CSV: &str = "/api/v1/org/demo/runs/export.csv";
const XLSX: &str = "/api/v1/org/demo/runs/export.xlsx";

async fn with_runs(app: TestApp) -> TestApp {
    let app = app.with_people().await;
    app.stored(run_of("=SN-1")).await;
    app.stored(run_of("SN-2").failed().later(100)).await;
    app.stored(run_of("SN-3").later(200)).await;
    app
}

/// The text of a file in a zip, by its central directory.
fn file_of_zip(zip: &[u8], name: &str) -> String {
    let number = |at: usize, length: usize| {
        let digits = zip[at..at + length].iter().rev();
        digits.fold(0_usize, |sum, digit| (sum << 8) | usize::from(*digit))
    };
    let end = zip
        .windows(4)
        .rposition(|four| four == b"PK\x05\x06")
        .unwrap();
    let mut entry = number(end + 16, 4);
    loop {
        assert_eq!(&zip[entry..entry + 4], b"PK\x01\x02", "{name} is not there");
        let (name_length, extra) = (number(entry + 28, 2), number(entry + 30, 2));
        if &zip[entry + 46..entry + 46 + name_length] == name.as_bytes() {
            break;
        }
        entry += 46 + name_length + extra + number(entry + 32, 2);
    }
    let (size, local) = (number(entry + 20, 4), number(entry + 42, 4));
    let begin = local + 30 + number(local + 26, 2) + number(local + 28, 2);
    let mut text = String::new();
    let mut packed = DeflateDecoder::new(Cursor::new(&zip[begin..begin + size]));
    packed.read_to_string(&mut text).unwrap();
    text
}

fn rows_header(answer: &Answer) -> &str {
    answer.header("standcloud-rows")
}

#[tokio::test]
async fn a_csv_holds_exactly_the_runs_of_the_filter() {
    for app in TestApp::each().await {
        let app = with_runs(app).await;
        let browser = Browser::signed_in(&app, MAX).await;
        let answer = browser
            .api_get(&format!(
                "{CSV}?status=passed&columns=serial_number,status,duration_s,start"
            ))
            .await;
        assert_eq!(
            (answer.code(), rows_header(&answer)),
            (200, "2"),
            "{answer}"
        );
        assert_eq!(
            answer.header("content-disposition"),
            "attachment; filename=\"demo_test-runs_all_2026-11-22.csv\""
        );
        let text = answer.text();
        let lines: Vec<&str> = text.split_terminator("\r\n").collect();
        assert_eq!(lines[0], "\u{feff}serial_number,status,duration_s,start");
        assert_eq!(lines.len(), 3, "{text}");
        assert!(lines[1].starts_with("SN-3,passed,"), "{text}");
        assert!(lines[2].starts_with("'=SN-1,passed,"), "no formula: {text}");
        assert!(lines[2].ends_with('Z'), "an instant in UTC: {text}");
        let all = browser.api_get(CSV).await;
        assert_eq!(rows_header(&all), "3");
        let nothing = browser.api_get(&format!("{CSV}?plan=none")).await;
        assert_eq!(
            nothing.text().lines().count(),
            1,
            "only the titles: {nothing}"
        );
        let audited = app.audited("run.export").await;
        assert!(
            audited[1].starts_with("2 runs: status=passed"),
            "{audited:?}"
        );
    }
}

#[tokio::test]
async fn a_workbook_holds_numbers_and_dates() {
    for app in TestApp::each().await {
        let app = with_runs(app).await;
        let browser = Browser::signed_in(&app, ANN).await;
        let query = "columns=serial_number,start,duration_s,attempt";
        let answer = browser.api_get(&format!("{XLSX}?{query}")).await;
        assert_eq!(
            (answer.code(), rows_header(&answer)),
            (200, "3"),
            "{}",
            answer.status
        );
        assert_eq!(
            answer.header("content-length"),
            answer.body.len().to_string()
        );
        let sheet = file_of_zip(&answer.body, "xl/worksheets/sheet1.xml");
        for expected in [
            "Start (UTC)",
            "=SN-1",
            "SN-3",
            "<autoFilter ref=\"A1:D4\"/>",
        ] {
            assert!(sheet.contains(expected), "{expected}: {sheet}");
        }
        // 2026-11-22 is day 46348 of Excel.
        assert!(sheet.contains("<v>46348."), "{sheet}");

        let framed = browser
            .api_get(&format!("{XLSX}?{query}&progress=true"))
            .await;
        let lines = b"rows 3\nfile ";
        assert_eq!(&framed.body[..lines.len()], lines);
        let zip = framed
            .body
            .windows(4)
            .position(|four| four == b"PK\x03\x04");
        let size = std::str::from_utf8(&framed.body[lines.len()..zip.unwrap() - 1]).unwrap();
        assert_eq!(size, (framed.body.len() - zip.unwrap()).to_string());
    }
}

#[tokio::test]
async fn only_members_export_and_only_what_there_is() {
    let app = with_runs(TestApp::sqlite().await).await;
    app.add_organisation("foreign").await;
    let browser = Browser::signed_in(&app, ANN).await;
    for address in [CSV, XLSX] {
        let anybody = Browser::new(&app).api_get(address).await;
        assert_eq!(anybody.code(), 401, "{anybody}");
        let foreign = browser.api_get(&address.replace("demo", "foreign")).await;
        assert_eq!(foreign.code(), 404, "{foreign}");
        let unknown = browser.api_get(&format!("{address}?columns=nothing")).await;
        assert_eq!(
            (unknown.code(), &unknown.json()["field"]),
            (422, &json!("columns"))
        );
    }
}
