//! The audit log as a file.

use std::fmt::Write;

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;
use standcloud_store::AuditEvent;

use super::instant::instant_text;

const CSV_HEAD: &str =
    "time,action,result,actor,subject,detail,ip,user_agent,client_id,grant_id,id\r\n";

/// RFC 4180, with a line of names.
pub(super) fn csv_of(events: &[AuditEvent]) -> String {
    let mut text = CSV_HEAD.to_owned();
    for event in events {
        let grant = event.grant.map(|id| id.to_string()).unwrap_or_default();
        let fields = [
            &instant_text(event.at),
            &event.action,
            event.result.as_str(),
            &event.actor,
            &event.subject,
            &event.detail,
            &event.ip,
            &event.user_agent,
            &event.client_id,
            &grant,
            &event.id.to_string(),
        ];
        let _ = write!(text, "{}\r\n", fields.map(csv_field).join(","));
    }
    text
}

/// One JSON object a line.
pub(super) fn json_lines_of(events: &[AuditEvent]) -> String {
    let mut text = String::new();
    for event in events {
        let _ = writeln!(text, "{}", json_of(event));
    }
    text
}

/// An answer that the browser keeps as a file.
pub(super) fn download(content_type: &'static str, name: &str, text: String) -> Response {
    let mut response = text.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    response
}

/// RFC 4180 §2; and a text that a spreadsheet would take for a formula is made a text.
fn csv_field(text: &str) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let text = if is_formula {
        format!("'{text}")
    } else {
        text.to_owned()
    };
    if text.contains([',', '"', '\n', '\r']) {
        return format!("\"{}\"", text.replace('"', "\"\""));
    }
    text
}

fn json_of(event: &AuditEvent) -> serde_json::Value {
    json!({
        "id": event.id,
        "time": instant_text(event.at),
        "action": event.action,
        "result": event.result.as_str(),
        "actor": event.actor,
        "subject": event.subject,
        "detail": event.detail,
        "ip": event.ip,
        "user_agent": event.user_agent,
        "client_id": event.client_id,
        "grant_id": event.grant,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_quoted_and_never_a_formula() {
        for (text, expected) in [
            ("plain", "plain"),
            ("a,b", "\"a,b\""),
            ("say \"x\"", "\"say \"\"x\"\"\""),
            ("=1+1", "'=1+1"),
            ("@cmd,x", "\"'@cmd,x\""),
        ] {
            assert_eq!(csv_field(text), expected);
        }
    }
}
