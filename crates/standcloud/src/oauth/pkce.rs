//! Proof Key for Code Exchange (RFC 7636): whoever brings the code is whoever asked for it.
//!
//! Only S256. With `plain` a challenge that was read on its way would be the answer to itself.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// What the program sends ahead: the SHA-256 of a secret that it keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeChallenge([u8; 32]);

/// Why a challenge is refused, in words for the program's author.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ChallengeProblem {
    #[error("code_challenge is missing: PKCE (RFC 7636) is needed")]
    Missing,
    #[error("code_challenge_method must be S256")]
    Method,
    #[error("code_challenge must be a SHA-256 in base64url without padding, 43 characters")]
    Form,
}

impl CodeChallenge {
    /// From the two request parameters. A missing method means `plain` (RFC 7636 §4.3).
    pub fn parse(challenge: Option<&str>, method: Option<&str>) -> Result<Self, ChallengeProblem> {
        let challenge = challenge.ok_or(ChallengeProblem::Missing)?;
        if method != Some("S256") {
            return Err(ChallengeProblem::Method);
        }
        Self::from_text(challenge).ok_or(ChallengeProblem::Form)
    }

    /// `None` when the text cannot be a challenge.
    pub fn from_text(text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        bytes.try_into().ok().map(Self)
    }

    /// As it came, and as it is stored.
    pub fn to_text(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }

    /// Whether the verifier is the secret behind the challenge; compares in constant time.
    pub fn is_answered_by(&self, verifier: &CodeVerifier) -> bool {
        let hash: [u8; 32] = Sha256::digest(verifier.0.as_bytes()).into();
        self.0.ct_eq(&hash).into()
    }
}

/// The secret itself, which the program shows with the code.
#[derive(Clone, PartialEq, Eq)]
pub struct CodeVerifier(String);

impl std::fmt::Debug for CodeVerifier {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("CodeVerifier")
    }
}

impl CodeVerifier {
    /// 43 to 128 unreserved characters (RFC 7636 §4.1); `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let is_unreserved = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
        let is_right = (43..=128).contains(&text.len()) && text.bytes().all(is_unreserved);
        is_right.then(|| Self(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// RFC 7636, appendix B.
    const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    ///
    #[test]
    fn the_example_of_the_rfc_fits() {
        let challenge = CodeChallenge::parse(Some(CHALLENGE), Some("S256")).unwrap();
        assert!(challenge.is_answered_by(&CodeVerifier::parse(VERIFIER).unwrap()));
        assert_eq!(challenge.to_text(), CHALLENGE);
        let other = CodeVerifier::parse(&VERIFIER.replace('d', "e")).unwrap();
        assert!(!challenge.is_answered_by(&other));
    }

    /// test case 87.
    #[test]
    fn a_challenge_that_proves_nothing_is_refused() {
        let long = CHALLENGE.repeat(3);
        for (challenge, method, expected) in [
            (None, Some("S256"), ChallengeProblem::Missing),
            (Some(CHALLENGE), None, ChallengeProblem::Method),
            (Some(CHALLENGE), Some("plain"), ChallengeProblem::Method),
            (Some(CHALLENGE), Some("s256"), ChallengeProblem::Method),
            (Some(&CHALLENGE[..42]), Some("S256"), ChallengeProblem::Form),
            (Some(&long[..129]), Some("S256"), ChallengeProblem::Form),
            (
                Some(&format!("{CHALLENGE}=")),
                Some("S256"),
                ChallengeProblem::Form,
            ),
            (
                Some(&CHALLENGE.replace('-', "+")),
                Some("S256"),
                ChallengeProblem::Form,
            ),
        ] {
            let found = CodeChallenge::parse(challenge, method);
            assert_eq!(found, Err(expected), "{challenge:?} {method:?}");
        }
    }

    /// test case 98.
    #[test]
    fn a_verifier_has_43_to_128_unreserved_characters() {
        for (text, expected) in [
            ("a".repeat(42), false),
            ("a".repeat(43), true),
            ("a".repeat(128), true),
            ("a".repeat(129), false),
            (format!("{}-._~", "Z9".repeat(20)), true),
            (format!("{}+", "a".repeat(43)), false),
            (format!("{}é", "a".repeat(43)), false),
            (format!("{} ", "a".repeat(43)), false),
        ] {
            assert_eq!(CodeVerifier::parse(&text).is_some(), expected, "{text}");
        }
    }

    #[test]
    fn debug_shows_nothing_of_the_verifier() {
        let verifier = CodeVerifier::parse(VERIFIER).unwrap();
        assert_eq!(format!("{verifier:?}"), "CodeVerifier");
    }

    proptest! {
        /// any verifier answers its own challenge and no other.
        #[test]
        fn a_verifier_answers_its_own_challenge_only(
            one in "[A-Za-z0-9._~-]{43,128}",
            other in "[A-Za-z0-9._~-]{43,128}",
        ) {
            let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(one.as_bytes()));
            let challenge = CodeChallenge::parse(Some(&challenge), Some("S256")).unwrap();
            prop_assert!(challenge.is_answered_by(&CodeVerifier::parse(&one).unwrap()));
            let is_same = one == other;
            prop_assert_eq!(
                challenge.is_answered_by(&CodeVerifier::parse(&other).unwrap()),
                is_same
            );
        }

        #[test]
        fn reading_a_challenge_never_fails_otherwise(text in "\\PC{0,200}", method in "\\PC{0,9}") {
            let _ = CodeChallenge::parse(Some(&text), Some(&method));
            let _ = CodeVerifier::parse(&text);
        }
    }
}
