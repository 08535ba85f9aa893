//! The raw report of a run.

use crate::support::test_app::RUNS;
use crate::support::{TestApp, run_of};

#[tokio::test]
async fn the_raw_report_comes_back_byte_for_byte() {
    for app in TestApp::each().await {
        for body in [
            format!("\n\t {}\r\n  ", run_of("SN-1").text()),
            run_of("SN-2")
                .text()
                .replace("\"status\"", "\"stat\\u0075s\""),
            run_of("SN-3")
                .set("x", 0)
                .text()
                .replace("\"x\":0", "\"x\":1.0e+00"),
            run_of("SN-4 Ünïcödé 🔋").text(),
        ] {
            let id = app.stored(body.clone()).await;
            let answer = app.read(&format!("{RUNS}/{id}/report")).await;
            assert_eq!(answer.text(), body);
            assert_eq!(answer.header("content-type"), "application/json");
            assert_eq!(
                answer.header("content-disposition"),
                format!("inline; filename=\"{id}.json\"")
            );
        }
    }
}

/// The first form that came is the truth; a second one that means the same changes nothing.
#[tokio::test]
async fn a_duplicate_does_not_change_the_raw_report() {
    for app in TestApp::each().await {
        let first = run_of("SN-1");
        let id = app.stored(first.clone()).await;
        assert_eq!(app.stored(run_of("SN-1").set("rev", "99-z")).await, id);
        let answer = app.read(&format!("{RUNS}/{id}/report")).await;
        assert_eq!(answer.body, first.bytes());
    }
}
