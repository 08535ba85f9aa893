//! What a measurement is compared with.

use std::fmt::Write as _;

use crate::text::identifier_text;
use crate::words::Operation;

#[derive(Debug, Clone, PartialEq)]
pub struct Limits {
    pub operation: Option<Operation>,
    pub comparison: Option<Comparison>,
    pub lower: Option<f64>,
    pub upper: Option<f64>,
    /// Means something for texts only.
    pub case_sensitive: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Comparison {
    Number(f64),
    Text(String),
}

impl Limits {
    /// One short text for each distinct set of limits, such as `gele l=1.5 u=2`; `None` when
    /// there is nothing to compare with. Only a text can hold spaces, and it comes last.
    pub fn key(&self) -> Option<String> {
        if !self.has_any() {
            return None;
        }
        let mut key = self.operation.map_or("-", Operation::as_str).to_owned();
        push_number(&mut key, 'l', self.lower);
        push_number(&mut key, 'u', self.upper);
        match &self.comparison {
            Some(Comparison::Number(number)) => push_number(&mut key, 'c', Some(*number)),
            Some(Comparison::Text(text)) => self.push_text(&mut key, text),
            None => {}
        }
        Some(identifier_text(&key))
    }

    fn has_any(&self) -> bool {
        self.operation.is_some()
            || self.comparison.is_some()
            || self.lower.is_some()
            || self.upper.is_some()
    }

    fn push_text(&self, key: &mut String, text: &str) {
        key.push_str(if self.case_sensitive { " t=" } else { " i=" });
        key.push_str(text);
    }
}

/// Writes the shortest text that reads back as the same number; minus zero is zero.
fn push_number(key: &mut String, name: char, number: Option<f64>) {
    if let Some(number) = number {
        // Writing into a String cannot fail.
        let _ = write!(key, " {name}={:?}", number + 0.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NONE: Limits = Limits {
        operation: None,
        comparison: None,
        lower: None,
        upper: None,
        case_sensitive: true,
    };

    #[test]
    fn a_key_tells_sets_of_limits_apart() {
        let text = |text: &str| Some(Comparison::Text(text.to_owned()));
        let range = Limits {
            operation: Some(Operation::Gele),
            lower: Some(-0.0),
            upper: Some(2.5e-9),
            ..NONE
        };
        let number = Limits {
            operation: Some(Operation::Eq),
            comparison: Some(Comparison::Number(5.0)),
            ..NONE
        };
        let exact = Limits {
            operation: Some(Operation::Eq),
            comparison: text("5.0 u=1"),
            ..NONE
        };
        let folded = Limits {
            case_sensitive: false,
            ..exact.clone()
        };
        let only_lower = Limits {
            lower: Some(1e20),
            ..NONE
        };
        let table = [
            (range, "gele l=0.0 u=2.5e-9"),
            (number, "eq c=5.0"),
            (exact, "eq t=5.0 u=1"),
            (folded, "eq i=5.0 u=1"),
            (only_lower, "- l=1e20"),
        ];
        for (limits, expected) in table {
            assert_eq!(limits.key().as_deref(), Some(expected));
        }
    }

    #[test]
    fn no_limits_have_no_key() {
        assert_eq!(NONE.key(), None);
        let folded = Limits {
            case_sensitive: false,
            ..NONE
        };
        assert_eq!(folded.key(), None);
    }

    #[test]
    fn long_texts_make_short_distinct_keys() {
        let key = |end: &str| {
            let limits = Limits {
                operation: Some(Operation::Eq),
                comparison: Some(Comparison::Text("x".repeat(60_000) + end)),
                ..NONE
            };
            limits.key().unwrap()
        };
        assert!(key("1").len() <= 400);
        assert_ne!(key("1"), key("2"));
    }
}
