//! The server from outside: HTTP in-process with a fixed clock, and the built program.
//! The tree mirrors `src/api`, `src/auth`, `src/cli` and `src/portal`.

#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "the helpers of tests may fail as tests do"
)]

mod analysis;
mod api;
mod auth;
mod cli;
mod durability;
mod mail;
mod oauth;
mod portal;
mod support;
mod values;
mod web_api;
