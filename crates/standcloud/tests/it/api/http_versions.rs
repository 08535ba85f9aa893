//! What differs between HTTP/1.1 and HTTP/2 must not show in an answer.

use axum::body::Body;

use crate::support::{TestApp, get};

const METADATA: &str = "/.well-known/oauth-authorization-server/auth";

/// an issuer of another name than the one that was asked is refused by clients.
#[tokio::test]
async fn the_host_is_found_in_the_header_and_in_the_address() {
    let app = TestApp::sqlite().await;
    for host in ["127.0.0.1:8443", "localhost:8443"] {
        let by_header = get(METADATA).header("host", host);
        let by_address = get(&format!("https://{host}{METADATA}"));
        for request in [by_header, by_address] {
            let answer = app.send(request.body(Body::empty()).unwrap()).await;
            assert_eq!(answer.json()["issuer"], format!("https://{host}/auth"));
        }
    }
}
