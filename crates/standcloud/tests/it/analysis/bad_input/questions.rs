//! The questions of the OpenAPI document, and ways to ask them.

use serde_json::Value;

const OF_PROGRAMS: &str = "/integration/api/v1/analysis/";

/// A question that programs may ask.
pub(super) struct Question {
    pub(super) path: String,
    /// The schema of the answer, `null` for files.
    pub(super) answer: Value,
    parameters: Vec<Parameter>,
}

struct Parameter {
    name: String,
    is_required: bool,
    is_whole: bool,
    is_number: bool,
    /// All that it may be, when the document says so.
    choices: Vec<String>,
}

pub(super) fn documented_questions(document: &Value) -> Vec<Question> {
    let paths = document["paths"].as_object().unwrap().iter();
    let of_analysis = paths.filter(|(path, _)| path.starts_with(OF_PROGRAMS));
    let questions: Vec<Question> = of_analysis
        .map(|(path, item)| {
            let operation = &item["get"];
            let none = Vec::new();
            let parameters = operation["parameters"].as_array().unwrap_or(&none).iter();
            let content = &operation["responses"]["200"]["content"];
            Question {
                path: path.clone(),
                answer: content["application/json"]["schema"].clone(),
                parameters: parameters.map(|one| Parameter::of(document, one)).collect(),
            }
        })
        .collect();
    assert!(!questions.is_empty());
    questions
}

impl Parameter {
    fn of(document: &Value, described: &Value) -> Self {
        let schema = &described["schema"];
        let is_of = |schema: &Value, wanted: &str| {
            let kind = &schema["type"];
            let kinds = kind
                .as_array()
                .map_or(std::slice::from_ref(kind), Vec::as_slice);
            kinds.iter().any(|kind| kind == wanted)
        };
        Self {
            name: described["name"].as_str().unwrap().to_owned(),
            // Conditions that some questions cannot do without.
            is_required: described["required"] == true
                || described["name"] == "plan"
                || described["name"] == "b.stand",
            is_whole: is_of(schema, "integer") || is_of(&schema["items"], "integer"),
            is_number: is_of(schema, "number"),
            choices: choices(document, schema),
        }
    }

    /// What makes sense, whatever the question is.
    fn right_value(&self, series: &[u64]) -> String {
        let nth = |at: usize| series.get(at).or(series.first()).copied().unwrap_or(1);
        match self.name.as_str() {
            "series" => nth(0).to_string(),
            "other" => nth(1).to_string(),
            "plan" => "Board+test".to_owned(),
            "stand" => "1".to_owned(),
            _ => match (self.choices.first(), self.is_whole || self.is_number) {
                (Some(choice), _) => choice.clone(),
                (None, true) => "1".to_owned(),
                (None, false) => "stand".to_owned(),
            },
        }
    }

    fn other_values(&self, series: &[u64]) -> Vec<String> {
        let words: &[&str] = match self.name.as_str() {
            "by" | "group" => &["stand", "batch,operator,stand", "day", "stand,stand", "x"],
            "from" | "to" => &["2026-11-22", "2030-01-01", "2026-13-45", "0001-01-01"],
            "lower" | "upper" => &["5", "-1e308", "1e308", "NaN", "inf", "1e999"],
            "rules" => &["western_electric", "nelson", "none", "x", ","],
            "attempt" => &["first", "2", "0"],
            _ if self.is_number => &["0", "-1e308", "1e308", "NaN", "inf", "1e999"],
            _ if self.is_whole => &[
                "0",
                "1",
                "2",
                "25",
                "-1",
                "4294967295",
                "99999999999999999999",
            ],
            _ => &["unknown", "%00", "%F0%9F%A6%86", "Board+test"],
        };
        let mut values: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        values.extend([String::new(), "x".to_owned()]);
        values.extend(self.choices.iter().cloned());
        if ["series", "other"].contains(&self.name.as_str()) {
            values.extend(series.iter().map(u64::to_string));
        }
        values
    }
}

impl Question {
    /// With everything that it needs.
    pub(super) fn right_query(&self, series: &[u64]) -> String {
        self.query_with("", "", series)
    }

    /// As it should be asked, then with each parameter as it should not, and with none.
    pub(super) fn queries(&self, series: &[u64]) -> Vec<String> {
        let mut queries = vec![
            String::new(),
            self.right_query(series),
            format!("{}&from=2030-01-01&to=2030-01-02", self.right_query(series)),
            format!("{}&from=2030-01-01&to=2020-01-02", self.right_query(series)),
            format!("{}&serial=nobody&plan=nothing", self.right_query(series)),
        ];
        for parameter in &self.parameters {
            for value in parameter.other_values(series) {
                queries.push(self.query_with(&parameter.name, &value, series));
            }
        }
        queries
    }

    /// The same question of a person.
    pub(super) fn of_person(&self, slug: &str, query: &str) -> String {
        let name = self.path.trim_start_matches(OF_PROGRAMS);
        format!("/api/v1/org/{slug}/analysis/{name}?{query}")
    }

    fn query_with(&self, name: &str, value: &str, series: &[u64]) -> String {
        let needed = self
            .parameters
            .iter()
            .filter(|one| one.is_required && one.name != name);
        let mut parts: Vec<String> = needed
            .map(|one| format!("{}={}", one.name, one.right_value(series)))
            .collect();
        if !name.is_empty() {
            parts.push(format!("{name}={value}"));
        }
        parts.join("&")
    }
}

fn choices(document: &Value, schema: &Value) -> Vec<String> {
    if let Some(reference) = schema["$ref"].as_str() {
        let pointer = reference.trim_start_matches('#');
        return choices(document, document.pointer(pointer).unwrap());
    }
    let own = schema["enum"].as_array().into_iter().flatten();
    let mut found: Vec<String> = own.filter_map(Value::as_str).map(str::to_owned).collect();
    for alternative in ["oneOf", "anyOf"] {
        for one in schema[alternative].as_array().into_iter().flatten() {
            found.extend(choices(document, one));
            found.extend(one["const"].as_str().map(str::to_owned));
        }
    }
    if !schema["items"].is_null() {
        found.extend(choices(document, &schema["items"]));
    }
    found
}
