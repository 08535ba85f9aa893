//! The body as a tree that borrows from it.
//!
//! Problem: two walks (digest and typed report) need the body, which may hold megabytes of chart
//! data and may be hostile. Choice: one parse into a tree whose texts borrow from the body and
//! whose number arrays are plain `f64`; the number of values is limited.
//! Consequence: memory is a small multiple of the body, and everything after the parse is bounded
//! by the depth limit of the JSON reader and by [`ParseLimits`].

mod members;
pub(crate) mod numbers;
mod visit;

use std::borrow::Cow;
use std::cell::Cell;

use serde::de::DeserializeSeed as _;
use serde::ser::{Serialize, SerializeMap as _, Serializer};

/// What one body may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ParseLimits {
    /// JSON values in the whole body, roughly what they take in memory: a list or an object that
    /// is not empty counts twice, eight numbers in a list of numbers count as one. With the
    /// default, the most hostile body takes about 400 MB.
    pub max_values: u64,
    /// Measurements in the whole report.
    pub max_measurements: usize,
}

impl Default for ParseLimits {
    fn default() -> Self {
        Self {
            max_values: 5_000_000,
            max_measurements: 100_000,
        }
    }
}

#[derive(Debug, PartialEq)]
pub(crate) enum Json<'a> {
    Null,
    Bool(bool),
    Int(i64),
    /// Only beyond `i64::MAX`.
    Uint(u64),
    Float(f64),
    Str(Cow<'a, str>),
    Array(Vec<Json<'a>>),
    /// An array, not empty, of numbers that `f64` holds exactly.
    Numbers(Vec<f64>),
    /// In the order of the document, each key once.
    Object(Vec<Member<'a>>),
}

pub(crate) type Member<'a> = (Cow<'a, str>, Json<'a>);

#[derive(Debug)]
pub(crate) enum TreeError {
    Syntax(serde_json::Error),
    TooManyValues { max: u64 },
}

pub(crate) fn parse<'a>(text: &'a str, limits: &ParseLimits) -> Result<Json<'a>, TreeError> {
    let budget = Budget::new(limits.max_values);
    let mut reader = serde_json::Deserializer::from_str(text);
    let tree = visit::Value(&budget)
        .deserialize(&mut reader)
        .and_then(|tree| reader.end().map(|()| tree));
    tree.map_err(|error| {
        if budget.is_exceeded() {
            TreeError::TooManyValues {
                max: limits.max_values,
            }
        } else {
            TreeError::Syntax(error)
        }
    })
}

/// Counts eighths of a value, because a number in an array takes so much less memory.
struct Budget {
    eighths_left: Cell<Option<u64>>,
}

impl Budget {
    fn new(max_values: u64) -> Self {
        Self {
            eighths_left: Cell::new(Some(max_values.saturating_mul(8))),
        }
    }

    fn spend<E: serde::de::Error>(&self, eighths: u64) -> Result<(), E> {
        let left = self
            .eighths_left
            .get()
            .and_then(|left| left.checked_sub(eighths));
        self.eighths_left.set(left);
        left.map(|_| ()).ok_or_else(|| E::custom("too many values"))
    }

    fn is_exceeded(&self) -> bool {
        self.eighths_left.get().is_none()
    }
}

