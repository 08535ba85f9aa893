//! Where units fail: the steps and the measurements, the worst first.
//!
//! A run counts at the step that failed *first*, which is the reason for its end on most stands; what
//! failed afterwards is in the report of the run. The words of a failure are in the raw reports only, so
//! those of the latest runs of each step are read and like ones put together.

pub mod measurements;
pub mod messages;
pub mod pareto;
pub mod pattern;
pub mod steps;
