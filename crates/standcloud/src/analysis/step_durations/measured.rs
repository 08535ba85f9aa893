//! The durations of one step: figures, quantiles and the stands side by side.

use std::collections::BTreeMap;

use standcloud_columns::SelectedValues;
use standcloud_stats::{Moments, Sample, quantiles};

use super::views::StepAtStandView;
use crate::analysis::capability::measured::Measured;

const STANDS_MAX: usize = 20;

/// Of one step.
#[derive(Debug)]
pub(super) struct StepMeasured {
    pub(super) measured: Measured,
    pub(super) median: Option<f64>,
    pub(super) p95: Option<f64>,
    pub(super) total: f64,
    /// Those with the most values; by their number.
    pub(super) by_stand: Vec<StepAtStandView>,
}

impl StepMeasured {
    /// The values have stands as keys.
    pub(super) fn of(selected: &SelectedValues) -> Self {
        let sample = Sample::of(&selected.values);
        let at = Moments::of(&sample)
            .and_then(|moments| quantiles(&sample, &moments, &[0.5, 0.95]))
            .unwrap_or_default();
        Self {
            measured: Measured::of(selected),
            median: at.first().copied(),
            p95: at.get(1).copied(),
            total: sample.values().iter().sum(),
            by_stand: by_stand(selected),
        }
    }
}

fn by_stand(selected: &SelectedValues) -> Vec<StepAtStandView> {
    let mut sums: BTreeMap<u32, (u64, f64)> = BTreeMap::new();
    for (stand, seconds) in selected.keys.iter().zip(&selected.values) {
        let (values, sum) = sums.entry(*stand).or_default();
        *values += 1;
        *sum += seconds;
    }
    let mut stands: Vec<_> = sums.into_iter().map(at_stand).collect();
    stands.sort_by_key(|stand| std::cmp::Reverse(stand.values));
    stands.truncate(STANDS_MAX);
    stands.sort_by_key(|stand| stand.stand);
    stands
}

#[expect(clippy::cast_precision_loss, reason = "a count of values")]
fn at_stand((stand, (values, sum)): (u32, (u64, f64))) -> StepAtStandView {
    StepAtStandView {
        stand,
        values,
        mean_seconds: sum / values as f64,
    }
}