impl Json<'_> {
    /// The name of the kind of value, for messages.
    pub(crate) fn describe(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "a boolean",
            Self::Int(_) | Self::Uint(_) | Self::Float(_) => "a number",
            Self::Str(_) => "a text",
            Self::Array(_) | Self::Numbers(_) => "a list",
            Self::Object(_) => "an object",
        }
    }

    /// Compact JSON text.
    pub(crate) fn to_json_text(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

impl Serialize for Json<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(flag) => serializer.serialize_bool(*flag),
            Self::Int(number) => serializer.serialize_i64(*number),
            Self::Uint(number) => serializer.serialize_u64(*number),
            Self::Float(number) => serializer.serialize_f64(*number),
            Self::Str(text) => serializer.serialize_str(text),
            Self::Array(items) => serializer.collect_seq(items),
            Self::Numbers(numbers) => {
                serializer.collect_seq(numbers.iter().map(|number| numbers::to_json(*number)))
            }
            Self::Object(members) => {
                let mut map = serializer.serialize_map(Some(members.len()))?;
                for (key, value) in members {
                    map.serialize_entry(key, value)?;
                }
                map.end()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Json<'_> {
        parse(text, &ParseLimits::default()).unwrap()
    }

    #[test]
    fn values_have_their_kind() {
        let table = [
            ("null", Json::Null),
            ("true", Json::Bool(true)),
            ("-7", Json::Int(-7)),
            ("9223372036854775807", Json::Int(i64::MAX)),
            ("9223372036854775808", Json::Uint(1 << 63)),
            (
                "18446744073709551616",
                Json::Float(18_446_744_073_709_551_616.0),
            ),
            ("1.50", Json::Float(1.5)),
            ("[]", Json::Array(vec![])),
            ("[1, 2.5, -3e2]", Json::Numbers(vec![1.0, 2.5, -300.0])),
            (
                "[9007199254740992]",
                Json::Numbers(vec![9_007_199_254_740_992.0]),
            ),
            (
                "[9007199254740993]",
                Json::Array(vec![Json::Int(9_007_199_254_740_993)]),
            ),
            (
                "[1, true]",
                Json::Array(vec![Json::Int(1), Json::Bool(true)]),
            ),
            (
                "[1.5, 2, null, 3]",
                Json::Array(vec![
                    Json::Float(1.5),
                    Json::Int(2),
                    Json::Null,
                    Json::Int(3),
                ]),
            ),
        ];
        for (text, expected) in table {
            assert_eq!(parsed(text), expected, "{text}");
        }
    }

    #[test]
    fn texts_borrow_unless_escaped() {
        let Json::Array(items) = parsed(r#"["plain","\u0041","\u0000"]"#) else {
            panic!("not an array");
        };
        assert!(matches!(&items[0], Json::Str(Cow::Borrowed("plain"))));
        assert!(matches!(&items[1], Json::Str(Cow::Owned(text)) if text == "A"));
        assert!(matches!(&items[2], Json::Str(Cow::Owned(text)) if text == "\0"));
    }

    #[test]
    fn the_last_of_duplicate_keys_wins_at_the_first_place() {
        assert_eq!(
            parsed(r#"{"a":1,"b":2,"a":3}"#).to_json_text(),
            r#"{"a":3,"b":2}"#
        );
        let many: Vec<_> = (0..100).map(|n| format!(r#""k{}":{n}"#, n % 40)).collect();
        let text = format!("{{{}}}", many.join(","));
        let Json::Object(members) = parsed(&text) else {
            panic!("not an object");
        };
        assert_eq!(members.len(), 40);
        assert_eq!(members[0], (Cow::Borrowed("k0"), Json::Int(80)));
        assert_eq!(members[39], (Cow::Borrowed("k39"), Json::Int(79)));
    }

    #[test]
    fn values_are_limited() {
        let limits = ParseLimits {
            max_values: 10,
            ..ParseLimits::default()
        };
        let numbers = |count: usize| format!("[{}]", vec!["1"; count].join(","));
        assert!(parse(&numbers(72), &limits).is_ok());
        assert!(matches!(
            parse(&numbers(73), &limits),
            Err(TreeError::TooManyValues { max: 10 })
        ));
        let nulls = |count: usize| format!("[{}]", vec!["null"; count].join(","));
        assert!(parse(&nulls(9), &limits).is_ok());
        assert!(parse(&nulls(10), &limits).is_err());
        assert!(parse("[1,1,1,1,1,1,1,1,null]", &limits).is_ok());
        assert!(parse("[1,1,1,1,1,1,1,1,1,null]", &limits).is_err());
        assert!(
            parse(
                r#"{"a":1,"b":2,"c":{"d":[],"e":{},"f":"","g":null}}"#,
                &limits
            )
            .is_ok()
        );
        assert!(
            parse(
                r#"{"a":1,"b":2,"c":{"d":[3],"e":{},"f":"","g":null}}"#,
                &limits
            )
            .is_err()
        );
    }
}
