//! What an entry of a Pareto is of the whole.

use serde::Serialize;
use utoipa::ToSchema;

/// How much one cause weighs.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct WeightView {
    pub count: u64,
    /// Of the whole, from 0 to 1; null of nothing.
    pub share: Option<f64>,
    /// This and all before it.
    pub cumulated: Option<f64>,
}

/// The weights of causes, the heaviest first, in a whole that may hold more than them.
pub fn weights(counts: &[u64], whole: u64) -> Vec<WeightView> {
    let mut sum = 0;
    let weights = counts.iter().map(|count| {
        sum += count;
        WeightView {
            count: *count,
            share: share(*count, whole),
            cumulated: share(sum, whole),
        }
    });
    weights.collect()
}

fn share(part: u64, all: u64) -> Option<f64> {
    standcloud_stats::Share { part, all }.value()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_add_up() {
        let found = weights(&[6, 3], 10);
        assert_eq!(found[1].share, Some(0.3));
        assert_eq!(found[1].cumulated, Some(0.9));
        assert_eq!(weights(&[0], 0)[0].share, None);
    }
}
