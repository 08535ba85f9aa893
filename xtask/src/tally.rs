//! Counts tests in what the test programs print: `cargo test`, `cargo nextest`, pytest
//! and Vitest.
//!
//! Their summaries are made for people, but they are stable, and parsing them needs no plug-in and
//! no second format that each of the four would have to be taught.

use std::ops::Add;

/// How many tests passed, failed and were left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
    pub(crate) skipped: u64,
}

impl Add for Tally {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            passed: self.passed + other.passed,
            failed: self.failed + other.failed,
            skipped: self.skipped + other.skipped,
        }
    }
}

/// The counts of a summary line; other lines have none.
pub(crate) fn parse_summary_line(line: &str) -> Option<Tally> {
    let line = without_colours(line);
    let line = line.trim().trim_matches('=').trim();
    let counts = if line.starts_with("test result:") {
        line
    } else if let Some((_, counts)) = line.strip_prefix("Summary [").and_then(split_at_counts) {
        counts
    } else if let Some(counts) = line.strip_prefix("Tests  ") {
        counts
    } else if line.starts_with(|first: char| first.is_ascii_digit()) {
        line
    } else {
        return None;
    };
    tally_of_counts(counts)
}

fn split_at_counts(summary: &str) -> Option<(&str, &str)> {
    summary.split_once("run:")
}

/// Adds up "3 passed", "1 failed", "2 timed out" and the like. A line that names none of them is not
/// a summary.
fn tally_of_counts(counts: &str) -> Option<Tally> {
    let words: Vec<&str> = counts
        .split([' ', ',', ';', '(', ')'])
        .filter(|w| !w.is_empty())
        .collect();
    let mut tally = Tally::default();
    let mut is_summary = false;
    for pair in words.windows(2) {
        let [number, word] = pair else { continue };
        let Ok(number) = number.parse::<u64>() else {
            continue;
        };
        match *word {
            "passed" => tally.passed += number,
            "failed" | "timed" | "exec" | "error" | "errors" => tally.failed += number,
            "skipped" | "ignored" => tally.skipped += number,
            _ => continue,
        }
        is_summary = true;
    }
    is_summary.then_some(tally)
}

/// The text without terminal colours (`ESC [ … letter`).
fn without_colours(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        if character == '\u{1b}' {
            characters.by_ref().skip(1).find(char::is_ascii_alphabetic);
        } else {
            plain.push(character);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn summaries_are_counted_and_other_lines_are_not() {
        let cases = [
            (
                "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured",
                Some((3, 0, 1)),
            ),
            (
                "test result: FAILED. 2 passed; 1 failed; 0 ignored",
                Some((2, 1, 0)),
            ),
            (
                "     Summary [   0.004s] 3 tests run: 3 passed, 0 skipped",
                Some((3, 0, 0)),
            ),
            (
                "     Summary [  12.3s] 9 tests run: 6 passed (2 slow), 2 failed, 1 timed out, 4 skipped",
                Some((6, 3, 4)),
            ),
            (
                "\u{1b}[1m  Summary\u{1b}[0m [ 0.1s] \u{1b}[1m1\u{1b}[0m test run: \u{1b}[32m1\u{1b}[0m passed",
                Some((1, 0, 0)),
            ),
            (
                "==== 3 passed, 1 failed, 2 skipped in 0.12s ====",
                Some((3, 1, 2)),
            ),
            (
                "\u{1b}[32m===== \u{1b}[1m12 passed\u{1b}[0m in 3.1s =====",
                Some((12, 0, 0)),
            ),
            (
                "=== 1 failed, 4 passed, 2 errors in 9.00s ===",
                Some((4, 3, 0)),
            ),
            ("12 passed, 0 failed", Some((12, 0, 0))),
            (
                "      Tests  1 failed | 27 passed | 2 skipped (30)",
                Some((27, 1, 2)),
            ),
            (
                "\u{1b}[2m      Tests \u{1b}[22m \u{1b}[1m\u{1b}[32m3 passed\u{1b}[39m\u{1b}[22m\u{1b}[90m (3)\u{1b}[39m",
                Some((3, 0, 0)),
            ),
            (" Test Files  1 passed (1)", None),
            ("running 3 tests", None),
            ("test a::b ... ok", None),
            ("3 runs were uploaded", None),
            ("the 4 passed units", None),
            ("", None),
        ];
        for (line, expected) in cases {
            let expected = expected.map(|(passed, failed, skipped)| Tally {
                passed,
                failed,
                skipped,
            });
            assert_eq!(parse_summary_line(line), expected, "{line:?}");
        }
    }
}
