//! Who is calling. Every endpoint says which scope it needs by asking for a [`Principal`].

mod access_token;
pub mod audience;
pub mod authenticate;
pub mod client_address;
pub mod key_cache;
pub mod key_format;
pub mod key_making;
mod key_notes;
pub mod key_state;
pub mod scope;
pub mod secret_text;
pub mod token_cache;

pub use audience::Audience;
pub use authenticate::{Principal, authenticate, authenticate_any, authenticate_if_given};
pub use client_address::ClientAddress;
pub use scope::Scope;
