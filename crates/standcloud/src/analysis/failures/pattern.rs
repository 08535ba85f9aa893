//! Messages that differ in their numbers only are one message.

/// Stands for a number.
const NUMBER: char = '#';

/// "3.31 V is above 3.3 V" becomes "# V is above # V"; names such as "U12" stay.
pub fn pattern_of(message: &str) -> String {
    let mut pattern = String::with_capacity(message.len());
    let mut rest = message;
    let mut before = None;
    while let Some(character) = rest.chars().next() {
        let length = match number_length(rest, before) {
            0 => {
                pattern.push(character);
                character.len_utf8()
            }
            length => {
                pattern.push(NUMBER);
                length
            }
        };
        let (taken, left) = rest.split_at(length);
        before = taken.chars().next_back();
        rest = left;
    }
    pattern
}

/// How many bytes of the beginning are a number; none within a word.
fn number_length(text: &str, before: Option<char>) -> usize {
    if before.is_some_and(|character| character.is_alphanumeric() || character == '_') {
        return 0;
    }
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    if !unsigned.starts_with(|character: char| character.is_ascii_digit()) {
        return 0;
    }
    let sign = text.len() - unsigned.len();
    if let Some(digits) = unsigned.strip_prefix("0x") {
        return sign + 2 + leading(digits, |character| character.is_ascii_hexdigit());
    }
    let mantissa = leading(unsigned, |character| {
        character.is_ascii_digit() || matches!(character, '.' | ',')
    });
    // A full stop or a comma behind the number ends the sentence.
    let (digits, _) = unsigned.split_at(mantissa);
    let digits = digits.trim_end_matches(['.', ',']).len();
    sign + digits + exponent_length(unsigned.split_at(digits).1)
}

fn exponent_length(text: &str) -> usize {
    let Some(power) = text.strip_prefix(['e', 'E']) else {
        return 0;
    };
    let unsigned = power.strip_prefix(['-', '+']).unwrap_or(power);
    match leading(unsigned, |character| character.is_ascii_digit()) {
        0 => 0,
        digits => text.len() - unsigned.len() + digits,
    }
}

fn leading(text: &str, is_part: impl Fn(char) -> bool) -> usize {
    text.find(|character| !is_part(character))
        .unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::pattern_of;

    #[test]
    fn numbers_are_masked_and_names_are_not() {
        for (message, pattern) in [
            ("3.31 V is above 3.3 V", "# V is above # V"),
            ("U12 reads -4.5e-3A.", "U12 reads #A."),
            ("expected 0x1F, got 0x2.", "expected #, got #."),
            ("assert 1,234.5 == 7.", "assert # == #."),
            ("code=12e", "code=#e"),
            ("R_7 und ΔU=+5V", "R_7 und ΔU=#V"),
            ("", ""),
            ("no number", "no number"),
        ] {
            assert_eq!(pattern_of(message), pattern);
        }
    }
}
