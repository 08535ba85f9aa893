//! Nothing acknowledged is ever lost: the built program under load, and things that happen to it.
//!
//! Problem: a promise about crashes cannot be tested inside the process that crashes.
//! Choice: start the real program on a folder or database of its own, upload to it over several
//! keep-alive connections, do it harm, and compare what it shows afterwards with what it answered.
//! Consequence: these tests are slow (a minute in all) and need Linux; those on PostgreSQL need
//! `STANDCLOUD_TEST_POSTGRES`. `STANDCLOUD_TEST_STRICT=1` turns every skip into a failure,
//! `STANDCLOUD_TEST_LONG=1` asks for more rounds, `STANDCLOUD_TEST_SEED` repeats a round.

#![cfg(target_os = "linux")]
#![expect(
    clippy::print_stderr,
    reason = "what was measured and why a test was skipped"
)]

mod client;
mod cluster;
mod copies;
mod crash;
mod database;
mod environment;
mod flush;
mod load;
mod memory;
mod outage;
mod reports;
mod server;
mod site;
mod stop;
mod trace;
mod two_nodes;
mod verify;
