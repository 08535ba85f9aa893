//! The authorization server's memory: requests, codes, grants and tokens, of which only hashes are kept.

mod authorization_requests;

pub use authorization_requests::{AuthorizationRequest, NewAuthorizationRequest};
