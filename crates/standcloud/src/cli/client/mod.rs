//! What the commands that speak to a server share: where it is, whom to trust, who we are.
//!
//! A login is what `standcloud login` has left: an access token that lives for an hour and a refresh
//! token that makes new ones. It is kept per address in the system keyring, or in a file where there
//! is none. Several processes use one login at once, so it is renewed under a file lock.

mod address;
mod authorization_server;
mod connection;
mod device_login;
mod hardpy_toml;
mod login;
mod login_file;
mod login_store;
mod qr_code;
mod signed_in;

pub(super) use address::ServerAddress;
pub(super) use authorization_server::{AuthorizationServer, DeviceAuthorization};
pub(super) use connection::{Connection, Trouble, TrustOptions};
pub(super) use device_login::wait_for_approval;
pub(super) use hardpy_toml::HardpySettings;
pub(super) use login::Login;
pub(super) use login_store::{LoginStore, LoginStoreOptions};
pub(super) use qr_code::qr_code_lines;
pub(super) use signed_in::SignedIn;

/// Text of a server as a terminal may show it: no control characters, not endless.
pub(super) fn printable(text: &str) -> String {
    const LENGTH_MAX: usize = 300;
    text.chars()
        .map(|letter| if letter.is_control() { ' ' } else { letter })
        .take(LENGTH_MAX)
        .collect()
}
