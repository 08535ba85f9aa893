//! An answer of the server as a test looks at it.

use std::fmt;

use axum::http::{HeaderMap, StatusCode};
use bytes::Bytes;
use serde_json::Value;

/// Headers that a client acts upon; the others would only be noise in a snapshot.
const SHOWN_HEADERS: [&str; 3] = ["www-authenticate", "allow", "retry-after"];
const ONE_LINE_BYTES: usize = 160;

pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Answer {
    pub(crate) fn code(&self) -> u16 {
        self.status.as_u16()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    /// The id of the run that an upload made or found.
    pub(crate) fn run_id(&self) -> String {
        assert_eq!(self.code(), 201, "{self}");
        self.json()["test_run_id"].as_str().unwrap().to_owned()
    }

    /// One field of each entry of a list.
    pub(crate) fn each(&self, field: &str) -> Vec<String> {
        assert_eq!(self.code(), 200, "{self}");
        let entries = self.json();
        let entries = entries.as_array().unwrap().iter();
        entries
            .map(|entry| match &entry[field] {
                Value::String(text) => text.clone(),
                other => other.to_string(),
            })
            .collect()
    }
}

/// The status, the headers that matter and the body.
impl fmt::Display for Answer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.code())?;
        for name in SHOWN_HEADERS {
            if self.headers.contains_key(name) {
                write!(formatter, "\n{name}: {}", self.header(name))?;
            }
        }
        match serde_json::from_slice::<Value>(&self.body) {
            Ok(json) if self.body.len() > ONE_LINE_BYTES => write!(formatter, "\n{json:#}"),
            _ => write!(formatter, "\n{}", String::from_utf8_lossy(&self.body)),
        }
    }
}
