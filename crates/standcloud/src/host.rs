//! By which name a request reached this server, in one place for both versions of HTTP.
//!
//! HTTP/2 has no `Host` header: the name is part of the address (`:authority`). Links and issuers are
//! made of that name, so they would differ between a browser (HTTP/2) and HardPy (HTTP/1.1).

use axum::extract::Request;
use axum::http::{HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

/// Writes the name into the `Host` header when it is only in the address.
pub async fn name_host(mut request: Request, next: Next) -> Response {
    if !request.headers().contains_key(header::HOST) {
        let authority = request.uri().authority();
        let host = authority.and_then(|name| HeaderValue::from_str(name.as_str()).ok());
        request
            .headers_mut()
            .extend(host.map(|host| (header::HOST, host)));
    }
    next.run(request).await
}
