//! Signing in through an OpenID Connect provider of the organisation: Google, Entra ID, Keycloak and
//! others.
//!
//! Authorization code with PKCE, state and nonce. Nonce and PKCE verifier are computed from the state
//! under the server's key, so the database holds nothing but the state's hash; the state works once,
//! for ten minutes, in the browser that began. A person is known by issuer and subject; the e-mail
//! address counts only where the operator says so and the provider has verified it.

mod admission;
mod begin;
mod callback;
mod failure;
mod http_client;
mod id_token;
mod manage;
mod providers;

pub use begin::{begin, sign_in_buttons};
pub use callback::finish;
pub use manage::{disconnect, show_connections};
pub use providers::SsoProviders;
