//! The text of an API key: `sck_<12 id><32 secret><6 checksum>`, all base 62.
//!
//! One word that a double click selects, with a prefix that a secret scanner finds and a checksum
//! (CRC-32 of all before it) that lets a typing mistake be refused without asking the database.

use std::fmt;

use sha2::{Digest, Sha256};

use super::secret_text::random_text;
use crate::clock::Randomness;

const PREFIX: &str = "sck_";
const ID_LENGTH: usize = 12;
const SECRET_LENGTH: usize = 32;
const CHECKSUM_LENGTH: usize = 6;
const ALPHABET: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// A well-formed key; whether it is valid only the store knows.
#[derive(Clone, PartialEq, Eq)]
pub struct ApiKeyText {
    text: String,
}

impl fmt::Debug for ApiKeyText {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{PREFIX}{}…", self.public_id())
    }
}

impl ApiKeyText {
    /// A new key: 71 bits of id, 190 bits of secret.
    pub fn generate(randomness: &Randomness) -> Self {
        let body = format!(
            "{PREFIX}{}{}",
            random_text(randomness, ID_LENGTH),
            random_text(randomness, SECRET_LENGTH)
        );
        let checksum = checksum(&body);
        Self {
            text: body + &checksum,
        }
    }

    /// `None` when the text is not a key or its checksum is wrong.
    pub fn parse(text: &str) -> Option<Self> {
        let body_length = PREFIX.len() + ID_LENGTH + SECRET_LENGTH;
        if text.len() != body_length + CHECKSUM_LENGTH || !text.starts_with(PREFIX) {
            return None;
        }
        let (body, found) = text.split_at_checked(body_length)?;
        let is_base_62 = text
            .bytes()
            .skip(PREFIX.len())
            .all(|byte| ALPHABET.contains(&byte));
        (is_base_62 && checksum(body) == found).then(|| Self {
            text: text.to_owned(),
        })
    }

    /// The part that may be shown and logged.
    pub fn public_id(&self) -> &str {
        self.text
            .get(PREFIX.len()..PREFIX.len() + ID_LENGTH)
            .unwrap_or_default()
    }

    /// What is stored of the secret. It has 190 bits, so a plain hash is enough.
    pub fn secret_sha256(&self) -> [u8; 32] {
        let start = PREFIX.len() + ID_LENGTH;
        let secret = self
            .text
            .get(start..start + SECRET_LENGTH)
            .unwrap_or_default();
        Sha256::digest(secret.as_bytes()).into()
    }

    /// The whole key, to show once.
    pub fn reveal(&self) -> &str {
        &self.text
    }
}

fn checksum(body: &str) -> String {
    let mut rest = crc32fast::hash(body.as_bytes());
    let mut letters = [b'0'; CHECKSUM_LENGTH];
    for letter in letters.iter_mut().rev() {
        *letter = ALPHABET.get((rest % 62) as usize).copied().unwrap_or(b'0');
        rest /= 62;
    }
    letters.iter().map(|letter| char::from(*letter)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_generated_key_parses_and_a_changed_one_does_not() {
        let randomness = Randomness::from_seed(1);
        for _ in 0..200 {
            let key = ApiKeyText::generate(&randomness);
            let text = key.reveal().to_owned();
            assert_eq!(text.len(), 54);
            assert_eq!(ApiKeyText::parse(&text), Some(key));
            for position in 0..text.len() {
                let mut wrong = text.clone().into_bytes();
                wrong[position] = if wrong[position] == b'x' { b'y' } else { b'x' };
                assert_eq!(ApiKeyText::parse(&String::from_utf8(wrong).unwrap()), None);
            }
        }
    }

    #[test]
    fn what_is_not_a_key_is_refused() {
        for text in [
            "",
            "sck_",
            "sck_é",
            &"x".repeat(54),
            &format!("sck_{}", "é".repeat(25)),
        ] {
            assert_eq!(ApiKeyText::parse(text), None, "{text}");
        }
    }

    #[test]
    fn debug_shows_no_secret() {
        let key = ApiKeyText::generate(&Randomness::from_seed(2));
        let secret = &key.reveal()[16..48];
        assert!(!format!("{key:?}").contains(secret));
    }
}
