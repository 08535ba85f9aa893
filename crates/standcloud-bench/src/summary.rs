//! What a load came to.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::{Value, json};

#[derive(Debug, Default)]
pub(crate) struct Summary {
    pub seconds: u64,
    /// All reports that were sent, those of the warm-up too.
    pub sent: u64,
    /// Those of them that were answered 201.
    pub accepted_in_all: u64,
    pub broken_connections: u64,
    /// Processor time of this program while answers were counted.
    pub generator_cpu: Option<Duration>,
    statuses: BTreeMap<u16, u64>,
    /// Of accepted reports only: a refusal is quick.
    latencies_us: Vec<u64>,
    pub first_refusal: Option<String>,
}

impl Summary {
    pub(crate) fn count(&mut self, status: u16, latency: Duration) {
        *self.statuses.entry(status).or_default() += 1;
        if status == 201 {
            self.latencies_us
                .push(u64::try_from(latency.as_micros()).unwrap_or(u64::MAX));
        }
    }

    pub(crate) fn keep_refusal(&mut self, status: u16, body: &str) {
        if self.first_refusal.is_none() {
            let start: String = body.chars().take(200).collect();
            self.first_refusal = Some(format!("{status} {start}"));
        }
    }

    pub(crate) fn to_json(&self) -> Value {
        let mut sorted_us = self.latencies_us.clone();
        sorted_us.sort_unstable();
        let accepted = sorted_us.len();
        let milliseconds = |share| percentile(&sorted_us, share).map(to_milliseconds);
        json!({
            "accepted": accepted,
            "accepted_in_all": self.accepted_in_all,
            "accepted_per_s": ratio(accepted, self.seconds),
            "seconds": self.seconds,
            "sent": self.sent,
            "statuses": self.statuses,
            "first_refusal": self.first_refusal,
            "broken_connections": self.broken_connections,
            "p50_ms": milliseconds(0.5),
            "p90_ms": milliseconds(0.9),
            "p99_ms": milliseconds(0.99),
            "max_ms": milliseconds(1.0),
            "generator_cpu_s": self.generator_cpu.map(|time| time.as_secs_f64()),
        })
    }
}

/// Processor time that this thread has used, where the system tells it.
pub(crate) fn thread_cpu_time() -> Option<Duration> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds = text.split_whitespace().next()?.parse().ok()?;
    Some(Duration::from_nanos(nanoseconds))
}

/// The smallest value that so large a share of the values does not exceed.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the number of answers is far below 2^53"
)]
fn percentile(sorted: &[u64], share: f64) -> Option<u64> {
    let rank = (sorted.len() as f64 * share).ceil() as usize;
    sorted.get(rank.saturating_sub(1)).copied()
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
fn ratio(count: usize, seconds: u64) -> f64 {
    count as f64 / seconds as f64
}

#[expect(
    clippy::cast_precision_loss,
    reason = "latencies are far below 2^53 microseconds"
)]
fn to_milliseconds(microseconds: u64) -> f64 {
    microseconds as f64 / 1_000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_values_that_occurred() {
        let sorted: Vec<u64> = (1..=200).collect();
        for (share, expected) in [(0.5, 100), (0.9, 180), (0.99, 198), (1.0, 200), (0.0, 1)] {
            assert_eq!(percentile(&sorted, share), Some(expected), "{share}");
        }
        assert_eq!(percentile(&[], 0.5), None);
    }

    #[test]
    fn only_accepted_reports_count() {
        let mut summary = Summary {
            seconds: 2,
            ..Summary::default()
        };
        for (status, latency_ms) in [(201, 4), (503, 1), (200, 1), (201, 8)] {
            summary.count(status, Duration::from_millis(latency_ms));
        }
        let json = summary.to_json();
        assert_eq!(json["accepted"], 2);
        assert_eq!(json["accepted_per_s"], 1.0);
        assert_eq!(
            json["statuses"],
            serde_json::json!({"200": 1, "201": 2, "503": 1})
        );
        assert_eq!(json["p50_ms"], 4.0);
    }
}
