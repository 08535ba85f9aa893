//! The pages of signing in and of letting stands and programs in; rendered here, so that they work on
//! a phone and without scripts. Whatever is managed afterwards is the web app's.
//!
//! Every handler begins with a [`Browser`] (who is it, from where) and every change comes in a
//! [`PortalForm`], which has passed the checks against forged requests. Pages are made with
//! [`Page`], which sets the headers that all of them need.

pub mod account;
pub mod assets;
pub mod authorization_consent;
mod authorization_decision;
pub mod browser;
mod challenge;
pub mod components;
pub mod consent;
pub mod cookies;
pub mod device;
pub mod error;
pub mod forgotten;
pub mod form;
pub mod invitation;
pub mod new_password;
pub mod one_time;
pub mod page;
pub mod passkeys;
pub mod return_to;
pub mod second_factor;
pub mod setup;
pub mod sign_in;
pub mod signing_in;
pub mod sso;
pub mod time_text;
pub mod web_app;

pub use browser::{Browser, SignedIn};
pub use error::PageError;
pub use form::PortalForm;
pub use page::Page;
pub use return_to::ReturnTo;
