//! One value of an exported table, before a file format has its say.
//!
//! Lists of runs and the answers of the analysis write the same cells.

use jiff::Timestamp;
use standcloud_store::UnixMicros;

#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    Empty,
    Text(String),
    Whole(i64),
    /// What is not finite stays empty.
    Number(f64),
    /// From 0 to 1; percent in a workbook.
    Share(f64),
    /// Given in milliseconds.
    Seconds(i64),
    Instant(Timestamp),
}

pub fn text_cell(text: &str) -> Cell {
    if text.is_empty() {
        Cell::Empty
    } else {
        Cell::Text(text.to_owned())
    }
}

/// A stand's clock can be wrong by any amount; what no calendar knows stays empty.
pub fn instant_cell(at: UnixMicros) -> Cell {
    Timestamp::from_microsecond(at.0).map_or(Cell::Empty, Cell::Instant)
}

impl Cell {
    pub fn count(count: u64) -> Self {
        Self::Whole(i64::try_from(count).unwrap_or(i64::MAX))
    }

    pub fn number(number: Option<f64>) -> Self {
        number.map_or(Self::Empty, Self::Number)
    }

    pub fn share(share: Option<f64>) -> Self {
        share.map_or(Self::Empty, Self::Share)
    }

    /// As it stands in a CSV. Excel takes a text that begins like a formula for one, whoever has
    /// written it, so such a text gets an apostrophe; and a line break within it is LF alone.
    pub fn into_csv(self) -> String {
        match self {
            Self::Text(text) => harmless(&text),
            Self::Whole(number) => number.to_string(),
            Self::Number(number) | Self::Share(number) if number.is_finite() => number.to_string(),
            Self::Empty | Self::Number(_) | Self::Share(_) => String::new(),
            Self::Seconds(milliseconds) => seconds_text(milliseconds),
            Self::Instant(at) => at.to_string(),
        }
    }
}

fn harmless(text: &str) -> String {
    let one_line_end = text.replace("\r\n", "\n").replace('\r', "\n");
    if one_line_end.starts_with(['=', '+', '-', '@', '\t', '\n']) {
        format!("'{one_line_end}")
    } else {
        one_line_end
    }
}

fn seconds_text(milliseconds: i64) -> String {
    let sign = if milliseconds < 0 { "-" } else { "" };
    let whole = milliseconds.unsigned_abs();
    format!("{sign}{}.{:03}", whole / 1000, whole % 1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_never_a_formula() {
        for (text, expected) in [
            ("=1+1", "'=1+1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("-12", "'-12"),
            ("+49", "'+49"),
            ("\tx", "'\tx"),
            ("SN-1=2", "SN-1=2"),
            ("a\r\nb\rc", "a\nb\nc"),
        ] {
            assert_eq!(text_cell(text).into_csv(), expected);
        }
    }

    #[test]
    fn numbers_stay_numbers() {
        assert_eq!(Cell::Whole(-5).into_csv(), "-5");
        assert_eq!(Cell::Number(-0.25).into_csv(), "-0.25");
        assert_eq!(Cell::Number(f64::NAN).into_csv(), "");
        assert_eq!(Cell::share(Some(0.5)).into_csv(), "0.5");
        assert_eq!(Cell::Seconds(12_050).into_csv(), "12.050");
        assert_eq!(Cell::Seconds(-7).into_csv(), "-0.007");
        let at = instant_cell(UnixMicros(1_795_348_800_000_000));
        assert_eq!(at.into_csv(), "2026-11-22T12:00:00Z");
        assert_eq!(instant_cell(UnixMicros(i64::MAX)), Cell::Empty);
    }
}
