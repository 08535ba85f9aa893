//! The authorization server from outside.

mod authorization;
mod code_flow;
mod par;
