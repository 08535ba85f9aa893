//! The authorization server.

pub mod pkce;
pub mod redirect_uri;
