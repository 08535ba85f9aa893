//! The authorization server: every address below `/auth/api/oidc/` and its metadata.
//!
//! Problem: HardPy reads each answer as JSON, polls faster than it is told, keeps one token for
//! several processes and never repeats what it lost. Choice: a server of our own that follows the
//! RFCs word by word and answers everything in their error form, also 404, 405, a panic and a
//! timeout. Consequence: what HardPy needs beyond the RFCs is written where it is done.

pub mod authorization;
pub mod authorization_request;
pub mod authorization_response;
pub mod client;
pub mod client_authentication;
mod client_credentials;
mod code_token;
pub mod device_authorization;
pub mod device_polls;
mod device_token;
pub mod error;
pub mod form;
pub mod guard;
pub mod introspection;
pub mod issue;
pub mod limiter;
pub mod link_proof;
pub mod metadata;
pub mod pkce;
pub mod pushed_authorization_request;
pub mod redirect_uri;
mod refresh;
pub mod registration;
pub mod revocation;
pub mod scope;
pub mod state;
pub mod target;
pub mod token;
pub mod user_code;

pub use client::{Client, GrantType};
pub use error::{OauthError, OauthErrorCode};
pub use form::OauthForm;
pub use scope::{OauthScope, ScopeSet};
pub use target::AudienceSet;
pub use user_code::UserCode;
