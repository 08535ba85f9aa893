//! Under which name this server takes passkeys.
//!
//! A passkey belongs to a host name for ever. So the name by which the browser reached us counts, if
//! it is one of ours; an IP address has no passkeys (WebAuthn §5.1.3), nor has plain HTTP.

use url::{Host, Url};
use webauthn_rs::prelude::{Webauthn, WebauthnBuilder};

use crate::portal::{Browser, PageError};

/// Why there are no passkeys under this address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NoPasskeys {
    IpAddress,
    NotEncrypted,
}

impl NoPasskeys {
    pub(super) fn explain(self) -> &'static str {
        match self {
            Self::IpAddress => {
                "Passkeys belong to a name, and you have opened this server by its IP address. Open it \
                 by its name, such as https://standcloud.example.org, and set up passkeys there. If it \
                 has no name yet, whoever runs the network can give it one."
            }
            Self::NotEncrypted => {
                "Passkeys need an encrypted connection: open this server by an address that begins \
                 with https://."
            }
        }
    }
}

/// The name for which passkeys are made here.
pub(super) fn host_name(browser: &Browser) -> Result<String, NoPasskeys> {
    let url = Url::parse(&browser.origin).map_err(|_| NoPasskeys::IpAddress)?;
    let Some(Host::Domain(name)) = url.host() else {
        return Err(NoPasskeys::IpAddress);
    };
    if url.scheme() != "https" && name != "localhost" {
        return Err(NoPasskeys::NotEncrypted);
    }
    Ok(name.to_owned())
}

/// The part of the server that makes and checks challenges for this browser.
pub(super) fn relying_party(browser: &Browser) -> Result<Webauthn, PageError> {
    let name =
        host_name(browser).map_err(|reason| PageError::BadRequest(reason.explain().to_owned()))?;
    let internal = |error: String| PageError::Internal(error);
    let origin = Url::parse(&browser.origin).map_err(|error| internal(error.to_string()))?;
    WebauthnBuilder::new(&name, &origin)
        .map(|builder| builder.rp_name("StandCloud"))
        .and_then(WebauthnBuilder::build)
        .map_err(|error| internal(error.to_string()))
}
