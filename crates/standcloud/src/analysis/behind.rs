//! The way from a figure to the runs behind it: the query that lists exactly them.
//!
//! It is what `GET runs` takes and what stands in the address of the web app's Home, so a reader of an
//! answer appends it to either.

use form_urlencoded::Serializer;
use jiff::Timestamp;

use crate::web_api::overview::instant;
use crate::web_api::run_filter::RunFilter;
use crate::web_api::run_range::TimeSpan;
use crate::web_api::run_status::RunStatusView;

/// Of a filter with conditions in place of its own.
#[derive(Debug, Clone)]
pub struct RunsBehind(RunFilter);

impl RunsBehind {
    pub fn of(filter: &RunFilter) -> Self {
        Self(filter.clone())
    }

    /// Instants as RFC 3339, or dates.
    #[must_use]
    pub fn between(mut self, from: impl Into<String>, to: impl Into<String>) -> Self {
        self.0.range = None;
        self.0.from = Some(from.into());
        self.0.to = Some(to.into());
        self
    }

    /// A period of an answer. The first and the last may reach beyond the range that was asked for; their
    /// runs do not.
    #[must_use]
    pub fn in_period(self, from: Timestamp, to: Timestamp, asked: TimeSpan) -> Self {
        let first = asked.from_us.and_then(instant).unwrap_or(Timestamp::MIN);
        let last = asked.to_us.and_then(instant).unwrap_or(Timestamp::MAX);
        self.between(from.max(first).to_string(), to.min(last).to_string())
    }

    #[must_use]
    pub fn with(mut self, change: impl FnOnce(&mut RunFilter)) -> Self {
        change(&mut self.0);
        self
    }

    #[must_use]
    pub fn statuses(mut self, statuses: &[RunStatusView]) -> Self {
        self.0.status = statuses.to_vec();
        self
    }

    /// Those of these statuses that the filter lets pass.
    #[must_use]
    pub fn within_statuses(mut self, statuses: &[RunStatusView]) -> Self {
        let asked = &self.0.status;
        let is_asked = |status: &&RunStatusView| asked.is_empty() || asked.contains(status);
        let both: Vec<_> = statuses.iter().filter(is_asked).copied().collect();
        // No list of statuses says "none"; then the figure is 0, and nobody follows it.
        self.0.status = if both.is_empty() {
            statuses.to_vec()
        } else {
            both
        };
        self
    }

    /// Without the question mark.
    pub fn query(&self) -> String {
        let mut query = Serializer::new(String::new());
        for (name, value) in self.0.conditions() {
            query.append_pair(name, &value);
        }
        query.finish()
    }
}
