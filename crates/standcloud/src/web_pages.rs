//! The web app's files, part of the binary: built by `cargo xtask web` into `web/dist`, compressed there
//! already. A debug build reads them from that folder, so that a change shows at once.

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use rust_embed::{EmbeddedFile, RustEmbed};

#[derive(RustEmbed)]
#[folder = "$STANDCLOUD_WEB_FOLDER"]
#[allow_missing = true]
struct Files;

/// Addresses below these belong to programs; what is unknown there is a 404 in JSON.
const PROGRAM_PREFIXES: [&str; 6] = [
    "/api/",
    "/auth/",
    "/hardpy/",
    "/integration/",
    "/.well-known/",
    "/StandCloudAPIMode.",
];

/// Styles are set by scripts of the component library, so inline ones are allowed; scripts are not.
const CONTENT_SECURITY_POLICY: &str = "default-src 'self'; script-src 'self'; \
    style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; connect-src 'self'; \
    form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'";

/// The file or page of the web app that this request is for; `None` when it is not for the web app.
pub fn answer(request: &Request) -> Option<Response> {
    let path = request.uri().path();
    let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
    if !is_read
        || PROGRAM_PREFIXES
            .iter()
            .any(|prefix| path.starts_with(prefix))
    {
        return None;
    }
    let name = path.trim_start_matches('/');
    let is_file = !name.is_empty() && name != "index.html" && Files::get(name).is_some();
    if is_file {
        return file(name, request.headers());
    }
    let wants_page = accepts(request.headers(), header::ACCEPT, "text/html");
    wants_page.then(|| page(request.headers()))
}

/// Every address of the web app is the same page; its script reads the address.
fn page(headers: &HeaderMap) -> Response {
    let mut response = file("index.html", headers).unwrap_or_else(not_built);
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CACHE_CONTROL, "no-cache"),
        (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "same-origin"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

fn file(name: &str, headers: &HeaderMap) -> Option<Response> {
    let plain = Files::get(name)?;
    let media_type = plain.metadata.mimetype().to_owned();
    let (file, encoding) = smallest(name, plain, headers);
    let mut response = file.data.into_owned().into_response();
    let headers = response.headers_mut();
    if let Ok(value) = HeaderValue::from_str(&with_charset(&media_type)) {
        headers.insert(header::CONTENT_TYPE, value);
    }
    if let Some(encoding) = encoding {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    // The names of built files hold a digest of their content.
    let lifetime = if name.starts_with("assets/") {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(lifetime));
    Some(response)
}

/// The compressed twin that the build has put beside it, if the browser takes it.
fn smallest(
    name: &str,
    plain: EmbeddedFile,
    headers: &HeaderMap,
) -> (EmbeddedFile, Option<&'static str>) {
    for (encoding, suffix) in [("br", "br"), ("gzip", "gz")] {
        if accepts(headers, header::ACCEPT_ENCODING, encoding)
            && let Some(packed) = Files::get(&format!("{name}.{suffix}"))
        {
            return (packed, Some(encoding));
        }
    }
    (plain, None)
}

fn accepts(headers: &HeaderMap, name: header::HeaderName, wanted: &str) -> bool {
    let values = headers.get_all(name);
    let mut texts = values.iter().filter_map(|value| value.to_str().ok());
    texts.any(|text| {
        text.split(',')
            .any(|part| part.split(';').next().unwrap_or_default().trim() == wanted)
    })
}

fn with_charset(media_type: &str) -> String {
    if media_type.starts_with("text/") {
        format!("{media_type}; charset=utf-8")
    } else {
        media_type.to_owned()
    }
}

fn not_built() -> Response {
    let text = "<!doctype html><meta charset=utf-8><title>StandCloud</title>\
        <h1>The web app is not in this build</h1>\
        <p>Build it with <code>cargo xtask web</code> and build the server again.</p>\
        <p><a href=\"/auth/account\">Your account</a></p>";
    (StatusCode::NOT_FOUND, Html(text)).into_response()
}
