//! The walls of the whole API: every operation that its document names, present and future.

use axum::body::Body;
use axum::http::{Method, Request};
use serde_json::Value;
use standcloud::web_api::openapi;

use crate::support::people::ANN;
use crate::support::{Browser, TestApp};

const SOME_ID: &str = "019b0000-0000-7000-8000-000000000001";

/// Method and path, with an organisation in place of the slug and something well formed in place of the
/// other names.
fn operations(slug: &str) -> Vec<(Method, String)> {
    let document = serde_json::to_value(openapi::document()).unwrap();
    let mut found = Vec::new();
    for (template, item) in document["paths"].as_object().unwrap() {
        for method in item.as_object().unwrap().keys() {
            let Ok(method) = method.to_uppercase().parse::<Method>() else {
                continue;
            };
            found.push((method, path_of(template, slug)));
        }
    }
    assert!(found.len() > 60, "{}", found.len());
    found
}

fn path_of(template: &str, slug: &str) -> String {
    let parts = template.split('/').map(|part| match part {
        "{slug}" => slug,
        "{stand_id}" => "1",
        "{field}" => "plan",
        "{key}" => "abcdefghijkl",
        "{client_id}" => "some-client",
        part if part.starts_with('{') => SOME_ID,
        part => part,
    });
    parts.collect::<Vec<_>>().join("/")
}

fn of_an_organisation(path: &str) -> bool {
    path.starts_with("/api/v1/org/")
}

///
#[tokio::test]
async fn r_49_nobody_reaches_anything_without_a_session() {
    let app = TestApp::sqlite().await.with_people().await;
    let nobody = Browser::new(&app);
    for (method, path) in operations("demo") {
        let request = Request::builder().method(method.clone()).uri(&path);
        let answer = nobody.send(request, Body::from("{}")).await;
        assert_eq!(answer.code(), 401, "{method} {path}: {answer}");
    }
}

/// neither by reading nor by changing.
#[tokio::test]
async fn r_49_an_admin_of_one_organisation_is_nobody_in_another() {
    let app = TestApp::sqlite().await.with_people().await;
    app.add_organisation("foreign").await;
    let ann = Browser::signed_in(&app, ANN).await;
    for (method, path) in operations("foreign") {
        if !of_an_organisation(&path) {
            continue;
        }
        let answer = ann.api_send(method.clone(), &path, &Value::Null).await;
        assert_eq!(answer.code(), 404, "{method} {path}: {answer}");
    }
}

/// every change needs the session's token, whatever it is.
#[tokio::test]
async fn r_60_no_change_without_the_token_of_the_session() {
    let app = TestApp::sqlite().await.with_people().await;
    let ann = Browser::signed_in(&app, ANN).await;
    for (method, path) in operations("demo") {
        if method == Method::GET {
            continue;
        }
        let request = Request::builder().method(method.clone()).uri(&path);
        let answer = ann.send(request, Body::from("{}")).await;
        assert_eq!(answer.code(), 403, "{method} {path}: {answer}");
        assert_eq!(answer.json()["code"], "out_of_date", "{method} {path}");
    }
}
