//! The second step after the password: codes of an authenticator app (TOTP, RFC 6238) and recovery
//! codes.
//!
//! Six digits are guessed in a day if nobody counts, so every attempt is counted before it is looked
//! at, and each time step is taken once in the database, whichever server is asked.

mod app_code;
mod ask;
mod recovery_code;
mod set_up;

pub use ask::{ask, check_code, check_recovery_code};
pub use set_up::{begin, confirm, renew_codes, show_second_factor, show_set_up, turn_off};
