//! The pages of signing in and of managing people, stands and programs; rendered here, so that they
//! work on a phone and without scripts.
//!
//! Every handler begins with a [`Browser`] (who is it, from where) and every change comes in a
//! [`PortalForm`], which has passed the checks against forged requests. Pages are made with
//! [`Page`], which sets the headers that all of them need.

pub mod account;
pub mod applications;
mod applications_view;
pub mod assets;
pub mod audit_log;
pub mod authorization_consent;
mod authorization_decision;
pub mod browser;
mod challenge;
pub mod components;
pub mod consent;
pub mod cookies;
pub mod device;
pub mod done;
pub mod error;
pub mod forgotten;
pub mod form;
pub mod invitation;
pub mod keys;
pub mod members;
pub mod new_password;
pub mod one_time;
pub mod page;
pub mod passkeys;
pub mod return_to;
pub mod second_factor;
pub mod settings;
pub mod setup;
pub mod sign_in;
pub mod signing_in;
pub mod sso;
pub mod stands;
pub mod time_text;

pub use browser::{Browser, SignedIn};
pub use error::PageError;
pub use form::PortalForm;
pub use page::Page;
pub use return_to::ReturnTo;
