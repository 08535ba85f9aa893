//! The authorization server as its clients see it. Each test names the requirements that it covers.

mod authorization;
mod bearer;
mod clients;
mod code_flow;
mod code_token;
mod device_authorization;
mod errors;
mod flow;
mod introspection;
mod metadata;
mod par;
mod polling;
mod refresh;
mod revocation;
