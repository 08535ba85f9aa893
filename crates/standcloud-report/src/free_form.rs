//! The members of a report whose shape only its author knows, for reading back.

use std::borrow::Cow;

use crate::tree::{self, Json, ParseLimits};
use crate::{Problems, surrogates, syntax};

/// Free-form members as compact JSON text; `{}` where the report has none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FreeForm {
    pub dut_info: String,
    pub stand_info: String,
    /// The run's own artifact; modules and cases have theirs.
    pub artifact: String,
}

/// Reads the free-form members of a stored report.
pub fn free_form(body: &[u8], limits: &ParseLimits) -> Result<FreeForm, Problems> {
    let text = std::str::from_utf8(body).map_err(|error| syntax::not_utf8(&error))?;
    let repaired = surrogates::replace_lone(text).map_or(Cow::Borrowed(text), Cow::Owned);
    let tree = tree::parse(&repaired, limits).map_err(|error| syntax::problems(text, &error))?;
    Ok(FreeForm {
        dut_info: object_text(&tree, &["dut", "info"]),
        stand_info: object_text(&tree, &["test_stand", "info"]),
        artifact: object_text(&tree, &["artifact"]),
    })
}

fn object_text(tree: &Json<'_>, path: &[&str]) -> String {
    let mut value = Some(tree);
    for name in path {
        value = value.and_then(|value| member(value, name));
    }
    match value {
        Some(object @ Json::Object(_)) => object.to_json_text(),
        _ => "{}".to_owned(),
    }
}

fn member<'a, 'b>(value: &'a Json<'b>, name: &str) -> Option<&'a Json<'b>> {
    let Json::Object(members) = value else {
        return None;
    };
    members
        .iter()
        .find(|(key, _)| key == name)
        .map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_come_back_as_they_were_and_anything_else_is_empty() {
        let body = br#"{"dut": {"info": {"b": 1, "a": [1.50, null], "c": "\ud800"}},
            "test_stand": {"info": null}, "artifact": {"deep": {"er": true}}}"#;
        let found = free_form(body, &ParseLimits::default()).unwrap();
        assert_eq!(
            found.dut_info,
            "{\"b\":1,\"a\":[1.5,null],\"c\":\"\u{fffd}\"}"
        );
        assert_eq!(found.stand_info, "{}");
        assert_eq!(found.artifact, r#"{"deep":{"er":true}}"#);
    }
}
