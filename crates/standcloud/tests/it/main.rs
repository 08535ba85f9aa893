//! The server from outside: HTTP in-process with a fixed clock, and the built program.
//! The tree mirrors `src/api`, `src/auth` and `src/cli`.

mod api;
mod auth;
mod cli;
mod durability;
mod support;
