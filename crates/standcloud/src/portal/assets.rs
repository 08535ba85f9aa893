//! The style sheet, the icon and the one script of the pages, part of the binary.

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};

/// The version is part of the address, so a browser may keep it and still sees a new one.
pub const STYLE_PATH: &str = concat!("/auth/assets/portal.css?v=", env!("CARGO_PKG_VERSION"));
pub const PASSKEY_SCRIPT_PATH: &str =
    concat!("/auth/assets/passkey.js?v=", env!("CARGO_PKG_VERSION"));
pub const ICON_PATH: &str = "/auth/assets/icon.svg";

const STYLE: &str = include_str!("assets/portal.css");
const PASSKEY_SCRIPT: &str = include_str!("assets/passkey.js");
const ICON: &str = include_str!("assets/icon.svg");

/// `GET /auth/assets/portal.css`; anybody.
pub async fn show_style() -> Response {
    asset("text/css; charset=utf-8", STYLE)
}

/// `GET /auth/assets/passkey.js`; anybody.
pub async fn show_passkey_script() -> Response {
    asset("text/javascript; charset=utf-8", PASSKEY_SCRIPT)
}

/// `GET /auth/assets/icon.svg`; anybody.
pub async fn show_icon() -> Response {
    asset("image/svg+xml", ICON)
}

fn asset(content_type: &'static str, content: &'static str) -> Response {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(content_type)),
        (
            header::CACHE_CONTROL,
            HeaderValue::from_static("public, max-age=3600"),
        ),
    ];
    (headers, content).into_response()
}
