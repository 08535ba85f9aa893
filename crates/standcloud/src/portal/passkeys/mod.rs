//! Passkeys (WebAuthn level 2; R-66): signing in with the lock of a phone or computer, or a security
//! key, instead of a password, or as the second step after it.
//!
//! The browser's part is `assets/passkey.js`: it asks for the options, calls the browser's own
//! dialogue and sends the answer in an ordinary form, so that all checks of forms hold. Without the
//! script the buttons stay hidden and everything else works.

mod ceremony;
mod manage;
mod relying_party;
mod sign_in;

pub use manage::{add_passkey, registration_options, remove_passkey, show_passkeys};
pub use sign_in::{
    second_factor_button, second_factor_options, second_factor_with_passkey, sign_in_button,
    sign_in_options, sign_in_with_passkey,
};
