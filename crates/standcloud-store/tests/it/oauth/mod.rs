//! What the authorization server keeps.

mod authorization_codes;
mod authorization_requests;
mod client_grants;
mod device_codes;
mod grants;
mod refresh;
mod samples;
mod tokens;
