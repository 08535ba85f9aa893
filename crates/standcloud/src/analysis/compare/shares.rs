//! Two shares, and whether they differ.

use standcloud_stats::{Share, compare_shares, exact_p_value};

use super::views::{ShareDifferenceView, VerdictView};
use crate::analysis::shares::ShareView;

const CONFIDENCE: f64 = 0.95;
/// Below it a p-value is called a difference.
pub(super) const LEVEL: f64 = 0.05;

pub(super) fn difference_of(a: (u64, u64), b: (u64, u64)) -> ShareDifferenceView {
    let share = |(part, all)| Share { part, all };
    let found = compare_shares(share(a), share(b), CONFIDENCE).ok();
    let p_value = exact_p_value(share(a), share(b));
    let difference = found.map(|found| found.value);
    ShareDifferenceView {
        a: ShareView::of(a.0, a.1),
        b: ShareView::of(b.0, b.1),
        difference,
        lower: found.map(|found| found.interval.lower),
        upper: found.map(|found| found.interval.upper),
        p_value,
        verdict: verdict_of(difference, p_value),
    }
}

pub(super) fn verdict_of(difference: Option<f64>, p_value: Option<f64>) -> VerdictView {
    match (difference, p_value) {
        (Some(difference), Some(p_value)) if p_value < LEVEL && difference > 0.0 => {
            VerdictView::HigherInB
        }
        (Some(difference), Some(p_value)) if p_value < LEVEL && difference < 0.0 => {
            VerdictView::HigherInA
        }
        (Some(_), Some(_)) => VerdictView::NotSure,
        _ => VerdictView::NothingToCompare,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_verdict_needs_more_than_a_difference() {
        let verdict = |a, b| difference_of(a, b).verdict;
        assert_eq!(verdict((3, 100), (12, 100)), VerdictView::HigherInB);
        assert_eq!(verdict((120, 1000), (30, 1000)), VerdictView::HigherInA);
        assert_eq!(verdict((1, 10), (2, 10)), VerdictView::NotSure);
        assert_eq!(verdict((0, 0), (2, 10)), VerdictView::NothingToCompare);
    }
}
