//! The authorization server as its clients see it. Each test names the requirements that it covers.

mod authorization;
mod bearer;
mod clients;
mod code_flow;
mod code_token;
mod device_authorization;
mod device_property;
mod errors;
mod flow;
mod introspection;
mod maintenance;
mod metadata;
mod par;
mod polling;
mod refresh;
mod refresh_property;
mod revocation;
