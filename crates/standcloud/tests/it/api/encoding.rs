//! How a body may be packed, and how large it may be.

use std::io::Write;

use axum::body::Body;
use axum::http::Request;
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::support::test_app::{UPLOAD, with_key};
use crate::support::{Answer, TestApp, assert_answer, run_of};

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

async fn upload(app: &TestApp, headers: &[(&str, &str)], body: impl Into<Body>) -> Answer {
    let mut request = with_key(Request::post(UPLOAD), &app.key);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    app.send(request.body(body.into()).unwrap()).await
}

#[tokio::test]
async fn a_gzip_body_is_the_same_report() {
    for app in TestApp::each().await {
        let plain = app.stored(run_of("SN-1")).await;
        for encoding in ["gzip", "x-gzip", "GZIP"] {
            let headers = [
                ("content-type", "application/json"),
                ("content-encoding", encoding),
            ];
            let answer = upload(&app, &headers, gzip(&run_of("SN-1").bytes())).await;
            assert_eq!(answer.run_id(), plain, "{encoding}");
        }
        let id = upload(
            &app,
            &[("content-encoding", "gzip")],
            gzip(&run_of("SN-2").bytes()),
        )
        .await
        .run_id();
        let raw = app
            .read(&format!("/integration/api/v1/test_run/{id}/report"))
            .await;
        assert_eq!(raw.body, run_of("SN-2").bytes(), "kept as inflated");
    }
}

#[tokio::test]
async fn a_gzip_bomb_is_stopped_at_the_limit() {
    let app = TestApp::sqlite_with(|config| config.limits.body_bytes = 1 << 20).await;
    let bomb = gzip(&vec![b' '; 64 << 20]);
    assert!(bomb.len() < 1 << 20);
    assert_answer!(upload(&app, &[("content-encoding", "gzip")], bomb).await, @r#"
    413
    {"detail":"the body is larger than 1048576 bytes (limits.body_bytes of the server)"}
    "#);
}

#[tokio::test]
async fn a_damaged_gzip_body_is_told() {
    let app = TestApp::sqlite().await;
    let whole = gzip(&run_of("SN-1").bytes());
    for body in [&whole[..whole.len() - 9], b"not gzip", b""] {
        let answer = upload(&app, &[("content-encoding", "gzip")], body.to_vec()).await;
        assert_answer!(answer, @r#"
        400
        {"detail":"the gzip body is damaged"}
        "#);
    }
}

#[tokio::test]
async fn other_content_types_and_encodings_are_refused_with_the_right_one() {
    let app = TestApp::sqlite().await;
    for kind in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "",
    ] {
        let answer = upload(&app, &[("content-type", kind)], run_of("SN-1")).await;
        assert_answer!(answer, @r#"
        415
        {"detail":"send the report as JSON with 'Content-Type: application/json'"}
        "#);
    }
    for encoding in ["br", "zstd", "gzip, gzip", "deflate"] {
        let answer = upload(&app, &[("content-encoding", encoding)], run_of("SN-1")).await;
        assert_answer!(answer, @r#"
        415
        {"detail":"the only content encoding understood is gzip"}
        "#);
    }
}

#[tokio::test]
async fn json_is_known_by_its_usual_names_and_without_one() {
    let app = TestApp::sqlite().await;
    for kind in [
        "application/json",
        "application/json; charset=utf-8",
        "Application/JSON",
        "application/vnd.hardpy+json",
    ] {
        let answer = upload(&app, &[("content-type", kind)], run_of("SN-1")).await;
        assert_eq!(answer.code(), 201, "{kind}");
    }
    let answer = upload(&app, &[("content-encoding", "identity")], run_of("SN-1")).await;
    assert_eq!(answer.code(), 201);
}

#[tokio::test]
async fn one_byte_above_64_mib_is_too_large_announced_or_not() {
    let app = TestApp::sqlite().await;
    let size = (64 << 20) + 1;
    let announced = (64_u64 << 20) + 1;
    let length = announced.to_string();
    let answer = upload(&app, &[("content-length", &length)], Body::empty()).await;
    assert_answer!(answer, @r#"
    413
    {"detail":"the body is larger than 67108864 bytes (limits.body_bytes of the server)"}
    "#);
    let answer = upload(&app, &[], vec![b' '; size]).await;
    assert_eq!(answer.code(), 413, "{answer}");
    let answer = upload(&app, &[], vec![b' '; size - 1]).await;
    assert_eq!(answer.code(), 422, "64 MiB are read: {answer}");
}

#[tokio::test]
async fn a_report_of_megabytes_is_stored_and_read_back() {
    for app in TestApp::each().await {
        let trace: String = "12.375,".repeat(400_000);
        let report = run_of("SN-1")
            .set("artifact/trace", trace.as_str())
            .set("modules/m/name", "M")
            .set("modules/m/status", "passed")
            .set("modules/m/cases/c/name", "C")
            .set("modules/m/cases/c/status", "passed")
            .set("modules/m/cases/c/artifact/log", trace.as_str());
        let id = app.stored(report.clone()).await;
        let raw = app
            .read(&format!("/integration/api/v1/test_run/{id}/report"))
            .await;
        assert!(raw.body == report.bytes());
    }
}
