//! Which addresses are the web app's.

use axum::body::Body;

use crate::support::TestApp;
use crate::support::test_app::{empty, get};

/// With or without the web app in this build, its addresses are pages and the others are not.
#[tokio::test]
async fn addresses_of_programs_are_never_a_page() {
    let app = TestApp::sqlite().await;
    for path in ["/", "/o/demo/", "/o/demo/runs/some", "/profile"] {
        let request = get(path).header("accept", "text/html,*/*;q=0.8");
        let answer = app.send(request.body(Body::empty()).unwrap()).await;
        assert!(
            answer.header("content-type").starts_with("text/html"),
            "{path}: {answer}"
        );
        let policy = answer.header("content-security-policy");
        assert!(policy.contains("script-src 'self';"), "{policy}");
    }
    for path in [
        "/api/v1/x",
        "/hardpy/x",
        "/integration/x",
        "/auth/x",
        "/.well-known/x",
    ] {
        let request = get(path).header("accept", "text/html");
        let answer = app.send(request.body(Body::empty()).unwrap()).await;
        assert_eq!(answer.code(), 404, "{path}");
        assert!(
            answer.header("content-type").contains("json"),
            "{path}: {answer}"
        );
    }
    let program = app.send(empty(get("/o/demo/"))).await;
    assert_eq!(
        program.code(),
        404,
        "who wants no page gets JSON: {program}"
    );
}
