//! What a credential is good for.

use crate::support::test_app::{empty, with_key};
use crate::support::{TestApp, assert_answer, get};

const PATH: &str = "/integration/api/v1/credential";

#[tokio::test]
async fn a_key_tells_its_organisation_and_scopes() {
    for app in TestApp::each().await {
        let key = app.add_key("report:write", |_| {}).await;
        let answer = app.send(empty(with_key(get(PATH), &key))).await;
        assert_eq!(answer.code(), 200, "{answer}");
        let mut shown = answer.json();
        let principal = shown["principal"].take();
        assert_eq!(principal, format!("key:{}", &key[4..16]));
        assert_eq!(shown["scopes"], serde_json::json!(["report:write"]));
        assert_eq!(shown["organisation_slug"], "demo");
        assert_eq!(shown["organisation_name"], "demo");
        assert!(!answer.text().contains(&key[16..]));
    }
}

#[tokio::test]
async fn r_46_without_a_credential_there_is_nothing_to_tell() {
    let app = TestApp::sqlite().await;
    assert_answer!(app.send(empty(get(PATH))).await, @r#"
    401
    www-authenticate: Bearer realm="standcloud"
    {"detail":"no credential: send an API key as 'Authorization: Bearer …' or 'X-API-KEY: …'"}
    "#);
    let garbage = app.send(empty(with_key(get(PATH), "garbage"))).await;
    assert_eq!(garbage.code(), 401, "{garbage}");
}
