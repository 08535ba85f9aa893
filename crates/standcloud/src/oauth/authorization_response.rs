//! How the browser takes the outcome back to the program (RFC 6749 §4.1.2, RFC 9207).
//!
//! HardPy 0.10 to 0.12 fails without `iss` and `scope`, and on an error without its description.

use axum::response::{IntoResponse, Redirect, Response};

use super::OauthError;
use super::redirect_uri::with_parameters;

/// Where the outcome goes.
#[derive(Debug, Clone, Copy)]
pub struct ResponseTarget<'a> {
    pub redirect_uri: &'a str,
    /// As the program sent it; empty when it sent none.
    pub state: &'a str,
    /// What was asked for; empty when it is not known.
    pub scope: &'a str,
    /// Our own origin, of which the issuer is made.
    pub origin: &'a str,
}

impl ResponseTarget<'_> {
    /// 303 with the code: the browser comes back with GET, whatever it came with.
    pub fn code(&self, code: &str) -> Response {
        self.redirect(&[("code", code)])
    }

    /// 303 with the refusal.
    pub fn error(&self, error: &OauthError) -> Response {
        let description = error.description();
        self.redirect(&[
            ("error", error.code().as_str()),
            ("error_description", &description),
        ])
    }

    fn redirect(&self, outcome: &[(&str, &str)]) -> Response {
        let issuer = format!("{}/auth", self.origin);
        let mut parameters = outcome.to_vec();
        parameters.push(("iss", &issuer));
        for (name, value) in [("scope", self.scope), ("state", self.state)] {
            if !value.is_empty() {
                parameters.push((name, value));
            }
        }
        let address = with_parameters(self.redirect_uri, &parameters);
        Redirect::to(&address).into_response()
    }
}
