//! Opaque secrets: a prefix that a secret scanner finds and 43 characters of base 62 (256 bits).
//!
//! Short enough that a whole token answer of HardPy fits the 1,280 characters of the Windows
//! Credential Manager. Only the SHA-256 is kept: with that many random bits a plain hash is enough.

use std::fmt;

use sha2::{Digest, Sha256};

use crate::clock::Randomness;

const SECRET_LENGTH: usize = 43;
const ALPHABET: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// What a secret is for; its prefix says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecretKind {
    AccessToken,
    RefreshToken,
    DeviceCode,
    AuthorizationCode,
    AuthorizationRequest,
    ClientSecret,
    Session,
    /// A link that works once.
    Link,
    /// A passkey challenge or a sign-in at a provider that is under way.
    Challenge,
}

impl SecretKind {
    pub fn prefix(self) -> &'static str {
        match self {
            Self::AccessToken => "scat_",
            Self::RefreshToken => "scrt_",
            Self::DeviceCode => "scdc_",
            Self::AuthorizationCode => "scac_",
            Self::AuthorizationRequest => "scar_",
            Self::ClientSecret => "sccs_",
            Self::Session => "scse_",
            Self::Link => "scln_",
            Self::Challenge => "scch_",
        }
    }
}

/// A secret in clear: it is shown or sent once and never kept.
#[derive(Clone, PartialEq, Eq)]
pub struct SecretText(String);

impl fmt::Debug for SecretText {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("SecretText")
    }
}

impl SecretText {
    pub fn generate(kind: SecretKind, randomness: &Randomness) -> Self {
        Self(kind.prefix().to_owned() + &random_text(randomness, SECRET_LENGTH))
    }

    /// `None` when the text cannot be a secret of this kind, so that no look-up is needed.
    pub fn parse(kind: SecretKind, text: &str) -> Option<Self> {
        let secret = text.strip_prefix(kind.prefix())?;
        let is_right =
            secret.len() == SECRET_LENGTH && secret.bytes().all(|byte| ALPHABET.contains(&byte));
        is_right.then(|| Self(text.to_owned()))
    }

    /// What is stored of it.
    pub fn sha256(&self) -> [u8; 32] {
        Sha256::digest(self.0.as_bytes()).into()
    }

    pub fn reveal(&self) -> &str {
        &self.0
    }
}

/// Uniform characters of base 62: bytes of 248 and more would favour the first ones.
pub fn random_text(randomness: &Randomness, length: usize) -> String {
    let mut text = String::with_capacity(length);
    while text.len() < length {
        let fair = randomness
            .bytes::<64>()
            .into_iter()
            .filter(|byte| *byte < 248);
        let letters = fair.filter_map(|byte| ALPHABET.get(usize::from(byte % 62)));
        text.extend(
            letters
                .take(length - text.len())
                .map(|letter| char::from(*letter)),
        );
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_parses_as_its_own_kind_only() {
        let randomness = Randomness::from_seed(1);
        let secret = SecretText::generate(SecretKind::AccessToken, &randomness);
        assert_eq!(secret.reveal().len(), 48);
        assert_eq!(
            SecretText::parse(SecretKind::AccessToken, secret.reveal()),
            Some(secret.clone())
        );
        assert_eq!(
            SecretText::parse(SecretKind::RefreshToken, secret.reveal()),
            None
        );
        for wrong in ["", "scat_", "scat_é", &format!("{}x", secret.reveal())] {
            assert_eq!(SecretText::parse(SecretKind::AccessToken, wrong), None);
        }
    }

    #[test]
    fn debug_shows_nothing_of_it() {
        let secret = SecretText::generate(SecretKind::Session, &Randomness::from_seed(2));
        assert_eq!(format!("{secret:?}"), "SecretText");
    }
}
