//! What the authorization server keeps.

mod authorization_requests;
mod device_codes;
mod grants;
mod samples;
mod tokens;
