//! Codes on paper for the day when the phone is lost. 80 random bits, so a plain hash is enough.

use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::clock::Randomness;

pub(super) const COUNT: usize = 10;
const LETTERS: usize = 16;
const GROUP: usize = 4;
/// Crockford's base 32: no letter is taken for another.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// A code in clear: shown once.
pub(super) struct RecoveryCode(String);

impl RecoveryCode {
    pub(super) fn generate_all(randomness: &Randomness) -> Vec<Self> {
        (0..COUNT).map(|_| Self::generate(randomness)).collect()
    }

    fn generate(randomness: &Randomness) -> Self {
        let bytes: [u8; LETTERS] = randomness.bytes();
        let letters = bytes.iter().filter_map(|byte| {
            let at = usize::from(byte & 31);
            ALPHABET.get(at).map(|letter| char::from(*letter))
        });
        Self(letters.collect())
    }

    /// What somebody typed; `None` when it cannot be a code.
    pub(super) fn parse(typed: &str) -> Option<Self> {
        let letters: String = typed
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .map(|letter| match letter.to_ascii_lowercase() {
                'o' => '0',
                'i' | 'l' => '1',
                letter => letter,
            })
            .collect();
        (letters.len() == LETTERS).then_some(Self(letters))
    }

    /// What is stored of it: worth nothing for another person.
    pub(super) fn sha256(&self, user: Uuid) -> [u8; 32] {
        let mut digest = Sha256::new();
        digest.update(user.as_bytes());
        digest.update(self.0.as_bytes());
        digest.finalize().into()
    }

    /// In groups of four.
    pub(super) fn text(&self) -> String {
        let letters: Vec<char> = self.0.chars().collect();
        let groups = letters.chunks(GROUP).map(|group| group.iter().collect());
        groups.collect::<Vec<String>>().join("-")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_it_was_shown_and_as_people_type() {
        let code = RecoveryCode::generate(&Randomness::from_seed(1));
        let user = Uuid::from_u128(1);
        let shown = code.text();
        assert_eq!(shown.len(), 19);
        for typed in [
            shown.clone(),
            shown.to_uppercase(),
            shown.replace('-', " "),
            shown.replace('0', "O").replace('1', "l"),
        ] {
            let read = RecoveryCode::parse(&typed).unwrap();
            assert_eq!(read.sha256(user), code.sha256(user), "{typed}");
        }
        assert_ne!(code.sha256(user), code.sha256(Uuid::from_u128(2)));
        for wrong in ["", "1234", &format!("{shown}0")] {
            assert!(RecoveryCode::parse(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn no_two_codes_are_alike() {
        let codes = RecoveryCode::generate_all(&Randomness::from_seed(2));
        let texts: std::collections::BTreeSet<_> = codes.iter().map(RecoveryCode::text).collect();
        assert_eq!(texts.len(), COUNT);
    }
}
