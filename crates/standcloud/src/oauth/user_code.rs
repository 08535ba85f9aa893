//! The short code that a person compares and types (RFC 8628 §6.1, R-18).

use std::fmt;

use crate::clock::Randomness;
use crate::server_keys::ServerKeys;

const LENGTH: usize = 8;
/// No vowels, so that no words come out, and no digits that look like letters.
const LETTERS: &[u8; 20] = b"BCDFGHJKLMNPQRSTVWXZ";
const PURPOSE: &str = "user code";

/// Eight letters: 34.6 bits. Too few for a plain hash, so only its HMAC is stored.
#[derive(Clone, PartialEq, Eq)]
pub struct UserCode(String);

impl fmt::Debug for UserCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("UserCode")
    }
}

/// As it is shown: `XXXX-XXXX`.
impl fmt::Display for UserCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (left, right) = self.0.split_at_checked(LENGTH / 2).unwrap_or((&self.0, ""));
        write!(formatter, "{left}-{right}")
    }
}

impl UserCode {
    pub fn generate(randomness: &Randomness) -> Self {
        let mut code = String::with_capacity(LENGTH);
        while code.len() < LENGTH {
            // Bytes of 240 and more would favour the first letters.
            let fair = randomness
                .bytes::<16>()
                .into_iter()
                .filter(|byte| *byte < 240);
            let letters = fair.filter_map(|byte| LETTERS.get(usize::from(byte % 20)));
            let missing = LENGTH - code.len();
            code.extend(letters.take(missing).map(|letter| char::from(*letter)));
        }
        Self(code)
    }

    /// What somebody typed: case does not matter and whatever is no letter of a code is left out.
    /// `None` when that leaves something else than a whole code.
    pub fn parse(typed: &str) -> Option<Self> {
        let code: String = typed
            .chars()
            .map(|letter| letter.to_ascii_uppercase())
            .filter(|letter| u8::try_from(*letter).is_ok_and(|byte| LETTERS.contains(&byte)))
            .take(LENGTH + 1)
            .collect();
        (code.len() == LENGTH).then_some(Self(code))
    }

    /// What is stored of it.
    pub fn hmac(&self, keys: &ServerKeys) -> [u8; 32] {
        keys.mac(PURPOSE, self.0.as_bytes())
    }

    /// Under every version of the key, the newest first: a code lives on while a key is replaced.
    pub fn hmacs(&self, keys: &ServerKeys) -> Vec<[u8; 32]> {
        keys.macs(PURPOSE, self.0.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    ///
    #[test]
    fn a_code_is_read_however_it_was_typed() {
        let code = UserCode::parse("BCDFGHJK").unwrap();
        assert_eq!(code.to_string(), "BCDF-GHJK");
        for typed in ["bcdf-ghjk", " bcdf ghjk ", "B.C-D/F—G1H2J3K", "bcdfghjk"] {
            assert_eq!(UserCode::parse(typed), Some(code.clone()), "{typed}");
        }
        for typed in ["", "BCDF-GHJ", "BCDF-GHJK-L", "AEIOU", "ʙCDF-GHJK"] {
            assert_eq!(UserCode::parse(typed), None, "{typed}");
        }
    }

    ///
    #[test]
    fn a_generated_code_is_one_that_can_be_typed() {
        let randomness = Randomness::from_seed(1);
        let mut seen = std::collections::BTreeMap::new();
        for _ in 0..2000 {
            let code = UserCode::generate(&randomness);
            assert_eq!(UserCode::parse(&code.to_string()), Some(code.clone()));
            for letter in code.0.chars() {
                *seen.entry(letter).or_insert(0) += 1;
            }
        }
        assert_eq!(seen.len(), 20);
        assert!(seen.values().all(|count| (600..1000).contains(count)));
        assert_eq!(format!("{:?}", UserCode::generate(&randomness)), "UserCode");
    }
}
