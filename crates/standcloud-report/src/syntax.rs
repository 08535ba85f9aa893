//! What to tell somebody whose body is not JSON.

use std::str::Utf8Error;

use crate::problem::{Location, Problem, Problems};
use crate::tree::TreeError;

const KIND: &str = "json_invalid";

/// Words that Python and JavaScript write for numbers that JSON does not have.
const NOT_FINITE: [&str; 3] = ["NaN", "-Infinity", "Infinity"];

/// The problem of a body that is not UTF-8.
pub(crate) fn not_utf8(error: &Utf8Error) -> Problems {
    let offset = error.valid_up_to();
    let msg = format!("the body is not UTF-8: the byte at {offset} does not fit; send UTF-8 JSON");
    Problems::one(at_offset(offset, msg))
}

/// The problem of a text that did not become a tree.
pub(crate) fn problems(text: &str, error: &TreeError) -> Problems {
    Problems::one(match error {
        TreeError::TooManyValues { max } => Problem::of_body(
            "too_many",
            format!("more than {max} JSON values in one report"),
        ),
        TreeError::Syntax(error) => invalid(text, error),
    })
}

fn invalid(text: &str, error: &serde_json::Error) -> Problem {
    let offset = offset_of(text, error.line(), error.column());
    let reason = reason(text, offset).map_or_else(
        || error.to_string(),
        |reason| {
            format!(
                "{reason} at line {} column {}",
                error.line(),
                error.column()
            )
        },
    );
    at_offset(offset, format!("the body is not valid JSON: {reason}"))
}

/// A clearer reason than the parser has, for mistakes that programs really make.
fn reason(text: &str, offset: usize) -> Option<String> {
    if text.trim().is_empty() {
        return Some("it is empty".to_owned());
    }
    if text.starts_with('\u{feff}') {
        return Some("it starts with a byte-order mark; send UTF-8 without it".to_owned());
    }
    let word = NOT_FINITE
        .iter()
        .find(|word| is_around(text, offset, word))?;
    Some(format!(
        "{word} is not a JSON number; leave the value out or send null"
    ))
}

/// Whether the word begins, holds or ends at the offset: the parser stops inside of it.
fn is_around(text: &str, offset: usize, word: &str) -> bool {
    let first = offset.saturating_sub(word.len());
    (first..=offset).any(|start| text.get(start..).is_some_and(|rest| rest.starts_with(word)))
}

/// The parser counts lines and columns in bytes, from one.
fn offset_of(text: &str, line: usize, column: usize) -> usize {
    let lines_before = line.saturating_sub(1);
    let line_start: usize = text
        .split_inclusive('\n')
        .take(lines_before)
        .map(str::len)
        .sum();
    (line_start + column.saturating_sub(1)).min(text.len())
}

fn at_offset(offset: usize, msg: String) -> Problem {
    let mut problem = Problem::of_body(KIND, msg);
    problem.loc.push(Location::Index(offset));
    problem
}
