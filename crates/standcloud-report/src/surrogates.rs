//! Lone surrogate escapes, which Python programs write and JSON readers refuse.
//!
//! Problem: `json.dumps("\ud800")` writes an escape that stands for no character, so a stand that
//! read a damaged file name could never upload its report.
//! Choice: only after a body was refused, such escapes are replaced by the escape of U+FFFD in a
//! copy. Consequence: normal bodies pay nothing, both escapes have six bytes, so places in error
//! messages stay right, and two bodies that differ only in lone surrogates have one digest.

const REPLACEMENT: &str = "\\ufffd";
const ESCAPE_BYTES: usize = 6;

/// The text with every lone surrogate escape replaced, or `None` if it has none.
pub(crate) fn replace_lone(text: &str) -> Option<String> {
    let mut repaired = String::new();
    let mut copied = 0;
    let mut at = 0;
    while let Some(found) = text.get(at..).and_then(|rest| rest.find('\\')) {
        at += found;
        let (length, lone) = escape_at(text, at);
        if lone {
            repaired.push_str(text.get(copied..at)?);
            repaired.push_str(REPLACEMENT);
            copied = at + length;
        }
        at += length;
    }
    if copied == 0 {
        return None;
    }
    repaired.push_str(text.get(copied..)?);
    Some(repaired)
}

/// How many bytes the escape at a backslash takes, and whether it is a lone surrogate.
fn escape_at(text: &str, at: usize) -> (usize, bool) {
    match code_unit(text, at) {
        Some(0xD800..=0xDBFF) => match code_unit(text, at + ESCAPE_BYTES) {
            Some(0xDC00..=0xDFFF) => (2 * ESCAPE_BYTES, false),
            _ => (ESCAPE_BYTES, true),
        },
        Some(0xDC00..=0xDFFF) => (ESCAPE_BYTES, true),
        Some(_) => (ESCAPE_BYTES, false),
        None => (1 + escaped_char_bytes(text, at), false),
    }
}

fn code_unit(text: &str, at: usize) -> Option<u32> {
    let digits = text.get(at..at + ESCAPE_BYTES)?.strip_prefix("\\u")?;
    if digits.starts_with('+') {
        return None;
    }
    u32::from_str_radix(digits, 16).ok()
}

/// The character after the backslash is skipped whole, so that `\\ud800` is not taken for an escape.
fn escaped_char_bytes(text: &str, at: usize) -> usize {
    text.get(at + 1..)
        .and_then(|rest| rest.chars().next())
        .map_or(0, char::len_utf8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replaces_only_lone_surrogates() {
        let table = [
            (r#""plain""#, None),
            (r#""\u00e9 \n""#, None),
            (r#""\ud83d\ude00""#, None),
            (r#""\\ud800""#, None),
            (r#""\u+d80""#, None),
            (r#""\"#, None),
            (r#""\é\ud8""#, None),
            (r#""\ud800""#, Some(r#""\ufffd""#)),
            (r#""\uDC00x""#, Some(r#""\ufffdx""#)),
            (r#""\ud800\ud83d\ude00""#, Some(r#""\ufffd\ud83d\ude00""#)),
            (r#""\\\ud800\\""#, Some(r#""\\\ufffd\\""#)),
            (r#""\udfff\udbff""#, Some(r#""\ufffd\ufffd""#)),
        ];
        for (text, expected) in table {
            assert_eq!(replace_lone(text).as_deref(), expected, "{text}");
        }
    }
}
