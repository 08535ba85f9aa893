//! Runs the real `cargo xtask` with a cargo and a server that only pretend, so that its own
//! promises are tested in seconds: nothing stays behind, failures are seen, data is kept.

#![expect(
    clippy::unwrap_used,
    reason = "in a test a panic is a failure, as it should be"
)]

mod documents;
mod fake;
mod run_command;
mod test_command;
mod web_command;
