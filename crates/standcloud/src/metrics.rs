//! What `/metrics` tells, in the OpenMetrics text format.

use std::time::Duration;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::{Registry, Unit};
use standcloud_store::{CommitReceipt, NewReport, Outcome};

/// What sample data is stored with as its source.
pub const DEMO_SOURCE: &str = "demo";

/// The outcome of an upload.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct UploadLabels {
    outcome: &'static str,
}

/// A route (never a path, which may hold serial numbers) and the status it answered.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RequestLabels {
    route: String,
    status: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct AuthorizationLabels {
    event: &'static str,
}

/// All counters of the process.
#[derive(Debug)]
pub struct Metrics {
    registry: Registry,
    uploads: Family<UploadLabels, Counter>,
    requests: Family<RequestLabels, Counter>,
    commit_seconds: Histogram,
    commit_reports: Histogram,
    facts_bytes: Gauge,
    values_bytes: Gauge,
    unsealed_runs: Gauge,
    sealed_runs: Counter,
    quarantine_full: Counter,
    authorization: Family<AuthorizationLabels, Counter>,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("standcloud");
        let uploads = Family::default();
        registry.register("uploads", "Uploaded reports by outcome", uploads.clone());
        let requests = Family::default();
        registry.register(
            "http_requests",
            "Answered requests by route and status",
            requests.clone(),
        );
        let commit_seconds = Histogram::new(exponential_buckets(0.000_5, 2.0, 15));
        registry.register_with_unit(
            "commit_duration",
            "Time of one commit of reports",
            Unit::Seconds,
            commit_seconds.clone(),
        );
        let commit_reports = Histogram::new(exponential_buckets(1.0, 2.0, 10));
        registry.register(
            "commit_reports",
            "Reports in one commit",
            commit_reports.clone(),
        );
        let facts_bytes = Gauge::default();
        registry.register_with_unit(
            "facts",
            "Memory that the facts of all organisations take",
            Unit::Bytes,
            facts_bytes.clone(),
        );
        let values_bytes = Gauge::default();
        registry.register_with_unit(
            "values",
            "Memory that the values of measurements take",
            Unit::Bytes,
            values_bytes.clone(),
        );
        let unsealed_runs = Gauge::default();
        registry.register(
            "unsealed_runs",
            "Runs whose values are not in chunks yet, at most",
            unsealed_runs.clone(),
        );
        let sealed_runs = Counter::default();
        registry.register(
            "sealed_runs",
            "Runs whose values this server has put into chunks",
            sealed_runs.clone(),
        );
        let quarantine_full = Counter::default();
        registry.register(
            "quarantine_full",
            "Refused reports that the full quarantine could not keep",
            quarantine_full.clone(),
        );
        let authorization = Family::default();
        registry.register(
            "authorization",
            "What happened at the authorization server: polls, races, refusals",
            authorization.clone(),
        );
        Self {
            registry,
            uploads,
            requests,
            commit_seconds,
            commit_reports,
            facts_bytes,
            values_bytes,
            unsealed_runs,
            sealed_runs,
            quarantine_full,
            authorization,
        }
    }
}

impl Metrics {
    /// Sample data is counted apart, so that no figure of the plant is disturbed by it.
    pub fn committed(&self, reports: &[NewReport], duration: Duration, receipt: &CommitReceipt) {
        self.commit_seconds.observe(duration.as_secs_f64());
        #[expect(
            clippy::cast_precision_loss,
            reason = "a commit has far fewer than 2^52 reports"
        )]
        self.commit_reports.observe(reports.len() as f64);
        for (report, outcome) in reports.iter().zip(&receipt.outcomes) {
            self.upload(match outcome {
                _ if report.source == DEMO_SOURCE => "sample",
                Outcome::Stored { .. } => "stored",
                Outcome::Duplicate { .. } => "duplicate",
            });
        }
    }

    pub fn upload(&self, outcome: &'static str) {
        self.uploads.get_or_create(&UploadLabels { outcome }).inc();
    }

    pub fn request(&self, route: &str, status: u16) {
        self.requests
            .get_or_create(&RequestLabels {
                route: route.to_owned(),
                status,
            })
            .inc();
    }

    pub fn quarantine_full(&self) {
        self.quarantine_full.inc();
    }

    pub fn unsealed(&self, runs: i64) {
        self.unsealed_runs.set(runs);
    }

    pub fn sealed(&self, runs: u64) {
        self.sealed_runs.inc_by(runs);
    }

    /// Something that the authorization server counts, e.g. `poll`.
    pub fn authorization(&self, event: &'static str) {
        self.authorization
            .get_or_create(&AuthorizationLabels { event })
            .inc();
    }

    /// The whole text.
    pub fn render(&self, facts_bytes: usize, values_bytes: usize) -> String {
        self.facts_bytes
            .set(i64::try_from(facts_bytes).unwrap_or(i64::MAX));
        self.values_bytes
            .set(i64::try_from(values_bytes).unwrap_or(i64::MAX));
        let mut text = String::new();
        // Writing to a String cannot fail.
        let _ = encode(&mut text, &self.registry);
        text
    }
}
