//! Texts as a database can hold them.
//!
//! Problem: JSON texts hold NUL, which PostgreSQL refuses, and any length, which indexes refuse.
//! Choice: derived texts are cleaned and bounded here, once. Consequence: the raw body keeps the
//! original; a long identifier stays distinct because the digest of the whole text is part of it.

use std::borrow::Cow;
use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

/// Longer identifiers (names, numbers, units, info) are shortened to this.
pub const IDENTIFIER_MAX_BYTES: usize = 400;

/// Longer free texts (messages, text values) are cut to this.
pub const FREE_TEXT_MAX_BYTES: usize = 64 * 1024;

const ELLIPSIS: &str = "…";
const DIGEST_BYTES: usize = 8;
const REPLACEMENT: &str = "\u{fffd}";

/// The stored form of an identifier. It is idempotent, so a filter may pass what a person typed
/// and what a page showed.
pub fn identifier_text(text: &str) -> String {
    if text.len() <= IDENTIFIER_MAX_BYTES && !text.contains('\0') {
        return text.to_owned();
    }
    let clean = without_nul(text);
    if clean.len() <= IDENTIFIER_MAX_BYTES {
        return clean.into_owned();
    }
    let kept = IDENTIFIER_MAX_BYTES - ELLIPSIS.len() - 2 * DIGEST_BYTES;
    let mut short = prefix(&clean, kept).to_owned();
    short.push_str(ELLIPSIS);
    push_digest(&mut short, text);
    short
}

/// The stored form of a text that people only read.
pub fn free_text(text: &str) -> String {
    let clean = without_nul(text);
    if clean.len() <= FREE_TEXT_MAX_BYTES {
        return clean.into_owned();
    }
    let mut short = prefix(&clean, FREE_TEXT_MAX_BYTES - ELLIPSIS.len()).to_owned();
    short.push_str(ELLIPSIS);
    short
}

pub(crate) fn without_nul(text: &str) -> Cow<'_, str> {
    if text.contains('\0') {
        Cow::Owned(text.replace('\0', REPLACEMENT))
    } else {
        Cow::Borrowed(text)
    }
}

fn prefix(text: &str, max_bytes: usize) -> &str {
    let end = text.floor_char_boundary(max_bytes);
    text.get(..end).unwrap_or_default()
}

fn push_digest(short: &mut String, text: &str) {
    let digest = Sha256::digest(text.as_bytes());
    for byte in digest.iter().take(DIGEST_BYTES) {
        // Writing into a String cannot fail.
        let _ = write!(short, "{byte:02x}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_up_to_the_limit_stay() {
        for text in ["", " a ", "é", &"x".repeat(400)] {
            assert_eq!(identifier_text(text), text);
        }
    }

    #[test]
    fn long_identifiers_are_short_distinct_and_stable() {
        let one = identifier_text(&("é".repeat(5_000) + "1"));
        let two = identifier_text(&("é".repeat(5_000) + "2"));
        assert_ne!(one, two);
        assert!(one.len() <= IDENTIFIER_MAX_BYTES);
        assert!(one.starts_with("éé") && one.contains('…'));
        assert_eq!(identifier_text(&one), one);
    }

    #[test]
    fn nul_is_replaced() {
        assert_eq!(identifier_text("a\0b"), "a\u{fffd}b");
        assert_eq!(free_text("a\0b"), "a\u{fffd}b");
    }

    #[test]
    fn free_texts_are_cut_at_a_character() {
        let cut = free_text(&"é".repeat(FREE_TEXT_MAX_BYTES));
        assert!(cut.len() <= FREE_TEXT_MAX_BYTES && cut.len() > FREE_TEXT_MAX_BYTES - 4);
        assert!(cut.ends_with("é…"));
        let whole = "x".repeat(FREE_TEXT_MAX_BYTES);
        assert_eq!(free_text(&whole), whole);
    }
}
