//! R-46, R-49, R-52, R-53: what a valid key may do, and from where.

use crate::support::test_app::{RUNS, UPLOAD, empty, from_address, with_key};
use crate::support::{TestApp, assert_answer, get, post, run_of};

#[tokio::test]
async fn r_46_a_key_that_only_uploads_cannot_read() {
    for app in TestApp::each().await {
        let key = app.add_key("report:write", |_| {}).await;
        let request = with_key(post(UPLOAD), &key).body(run_of("SN-1").into());
        assert_eq!(app.send(request.unwrap()).await.code(), 201);
        for path in [
            RUNS.to_owned(),
            format!("{RUNS}/00000000-0000-7000-8000-000000000000"),
            format!("{RUNS}/00000000-0000-7000-8000-000000000000/failed_case"),
            format!("{RUNS}/00000000-0000-7000-8000-000000000000/report"),
            "/hardpy/api/v1/tested_dut".to_owned(),
        ] {
            let answer = app.send(empty(with_key(get(&path), &key))).await;
            assert_answer!(answer, @r#"
            403
            www-authenticate: Bearer realm="standcloud", error="insufficient_scope", scope="report:read"
            {"detail":"this credential lacks the scope report:read"}
            "#);
        }
    }
}

#[tokio::test]
async fn r_46_a_key_that_only_reads_cannot_upload() {
    for app in TestApp::each().await {
        let key = app.add_key("report:read", |_| {}).await;
        let request = with_key(post(UPLOAD), &key).body(run_of("SN-1").into());
        let answer = app.send(request.unwrap()).await;
        assert_answer!(answer, @r#"
        403
        www-authenticate: Bearer realm="standcloud", error="insufficient_scope", scope="report:write"
        {"detail":"this credential lacks the scope report:write"}
        "#);
        assert!(app.runs("").await.each("serial_number").is_empty());
    }
}

#[tokio::test]
async fn a_scope_that_this_version_does_not_know_grants_nothing() {
    let app = TestApp::sqlite().await;
    for scopes in ["", "admin:keys", "report:writer report:*", "REPORT:READ"] {
        let key = app.add_key(scopes, |_| {}).await;
        let answer = app.send(empty(with_key(get(RUNS), &key))).await;
        assert_eq!(answer.code(), 403, "{scopes}: {answer}");
    }
}

#[tokio::test]
async fn r_52_a_key_works_only_from_its_networks() {
    for app in TestApp::each().await {
        let key = app
            .add_key("report:read", |new| {
                new.allowed_networks = "10.1.0.0/16 2001:db8::/32".to_owned();
            })
            .await;
        for (address, expected) in [
            ("10.1.2.3", 200),
            ("[::ffff:10.1.2.3]", 200),
            ("[2001:db8::7]", 200),
            ("10.2.0.1", 403),
            ("127.0.0.1", 403),
            ("[2001:db9::7]", 403),
        ] {
            let request = from_address(with_key(get(RUNS), &key), address);
            let answer = app.send(empty(request)).await;
            assert_eq!(answer.code(), expected, "{address}: {answer}");
        }
        let elsewhere = from_address(with_key(get(RUNS), &key), "192.0.2.9");
        assert_answer!(app.send(empty(elsewhere)).await, @r#"
        403
        {"detail":"this key may not be used from this address"}
        "#);
    }
}

#[tokio::test]
async fn r_52_only_a_trusted_proxy_tells_the_address() {
    let app = TestApp::sqlite_with(|config| {
        config.trusted_proxies = vec!["192.0.2.0/24".parse().unwrap()];
    })
    .await;
    let key = app
        .add_key("report:read", |new| {
            new.allowed_networks = "10.0.0.0/8".to_owned();
        })
        .await;
    for (peer, forwarded, expected) in [
        ("192.0.2.1", "10.0.0.1", 200),
        ("192.0.2.1", "10.0.0.1, 203.0.113.5", 403),
        ("203.0.113.5", "10.0.0.1", 403),
    ] {
        let request = from_address(with_key(get(RUNS), &key), peer);
        let answer = app
            .send(empty(request.header("x-forwarded-for", forwarded)))
            .await;
        assert_eq!(answer.code(), expected, "{peer} {forwarded}");
    }
}

#[tokio::test]
async fn r_53_a_key_opens_no_other_address() {
    let app = TestApp::sqlite().await;
    for path in ["/api/v1/key", "/auth/api/keys", "/api/v1/org/demo/run"] {
        let answer = app.send(empty(with_key(get(path), &app.key))).await;
        assert_eq!(answer.code(), 404, "{path}: {answer}");
    }
}
