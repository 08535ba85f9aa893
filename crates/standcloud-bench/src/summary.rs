//! What a load came to.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::{Value, json};

use crate::connection::in_short;
use crate::latencies::Latencies;

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
    latencies: Latencies,
    pub first_refusal: Option<String>,
}

impl Summary {
    pub(crate) fn count(&mut self, status: u16, latency: Duration) {
        *self.statuses.entry(status).or_default() += 1;
        if status == 201 {
            self.latencies.push(latency);
        }
    }

    pub(crate) fn keep_refusal(&mut self, status: u16, body: &str) {
        if self.first_refusal.is_none() {
            self.first_refusal = Some(in_short(status, body));
        }
    }

    pub(crate) fn to_json(&self) -> Value {
        let mut latencies = self.latencies.clone();
        let accepted = latencies.len();
        let mut milliseconds = |share| latencies.percentile_ms(share);
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

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
pub(crate) fn ratio(count: usize, seconds: u64) -> f64 {
    count as f64 / seconds as f64
}

#[cfg(test)]
mod tests {
    use super::*;

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
