//! The OpenAPI document and the page that shows it, in a plant without Internet.

use std::env;
use std::path::Path;

use standcloud::api::openapi;

use crate::support::test_app::empty;
use crate::support::{TestApp, get};

const DOCS: &str = "/integration/api/v1/docs";

/// So that a change of the API is seen by whoever reviews it.
#[test]
fn the_committed_document_is_up_to_date() {
    // Asked at run time: two checkouts may share a build folder, and this may be the other one's build.
    let folder = env::var_os("CARGO_MANIFEST_DIR").unwrap();
    let file = Path::new(&folder).join("../../docs/openapi.json");
    let committed = std::fs::read_to_string(&file).unwrap_or_default();
    let current = openapi::document().to_pretty_json().unwrap();
    assert!(
        committed.trim_end() == current,
        "docs/openapi.json is out of date: run 'cargo xtask gen' and commit it"
    );
}

#[tokio::test]
async fn the_document_is_served_without_a_credential() {
    let app = TestApp::sqlite().await;
    let answer = app
        .send(empty(get("/integration/api/v1/openapi.json")))
        .await;
    assert_eq!(answer.code(), 200);
    let expected = serde_json::to_value(openapi::document()).unwrap();
    assert_eq!(answer.json(), expected);
}

/// Every address that is written down exists.
#[tokio::test]
async fn every_documented_operation_is_served() {
    let app = TestApp::sqlite().await;
    let document = serde_json::to_value(openapi::document()).unwrap();
    for (path, operations) in document["paths"].as_object().unwrap() {
        for method in operations.as_object().unwrap().keys() {
            let request =
                get(&path.replace("{test_run_id}", "none")).method(&*method.to_uppercase());
            let code = app.send(empty(request)).await.code();
            let is_open = path.ends_with("/healthcheck");
            assert_eq!(code, if is_open { 200 } else { 401 }, "{method} {path}");
        }
    }
}

#[tokio::test]
async fn swagger_ui_loads_nothing_from_other_hosts() {
    let app = TestApp::sqlite().await;
    let page = app.send(empty(get(&format!("{DOCS}/")))).await;
    assert_eq!(page.code(), 200, "{page}");
    let references: Vec<_> = page
        .text()
        .split(['"', '\''])
        .filter(|text| {
            [".js", ".css", ".png"]
                .iter()
                .any(|end| text.ends_with(end))
        })
        .collect();
    assert!(references.len() >= 4, "{references:?}");
    for reference in references {
        assert!(!reference.contains("//"), "{reference}");
        let path = format!("{DOCS}/{}", reference.trim_start_matches("./"));
        assert_eq!(app.send(empty(get(&path))).await.code(), 200, "{path}");
    }
    let settings = app
        .send(empty(get(&format!("{DOCS}/swagger-initializer.js"))))
        .await;
    assert!(
        settings.text().contains("/integration/api/v1/openapi.json"),
        "{settings}"
    );
    // Without this the page asks a validator on the Internet, with the address of this server.
    assert!(
        settings.text().contains(r#""validatorUrl": "none""#),
        "{settings}"
    );
    for text in [page.text(), settings.text()] {
        assert!(
            !text.contains("http://") && !text.contains("https://"),
            "{text}"
        );
    }
}

#[tokio::test]
async fn the_address_without_a_slash_leads_to_the_page() {
    let app = TestApp::sqlite().await;
    let answer = app.send(empty(get(DOCS))).await;
    assert!(answer.status.is_redirection(), "{answer}");
    assert_eq!(answer.header("location"), format!("{DOCS}/"));
}
