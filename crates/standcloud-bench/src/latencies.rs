//! How long things took, and which share of them took how long.

use std::time::Duration;

#[derive(Clone, Debug, Default)]
pub(crate) struct Latencies {
    microseconds: Vec<u64>,
}

impl Latencies {
    pub(crate) fn push(&mut self, latency: Duration) {
        let microseconds = u64::try_from(latency.as_micros()).unwrap_or(u64::MAX);
        self.microseconds.push(microseconds);
    }

    pub(crate) fn len(&self) -> usize {
        self.microseconds.len()
    }

    /// The smallest value that so large a share of the values does not exceed; `None` without values.
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the number of answers and their microseconds are far below 2^53"
    )]
    pub(crate) fn percentile_ms(&mut self, share: f64) -> Option<f64> {
        self.microseconds.sort_unstable();
        let rank = (self.microseconds.len() as f64 * share).ceil() as usize;
        let microseconds = self.microseconds.get(rank.saturating_sub(1))?;
        Some(*microseconds as f64 / 1_000.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_values_that_occurred() {
        let mut latencies = Latencies::default();
        assert_eq!(latencies.percentile_ms(0.5), None);
        for milliseconds in (1..=200).rev() {
            latencies.push(Duration::from_millis(milliseconds));
        }
        for (share, expected) in [
            (0.5, 100.0),
            (0.9, 180.0),
            (0.99, 198.0),
            (1.0, 200.0),
            (0.0, 1.0),
        ] {
            assert_eq!(latencies.percentile_ms(share), Some(expected), "{share}");
        }
    }
}
