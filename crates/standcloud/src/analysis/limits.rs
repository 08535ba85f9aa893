//! What a set of limits lets a number be.
//!
//! A set is stored as the one text that [`standcloud_report::Limits::key`] writes. Capability asks for a
//! lower and an upper limit, and only ranges have those: "equal", "unequal" and "outside" are told in
//! words and have no capability.

use serde::Serialize;
use standcloud_report::Operation;
use utoipa::ToSchema;

/// How a value is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LimitsKindView {
    /// Between the limits, or beyond the one that there is.
    Inside,
    /// Below the lower or above the upper limit.
    Outside,
    Equal,
    Unequal,
    /// Compared with a text.
    Text,
}

/// The limits of a measurement.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct LimitsView {
    pub kind: LimitsKindView,
    pub lower: Option<f64>,
    pub upper: Option<f64>,
    /// Of "equal" and "unequal".
    pub wanted: Option<f64>,
    /// In words: "4.5 … 5.5", "≥ 3".
    pub text: String,
}

impl LimitsView {
    /// `None` when the key is not one of ours.
    pub fn parse(key: &str) -> Option<Self> {
        let (operation, rest) = key.split_once(' ').unwrap_or((key, ""));
        let operation = match operation {
            "-" => None,
            word => Some(word.parse::<Operation>().ok()?),
        };
        let mut read = Parts::default();
        for part in rest.split(' ') {
            match part.split_once('=') {
                Some(("l", number)) => read.lower = finite(number),
                Some(("u", number)) => read.upper = finite(number),
                Some(("c", number)) => read.wanted = finite(number),
                // A text is the last part, and its spaces belong to it.
                Some(("t" | "i", _)) => return Some(Self::of_text(rest)),
                _ => {}
            }
        }
        Some(read.view(operation))
    }

    /// The distance of two limits that values have to lie between; `None` without both, or when they are
    /// equal, swapped or too far apart.
    pub fn width(&self) -> Option<f64> {
        let width = self.upper? - self.lower?;
        let is_range = self.kind == LimitsKindView::Inside && width > 0.0 && width.is_finite();
        is_range.then_some(width)
    }

    fn of_text(rest: &str) -> Self {
        let text = rest.split_once('=').map_or(rest, |(_, text)| text);
        Self {
            kind: LimitsKindView::Text,
            lower: None,
            upper: None,
            wanted: None,
            text: format!("= {text}"),
        }
    }
}

#[derive(Default)]
struct Parts {
    lower: Option<f64>,
    upper: Option<f64>,
    wanted: Option<f64>,
}

impl Parts {
    fn view(self, operation: Option<Operation>) -> LimitsView {
        use LimitsKindView::{Equal, Inside, Outside, Unequal};
        let kind = match operation {
            Some(Operation::Eq) => Equal,
            Some(Operation::Ne) => Unequal,
            Some(Operation::Ltgt | Operation::Lege | Operation::Legt | Operation::Ltge) => Outside,
            _ => Inside,
        };
        let one = self.wanted;
        let (lower, upper) = match operation {
            Some(Operation::Gt | Operation::Ge) => (one.or(self.lower), None),
            Some(Operation::Lt | Operation::Le) => (None, one.or(self.upper)),
            Some(Operation::Eq | Operation::Ne) => (None, None),
            _ => (self.lower, self.upper),
        };
        LimitsView {
            text: words(operation, kind, lower, upper, one),
            wanted: one.filter(|_| matches!(kind, Equal | Unequal)),
            kind,
            lower,
            upper,
        }
    }
}

/// An infinite limit limits nothing.
fn finite(number: &str) -> Option<f64> {
    number
        .parse()
        .ok()
        .filter(|number: &f64| number.is_finite())
}

fn words(
    operation: Option<Operation>,
    kind: LimitsKindView,
    lower: Option<f64>,
    upper: Option<f64>,
    wanted: Option<f64>,
) -> String {
    let sign = |strict: &'static str, other: &'static str, is_strict: bool| {
        if is_strict { strict } else { other }
    };
    let name = operation.map_or("", Operation::as_str);
    let above = sign(">", "≥", name.starts_with("gt"));
    let below = sign("<", "≤", name.ends_with("lt"));
    match (kind, lower, upper) {
        (LimitsKindView::Equal, ..) => wanted.map_or_else(String::new, |one| format!("= {one}")),
        (LimitsKindView::Unequal, ..) => wanted.map_or_else(String::new, |one| format!("≠ {one}")),
        (LimitsKindView::Outside, Some(lower), Some(upper)) => {
            let below = sign("<", "≤", name.starts_with("lt"));
            let above = sign(">", "≥", name.ends_with("gt"));
            format!("{below} {lower} or {above} {upper}")
        }
        (_, Some(lower), Some(upper)) => format!("{lower} … {upper}"),
        (_, Some(lower), None) => format!("{above} {lower}"),
        (_, None, Some(upper)) => format!("{below} {upper}"),
        (_, None, None) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_become_limits() {
        use LimitsKindView::{Equal, Inside, Outside, Text, Unequal};
        let table = [
            ("gele l=1.5 u=2.0", Inside, Some(1.5), Some(2.0), "1.5 … 2"),
            (
                "- l=1e20",
                Inside,
                Some(1e20),
                None,
                "≥ 100000000000000000000",
            ),
            ("- u=3.0", Inside, None, Some(3.0), "≤ 3"),
            ("gt c=3.0", Inside, Some(3.0), None, "> 3"),
            ("le c=3.0", Inside, None, Some(3.0), "≤ 3"),
            ("lt c=3.0", Inside, None, Some(3.0), "< 3"),
            ("eq c=5.0", Equal, None, None, "= 5"),
            ("ne c=5.0", Unequal, None, None, "≠ 5"),
            (
                "ltgt l=1.0 u=2.0",
                Outside,
                Some(1.0),
                Some(2.0),
                "< 1 or > 2",
            ),
            ("gele l=-inf u=2.0", Inside, None, Some(2.0), "≤ 2"),
            ("eq t=a l=1", Text, None, None, "= a l=1"),
            ("ge", Inside, None, None, ""),
        ];
        for (key, kind, lower, upper, text) in table {
            let found = LimitsView::parse(key).unwrap();
            assert_eq!(
                (found.kind, found.lower, found.upper),
                (kind, lower, upper),
                "{key}"
            );
            assert_eq!(found.text, text, "{key}");
        }
        assert_eq!(LimitsView::parse("xx l=1"), None);
    }
}
