//! The answers of the analysis engine.

mod bad_input;
mod correlation;
mod reports;
