//! What the polls of stands and the sign-ins of people came to.

use std::time::Duration;

use serde_json::{Value, json};

use crate::latencies::Latencies;
use crate::summary::ratio;

#[derive(Debug, Default)]
pub(crate) struct PollSummary {
    pub(crate) seconds: u64,
    pub(crate) broken_connections: u64,
    /// Processor time of this program while answers were counted.
    pub(crate) generator_cpu: Option<Duration>,
    pub(crate) server_cpu: Option<Duration>,
    /// Of polls that were answered as a login that waits must be.
    polls: Latencies,
    /// How long after its time each of them was sent.
    lateness: Latencies,
    polls_refused: u64,
    sign_ins: Latencies,
    sign_ins_refused: u64,
    first_refusal: Option<String>,
}

impl PollSummary {
    pub(crate) fn count_poll(&mut self, latency: Duration, lateness: Duration) {
        self.polls.push(latency);
        self.lateness.push(lateness);
    }

    pub(crate) fn refuse_poll(&mut self, answer: String) {
        self.polls_refused += 1;
        self.first_refusal.get_or_insert(answer);
    }

    pub(crate) fn count_sign_in(&mut self, latency: Duration) {
        self.sign_ins.push(latency);
    }

    pub(crate) fn refuse_sign_in(&mut self, answer: String) {
        self.sign_ins_refused += 1;
        self.first_refusal.get_or_insert(answer);
    }

    /// Flat, and each name is the end of no other one with a quotation mark before it.
    pub(crate) fn into_json(mut self) -> Value {
        let seconds = |time: Option<Duration>| time.map(|time| time.as_secs_f64());
        json!({
            "polls": self.polls.len(),
            "polls_refused": self.polls_refused,
            "poll_p50_ms": self.polls.percentile_ms(0.5),
            "poll_p99_ms": self.polls.percentile_ms(0.99),
            "poll_max_ms": self.polls.percentile_ms(1.0),
            "late_p99_ms": self.lateness.percentile_ms(0.99),
            "sign_ins": self.sign_ins.len(),
            "sign_ins_refused": self.sign_ins_refused,
            "sign_ins_per_s": ratio(self.sign_ins.len(), self.seconds),
            "sign_in_p50_ms": self.sign_ins.percentile_ms(0.5),
            "sign_in_p99_ms": self.sign_ins.percentile_ms(0.99),
            "broken_connections": self.broken_connections,
            "first_refusal": self.first_refusal,
            "seconds": self.seconds,
            "generator_cpu_s": seconds(self.generator_cpu),
            "server_cpu_s": seconds(self.server_cpu),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refusals_are_counted_apart_and_the_first_is_kept() {
        let mut summary = PollSummary {
            seconds: 4,
            ..PollSummary::default()
        };
        summary.count_poll(Duration::from_millis(3), Duration::from_millis(1));
        summary.refuse_poll("429 slow".into());
        summary.count_sign_in(Duration::from_millis(200));
        summary.count_sign_in(Duration::from_millis(300));
        summary.refuse_sign_in("503 busy".into());
        let json = summary.into_json();
        assert_eq!(
            (&json["polls"], &json["polls_refused"]),
            (&1.into(), &1.into())
        );
        assert_eq!(json["poll_p99_ms"], 3.0);
        assert_eq!(json["late_p99_ms"], 1.0);
        assert_eq!(json["sign_ins_per_s"], 0.5);
        assert_eq!(json["sign_in_p50_ms"], 200.0);
        assert_eq!(json["sign_ins_refused"], 1);
        assert_eq!(json["first_refusal"], "429 slow");
        assert!(json["server_cpu_s"].is_null());
    }
}
