//! Limit sets by their values, so that the usual report need not format a text for each of its
//! measurements only to learn that the text is known.

use standcloud_report::{Comparison, Limits, Operation};

/// Numeric limits as bits, the form in which they can be a key.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct LimitValues {
    operation: Option<&'static str>,
    comparison: Option<u64>,
    lower: Option<u64>,
    upper: Option<u64>,
    case_sensitive: bool,
}

impl LimitValues {
    /// `None` for a comparison with a text.
    pub(super) fn of(limits: &Limits) -> Option<Self> {
        let comparison = match &limits.comparison {
            None => None,
            Some(Comparison::Number(number)) => Some(number.to_bits()),
            Some(Comparison::Text(_)) => return None,
        };
        Some(Self {
            operation: limits.operation.map(Operation::as_str),
            comparison,
            lower: limits.lower.map(f64::to_bits),
            upper: limits.upper.map(f64::to_bits),
            case_sensitive: limits.case_sensitive,
        })
    }
}
