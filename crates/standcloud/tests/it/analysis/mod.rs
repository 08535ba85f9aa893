//! Questions to the analysis engine, as people and as programs ask them.

mod bad_input;
mod correlation;
mod failures;
mod reports;
mod yields;
