//! Whether an answer is what the OpenAPI document says, as far as it says it with types, required fields
//! and choices.

use serde_json::Value;

pub(super) struct Schemas<'a> {
    document: &'a Value,
}

impl<'a> Schemas<'a> {
    pub(super) fn of(document: &'a Value) -> Self {
        Self { document }
    }

    /// The first thing that the schema does not allow.
    pub(super) fn find_wrong(&self, schema: &Value, found: &Value) -> Option<String> {
        self.wrong(schema, found, "answer")
    }

    fn wrong(&self, schema: &Value, found: &Value, place: &str) -> Option<String> {
        if let Some(reference) = schema["$ref"].as_str() {
            let pointer = reference.trim_start_matches('#');
            let referred = self.document.pointer(pointer).unwrap();
            return self.wrong(referred, found, place);
        }
        for alternative in ["oneOf", "anyOf"] {
            if let Some(all) = schema[alternative].as_array() {
                let of_each = all.iter().map(|one| self.wrong(one, found, place));
                let fits = of_each.clone().any(|wrong| wrong.is_none());
                return if fits { None } else { of_each.flatten().last() };
            }
        }
        if let Some(all) = schema["allOf"].as_array() {
            return all.iter().find_map(|one| self.wrong(one, found, place));
        }
        if !is_of_type(&schema["type"], found) {
            return Some(format!("{place} is {found}, not {}", schema["type"]));
        }
        if let Some(choices) = schema["enum"].as_array()
            && !choices.contains(found)
        {
            return Some(format!("{place} is {found}, not one of {choices:?}"));
        }
        self.wrong_inside(schema, found, place)
    }

    fn wrong_inside(&self, schema: &Value, found: &Value, place: &str) -> Option<String> {
        if let (Some(items), Some(all)) = (schema["items"].as_object(), found.as_array()) {
            let items = Value::Object(items.clone());
            let mut places = all.iter().enumerate();
            return places.find_map(|(at, one)| self.wrong(&items, one, &format!("{place}[{at}]")));
        }
        let fields = found.as_object()?;
        let mut required = schema["required"].as_array().into_iter().flatten();
        if let Some(missing) = required.find(|name| !fields.contains_key(name.as_str().unwrap())) {
            return Some(format!("{place} has no {missing}"));
        }
        let properties = schema["properties"].as_object()?;
        fields.iter().find_map(|(name, value)| {
            self.wrong(properties.get(name)?, value, &format!("{place}.{name}"))
        })
    }
}

fn is_of_type(kind: &Value, found: &Value) -> bool {
    let is = |kind: &Value| match kind.as_str() {
        Some("null") => found.is_null(),
        Some("boolean") => found.is_boolean(),
        Some("integer") => found.is_i64() || found.is_u64(),
        Some("number") => found.is_number(),
        Some("string") => found.is_string(),
        Some("array") => found.is_array(),
        Some("object") => found.is_object(),
        _ => true,
    };
    match kind.as_array() {
        Some(kinds) => kinds.iter().any(is),
        None => is(kind),
    }
}
