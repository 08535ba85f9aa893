//! Answering with bytes that somebody has sent us: nothing in them may act on a page of ours.

use std::fmt::Write as _;

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::image_kind::ImageKind;

/// Should a browser take the bytes for a page all the same, it may do nothing there.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

/// What is sent.
#[derive(Debug)]
pub struct StoredFile<'a> {
    pub body: Vec<u8>,
    pub media_type: &'a str,
    /// Another body has another one.
    pub version: &'a str,
    /// Under which it is saved; `None` for what is shown only.
    pub name: Option<&'a str>,
}

/// The file, or that the browser has it already. What is no picture of a safe kind is saved, never
/// shown.
pub fn answer_file(file: StoredFile<'_>, request_headers: &HeaderMap) -> Response {
    let tag = format!("\"{}\"", file.version);
    if has_tag(request_headers, &tag) {
        return with_headers(StatusCode::NOT_MODIFIED.into_response(), &tag);
    }
    let is_shown = ImageKind::is_named(file.media_type);
    let media_type = if is_shown {
        file.media_type
    } else {
        "application/octet-stream"
    };
    let disposition = disposition(is_shown, file.name);
    let mut response = file.body.into_response();
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_TYPE, media_type),
        (header::CONTENT_DISPOSITION, &disposition),
    ] {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(name, value);
        }
    }
    with_headers(response, &tag)
}

fn with_headers(mut response: Response, tag: &str) -> Response {
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CACHE_CONTROL, "private, no-cache"),
        (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if let Ok(tag) = HeaderValue::from_str(tag) {
        headers.insert(header::ETAG, tag);
    }
    response
}

fn has_tag(headers: &HeaderMap, tag: &str) -> bool {
    let values = headers.get_all(header::IF_NONE_MATCH).iter();
    let mut texts = values.filter_map(|value| value.to_str().ok());
    texts.any(|text| text.split(',').any(|known| known.trim() == tag))
}

/// RFC 6266; the name in the form that every browser since 2012 reads, RFC 8187.
fn disposition(is_shown: bool, name: Option<&str>) -> String {
    let kind = if is_shown { "inline" } else { "attachment" };
    let Some(name) = name else {
        return kind.to_owned();
    };
    let mut encoded = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            // Writing to a text cannot fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    format!("{kind}; filename*=UTF-8''{encoded}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_cannot_break_out_of_the_header() {
        assert_eq!(
            disposition(false, Some("prüf \"1\"\r\n.pdf")),
            "attachment; filename*=UTF-8''pr%C3%BCf%20%221%22%0D%0A.pdf"
        );
        assert_eq!(disposition(true, None), "inline");
    }
}
