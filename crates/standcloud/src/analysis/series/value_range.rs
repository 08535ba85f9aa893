//! The part of the values that a bin of the histogram holds, or that a stand called good or bad.

use serde::{Deserialize, Serialize};
use standcloud_columns::SelectedValues;
use utoipa::{IntoParams, ToSchema};

use super::finite::values_where;
use crate::web_api::problem::Problem;

/// From one edge, included, to the next, not included, as bins are: what lies in a bin is found by its
/// edges, and what lies beyond the first or the last by one of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ValueRange {
    /// Only values that are at least this.
    pub min: Option<f64>,
    /// Only values below this.
    pub max: Option<f64>,
    /// Only values that the stands called so; those that were compared with nothing are neither.
    pub result: Option<ValueResult>,
}

/// What a stand said of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ValueResult {
    Passed,
    Failed,
}

impl ValueRange {
    pub(super) fn check(self) -> Result<Self, Problem> {
        for (name, bound) in [("min", self.min), ("max", self.max)] {
            if bound.is_some_and(|bound| !bound.is_finite()) {
                return Err(Problem::invalid(name, "A bound is a finite number."));
            }
        }
        if let (Some(min), Some(max)) = (self.min, self.max)
            && min >= max
        {
            let detail = "No value is at least min and below max: max must be above min.";
            return Err(Problem::invalid("max", detail));
        }
        Ok(self)
    }

    pub(super) fn of(self, selected: SelectedValues) -> SelectedValues {
        if self == Self::default() {
            return selected;
        }
        let asked = self.result.map(|result| result == ValueResult::Passed);
        values_where(&selected, |value, result| {
            self.min.is_none_or(|min| value >= min)
                && self.max.is_none_or(|max| value < max)
                && (asked.is_none() || asked == result)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(min: Option<f64>, max: Option<f64>) -> ValueRange {
        ValueRange {
            min,
            max,
            result: None,
        }
    }

    #[test]
    fn the_lower_end_belongs_to_it() {
        let selected = SelectedValues {
            run_numbers: vec![1, 2, 3],
            values: vec![1.0, 2.0, 3.0],
            results: vec![Some(true), None, Some(false)],
            ..SelectedValues::default()
        };
        let of = |min, max| range(min, max).of(selected.clone()).run_numbers;
        assert_eq!(of(Some(1.0), Some(3.0)), [1, 2]);
        assert_eq!(of(None, Some(1.0)), Vec::<i64>::new());
        assert_eq!(of(Some(3.0), None), [3]);
        assert_eq!(of(None, None), [1, 2, 3]);
        let said = |result| {
            let range = ValueRange {
                result: Some(result),
                ..ValueRange::default()
            };
            range.of(selected.clone()).run_numbers
        };
        assert_eq!(said(ValueResult::Passed), [1]);
        assert_eq!(said(ValueResult::Failed), [3]);
    }

    #[test]
    fn what_holds_nothing_is_refused() {
        assert!(range(Some(1.0), Some(1.0)).check().is_err());
        assert!(range(Some(f64::NAN), None).check().is_err());
        assert!(range(None, Some(f64::INFINITY)).check().is_err());
        assert!(range(Some(-1.0), Some(0.0)).check().is_ok());
    }
}
