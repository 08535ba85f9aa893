//! What is asked by those who run the server, and addresses that do not exist.

use axum::http::Method;

use crate::support::test_app::{RUNS, empty, from_address, with_key};
use crate::support::{TestApp, assert_answer, get, run_of};
use standcloud::config::MetricsAccess;

#[tokio::test]
async fn what_is_not_there_is_a_json_404() {
    let app = TestApp::sqlite().await;
    for path in [
        "/hardpy",
        "/hardpy/api/v1",
        "/hardpy/api/v1/",
        "/hardpy/api/v2/healthcheck",
        "/hardpy/api/v1/healthcheck/",
        "//hardpy/api/v1/healthcheck",
        "/hardpy/api/v1/test_run/",
        "/hardpy/api/v1/test_run/1/report",
        "/integration/api/v1/nothing",
        "/.well-known/oauth-authorization-server",
        "/%00",
        "/wp-admin.php",
    ] {
        let answer = app.send(empty(with_key(get(path), &app.key))).await;
        assert_answer!(answer, @r#"
        404
        {"detail":"there is nothing at this address"}
        "#);
        assert_eq!(answer.header("content-type"), "application/json");
    }
}

#[tokio::test]
async fn a_wrong_method_is_a_json_405_with_the_right_ones() {
    let app = TestApp::sqlite().await;
    for (method, path) in [
        (Method::GET, "/hardpy/api/v1/test_report"),
        (Method::PUT, "/hardpy/api/v1/test_report"),
    ] {
        let answer = app.send(empty(get(path).method(method))).await;
        assert_answer!(answer, @r#"
        405
        allow: POST
        {"detail":"this address does not take this method"}
        "#);
    }
    for method in [
        Method::POST,
        Method::PUT,
        Method::DELETE,
        Method::PATCH,
        Method::OPTIONS,
    ] {
        let answer = app.send(empty(get(RUNS).method(method))).await;
        assert_answer!(answer, @r#"
        405
        allow: GET,HEAD
        {"detail":"this address does not take this method"}
        "#);
    }
}

/// Never a redirect: HardPy takes a 302 for success, and its POST would become a GET.
#[tokio::test]
async fn no_api_address_redirects() {
    let app = TestApp::sqlite().await;
    for path in [
        "/hardpy/api/v1/test_report/",
        "/hardpy/api/v1/test_run/",
        "/hardpy//api/v1/test_run",
    ] {
        let answer = app.send(empty(get(path))).await;
        assert!(!answer.status.is_redirection(), "{path}: {answer}");
    }
}

#[tokio::test]
async fn alive_and_ready_need_no_credential() {
    for app in TestApp::each().await {
        for (path, expected) in [("/healthz", "ok\n"), ("/readyz", "ready\n")] {
            let answer = app
                .send(empty(from_address(get(path), "203.0.113.9")))
                .await;
            assert_eq!((answer.code(), answer.text()), (200, expected));
        }
    }
}

#[tokio::test]
async fn a_server_whose_database_is_away_is_alive_but_not_ready() {
    for app in TestApp::each().await {
        app.app.store.close().await;
        assert_eq!(app.send(empty(get("/healthz"))).await.code(), 200);
        assert_answer!(app.send(empty(get("/readyz"))).await, @r#"
        503
        retry-after: 5
        {"detail":"the database does not answer; try again later"}
        "#);
        assert_eq!(app.upload(run_of("SN-1")).await.code(), 503);
    }
}

#[tokio::test]
async fn metrics_are_for_those_who_may_see_them() {
    for (access, here, elsewhere) in [
        (MetricsAccess::Loopback, 200, 404),
        (MetricsAccess::Everyone, 200, 200),
        (MetricsAccess::Off, 404, 404),
    ] {
        let app = TestApp::sqlite_with(|config| config.metrics = access).await;
        for (address, expected) in [
            ("127.0.0.1", here),
            ("[::1]", here),
            ("192.0.2.7", elsewhere),
        ] {
            let answer = app
                .send(empty(from_address(get("/metrics"), address)))
                .await;
            assert_eq!(answer.code(), expected, "{access:?} {address}");
        }
    }
}

#[tokio::test]
async fn metrics_count_uploads_and_name_routes_but_never_paths() {
    let app = TestApp::sqlite().await;
    let id = app.stored(run_of("SN-1")).await;
    app.stored(run_of("SN-1")).await;
    app.upload("not JSON").await;
    app.read(&format!("{RUNS}/{id}?serial_number=SN-secret"))
        .await;
    app.read("/some/other/place").await;
    let metrics = app.read("/metrics").await;
    for line in [
        r#"standcloud_uploads_total{outcome="stored"} 1"#,
        r#"standcloud_uploads_total{outcome="duplicate"} 1"#,
        r#"standcloud_uploads_total{outcome="invalid"} 1"#,
        r#"standcloud_http_requests_total{route="/hardpy/api/v1/test_report",status="201"} 2"#,
        r#"standcloud_http_requests_total{route="/integration/api/v1/test_run/{test_run_id}",status="200"} 1"#,
        r#"standcloud_http_requests_total{route="other",status="404"} 1"#,
    ] {
        assert!(
            metrics.text().lines().any(|found| found == line),
            "{line} in\n{metrics}"
        );
    }
    for hidden in [id.as_str(), "SN-1", "SN-secret", "/some/other"] {
        assert!(!metrics.text().contains(hidden), "{hidden}");
    }
    assert!(metrics.text().ends_with("# EOF\n"));
}
