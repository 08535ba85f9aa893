//! Which runs a question is about: any combination of conditions, all of which must hold.
//!
//! A condition that is not set lets every run pass. Dictionary ids are 0 for "none", and 0 can be
//! asked for like any other id.

mod condition;
mod id_set;
mod select;

pub use id_set::IdSet;
pub(crate) use select::{Selected, Selector};

use crate::facts::{RunStatus, pack_state};

/// The default lets every run pass that is not voided.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Run times from this instant on, in Unix microseconds.
    pub from_us: Option<i64>,
    /// Run times before this instant.
    pub to_us: Option<i64>,
    pub statuses: StatusSet,
    pub voided: VoidedRuns,
    pub attempts: Bounds,
    /// Only the first test of each unit in its plan and process, which is what first-pass yield counts.
    pub first_tests: bool,
    /// With a bound, runs without a duration do not pass.
    pub durations_ms: Bounds,
    pub plans: Option<IdSet>,
    pub parts: Option<IdSet>,
    pub revisions: Option<IdSet>,
    pub units: Option<IdSet>,
    pub stands: Option<IdSet>,
    pub batches: Option<IdSet>,
    pub processes: Option<IdSet>,
    pub operators: Option<IdSet>,
    pub failing_steps: Option<IdSet>,
    pub tag_sets: Option<IdSet>,
    /// Error codes themselves, 0 included; runs without one do not pass.
    pub error_codes: Option<IdSet>,
}

/// What becomes of runs that somebody voided.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum VoidedRuns {
    #[default]
    Exclude,
    Include,
    Only,
}

/// A range with both ends included, each of which may be open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bounds {
    pub min: Option<u32>,
    pub max: Option<u32>,
}

/// Some of the seven statuses; by default all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StatusSet {
    bits: u8,
}

impl Default for StatusSet {
    fn default() -> Self {
        RunStatus::ALL.into_iter().collect()
    }
}

impl FromIterator<RunStatus> for StatusSet {
    fn from_iter<I: IntoIterator<Item = RunStatus>>(statuses: I) -> Self {
        let bits = statuses
            .into_iter()
            .fold(0, |bits, status| bits | 1 << status.code());
        Self { bits }
    }
}

impl StatusSet {
    pub fn contains(self, status: RunStatus) -> bool {
        self.bits & 1 << status.code() != 0
    }
}

impl Filter {
    /// One bit for each combination of status and voided that passes.
    fn allowed_states(&self) -> u16 {
        let voided_choices: &[bool] = match self.voided {
            VoidedRuns::Exclude => &[false],
            VoidedRuns::Include => &[false, true],
            VoidedRuns::Only => &[true],
        };
        let statuses = RunStatus::ALL
            .into_iter()
            .filter(|status| self.statuses.contains(*status));
        statuses
            .flat_map(|status| {
                voided_choices
                    .iter()
                    .map(move |voided| pack_state(status, *voided))
            })
            .fold(0, |states, state| states | 1 << state)
    }
}
