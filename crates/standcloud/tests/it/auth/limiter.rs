//! R-55: whoever tries keys is slowed down, and nobody else.

use crate::support::test_app::{RUNS, empty, from_address, with_key};
use crate::support::{Answer, TestApp, assert_answer, get};

async fn try_key(app: &TestApp, key: &str, address: &str) -> Answer {
    let request = from_address(with_key(get(RUNS), key), address);
    app.send(empty(request)).await
}

#[tokio::test]
async fn r_55_wrong_keys_are_limited_by_address_and_right_ones_never() {
    for app in TestApp::each_with(|config| config.limits.wrong_keys_per_minute = 3).await {
        for _ in 0..3 {
            assert_eq!(try_key(&app, "wrong", "192.0.2.1").await.code(), 401);
        }
        assert_answer!(try_key(&app, "wrong", "192.0.2.1").await, @r#"
        429
        retry-after: 60
        {"detail":"too many wrong credentials"}
        "#);
        let neighbour = try_key(&app, &app.key, "192.0.2.1").await;
        assert_eq!(neighbour.code(), 200, "a right key from the same address");
        let elsewhere = try_key(&app, "wrong", "192.0.2.2").await;
        assert_eq!(elsewhere.code(), 401, "another address has its own count");
    }
}

#[tokio::test]
async fn r_55_right_keys_are_not_counted() {
    let app = TestApp::sqlite_with(|config| config.limits.wrong_keys_per_minute = 1).await;
    for _ in 0..20 {
        assert_eq!(try_key(&app, &app.key, "192.0.2.1").await.code(), 200);
    }
    assert_eq!(try_key(&app, "wrong", "192.0.2.1").await.code(), 401);
}
