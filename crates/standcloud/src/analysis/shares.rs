//! A share of runs or units, never without how sure it is.

use serde::Serialize;
use standcloud_stats::wilson_interval;
use utoipa::ToSchema;

use super::table::Cell;

const CONFIDENCE: f64 = 0.95;

/// `part` of `all`. The interval is that of Wilson (1927) at 95 %.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct ShareView {
    pub part: u64,
    pub all: u64,
    /// From 0 to 1; nothing of nothing.
    pub share: Option<f64>,
    pub lower: Option<f64>,
    pub upper: Option<f64>,
}

impl ShareView {
    #[expect(
        clippy::cast_precision_loss,
        reason = "beyond 2^53 runs a share is not exact, and need not be"
    )]
    pub fn of(part: u64, all: u64) -> Self {
        let interval = wilson_interval(part, all, CONFIDENCE);
        Self {
            part,
            all,
            share: (all > 0).then(|| part as f64 / all as f64),
            lower: interval.map(|interval| interval.lower),
            upper: interval.map(|interval| interval.upper),
        }
    }

    /// Share, lower and upper end.
    pub fn cells(&self) -> [Cell; 3] {
        [self.share, self.lower, self.upper].map(Cell::share)
    }
}
