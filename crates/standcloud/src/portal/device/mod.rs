//! A stand asks to be let in (RFC 8628 §3.3): the code is typed or comes with the link, the person sees
//! what they decide about, and decides.

pub mod consent;
pub mod decision;
pub mod guesses;
pub mod outcome;

use super::ReturnTo;
use crate::oauth::user_code::UserCode;

/// Fixed by HardPy's users: it is the address in the link that a stand shows.
pub const CONSENT_PATH: &str = "/auth/consent/openid/device-authorization";

/// The page of one code.
fn page_of(code: &UserCode) -> ReturnTo {
    ReturnTo::parse(&format!("{CONSENT_PATH}?user_code={code}"))
}
