//! What the authorization server keeps.

mod authorization_requests;
